// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// NAL units of H.264 and H.265 (ITU-T H.264 and H.265, Annex B and section 7.3).
struct NALWalker {
    private let coding: VideoCoding
    private let receive: PixelSpanReceiver

    init(_ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) {
        self.coding = coding
        self.receive = receive
    }

    /// A byte stream of units between start codes.
    static func walk(_ frame: inout FrameBytes, _ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        let walker = NALWalker(coding, receive)
        let before = try frame.passStartCode()
        try walker.take(before.content, before.found ? .junk : .opaque)
        while try frame.hasMore() {
            let unit = try frame.passStartCode().content
            try walker.unit(unit, frame.bytes)
        }
    }

    /// Units behind their lengths, as MP4 has them.
    /// - Returns: `false`, and nothing is received, where the bytes are no such units.
    static func walkLengths(_ frame: FrameBytes, _ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) throws(FileError) -> Bool {
        var look = frame
        var units = 0
        while try look.hasMore() {
            guard let length = try look.number(bytes: 4), length > 0, try look.places(length).count == length else { return false }
            units += 1
        }
        let walker = NALWalker(coding, receive)
        var frame = frame
        while let length = try frame.number(bytes: 4) { try walker.unit(frame.places(length), frame.bytes) }
        return units > 0
    }

    private enum Meaning { case image, information, filler, mark, parameters, other }

    private func meaning(of header: UInt8) -> Meaning {
        if coding == .h265 {
            return switch header >> 1 & 0x3F {
            case 0...31: .image
            case 32...34: .parameters
            case 35: .mark  // access unit delimiter
            case 36, 37: .mark
            case 38: .filler
            case 39, 40: .information
            default: .other
            }
        }
        return switch header & 0x1F {
        case 1...5, 14, 19, 20, 21: .image
        case 6: .information
        case 7, 8, 13, 15: .parameters
        case 9, 10, 11: .mark
        case 12: .filler
        default: .other
        }
    }

    private func unit(_ unit: Pieces, _ bytes: PixelBytes) throws(FileError) {
        guard let first = unit.ranges.first else { return }
        let header = try bytes.byte(at: first.lowerBound)
        // The head of a packet that the stream is cut into; other packets are not of this stream.
        if header >= 0x80 { return (0xE0...0xEF).contains(header) ? () : try take(unit.from(1), .userData) }
        let payload = unit.from(coding == .h265 ? 2 : 1)
        switch meaning(of: header) {
        case .image: return
        case .parameters: try take(payload, .sealed)
        // Delimiters say one byte at most. Zeros behind a unit are allowed.
        case .mark: try take(payload.from(1), .junk)
        // Ones, which nobody reads.
        case .filler: try takeUnless(0xFF, payload, bytes)
        case .other: try take(payload, .userData)
        case .information: try information(payload, bytes)
        }
    }

    /// The messages of an SEI unit: those that hold what the writer wants are handed on, without the bytes of their emulation prevention.
    private func information(_ unit: Pieces, _ bytes: PixelBytes) throws(FileError) {
        guard unit.count <= 1 << 22 else { return try take(unit, .userData) }
        let content = try readAll(unit, bytes)
        var places: [Int] = []  // of the payload bytes in the unit
        places.reserveCapacity(content.count)
        var zeros = 0
        for (index, byte) in content.enumerated() {
            if byte == 3, zeros >= 2 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            places.append(index)
        }
        var index = 0
        func number() -> Int? {
            var result = 0
            while index < places.count {
                let byte = content[places[index]]
                index += 1
                result += Int(byte)
                if byte != 0xFF { return result }
            }
            return nil
        }
        while places.count - index > 1 {
            // What follows the last message is a one and zeros.
            if content[places[index]] == 0x80, places[(index + 1)...].allSatisfy({ content[$0] == 0 }) { return }
            guard let type = number(), let length = number() else { return try take(unit, .userData) }
            let end = min(places.count, index + length)
            if length > places.count - index || !Self.isNumeric(type, length) {
                // The zeros that made the prevention necessary, and those bytes, stay: the message keeps its length.
                var text = Pieces()
                for place in places[index..<end] where !Self.isPrevented(content, place) {
                    for range in unit.slice(place..<place + 1).ranges { try text.add(range) }
                }
                try take(text, .userData)
            }
            index = end
        }
    }

    /// Messages of numbers that players need; they are short.
    private static func isNumeric(_ type: Int, _ length: Int) -> Bool {
        switch type {
        case 4, 5: false
        case 3: false  // filler
        case 0...2, 6...60, 128...160: length <= 32
        default: false
        }
    }

    private static func isPrevented(_ content: [UInt8], _ place: Int) -> Bool {
        func at(_ offset: Int) -> UInt8? { content.indices.contains(place + offset) ? content[place + offset] : nil }
        if at(0) == 0, at(1) == 0, at(2) == 3 { return true }
        return at(-1) == 0 && at(0) == 0 && at(1) == 3
    }

    private func takeUnless(_ allowed: UInt8, _ pieces: Pieces, _ bytes: PixelBytes) throws(FileError) {
        for range in pieces.ranges {
            var offset = range.lowerBound
            while offset < range.upperBound {
                let part = try bytes.bytes(offset..<min(range.upperBound, offset + 4096))
                if part.contains(where: { $0 != allowed && $0 != 0x80 && $0 != 0 }) { return try take(pieces, .userData) }
                offset += part.count
            }
        }
    }

    private func readAll(_ pieces: Pieces, _ bytes: PixelBytes) throws(FileError) -> [UInt8] {
        var result: [UInt8] = []
        for range in pieces.ranges { result += try bytes.bytes(range) }
        return result
    }

    private func take(_ pieces: Pieces, _ kind: PixelSpan.Kind) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }
}
