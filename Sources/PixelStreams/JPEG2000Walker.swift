// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// One codestream of JPEG 2000 or HTJ2K, from SOC to EOC (ITU-T T.800 Annex A, T.814).
struct JPEG2000Walker {
    private let receive: PixelSpanReceiver
    private var components = 0

    /// - Throws: ``FileError/pixelsNotFollowed`` where the end of the image is not told.
    static func walk(_ frame: inout FrameBytes, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        var walker = JPEG2000Walker(receive: receive)
        try walker.walk(&frame)
    }

    private init(receive: @escaping PixelSpanReceiver) { self.receive = receive }

    private mutating func walk(_ frame: inout FrameBytes) throws(FileError) {
        try frame.pass(2)
        // Of the tile-part whose header is read, in the bytes of the frame; `nil` in the main header.
        var tilePart: (end: Int?, Void)?
        var hasImage = false
        while true {
            let start = frame.passed
            let head = try frame.ahead(2)
            // A last tile-part may end the frame: nothing is behind it.
            if head.isEmpty, tilePart == nil, hasImage { return }
            guard head.count == 2, head[0] == 0xFF, head[1] >= 0x30 else {
                // Behind a tile-part of known length whatever is no marker is nothing.
                guard tilePart == nil, hasImage else { throw .pixelsNotFollowed }
                return
            }
            try frame.pass(2)
            switch head[1] {
            case 0xD9: return
            case 0x30...0x3F: continue
            case 0x93:
                guard let part = tilePart else { throw .pixelsNotFollowed }
                try passPackets(&frame, until: part.end)
                tilePart = nil
                hasImage = true
                if part.end == nil { return }
            default: try segment(head[1], &frame, start, &tilePart)
            }
        }
    }

    private mutating func segment(_ marker: UInt8, _ frame: inout FrameBytes, _ start: Int, _ tilePart: inout (end: Int?, Void)?) throws(FileError) {
        guard let length = try frame.number(bytes: 2), length >= 2 else { throw .pixelsNotFollowed }
        let payload = try frame.take(length - 2)
        guard payload.bytes.count == length - 2 else { throw .pixelsNotFollowed }
        switch marker {
        case 0x64: return try take(payload.pieces.from(2), .comment)  // its registration value stays
        case 0x90:
            guard payload.bytes.count == 8 else { throw .pixelsNotFollowed }
            let size = payload.bytes[2..<6].reduce(0) { $0 << 8 | Int($1) }
            // Without a size the tile-part reaches to EOC.
            tilePart = (size == 0 ? nil : start + size, ())
        default:
            if marker == 0x51, payload.bytes.count >= 36 { components = Int(payload.bytes[34]) << 8 | Int(payload.bytes[35]) }
            guard let needed = headerLength(of: marker, payload.bytes) else { return try take(payload.pieces, .application) }
            try take(payload.pieces.from(needed), .junk)
        }
    }

    /// Passes over packets. No two bytes of theirs are above FF8F, but for the markers of packets and their headers.
    private func passPackets(_ frame: inout FrameBytes, until end: Int?) throws(FileError) {
        if let end, end < frame.passed { throw .pixelsNotFollowed }
        while end.map({ frame.passed < $0 }) ?? true {
            guard try frame.pass(to: 0xFF, within: end.map { $0 - frame.passed } ?? Int.max) else { break }
            _ = try frame.next()
            if frame.passed == end { break }
            guard let code = try frame.ahead(1).first else { break }
            if end == nil, code == 0xD9 { return try frame.pass(1) }
            if code > 0x8F {
                guard code == 0x91 || code == 0x92 else { throw .pixelsNotFollowed }
                try frame.pass(1)
            }
        }
        // Packets that go on behind the frame are cut off by it: nobody can say where they would have ended.
        if frame.passed != end { throw .pixelsNotFollowed }
    }

    private func take(_ pieces: Pieces, _ kind: PixelSpan.Kind) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }

    /// How many bytes of a marker segment mean something to a decoder; `nil` for segments that none knows.
    private func headerLength(of marker: UInt8, _ payload: [UInt8]) -> Int? {
        let index = components < 257 ? 1 : 2
        switch marker {
        case 0x51: return 36 + 3 * components
        case 0x50: return payload.count < 4 ? 0 : 4 + 2 * payload[..<4].reduce(0) { $0 + $1.nonzeroBitCount }
        case 0x56, 0x59: return 8  // profiles
        case 0x52: return payload.count < 6 ? payload.count : 10 + (payload[0] & 1 == 0 ? 0 : Int(payload[5] & 0x3F) + 1)
        case 0x53: return payload.count < index + 2 ? payload.count : index + 6 + (payload[index] & 1 == 0 ? 0 : Int(payload[index + 1] & 0x3F) + 1)
        case 0x5C: return quantization(payload[...])
        case 0x5D: return index + quantization(payload.dropFirst(index))
        case 0x5E: return index + 2
        case 0x5F: return payload.count / (5 + 2 * index) * (5 + 2 * index)
        case 0x63: return 4 * components
        case 0x55, 0x57, 0x58, 0x60, 0x61: return payload.count  // lengths and headers of packets
        case 0x70...0x79: return payload.count  // arrays of numbers of Part 2
        default: return nil
        }
    }

    private func quantization(_ payload: ArraySlice<UInt8>) -> Int {
        switch payload.first.map({ $0 & 0x1F }) {
        case 0: 1 + 97
        case 1: 3
        default: 1 + 2 * 97
        }
    }
}
