// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// A transport stream of MPEG (ISO/IEC 13818-1): packets of 188 bytes, each of one stream.
struct TransportStreamWalker {
    private static let packetLength = 188

    /// Program tables and the video are followed; what else a stream carries is its writer's own.
    static func walk(_ frame: inout FrameBytes, _ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        var tables: Set<Int> = [0]
        var media: Set<Int> = []
        var videos: [Int] = []
        var look = frame
        while let packet = try Packet(&look) {
            guard packet.begins, tables.contains(packet.number) else { continue }
            let section = try packet.section(frame.bytes)
            if packet.number == 0 {
                for entry in stride(from: 8, to: max(8, section.count - 7), by: 4) {
                    tables.insert(Int(section[entry + 2] & 0x1F) << 8 | Int(section[entry + 3]))
                }
            } else {
                for stream in Self.streams(section) {
                    media.insert(stream.number)
                    if stream.isVideo, !videos.contains(stream.number) { videos.append(stream.number) }
                }
            }
        }
        guard !videos.isEmpty, videos.count <= 8 else { return try receive(PixelSpan(kind: .opaque, pieces: frame.rest())) }
        let whole = frame
        while let packet = try Packet(&frame) {
            try take(packet.privateData, .userData, receive)
            if tables.contains(packet.number) {
                // Descriptors are sealed by a checksum: they are searched, and stay.
                try take(packet.payload, .sealed, receive)
            } else if !media.contains(packet.number) {
                try take(packet.payload, packet.number == 0x1FFF ? .junk : .userData, receive)
            }
        }
        try take(frame.rest(), .junk, receive)
        for video in videos {
            var stream = FrameBytes(whole.bytes, StreamPieces(packets: whole, number: video))
            try VideoWalker.elementary(&stream, coding, receive)
        }
    }

    private static func streams(_ section: [UInt8]) -> [(number: Int, isVideo: Bool)] {
        guard section.count > 12 else { return [] }
        var result: [(Int, Bool)] = []
        var index = 12 + (Int(section[10] & 0x0F) << 8 | Int(section[11]))
        while index + 5 <= section.count - 4 {
            result.append((Int(section[index + 1] & 0x1F) << 8 | Int(section[index + 2]), [0x01, 0x02, 0x1B, 0x24].contains(section[index])))
            index += 5 + (Int(section[index + 3] & 0x0F) << 8 | Int(section[index + 4]))
        }
        return result
    }

    private static func take(_ pieces: Pieces, _ kind: PixelSpan.Kind, _ receive: PixelSpanReceiver) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }

    fileprivate struct Packet {
        let number: Int
        let begins: Bool
        let payload: Pieces
        /// What stands in the adaptation field behind its clocks.
        let privateData: Pieces

        /// - Returns: `nil` where no packet follows; nothing is passed then.
        init?(_ frame: inout FrameBytes) throws(FileError) {
            let head = try frame.ahead(6)
            guard head.count == 6, head[0] == 0x47 else { return nil }
            var ahead = frame
            let whole = try ahead.places(packetLength)
            guard whole.count == packetLength else { return nil }
            frame = ahead
            number = Int(head[1] & 0x1F) << 8 | Int(head[2])
            begins = head[1] & 0x40 != 0
            let adaptation = head[3] & 0x20 != 0 ? 1 + Int(head[4]) : 0
            payload = head[3] & 0x10 != 0 ? whole.from(4 + adaptation) : Pieces()
            let clocks = adaptation > 1 ? (head[5] & 0x10 != 0 ? 6 : 0) + (head[5] & 0x08 != 0 ? 6 : 0) + (head[5] & 0x04 != 0 ? 1 : 0) : 0
            let start = 6 + clocks, end = 4 + adaptation
            privateData = start < end ? whole.slice(start..<end) : Pieces()
        }

        /// The table that begins in the packet, as far as it goes.
        func section(_ bytes: PixelBytes) throws(FileError) -> [UInt8] {
            var content: [UInt8] = []
            for range in payload.ranges { content += try bytes.bytes(range) }
            guard let pointer = content.first, content.count > Int(pointer) + 4 else { return [] }
            let section = Array(content[(1 + Int(pointer))...])
            let length = 3 + (Int(section[1] & 0x0F) << 8 | Int(section[2]))
            return Array(section.prefix(length))
        }
    }

    /// The payloads of one stream.
    private struct StreamPieces: FramePieces {
        var packets: FrameBytes
        let number: Int
        var ready: [Range<Int>] = []

        mutating func next(_ bytes: PixelBytes) throws(FileError) -> Range<Int>? {
            while ready.isEmpty {
                guard let packet = try Packet(&packets) else { return nil }
                if packet.number == number { ready = packet.payload.ranges }
            }
            return ready.removeFirst()
        }
    }
}
