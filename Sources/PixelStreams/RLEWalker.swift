// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// One frame of RLE (PS3.5 Annex G): a header of 16 numbers, and a segment for each byte of a pixel.
struct RLEWalker {
    let segments: Int
    /// Of each segment, decoded.
    let segmentLength: Int

    /// Whether the bytes begin like a frame.
    static func begins(_ head: [UInt8]) -> Bool {
        head.count >= 8 && (1...15).contains(head[0]) && head[1...3].allSatisfy { $0 == 0 } && head[4] >= 64 && head[7] == 0
    }

    func walk(_ frame: inout FrameBytes, _ receive: PixelSpanReceiver) throws(FileError) {
        let header = try frame.take(64)
        guard header.bytes.count == 64, Self.begins(header.bytes) else { throw .pixelsNotFollowed }
        let numbers = (0..<16).map { index in (0..<4).reversed().reduce(0) { $0 << 8 | Int(header.bytes[4 * index + $1]) } }
        let used = min(numbers[0], segments)
        let offsets = Array(numbers[1...used])
        guard offsets[0] >= 64, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .pixelsNotFollowed }
        // What is named but is no segment of this image is nothing, nor is what stands where no offset is. In a release it is zero.
        let end = numbers[0] > used && numbers[used + 1] > 0 ? numbers[used + 1] : Int.max
        guard end > offsets[used - 1] else { throw .pixelsNotFollowed }
        try take(header.pieces.from(4 + 4 * used), receive)
        for (index, offset) in offsets.enumerated() {
            try take(frame.places(offset - frame.passed), receive)
            let segmentEnd = index + 1 < used ? offsets[index + 1] : end
            try decode(&frame, until: segmentEnd, receive)
        }
    }

    /// Passes over the runs that make up the segment. A run can end behind the last pixel, where nobody sees it.
    private func decode(_ frame: inout FrameBytes, until end: Int, _ receive: PixelSpanReceiver) throws(FileError) {
        var left = segmentLength
        while left > 0, frame.passed < end, let code = try frame.next() {
            if code < 0x80 {
                let count = min(Int(code) + 1, end - frame.passed)
                try frame.pass(min(count, left))
                left -= min(count, left)
            } else if code > 0x80 {
                guard frame.passed < end else { break }
                try frame.pass(1)
                left -= min(257 - Int(code), left)
            }
        }
        if end != Int.max { try take(frame.places(end - frame.passed), receive) }
    }

    private func take(_ pieces: Pieces, _ receive: PixelSpanReceiver) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: .junk, pieces: pieces)) }
    }
}
