// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// A part of a compressed frame that holds no coded image, and without which the frame decodes the same.
struct PixelSegment: Equatable {
    enum Kind {
        /// COM of JPEG or JPEG 2000: text.
        case comment
        /// APPn of JPEG.
        case application
        /// A box of a JP2, JPH or JPEG XL file.
        case box
        /// A box whose content is compressed again, so that it cannot be searched.
        case compressedBox
        /// Bytes of a frame behind the end of its image.
        case trailing
    }

    let kind: Kind
    /// Where its payload lies in the value of Pixel Data; in more than one piece where a frame is split over items.
    var pieces: [Range<Int>]

    /// What it is blanked with.
    var fill: UInt8 { kind == .comment ? 0x20 : 0 }
    var lengthInBytes: Int { pieces.reduce(0) { $0 + $1.count } }
}

/// Finds the segments and boxes beside the coded image in encapsulated JPEG, JPEG-LS, JPEG 2000, HTJ2K and JPEG XL.
///
/// Nothing is decoded: a JPEG frame is searched for its markers, a codestream of JPEG 2000 is read without its packets.
/// Lengths are believed no further than the frame goes, and every step moves on, so no input makes it loop.
struct CodestreamScanner {
    typealias Receive = (PixelSegment) throws(FileError) -> Void

    private var reader: FragmentReader
    private let receive: Receive

    /// - Parameters:
    ///   - length: Of the encapsulated value, all items and the delimiter.
    ///   - receive: Gets the segments in the order of their places.
    static func scan(length: Int, read: @escaping FragmentReader.Read, _ receive: @escaping Receive) throws(FileError) {
        var scanner = CodestreamScanner(reader: FragmentReader(length: length, read: read), receive: receive)
        while try scanner.reader.nextItem() {
            switch try scanner.reader.format() {
            case .jpeg: try scanner.scanJPEG()
            case .jpeg2000: try scanner.scanCodestream(until: Int.max)
            case .boxes: try scanner.scanBoxes(until: Int.max)
            case nil: break
            }
        }
    }

    // MARK: - JPEG (ITU-T T.81 Annex B)

    private mutating func scanJPEG() throws(FileError) {
        try reader.pass(2)
        var next = try nextMarker()
        while let marker = next {
            if marker == 0xD9 { return try takeTrailing() }
            let isBare = marker == 0x01 || (0xD0...0xD8).contains(marker)
            if !isBare {
                guard let length = try reader.number(bytes: 2), length >= 2 else { return }
                switch marker {
                case 0xFE: try take(length - 2, .comment)
                case 0xE0...0xEF: try take(length - 2, .application) { Self.harmlessLength(of: marker, $0, length - 2) }
                default: try reader.pass(length - 2)
                }
            }
            next = marker == 0xDA ? try reader.passScan() : try nextMarker()
        }
    }

    /// What stands behind the end of an image is none, unless another one begins there.
    private mutating func takeTrailing() throws(FileError) {
        try reader.isAtJPEG ? scanJPEG() : take(Self.restOfFrame, .trailing)
    }

    /// How many first bytes of an APPn payload are of a known form that says nothing: what a decoder needs for colour.
    private static func harmlessLength(of marker: UInt8, _ head: [UInt8], _ length: Int) -> Int {
        let begins = { (text: String) in head.starts(with: Array(text.utf8)) }
        return switch marker {
        case 0xE0 where begins("JFIF\0"): 14  // a thumbnail lies behind
        case 0xE2 where begins("ICC_PROFILE\0"): length
        case 0xE8 where begins("SPIFF\0") && length == 30: 30
        case 0xE8 where begins("mrfx"): 5
        case 0xEE where begins("Adobe"): 12
        default: 0
        }
    }

    /// Like decoders, passes over whatever stands before the next marker.
    private mutating func nextMarker() throws(FileError) -> UInt8? {
        while let byte = try reader.next() {
            guard byte == 0xFF else { continue }
            var code = try reader.next()
            while code == 0xFF { code = try reader.next() }
            if let code, code != 0 { return code }
            if code == nil { return nil }
        }
        return nil
    }

    // MARK: - JPEG 2000 and HTJ2K (ITU-T T.800 Annex A)

    /// - Parameter end: Of the codestream, in the bytes of the frame.
    private mutating func scanCodestream(until end: Int) throws(FileError) {
        try reader.pass(2)
        // Of the tile-part whose header is read; `nil` in the main header.
        var tilePartEnd: Int?
        while reader.passed + 2 <= end {
            let start = reader.passed
            guard let marker = try reader.number(bytes: 2), marker >= 0xFF30 else { return }
            switch marker {
            case 0xFFD9:
                if end == Int.max { try take(Self.restOfFrame, .trailing) }
                return
            case 0xFF93:
                // Packets follow; the next tile-part comes behind them.
                guard let next = tilePartEnd, next > reader.passed, next < end else { return }
                try reader.pass(next - reader.passed)
                continue
            case 0xFF30...0xFF3F: continue
            default: break
            }
            guard let length = try reader.number(bytes: 2), length >= 2 else { return }
            let payload = min(length - 2, end - reader.passed)
            switch marker {
            case 0xFF64: try take(payload, .comment) { min(2, $0.count) }  // its registration value stays
            case 0xFF90:
                guard length == 10, try reader.number(bytes: 2) != nil, let size = try reader.number(bytes: 4) else { return }
                try reader.pass(2)
                // Without a size the tile-part reaches to the end.
                tilePartEnd = size == 0 ? nil : start + size
            default: try reader.pass(payload)
            }
        }
    }

    // MARK: - Boxes (ITU-T T.800 Annex I, ISO/IEC 18181-2)

    /// Boxes that hold boxes.
    private static let outer: Set<String> = ["jp2h", "jpch", "jplh", "res "]
    /// Boxes that decoders need and that have no room for text.
    private static let needed: Set<String> = [
        "jP  ", "JXL ", "ftyp", "rreq", "ihdr", "bpcc", "colr", "pclr", "cmap", "cdef", "resc", "resd", "opct", "creg", "jxll", "jxlc",
        "jxlp", "jxli", "jbrd",
    ]

    /// - Parameter end: Of the boxes, in the bytes of the frame.
    private mutating func scanBoxes(until end: Int, depth: Int = 0) throws(FileError) {
        while reader.passed < end, let size = try reader.number(bytes: 4), let type = try reader.number(bytes: 4) {
            var length = size - 8
            if size == 1 {
                guard let upper = try reader.number(bytes: 4), let lower = try reader.number(bytes: 4), upper < 1 << 20 else { return }
                length = (upper << 32 | lower) - 16
            } else if size == 0 {
                length = end - reader.passed
            }
            guard length >= 0 else { return }
            length = min(length, end - reader.passed)
            let boxEnd = reader.passed + length
            let name = String(decoding: withUnsafeBytes(of: UInt32(type).bigEndian) { Array($0) }, as: UTF8.self)
            switch name {
            case "jp2c": try scanCodestream(until: boxEnd)
            case _ where Self.outer.contains(name) && depth < 4: try scanBoxes(until: boxEnd, depth: depth + 1)
            case _ where Self.needed.contains(name): break
            default: try take(length, name == "brob" ? .compressedBox : .box)
            }
            try reader.pass(boxEnd - reader.passed)
        }
    }

    // MARK: -

    private static let mostPieces = 1 << 16
    private static let restOfFrame = 1 << 40

    /// Passes over a payload and hands it on, but for the first bytes that `harmless` lets stay.
    /// - Throws: ``FileError/malformed`` where it is split into more pieces than any writer makes.
    private mutating func take(_ length: Int, _ kind: PixelSegment.Kind, harmless: ([UInt8]) -> Int = { _ in 0 }) throws(FileError) {
        var pieces: [Range<Int>] = []
        let add = { (piece: Range<Int>) throws(FileError) in
            if let last = pieces.last, last.upperBound == piece.lowerBound {
                pieces[pieces.count - 1] = last.lowerBound..<piece.upperBound
            } else {
                guard pieces.count < Self.mostPieces else { throw .malformed }
                pieces.append(piece)
            }
        }
        try reader.pass(min(length, 16), add)
        var drop = harmless(try reader.bytes(of: pieces))
        try reader.pass(length - min(length, 16), add)
        while drop > 0, let first = pieces.first {
            let count = min(drop, first.count)
            pieces[0] = first.lowerBound + count..<first.upperBound
            if pieces[0].isEmpty { pieces.removeFirst() }
            drop -= count
        }
        // One byte evens out the length of an item.
        if kind == .trailing, pieces.reduce(0, { $0 + $1.count }) < 2 { return }
        if !pieces.isEmpty { try receive(PixelSegment(kind: kind, pieces: pieces)) }
    }
}
