// SPDX-License-Identifier: Apache-2.0

/// What PS3.6 registers for one attribute.
public struct DictionaryEntry: Sendable, Hashable {
    public let tag: AttributeTag

    /// The VR, or the first of several that the standard allows.
    public let vr: ValueRepresentation

    /// The others, as in `US or SS or OW`. Usually empty.
    public let alternativeVRs: [ValueRepresentation]

    /// The Value Multiplicity as published: `1`, `1-n`, `2-2n`.
    public let vm: String

    /// Empty for a few retired attributes that no longer have a name.
    public let keyword: String

    public let isRetired: Bool
}

/// An attribute whose tag repeats: (50xx,eeee), (60xx,eeee) and the older ones (PS3.5 section 7.6).
public struct RepeatingDictionaryEntry: Sendable, Hashable {
    /// The entry at the lowest tag.
    public let entry: DictionaryEntry

    /// The bits of the tag that do not vary.
    public let mask: UInt32

    public var lower: AttributeTag { entry.tag }
    public var upper: AttributeTag { AttributeTag(number: entry.tag.number | ~mask & 0xFFFE_FFFF) }

    /// Every even group and every element from ``lower`` to ``upper`` belongs to it.
    public var isRange: Bool {
        let free = UInt16(truncatingIfNeeded: ~mask)
        return free & (free &+ 1) == 0
    }

    public func matches(_ tag: AttributeTag) -> Bool {
        tag.number & mask == lower.number && !tag.isGroupLength
    }
}

/// The registry of Data Elements (PS3.6 chapters 6 to 8), of our own: no privacy decision rests on a file found at run time.
///
/// Parsed on first use. Items and delimiters of group FFFE are not in it.
public enum DataDictionary {
    /// The entry of a standard attribute, repeating groups included; `nil` for private and unknown tags.
    public static func entry(for tag: AttributeTag) -> DictionaryEntry? {
        guard !tag.isPrivate else { return nil }
        if let index = position(of: tag) { return all[index] }
        guard let repeater = repeating.first(where: { $0.matches(tag) }) else { return nil }
        let entry = repeater.entry
        return DictionaryEntry(
            tag: tag, vr: entry.vr, alternativeVRs: entry.alternativeVRs, vm: entry.vm, keyword: entry.keyword,
            isRetired: entry.isRetired)
    }

    /// The VR of a standard attribute, or the first of several; `nil` for private and unknown tags.
    public static func vr(of tag: AttributeTag) -> ValueRepresentation? {
        guard !tag.isPrivate else { return nil }
        return position(of: tag).map { all[$0].vr } ?? repeating.first { $0.matches(tag) }?.entry.vr
    }

    /// The tag of a keyword such as `PatientName`; `nil` for the keyword of a repeating group, which has many tags.
    public static func tag(forKeyword keyword: String) -> AttributeTag? { tagsByKeyword[keyword] }

    /// Every entry that has one tag, in tag order.
    public static let all: [DictionaryEntry] = {
        var result: [DictionaryEntry] = []
        result.reserveCapacity(5200)
        EmbeddedTable(entryText).forEachRow { result.append($0.dictionaryEntry()) }
        return result
    }()

    /// Every entry whose tag repeats.
    public static let repeating: [RepeatingDictionaryEntry] = {
        var result: [RepeatingDictionaryEntry] = []
        EmbeddedTable(repeatingText).forEachRow { row in
            let lower = row.tag()
            let mask = row.hexadecimal()
            result.append(RepeatingDictionaryEntry(entry: row.dictionaryEntry(at: lower), mask: mask))
        }
        return result
    }()

    private static let tagsByKeyword: [String: AttributeTag] = {
        var result: [String: AttributeTag] = [:]
        result.reserveCapacity(all.count)
        for entry in all where !entry.keyword.isEmpty { result[entry.keyword] = entry.tag }
        return result
    }()

    private static func position(of tag: AttributeTag) -> Int? {
        all.withUnsafeBufferPointer { entries in
            var low = 0
            var high = entries.count
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].tag < tag { low = middle + 1 } else { high = middle }
            }
            return low < entries.count && entries[low].tag == tag ? low : nil
        }
    }
}

extension EmbeddedRow {
    fileprivate mutating func dictionaryEntry() -> DictionaryEntry {
        let lower = tag()
        return dictionaryEntry(at: lower)
    }

    fileprivate mutating func dictionaryEntry(at tag: AttributeTag) -> DictionaryEntry {
        let (vr, others) = valueRepresentations()
        return DictionaryEntry(
            tag: tag, vr: vr!, alternativeVRs: others, vm: string(), keyword: string(), isRetired: contains("R"))
    }
}
