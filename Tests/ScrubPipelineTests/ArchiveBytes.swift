// SPDX-License-Identifier: Apache-2.0

/// Archives byte by byte, so that tests have some that no tool would write.
enum ArchiveBytes {
    struct Entry: Sendable {
        var name: [UInt8]
        var content: [UInt8]
        var isEncrypted = false
        /// Wrong by one bit.
        var hasWrongSum = false
        /// 0 stored; others are not known to anybody.
        var method: UInt16 = 0
        var type = UInt8(ascii: "0")

        init(_ name: String, _ content: [UInt8]) { (self.name, self.content) = (Array(name.utf8), content) }
        init(_ name: String, _ content: String) { self.init(name, Array(content.utf8)) }
    }

    static func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    static func crc32(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }

    /// - Parameters:
    ///   - sharing: All entries of the directory point to the first.
    ///   - disk: The number of the volume.
    static func zip(_ entries: [Entry], sharing: Bool = false, disk: Int = 0, usesDescriptors: Bool = false) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (index, entry) in entries.enumerated() {
            let sum = crc32(entry.content) ^ (entry.hasWrongSum ? 1 : 0)
            let offset = sharing && index > 0 ? 0 : file.count
            let flags = (entry.isEncrypted ? 1 : 0) | (usesDescriptors ? 8 : 0)
            let facts = little(sum, 4) + little(entry.content.count, 4) + little(entry.content.count, 4)
            let head = little(20, 2) + little(flags, 2) + little(Int(entry.method), 2) + little(0, 4)
            if !sharing || index == 0 {
                file +=
                    [0x50, 0x4B, 3, 4] + head + (usesDescriptors ? little(0, 12) : facts) + little(entry.name.count, 2) + little(0, 2) + entry.name
                    + entry.content
                if usesDescriptors { file += [0x50, 0x4B, 7, 8] + facts }
            }
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + head + facts + little(entry.name.count, 2) + little(0, 12) + little(offset, 4) + entry.name
        }
        let start = file.count
        return file + directory + [0x50, 0x4B, 5, 6] + little(disk, 2) + little(disk, 2) + little(entries.count, 2) + little(entries.count, 2)
            + little(directory.count, 4) + little(start, 4) + little(0, 2)
    }

    static func tar(_ entries: [Entry]) -> [UInt8] {
        entries.flatMap { entry -> [UInt8] in
            func octal(_ number: Int, _ width: Int) -> [UInt8] {
                let digits = Array(String(number, radix: 8).utf8)
                return Array(repeating: 0x30, count: width - 1 - digits.count) + digits + [0]
            }
            var head = Array(entry.name.prefix(100)) + Array(repeating: 0, count: max(0, 100 - entry.name.count))
            head += octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(entry.type == UInt8(ascii: "0") ? entry.content.count : 0, 12) + octal(0, 12)
            head += Array(repeating: 0x20, count: 8) + [entry.type]
            let target = entry.type == UInt8(ascii: "0") ? [] : entry.content
            head += target + Array(repeating: 0, count: 100 - target.count) + Array("ustar\u{0}00".utf8)
            head += Array(repeating: 0, count: 512 - head.count)
            let sum = head.reduce(0) { $0 + Int($1) }
            head.replaceSubrange(148..<156, with: octal(sum, 7) + [0x20])
            guard entry.type == UInt8(ascii: "0") else { return head }
            return head + entry.content + Array(repeating: 0, count: (512 - entry.content.count % 512) % 512)
        } + Array(repeating: 0, count: 1024)
    }

    /// In stored blocks.
    static func gzip(_ content: [UInt8], hasWrongSum: Bool = false) -> [UInt8] {
        var blocks: [UInt8] = []
        var rest = content[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(0xFFFF)
            blocks += [rest.isEmpty ? 1 : 0] + little(block.count, 2) + little(~block.count, 2) + block
        } while !rest.isEmpty
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + blocks + little(crc32(content) ^ (hasWrongSum ? 1 : 0), 4) + little(content.count, 4)
    }
}
