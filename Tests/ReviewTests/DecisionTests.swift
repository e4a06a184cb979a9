// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Engine
import Testing

@testable import Review

@Suite struct DecisionTests {
    let question = ReviewBox.question()
    let drawn = PixelBox(left: 1, top: 2, right: 30, bottom: 40)

    @Test("A decision answers the question that was asked, and no other")
    func answersOneQuestion() {
        var decisions = ReviewDecisions()
        decisions.set(.release(boxes: [drawn]), key: question.key, question: question.digest)
        #expect(decisions.decision(on: question) == .release(boxes: [drawn]))
        let finding = HeldFinding(box: drawn, evidence: .text, score: 1, frame: 0)
        for other in [
            ReviewBox.question(2), ReviewBox.question(frames: 2), ReviewBox.question(columns: 321), ReviewBox.question(rows: 201),
            ReviewBox.question(also: [finding]),
        ] {
            #expect(decisions.decision(on: other) == nil)
            #expect(decisions.digest(on: other) == nil)
        }
        let surer = HeldQuestion(
            key: question.key, columns: 320, rows: 200, frames: 1,
            findings: question.findings.reversed().map { HeldFinding(box: $0.box, evidence: $0.evidence, score: 1000, frame: $0.frame) })
        #expect(decisions.decision(on: surer) != nil, "how sure the detector was is no part of the question")
        decisions.set(nil, key: question.key, question: question.digest)
        #expect(decisions.decision(on: question) == nil)
    }

    @Test("Every part of a decision is in its digest, and nothing else is")
    func digestsDecisions() {
        func digest(_ decision: ReviewDecision, key: String? = nil, question digest: String? = nil) -> String {
            var decisions = ReviewDecisions()
            decisions.set(decision, key: key ?? question.key, question: digest ?? question.digest)
            return decisions.digest(for: key ?? question.key)!
        }
        let other = PixelBox(left: 1, top: 2, right: 30, bottom: 41)
        let base = digest(.release(boxes: [drawn, other]))
        #expect(base == digest(.release(boxes: [other, drawn, drawn])))
        let changed = [
            digest(.release(boxes: [drawn])), digest(.release(boxes: [])), digest(.refuse),
            digest(.release(boxes: [drawn, other]), key: ReviewBox.key(2)),
            digest(.release(boxes: [drawn, other]), question: ReviewBox.key(3)),
        ]
        #expect(Set(changed + [base]).count == 6)
        func digest(of used: [(key: String, digest: String)]) -> String { ReviewDecisions.digest(of: used) }
        #expect(digest(of: [("a", "1"), ("b", "2")]) == digest(of: [("b", "2"), ("a", "1")]))
        #expect(digest(of: [("a", "1")]) != digest(of: [("a", "2")]))
    }

    @Test("What the profile asks or the search knows stays blanked")
    func keepsLockedBoxes() {
        let rule = HeldFinding(box: PixelBox(left: 0, top: 0, right: 320, bottom: 8), evidence: .rule, score: 0, frame: 0)
        let known = HeldFinding(box: PixelBox(left: 5, top: 100, right: 90, bottom: 120), evidence: .known, score: 800, frame: 0)
        let listed = HeldFinding(box: PixelBox(left: 5, top: 130, right: 90, bottom: 140), evidence: .listed, score: 800, frame: 0)
        let question = ReviewBox.question(also: [rule, known, listed])
        let findings = ReviewDecision.release(boxes: [drawn, listed.box, question.findings[1].box]).findings(on: question)
        let evidence = Dictionary(uniqueKeysWithValues: findings.map { ($0.box, $0.evidence) })
        #expect(evidence[rule.box] == .rule)
        #expect(evidence[known.box] == .known)
        #expect(evidence[listed.box] == .reviewer)
        #expect(evidence[drawn] == .reviewer)
        #expect(!findings.contains { !$0.isBlanked })
        #expect(findings.map(\.box) == findings.map(\.box).sorted())
        #expect(ReviewDecision.refuse.findings(on: question).isEmpty)
    }
}
