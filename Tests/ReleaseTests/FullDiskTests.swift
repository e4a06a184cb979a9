// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import Glibc
import ScrubTestSupport
import Testing

/// Runs a shell script that may mount what it likes: the mounts are gone when it ends.
private struct Mounted {
    let exitCode: Int32
    let output: String

    /// Whether this machine lets us.
    static let isPossible: Bool = geteuid() == 0 && ((try? Mounted("mount -t tmpfs tmpfs /mnt"))?.exitCode == 0)

    /// - Parameter arguments: `$1` and so on.
    init(_ script: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["-m", "/bin/bash", "-c", script, "test"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        exitCode = process.terminationStatus
    }
}

/// Disks that are full or odd cost the file that needs them, and stop the run only where nothing can be written any more.
@Suite(.enabled(if: Mounted.isPossible, "needs the right to mount")) struct FullDiskTests {
    let folder = try! TemporaryFolder()

    private func add(_ name: String, _ bytes: [UInt8]) throws {
        let input = folder.appending("in")
        try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
        try Data(bytes).write(to: input.appending(path: name))
    }

    private func slice(_ number: Int, kilobytes: Int) -> [UInt8] {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        builder.add(.sopInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1.1.\(number)")
        builder.add(.modality, .CS, "CT")
        builder.add(.patientID, .LO, "MRN00123")
        builder.add(.studyInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1")
        builder.add(.seriesInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1.1")
        for (tag, value) in [(UInt32(0x0028_0002), 1), (0x0028_0010, kilobytes), (0x0028_0011, 1024), (0x0028_0100, 8)] {
            builder.add(AttributeTag(number: tag), .US, [UInt8(value & 0xFF), UInt8(value >> 8)])
        }
        return FileBytes.file(builder.build(), pixels: Array(repeating: 7, count: kilobytes << 10))
    }

    /// Reasons by file name.
    private func reasons(_ text: String) throws -> [String: String] {
        var result: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("{") {
            let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            result[URL(filePath: entry["path"] as! String).lastPathComponent] = entry["reason"] as? String
        }
        return result
    }

    /// `$1` dcmscrub, `$2` the test's folder.
    private func run(_ script: String) throws -> Mounted {
        let scrub = #"scrub() { "$1" scrub "$2/in" --output "$2/out" --state "$2/state" --quiet ${@:3}; }; mkdir -p "$2/out" "$2/state"; "#
        return try Mounted(scrub + script, Program.executable.path, folder.path)
    }

    @Test("A scratch folder without room costs the deflated file, and a continued run does not meet it again") func fullScratch() throws {
        for number in 1...3 { try add("plain\(number)", slice(number, kilobytes: 4)) }
        try add("deflated", try deflatedZeros(megabytes: 40))
        let run = try run(
            #"mount -t tmpfs -o size=32m,mode=700 tmpfs "$2/state"; scrub "$1" "$2"; echo "first $?"; "#
                + #"scrub "$1" "$2" --resume; echo "second $?"; cat "$2/state/quarantine.jsonl""#
        )
        #expect(run.output.contains("first 2") && run.output.contains("second 2"), "\(run.output)")
        #expect(try reasons(run.output) == ["deflated": "no-scratch"])
        #expect(run.output.contains("released     3"))
    }

    @Test("A full release disk stops the run with exit code 70, and with room it goes on") func fullRelease() throws {
        for number in 1...6 { try add("slice\(number)", slice(number, kilobytes: 300)) }
        let run = try run(
            #"mount -t tmpfs -o size=1m,mode=700 tmpfs "$2/out"; scrub "$1" "$2"; echo "first $?"; "#
                + #"mount -o remount,size=32m "$2/out"; scrub "$1" "$2" --resume; echo "second $?""#
        )
        #expect(run.output.contains("no space left on the device") && run.output.contains("first 70"), "\(run.output)")
        #expect(run.output.contains("second 0") && run.output.contains("released     6"), "\(run.output)")
    }

    @Test("A read-only release disk stops the run with exit code 70") func readOnly() throws {
        try add("slice", slice(1, kilobytes: 4))
        let run = try run(#"mount -t tmpfs -o ro tmpfs "$2/out"; scrub "$1" "$2"; echo "first $?""#)
        #expect(run.output.contains("the file system is read-only") && run.output.contains("first 70"), "\(run.output)")
    }

    @Test("A file longer than files may be is quarantined, and the others are released; with room for it, it is too") func tooLong() throws {
        for number in 1...3 { try add("slice\(number)", slice(number, kilobytes: 4)) }
        try add("long", slice(9, kilobytes: 6000))
        let run = try run(
            #"(ulimit -f 4000; scrub "$1" "$2"; echo "first $?"); cat "$2/state/quarantine.jsonl"; "#
                + #"scrub "$1" "$2" --resume; echo "second $?""#)
        #expect(run.output.contains("first 2") && run.output.contains("second 0"), "\(run.output)")
        #expect(try reasons(run.output) == ["long": "over-limit"])
        #expect(run.output.contains("released     3") && run.output.contains("released     4"))
    }

    @Test("What a large change of the journal puts aside are original paths, and go to no place but the state folder") func temporaryFolders() throws
    {
        let run = try run(
            #"mkdir "$2/in" "$2/files"; for number in $(seq 3000); do echo > "$2/files/WHITCOMBE-$number"; done; "#
                + #"tar -C "$2/files" -cf "$2/in/all.tar" .; unset TMPDIR SQLITE_TMPDIR; mount -t tmpfs -o size=4k tmpfs /var/tmp; "#
                + #"scrub "$1" "$2"; echo "first $?"; touch "$2/in/all.tar"; scrub "$1" "$2" --resume; echo "second $?""#
        )
        #expect(run.output.contains("first 0") && run.output.contains("second 0"), "\(run.output)")
        #expect(run.output.contains("not DICOM    3001"))
    }

    @Test("A header that needs more memory than a worker may have is quarantined, and the others are released") func memory() throws {
        try add("slice", slice(1, kilobytes: 4))
        let items = (0..<5_000_000).map { _ in UInt64(0xE000_FFFE).littleEndian }.withUnsafeBytes { Array($0) }
        let content: [UInt8] =
            [0x40, 0x00, 0x30, 0xA7] + Array("SQ".utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF] + items + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        try add("items", FileBytes.file(Sample.instance(), trailer: content))
        let run = try run(#"(ulimit -v 700000; scrub "$1" "$2"; echo "first $?"); cat "$2/state/quarantine.jsonl""#)
        #expect(run.output.contains("first 2") && run.output.contains("released     1"), "\(run.output)")
        #expect(try reasons(run.output) == ["items": "no-memory"])
    }

    @Test(
        "A file system without unnamed files is as good",
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/sbin/mkfs.vfat"), "needs mkfs.vfat"))
    func withoutUnnamedFiles() throws {
        try add("deflated", try deflatedZeros(megabytes: 1))
        let run = try run(
            #"truncate -s 64M "$2/disk"; /usr/sbin/mkfs.vfat "$2/disk" > /dev/null; "#
                + #"mount -o loop,umask=077 "$2/disk" "$2/state" || echo skipped; scrub "$1" "$2"; echo "first $?"; umount "$2/state""#
        )
        #expect(run.output.contains("skipped") || run.output.contains("first 0"), "\(run.output)")
    }

    /// A deflated file with zeros for pixels.
    private func deflatedZeros(megabytes: Int) throws -> [UInt8] {
        let plain = FileBytes.file(Sample.instance(), transferSyntax: "1.2.840.10008.1.2.1.99")
        let start = try #require(plain.firstRange(of: [0x08, 0x00, 0x16, 0x00])).lowerBound
        let length = UInt32(megabytes << 20)
        let data = folder.appending("data")
        try Data(Array(plain[start...]) + [0xE0, 0x7F, 0x10, 0x00, 0x4F, 0x57, 0, 0] + withUnsafeBytes(of: length.littleEndian) { Array($0) }).write(
            to: data)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "truncate -s +\(length) \"$0\"; gzip -n -1 \"$0\"", data.path]
        try process.run()
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: folder.appending("data.gz")) }
        // gzip's body is what a deflated Data Set is.
        let body = Array(try Data(contentsOf: folder.appending("data.gz")).dropFirst(10).dropLast(8))
        return Array(plain[..<start]) + body + (body.count % 2 == 1 ? [0] : [])
    }
}
