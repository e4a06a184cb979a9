// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records

/// A file that holds other files, told by its content, whatever its name.
package enum ArchiveKind: Sendable, Hashable {
    case zip, tar, gzip
    /// One that is not opened, by what it is.
    case other(String)

    /// - Returns: `nil` for anything else.
    /// - Throws: ``SystemError`` where the disk does not say: what cannot be read is not passed over as something else.
    init?(_ descriptor: FileDescriptor) throws(SystemError) {
        guard let size = descriptor.size, let found = try Self.kind(size: size, descriptor) else { return nil }
        self = found
    }

    private static func kind(size: Int64, _ file: FileDescriptor) throws(SystemError) -> ArchiveKind? {
        let head = try file.bytes(at: 0, count: 512)
        if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
        if head.starts(with: [0x1F, 0x8B, 8]) { return .gzip }
        if isTar(head) { return .tar }
        for (start, name) in signatures where head.starts(with: start) { return .other(name) }
        if head.count > 6, head[2...].starts(with: "-lh".utf8), head[6] == UInt8(ascii: "-") { return .other("LHA archive") }
        for sector in [0x8001, 0x8801, 0x9001] as [Int64] where size > sector {
            let mark = try file.bytes(at: sector, count: 5)
            if mark.elementsEqual("CD001".utf8) || mark.elementsEqual("BEA01".utf8) || mark.elementsEqual("NSR02".utf8) {
                return .other("disc image (ISO)")
            }
        }
        if size > 512, try file.bytes(at: size - 512, count: 4).elementsEqual("koly".utf8) { return .other("disk image (DMG)") }
        if size > 22, try file.bytes(at: size - 22, count: 4).elementsEqual([0x50, 0x4B, 5, 6]) {
            return .other("zip archive in several volumes, or behind something else")
        }
        return nil
    }

    /// Old tars have no signature: the sum of the header is one.
    private static func isTar(_ head: [UInt8]) -> Bool {
        guard head.count == 512, head[0] != 0 else { return false }
        let digits = head[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty else { return false }
        let sum = head.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
        return digits.reduce(0) { $0 * 8 + Int($1 - 0x30) } == sum
    }

    private static let signatures: [([UInt8], String)] = [
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z archive"), ([0x52, 0x61, 0x72, 0x21, 0x1A, 7], "RAR archive"),
        ([0x50, 0x4B, 7, 8], "zip archive in several volumes"), (Array("BZh".utf8), "bzip2 file"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz file"),
        ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard file"), ([0x04, 0x22, 0x4D, 0x18], "LZ4 file"), ([0x1F, 0x9D], "compress file"),
        ([0x1F, 0xA0], "compress file"),
        (Array("LZIP".utf8), "lzip file"), (Array("MSCF".utf8), "cabinet file"), (Array("MSWIM\0\0\0".utf8), "WIM image"),
        (Array("hsqs".utf8), "SquashFS image"),
        (Array("070701".utf8), "cpio archive"), (Array("070707".utf8), "cpio archive"), (Array("conectix".utf8), "disk image (VHD)"),
        (Array("vhdxfile".utf8), "disk image (VHDX)"), (Array("!<arch>\n".utf8), "ar archive"), (Array("StuffIt".utf8), "StuffIt archive"),
        (Array("SIT!".utf8), "StuffIt archive"),
    ]
}

/// What becomes of a file that is not DICOM, for what takes the place of the scrubber in tests.
package func outcomeOfWhatIsNotDICOM(_ file: HandedFile) -> FileOutcome {
    do throws(SystemError) {
        guard let descriptor = file.descriptor else { return FileOutcome(nil) }
        return FileOutcome(try ArchiveKind(descriptor))
    } catch {
        return FileOutcome(InputFile.Refusal.unreadable(errno: error.number))
    }
}
