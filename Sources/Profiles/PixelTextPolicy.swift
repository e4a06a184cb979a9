// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// What a profile wants done about text in the pixels, where `burned-in` is `clean`.
public struct PixelTextPolicy: Sendable, Hashable {
    /// Which images are decoded and looked at.
    public enum LookAt: String, Sendable, CaseIterable {
        /// Those whose header makes text likely, and those of ultrasound, secondary capture, endoscopy and angiography and colour multi-frames.
        case likely
        case all
    }

    /// Which of the lines found are blanked.
    public enum Blank: String, Sendable, CaseIterable {
        case all
        /// Lines that read exactly as a term of `keep`, with nothing known of the patient in them, stay.
        case unlisted
    }

    /// Which images a person has to see before they are released.
    public enum Review: String, Sendable, CaseIterable {
        case none
        /// Those where the evidence is weak.
        case detected
        /// All that are looked at.
        case required
    }

    public var lookAt = LookAt.likely
    public var blank = Blank.all
    public var keep: [String] = []
    public var review = Review.detected
    /// Whether all that lies outside the ultrasound regions of the header is blanked (0018,6011).
    public var blanksOutsideUltrasoundRegions = false
    public var regions: [PixelRegionRule] = []

    public init() {}
}

/// Boxes that are blanked, without looking, in images that a condition holds for.
public struct PixelRegionRule: Sendable, Hashable {
    public let boxes: [PixelBox]
    public let line: Int

    public init(boxes: [PixelBox], line: Int) {
        self.boxes = boxes
        self.line = line
    }
}
