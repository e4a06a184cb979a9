// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Release
import Reports
import RunState
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

@Suite struct OutcomeTests {
    @Test("Every input ends in exactly one outcome, and the counts add up")
    func accountsForAll() throws {
        let box = try Sandbox()
        for number in 1...20 { try box.add("p/\(number)", release("P-\(number % 3)", number)) }
        try box.add("copy", release("P-1", 1))
        try box.add("other-bytes", release("P-2", 2, body: "more"))
        try box.add("bad", "quarantine")
        try box.add("text", "hello")
        try box.add("media", "stray")
        #expect(symlink("nowhere", box.input + "/link") == 0)
        let summary = try box.run()
        #expect(summary.inputs == 26)
        #expect(summary.released == 20)
        #expect(summary.duplicates == 1)
        #expect(summary.quarantined == 2)
        #expect(summary.notDICOM == 3)
        #expect(summary.released + summary.duplicates + summary.quarantined + summary.notDICOM == summary.inputs)
        #expect(summary.patients == 3)
        #expect(summary.exitCode == 2)
        #expect(try box.quarantine["bad"] == "malformed")
        let result = try ReleaseVerifier.verify(BytePath(box.output))
        #expect(result.problems == [])
        #expect(result.files == 23)
        #expect(try Crosswalk(path: BytePath(box.state + "/crosswalk.sqlite")).count() == 20)
    }

    @Test("An empty folder gives an empty release")
    func empty() throws {
        let box = try Sandbox()
        let summary = try box.run()
        #expect(summary.inputs == 0 && summary.exitCode == 0)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).isValid)
    }

    @Test("The order of the inputs and the number of jobs do not change a byte of the release")
    func isIndependentOfOrder() throws {
        let box = try Sandbox()
        var inputs: [String] = []
        for number in 1...12 {
            // Three files for each instance, two of them alike; the third may name another patient.
            for (copy, body) in ["x", "y", "x"].enumerated() {
                let name = "\(number)-\(copy)"
                let patient = body == "y" && number % 2 == 0 ? "P-OTHER" : "P-\(number % 4)"
                try box.add(name, release(patient, number, body: body))
                inputs.append(box.input + "/" + name)
            }
        }
        var sums: Set<String> = []
        var summaries: Set<[String: Int]> = []
        var generator = Seeded(61)
        for (round, jobs) in [1, 2, 3, 1, 2, 3].enumerated() {
            let shuffled = inputs.shuffled(using: &generator)
            let output = "\(box.root)/out\(round)"
            let summary = try box.run {
                $0.jobs = jobs
                $0.inputs = shuffled.map { BytePath($0) }
                $0.output = BytePath(output)
            }
            sums.insert(try box.read(output + "/SHA256SUMS"))
            summaries.insert(summary.counts)
            #expect(try ReleaseVerifier.verify(BytePath(output)).problems == [])
        }
        #expect(sums.count == 1)
        #expect(summaries.count == 1)
    }

    @Test("Of files with one UID and other bytes, one is released and the others are listed", arguments: [["a", "b"], ["b", "a"]])
    func settlesConflicts(_ bodies: [String]) throws {
        let box = try Sandbox()
        for (number, body) in bodies.enumerated() {
            try box.add("\(number)", release(body == "a" ? "P-A" : "P-B", 7, body: body))
        }
        let summary = try box.run { $0.jobs = 1 }
        #expect(summary.released == 1 && summary.quarantined == 1)
        #expect(try Array(box.quarantine.values) == ["uid-conflict"])
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    @Test(
        "Copies that differ in what is around the image are duplicates, in any order, in a run as in a report",
        arguments: [
            ["", "wrapper:A"], ["wrapper:A", "wrapper:B", "wrapper:C"], ["wrapper:A", "wrapper:A", ""],
            ["x", "xwrapper:A", "wrapper:B", "wrapper:C", ""],
            ["wrapper:A", "x", "wrapper:B", "xwrapper:A", "x", "y", "ywrapper:D"], ["y", "xwrapper:C", "x", "xwrapper:D"],
        ])
    func wrappers(_ bodies: [String]) throws {
        let box = try Sandbox()
        for (number, body) in bodies.enumerated() { try box.add("\(number)", release("P-A", 7, body: body)) }
        try box.add("other", release("P-B", 8))
        // The image of the file with the smallest digest is released; what has it too is its copy.
        let image = { (body: String) in body.components(separatedBy: "wrapper:")[0] }
        let digest = { (number: Int) in fileDigest(BytePath(box.input + "/\(number)"))!.sha256 }
        let winner = image(bodies[bodies.indices.min { digest($0) < digest($1) }!])
        let copies = bodies.count { image($0) == winner } - 1
        var results: Set<[String]> = []
        var generator = Seeded(105)
        let shuffled = bodies.indices.shuffled(using: &generator)
        for (round, order) in [bodies.indices.map { $0 }, bodies.indices.reversed(), shuffled].enumerated() {
            for jobs in [1, 3] {
                let output = "\(box.root)/out\(round)-\(jobs)"
                let summary = try box.run {
                    $0.jobs = jobs
                    $0.inputs = order.map { BytePath(box.input + "/\($0)") } + [BytePath(box.input + "/other")]
                    $0.output = BytePath(output)
                }
                results.insert([try box.read(output + "/SHA256SUMS")] + (try box.quarantine.keys.sorted()))
                #expect(try ReleaseVerifier.verify(BytePath(output)).problems == [])
                #expect(summary.released == 2 && summary.duplicates == copies && summary.quarantined == bodies.count - 1 - copies)
            }
        }
        #expect(results.count == 1)
        var request = ReportRequest(inputs: [BytePath(box.input)])
        request.jobs = 2
        let verdict = try ReportRun(request, launcher: .obedient).run().verdict
        #expect(verdict.released == 2 && verdict.duplicates == copies && verdict.quarantined == bodies.count - 1 - copies)
    }

    @Test("A place outside the release is never written")
    func refusesUnsafePlace() throws {
        let box = try Sandbox()
        try box.add("evil", "release .. .. 1 2.25.1")
        let summary = try box.run()
        #expect(summary.released == 0 && summary.quarantined == 1)
        #expect(try box.quarantine["evil"] == "internal-error")
    }

    @Test("No original name is in the release, nor in the documents of the run")
    func hidesNames() throws {
        let box = try Sandbox()
        try box.add("DOE_JANE/secret", release("P-1", 1))
        try box.add("DOE_JANE/bad", "quarantine")
        var notices = ""
        var observer = RunObserver()
        observer.notice = { notices += $0 }
        let summary = try box.run(observer: observer)
        let audit = try box.read(box.state + "/audit.jsonl")
        for text in [notices, audit, try summary.json] { #expect(!text.contains("DOE_JANE")) }
        let files = FileManager.default.enumerator(atPath: box.output)!.compactMap { $0 as? String }
        #expect(!files.contains { $0.contains("DOE") })
        for name in ["MANIFEST.jsonl", "RELEASE.json", "SHA256SUMS"] {
            #expect(try !box.read(box.output + "/" + name).contains("DOE_JANE"))
        }
    }
}
