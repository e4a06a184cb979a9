// SPDX-License-Identifier: Apache-2.0

import Audit
import Crypto
import DICOMModel
import Filesystem
import Foundation
import Records
import Release
import RunState
import Testing
import Workers

@testable import Review
@testable import ScrubPipeline

/// A run whose workers ask a person about some files.
@Suite struct ReviewTests {
    private struct Line: Encodable {
        let key: String
        let held: String
        let verdict: String
        let boxes: [[Int]]?
    }

    private struct Saved: Encodable {
        var format = "dcmscrub-decisions/1"
        let sheet: String
        let decisions: [Line]
    }

    private func text(_ number: Int) -> String { "review P-1 1.2 1.2.3 2.25.\(number)\n" }
    private func key(_ number: Int) -> String { hexadecimal(SHA256.hash(data: Data(text(number).utf8))) }

    /// Three files to see and one that needs nobody, scrubbed once.
    private func scrubbed() throws -> Sandbox {
        let box = try Sandbox()
        for number in 1...3 { try box.add("us/\(number)", text(number)) }
        try box.add("ct/1", release("P-2", 9))
        let summary = try box.run()
        #expect(summary.released == 1 && summary.quarantined == 3 && summary.waitsForReview == 3)
        return box
    }

    private func desk(_ box: Sandbox) throws -> ReviewDesk { try ReviewDesk(state: BytePath(box.state)) }

    /// Makes the page and saves what a person decides on it.
    private func save(
        _ box: Sandbox, _ verdicts: [Int: String], boxes: [[Int]] = [[4, 4, 40, 12]], _ change: (inout String) -> Void = { _ in }
    ) throws -> BytePath {
        _ = try desk(box).makeSheets(output: nil)
        return try decisions(box, verdicts, boxes: boxes, change)
    }

    private func decisions(
        _ box: Sandbox, _ verdicts: [Int: String], boxes: [[Int]] = [[4, 4, 40, 12]], _ change: (inout String) -> Void = { _ in }
    ) throws -> BytePath {
        let folder = ReviewFolder(state: BytePath(box.state))
        let page = try box.read(folder.sheet.readable)
        let sheet = try #require(page.firstMatch(of: /name="dcmscrub-sheet" content="([0-9a-f]{64})"/)?.1)
        let lines = try verdicts.sorted { $0.key < $1.key }.map { number, verdict in
            let found = try folder.image(key(number))
            return Line(key: key(number), held: found?.digest ?? "", verdict: verdict, boxes: verdict == "release" ? boxes : nil)
        }
        var text = String(decoding: try jsonLine(Saved(sheet: String(sheet), decisions: lines)), as: UTF8.self)
        change(&text)
        try box.write(box.root + "/decisions.json", text)
        return BytePath(box.root + "/decisions.json")
    }

    @discardableResult
    private func apply(_ box: Sandbox, _ file: BytePath) throws -> AppliedDecisions {
        try desk(box).apply(file, key: nil, jobs: 2, launcher: .obedient)
    }

    private func sums(_ box: Sandbox, _ output: String? = nil) throws -> String { try box.read((output ?? box.output) + "/SHA256SUMS") }

    @Test("Decisions release, refuse and leave open, and the log says who decided")
    func carriesOut() throws {
        let box = try scrubbed()
        let before = try sums(box)
        let file = try save(box, [1: "release", 2: "refuse", 3: "hold"])
        let applied = try apply(box, file)
        #expect(applied.release == 1 && applied.refuse == 1 && applied.hold == 1 && applied.exitCode == 2)
        #expect(applied.runs.map(\.released) == [2])
        #expect(applied.runs.map(\.waitsForReview) == [1])
        #expect(try sums(box) != before)
        #expect(try box.quarantine == ["2": "refused-by-reviewer", "3": "waits-for-review"])
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
        let document = try box.read(box.output + "/RELEASE.json")
        #expect(document.contains("decisions_sha256") && !document.contains(key(1)))
        let status = try desk(box).status()
        #expect(status.modalities == [ReviewStatus.Row(modality: "US", waiting: 1, released: 1, refused: 1)])
        #expect(status.pending == 0)
        let log = try box.read(box.state + "/audit.jsonl")
        #expect(log.contains("review-sheet-made") && log.contains("review-decided"))
        for name in ["decisions.jsonl", "review.html", "held/\(key(1)).json"] {
            #expect(FileStatus(BytePath(box.state + "/review/" + name))?.permissions == 0o600, "\(name)")
        }
        #expect(FileStatus(BytePath(box.state + "/review"))?.permissions == 0o700)
    }

    @Test("Applied twice, a file changes nothing the second time")
    func isIdempotent() throws {
        let box = try scrubbed()
        let file = try save(box, [1: "release", 2: "refuse"])
        try apply(box, file)
        let (sums, stored) = (try sums(box), try box.read(box.state + "/review/decisions.jsonl"))
        let again = try apply(box, file)
        #expect(again.new == 0 && again.runs.isEmpty)
        #expect(try self.sums(box) == sums)
        #expect(try box.read(box.state + "/review/decisions.jsonl") == stored)
    }

    @Test(
        "Decisions whose run was stopped anywhere are carried out when they are applied again", arguments: [RunProgress.Phase.scrubbing, .finishing])
    func goesOn(_ phase: RunProgress.Phase) throws {
        let box = try scrubbed(), whole = try scrubbed()
        let file = try save(box, [1: "release", 2: "refuse"])
        try apply(whole, save(whole, [1: "release", 2: "refuse"]))
        var observer = RunObserver()
        var isThere = false
        observer.progress = { isThere = $0.phase == phase }
        observer.isInterrupted = { isThere }
        #expect(throws: PipelineError.self) { try desk(box).apply(file, key: nil, jobs: 2, launcher: .obedient, observer: observer) }
        #expect(try apply(box, file).runs.map(\.released) == [2])
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
        #expect(try box.quarantine == whole.quarantine)
    }

    @Test("Resumed, fresh with the same state and fresh with the decisions of another, a run gives the same release")
    func isDeterministic() throws {
        let box = try scrubbed()
        try apply(box, save(box, [1: "release", 2: "refuse", 3: "release"], boxes: [[0, 0, 9, 9], [4, 4, 40, 12]]))
        let sums = try sums(box)
        try box.run { $0.resume = true }
        #expect(try self.sums(box) == sums)
        try box.run { $0.output = BytePath(box.root + "/fresh") }
        #expect(try self.sums(box, box.root + "/fresh") == sums)
        try box.run {
            $0.output = BytePath(box.root + "/other")
            $0.state = BytePath(box.root + "/other-state")
            $0.key = BytePath(box.state + "/site.key")
            $0.decisions = BytePath(box.state + "/review/decisions.jsonl")
        }
        #expect(try self.sums(box, box.root + "/other") == sums)
        // In two steps, the other way around.
        let slow = try scrubbed()
        try FileManager.default.removeItem(atPath: slow.output)
        try removeTree(BytePath(slow.state))
        try box.run {
            $0.inputs = [BytePath(slow.input)]
            $0.output = BytePath(slow.output)
            $0.state = BytePath(slow.state)
            $0.key = BytePath(box.state + "/site.key")
        }
        let former = slow.state + "/site.key"
        try FileManager.default.copyItem(atPath: box.state + "/site.key", toPath: former)
        try apply(slow, save(slow, [3: "release", 1: "hold"], boxes: [[4, 4, 40, 12], [0, 0, 9, 9]]))
        try apply(slow, save(slow, [2: "refuse", 1: "release"], boxes: [[0, 0, 9, 9], [4, 4, 40, 12]]))
        #expect(try self.sums(slow) == sums)
    }

    @Test("A person may change a decision; what was released goes")
    func changesDecision() throws {
        let box = try scrubbed()
        let before = try sums(box)
        let first = try save(box, [1: "release"])
        try apply(box, first)
        // On the page that was made first: all is as it was.
        try apply(box, decisions(box, [1: "refuse"]))
        #expect(try box.quarantine["1"] == "refused-by-reviewer")
        try apply(box, decisions(box, [1: "hold"]))
        #expect(try box.quarantine["1"] == "waits-for-review")
        #expect(try sums(box) == before)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    @Test(
        "A file of decisions that was changed or makes no sense is refused, and nothing is stored",
        arguments: [
            ("dcmscrub-decisions/1", "dcmscrub-decisions/2", 64), ("dcmscrub-decisions/1", "other", 64), ("\"release\"", "\"keep\"", 64),
            ("[4,4,40,12]", "[4,4,65,12]", 64), ("[4,4,40,12]", "[4,4,4,12]", 64), ("[4,4,40,12]", "[-1,4,40,12]", 64),
            ("[4,4,40,12]", "[4,4,40]", 64), ("[4,4,40,12]", "[4,4,40,12,1]", 64), ("[4,4,40,12]", "[4,4,40,49]", 64),
            ("\"boxes\":[[4,4,40,12]],", "", 64), ("\"sheet\":\"", "\"sheet\":\"0", 3), ("\"held\":\"", "\"held\":\"0", 3),
            ("\"key\":\"", "\"key\":\"0", 3), ("{\"decisions\"", "\"decisions\"", 64),
        ])
    func refusesTampered(_ old: String, _ new: String, _ code: Int32) throws {
        let box = try scrubbed()
        let sums = try sums(box)
        let file = try save(box, [1: "release"]) { text in
            let changed = text.replacing(old, with: new, maxReplacements: 1)
            #expect(changed != text)
            text = changed
        }
        #expect { try apply(box, file) } throws: { ($0 as? PipelineError)?.exitCode == code }
        #expect(FileStatus(BytePath(box.state + "/review/decisions.jsonl")) == nil)
        #expect(try self.sums(box) == sums)
        #expect(try box.read(box.state + "/audit.jsonl").split(separator: "\n").last?.contains("review-decided") == true)
    }

    @Test("One decision of many that cannot be used keeps all from being stored")
    func isAllOrNone() throws {
        let box = try scrubbed()
        let twice = try save(box, [1: "release", 2: "refuse"]) { $0.replace(key(2), with: key(1)) }
        #expect(throws: PipelineError.self) { try apply(box, twice) }
        #expect(FileStatus(BytePath(box.state + "/review/decisions.jsonl")) == nil)
    }

    @Test("A page that was changed is refused, and so are decisions on what was looked at again")
    func refusesStale() throws {
        let box = try scrubbed()
        let file = try save(box, [1: "release"])
        let page = box.state + "/review/review.html"
        let text = try box.read(page)
        try box.write(page, text.replacing("\"columns\":64", with: "\"columns\":65", maxReplacements: 1))
        #expect { try apply(box, file) } throws: { ($0 as? PipelineError)?.exitCode == 3 }
        try box.write(page, text)
        let held = box.state + "/review/held/\(key(1)).json"
        try box.write(held, try box.read(held).replacing("500", with: "501"))
        #expect { try apply(box, file) } throws: { ($0 as? PipelineError)?.exitCode == 3 }
        try FileManager.default.removeItem(atPath: held)
        #expect { try apply(box, file) } throws: { ($0 as? PipelineError)?.exitCode == 3 }
        // A resumed run asks again what was lost.
        try box.run { $0.resume = true }
        #expect(try apply(box, file).runs.map(\.released) == [2])
    }

    @Test("Two sheets of one state folder are both good")
    func takesTwoSheets() throws {
        let box = try scrubbed()
        let first = try save(box, [1: "release"])
        let kept = box.root + "/first.json"
        try FileManager.default.moveItem(atPath: first.readable, toPath: kept)
        try apply(box, save(box, [2: "refuse"]))
        // The page now has two images; that of the first file had three.
        _ = try desk(box).makeSheets(output: nil)
        #expect(try apply(box, BytePath(kept)).runs.map(\.released) == [2])
        #expect(try desk(box).makeSheets(output: nil).images == 1)
        try apply(box, save(box, [3: "release"]))
        #expect(try desk(box).makeSheets(output: nil).pages == [])
    }

    @Test("A decision is about content: moved elsewhere the file is released, changed it is asked about again")
    func isBoundToContent() throws {
        let box = try scrubbed()
        try apply(box, save(box, [1: "release", 2: "release", 3: "refuse"]))
        try FileManager.default.moveItem(atPath: box.input + "/us/1", toPath: box.input + "/ct/renamed")
        try box.add("us/2", text(2) + "other pixels")
        let summary = try box.run { $0.output = BytePath(box.root + "/fresh") }
        #expect(summary.released == 2 && summary.waitsForReview == 1)
    }

    @Test("A page is not written into a release")
    func refusesOutputInRelease() throws {
        let box = try scrubbed()
        #expect { try desk(box).makeSheets(output: BytePath(box.output + "/review.html")) } throws: {
            ($0 as? PipelineError)?.exitCode == 64
        }
        #expect(try desk(box).makeSheets(output: BytePath(box.root + "/page.html")).pages == [box.root + "/page.html"])
    }

    @Test("Without its key or its release a run waits, and the decisions stay")
    func waitsForKey() throws {
        let box = try scrubbed()
        let file = try save(box, [1: "release"])
        let key = box.state + "/site.key"
        try FileManager.default.moveItem(atPath: key, toPath: box.root + "/key")
        #expect { try apply(box, file) } throws: { ($0 as? PipelineError)?.exitCode == 64 }
        #expect(try desk(box).status().pending == 1)
        try FileManager.default.moveItem(atPath: box.output, toPath: box.root + "/moved")
        #expect { try desk(box).apply(file, key: BytePath(box.root + "/key"), jobs: 1, launcher: .obedient) } throws: {
            ($0 as? PipelineError)?.exitCode == 70
        }
        try FileManager.default.moveItem(atPath: box.root + "/moved", toPath: box.output)
        let applied = try desk(box).apply(file, key: BytePath(box.root + "/key"), jobs: 1, launcher: .obedient)
        #expect(applied.new == 0 && applied.runs.map(\.released) == [2])
    }
}
