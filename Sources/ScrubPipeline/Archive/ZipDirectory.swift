// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// The directory at the end of a zip archive (APPNOTE.TXT section 4.3), read for what its entries claim together.
struct ZipDirectory {
    var entries = 0
    /// The sum of the compressed sizes: entries that share bytes have more than the file.
    var compressedBytes: Int64 = 0

    enum Problem: Error {
        case damaged, volumes
        case unreadable(errno: Int32)
    }

    init(_ descriptor: FileDescriptor) throws(Problem) {
        guard let size = descriptor.size else { throw .damaged }
        let tailStart = max(0, size - 65_557)
        let tail = try Self.bytes(descriptor, at: tailStart, count: Int(size - tailStart))
        guard tail.count >= 22,
            let end = (0...(tail.count - 22)).last(where: { tail[$0] == 0x50 && tail[$0 + 1] == 0x4B && tail[$0 + 2] == 5 && tail[$0 + 3] == 6 })
        else { throw .damaged }
        let disk = Self.number(tail, end + 4, 2)
        guard disk == 0 || disk == 0xFFFF else { throw .volumes }
        var (length, offset) = (Self.number(tail, end + 12, 4), Self.number(tail, end + 16, 4))
        if length == 0xFFFF_FFFF || offset == 0xFFFF_FFFF || Self.number(tail, end + 10, 2) == 0xFFFF {
            let locator = try Self.bytes(descriptor, at: tailStart + Int64(end) - 20, count: 20)
            guard locator.count == 20, locator.starts(with: [0x50, 0x4B, 6, 7]) else { throw .damaged }
            let record = try Self.bytes(descriptor, at: Self.number(locator, 8, 8), count: 56)
            guard record.count == 56, record.starts(with: [0x50, 0x4B, 6, 6]) else { throw .damaged }
            (length, offset) = (Self.number(record, 40, 8), Self.number(record, 48, 8))
        }
        guard offset >= 0, length >= 0, offset <= size, length <= size - offset else { throw .damaged }
        try read(descriptor, from: offset, to: offset + length)
    }

    private mutating func read(_ descriptor: FileDescriptor, from start: Int64, to end: Int64) throws(Problem) {
        var position = start
        while position + 46 <= end {
            let head = try Self.bytes(descriptor, at: position, count: 46)
            guard head.count == 46, head.starts(with: [0x50, 0x4B, 1, 2]) else { return }
            let (nameLength, extraLength) = (Self.number(head, 28, 2), Self.number(head, 30, 2))
            var compressed = Self.number(head, 20, 4)
            if compressed == 0xFFFF_FFFF {
                let extra = try Self.bytes(descriptor, at: position + 46 + nameLength, count: Int(extraLength))
                compressed = Self.wideSize(extra, isBehindOther: Self.number(head, 24, 4) == 0xFFFF_FFFF) ?? compressed
            }
            guard compressed >= 0 else { throw .damaged }
            entries += 1
            compressedBytes = compressedBytes.addingReportingOverflow(compressed).overflow ? .max : compressedBytes + compressed
            position += 46 + nameLength + extraLength + Self.number(head, 32, 2)
        }
    }

    private static func bytes(_ descriptor: FileDescriptor, at offset: Int64, count: Int) throws(Problem) -> [UInt8] {
        do throws(SystemError) {
            return try descriptor.bytes(at: offset, count: count)
        } catch {
            throw .unreadable(errno: error.number)
        }
    }

    /// The compressed size of a zip64 extra field.
    private static func wideSize(_ extra: [UInt8], isBehindOther: Bool) -> Int64? {
        var position = 0
        while position + 4 <= extra.count {
            let length = Int(number(extra, position + 2, 2))
            if number(extra, position, 2) == 1 {
                let start = position + 4 + (isBehindOther ? 8 : 0)
                return start + 8 <= min(extra.count, position + 4 + length) ? number(extra, start, 8) : nil
            }
            position += 4 + length
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int64 {
        guard offset + count <= bytes.count else { return -1 }
        return Int64(truncatingIfNeeded: (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) })
    }
}
