// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel

/// What the header says of compressed frames.
struct FrameForm {
    let transferSyntax: String
    let frames: Int
    /// Of a frame that is not compressed, in bytes; `nil` where the header does not say.
    let length: Int?
    let rows: Int
    let columns: Int
    let samples: Int
    let bitsAllocated: Int

    var rle: RLEWalker {
        bitsAllocated < 8
            ? RLEWalker(segments: samples, segmentLength: (rows * columns * bitsAllocated + 7) / 8)
            : RLEWalker(segments: samples * ((bitsAllocated + 7) / 8), segmentLength: rows * columns)
    }
}

extension FrameForm {
    /// - Returns: `nil` where Number of Frames holds no number, or a size is larger than two bytes can say.
    init?(_ transferSyntax: String, in dataSet: DataSet) {
        let sizes = [AttributeTag.rows, .columns, .samplesPerPixel, .bitsAllocated].map { dataSet.number($0) ?? 0 }
        guard let frames = NativePixels.numberOfFrames(in: dataSet), sizes.allSatisfy({ (0...65535).contains($0) }) else { return nil }
        self.transferSyntax = transferSyntax
        self.frames = frames
        length = NativePixels.frameLength(in: dataSet)
        (rows, columns, samples, bitsAllocated) = (sizes[0], sizes[1], max(1, sizes[2]), sizes[3])
    }
}

/// Walks encapsulated Pixel Data (PS3.5 section A.4) from the offset table to the delimiter.
struct EncapsulatedPixels {
    private let bytes: PixelBytes
    private let form: FrameForm
    private let receive: PixelSpanReceiver

    /// Says what of the value is neither image nor header, or nothing anybody knows.
    /// - Throws: ``FileError/pixelsNotFollowed`` where still images cannot be followed to their ends.
    static func walk(_ bytes: PixelBytes, _ form: FrameForm, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        try EncapsulatedPixels(bytes: bytes, form: form, receive: receive).walk()
    }

    /// Syntaxes of which every frame is decoded, or as long as the header says.
    private static let measured: Set<String> = ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1"]
    /// Syntaxes below the root of code streams that have no Pixel Data in the file, or native ones.
    private static let referenced: Set<String> = [
        "1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.204", "1.2.840.10008.1.2.4.205",
    ]

    /// Whether Pixel Data stands in fragments (PS3.5 section A.4), so that no reader looks for a native value.
    static func isMeant(by transferSyntax: String) -> Bool {
        measured.contains(transferSyntax) || transferSyntax.hasPrefix("1.2.840.10008.1.2.4.") && !referenced.contains(transferSyntax)
    }

    /// Whether a frame is as long as its code stream says, over as many fragments as it takes.
    static func hasSeams(_ transferSyntax: String) -> Bool { !measured.contains(transferSyntax) }

    private init(bytes: PixelBytes, form: FrameForm, receive: @escaping PixelSpanReceiver) {
        self.bytes = bytes
        self.form = form
        self.receive = receive
    }

    private func walk() throws(FileError) {
        var items = Items()
        _ = try items.next(bytes)  // the offset table
        if let coding = VideoCoding(transferSyntax: form.transferSyntax) {
            var first = items
            guard let head = try first.nextFilled(bytes) else { return }
            if try StillFormat(bytes, head) == nil {
                var frame = FrameBytes(bytes, items)
                try VideoWalker.walk(&frame, coding, receive)
                return try takeRest(&frame)
            }
        }
        switch form.transferSyntax {
        case "1.2.840.10008.1.2.5":
            guard form.rows > 0, form.columns > 0, form.bitsAllocated > 0 else { throw .pixelsNotFollowed }
            let rle = form.rle, receive = receive
            try eachFrame(items) { (frame) throws(FileError) in try rle.walk(&frame, receive) }
        case "1.2.840.10008.1.2.1.98":
            guard let length = form.length else { throw .pixelsNotFollowed }
            try eachFrame(items) { (frame) throws(FileError) in
                // Of a frame in several items nobody can say which of them is too much.
                var whole = frame
                let first = try whole.pieces.next(bytes)?.count ?? 0
                let all = first + (try whole.rest().count)
                guard first >= length || all == length || all == length + length % 2 else { throw .pixelsNotFollowed }
                try frame.pass(length)
            }
        case "1.2.840.10008.1.2.8.1":
            guard let length = form.length else { throw .pixelsNotFollowed }
            try eachFrame(items) { (frame) throws(FileError) in try DeflateWalker.walk(&frame, length: length) }
        default: try walkStill(items)
        }
    }

    // MARK: - Frames that tell where they begin

    private func walkStill(_ start: Items) throws(FileError) {
        var items = start
        var images = 0
        var isLost = false
        while let item = try items.nextFilled(bytes) {
            guard let format = try StillFormat(bytes, item) else {
                if images == 0, form.transferSyntax.hasPrefix("1.2.840.10008.1.2.4.11"), try bytes.bytes(item.prefix(2)) == [0xFF, 0x0A] {
                    return try eachFrame(start) { (frame) throws(FileError) in try JPEGXLWalker.walk(&frame, receive) }
                }
                // It belongs to no frame.
                isLost = true
                try receive(PixelSpan(kind: .junk, pieces: pieces(item)))
                continue
            }
            var frame = FrameBytes(bytes, ItemsOfFrame(first: item, items: items))
            while images < form.frames {
                try format.walk(&frame, receive)
                images += 1
                guard format == .jpeg, try frame.ahead(2) == [0xFF, 0xD8] else { break }
            }
            try takeRest(&frame)
            items = (frame.pieces as? ItemsOfFrame)?.items ?? items
        }
        // What was given up as nothing may be one of the frames that are missing.
        if images == 0 && items.hasContent || isLost && images < form.frames { throw .pixelsNotFollowed }
    }

    // MARK: - Frames whose place only tables and counts tell

    private func eachFrame(_ start: Items, _ walk: (inout FrameBytes) throws(FileError) -> Void) throws(FileError) {
        var items = start
        var all = start
        var count = 0
        while try all.nextFilled(bytes) != nil { count += 1 }
        var table = OffsetTable(bytes)
        let hasTable = try table.isTrue(frames: form.frames)
        for index in 0..<form.frames {
            guard let first = try items.nextFilled(bytes) else { return }
            var pieces = ItemsOfFrame(first: first, items: items)
            if form.frames > 1 {
                pieces.limit = first.lowerBound + 1
                if hasTable, count != form.frames { pieces.limit = try table.start(of: index + 1) ?? Int.max }
            } else {
                pieces.limit = Int.max
            }
            var frame = FrameBytes(bytes, pieces)
            try walk(&frame)
            try takeRest(&frame)
            items = (frame.pieces as? ItemsOfFrame)?.items ?? items
        }
        while let item = try items.nextFilled(bytes) { try receive(PixelSpan(kind: .junk, pieces: pieces(item))) }
    }

    // MARK: -

    private func pieces(_ range: Range<Int>) throws(FileError) -> Pieces {
        var result = Pieces()
        try result.add(range)
        return result
    }

    private func takeRest(_ frame: inout FrameBytes) throws(FileError) {
        let rest = try frame.rest()
        // One byte evens out the length of an item.
        if rest.count > 1 { try receive(PixelSpan(kind: .junk, pieces: rest)) }
    }
}

/// What a still image that tells its own end begins like.
enum StillFormat {
    case jpeg, jpeg2000, boxes

    init?(_ bytes: PixelBytes, _ item: Range<Int>) throws(FileError) {
        let head = try bytes.bytes(item.prefix(12))
        if head.starts(with: [0xFF, 0xD8]) {
            self = .jpeg
        } else if head.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
            self = .jpeg2000
        } else if head.starts(with: [0, 0, 0, 12]), head.suffix(4) == [0x0D, 0x0A, 0x87, 0x0A],
            ["jP  ", "JXL "].contains(String(decoding: head[4..<8], as: UTF8.self))
        {
            self = .boxes
        } else {
            return nil
        }
    }

    func walk(_ frame: inout FrameBytes, _ receive: @escaping PixelSpanReceiver) throws(FileError) {
        switch self {
        case .jpeg: try JPEGWalker.walk(&frame, receive)
        case .jpeg2000: try JPEG2000Walker.walk(&frame, receive)
        case .boxes: try BoxWalker.walk(&frame, receive)
        }
    }
}
