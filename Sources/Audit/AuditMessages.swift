// SPDX-License-Identifier: Apache-2.0

/// Events as other systems take them.
package enum AuditMessages {
    /// An audit message of DICOM PS3.15 section A.5 (the schema there, after RFC 3881), one XML document on one line.
    package static func dicom(_ event: AuditEvent) -> String {
        document(event).split(separator: "\n").map { $0.drop { $0 == " " } }.joined() + "\n"
    }

    private static func document(_ event: AuditEvent) -> String {
        let kind = Kind(event.action)
        let outcome =
            switch event.result {
            case .refused: "8"
            case .failed: "12"
            case .success, nil: "0"
            }
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <AuditMessage>
              <EventIdentification EventActionCode="\(kind.actionCode)" EventDateTime="\(escaped(event.time))" EventOutcomeIndicator="\(outcome)">
                <EventID csd-code="\(kind.code)" codeSystemName="DCM" originalText="\(kind.meaning)"/>
                <EventTypeCode csd-code="\(escaped(event.action))" codeSystemName="99DCMSCRUB" originalText="\(escaped(event.action))"/>
            """
        if let reason = event.reason { text += "\n    <EventOutcomeDescription>\(escaped(reason))</EventOutcomeDescription>" }
        text += """

              </EventIdentification>
              <ActiveParticipant UserID="\(escaped(event.user))" UserIsRequestor="true" \
            NetworkAccessPointID="\(escaped(event.host))" NetworkAccessPointTypeCode="1">
                <RoleIDCode csd-code="110150" codeSystemName="DCM" originalText="Application"/>
              </ActiveParticipant>

            """
        if let recipient = event.recipient {
            text += """
                  <ActiveParticipant UserID="\(escaped(recipient))" UserIsRequestor="false">
                    <RoleIDCode csd-code="110152" codeSystemName="DCM" originalText="Destination Role ID"/>
                  </ActiveParticipant>

                """
        }
        text += """
              <AuditSourceIdentification AuditSourceID="\(escaped(event.host))"><AuditSourceTypeCode csd-code="4"/></AuditSourceIdentification>

            """
        for (name, digest) in (event.digests ?? [:]).sorted(by: { $0.key < $1.key }) {
            text += """
                  <ParticipantObjectIdentification ParticipantObjectID="\(escaped(digest))" ParticipantObjectTypeCode="2" \
                ParticipantObjectTypeCodeRole="3">
                    <ParticipantObjectIDTypeCode csd-code="\(escaped(name))" codeSystemName="99DCMSCRUB" originalText="\(escaped(name))"/>
                    <ParticipantObjectName>\(escaped(name))</ParticipantObjectName>
                  </ParticipantObjectIdentification>

                """
        }
        return text + "</AuditMessage>\n"
    }

    /// A line of the Common Event Format.
    package static func cef(_ event: AuditEvent) -> String {
        let severity =
            switch event.result {
            case .refused: 7
            case .failed: 5
            case .success, nil: 3
            }
        var fields: [(String, String)] = [
            ("rt", event.time), ("suser", event.user), ("shost", event.host), ("outcome", event.result?.rawValue ?? "success"),
        ]
        if let role = event.role { fields.append(("spriv", role)) }
        if let reason = event.reason { fields.append(("reason", reason)) }
        if let recipient = event.recipient { fields.append(("duser", recipient)) }
        if let project = event.project { fields += [("cs1Label", "project"), ("cs1", project)] }
        if let profile = event.profile { fields += [("cs2Label", "profile"), ("cs2", profile)] }
        for (index, count) in (event.counts ?? [:]).sorted(by: { $0.key < $1.key }).prefix(3).enumerated() {
            fields += [("cn\(index + 1)Label", count.key), ("cn\(index + 1)", String(count.value))]
        }
        let head = ["dcmscrub", "dcmscrub", event.toolVersion, event.action, event.action].map(header).joined(separator: "|")
        return "CEF:0|\(head)|\(severity)|" + fields.map { "\($0.0)=\(value($0.1))" }.joined(separator: " ") + "\n"
    }

    /// Which event of PS3.16 CID 400 an action is.
    private struct Kind {
        let code: String
        let meaning: String
        let actionCode: String

        init(_ action: String) {
            (code, meaning, actionCode) =
                switch action {
                case "handoff-released", "crosswalk-exported": ("110106", "Export", "R")
                case "relinked": ("110107", "Import", "C")
                case "crosswalk-found", "inspected", "reported", "review-sheet-made": ("110110", "Patient Record", "R")
                case "handoff-purged": ("110105", "DICOM Study Deleted", "D")
                case "key-created", "key-rotated", "handoff-approved": ("110113", "Security Alert", "E")
                case "audit-exported", "audit-shown", "audit-verified": ("110101", "Audit Log Used", "R")
                default: ("110100", "Application Activity", "E")
                }
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += " "
            default: if scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    private static func header(_ text: String) -> String {
        value(text).replacing("|", with: "\\|")
    }

    private static func value(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("=", with: "\\=").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    }
}
