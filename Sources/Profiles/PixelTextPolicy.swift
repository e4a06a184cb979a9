// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// What a profile wants done about text in the pixels, where `burned-in` is `clean`.
public struct PixelTextPolicy: Sendable, Hashable {
    /// Which images are decoded and looked at.
    public enum LookAt: String, Sendable, CaseIterable {
        /// All but plain slices: those whose header makes text likely, those that have a region of the profile, and every image that is not in every
        /// respect what a scanner makes of a section of the body.
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
        /// Those where all evidence is weak.
        case detected
        /// All that are looked at.
        case required
    }

    /// What lies outside the ultrasound regions of the header (0018,6011).
    enum Outside: String, CaseIterable { case blank, keep }

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
    public let conditions: [Condition]
    public let boxes: [PixelBox]
    /// The profile and line it stands in.
    public let profile: String
    public let line: Int

    public init(conditions: [Condition], boxes: [PixelBox], profile: String, line: Int) {
        self.conditions = conditions
        self.boxes = boxes
        self.profile = profile
        self.line = line
    }
}

/// What one profile says of it, before those it extends are put in front.
struct PixelTextDocument {
    var lookAt: PixelTextPolicy.LookAt?
    var blank: PixelTextPolicy.Blank?
    var keep: [String] = []
    var review: PixelTextPolicy.Review?
    var outside: PixelTextPolicy.Outside?
    var regions: [PixelRegionRule] = []
    /// Where it stands; 0 without any.
    var line = 0
}

extension PixelTextPolicy {
    /// Of each key the last one counts; terms and regions are added up.
    /// - Parameter claims: The Clean Pixel Data Option is asked for, which means every image unless a profile says which.
    init(_ chain: [PixelTextDocument], claims: Bool) {
        func last<Value>(_ value: (PixelTextDocument) -> Value?) -> Value? { chain.reversed().lazy.compactMap(value).first }
        lookAt = last(\.lookAt) ?? (claims ? .all : .likely)
        blank = last(\.blank) ?? .all
        keep = chain.flatMap(\.keep)
        review = last(\.review) ?? .detected
        blanksOutsideUltrasoundRegions = last(\.outside) == .blank
        regions = chain.flatMap(\.regions)
    }
}

extension ConfidentialityProfile {
    /// Lines for people that say what happens to text in the pixels.
    public var pixelTextSummary: [String] {
        guard burnedIn == .clean else { return ["Burned-in text: \(burnedIn.rawValue)"] }
        let keep = pixelText.keep.map { "'\($0)'" }.joined(separator: ", ") + (pixelText.blank == .all ? ", which are blanked too" : "")
        return [
            "Burned-in text: clean; look at \(pixelText.lookAt.rawValue) images, blank \(pixelText.blank.rawValue) lines, "
                + "review \(pixelText.review.rawValue)",
            "  listed terms: \(pixelText.keep.isEmpty ? "none" : keep)",
            "  outside of ultrasound regions: \(pixelText.blanksOutsideUltrasoundRegions ? "blank" : "keep")",
        ]
            + pixelText.regions.map { region in
                let boxes = region.boxes.map { "[\($0.left), \($0.top), \($0.right), \($0.bottom)]" }.joined(separator: ", ")
                return "  region of \(region.profile), line \(region.line): \(boxes) where "
                    + region.conditions.map(\.description).joined(separator: " and ")
            }
            + (appliesBasicProfile ? ["  113101 is claimed file by file, where every frame was seen"] : [])
    }
}
