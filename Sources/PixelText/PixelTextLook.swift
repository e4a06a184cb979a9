// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import DICOMModel
package import Engine
package import Profiles

/// What a person decided about an image.
package struct ReviewedBoxes: Sendable, Hashable {
    package let boxes: [PixelBox]

    package init(boxes: [PixelBox]) { self.boxes = boxes }
}

/// What was seen in the frames of one file, and what is to be blanked.
package struct SeenPixels {
    package let conclusion: PixelConclusion
    /// In the order of their boxes; with places that stay because they read as a listed term.
    package let found: [FoundText]
    let form: ImageForm
    let fill: [Int]

    /// Not empty, inside of the frame.
    var boxes: [PixelBox] { conclusion.blankedBoxes }
    /// Whether pixels are written as others than they came.
    package var isBlanked: Bool { !boxes.isEmpty }
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

    /// - Parameter reviewed: What a person decided; their boxes are the last word but for those of rules.
    /// - Throws: ``UnreadablePixels`` where a frame could not be seen.
    package func see(_ file: DICOMFile, _ dataSet: DataSet, _ look: PixelLook, reviewed: ReviewedBoxes?) throws(UnreadablePixels) -> SeenPixels {
        let form = try ImageForm(file, dataSet)
        let palette = form.hasPalette ? Palette(file, dataSet) : nil
        let frames = try FrameReader(file, dataSet, form)
        let planes = PlaneMaker(form, palette)
        var darkest = DarkestColour(form, palette, dataSet)
        var texts = FoundTexts()
        var last: (planes: [GrayPlane], found: [FoundText])?
        for index in 0..<form.frames {
            let frame = try frames.frame(index).frame
            darkest.take(frame)
            let seen = planes.planes(frame)
            // A still picture in many frames is looked at once.
            if last?.planes == seen { continue }
            let found = try found(in: seen, frame: index)
            found.forEach { texts.add($0) }
            last = (seen, found)
        }
        let rules = look.boxes.map { $0.clipped(columns: form.columns, rows: form.rows) }.filter { !$0.isEmpty }
        let concluded = concluded(texts.sorted, rules, reviewed, form)
        return SeenPixels(
            conclusion: PixelConclusion(
                findings: concluded.map { PixelFinding(box: $0.box, evidence: $0.evidence) }, frames: form.frames,
                blankedArea: concluded.filter { $0.evidence != .listed }.map(\.box).coveredArea,
                needsReview: reviewed == nil && needsReview(concluded), isReviewed: reviewed != nil),
            found: concluded, form: form, fill: darkest.colour)
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

    private func concluded(_ found: [FoundText], _ rules: [PixelBox], _ reviewed: ReviewedBoxes?, _ form: ImageForm) -> [FoundText] {
        let ruled = rules.map { FoundText(box: $0, evidence: .rule, score: 1000, frame: 0) }
        guard let reviewed else { return (found.filter { text in !rules.contains { $0.contains(text.box) } } + ruled).sorted { $0.box < $1.box } }
        let wanted = reviewed.boxes.map { $0.clipped(columns: form.columns, rows: form.rows) }.filter { !$0.isEmpty }
        let drawn = Set(wanted).subtracting(rules).map { box in
            found.first { $0.box == box && $0.evidence != .listed } ?? FoundText(box: box, evidence: .reviewer, score: 1000, frame: 0)
        }
        return (drawn + ruled).sorted { $0.box < $1.box }
    }

    private func needsReview(_ found: [FoundText]) -> Bool {
        switch policy.review {
        case .none: false
        case .detected: found.contains { $0.evidence == .weak }
        case .required: true
        }
    }
}
