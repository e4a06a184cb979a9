// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Whether text about the patient may stand in the pixels, judged from the header. Nothing here claims clean pixels.
enum BurnedInRisk {
    /// - Returns: Why it is likely; `nil` where nothing points to it.
    static func reason(_ subject: Subject) -> String? {
        let dataSet = subject.dataSet
        guard dataSet.nodes.contains(where: { $0.kind == .pixels }) else { return nil }
        if dataSet.firstText(.burnedInAnnotation)?.uppercased() == "YES" { return "burned-in-annotation" }
        if secondaryCapture.contains(subject.sopClassUID) { return "secondary-capture" }
        if capturing.contains(subject.sopClassUID) || ["US", "ES", "IVUS", "XC"].contains(dataSet.firstText(.modality) ?? "") { return "captured-screen" }
        let words = (values(.imageType, subject) + values(AttributeTag(0x0008, 0x103E), subject) + values(AttributeTag(0x0018, 0x1030), subject))
        return words.contains { word in screenSaves.contains { word.contains($0) } } ? "screen-save" : nil
    }

    /// The label of a glass slide is a photograph of the patient's name (PS3.3 section C.8.12.4).
    static func isSlideLabel(_ subject: Subject) -> Bool {
        values(.imageType, subject).contains { ["label", "overview"].contains($0) } && subject.sopClassUID == "1.2.840.10008.5.1.4.1.1.77.1.6"
    }

    /// A voice is a print of its owner, and says names.
    static func isVoice(_ subject: Subject) -> Bool {
        ["1.2.840.10008.5.1.4.1.1.9.4.1", "1.2.840.10008.5.1.4.1.1.9.4.2"].contains(subject.sopClassUID)
            || subject.dataSet.firstText(.modality) == "AU"
    }

    private static func values(_ tag: AttributeTag, _ subject: Subject) -> [String] {
        (subject.dataSet.text(tag) ?? "").lowercased().split(separator: "\\").map { trimmed(String($0)) }
    }

    private static let secondaryCapture: Set<String> = [
        "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.7.1", "1.2.840.10008.5.1.4.1.1.7.2", "1.2.840.10008.5.1.4.1.1.7.3",
        "1.2.840.10008.5.1.4.1.1.7.4",
    ]

    /// Ultrasound, video endoscopy, microscopy and photography.
    private static let capturing: Set<String> = [
        "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1", "1.2.840.10008.5.1.4.1.1.6", "1.2.840.10008.5.1.4.1.1.3",
        "1.2.840.10008.5.1.4.1.1.77.1.1", "1.2.840.10008.5.1.4.1.1.77.1.1.1", "1.2.840.10008.5.1.4.1.1.77.1.4.1",
        "1.2.840.10008.5.1.4.1.1.77.1.2.1",
    ]

    private static let screenSaves = ["screen save", "screensave", "screen_save", "screen capture", "dose report", "dose_info", "patient protocol", "dose summary", "snapshot", "screenshot"]
}
