// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Records
import Release

extension FuzzTarget {
    static let release = FuzzTarget(
        "release", law: "any documents of a release are compared with its files, and nothing is valid that they do not say"
    ) { input in
        _ = Scratch.write([], to: "keeps-the-folder")
        let folder = Scratch.path("release")
        try? makeFolders(BytePath(folder), mode: 0o700)
        _ = Scratch.write(input.field(), to: "release/MANIFEST.jsonl")
        _ = Scratch.write(input.field(), to: "release/RELEASE.json")
        _ = Scratch.write(input.rest, to: "release/SHA256SUMS")
        guard let result = try? ReleaseVerifier.verify(BytePath(folder), searching: nil, progress: { _ in }) else { return }
        require(!result.isValid, "a release without its report is none")
        for problem in result.problems { require(!problem.description.contains { $0.isNewline }, "a problem is one line") }
    }
}
