// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc

/// The lines of a document, parsed one at a time, with a look at the next.
struct ReleaseLines<Line> {
    let exists: Bool
    private let reader: LineReader?
    private let parse: ([UInt8]) -> Line?
    private var ahead: Line?
    private var badLines = 0

    init(_ path: BytePath, parse: @escaping ([UInt8]) -> Line?) throws {
        exists = FileStatus(path)?.kind == .file
        reader = exists ? LineReader(try FileDescriptor(openingFile: path, for: "read a document"), longest: 1 << 20) : nil
        self.parse = parse
    }

    mutating func peek() throws -> Line? {
        while ahead == nil, let line = try reader?.next() {
            ahead = parse(line)
            if ahead == nil { badLines += 1 }
        }
        return ahead
    }

    mutating func next() throws -> Line? {
        defer { ahead = nil }
        return try peek()
    }

    /// How many lines could not be parsed since the last call.
    mutating func takeBadLines() -> Int {
        defer { badLines = 0 }
        return badLines
    }
}
