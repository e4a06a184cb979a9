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
        if capturing.contains(subject.sopClassUID) || ["US", "ES", "IVUS", "XC"].contains(dataSet.firstText(.modality) ?? "") {
            return "captured-screen"
        }
        let words = (values(.imageType, subject) + values(AttributeTag(0x0008, 0x103E), subject) + values(AttributeTag(0x0018, 0x1030), subject))
        return words.contains { word in screenSaves.contains { word.contains($0) } } ? "screen-save" : nil
    }

    /// The label of a glass slide is a photograph of the patient's name (PS3.3 section C.8.12.4), in whatever class it comes: as an image
    /// of its own, in an overview of the whole slide, or in any other picture that the file says it is in.
    static func isSlideLabel(_ subject: Subject) -> Bool {
        let dataSet = subject.dataSet
        return dataSet.nodes.indices.contains { index in
            switch dataSet.nodes[index].tag {
            case specimenLabelInImage: return values(index, subject).contains { $0.hasPrefix("y") }
            case .imageType where dataSet.nodes[index].parent == 0, frameType: return isLabelType(values(index, subject), subject)
            default: return false
            }
        }
    }

    private static let specimenLabelInImage = AttributeTag(0x0048, 0x0010)
    private static let frameType = AttributeTag(0x0008, 0x9007)

    /// Arterial spin labeling has label images too, and no slides.
    private static func isLabelType(_ values: [String], _ subject: Subject) -> Bool {
        let words = Set(values.flatMap { $0.split { !$0.isLetter }.map(String.init) })
        if subject.dataSet.firstText(.modality) == "MR" { return false }
        return !words.isDisjoint(with: ["label", "overview", "labelimage"])
    }

    /// A voice is a print of its owner, and says names.
    static func isVoice(_ subject: Subject) -> Bool {
        ["1.2.840.10008.5.1.4.1.1.9.4.1", "1.2.840.10008.5.1.4.1.1.9.4.2"].contains(subject.sopClassUID)
            || subject.dataSet.firstText(.modality) == "AU"
    }

    private static func values(_ tag: AttributeTag, _ subject: Subject) -> [String] {
        subject.dataSet.find(tag).map { values($0, subject) } ?? []
    }

    private static func values(_ index: Int, _ subject: Subject) -> [String] {
        trimmedASCII(subject.dataSet.value(of: index)).lowercased().split(separator: "\\").map { trimmed(String($0)) }
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

    private static let screenSaves = [
        "screen save", "screensave", "screen_save", "screen capture", "dose report", "dose_info", "patient protocol", "dose summary", "snapshot",
        "screenshot",
    ]
}
