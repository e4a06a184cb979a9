// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Records
import Review
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// What persons decided before and after the releases of shards were joined.
@Suite struct MergedReviewTests {
    /// An export of four patients with an image each that somebody has to see, scrubbed in one run and in three shards.
    private func scrubbed(_ change: (inout ScrubRequest) -> Void = { _ in }) throws -> ShardBox {
        let box = try ShardBox()
        try box.addExport()
        try box.whole(change)
        _ = try box.shards(3, change)
        return box
    }

    private func log(_ state: String) -> ReviewLog { ReviewLog(ReviewFolder(state: BytePath(state))) }

    /// A decision on each image that a state folder holds.
    private func decisions(_ state: String, _ verdict: Verdict, at time: String) throws -> [StoredDecision] {
        let folder = ReviewFolder(state: BytePath(state))
        return try FileManager.default.contentsOfDirectory(atPath: folder.held.readable).sorted().filter { $0.hasSuffix(".json") }.map { name in
            let question = try #require(try folder.image(String(name.dropLast(5)))).image.question
            return StoredDecision(
                key: question.key, question: question.digest, verdict: verdict, boxes: question.findings.map(\.box), user: "somebody", time: time,
                sheet: nil)
        }
    }

    private func resume(_ box: ShardBox, _ output: String, _ state: String, _ change: (inout ScrubRequest) -> Void = { _ in }) throws -> RunSummary {
        try box.box.run {
            ($0.output, $0.state, $0.key, $0.resume) = (BytePath(output), BytePath(state), box.key, true)
            change(&$0)
        }
    }

    @Test("What was decided last on an image of a shard holds in the joined state, whatever the others were told before")
    func keepsLastDecision() throws {
        let first = try scrubbed()
        let told = BytePath(first.root + "/told.jsonl")
        try ReviewLog(path: told, name: "told").add(try decisions(first.box.state, .release, at: "2026-01-01T00:00:00.000Z"))
        let box = try scrubbed { $0.decisions = told }
        let refused = try decisions(first.box.state, .refuse, at: "2026-01-02T00:00:00.000Z")
        try log(box.box.state).add(refused)
        for number in 1...3 {
            let journal = try Journal(path: BytePath(box.state(number) + "/journal.sqlite"))
            var keys: Set<String> = []
            try journal.forEachReview(of: 1) { keys.insert($0.key) }
            try log(box.state(number)).add(refused.filter { keys.contains($0.key) })
            _ = try box.shard(number, of: 3) { $0.resume = true }
        }
        _ = try resume(box, box.box.output, box.box.state)
        #expect(try box.box.quarantine.values.filter { $0 == "refused-by-reviewer" }.count == 4)
        try box.merge(3)
        try box.expectSame(box.box.output, box.root + "/merged")
        let held = try log(box.root + "/merged-state").decisions()
        #expect(try held == log(box.box.state).decisions())
        // Resumed and joined once more it stays so; the command names the old decisions again.
        for _ in 1...2 {
            _ = try resume(box, box.root + "/merged", box.root + "/merged-state") { $0.decisions = told }
            try box.expectSame(box.box.output, box.root + "/merged")
            try box.merge(3)
            #expect(try log(box.root + "/merged-state").decisions() == held)
        }
    }

    @Test("What waits in shards is decided on in the joined state as in that of one run", arguments: [Verdict.release, .refuse])
    func appliesDecisions(_ verdict: Verdict) throws {
        let box = try scrubbed()
        try box.merge(3)
        for (output, state) in [(box.box.output, box.box.state), (box.root + "/merged", box.root + "/merged-state")] {
            let desk = try ReviewDesk(state: BytePath(state))
            #expect(try desk.makeSheets(output: nil).images == 4)
            try log(state).add(try decisions(state, verdict, at: "2026-01-01T00:00:00.000Z"))
            #expect(try desk.status().pending == 4)
            let done = try resume(box, output, state)
            #expect(done.waitsForReview == 0)
            #expect(try desk.status().pending == 0)
        }
        try box.expectSame(box.box.output, box.root + "/merged")
    }
}
