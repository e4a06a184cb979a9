// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

@testable import Audit

@Suite struct AuditMessageTests {
    static let event: AuditEvent = {
        var event = AuditEvent("handoff-released", toolVersion: "1.0.0")
        event.time = "2026-01-01T00:00:00.000Z"
        event.user = "ada"
        event.host = "pacs=1"
        event.result = .refused
        event.reason = "one key | signed \\ twice\n<&\">"
        event.recipient = "Vendor & Sons"
        event.digests = ["request": "00ff"]
        event.counts = ["files": 3]
        return event
    }()

    @Test("A message of PS3.15 A.5 is one line, with what is special in XML escaped") func dicom() {
        let text = AuditMessages.dicom(Self.event)
        #expect(text.split(separator: "\n").count == 1)
        #expect(text.contains(#"EventOutcomeIndicator="8""#))
        #expect(text.contains(#"<EventID csd-code="110106" codeSystemName="DCM" originalText="Export"/>"#))
        #expect(text.contains("one key | signed \\ twice &lt;&amp;&quot;&gt;</EventOutcomeDescription>"))
        #expect(text.contains(#"UserID="Vendor &amp; Sons""#))
    }

    @Test("A line of CEF escapes its own signs") func cef() {
        let text = AuditMessages.cef(Self.event)
        #expect(text.hasPrefix("CEF:0|dcmscrub|dcmscrub|1.0.0|handoff-released|handoff-released|7|"))
        #expect(text.contains("shost=pacs\\=1"))
        #expect(text.contains("reason=one key | signed \\\\ twice\\n<&\">"))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test("A review names look-ups in numbers, new recipients, off hours and refusals, and why") func review() {
        var review = AuditReview()
        func add(_ action: String, _ time: String, _ user: String = "ada", recipient: String? = nil, result: AuditEvent.Result = .success) {
            var event = AuditEvent(action, toolVersion: "1")
            (event.time, event.user, event.recipient, event.result) = (time, user, recipient, result)
            review.add(event)
        }
        for day in 10...29 { for hour in 9...14 { add("crosswalk-found", "2026-01-\(day)T\(hour < 10 ? "0" : "")\(hour):00:00.000Z") } }
        for minute in 10...50 { add("crosswalk-found", "2026-02-01T10:\(minute):00.000Z") }
        add("handoff-released", "2026-02-02T10:00:00.000Z", recipient: "A")
        add("handoff-released", "2026-02-02T11:00:00.000Z", recipient: "B")
        add("handoff-approved", "2026-02-02T11:10:00.000Z", result: .refused)
        add("verified", "2026-02-03T03:00:00.000Z", "mallory")
        let text = review.finish().map(\.description).joined(separator: "\n")
        #expect(text.contains("'ada' looked 41 times into the crosswalk that day; the median of a day is 6"))
        #expect(text.contains("a handoff went to a new recipient"))
        #expect(text.contains("'handoff-approved' by 'ada' was refused"))
        #expect(text.contains("the account 'mallory' worked here for the first time"))
        #expect(text.contains("'mallory' worked at 3 o'clock UTC"))
    }
}

@Suite struct AuditSchemaTests {
    private static let xmllint = "/usr/bin/xmllint"

    @Test(
        "Messages of every action are valid by the schema of PS3.15 A.5.1.1",
        .enabled(if: FileManager.default.isExecutableFile(atPath: xmllint), "xmllint is not installed"),
        arguments: [
            "run-finished", "handoff-released", "handoff-purged", "handoff-approved", "crosswalk-found", "relinked", "audit-exported", "key-created",
        ])
    func valid(_ action: String) throws {
        let folder = try TemporaryFolder()
        var event = AuditMessageTests.event
        event.action = action
        var bare = AuditEvent(action, toolVersion: "1")
        bare.time = "2026-01-01T00:00:00.000Z"
        let schema = Location.package.appending(path: "Tests/AuditTests/audit-message.rng").path
        func isValid(_ text: String) throws -> Bool {
            let file = folder.appending("message.xml")
            try Data(text.utf8).write(to: file)
            let process = Process()
            process.executableURL = URL(filePath: Self.xmllint)
            process.arguments = ["--noout", "--relaxng", schema, file.path]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        #expect(try isValid(AuditMessages.dicom(event)))
        #expect(try isValid(AuditMessages.dicom(bare)))
        // The schema is one: it does not take what lacks something.
        #expect(try !isValid(AuditMessages.dicom(event).replacing(" UserIsRequestor=\"true\"", with: "")))
    }
}
