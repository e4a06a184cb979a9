// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel

/// Known identifiers as they may stand in bytes that are no text: UN, OB and private blobs.
struct BinaryNeedles {
    struct Needle {
        let bytes: [UInt8]
        let kind: KnownIdentifierKind
    }

    private(set) var needles: [Needle] = []
    private var seen: Set<[UInt8]> = []

    /// Shorter ones turn up by chance.
    private static let shortest = 4

    init(_ known: KnownIdentifiers, declared: SpecificCharacterSet) {
        let sets = [declared] + ["GB18030", "ISO_IR 192", "ISO_IR 100", "ISO_IR 13", "ISO 2022 IR 149"].map { SpecificCharacterSet(terms: [$0]) }
        for (text, kind) in known.spellings {
            for set in sets { if let bytes = set.encode(text, as: .LT) { add(bytes, kind) } }
            for bytes in SpecificCharacterSet.foreignEncodings(of: text) { add(bytes, kind) }
            let units = Array(text.utf16)
            guard units.count >= 3 || units.contains(where: { $0 > 0x2E80 }) else { continue }
            add(units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, kind)
            add(units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, kind)
        }
    }

    private mutating func add(_ bytes: [UInt8], _ kind: KnownIdentifierKind) {
        let lower = lowercasedASCII(bytes)
        guard lower.count >= Self.shortest, seen.insert(lower).inserted else { return }
        needles.append(Needle(bytes: lower, kind: kind))
    }

    /// Where needles stand in the bytes.
    func ranges(in bytes: some Collection<UInt8>) -> [(range: Range<Int>, kind: KnownIdentifierKind)] {
        let text = lowercasedASCII(bytes)
        var result: [(Range<Int>, KnownIdentifierKind)] = []
        for needle in needles {
            let searched = KnownIdentifiers.Needle(bytes: needle.bytes, kind: needle.kind, boundary: .none)
            var position = 0
            while let hit = find(searched, in: text, from: position) {
                position = hit + needle.bytes.count
                if isWhole(text, hit..<position) { result.append((hit..<position, needle.kind)) }
            }
        }
        return result
    }

    /// Letters of the same kind must not touch a short hit: `Lee` in `Sleep` is nobody.
    private func isWhole(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        range.count > 6 || KnownIdentifiers.Boundary.word.fits(text, range)
    }
}

private func lowercasedASCII(_ bytes: some Collection<UInt8>) -> [UInt8] {
    bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}

/// Values that the plan needs but the Data Set leaves in the file.
public struct LargeValueReader {
    /// - Parameters: the node, the offset in its value, and how many bytes.
    let read: (Int, Int, Int) -> [UInt8]?

    /// Whether values of several bytes have the highest first.
    let isBigEndian: Bool

    public init(isBigEndian: Bool = false, _ read: @escaping (Int, Int, Int) -> [UInt8]?) {
        self.isBigEndian = isBigEndian
        self.read = read
    }

    /// Without a file: large values cannot be searched, and do not stay.
    public static var none: LargeValueReader { LargeValueReader { _, _, _ in nil } }

    private static let chunk = 1 << 16
    static let overlap = 512

    /// Hands the value over in overlapping pieces.
    /// - Returns: `false` where it cannot be read, or `body` returned `false`.
    func forEachChunk(of node: Int, length: Int, _ body: ([UInt8]) -> Bool) -> Bool {
        var offset = 0
        while offset < length {
            let count = min(Self.chunk, length - offset)
            guard let bytes = read(node, offset, count), body(bytes) else { return false }
            offset += count < Self.chunk ? count : count - Self.overlap
        }
        return true
    }
}
