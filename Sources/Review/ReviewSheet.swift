// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Engine
package import Filesystem

/// What one page shows: the data that its script reads. The digest of the data is what decisions are bound to; pictures are in it by their digests.
package struct ReviewSheet {
    static let format = "dcmscrub-sheet/1"

    package let images: [ReviewFolder.Found]
    /// The JSON, which holds no `<`, so that nothing in it can end the element that it stands in.
    package let data: [UInt8]
    package let digest: String

    /// - Parameter images: In the order of the page.
    package init(_ images: [ReviewFolder.Found]) throws {
        self.images = images
        var series: [String: Int] = [:]
        let items = images.map { found in
            let number = series[found.image.series] ?? series.count + 1
            series[found.image.series] = number
            return Item(found, series: number)
        }
        data = Array(String(decoding: try jsonLine(Content(items: items)), as: UTF8.self).replacing("<", with: "\\u003c").utf8)
        digest = hexadecimal(SHA256.hash(data: data))
    }

    /// Doubtful images first, those of a series together, those with the weakest evidence before the others.
    package static func ordered(_ images: [ReviewFolder.Found]) -> [ReviewFolder.Found] {
        struct Rank {
            let doubt: Int
            let score: Int
        }
        func rank(_ image: HeldImage) -> Rank {
            let weak = image.question.findings.filter { $0.evidence == .weak }.map(\.score).min()
            return Rank(doubt: image.doubt == .weak ? 0 : 1, score: weak ?? 1001)
        }
        var first: [String: Int] = [:]
        for found in images {
            let rank = rank(found.image)
            let group = "\(rank.doubt) \(found.image.series)"
            first[group] = min(first[group] ?? .max, rank.score)
        }
        return images.map { found -> (found: ReviewFolder.Found, group: Int, rank: Rank) in
            let rank = rank(found.image)
            return (found, first["\(rank.doubt) \(found.image.series)"]!, rank)
        }.sorted { a, b in
            if a.rank.doubt != b.rank.doubt { return a.rank.doubt < b.rank.doubt }
            if a.group != b.group { return a.group < b.group }
            let (left, right) = (a.found.image, b.found.image)
            return (left.series, a.rank.score, left.key) < (right.series, b.rank.score, right.key)
        }.map(\.found)
    }

    private struct Content: Encodable {
        let format = ReviewSheet.format
        let items: [Item]
    }

    struct Item: Encodable {
        let key: String
        /// The digest of what is held: a decision names it too.
        let held: String
        let columns, rows, frames, series: Int
        let modality: String
        let doubt: HeldImage.Doubt
        let fill: [UInt8]
        let findings: [HeldFinding]
        let before, after, details: [HeldImage.Picture]

        init(_ found: ReviewFolder.Found, series: Int) {
            let (image, question) = (found.image, found.image.question)
            (key, held, self.series) = (image.key, found.digest, series)
            (columns, rows, frames, findings) = (question.columns, question.rows, question.frames, question.findings)
            (modality, doubt, fill) = (image.modality, image.doubt, image.fill)
            (before, after, details) = (image.before, image.after, image.details)
        }
    }
}

/// What the state folder keeps of a sheet that was made: `review/sheets/DIGEST.json`.
package struct SheetRecord: Codable {
    package struct Item: Codable, Hashable {
        package let key: String
        package let held: String
    }

    package let sheet: String
    /// Where the page was written, and its SHA-256.
    package let page: BytePath
    package let pageSHA256: String
    package let items: [Item]

    package init(_ sheet: ReviewSheet, page: BytePath, sha256: String) {
        self.sheet = sheet.digest
        self.page = page
        pageSHA256 = sha256
        items = sheet.images.map { Item(key: $0.image.key, held: $0.digest) }
    }

    package func write(to folder: ReviewFolder) throws {
        try makeFolders(folder.sheets, mode: 0o700)
        let file = try AtomicFile(folder.sheets.appending(sheet + ".json"), mode: 0o600)
        try file.write(jsonLine(self) + [0x0A])
        try file.commit()
    }

    /// - Returns: `nil` where no such sheet was made here.
    package static func read(_ sheet: String, from folder: ReviewFolder) throws -> SheetRecord? {
        let path = folder.sheets.appending(sheet + ".json")
        guard isDigest(sheet), FileStatus(path)?.kind == .file else { return nil }
        guard let record = try fromJSONFile(Self.self, path, limit: 1 << 26), record.sheet == sheet else {
            throw ReviewError.refused("review/sheets in the state folder is damaged; run 'dcmscrub review make' again and decide on the new page")
        }
        return record
    }

    /// Whether a page is one that was made here, as it was written.
    package static func isKnown(page sha256: String, in folder: ReviewFolder) throws -> Bool {
        var isKnown = false
        try forEachName(in: folder.sheets) { name, _ in
            guard !isKnown, name.count == 69, let record = try fromJSONFile(Self.self, folder.sheets.appending(name), limit: 1 << 26) else {
                return
            }
            isKnown = record.pageSHA256 == sha256
        }
        return isKnown
    }
}
