// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import Glibc

/// The last search before a header is written: what the file knows of its own patient must not be left in what stays.
struct Gate {
    private let subject: Subject
    private let source: IdentifierSet
    private let large: LargeValueReader
    private var known: KnownIdentifiers { source.identifiers }
    private var binary: BinaryNeedles { source.binary }

    init(_ subject: Subject, known: IdentifierSet, large: LargeValueReader) {
        self.subject = subject
        source = known
        self.large = large
    }

    /// Cleans the elements in which an identifier is left.
    func apply(to plan: inout ActionPlan) {
        let isKept = { (index: Int) in plan.decisions[index].change == .none }
        let text = textHits(isKept)
        let blobs = blobs(isKept)
        for (index, hits) in text { plan.decisions[index] = cleaned(index, hits.map { known.needles[$0] }) }
        for index in variantCandidates({ plan.decisions[$0].change == .none }) {
            if let decision = withoutVariants(index) { plan.decisions[index] = decision }
        }
        for index in blobs { if let decision = searchedBlob(index) { plan.decisions[index] = decision } }
    }

    /// Whether anything known is left in the elements that are wanted.
    func firstHit(_ isWanted: (Int) -> Bool) -> Int? {
        textHits(isWanted).first?.node ?? blobs(isWanted).first { searchedBlob($0) != nil }
    }

    private func blobs(_ isWanted: (Int) -> Bool) -> [Int] {
        candidates(isWanted).filter { isBinary(subject.dataSet.nodes[$0]) || subject.dataSet.nodes[$0].flags.contains(.large) }
    }

    private func candidates(_ isWanted: (Int) -> Bool) -> [Int] {
        subject.dataSet.nodes.indices.filter { index in
            let node = subject.dataSet.nodes[index]
            return node.kind == .element && node.length > 0 && isSearched(node) && isWanted(index)
        }
    }

    private func textHits(_ isWanted: (Int) -> Bool) -> [(node: Int, needles: [Int])] {
        guard !known.needles.isEmpty else { return [] }
        var haystack = Haystack()
        for index in candidates(isWanted) where !isBinary(subject.dataSet.nodes[index]) && !subject.dataSet.nodes[index].flags.contains(.large) {
            for reading in readings(of: index) { haystack.add(reading, from: index) }
        }
        return haystack.hits(of: known.needles).filter { hit in isLeak(hit.node, hit.needles) }
    }

    private func isBinary(_ node: DataSet.Node) -> Bool { !node.vr.isText }

    /// Bytes that hold an identifier are blanked where they stand, so that what is around them stays readable.
    /// - Returns: `nil` where nothing is found.
    private func searchedBlob(_ index: Int) -> Decision? {
        let node = subject.dataSet.nodes[index]
        if node.flags.contains(.encapsulated) { return .remove(.structure) }
        if node.flags.contains(.large) { return searchedLarge(index, node) }
        var bytes = Array(subject.dataSet.value(of: index))
        if node.tag.isPrivate, holdsCompressedText(bytes) { return .remove(.privateElement) }
        let hits = binary.ranges(in: bytes)
        guard let first = hits.first else { return nil }
        guard [.OB, .OW, .UN].contains(node.vr) else { return .remove(.gate(first.kind)) }
        for hit in hits { for position in hit.range { bytes[position] = UInt8(ascii: "X") } }
        return Decision(.clean, .value(bytes, node.vr), .gate(first.kind))
    }

    private func searchedLarge(_ index: Int, _ node: DataSet.Node) -> Decision? {
        var found: KnownIdentifierKind?
        var isCompressed = false
        let isRead = large.forEachChunk(of: index, length: node.length) { chunk in
            isCompressed = isCompressed || node.tag.isPrivate && holdsCompressedText(chunk)
            if found == nil { found = binary.ranges(in: chunk).first?.kind ?? textKind(in: chunk, node) }
            return found == nil && !isCompressed
        }
        if let found { return .remove(.gate(found)) }
        if isCompressed { return .remove(.privateElement) }
        return isRead ? nil : .remove(.structure)
    }

    private func textKind(in chunk: [UInt8], _ node: DataSet.Node) -> KnownIdentifierKind? {
        guard node.vr.isText else { return nil }
        let text = folded(subject.characterSet.decodeLeniently(chunk, as: node.vr))
        return known.needles.first { find($0, in: text) != nil }?.kind
    }

    /// A gzip member inside a private blob, as in protocol blocks: what it says cannot be searched.
    private func holdsCompressedText(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 20 else { return false }
        return (0..<bytes.count - 3).contains { bytes[$0] == 0x1F && bytes[$0 + 1] == 0x8B && bytes[$0 + 2] == 0x08 && bytes[$0 + 3] & 0xE0 == 0 }
    }

    /// Free text in which a spelling may stand that only the free-text core knows: one with words or numbers in it.
    private func variantCandidates(_ isWanted: (Int) -> Bool) -> [Int] {
        candidates(isWanted).filter { index in
            let node = subject.dataSet.nodes[index]
            return node.vr.isFreeText && !node.flags.contains(.large) && node.length >= 4 && ![.manufacturer, .manufacturerModelName].contains(node.tag)
        }
    }

    private func withoutVariants(_ index: Int) -> Decision? {
        let text = trimmed(subject.decoded(index))
        guard !text.isEmpty, source.holdsVariant(text) else { return nil }
        let context = ElementContext(
            index: index, item: subject.dataSet.nodes[index].parent, path: subject.dataSet.path(to: index),
            facts: AttributeFacts(subject.dataSet.nodes[index].tag, rules: []), subject: subject)
        let decision = context.cleanText(.gate(.patientName)) ?? .remove(.gate(.patientName))
        // What the gate found and the cleaner would leave has to go as a whole.
        return decision.change == .none ? context.isRequiredText ? context.dummy(.gate(.patientName)) : context.empty(.gate(.patientName)) : decision
    }

    /// A value of a closed vocabulary says nothing about a person who happens to be called like it.
    private func isLeak(_ index: Int, _ hits: [Int]) -> Bool {
        let node = subject.dataSet.nodes[index]
        if node.tag == .manufacturer || node.tag == .manufacturerModelName { return hits.contains { known.needles[$0].kind != .institution } }
        if node.tag == .sopClassUID || node.vr == .UI && subject.dataSet.uids(at: index).allSatisfy({ $0.isEmpty || UIDRegistry.kind(of: $0) != nil }) { return false }
        if [.DS, .IS, .DA, .DT].contains(node.vr) { return isWholeNumber(index, hits) }
        guard node.vr == .CS else { return true }
        let values = ElementContext.values(of: index, subject)
        return values.contains { value in
            let text = folded(value)
            return !ClosedVocabulary.isTerm(value, text, of: node.tag) && hits.contains { find(known.needles[$0], in: text) != nil }
        }
    }

    /// A number is an identifier only if it is one from end to end, and too long to be a coincidence.
    private func isWholeNumber(_ index: Int, _ hits: [Int]) -> Bool {
        let values = ElementContext.values(of: index, subject).map { folded($0) }
        return hits.contains { hit in
            let needle = known.needles[hit]
            return needle.bytes.count >= 6 && values.contains { $0 == needle.bytes || subject.dataSet.nodes[index].vr == .DT && $0.starts(with: needle.bytes) }
        }
    }

    private func isSearched(_ node: DataSet.Node) -> Bool {
        if node.tag == .specificCharacterSet { return false }
        switch node.vr {
        case .DA, .DT, .IS, .DS: return node.length >= 4
        // Numbers as such say nothing, but text sent under their name does.
        case .US, .SS, .UL, .SL, .FL, .FD, .AT, .SV, .UV: return node.length >= 5
        default: return true
        }
    }

    /// The value as a person would read it, in the set it declares and in those it may really be in.
    private func readings(of index: Int) -> [[UInt8]] {
        let node = subject.dataSet.nodes[index]
        let bytes = subject.dataSet.value(of: index)
        if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return [folded(String(decoding: bytes, as: UTF8.self))] }
        return subject.characterSet(at: index).readings(bytes, as: node.vr).map { folded($0) }
    }

    /// Cuts what was found out of free text; anything else goes as a whole.
    private func cleaned(_ index: Int, _ needles: [KnownIdentifiers.Needle]) -> Decision {
        let node = subject.dataSet.nodes[index]
        let reason = Reason.gate(needles[0].kind)
        let context = ElementContext(
            index: index, item: node.parent, path: subject.dataSet.path(to: index), facts: AttributeFacts(node.tag, rules: []), subject: subject)
        guard node.vr.isText else { return .remove(reason) }
        if node.vr == .UI { return context.mapAllUIDs(reason) }
        let values = context.trimmedValues()
        let isWhole = !node.vr.isFreeText || node.tag == .codeValue || node.tag == .codeMeaning
        let cut = values.map { value -> String in
            let text = folded(value)
            guard needles.contains(where: { find($0, in: text) != nil }), node.vr != .CS || !ClosedVocabulary.isTerm(value, text, of: node.tag) else { return value }
            return isWhole ? "" : RemainingText(value).without(needles)
        }
        var left = cut
        while left.last == "" { left.removeLast() }
        if left.allSatisfy(\.isEmpty) {
            return isRequiredInCode(node.tag) || node.tag == .modality ? context.dummy(reason) : Decision(.empty, .value([], node.vr), reason)
        }
        return Decision(.clean, .value(subject.encoded(left.joined(separator: "\\"), node.vr, at: index), node.vr), reason)
    }

    private func isRequiredInCode(_ tag: AttributeTag) -> Bool {
        [.codeValue, .codingSchemeDesignator, .codeMeaning].contains(tag)
    }
}

/// The position of a needle whose surroundings fit, in folded text.
func find(_ needle: KnownIdentifiers.Needle, in bytes: [UInt8], from start: Int = 0) -> Int? {
    let length = needle.bytes.count
    var position = start
    while position + length <= bytes.count {
        let found: Int? = bytes.withUnsafeBytes { haystack in
            guard let hit = memchr(haystack.baseAddress! + position, Int32(needle.bytes[0]), haystack.count - position - length + 1) else { return nil }
            return UnsafeRawPointer(hit) - haystack.baseAddress!
        }
        guard let found else { return nil }
        if bytes[found..<found + length].elementsEqual(needle.bytes), needle.boundary.fits(bytes, found..<found + length) { return found }
        position = found + 1
    }
    return nil
}

extension KnownIdentifiers.Boundary {
    func fits(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0x20
        let after = range.upperBound < text.count ? text[range.upperBound] : 0x20
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        switch self {
        case .none: return true
        case .digits: return !isDigit(before) && !isDigit(after)
        case .word:
            // A letter next to a digit is a boundary too: `MRN00123456`, `SMITH2`.
            return !touches(before, text[range.lowerBound]) && !touches(text[range.upperBound - 1], after)
        }
    }

    private func touches(_ left: UInt8, _ right: UInt8) -> Bool {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard isLatinAlphanumeric(left), isLatinAlphanumeric(right) else { return false }
        return isDigit(left) == isDigit(right)
    }
}

extension ConfidentialityEngine {
    /// Searches a Data Set that was written for the identifiers known from the one it was made of.
    /// - Parameter computed: Attributes with values of the plan's own making, which are not searched.
    /// - Returns: The first attribute in which one is left.
    public func firstSurvivor(
        in written: DataSet, plan: ActionPlan, besides computed: Set<AttributeTag>, large: LargeValueReader
    ) -> AttributeTag? {
        let subject = Subject(written, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""), identity: identity, profile: profile, text: text)
        subject.prepare(plan.known)
        let gate = Gate(subject, known: plan.known, large: large)
        return gate.firstHit { !computed.contains(written.nodes[$0].tag) }.map { written.nodes[$0].tag }
    }
}
