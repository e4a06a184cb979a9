// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Filesystem

/// The file that the page gives out: what a person decided, bound to the sheet that it was decided on.
package struct DecisionFile: Sendable, Decodable {
    static let format = "dcmscrub-decisions/1"
    package static let mostBoxes = 2048

    package struct Entry: Sendable, Decodable {
        package let key: String
        /// The digest of what the page showed.
        let held: String
        package let verdict: Verdict
        let boxes: [BoxNumbers]?
    }

    package let format: String
    package let sheet: String
    package let decisions: [Entry]

    /// - Throws: ``ReviewError/malformed(_:)``
    package init(_ bytes: [UInt8]) throws {
        struct Head: Decodable { let format: String }
        guard let head = try? fromJSON(Head.self, bytes), head.format.hasPrefix("dcmscrub-decisions/") else {
            throw ReviewError.malformed("this is no file of decisions; save one on the page that 'dcmscrub review make' wrote")
        }
        guard head.format == Self.format else {
            throw ReviewError.malformed("the file of decisions is of another version of dcmscrub; make the page again and decide on it")
        }
        do {
            self = try fromJSON(Self.self, bytes)
        } catch {
            throw ReviewError.malformed("the file of decisions is malformed\(Self.place(of: error)); save it once more on the page")
        }
    }

    /// Where in the file, without anything that stands there.
    private static func place(of error: any Error) -> String {
        let context: DecodingError.Context? =
            switch error {
            case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context),
                DecodingError.dataCorrupted(let context):
                context
            default: nil
            }
        guard let index = context?.codingPath.compactMap(\.intValue).first else { return "" }
        return " at decision \(index + 1)"
    }

    /// Looks at all of it before any of it is stored.
    /// - Parameters:
    ///   - user: Who decided.
    ///   - time: When.
    /// - Throws: ``ReviewError/malformed(_:)`` for what the page never writes, ``ReviewError/refused(_:)`` for what belongs to another sheet, was
    ///   changed, or is older than what is held.
    package func checked(against folder: ReviewFolder, user: String, time: String) throws -> [StoredDecision] {
        guard let record = try SheetRecord.read(sheet, from: folder) else {
            throw ReviewError.refused(
                "the decisions belong to no sheet of this state folder, or the page was changed. "
                    + "Name the state folder of the run, or run 'dcmscrub review make' and decide on the new page")
        }
        if let page = fileDigest(record.page)?.sha256, try !SheetRecord.isKnown(page: page, in: folder) {
            throw ReviewError.refused("the page was changed since it was made; run 'dcmscrub review make' again and decide on the new page")
        }
        let held = Dictionary(record.items.map { ($0.key, $0.held) }) { first, _ in first }
        var seen: Set<String> = []
        return try decisions.enumerated().map { index, entry in
            let place = "decision \(index + 1)" + (isDigest(entry.key) ? " (image \(entry.key.prefix(12))…)" : "")
            guard let expected = held[entry.key] else { throw ReviewError.refused("\(place): the sheet has no such image; nothing was stored") }
            guard seen.insert(entry.key).inserted else {
                throw ReviewError.malformed("\(place): the image was decided on before in the same file; save it once more on the page")
            }
            guard entry.held == expected else {
                throw ReviewError.refused("\(place): the page showed another image than was held; run 'dcmscrub review make' again")
            }
            guard let found = try folder.image(entry.key), found.digest == expected else {
                throw ReviewError.refused(
                    "\(place): the image was looked at again since the page was made; run 'dcmscrub review make' again and decide on the new page")
            }
            let boxes = try boxes(of: entry, on: found.image.question, place)
            return StoredDecision(
                key: entry.key, question: found.image.question.digest, verdict: entry.verdict, boxes: boxes, user: user, time: time, sheet: sheet)
        }
    }

    private func boxes(of entry: Entry, on question: HeldQuestion, _ place: String) throws -> [PixelBox] {
        guard entry.verdict == .release else { return [] }
        guard let numbers = entry.boxes else {
            throw ReviewError.malformed("\(place): a release has to list its boxes, none as []; save the file once more on the page")
        }
        guard numbers.count <= Self.mostBoxes else { throw ReviewError.malformed("\(place): there are more than \(Self.mostBoxes) boxes") }
        let image = PixelBox(left: 0, top: 0, right: question.columns, bottom: question.rows)
        for (index, box) in numbers.map(\.box).enumerated() {
            guard !box.isEmpty else { throw ReviewError.malformed("\(place): box \(index + 1) has no width or no height; decide on the image again") }
            guard image.contains(box) else {
                throw ReviewError.malformed(
                    "\(place): box \(index + 1) lies outside of the image of \(question.columns) x \(question.rows) pixels; "
                        + "decide on the image again")
            }
        }
        let boxes = numbers.map(\.box)
        for locked in question.lockedBoxes where !boxes.contains(where: { $0.contains(locked) }) {
            throw ReviewError.refused(
                "\(place): a box is left out that the profile asks for or that holds what is known of the patient; decide on the image again")
        }
        return boxes
    }
}
