// SPDX-License-Identifier: Apache-2.0

/// Values that the plan needs but the Data Set leaves in the file.
public struct LargeValueReader {
    /// - Parameters: the node, the offset in its value, and how many bytes.
    let read: (Int, Int, Int) -> [UInt8]?

    /// Whether values of several bytes have the highest first.
    let isBigEndian: Bool

    public init(isBigEndian: Bool = false, _ read: @escaping (Int, Int, Int) -> [UInt8]?) {
        self.isBigEndian = isBigEndian
        self.read = read
    }

    /// Without a file: large values cannot be searched, and do not stay.
    public static var none: LargeValueReader { LargeValueReader { _, _, _ in nil } }

    private static let chunk = 1 << 16

    /// Hands the value over in pieces that overlap by so many bytes.
    /// - Returns: `false` where it cannot be read, or `body` returned `false`.
    func forEachChunk(of node: Int, length: Int, overlap: Int, _ body: ([UInt8]) -> Bool) -> Bool {
        var offset = 0
        while offset < length {
            let count = min(Self.chunk, length - offset)
            guard let bytes = read(node, offset, count), body(bytes) else { return false }
            offset += count < Self.chunk ? count : count - overlap
        }
        return true
    }
}
