// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Engine

/// What is to be seen in the pixels of a file, and was.
public struct InspectedPixels: Sendable, Codable {
    /// One place, and what is known of it.
    public struct Place: Sendable, Codable {
        /// `[left, top, right, bottom]`; the right column and the bottom row are the first outside.
        public let box: [Int]
        /// How it was known, in one word, as in the manifest.
        public let evidence: String
        /// A line that a profile lists may stay.
        public let isBlanked: Bool
    }

    /// Why text is likely; `nil` where the profile asks for every image.
    public let reason: String?
    /// 0 where the frames could not be seen; then ``places`` are those that the profile and the header name.
    public let frames: Int
    /// Of all frames together.
    public let places: [Place]
    /// Pixels of a frame that are blanked.
    public let blankedArea: Int
    /// A person has to see it before it may leave.
    public let needsReview: Bool
    /// A person has seen it.
    public let isReviewed: Bool

    /// - Returns: `nil` where nobody is asked to look.
    init?(_ plan: ActionPlan) {
        guard let look = plan.look else { return nil }
        reason = look.reason
        frames = plan.pixels?.frames ?? 0
        places = (plan.pixels?.findings ?? look.boxes.map { PixelFinding(box: $0, evidence: .rule) }).map { finding in
            let box = finding.box
            return Place(box: [box.left, box.top, box.right, box.bottom], evidence: finding.evidence.rawValue, isBlanked: finding.isBlanked)
        }
        blankedArea = plan.pixels?.blankedArea ?? look.boxes.coveredArea
        needsReview = plan.pixels?.needsReview ?? false
        isReviewed = plan.pixels?.isReviewed ?? false
    }
}
