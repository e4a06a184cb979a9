// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// An elementary or program stream of MPEG-1 or MPEG-2 video (ISO/IEC 13818-1 and -2): start codes, each with what follows it.
struct MPEGWalker {
    private let receive: PixelSpanReceiver

    static func walk(_ frame: inout FrameBytes, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        let walker = MPEGWalker(receive: receive)
        let before = try frame.passStartCode()
        try walker.take(before.content, before.found ? .junk : .opaque)
        while let code = try frame.next() { try walker.unit(code, &frame) }
    }

    /// What follows a start code, and the next start code.
    private func unit(_ code: UInt8, _ frame: inout FrameBytes) throws(FileError) {
        switch code {
        case 0x01...0xAF: _ = try frame.passStartCode()  // slices
        case 0xB2: try take(frame.passStartCode().content, .userData)
        case 0xB3:
            var needed = 8
            let head = try frame.ahead(72)
            if head.count >= 8, head[7] & 2 != 0 { needed += 64 }
            if head.count >= needed, head[needed - 1] & 1 != 0 { needed += 64 }
            try header(&frame, needed)
        case 0xB7, 0xB9: try header(&frame, 0)
        case 0xB8: try header(&frame, 4)
        case 0xBA: try packHeader(&frame)
        case 0xBB, 0xC0...0xDF, 0xF3: try packet(&frame, nil)
        case 0xBC...0xBF, 0xF0...0xFF: try packet(&frame, .userData)
        case 0xE0...0xEF: try videoPacket(&frame)
        default:
            // Pictures and extensions are of many lengths.
            try take(frame.passStartCode().content, .sealed)
        }
    }

    /// Only zeros may stand between the end of a header and the next start code.
    private func header(_ frame: inout FrameBytes, _ length: Int) throws(FileError) {
        try take(frame.passStartCode().content.from(length), .junk)
    }

    private func packet(_ frame: inout FrameBytes, _ kind: PixelSpan.Kind?) throws(FileError) {
        guard let length = try frame.number(bytes: 2) else { return }
        let content = try frame.places(length)
        if let kind { try take(content, kind) }
        try header(&frame, 0)
    }

    private func packHeader(_ frame: inout FrameBytes) throws(FileError) {
        let head = try frame.ahead(10)
        let isNew = head.first.map { $0 & 0xC0 == 0x40 } ?? false  // MPEG-2
        try frame.pass(isNew ? 10 : 8)
        try header(&frame, 0)  // stuffing is ones, which say nothing either
    }

    /// The video in a packet goes on without regard to packets: only its header is passed.
    private func videoPacket(_ frame: inout FrameBytes) throws(FileError) {
        try frame.pass(2)
        let head = try frame.ahead(3)
        // MPEG-1 has no such header.
        if head.count == 3, head[0] & 0xC0 == 0x80 { try frame.pass(3 + Int(head[2])) }
        _ = try frame.passStartCode()
    }

    private func take(_ pieces: Pieces, _ kind: PixelSpan.Kind) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }
}
