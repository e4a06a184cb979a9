// SPDX-License-Identifier: Apache-2.0

internal import Glibc

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

/// What is to be done with the value of one Pixel Data element when it is written.
struct PixelChanges {
    /// In order, none overlapping another.
    private let edits: [PixelEdit]
    /// Of one cell, repeated to eight bytes: a bit stays where the mask has a one.
    private var mask = UInt64.max
    /// Of native pixels, whose boxes are counted in the value as it came.
    var fill: PixelFill?
    private let length: Int
    let keptLength: Int
    private var next = 0

    static func none(_ length: Int) -> PixelChanges { PixelChanges(length: length, edits: [], mask: []) }

    init(length: Int, edits: [PixelEdit], mask cell: [UInt8]) {
        self.length = length
        self.edits = edits
        keptLength = length - edits.reduce(0) { $0 + ($1.fill == nil ? $1.range.count : 0) }
        guard !cell.isEmpty else { return }
        mask = (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(cell[$1 % cell.count]) }
    }

    /// Whether the edits are in order and inside of the value.
    var areValid: Bool {
        var end = 0
        for edit in edits {
            guard edit.range.lowerBound >= end, edit.range.upperBound <= length else { return false }
            end = edit.range.upperBound
        }
        return true
    }

    /// Changes a piece of the value.
    /// - Parameter offset: Of the piece in the value, a multiple of eight. The pieces come in their order.
    /// - Returns: How many bytes are left; they stand at the beginning.
    mutating func apply(to piece: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        if mask != .max { unsafe clearBits(piece) }
        if let fill { unsafe fill.apply(to: piece, at: offset) }
        guard next < edits.count else { return piece.count }
        let base = piece.baseAddress!
        let end = offset + piece.count
        var kept = 0
        var done = 0
        func keep(until place: Int) {
            if kept != done { unsafe memmove(base + kept, base + done, place - done) }
            kept += place - done
            done = place
        }
        while next < edits.count, edits[next].range.lowerBound < end {
            let from = max(edits[next].range.lowerBound, offset) - offset
            let to = min(edits[next].range.upperBound, end) - offset
            if from < to {
                if let fill = edits[next].fill {
                    unsafe memset(base + from, Int32(fill), to - from)
                } else {
                    keep(until: from)
                    done = to
                }
            }
            if edits[next].range.upperBound > end { break }
            next += 1
        }
        keep(until: end - offset)
        return kept
    }

    private func clearBits(_ piece: UnsafeMutableRawBufferPointer) {
        let whole = piece.count / 8 * 8
        for place in stride(from: 0, to: whole, by: 8) {
            let cells = unsafe piece.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            unsafe piece.storeBytes(of: cells & mask.littleEndian, toByteOffset: place, as: UInt64.self)
        }
        for place in whole..<piece.count { unsafe piece[place] &= UInt8(truncatingIfNeeded: mask >> UInt64(8 * (place % 8))) }
    }
}
