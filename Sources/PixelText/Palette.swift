// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel

/// The colours of a PALETTE COLOR image (PS3.3 section C.7.6.3.1.5), as gray of 16 bits.
struct Palette {
    let firstIndex: Int
    let gray: [UInt16]

    private static let most = 1 << 16

    /// - Returns: `nil` where a table is missing or cannot be read; the indices stand for themselves then.
    init?(_ file: DICOMFile, _ dataSet: DataSet) {
        var tables: [[UInt16]] = []
        var first = 0
        for colour in UInt16(1)...3 {
            guard let descriptor = dataSet.find(AttributeTag(0x0028, 0x1100 + colour)) else { return nil }
            let words = Self.words(Array(dataSet.value(of: descriptor)))
            guard words.count >= 3 else { return nil }
            let count = words[0] == 0 ? Self.most : Int(words[0])
            if colour == 1 { first = dataSet.number(.pixelRepresentation) == 1 ? Int(Int16(bitPattern: words[1])) : Int(words[1]) }
            guard let table = Self.table(colour, count: count, bits: Int(words[2]), file, dataSet) else { return nil }
            tables.append(table)
        }
        firstIndex = first
        let count = tables.map(\.count).min() ?? 0
        guard count > 0 else { return nil }
        gray = (0..<count).map { luminance(Int(tables[0][$0]), Int(tables[1][$0]), Int(tables[2][$0])) }
    }

    subscript(index: Int) -> UInt16 { gray[max(0, min(gray.count - 1, index - firstIndex))] }

    /// The index of the darkest entry, the lowest of several, of those that a sample can say.
    func darkest(in samples: ClosedRange<Int>) -> Int? {
        let indices = gray.indices.filter { samples.contains($0 + firstIndex) }
        return indices.min { (gray[$0], $0) < (gray[$1], $1) }.map { $0 + firstIndex }
    }

    private static func table(_ colour: UInt16, count: Int, bits: Int, _ file: DICOMFile, _ dataSet: DataSet) -> [UInt16]? {
        if let node = dataSet.find(AttributeTag(0x0028, 0x1200 + colour)), let bytes = bytes(node, file, dataSet) {
            let words = bytes.count >= 2 * count ? Self.words(bytes) : bytes.map(UInt16.init)
            let entries = Array(words.prefix(count))
            return scaled(entries, bits: bits)
        }
        guard let node = dataSet.find(AttributeTag(0x0028, 0x1220 + colour)), let bytes = bytes(node, file, dataSet) else { return nil }
        return scaled(segments(Self.words(bytes), count), bits: bits)
    }

    /// Entries of eight bits are written in the low or in the high byte of their words.
    private static func scaled(_ entries: [UInt16], bits: Int) -> [UInt16] {
        guard bits <= 8, entries.allSatisfy({ $0 <= 0xFF }) else { return entries }
        return entries.map { $0 * 257 }
    }

    /// Words have the lower byte first, whatever the file has.
    private static func bytes(_ node: Int, _ file: DICOMFile, _ dataSet: DataSet) -> [UInt8]? {
        guard dataSet.nodes[node].length <= 2 * most else { return nil }
        return dataSet.nodes[node].flags.contains(.large)
            ? try? file.read(node: node, offset: 0, count: dataSet.nodes[node].length) : Array(dataSet.value(of: node))
    }

    private static func words(_ bytes: [UInt8]) -> [UInt16] {
        stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0 + 1]) << 8 | UInt16(bytes[$0]) }
    }

    /// Discrete and linear segments (PS3.3 section C.7.9.2), and those that point back at them.
    private static func segments(_ words: [UInt16], _ count: Int) -> [UInt16] {
        var result: [UInt16] = []
        func take(_ start: Int, _ mayPoint: Bool) -> Int? {
            guard start + 1 < words.count else { return nil }
            let length = Int(words[start + 1])
            switch words[start] {
            case 0:
                guard start + 2 + length <= words.count else { return nil }
                result += words[(start + 2)..<(start + 2 + length)]
                return start + 2 + length
            case 1:
                guard start + 2 < words.count, let from = result.last, length > 0 else { return nil }
                let rise = Int(words[start + 2]) - Int(from)
                for step in 1...length { result.append(UInt16(clamping: Int(from) + rise * step / length)) }
                return start + 3
            case 2 where mayPoint:
                guard start + 3 < words.count else { return nil }
                var place = Int(words[start + 2]) | Int(words[start + 3]) << 16
                for _ in 0..<length where result.count < count {
                    guard let next = take(place, false) else { return nil }
                    place = next
                }
                return start + 4
            default: return nil
            }
        }
        var place = 0
        while result.count < count, let next = take(place, true) { place = next }
        return Array(result.prefix(count))
    }
}

/// Rec. 601, in integers.
func luminance(_ red: Int, _ green: Int, _ blue: Int) -> UInt16 { UInt16(clamping: (77 * red + 150 * green + 29 * blue) >> 8) }
