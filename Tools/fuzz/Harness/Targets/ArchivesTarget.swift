// SPDX-License-Identifier: Apache-2.0

import Filesystem

@testable import ScrubPipeline

extension FuzzTarget {
    static let archives = FuzzTarget("archives", law: "the directory of a zip archive claims what can be counted, or is damaged") { input in
        let path = BytePath(Scratch.write(input.rest, to: "in.zip"))
        guard let descriptor = try? FileDescriptor(openingFile: path, for: "read it") else { return }
        _ = try? ArchiveKind(descriptor)
        guard let directory = try? ZipDirectory(descriptor) else { return }
        require(
            directory.entries >= 0 && directory.entries <= input.rest.count / 46 && directory.compressedBytes >= 0, "counts are none that cannot be")
    }
}
