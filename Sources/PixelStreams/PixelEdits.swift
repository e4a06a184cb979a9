// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import Engine
internal import Profiles

/// Decides what happens to the spans of one encapsulated value, and collects it.
final class PixelEdits {
    private let bytes: PixelBytes
    private let policy: PixelSegmentPolicy
    private let holdsKnownIdentifier: ([UInt8]) -> Bool
    private(set) var account = PixelAccount()
    private var edits: [PixelEdit] = []
    /// Tiles of a slide all say the same.
    private var lastClean: [UInt8] = []

    private static let mostEdits = 1 << 20
    private static let chunk = 1 << 16
    /// How much of a fragment is searched at each end.
    private static let seam = 1 << 12

    init(_ bytes: PixelBytes, _ policy: PixelSegmentPolicy, _ holdsKnownIdentifier: @escaping ([UInt8]) -> Bool) {
        self.bytes = bytes
        self.policy = policy
        self.holdsKnownIdentifier = holdsKnownIdentifier
    }

    /// A Basic Offset Table that does not point at the frames is emptied: readers find them without.
    func checkTable(frames: Int) throws(FileError) {
        var table = OffsetTable(bytes)
        guard !table.range.isEmpty, try !table.isTrue(frames: frames) else { return }
        try add(PixelEdit(table.range.lowerBound - 4..<table.range.lowerBound, fill: 0))
        try add(PixelEdit(table.range, fill: nil))
        account.cutBytes += table.range.count
        account.cutsInside = true
    }

    /// The delimiter has no length (PS3.5 section 7.5).
    func checkDelimiter() throws(FileError) {
        let length = bytes.length - 4..<bytes.length
        guard bytes.length >= 8, try bytes.bytes(bytes.length - 8..<bytes.length - 4) == [0xFE, 0xFF, 0xDD, 0xE0],
            try bytes.bytes(length) != [0, 0, 0, 0]
        else { return }
        try add(PixelEdit(length, fill: 0))
        account.zeroedBytes += 4
    }

    func take(_ span: PixelSpan) throws(FileError) {
        switch span.kind {
        case .junk:
            guard try saysSomething(span, allowed: 0) else { return }
            try blank(span)
            account.zeroedBytes += span.pieces.count
        case .sealed, .opaque:
            if span.kind == .opaque { account.isOpaque = true }
            // Among coded data the letters of short words stand by chance; what is written there stands in a run of them.
            if try isIdentified(span, runs: true) { account.holdsIdentifier = true }
        default:
            guard policy != .keep, try saysSomething(span, allowed: nil) else { return }
            // What cannot be searched is not let through.
            var goes = policy == .all || span.kind == .compressedBox || span.kind == .time
            if !goes { goes = try isIdentified(span, runs: false) }
            guard goes else { return }
            try blank(span)
            account.blankedBytes += span.pieces.count
        }
    }

    /// Searches what stays where fragments of one frame meet: a text between them is taken for coded data. In a video nothing tells where the last
    /// picture ends.
    func searchSeams(isVideo: Bool) throws(FileError) {
        var gone = try ordered()[...]
        var items = Items()
        _ = try items.next(bytes)  // the offset table
        var last = 0..<0
        while let item = try items.nextFilled(bytes) {
            gone = gone.drop { $0.range.upperBound <= last.lowerBound }
            var goesOn = isVideo
            if !goesOn, !last.isEmpty { goesOn = try StillFormat(bytes, item) == nil }
            for part in [last.suffix(Self.seam), item.prefix(Self.seam), item.suffix(Self.seam)] where goesOn && !account.holdsIdentifier {
                var left = try bytes.bytes(part)
                for edit in gone.prefix(while: { $0.range.lowerBound < part.upperBound }) where edit.range.overlaps(part) {
                    for place in edit.range.clamped(to: part) { left[place - part.lowerBound] = 0x0A }
                }
                account.holdsIdentifier = holdsKnownIdentifier(TextRuns.of(left))
            }
            last = item
        }
    }

    func ordered() throws(FileError) -> [PixelEdit] {
        edits.sort { $0.range.lowerBound < $1.range.lowerBound }
        var result: [PixelEdit] = []
        for edit in edits {
            let start = max(edit.range.lowerBound, result.last?.range.upperBound ?? 0)
            if start < edit.range.upperBound { result.append(PixelEdit(start..<edit.range.upperBound, fill: edit.fill)) }
        }
        return result
    }

    private func blank(_ span: PixelSpan) throws(FileError) {
        for range in span.pieces.ranges { try add(PixelEdit(range, fill: span.fill)) }
    }

    private func add(_ edit: PixelEdit) throws(FileError) {
        guard edits.count < Self.mostEdits else { throw .malformed }
        edits.append(edit)
    }

    /// A byte again and again says nothing.
    private func saysSomething(_ span: PixelSpan, allowed: UInt8?) throws(FileError) -> Bool {
        guard let first = span.pieces.ranges.first else { return false }
        var filler = allowed ?? 0
        if allowed == nil { filler = try bytes.byte(at: first.lowerBound) }
        for range in span.pieces.ranges {
            var offset = range.lowerBound
            while offset < range.upperBound {
                let piece = try bytes.bytes(offset..<min(range.upperBound, offset + Self.chunk))
                if piece.contains(where: { $0 != filler }) { return true }
                offset += piece.count
            }
        }
        return allowed == nil && span.pieces.count == 1
    }

    private func isIdentified(_ span: PixelSpan, runs: Bool) throws(FileError) -> Bool {
        let holds = { (bytes: [UInt8]) in self.holdsKnownIdentifier(runs ? TextRuns.of(bytes) : bytes) }
        var text: [UInt8] = []
        for range in span.pieces.ranges {
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = min(Self.chunk - text.count, range.upperBound - offset)
                text += try bytes.bytes(offset..<offset + count)
                offset += count
                guard text.count == Self.chunk else { continue }
                if holds(text) { return true }
                text.removeFirst(text.count - IdentifierSearch.longestIdentifierInBytes)
            }
        }
        if !runs, text == lastClean { return false }
        if holds(text) { return true }
        if !runs, span.pieces.count < Self.chunk { lastClean = text }
        return false
    }
}

/// What could be text among coded bytes: runs of characters of ASCII, of one byte or two, and runs of bytes above it.
enum TextRuns {
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        runs(bytes, shortest: 8) { (0x20...0x7E).contains($0) || $0 == 0 } + runs(bytes, shortest: 6) { $0 >= 0x80 }
    }

    private static func runs(_ bytes: [UInt8], shortest: Int, _ isText: (UInt8) -> Bool) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        var letters = 0
        for position in 0...bytes.count {
            if position < bytes.count, isText(bytes[position]) {
                if bytes[position] != 0 { letters += 1 }
                continue
            }
            if letters >= shortest { result += bytes[start..<position] + [0x0A] }
            start = position + 1
            letters = 0
        }
        return result
    }
}

extension PixelAccount {
    mutating func add(_ other: PixelAccount) {
        cutBytes += other.cutBytes
        blankedBytes += other.blankedBytes
        zeroedBytes += other.zeroedBytes
        clearedBytes += other.clearedBytes
        isOpaque = isOpaque || other.isOpaque
        holdsIdentifier = holdsIdentifier || other.holdsIdentifier
        cutsInside = cutsInside || other.cutsInside
    }
}
