// SPDX-License-Identifier: Apache-2.0

internal import CDCMTK
public import DICOMModel

/// The functions take node indices of the last ``DICOMFile/dataSet()``, or of items made since.
extension DICOMFile {
    /// Removes an element with all below it, or an item of a sequence.
    public func remove(node: Int) throws(FileError) {
        try check(unsafe cdcmtk_node_remove(handle, UInt32(node)))
    }

    /// Inserts an element into an item, in place of one with its tag. An odd length is padded.
    public func put(_ tag: AttributeTag, _ vr: ValueRepresentation, _ value: some Collection<UInt8>, in item: Int) throws(FileError) {
        let letters = vr.letters
        let name = [CChar(bitPattern: letters.0), CChar(bitPattern: letters.1)]
        let bytes = Array(value)
        try check(unsafe cdcmtk_item_put(handle, UInt32(item), tag.number, name, bytes, bytes.count))
    }

    /// Inserts a sequence of empty items into an item, in place of an element with its tag.
    /// - Returns: The indices of the new items.
    public func putSequence(_ tag: AttributeTag, items: Int, in item: Int) throws(FileError) -> Range<Int> {
        var first: UInt32 = 0
        try check(unsafe cdcmtk_item_put_sequence(handle, UInt32(item), tag.number, UInt32(items), &first))
        return Int(first)..<Int(first) + items
    }

    /// Keeps only the first bytes of native Pixel Data.
    /// - Parameter lengthInBytes: Even, and not more than there are.
    public func cutPixels(node: Int, to lengthInBytes: Int) throws(FileError) {
        try check(unsafe cdcmtk_pixels_cut(handle, UInt32(node), UInt64(lengthInBytes)))
    }

    /// Bytes of encapsulated Pixel Data that are written as others.
    public struct Blank: Sendable, Hashable {
        /// In the value of Pixel Data.
        public let range: Range<Int>
        public let fill: UInt8

        public init(_ range: Range<Int>, fill: UInt8) {
            self.range = range
            self.fill = fill
        }
    }

    /// Blanks ranges of encapsulated Pixel Data when it is written. A second call replaces the ranges of the first.
    /// - Parameter blanks: In order, none overlapping another.
    public func blankPixels(node: Int, _ blanks: [Blank]) throws(FileError) {
        let ranges = blanks.map { cdcmtk_blank(offset: UInt64($0.range.lowerBound), length: UInt64($0.range.count), fill: $0.fill) }
        try check(unsafe cdcmtk_pixels_blank(handle, UInt32(node), ranges, ranges.count))
    }

    private func check(_ status: cdcmtk_status) throws(FileError) {
        guard status == CDCMTK_OK else { throw FileError(status) }
    }
}
