// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// The head of a box of a JP2, JPH, JPEG XL or MP4 file (ITU-T T.800 section I.4, ISO/IEC 14496-12 section 4.2).
struct BoxHead {
    let name: String
    /// Of its content, in the bytes of the frame; Int.max where it goes on to the end.
    let end: Int
    /// Of its name.
    let namePieces: Pieces

    /// - Returns: `nil` where no box begins; nothing is passed then.
    static func next(_ frame: inout FrameBytes, until end: Int) throws(FileError) -> BoxHead? {
        var ahead = frame
        let start = frame.passed
        guard let size = try ahead.number(bytes: 4) else { return nil }
        let type = try ahead.take(4)
        guard type.bytes.count == 4 else { return nil }
        var boxEnd = end
        if size == 1 {
            guard let length = try ahead.number(bytes: 8), length >= 16, length <= 1 << 44 else { return nil }
            boxEnd = start + length
        } else if size != 0 {
            boxEnd = start + size
        }
        guard boxEnd >= ahead.passed, boxEnd <= end, type.bytes.allSatisfy({ $0 >= 0x20 }) else { return nil }
        frame = ahead
        return BoxHead(name: String(String.UnicodeScalarView(type.bytes.map { Unicode.Scalar($0) })), end: boxEnd, namePieces: type.pieces)
    }
}

/// The boxes of a still image, and the codestreams in them (ITU-T T.800 Annex I, ISO/IEC 18181-2).
struct BoxWalker {
    private let receive: PixelSpanReceiver
    /// The codestream of JPEG XL, which may stand in several boxes.
    private var codestream = Pieces()

    /// Boxes that hold boxes.
    private static let outer: Set<String> = ["jp2h", "jpch", "jplh", "res "]
    /// Boxes that decoders need, and how long they are at most.
    private static let needed: [String: Int] = [
        "jP  ": 4, "JXL ": 4, "ftyp": 8 + 4 * 8, "rreq": 255, "ihdr": 14, "bpcc": 16384, "pclr": Int.max, "cmap": 4 * 16384, "cdef": 2 + 6 * 16384,
        "resc": 10, "resd": 10, "opct": 2 + 255, "creg": 4 + 5 * 16384, "jxll": 1,
    ]

    static func walk(_ frame: inout FrameBytes, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        var walker = BoxWalker(receive: receive)
        try walker.walk(&frame, until: Int.max, depth: 0)
        guard walker.codestream.count > 0 else { return }
        var codestream = FrameBytes(frame.bytes, Joined(ranges: walker.codestream))
        try JPEGXLWalker.walk(&codestream, receive)
        try walker.take(codestream.rest(), .junk)
    }

    private mutating func walk(_ frame: inout FrameBytes, until end: Int, depth: Int) throws(FileError) {
        while frame.passed < end, let box = try BoxHead.next(&frame, until: end) {
            switch box.name {
            case "jp2c":
                var codestream = FrameBytes(frame.bytes, Joined(ranges: try places(&frame, of: box)))
                try JPEG2000Walker.walk(&codestream, receive)
                try take(codestream.rest(), .junk)
            case "colr": try colour(&frame, box)
            case "jxlc": for range in try places(&frame, of: box).ranges { try codestream.add(range) }
            case "jxlp": for range in try places(&frame, of: box).from(4).ranges { try codestream.add(range) }
            case "brob", "jbrd":
                // Unpacked, a JPEG comes out with all its comments; a reader of pixels passes over a box that is free.
                try take(try places(&frame, of: box), .compressedBox)
            case _ where Self.outer.contains(box.name) && depth < 4: try walk(&frame, until: box.end, depth: depth + 1)
            default:
                let content = try places(&frame, of: box)
                if let most = Self.needed[box.name] { try take(content.from(most), .junk) } else { try take(content, .box) }
            }
        }
        if end != Int.max { try take(frame.places(end - frame.passed), .junk) }
    }

    private func colour(_ frame: inout FrameBytes, _ box: BoxHead) throws(FileError) {
        guard box.end - frame.passed < 1 << 24 else { throw .pixelsNotFollowed }
        let content = try frame.take(box.end - frame.passed)
        switch content.bytes.first {
        case 1: try take(content.pieces.from(7), .junk)
        case 2, 3: try take(ColourProfile.texts(in: Array(content.bytes.dropFirst(3)), at: content.pieces.from(3)), .application)
        default: break
        }
    }

    private func places(_ frame: inout FrameBytes, of box: BoxHead) throws(FileError) -> Pieces {
        try frame.places(box.end == Int.max ? box.end : box.end - frame.passed)
    }

    private func take(_ pieces: Pieces, _ kind: PixelSpan.Kind) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }
}

/// Pieces that are known beforehand.
struct Joined: FramePieces {
    private var ranges: ArraySlice<Range<Int>>

    init(ranges: Pieces) { self.ranges = ranges.ranges[...] }

    mutating func next(_ bytes: PixelBytes) throws(FileError) -> Range<Int>? { ranges.popFirst() }
}
