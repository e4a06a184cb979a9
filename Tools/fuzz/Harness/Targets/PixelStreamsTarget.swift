// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import Profiles

@testable import PixelStreams

extension FuzzTarget {
    static let pixelStreams = FuzzTarget(
        "pixel-streams", law: "a walk stays inside the value and its items, ends, keeps the length, and finds nothing to change a second time"
    ) { input in
        let form = form(&input)
        let isWrapped = input.byte() & 1 == 0
        let value = isWrapped ? items(&input) : Array(input.rest)
        guard let first = edits(of: value, form) else { return }
        var changed = value
        var end = 0
        for edit in first {
            require(edit.range.lowerBound >= end && edit.range.upperBound <= value.count, "edits are in order and inside the value")
            end = edit.range.upperBound
            // Only a table of offsets that is not true is cut; that is tested elsewhere.
            guard let fill = edit.fill else { return }
            for place in edit.range { changed[place] = fill }
        }
        guard let second = edits(of: changed, form) else { fatalError("broken law: what was blanked can be followed") }
        for edit in second {
            require(edit.fill.map { fill in edit.range.allSatisfy { changed[$0] == fill } } ?? true, "a second look changes nothing")
        }
    }

    private static let syntaxes = [
        "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.112", "1.2.840.10008.1.2.4.100",
        "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.107",
    ]

    private static func form(_ input: inout FuzzInput) -> FrameForm {
        let syntax = input.choice(of: syntaxes)
        // What a header can say, which `FrameForm` checks.
        let frames = max(1, min(input.count(), Int(Int32.max)))
        let sizes = (0..<4).map { _ in min(input.count(), 65_535) }
        let (rows, columns, samples, bits) = (sizes[0], sizes[1], max(1, sizes[2]), sizes[3])
        let length = input.number()
        return FrameForm(
            transferSyntax: syntax, frames: frames, length: length == 0 ? nil : length, rows: rows, columns: columns, samples: samples,
            bitsAllocated: bits)
    }

    /// An offset table and items, as long as the input says.
    private static func items(_ input: inout FuzzInput) -> [UInt8] {
        var value: [UInt8] = []
        func add(_ content: [UInt8]) {
            let padded = content + (content.count % 2 == 1 ? [0] : [])
            value += [0xFE, 0xFF, 0x00, 0xE0] + (0..<4).map { UInt8(truncatingIfNeeded: padded.count >> (8 * $0)) } + padded
        }
        add(input.byte() & 1 == 0 ? [] : input.field())
        let count = Int(input.byte() % 4)
        for _ in 0..<count { add(input.field()) }
        add(Array(input.rest))
        return value + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    }

    /// - Returns: `nil` where the value cannot be followed.
    private static func edits(of value: [UInt8], _ form: FrameForm) -> [PixelEdit]? {
        let bytes = PixelBytes(length: value.count) { (offset, count) throws(FileError) in
            require(offset >= 0 && count >= 0 && offset <= value.count - count, "nothing is read outside the value")
            return Array(value[offset..<offset + count])
        }
        let edits = PixelEdits(bytes, .all) { _ in false }
        do throws(FileError) {
            try edits.checkTable(frames: VideoCoding(transferSyntax: form.transferSyntax) == nil ? form.frames : 1)
            let contents = try contents(of: bytes)
            try EncapsulatedPixels.walk(bytes, form) { (span) throws(FileError) in
                var end = 0
                for range in span.pieces.ranges {
                    require(!range.isEmpty && range.lowerBound >= end, "the pieces of a span are in order")
                    end = range.upperBound
                    require(contents.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }, "a span lies in one item")
                }
                try edits.take(span)
            }
            try edits.checkDelimiter()
            return try edits.ordered()
        } catch {
            return nil
        }
    }

    private static func contents(of bytes: PixelBytes) throws(FileError) -> [Range<Int>] {
        var items = Items()
        var result: [Range<Int>] = []
        while let item = try items.next(bytes) { result.append(item) }
        return result
    }
}
