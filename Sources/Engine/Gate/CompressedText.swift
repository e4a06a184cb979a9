// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Glibc
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Text that is compressed again, as in protocol blocks: what it says cannot be searched.
enum CompressedText {
    /// A private blob may begin with a zlib stream too (RFC 1950); among numbers its two bytes are chance.
    static func isHeld(by bytes: UnsafeBufferPointer<UInt8>, _ node: DataSet.Node) -> Bool {
        guard bytes.count > 10, node.vr == .OB || node.vr == .OW || node.vr == .UN else { return false }
        if node.tag.isPrivate, node.vr != .OW, bytes.count >= 24, isZlibStream(bytes, 0) || isZlibStream(bytes, 4) { return true }
        var place = 0
        while place < bytes.count - 9, let found = memchr(bytes.baseAddress! + place, 0x1F, bytes.count - 9 - place) {
            place = UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!)
            if isGzipMember(bytes, place, node.tag.isPrivate) { return true }
            place += 1
        }
        return false
    }

    static func isHeld(by bytes: [UInt8], _ node: DataSet.Node) -> Bool { bytes.withUnsafeBufferPointer { isHeld(by: $0, node) } }

    private static func isZlibStream(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard bytes[start] == 0x78, bytes[start + 2] & 6 != 6 else { return false }
        switch bytes[start + 1] {
        case 0x01, 0x5E, 0x9C, 0xDA: return true
        default: return false
        }
    }

    /// Magic number, deflate, no reserved flag; elsewhere than in private elements also a known level and system (RFC 1952).
    private static func isGzipMember(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ isPrivate: Bool) -> Bool {
        guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8, bytes[start + 3] & 0xE0 == 0 else { return false }
        // One block, stored as it is: the other searches read it.
        if bytes[start + 3] == 0, start + 10 < bytes.count, bytes[start + 10] == 1 { return false }
        let (level, system) = (bytes[start + 8], bytes[start + 9])
        return isPrivate || (level == 0 || level == 2 || level == 4) && (system <= 13 || system == 0xFF)
    }
}
