// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Which images are worth a look for text: all but plain sections, where a look would cost much and finds next to nothing.
///
/// A list of what may be left out, not of what has to be seen, so that a header that lies, or an image of a kind that nobody thought of, is
/// looked at.
struct PixelLikelihood {
    private let instance: InstanceContext
    private var dataSet: DataSet { instance.dataSet }

    init(_ instance: InstanceContext) { self.instance = instance }

    /// - Returns: Why text is likely; `nil` for a plain section.
    func reason() -> String? {
        guard dataSet.number(.samplesPerPixel) ?? 1 == 1, let interpretation = dataSet.firstText(.photometricInterpretation),
            Self.gray.contains(interpretation)
        else { return "not-gray" }
        guard let kind = Self.plain[instance.sopClassUID] else { return "kind-of-image" }
        if dataSet.firstText(.modality) != kind.modality { return "class-and-modality-differ" }
        // Of the Secondary Capture Equipment module: somebody copied a screen or a film into a class of scanners.
        if Self.captured.contains(where: { dataSet.find($0) != nil }) { return "conversion" }
        guard kind.isScan else { return nil }
        if dataSet.number(.bitsStored) ?? 0 <= 8 { return "eight-bits" }
        guard kind.hasPosition else { return nil }
        if Self.geometry.contains(where: { (dataSet.firstText($0) ?? "").isEmpty }) { return "no-geometry" }
        return dataSet.number(.numberOfFrames) ?? 1 == 1 ? nil : "several-frames"
    }

    private struct Kind {
        let modality: String
        /// From a scanner, which stores more than eight bits.
        var isScan = true
        /// The IOD says where a section lies (PS3.3 section C.7.6.2), at the top level.
        var hasPosition = false
    }

    private static let gray: Set<String> = ["MONOCHROME1", "MONOCHROME2"]

    private static let plain: [String: Kind] = [
        "1.2.840.10008.5.1.4.1.1.2": Kind(modality: "CT", hasPosition: true),
        "1.2.840.10008.5.1.4.1.1.2.1": Kind(modality: "CT"),
        "1.2.840.10008.5.1.4.1.1.2.2": Kind(modality: "CT"),
        "1.2.840.10008.5.1.4.1.1.4": Kind(modality: "MR", hasPosition: true),
        "1.2.840.10008.5.1.4.1.1.4.1": Kind(modality: "MR"),
        "1.2.840.10008.5.1.4.1.1.4.4": Kind(modality: "MR"),
        "1.2.840.10008.5.1.4.1.1.128": Kind(modality: "PT", hasPosition: true),
        "1.2.840.10008.5.1.4.1.1.128.1": Kind(modality: "PT"),
        "1.2.840.10008.5.1.4.1.1.130": Kind(modality: "PT"),
        "1.2.840.10008.5.1.4.1.1.20": Kind(modality: "NM"),
        // Numbers for every place, not pictures: doses and segments.
        "1.2.840.10008.5.1.4.1.1.481.2": Kind(modality: "RTDOSE", isScan: false),
        "1.2.840.10008.5.1.4.1.1.66.4": Kind(modality: "SEG", isScan: false),
        "1.2.840.10008.5.1.4.1.1.66.7": Kind(modality: "SEG", isScan: false),
    ]

    /// Conversion Type, and who made the device that captured.
    private static let captured = [AttributeTag(0x0008, 0x0064), AttributeTag(0x0018, 0x1016), AttributeTag(0x0018, 0x1018)]

    /// Image Position and Image Orientation (Patient), Pixel Spacing: of Type 1.
    private static let geometry = [AttributeTag(0x0020, 0x0032), AttributeTag(0x0020, 0x0037), AttributeTag(0x0028, 0x0030)]
}
