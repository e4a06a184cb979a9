// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Whether text about the patient may stand in the pixels, judged from the header. Nothing here claims clean pixels.
enum BurnedInRisk {
    /// - Returns: Why it is likely; `nil` where nothing points to it.
    static func reason(_ instance: InstanceContext) -> String? {
        let dataSet = instance.dataSet
        guard dataSet.nodes.contains(where: { $0.kind == .pixels }) else { return nil }
        if dataSet.firstText(.burnedInAnnotation)?.uppercased() == "YES" { return "burned-in-annotation" }
        if secondaryCapture.contains(instance.sopClassUID) { return "secondary-capture" }
        if capturing.contains(instance.sopClassUID) || capturingModalities.contains(dataSet.firstText(.modality) ?? "") { return "captured-screen" }
        for tag in [AttributeTag.imageType, .seriesDescription, .protocolName] {
            guard let index = dataSet.find(tag) else { continue }
            let value = dataSet.value(of: index)
            if screenSaves.contains(where: { value.holdsLowercased($0) }) { return "screen-save" }
        }
        return nil
    }

    /// The label of a glass slide is a photograph of the patient's name (PS3.3 section C.8.12.4), in whatever class it comes: as an image
    /// of its own, in an overview of the whole slide, or in any other picture that the file says it is in.
    static func isSlideLabel(_ instance: InstanceContext) -> Bool {
        let dataSet = instance.dataSet
        for index in dataSet.nodes.indices {
            switch dataSet.nodes[index].tag {
            case .specimenLabelInImage:
                if values(index, instance).contains(where: { $0.hasPrefix("y") }) { return true }
            case .imageType where dataSet.nodes[index].parent == 0, .frameType:
                guard labels.contains(where: { dataSet.value(of: index).holdsLowercased($0) }) else { continue }
                if isLabelType(values(index, instance), instance) { return true }
            default: continue
            }
        }
        return false
    }

    /// Arterial spin labeling has label images too, and no slides.
    private static func isLabelType(_ values: [String], _ instance: InstanceContext) -> Bool {
        let words = Set(values.flatMap { $0.split { !$0.isLetter }.map(String.init) })
        if instance.dataSet.firstText(.modality) == "MR" { return false }
        return !words.isDisjoint(with: ["label", "overview", "labelimage"])
    }

    /// A recorded voice identifies its owner, and what it says can be names.
    static func isVoice(_ instance: InstanceContext) -> Bool {
        voices.contains(instance.sopClassUID) || instance.dataSet.firstText(.modality) == "AU"
    }

    private static func values(_ index: Int, _ instance: InstanceContext) -> [String] {
        trimmedASCII(instance.dataSet.value(of: index)).lowercased().split(separator: "\\").map { trimmed(String($0)) }
    }

    private static let voices: Set<String> = ["1.2.840.10008.5.1.4.1.1.9.4.1", "1.2.840.10008.5.1.4.1.1.9.4.2"]

    private static let secondaryCapture: Set<String> = [
        "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.7.1", "1.2.840.10008.5.1.4.1.1.7.2", "1.2.840.10008.5.1.4.1.1.7.3",
        "1.2.840.10008.5.1.4.1.1.7.4",
    ]

    private static let capturingModalities: Set<String> = ["US", "ES", "IVUS", "XC"]

    /// Ultrasound, video endoscopy, microscopy and photography.
    private static let capturing: Set<String> = [
        "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1", "1.2.840.10008.5.1.4.1.1.6", "1.2.840.10008.5.1.4.1.1.3",
        "1.2.840.10008.5.1.4.1.1.77.1.1", "1.2.840.10008.5.1.4.1.1.77.1.1.1", "1.2.840.10008.5.1.4.1.1.77.1.4.1",
        "1.2.840.10008.5.1.4.1.1.77.1.2.1",
    ]

    /// None of them begins or ends with a blank or holds a backslash, so that values need not be taken apart.
    private static let screenSaves = [
        "screen save", "screensave", "screen_save", "screen capture", "dose report", "dose_info", "patient protocol", "dose summary", "snapshot",
        "screenshot",
    ].map { Array($0.utf8) }

    private static let labels = ["label", "overview"].map { Array($0.utf8) }
}

extension ArraySlice<UInt8> {
    /// Whether lower-case ASCII text stands in the bytes, whatever their case.
    fileprivate func holdsLowercased(_ text: [UInt8]) -> Bool {
        withUnsafeBufferPointer { bytes in
            guard bytes.count >= text.count else { return false }
            for start in 0...(bytes.count - text.count) {
                var place = 0
                while place < text.count {
                    let byte = bytes[start + place]
                    guard (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == text[place] else { break }
                    place += 1
                }
                if place == text.count { return true }
            }
            return false
        }
    }
}
