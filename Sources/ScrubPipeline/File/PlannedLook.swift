// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import PixelText
internal import Profiles
internal import Records
internal import Review

/// What was seen in the pixels of one file, and what a person was asked and said about it.
struct PlannedLook {
    private(set) var seen: SeenPixels
    /// What a person is asked; `nil` where nobody is.
    private let question: HeldQuestion?
    private let doubt: HeldImage.Doubt
    let mark: ReviewMark?
    /// `nil` where the file goes on to be written.
    let refusal: FileOutcome?

    /// A person has to decide, and has not.
    var isOpen: Bool { question != nil && mark?.decision == nil }

    /// Looks at every frame, and takes a person's decision where there is one.
    /// - Throws: ``UnreadablePixels`` where a frame could not be seen.
    init(
        _ look: PixelLook, _ file: DICOMFile, _ dataSet: DataSet, _ policy: PixelTextPolicy, _ search: InstanceSearch, _ input: InputFile,
        _ review: ReviewSetting?, reader: @autoclosure () -> TextReader?
    ) throws(UnreadablePixels) {
        let isKnown = { (text: String) in search.bytes.holdsKnownIdentifier(Array(text.utf8)) }
        var seen = try PixelTextLook(policy, reader: policy.blank == .unlisted ? reader() : nil, isKnown: isKnown).see(file, dataSet, look)
        doubt = policy.review == .required ? .required : .weak
        if seen.conclusion.needsReview {
            guard let key = ContentDigest.digest(of: input, file.information, pixels: nil) else {
                throw UnreadablePixels("the file went away while it was read")
            }
            let question = HeldQuestion(
                key: key, columns: seen.columns, rows: seen.rows, frames: seen.frames,
                findings: seen.found.map { HeldFinding(box: $0.box, evidence: $0.evidence, score: $0.score, frame: $0.frame) })
            let decision = review?.decisions.decision(on: question)
            if case .release? = decision, let findings = decision?.findings(on: question) { seen.review(findings) }
            self.question = question
            mark = ReviewMark(key: key, decision: review?.decisions.digest(on: question))
            refusal =
                switch decision {
                case nil: .quarantined(reason: .waitsForReview, detail: "")
                case .refuse: .quarantined(reason: .refusedByReviewer, detail: "")
                case .release: nil
                }
        } else {
            (question, mark, refusal) = (nil, nil, nil)
        }
        try seen.measure(file, dataSet)
        self.seen = seen
    }

    /// Writes what a person needs to see.
    func hold(
        in folder: BytePath, _ file: DICOMFile, _ dataSet: DataSet, _ summary: InstanceSummary, _ profile: ConfidentialityProfile
    ) throws {
        guard let question else { return }
        var writer = try HeldImageWriter(folder: folder, question: question)
        var fill: [UInt8] = []
        for frame in question.framesToShow {
            let picture = try seen.picture(frame, file, dataSet)
            fill = picture.fill
            guard let before = pixels(picture, picture.before), let after = pixels(picture, picture.after) else { continue }
            try writer.add(frame: frame, before, blanked: after)
        }
        try writer.finish(
            doubt: doubt, modality: summary.modality, series: summary.seriesInstanceUID, profile: profile.digest, weights: TextSight.digest,
            fill: fill)
    }

    private func pixels(_ picture: PixelPicture, _ bytes: [UInt8]) -> HeldPixels? {
        HeldPixels(columns: seen.columns, rows: seen.rows, samples: picture.samples, bytes: bytes)
    }
}
