// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import ScrubTestSupport
import Testing

@Suite struct FileAccessTests {
    let folder = try! TemporaryFolder()
    private var path: BytePath { BytePath(folder.path).appending("file") }
    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } }

    @Test("An unnamed file leaves nothing behind, until it gets a name") func unnamed() throws {
        let file = try FileDescriptor(unnamedIn: BytePath(folder.path), for: "write a file")
        try file.write(Array("content".utf8))
        #expect(try names == [])
        try file.link(to: path)
        #expect(try readFile(path) == Array("content".utf8))
        #expect(FileStatus(path)?.permissions == 0o600)
    }

    @Test("A name that is taken is left alone") func taken() throws {
        try FileDescriptor(opening: path, O_WRONLY | O_CREAT, for: "write a file").write(Array("mine".utf8))
        let file = try FileDescriptor(unnamedIn: BytePath(folder.path), for: "write a file")
        let error = #expect(throws: SystemError.self) { try file.link(to: path) }
        #expect(error?.number == EEXIST)
        #expect(try readFile(path) == Array("mine".utf8))
        #expect(try names == ["file"])
    }

    @Test("A file that a disk does not give is not taken for one that is missing") func failingDisk() throws {
        // Nothing is mapped at the start of a process's memory: reading there is an input/output error.
        let failing = BytePath("/proc/self/mem")
        #expect(throws: SystemError.self) { try digestIfThere(failing) }
        #expect(throws: SystemError.self) { try fromJSONFile([String].self, failing) }
        #expect(try digestIfThere(path) == nil && fromJSONFile([String].self, path) == nil)
        try FileDescriptor(opening: path, O_WRONLY | O_CREAT, for: "write a file").write(Array("{".utf8))
        #expect(try digestIfThere(path)?.bytes == 1 && fromJSONFile([String].self, path) == nil)
    }

    @Test("Bytes are written where they belong, in front of what is there and behind it") func writesAt() throws {
        let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT, for: "write a file")
        try file.write(Array("0123456789".utf8))
        try file.write(Array("ab".utf8), at: 2)
        try file.write(Array("end".utf8))
        #expect(try readFile(path) == Array("01ab456789end".utf8))
    }

    @Test("What a signal interrupts is done again, and an error stays one") func interruptions() {
        var calls = 0
        let result = uninterrupted { () -> Int32 in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == 7 && calls == 3)
        let failed = uninterrupted { () -> Int32 in
            errno = EIO
            return -1
        }
        #expect(failed == -1 && errno == EIO)
    }
}
