// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// One image of JPEG or JPEG-LS, from SOI to EOI (ITU-T T.81 Annex B, T.87 Annex C).
struct JPEGWalker {
    private let receive: PixelSpanReceiver
    private var profile: [(bytes: [UInt8], pieces: Pieces)] = []
    /// In scans of JPEG-LS a byte behind FF begins with a bit of stuffing; in those of JPEG it is zero.
    private var isLS = false

    /// - Throws: ``FileError/pixelsNotFollowed`` where the end of the image is not told.
    static func walk(_ frame: inout FrameBytes, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        var walker = JPEGWalker(receive: receive)
        try walker.walk(&frame)
    }

    private init(receive: @escaping PixelSpanReceiver) { self.receive = receive }

    private mutating func walk(_ frame: inout FrameBytes) throws(FileError) {
        try frame.pass(2)
        var next = try nextMarker(&frame)
        while let marker = next {
            if marker == 0xD9 { return try finishProfile() }
            let isBare = marker == 0x01 || (0xD0...0xD8).contains(marker)
            if !isBare { try segment(marker, &frame) }
            next = marker == 0xDA ? try passScan(&frame) : try nextMarker(&frame)
        }
        throw .pixelsNotFollowed
    }

    /// Like decoders, passes over whatever stands before the next marker.
    private func nextMarker(_ frame: inout FrameBytes) throws(FileError) -> UInt8? {
        while true {
            var stray = Pieces()
            let found = try frame.pass(to: 0xFF) { (range) throws(FileError) in try stray.add(range) }
            if stray.count > 0 { try receive(PixelSpan(kind: .junk, pieces: stray)) }
            guard found else { return nil }
            var code = try frame.next()
            while code == 0xFF { code = try frame.next() }
            if code != 0 { return code }
        }
    }

    /// Passes over entropy-coded data and over the marker behind it that neither stuffs nor restarts.
    private func passScan(_ frame: inout FrameBytes) throws(FileError) -> UInt8? {
        while try frame.pass(to: 0xFF) {
            var code = try frame.next()
            while code == 0xFF { code = try frame.next() }
            guard let code else { return nil }
            if code == 0 || isLS && code < 0x80 || (0xD0...0xD7).contains(code) { continue }
            return code
        }
        return nil
    }

    private mutating func segment(_ marker: UInt8, _ frame: inout FrameBytes) throws(FileError) {
        guard let length = try frame.number(bytes: 2), length >= 2 else { throw .pixelsNotFollowed }
        let payload = try frame.take(length - 2)
        guard payload.bytes.count == length - 2 else { throw .pixelsNotFollowed }
        switch marker {
        case 0xFE: return try take(payload.pieces, .comment)
        case 0xE2 where payload.bytes.starts(with: Array("ICC_PROFILE\0".utf8)) && payload.bytes.count >= 14:
            profile.append((Array(payload.bytes.dropFirst(14)), payload.pieces.from(14)))
        case 0xE0...0xEF: return try take(payload.pieces.from(Self.harmlessLength(of: marker, payload.bytes)), .application)
        default:
            isLS = isLS || marker == 0xF7
            guard let needed = Self.headerLength(of: marker, payload.bytes) else { return try take(payload.pieces, .application) }
            try take(payload.pieces.from(needed), .junk)
        }
    }

    private func take(_ pieces: Pieces, _ kind: PixelSpan.Kind) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }

    private func finishProfile() throws(FileError) {
        guard !profile.isEmpty else { return }
        var places = Pieces()
        for chunk in profile { for range in chunk.pieces.ranges { try places.add(range) } }
        try take(ColourProfile.texts(in: profile.flatMap(\.bytes), at: places), .application)
    }

    /// How many first bytes of an APPn payload are of a known form that says nothing: what a decoder needs for colour.
    private static func harmlessLength(of marker: UInt8, _ payload: [UInt8]) -> Int {
        let begins = { (text: String) in payload.starts(with: Array(text.utf8)) }
        return switch marker {
        case 0xE0 where begins("JFIF\0"): 14  // a thumbnail lies behind
        case 0xE8 where begins("SPIFF\0") && payload.count == 30: 30
        case 0xE8 where begins("mrfx"): 5
        case 0xEE where begins("Adobe"): 12
        default: 0
        }
    }

    /// How many bytes of a marker segment mean something to a decoder; `nil` for segments that none knows.
    private static func headerLength(of marker: UInt8, _ payload: [UInt8]) -> Int? {
        switch marker {
        case 0xC4: return tables(payload) { $0.count < 17 ? nil : 17 + $0[1...16].reduce(0) { $0 + Int($1) } }
        case 0xDB: return tables(payload) { 1 + ($0[0] >> 4 == 0 ? 64 : 128) }
        case 0xCC: return tables(payload) { $0[0] < 0x20 ? 2 : nil }
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF, 0xDE, 0xF7: return payload.count < 6 ? 0 : 6 + 3 * Int(payload[5])
        case 0xDA: return payload.isEmpty ? 0 : 4 + 2 * Int(payload[0])
        case 0xDC: return 2
        case 0xDD: return payload.count <= 4 ? payload.count : 2  // JPEG-LS has up to four bytes
        case 0xDF: return 1
        case 0xF8:  // LSE: thresholds, mapping tables, a large size
            switch payload.first {
            case 1: return 11
            case 2, 3: return payload.count
            case 4: return payload.count < 2 ? 1 : 2 + 2 * min(4, Int(payload[1]))
            default: return 0
            }
        default: return nil
        }
    }

    /// The whole tables at the beginning of a payload.
    private static func tables(_ payload: [UInt8], _ length: (ArraySlice<UInt8>) -> Int?) -> Int {
        var end = 0
        while end < payload.count, let next = length(ArraySlice(Array(payload[end...]))), end + next <= payload.count { end += next }
        return end
    }
}
