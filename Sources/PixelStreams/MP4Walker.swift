// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// The boxes of an MP4 file and the samples in it (ISO/IEC 14496-12).
struct MP4Walker {
    private let coding: VideoCoding
    private let receive: PixelSpanReceiver

    private static let outer: Set<String> = [
        "moov", "trak", "mdia", "minf", "stbl", "edts", "dinf", "mvex", "moof", "traf", "mfra", "gmhd", "wave", "schi", "sinf", "rinf", "tref",
    ]
    /// Numbers that players need.
    private static let needed: Set<String> = [
        "vmhd", "smhd", "hmhd", "nmhd", "sthd", "gmin", "stts", "ctts", "cslg", "stss", "stsh", "stsc", "stsz", "stz2", "stco", "co64", "stdp",
        "sdtp",
        "sbgp", "sgpd", "subs", "saiz", "saio", "padb", "elst", "mehd", "trex", "leva", "mfhd", "tfhd", "tfdt", "trun", "sidx", "ssix", "prft",
        "tfra",
        "mfro", "styp", "ftyp", "iods", "avcC", "hvcC", "esds", "pasp", "colr", "clap", "fiel", "btrt", "gama", "hint", "cdsc", "tmcd",
    ]

    static func walk(_ frame: inout FrameBytes, _ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        try MP4Walker(coding: coding, receive: receive).walk(&frame, until: Int.max, depth: 0)
    }

    private func walk(_ frame: inout FrameBytes, until end: Int, depth: Int) throws(FileError) {
        while frame.passed < end, let box = try BoxHead.next(&frame, until: end) {
            let length = box.end == Int.max ? Int.max : box.end - frame.passed
            switch box.name {
            case _ where Self.outer.contains(box.name) && depth < 12: try walk(&frame, until: box.end, depth: depth + 1)
            case "mdat": try media(frame.places(length), frame.bytes)
            case "mvhd", "tkhd", "mdhd": try times(&frame, length)
            case "hdlr":
                try frame.pass(min(length, 24))
                try take(frame.places(length - min(length, 24)), .userData)
            case "dref": try references(&frame, until: box.end)
            case "stsd": try descriptions(&frame, until: box.end, depth)
            case _ where Self.needed.contains(box.name):
                let content = try frame.places(length)
                if ["ftyp", "styp"].contains(box.name), content.count > 64 { try take(content.from(64), .junk) }
            default: try take(frame.places(length), .box)
            }
        }
        try take(frame.places(end == Int.max ? end : end - frame.passed), .junk)
    }

    /// Seconds since 1904 at which the recording was made and changed.
    private func times(_ frame: inout FrameBytes, _ length: Int) throws(FileError) {
        let content = try frame.take(length)
        try take(content.pieces.slice(4..<(content.bytes.first == 1 ? 20 : 12)), .time)
    }

    /// Where the media lie: in this file, or at an address.
    private func references(_ frame: inout FrameBytes, until end: Int) throws(FileError) {
        try frame.pass(min(8, end - frame.passed))
        while frame.passed < end, let box = try BoxHead.next(&frame, until: end) { try take(frame.places(box.end - frame.passed).from(4), .userData) }
        try take(frame.places(end - frame.passed), .junk)
    }

    /// How the samples are coded; the name of the encoder stands there.
    private func descriptions(_ frame: inout FrameBytes, until end: Int, _ depth: Int) throws(FileError) {
        try frame.pass(min(8, end - frame.passed))
        while frame.passed < end, let entry = try BoxHead.next(&frame, until: end) {
            guard ["avc1", "avc2", "avc3", "avc4", "hvc1", "hev1", "mp4v"].contains(entry.name), entry.end - frame.passed >= 78 else {
                try frame.pass(entry.end - frame.passed)
                continue
            }
            try frame.pass(42)
            try take(frame.places(32), .userData)
            try frame.pass(4)
            try walk(&frame, until: entry.end, depth: depth + 1)
        }
        try take(frame.places(end - frame.passed), .junk)
    }

    private func media(_ content: Pieces, _ bytes: PixelBytes) throws(FileError) {
        guard content.count > 0 else { return }
        let frame = FrameBytes(bytes, Joined(ranges: content))
        if coding != .mpeg2, try NALWalker.walkLengths(frame, coding, receive) { return }
        var stream = frame
        let head = try stream.ahead(4)
        if head.starts(with: [0, 0, 1]) || head == [0, 0, 0, 1] {
            try VideoWalker.elementary(&stream, coding, receive)
        } else {
            try take(content, .opaque)
        }
    }

    private func take(_ pieces: Pieces, _ kind: PixelSpan.Kind) throws(FileError) {
        if pieces.count > 0 { try receive(PixelSpan(kind: kind, pieces: pieces)) }
    }
}
