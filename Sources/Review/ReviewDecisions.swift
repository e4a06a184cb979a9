// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import DICOMModel
package import Engine

/// What a person decided about one image.
package enum ReviewDecision: Sendable, Hashable {
    /// Released with these boxes blanked, and with those that the question locks.
    case release(boxes: [PixelBox])
    case refuse

    /// What is blanked in the image, each with how it came about: as it was found, or drawn by the person. Empty for a refused image.
    package func findings(on question: HeldQuestion) -> [PixelFinding] {
        guard case .release(let boxes) = self else { return [] }
        let found = Dictionary(question.findings.map { ($0.box, $0) }) { $0.isLocked ? $0 : $1 }
        return Set(boxes + question.lockedBoxes).sorted().map { box in
            let evidence = found[box]?.evidence ?? .reviewer
            // A listed term that the person blanks is the person's.
            return PixelFinding(box: box, evidence: evidence == .listed ? .reviewer : evidence)
        }
    }
}

/// The decisions that a run goes by: an input of it, like the profile. They hold no time and no name.
package struct ReviewDecisions: Sendable, Hashable, Codable {
    private struct Entry: Sendable, Hashable, Codable {
        /// The digest of the question that was answered.
        var question: String
        /// `nil` for a refused image.
        var boxes: [BoxNumbers]?
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }
    package var keys: [String] { entries.keys.sorted() }

    /// Takes a decision in the place of an earlier one; `nil` takes that back.
    package mutating func set(_ decision: ReviewDecision?, key: String, question: String) {
        entries[key] =
            switch decision {
            case nil: nil
            case .refuse: Entry(question: question, boxes: nil)
            case .release(let boxes): Entry(question: question, boxes: Set(boxes).sorted().map { BoxNumbers($0) })
            }
    }

    /// The decision on a question; `nil` where nobody decided, or about something else.
    package func decision(on question: HeldQuestion) -> ReviewDecision? {
        guard let entry = entries[question.key], entry.question == question.digest else { return nil }
        return decision(entry)
    }

    /// What was decided about a content, whatever was asked.
    package func decision(for key: String) -> ReviewDecision? { entries[key].map { decision($0) } }

    /// The digest of the decision that holds for a question: what a record says it went by.
    package func digest(on question: HeldQuestion) -> String? { decision(on: question) == nil ? nil : digest(for: question.key) }

    /// The digest of what was decided about a content.
    package func digest(for key: String) -> String? { line(key).map { hexadecimal(SHA256.hash(data: Array($0.utf8))) } }

    /// One line for each, in the order of the keys: equal decisions are equal text, whoever decided and when.
    package var canonicalText: String { keys.compactMap { line($0) }.joined() }

    /// - Parameter used: Key and digest of each decision that a release went by.
    /// - Returns: A digest of them all, in whatever order they come.
    package static func digest(of used: some Sequence<(key: String, digest: String)>) -> String {
        let lines = used.map { "\($0.key) \($0.digest)\n" }.sorted()
        return hexadecimal(SHA256.hash(data: Array(("dcmscrub-decisions/1\n" + lines.joined()).utf8)))
    }

    private func decision(_ entry: Entry) -> ReviewDecision { entry.boxes.map { .release(boxes: $0.map(\.box)) } ?? .refuse }

    private func line(_ key: String) -> String? {
        guard let entry = entries[key] else { return nil }
        guard let boxes = entry.boxes else { return "\(key) \(entry.question) refuse\n" }
        return "\(key) \(entry.question) release"
            + boxes.map { " \($0.box.left),\($0.box.top),\($0.box.right),\($0.box.bottom)" }.joined() + "\n"
    }
}
