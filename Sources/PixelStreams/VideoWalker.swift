// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// A video, by what its first bytes say: MP4, MPEG transport or program stream, or an elementary stream.
enum VideoWalker {
    static func walk(_ frame: inout FrameBytes, _ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        let head = try frame.ahead(377)
        if head.count >= 8, ["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot"].contains(String(decoding: head[4..<8], as: UTF8.self)) {
            try MP4Walker.walk(&frame, coding, receive)
        } else if head.count > 188, head[0] == 0x47, head[188] == 0x47, head.count < 377 || head[376] == 0x47 {
            try TransportStreamWalker.walk(&frame, coding, receive)
        } else {
            try elementary(&frame, coding, receive)
        }
    }

    /// What is no stream of start codes is handed on as something that nobody can follow.
    static func elementary(_ frame: inout FrameBytes, _ coding: VideoCoding, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        switch coding {
        case .mpeg2: try MPEGWalker.walk(&frame, receive)
        case .h264, .h265: try NALWalker.walk(&frame, coding, receive)
        }
    }
}

enum VideoCoding {
    case mpeg2, h264, h265

    init?(transferSyntax: String) {
        let root = "1.2.840.10008.1.2.4."
        guard transferSyntax.hasPrefix(root) else { return nil }
        switch transferSyntax.dropFirst(root.count).prefix(3) {
        case "100", "101": self = .mpeg2
        case "102", "103", "104", "105", "106": self = .h264
        case "107", "108": self = .h265
        default: return nil
        }
    }
}
