// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
package import Records
internal import Release
internal import Review
internal import RunState

/// What `review make` wrote.
package struct MadeSheets: Codable, Sendable {
    /// Paths of the pages; none where nothing waits.
    package var pages: [String] = []
    package var images = 0
    /// Images that wait and cannot be shown, each with what is wrong.
    package var unshown: [String] = []

    package var json: String {
        get throws { String(decoding: try jsonLine(self), as: UTF8.self) }
    }
}

extension ReviewDesk {
    /// Writes what waits as pages: one, unless its pictures are too many for a browser.
    /// - Parameter output: Where to; `review/review.html` in the state folder if `nil`.
    package func makeSheets(output: BytePath?) throws(PipelineError) -> MadeSheets {
        try logged(AuditAction.sheetMade) { event in
            let target = try target(output)
            var made = MadeSheets()
            var images: [ReviewFolder.Found] = []
            for key in try openKeys() {
                do {
                    if let found = try folder.image(key) {
                        images.append(found)
                    } else {
                        made.unshown.append(
                            "image \(key.prefix(12))…: what is held of it is gone; 'dcmscrub scrub' with --resume writes it anew")
                    }
                } catch let error as ReviewError {
                    made.unshown.append(error.description)
                }
            }
            made.images = images.count
            let parts = ReviewPage.parts(ReviewSheet.ordered(images))
            try makeFolders(folder.path, mode: 0o700)
            for (index, part) in parts.enumerated() {
                let sheet = try ReviewSheet(part)
                let page = index == 0 ? target : numbered(target, index + 1)
                let digest = try ReviewPage.write(sheet, of: folder, part: parts.count > 1 ? (index + 1, parts.count) : nil, to: page)
                try SheetRecord(sheet, page: page, sha256: digest).write(to: folder)
                made.pages.append(page.readable)
                event.digests = (event.digests ?? [:]).merging(["sheet\(index == 0 ? "" : "-\(index + 1)")": sheet.digest]) { $1 }
            }
            event.counts = ["images": images.count, "unshown": made.unshown.count]
            return made
        }
    }

    /// What waits and nobody decided, over all runs.
    private func openKeys() throws -> [String] {
        let decisions = try decisions()
        var keys: Set<String> = []
        for run in try journal.runs() {
            try journal.forEachReview(of: run.record.id) { review in
                guard review.isWaiting else { return }
                // A decision on something else that was found then leaves the file waiting.
                if let found = try? folder.image(review.key), decisions.decision(on: found.image.question) != nil { return }
                keys.insert(review.key)
            }
        }
        return keys.sorted()
    }

    private func target(_ output: BytePath?) throws -> BytePath {
        guard let output else { return folder.sheet }
        guard let path = canonicalPath(output), FileStatus(path.parent)?.kind == .folder else {
            throw PipelineError.usage("the folder of --output does not exist; make it, or leave --output out")
        }
        if let status = FileStatus(path), status.kind != .file { throw PipelineError.usage("--output is there already and is no file; name another") }
        for run in try journal.runs() where path.isInside(run.output) {
            throw PipelineError.usage("--output lies inside a release, and the page shows what the originals show; leave --output out")
        }
        return path
    }

    /// `review.html` becomes `review-2.html`.
    private func numbered(_ path: BytePath, _ number: Int) -> BytePath {
        let name = path.lastComponent
        let dot = name.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 > 0 ? $0 : nil } ?? name.endIndex
        return path.parent.appending(Array(name[..<dot]) + Array("-\(number)".utf8) + Array(name[dot...]))
    }
}
