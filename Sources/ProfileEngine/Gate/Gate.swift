// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel

/// The last search before a header is written: what the file knows of its own patient must not be left in what stays.
struct Gate {
    let subject: Subject
    let source: IdentifierSet
    let large: LargeValueReader
    var known: KnownIdentifiers { source.identifiers }
    var binary: BinaryNeedles { source.binary }

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
        for index in candidates({ plan.decisions[$0].change == .none }) {
            if let decision = withoutWholeValues(index) { plan.decisions[index] = decision }
        }
        for index in variantCandidates({ plan.decisions[$0].change == .none }) {
            if let decision = withoutVariants(index) { plan.decisions[index] = decision }
        }
        for index in plan.decisions.indices where plan.decisions[index].action == .clean {
            if let decision = searchedAgain(index, plan.decisions[index]) { plan.decisions[index] = decision }
        }
        for index in blobs { if let decision = searchedBlob(index) { plan.decisions[index] = decision } }
    }

    /// Whether anything known is left in the elements that are wanted.
    func firstHit(_ isWanted: (Int) -> Bool) -> Int? {
        textHits(isWanted).first?.node ?? candidates(isWanted).first { withoutWholeValues($0) != nil } ?? blobs(isWanted).first { searchedBlob($0) != nil }
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
        return haystack.hits(of: known.needles).filter { hit in isLeak(hit.node, hit.needles) && !isOnlyWords(hit.node, hit.needles) }
    }

    /// Names that are words too, in a text that the free-text core leaves as it is: `Baker cyst` of Ms Baker.
    private func isOnlyWords(_ index: Int, _ hits: [Int]) -> Bool {
        let node = subject.dataSet.nodes[index]
        guard hits.allSatisfy({ known.needles[$0].isWord }), node.vr.isFreeText, node.tag != .codeValue else { return false }
        return context(index).cleanText(.notListed)?.change == Change.none
    }

    private func isBinary(_ node: DataSet.Node) -> Bool { !node.vr.isText }
    /// Free text in which a spelling may stand that only the free-text core knows: one with words or numbers in it.
    private func variantCandidates(_ isWanted: (Int) -> Bool) -> [Int] {
        candidates(isWanted).filter { index in
            let node = subject.dataSet.nodes[index]
            return (node.vr.isFreeText || [.CS, .AE, .UR].contains(node.vr)) && !node.flags.contains(.large) && node.length >= 4
                && ![.manufacturer, .manufacturerModelName, .modality].contains(node.tag)
        }
    }

    private func withoutVariants(_ index: Int) -> Decision? {
        let text = trimmed(subject.decoded(index))
        guard !text.isEmpty, !ElementContext.values(of: index, subject).allSatisfy({ subject.isTerm($0, at: index) }), source.holdsVariant(text) else { return nil }
        let context = context(index)
        guard context.node.vr.isFreeText else { return context.empty(.gate(.patientName)) }
        let decision = context.cleanText(.gate(.patientName)) ?? .remove(.gate(.patientName))
        // What the gate found and the cleaner would leave has to go as a whole.
        return decision.change == .none ? context.isRequiredText ? context.dummy(.gate(.patientName)) : context.empty(.gate(.patientName)) : decision
    }

    /// A value that is from end to end what would be a common word inside a text.
    private func withoutWholeValues(_ index: Int) -> Decision? {
        let node = subject.dataSet.nodes[index]
        guard !known.wholeValues.isEmpty, node.vr.isFreeText || node.vr == .AE, node.length <= 128, !node.tag.isPrivateCreator,
            ![.manufacturer, .manufacturerModelName].contains(node.tag)
        else { return nil }
        var kind: KnownIdentifierKind?
        let left = ElementContext.values(of: index, subject).map { value -> String in
            guard let found = wholeValue(value), !subject.isTerm(value, at: index) else { return value }
            kind = found
            return ""
        }
        guard let kind else { return nil }
        let context = context(index)
        if left.allSatisfy(\.isEmpty) { return context.isRequiredText ? context.dummy(.gate(kind)) : context.empty(.gate(kind)) }
        return Decision(.clean, .value(subject.encoded(left.joined(separator: "\\"), node.vr, at: index), node.vr), .gate(kind))
    }

    /// What the cleaner left in a text is searched like any other text.
    private func searchedAgain(_ index: Int, _ decision: Decision) -> Decision? {
        guard case .value(let bytes, let vr) = decision.change, vr.isFreeText, !bytes.isEmpty else { return nil }
        let text = subject.unicodeNodes.contains(index) ? String(decoding: bytes, as: UTF8.self) : subject.characterSet(at: index).decodeLeniently(bytes, as: vr)
        var kind: KnownIdentifierKind?
        let left = (vr.separatesValues ? text.split(separator: "\\", omittingEmptySubsequences: false).map(String.init) : [text]).map { value -> String in
            if subject.isTerm(value, at: index) { return value }
            let found = folded(value)
            let hits = known.needles.filter { !$0.isWord && find($0, in: found) != nil }
            let cut = hits.isEmpty ? value : RemainingText(value).without(hits)
            kind = hits.first?.kind ?? wholeValue(cut) ?? kind
            return wholeValue(cut) == nil ? cut : ""
        }
        guard let kind else { return nil }
        let context = context(index)
        if left.allSatisfy(\.isEmpty) { return context.isRequiredText ? context.dummy(.gate(kind)) : context.empty(.gate(kind)) }
        return Decision(.clean, .value(subject.encoded(left.joined(separator: "\\"), vr, at: index), vr), .gate(kind))
    }

    private func wholeValue(_ text: String) -> KnownIdentifierKind? {
        let bytes = folded(text)
        let isInside = { (byte: UInt8) in isLatinAlphanumeric(byte) || byte >= 0x80 }
        guard let first = bytes.firstIndex(where: isInside), let last = bytes.lastIndex(where: isInside) else { return nil }
        return known.wholeValues[Array(bytes[first...last])]
    }

    private func context(_ index: Int) -> ElementContext {
        let node = subject.dataSet.nodes[index]
        return ElementContext(
            index: index, item: node.parent, path: subject.dataSet.path(to: index), facts: AttributeFacts(node.tag, rules: []), subject: subject)
    }

    /// A value of a closed vocabulary says nothing about a person who happens to be called like it.
    private func isLeak(_ index: Int, _ hits: [Int]) -> Bool {
        let node = subject.dataSet.nodes[index]
        if node.tag == .manufacturer || node.tag == .manufacturerModelName { return hits.contains { known.needles[$0].kind != .institution } }
        // An age is generalized or kept by what a profile says of ages.
        if node.tag == .patientAge { return false }
        if node.vr == .TM, isTime(trimmed(subject.decoded(index))) { return false }
        if node.tag == .sopClassUID || node.vr == .UI && subject.dataSet.uids(at: index).allSatisfy({ $0.isEmpty || UIDRegistry.kind(of: $0) != nil }) { return false }
        if [.DS, .IS, .DA, .DT].contains(node.vr) { return isWholeNumber(index, hits) }
        let values = ElementContext.values(of: index, subject).map { ($0, folded($0)) }
        let open = values.filter { !subject.isTerm($0.0, at: index) }
        guard open.count < values.count else { return true }
        // What no value shows was found in another reading of the bytes.
        return hits.contains { hit in
            let isIn = { (value: (String, [UInt8])) in find(known.needles[hit], in: value.1) != nil }
            return open.contains(where: isIn) || !values.contains(where: isIn)
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
        if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B && $0 != 0 }) || subject.isPlainButForPadding(bytes) { return [folded(String(decoding: bytes, as: UTF8.self))] }
        var result = subject.characterSet(at: index).readings(bytes, as: node.vr).map { folded($0) }
        let narrow = bytes.filter { $0 != 0 }
        for isBigEndian in node.length >= 4 && node.length % 2 == 0 ? [false, true] : [] { result.append(folded(wideText(bytes, isBigEndian))) }
        if narrow.count < bytes.count { result.append(folded(subject.characterSet(at: index).decodeLeniently(narrow, as: node.vr))) }
        return result
    }

    private func wideText(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) -> String {
        var units: [UInt16] = []
        var place = bytes.startIndex
        while place + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
            place += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Cuts what was found out of free text; anything else goes as a whole.
    private func cleaned(_ index: Int, _ needles: [KnownIdentifiers.Needle]) -> Decision {
        let node = subject.dataSet.nodes[index]
        let reason = Reason.gate(needles[0].kind)
        let context = context(index)
        guard node.vr.isText else { return .remove(reason) }
        if node.vr == .UI { return context.mapAllUIDs(reason) }
        let values = context.trimmedValues()
        let isWhole = !node.vr.isFreeText || node.tag == .codeValue || node.tag == .codeMeaning
        let cut = values.map { value -> String in
            let text = folded(value)
            guard needles.contains(where: { find($0, in: text) != nil }), !subject.isTerm(value, at: index) else { return value }
            return isWhole ? "" : RemainingText(value).without(needles)
        }
        // What was found in another reading than the likely one cannot be cut out of it.
        if cut == values || isFound(needles, in: subject.encoded(cut.joined(separator: "\\"), node.vr, at: index), index) {
            return context.isRequiredText ? context.dummy(reason) : Decision(.empty, .value([], node.vr), reason)
        }
        var left = cut
        while left.last == "" { left.removeLast() }
        if left.allSatisfy(\.isEmpty) {
            return context.isRequiredText || node.tag == .modality ? context.dummy(reason) : Decision(.empty, .value([], node.vr), reason)
        }
        return Decision(.clean, .value(subject.encoded(left.joined(separator: "\\"), node.vr, at: index), node.vr), reason)
    }

    private func isFound(_ needles: [KnownIdentifiers.Needle], in bytes: [UInt8], _ index: Int) -> Bool {
        let node = subject.dataSet.nodes[index]
        guard node.vr != .CS else { return false }
        return subject.characterSet(at: index).readings(bytes, as: node.vr).contains { reading in
            let text = folded(reading)
            return needles.contains { find($0, in: text) != nil }
        }
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

extension Subject {
    /// ASCII with NULs behind it only, as padding.
    fileprivate func isPlainButForPadding(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let last = bytes.lastIndex(where: { $0 != 0 }) else { return true }
        return bytes[...last].allSatisfy { $0 < 0x80 && $0 != 0x1B && $0 != 0 }
    }
}
