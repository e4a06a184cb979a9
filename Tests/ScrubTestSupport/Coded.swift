// SPDX-License-Identifier: Apache-2.0

/// Frames with text beside the image. Their coded data is noise.
public enum Coded {
    public static func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((payload.count + 2) >> 8), UInt8((payload.count + 2) & 0xFF)] + payload
    }

    public static func segment(_ marker: UInt8, _ text: String) -> [UInt8] { segment(marker, Array(text.utf8)) }

    public static let jfif = segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
    public static let frameHeader = segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
    public static let scan = segment(0xDA, [1, 1, 0, 0, 0x3F, 0]) + (0..<1000).map { $0 % 7 == 0 ? 0x41 : UInt8($0 % 199) } + [0xFF, 0xD9]

    public static func jpeg(_ segments: [UInt8]...) -> [UInt8] { [0xFF, 0xD8] + jfif + segments.flatMap { $0 } + frameHeader + scan }

    public static func codestream(main: [UInt8] = [], tile: [UInt8] = [], tiles: Int = 1) -> [UInt8] {
        let size = segment(0x51, Array(repeating: 0, count: 39))
        let packets: [UInt8] = (0..<300).map { UInt8($0 % 0x8F) }
        let parts = (0..<tiles).flatMap { number -> [UInt8] in
            let length = 12 + tile.count + 2 + packets.count
            return segment(0x90, [0, UInt8(number), 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), 0, 1]) + tile + [0xFF, 0x93] + packets
        }
        return [0xFF, 0x4F] + size + main + parts + [0xFF, 0xD9]
    }

    public static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, UInt8((content.count + 8) >> 8), UInt8((content.count + 8) & 0xFF)] + Array(type.utf8) + content
    }

    public static func comment2000(_ text: String) -> [UInt8] { segment(0x64, [0, 1] + Array(text.utf8)) }

    public static let jp2Start =
        box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + box("ftyp", Array("jp2 \0\0\0\0jp2 ".utf8))
        + box("jp2h", box("ihdr", [0, 0, 0, 8, 0, 0, 0, 8, 0, 1, 7, 7, 0, 0]) + box("colr", [1, 0, 0, 0, 0, 0, 17]))

    public static func split(_ bytes: [UInt8], every count: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: count).map { Array(bytes[$0..<min($0 + count, bytes.count)]) }
    }

    /// 8 by 8 grey pixels, made by libjxl.
    public static let jpegXL: [UInt8] = [
        0xFF, 0x0A, 0x41, 0x40, 0x50, 0x5C, 0x08, 0x08, 0x02, 0x01, 0x00, 0xF8, 0x00, 0x4B, 0x18, 0x8B, 0x15, 0x0A, 0xA5, 0x00, 0xF5, 0x2C,
        0xA8, 0xE8, 0xC3, 0x6D, 0x62, 0xB1, 0x58, 0x2C, 0x16, 0xCB, 0x55, 0xD7, 0x00, 0xF4, 0xDE, 0x6F, 0x60, 0xC3, 0xA4, 0x06, 0x04, 0x69,
        0x16, 0xB5, 0x80, 0x00, 0xB0, 0xA5, 0xFD, 0xEE, 0x96, 0xD1, 0x86, 0x4D, 0xF9, 0x47, 0x6D, 0x1A, 0x12, 0xBC, 0x7D, 0x02, 0x40, 0x00,
        0x80, 0xF7, 0x05, 0x00, 0x00, 0x00, 0xBE, 0x69, 0x03,
    ]

    public static let xlStart: [UInt8] = [0, 0, 0, 12] + Array("JXL ".utf8) + [0x0D, 0x0A, 0x87, 0x0A] + box("ftyp", Array("jxl \0\0\0\0jxl ".utf8))

    /// One frame of RLE: the header's numbers, and the segments at their places.
    public static func rle(_ segments: [[UInt8]], gap: [UInt8] = [], unused: [UInt8] = []) -> [UInt8] {
        var offsets: [Int] = []
        var body = gap
        for segment in segments {
            offsets.append(64 + body.count)
            body += segment
        }
        var header = ([segments.count] + offsets).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8), 0, 0] } + unused
        header += Array(repeating: 0, count: 64 - header.count)
        return header + body
    }

    /// A segment of 64 pixels.
    public static let run: [UInt8] = [0xC1, 7]

    /// What follows start codes.
    public static func units(_ units: [UInt8]...) -> [UInt8] { units.flatMap { [0, 0, 1] + $0 } }

    public static let slice: [UInt8] = (0..<200).map { UInt8($0 % 180 + 4) }

    /// One message of an SEI unit of H.264.
    public static func information(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] { [6, type, UInt8(payload.count)] + payload + [0x80] }

    /// A packet of a transport stream.
    public static func packet(_ number: Int, begins: Bool = true, _ payload: [UInt8]) -> [UInt8] {
        let stuffing = 184 - payload.count
        let field: [UInt8] = stuffing == 0 ? [] : stuffing == 1 ? [0] : [UInt8(stuffing - 1), 0] + Array(repeating: 0xFF, count: stuffing - 2)
        return [0x47, (begins ? 0x40 : 0) | UInt8(number >> 8), UInt8(number & 0xFF), stuffing == 0 ? 0x10 : 0x30] + field + payload
    }
}
