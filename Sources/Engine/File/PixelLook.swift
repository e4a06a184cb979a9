// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What a plan asks to be done about text in the pixels, before anybody has looked at them.
public struct PixelLook: Sendable, Hashable {
    /// Why text is likely; `nil` where the profile asks for every image.
    public let reason: String?
    /// Blanked without being looked for: rules of the profile by maker, model and size, and what lies outside of ultrasound regions.
    public let boxes: [PixelBox]

    public init(reason: String?, boxes: [PixelBox]) {
        self.reason = reason
        self.boxes = boxes
    }
}

extension PixelLook {
    /// - Parameter risk: What the header says of text in the pixels.
    /// - Returns: `nil` where the profile does not ask for the image, or it has no pixels.
    init?(_ instance: InstanceContext, risk: String?) {
        guard instance.dataSet.nodes.contains(where: { $0.kind == .pixels }) else { return nil }
        let policy = instance.profile.pixelText
        let regions = PixelRegions(instance)
        let ofRules = regions.ofRules()
        let reason = risk ?? (ofRules.isEmpty ? PixelLikelihood(instance).reason() : "region-of-profile")
        guard reason != nil || policy.lookAt == .all else { return nil }
        let outside = policy.blanksOutsideUltrasoundRegions ? regions.outsideUltrasoundRegions() : []
        self.init(reason: reason, boxes: Set(ofRules + outside).sorted())
    }
}

/// A place in the pixels and what is known of it.
public struct PixelFinding: Sendable, Hashable {
    public enum Evidence: String, Sendable, Codable, CaseIterable {
        /// A rule of the profile, or outside of the ultrasound regions.
        case rule
        /// It reads as something known of the patient.
        case known
        /// Surely text.
        case text
        /// Maybe text.
        case weak
        /// It reads as a term that the profile lists.
        case listed
        /// A person drew it.
        case reviewer
    }

    public let box: PixelBox
    public let evidence: Evidence

    public init(box: PixelBox, evidence: Evidence) {
        self.box = box
        self.evidence = evidence
    }

    public var isBlanked: Bool { evidence != .listed }
}

/// What came of looking at every frame of an image. Plain data, the same for `report`, `inspect` and the run.
public struct PixelConclusion: Sendable, Hashable {
    /// Of all frames together, sorted by box.
    public let findings: [PixelFinding]
    public let frames: Int
    /// Pixels of a frame that are blanked.
    public let blankedArea: Int
    /// A person has to decide first.
    public let needsReview: Bool
    /// A person has decided.
    public let isReviewed: Bool
    /// The smallest and largest stored value of all cleaned frames; `nil` where they are not known, or pixels have several samples.
    public let range: ClosedRange<Int>?
    /// The first frame as cleaned, for the icon; `nil` where none was made.
    public let thumbnail: PixelThumbnail?

    public init(
        findings: [PixelFinding], frames: Int, blankedArea: Int, needsReview: Bool, isReviewed: Bool, range: ClosedRange<Int>? = nil,
        thumbnail: PixelThumbnail? = nil
    ) {
        self.findings = findings
        self.frames = frames
        self.blankedArea = blankedArea
        self.needsReview = needsReview
        self.isReviewed = isReviewed
        self.range = range
        self.thumbnail = thumbnail
    }

    /// Every frame was seen, all that was found is blanked or listed, and nobody is waited for.
    public var isClean: Bool { !needsReview }
    public var changesPixels: Bool { findings.contains(where: \.isBlanked) }

    public var blankedBoxes: [PixelBox] { findings.filter(\.isBlanked).map(\.box) }
}
