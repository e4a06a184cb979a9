// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Release
import Testing

@testable import ScrubPipeline

@Suite struct VerifyTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: String
        /// Takes the release folder and the path of one of its images.
        let inflict: @Sendable (_ output: String, _ image: String) throws -> Void
    }

    @Test(
        "Damage is found",
        arguments: [
            Damage(testDescription: "changed image", expected: "does not have the checksum in SHA256SUMS") { _, image in
                try Data("x".utf8).write(to: URL(fileURLWithPath: image))
            },
            Damage(testDescription: "missing image", expected: "is in SHA256SUMS and not in the folder") { _, image in
                try FileManager.default.removeItem(atPath: image)
            },
            Damage(testDescription: "extra file", expected: "is in the folder and not in SHA256SUMS") { output, _ in
                try Data().write(to: URL(fileURLWithPath: output + "/images/notes.txt"))
            },
            Damage(testDescription: "hidden file", expected: "is in the folder and not in SHA256SUMS") { output, _ in
                try Data().write(to: URL(fileURLWithPath: output + "/.DS_Store"))
            },
            Damage(testDescription: "link", expected: "is a link") { output, image in
                symlink(image, output + "/images/link")
            },
            Damage(testDescription: "empty folder", expected: "is an empty folder") { output, _ in
                mkdir(output + "/images/P-9", 0o700)
            },
            Damage(testDescription: "no checksums", expected: "is missing: the run did not finish, or this is no release") { output, _ in
                try FileManager.default.removeItem(atPath: output + "/SHA256SUMS")
            },
            Damage(testDescription: "manifest line gone", expected: "is in the folder and not in the manifest") { output, _ in
                let text = try String(contentsOfFile: output + "/MANIFEST.jsonl", encoding: .utf8)
                let rest = text.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
                try Data(rest.utf8).write(to: URL(fileURLWithPath: output + "/MANIFEST.jsonl"))
            },
            Damage(testDescription: "manifest digest", expected: "does not have the digest in RELEASE.json") { output, _ in
                let file = FileHandle(forWritingAtPath: output + "/MANIFEST.jsonl")!
                file.seekToEndOfFile()
                file.write(Data("\n".utf8))
            },
            Damage(testDescription: "no document", expected: "is missing or cannot be read") { output, _ in
                try FileManager.default.removeItem(atPath: output + "/RELEASE.json")
            },
            Damage(testDescription: "checksum line in no form", expected: "has a line out of order or in no known form") { output, _ in
                let text = try String(contentsOfFile: output + "/SHA256SUMS", encoding: .utf8)
                try Data(("rubbish\n" + text).utf8).write(to: URL(fileURLWithPath: output + "/SHA256SUMS"))
            },
        ])
    func finds(_ damage: Damage) throws {
        let box = try Sandbox()
        for number in 1...5 { try box.add("f\(number)", release("P-\(number % 2)", number)) }
        try box.run()
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
        let sums = try box.read(box.output + "/SHA256SUMS").split(separator: "\n")
        try damage.inflict(box.output, box.output + "/" + sums.last!.dropFirst(66))
        let result = try ReleaseVerifier.verify(BytePath(box.output))
        #expect(!result.isValid)
        #expect(result.problems.map(\.what).contains(damage.expected))
    }

    @Test("A folder that is not there is a usage error")
    func refusesMissing() {
        let error = #expect(throws: PipelineError.self) { try ReleaseVerifier.verify(BytePath("/no/such/release")) }
        #expect(error?.exitCode == 64)
    }
}
