// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// The items of an encapsulated value, one after the other. They were counted out when the file was read.
struct Items: FramePieces {
    /// Behind the last item.
    private(set) var position = 0
    /// Whether any of them held a byte.
    private(set) var hasContent = false

    mutating func next(_ bytes: PixelBytes) throws(FileError) -> Range<Int>? {
        guard bytes.length - position >= 8 else { return nil }
        let head = try bytes.bytes(position..<position + 8)
        guard head.starts(with: [0xFE, 0xFF, 0x00, 0xE0]) else { return nil }
        let length = head[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.length - position - 8 else { throw .malformed }
        defer { position += 8 + length }
        return position + 8..<position + 8 + length
    }

    /// The next that is not empty.
    mutating func nextFilled(_ bytes: PixelBytes) throws(FileError) -> Range<Int>? {
        while let item = try next(bytes) {
            guard !item.isEmpty else { continue }
            hasContent = true
            return item
        }
        return nil
    }
}

/// The items of one frame: its first, and those that follow until another frame begins.
struct ItemsOfFrame: FramePieces {
    private var first: Range<Int>?
    /// What follows the items that were taken.
    private(set) var items: Items
    /// Where in the value the next frame begins; `nil` where the items themselves tell.
    var limit: Int?

    init(first: Range<Int>, items: Items) {
        self.first = first
        self.items = items
    }

    mutating func next(_ bytes: PixelBytes) throws(FileError) -> Range<Int>? {
        if let first {
            self.first = nil
            return first
        }
        var ahead = items
        guard let item = try ahead.next(bytes) else { return nil }
        if let limit {
            guard item.lowerBound < limit else { return nil }
        } else if !item.isEmpty, try StillFormat(bytes, item) != nil {
            return nil
        }
        items = ahead
        return item
    }
}

/// The Basic Offset Table (PS3.5 section A.4): the first item, which says where each frame begins.
struct OffsetTable {
    /// Of its content, in the value.
    let range: Range<Int>
    private let bytes: PixelBytes

    init(_ bytes: PixelBytes) {
        self.bytes = bytes
        var items = Items()
        range = (try? items.next(bytes)) ?? 8..<8
    }

    /// Whether it points at the beginnings of items, in order from the first, once for each frame.
    mutating func isTrue(frames: Int) throws(FileError) -> Bool {
        guard range.count == 4 * frames else { return false }
        return try Self.isTrue(frames: frames, firstItem: range.upperBound, bytes) { (index) throws(FileError) in try offset(index) }
    }

    /// Where the item after a frame's last begins, in the value.
    func start(of frame: Int) throws(FileError) -> Int? {
        4 * frame < range.count ? range.upperBound + (try offset(frame)) : nil
    }

    private func offset(_ index: Int) throws(FileError) -> Int {
        try bytes.bytes(range.lowerBound + 4 * index..<range.lowerBound + 4 * index + 4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The same for any table of offsets, counted from the first item behind the Basic Offset Table.
    static func isTrue(frames: Int, firstItem: Int, _ bytes: PixelBytes, _ offset: (Int) throws(FileError) -> Int) throws(FileError) -> Bool {
        var items = Items()
        _ = try items.next(bytes)
        guard try offset(0) == 0 else { return false }
        for index in 0..<frames {
            let wanted = try offset(index)
            guard wanted >= items.position - firstItem else { return false }
            while items.position - firstItem < wanted { guard try items.next(bytes) != nil else { return false } }
            guard items.position - firstItem == wanted, try items.next(bytes) != nil else { return false }
        }
        return true
    }
}
