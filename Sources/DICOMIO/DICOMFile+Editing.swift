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

    /// Bytes of Pixel Data that are written as others, or not at all.
    public struct PixelEdit: Sendable, Hashable {
        /// In the value of Pixel Data.
        public let range: Range<Int>
        /// `nil` leaves the bytes out.
        public let fill: UInt8?

        public init(_ range: Range<Int>, fill: UInt8?) {
            self.range = range
            self.fill = fill
        }
    }

    /// Edits ranges of Pixel Data when it is written. A second call replaces the ranges of the first.
    /// - Parameter edits: In order, none overlapping another. What they leave of a native value has an even length.
    public func editPixels(node: Int, _ edits: [PixelEdit]) throws(FileError) {
        let ranges = edits.map { edit in
            cdcmtk_pixel_edit(
                offset: UInt64(edit.range.lowerBound), length: UInt64(edit.range.count), fill: edit.fill.map(Int16.init) ?? Int16(CDCMTK_LEAVE_OUT))
        }
        try check(unsafe cdcmtk_pixels_edit(handle, UInt32(node), ranges, ranges.count))
    }

    /// Clears bits of native Pixel Data when it is written.
    /// - Parameter mask: Of one cell, as it lies in the file; a bit stays where the mask has a one.
    public func maskPixels(node: Int, _ mask: [UInt8]) throws(FileError) {
        try check(unsafe cdcmtk_pixels_mask(handle, UInt32(node), mask, mask.count))
    }

    private func check(_ status: cdcmtk_status) throws(FileError) {
        guard status == CDCMTK_OK else { throw FileError(status) }
    }
}
