// SPDX-License-Identifier: Apache-2.0

internal import CPixelCodecs
package import DICOMIO
package import DICOMModel
package import Engine
package import Profiles

/// What was seen in the frames of one file, and what is to be blanked.
package struct SeenPixels {
    package private(set) var conclusion: PixelConclusion
    /// In the order of their boxes; with places that stay because they read as a listed term.
    package let found: [FoundText]
    let form: ImageForm
    let palette: Palette?
    /// What boxes are filled with: a value for each sample of a pixel.
    let fill: [Int]

    package var columns: Int { form.columns }
    package var rows: Int { form.rows }
    package var frames: Int { form.frames }

    init(_ form: ImageForm, _ palette: Palette?, found: [FoundText], fill: [Int], needsReview: Bool) {
        let found = found.map { text in
            var text = text
            text.box = form.whole(text.box)
            return text
        }
        self.form = form
        self.palette = palette
        self.found = found
        self.fill = fill
        conclusion = Self.conclusion(
            found.map { PixelFinding(box: $0.box, evidence: $0.evidence) }, form, needsReview: needsReview, isReviewed: false)
    }

    /// Not empty, inside of the frame.
    var boxes: [PixelBox] { conclusion.blankedBoxes }
    /// Whether pixels are written as others than they came.
    package var isBlanked: Bool { !boxes.isEmpty }

    /// Takes what a person decided in the place of what was found.
    package mutating func review(_ findings: [PixelFinding]) {
        let findings = findings.map { PixelFinding(box: form.whole($0.box), evidence: $0.evidence) }.filter { !$0.box.isEmpty }
        conclusion = Self.conclusion(findings, form, needsReview: false, isReviewed: true)
    }

    private static func conclusion(
        _ findings: [PixelFinding], _ form: ImageForm, needsReview: Bool, isReviewed: Bool, range: ClosedRange<Int>? = nil,
        thumbnail: PixelThumbnail? = nil
    ) -> PixelConclusion {
        PixelConclusion(
            findings: findings, frames: form.frames, blankedArea: findings.filter(\.isBlanked).map(\.box).coveredArea,
            needsReview: needsReview, isReviewed: isReviewed, range: range, thumbnail: thumbnail)
    }

    /// Measures the cleaned pixels for the elements of the header that describe them, where it has any.
    package mutating func measure(_ file: DICOMFile, _ dataSet: DataSet) throws(UnreadablePixels) {
        guard isBlanked else { return }
        let describes = dataSet.nodes.contains { [AttributeTag(0x0028, 0x0106), AttributeTag(0x0028, 0x0107)].contains($0.tag) }
        let hasIcon = dataSet.find(AttributeTag(0x0088, 0x0200)) != nil
        guard describes && form.samples == 1 || hasIcon else { return }
        let frames = try FrameReader(file, dataSet, form), sample = SampleReader(form)
        var range: ClosedRange<Int>?
        var thumbnail: PixelThumbnail?
        for index in 0..<(describes && form.samples == 1 ? form.frames : 1) {
            var (frame, stream) = try frames.frame(index)
            // Decoders differ in the last bit of what is lossy, so nothing is said of its values.
            if stream?.is_lossy == true, !hasIcon { return }
            let isExact = stream?.is_lossy != true
            frame.blank(boxes, fill, form)
            if index == 0, hasIcon, let plane = PlaneMaker(form, palette).planes(frame).first {
                thumbnail = PixelThumbnail(gray: plane.values, columns: columns, rows: rows)
            }
            guard form.samples == 1, isExact else { continue }
            var (least, most) = (range?.lowerBound ?? Int.max, range?.upperBound ?? Int.min)
            for pixel in 0..<form.pixels {
                let value = sample.value(frame, pixel)
                least = min(least, value)
                most = max(most, value)
            }
            range = least...most
        }
        conclusion = Self.conclusion(
            conclusion.findings, form, needsReview: conclusion.needsReview, isReviewed: conclusion.isReviewed, range: range,
            thumbnail: thumbnail)
    }
}

/// Looks at every frame of an image and concludes what is blanked.
package final class PixelTextLook {
    private let policy: PixelTextPolicy
    private let judge: LineJudge?
    private let reader: TextReader?

    /// How often a frame is looked at again with what was found blanked.
    private static let rounds = 2

    /// - Parameters:
    ///   - reader: Reads lines, where the profile wants terms of a list to stay.
    ///   - isKnown: Asks the one search whether a text holds something known of the patient.
    package init(_ policy: PixelTextPolicy, reader: TextReader?, isKnown: @escaping (String) -> Bool) {
        self.policy = policy
        self.reader = policy.blank == .unlisted ? reader : nil
        judge = reader == nil ? nil : LineJudge(keep: policy.keep, isKnown: isKnown)
    }

    /// - Throws: ``UnreadablePixels`` where a frame could not be seen.
    package func see(_ file: DICOMFile, _ dataSet: DataSet, _ look: PixelLook) throws(UnreadablePixels) -> SeenPixels {
        let form = try ImageForm(file, dataSet)
        let palette = form.hasPalette ? Palette(file, dataSet) : nil
        guard !form.hasPalette || palette != nil else { throw UnreadablePixels("the colours of the palette are missing, or cannot be read") }
        let frames = try FrameReader(file, dataSet, form)
        let planes = PlaneMaker(form, palette)
        var darkest = DarkestColour(form, palette, dataSet)
        var texts = FoundTexts()
        var last: [GrayPlane]?
        for index in 0..<form.frames {
            let frame = try frames.frame(index).frame
            darkest.take(frame)
            let seen = planes.planes(frame)
            // A still picture in many frames is looked at once.
            if last == seen { continue }
            try found(in: seen, frame: index).forEach { texts.add($0) }
            last = seen
        }
        let rules = look.boxes.map { $0.clipped(columns: form.columns, rows: form.rows) }.filter { !$0.isEmpty }
        let found =
            texts.found.filter { text in !rules.contains { $0.contains(text.box) } }
            + rules.map { FoundText(box: $0, evidence: .rule, score: 1000, frame: 0) }
        return SeenPixels(form, palette, found: found.sorted { $0.box < $1.box }, fill: darkest.colour, needsReview: needsReview(found))
    }

    private func found(in planes: [GrayPlane], frame: Int) throws(UnreadablePixels) -> [FoundText] {
        var found: [FoundText] = []
        for var plane in planes {
            for _ in 0..<Self.rounds {
                let lines = try TextSight.lines(in: plane).filter { line in !found.contains { $0.box.contains(line.box) } }
                if lines.isEmpty { break }
                found += lines.map { line in
                    FoundText(box: line.box, evidence: evidence(line, plane), score: line.score, frame: frame)
                }
                plane.blank(lines.map(\.box))
            }
        }
        return found
    }

    private func evidence(_ line: SeenLine, _ plane: GrayPlane) -> PixelFinding.Evidence {
        let unread: PixelFinding.Evidence = line.isWeak ? .weak : .text
        guard let reader, let judge else { return unread }
        let box = PixelBox(left: line.box.left - 4, top: line.box.top - 4, right: line.box.right + 4, bottom: line.box.bottom + 4)
            .clipped(columns: plane.columns, rows: plane.rows)
        switch judge.judge(reader.read(plane.crop(box), columns: box.right - box.left, rows: box.bottom - box.top)) {
        case .known: return .known
        case .listed: return .listed
        case .unknown: return unread
        }
    }

    private func needsReview(_ found: [FoundText]) -> Bool {
        switch policy.review {
        case .none: false
        // Weak evidence beside sure one is blanked with it; alone, nobody knows whether there is text at all.
        case .detected: found.contains { $0.evidence == .weak } && !found.contains { $0.evidence == .text || $0.evidence == .known }
        case .required: true
        }
    }
}
