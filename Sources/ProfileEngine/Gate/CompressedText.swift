// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Text that is compressed again, as in protocol blocks: what it says cannot be searched.
enum CompressedText {
    /// A private blob may begin with a zlib stream too (RFC 1950); among numbers its two bytes are chance.
    static func isHeld(by bytes: [UInt8], _ node: DataSet.Node) -> Bool {
        guard bytes.count > 10, [.OB, .OW, .UN].contains(node.vr) else { return false }
        if node.tag.isPrivate, node.vr != .OW, bytes.count >= 24, [0, 4].contains(where: { isZlibStream(bytes[$0...]) }) { return true }
        return (0..<bytes.count - 9).contains { isGzipMember(bytes, $0, node.tag.isPrivate) }
    }

    private static func isZlibStream(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = Array(bytes.prefix(3))
        return head[0] == 0x78 && [0x01, 0x5E, 0x9C, 0xDA].contains(head[1]) && head[2] & 6 != 6
    }

    /// Magic number, deflate, no reserved flag; elsewhere than in private elements also a known level and system (RFC 1952).
    private static func isGzipMember(_ bytes: [UInt8], _ start: Int, _ isPrivate: Bool) -> Bool {
        guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8, bytes[start + 3] & 0xE0 == 0 else { return false }
        // One block, stored as it is: the other searches read it.
        if bytes[start + 3] == 0, start + 10 < bytes.count, bytes[start + 10] == 1 { return false }
        return isPrivate || [0, 2, 4].contains(bytes[start + 8]) && (bytes[start + 9] <= 13 || bytes[start + 9] == 0xFF)
    }
}
