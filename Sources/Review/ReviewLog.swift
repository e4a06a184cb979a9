// SPDX-License-Identifier: Apache-2.0

package import DICOMModel
package import Filesystem

/// What a person can say about an image.
package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case release, refuse
    /// Nothing yet: the image waits.
    case hold
}

/// A line of `review/decisions.jsonl` in the state folder: who decided what, and when. The last line on a key holds.
package struct StoredDecision: Sendable, Hashable, Codable {
    package let key: String
    /// The digest of the question that was answered.
    package let question: String
    package let verdict: Verdict
    let boxes: [BoxNumbers]?
    package let user: String
    package let time: String
    /// The sheet that it was decided on; `nil` where the decision came from another state folder.
    package let sheet: String?

    package init(key: String, question: String, verdict: Verdict, boxes: [PixelBox], user: String, time: String, sheet: String?) {
        self.key = key
        self.question = question
        self.verdict = verdict
        self.boxes = verdict == .release ? Set(boxes).sorted().map { BoxNumbers($0) } : nil
        self.user = user
        self.time = time
        self.sheet = sheet
    }

    package var decision: ReviewDecision? {
        switch verdict {
        case .release: .release(boxes: (boxes ?? []).map(\.box))
        case .refuse: .refuse
        case .hold: nil
        }
    }

    /// What is wrong with it; `nil` where nothing is.
    fileprivate var problem: String? {
        guard isDigest(key), isDigest(question) else { return "it names no image" }
        guard (boxes != nil) == (verdict == .release), (boxes ?? []).count <= DecisionFile.mostBoxes else { return "its boxes are malformed" }
        let largest = PixelBox(left: 0, top: 0, right: 65535, bottom: 65535)
        guard (boxes ?? []).allSatisfy({ !$0.box.isEmpty && largest.contains($0.box) }) else { return "a box of it is none" }
        return nil
    }
}

/// The decisions of a state folder.
package struct ReviewLog {
    private let path: BytePath
    private let name: String

    package init(_ folder: ReviewFolder) { self.init(path: folder.decisions, name: "review/decisions.jsonl in the state folder") }

    /// - Parameter name: What the file is called in texts of errors.
    package init(path: BytePath, name: String) { (self.path, self.name) = (path, name) }

    /// All lines, the oldest first.
    /// - Throws: ``ReviewError/malformed(_:)`` for a line that is none: a decision that cannot be read may be one that refuses.
    package func entries() throws -> [StoredDecision] {
        guard FileStatus(path, followLinks: true) != nil else { return [] }
        let lines = LineReader(try FileDescriptor(openingFile: path, followsLinks: true, for: "read the decisions"), longest: 1 << 20)
        var entries: [StoredDecision] = []
        while let line = try lines.next() {
            let number = entries.count + 1
            let entry: StoredDecision
            do { entry = try fromJSON(StoredDecision.self, line) } catch { throw malformed(number, "it is no decision") }
            if let problem = entry.problem { throw malformed(number, problem) }
            entries.append(entry)
        }
        return entries
    }

    private func malformed(_ line: Int, _ problem: String) -> ReviewError {
        .malformed("\(name), line \(line): \(problem). Put the file back from a copy, or remove it and decide again")
    }

    package func decisions() throws -> ReviewDecisions {
        var result = ReviewDecisions()
        for entry in try entries() { result.set(entry.decision, key: entry.key, question: entry.question) }
        return result
    }

    /// Adds lines, all or none, and leaves out those that say what holds already.
    /// - Returns: How many were added.
    @discardableResult
    package func add(_ new: [StoredDecision]) throws -> Int {
        let former = try entries()
        var current: [String: StoredDecision] = [:]
        for entry in former { current[entry.key] = entry }
        let added = new.filter { entry in
            let old = current[entry.key]
            current[entry.key] = entry
            return old?.question != entry.question || old?.verdict != entry.verdict || old?.boxes != entry.boxes
        }
        return try write(former, and: added)
    }

    /// Takes over lines of another log, all or none. One that was taken before is not taken again: something else may have been decided since.
    /// - Returns: How many were taken.
    @discardableResult
    package func take(_ others: [StoredDecision]) throws -> Int {
        let former = try entries()
        var known = Set(former)
        return try write(former, and: others.filter { known.insert($0).inserted })
    }

    private func write(_ former: [StoredDecision], and added: [StoredDecision]) throws -> Int {
        guard !added.isEmpty else { return 0 }
        try makeFolders(path.parent, mode: 0o700)
        let file = try AtomicFile(path, mode: 0o600)
        for entry in former + added { try file.write(jsonLine(entry) + [0x0A]) }
        try file.commit()
        return added.count
    }
}
