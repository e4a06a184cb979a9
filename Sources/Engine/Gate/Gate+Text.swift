// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

extension Gate {
    /// Cuts what is found out of free text; any other value that holds something goes as a whole.
    func searchedText(_ value: WrittenValue, _ decision: Decision) -> Decision? {
        let element = dataSet.nodes[value.node]
        var kind: IdentifierKind?
        let texts = values(value, decision)
        let left = texts.map { text -> String in
            guard !text.isEmpty, let found = found(in: text, value, decision) else { return text }
            kind = kind ?? found.first?.kind
            guard value.vr.isFreeText, !element.tag.isPartOfCode, !isOwner(element.tag) else { return "" }
            return cut(text, found)
        }
        var (bytes, isUnicode) = (Array(value.bytes), decision.isUnicode)
        if kind != nil { (bytes, isUnicode) = instance.encoded(left.joined(separator: "\\"), value.vr, at: value.node) }
        if let hidden = cutHidden(&bytes) { kind = kind ?? hidden }
        guard let kind else { return nil }
        let context = context(value.node)
        if left.allSatisfy(\.isEmpty) || bytes.isEmpty {
            return context.isRequiredText ? context.dummy(.gate(kind)) : emptied(context, value, .gate(kind))
        }
        return Decision(.clean, .value(bytes, value.vr), .gate(kind), isUnicode: isUnicode)
    }

    private func emptied(_ context: ElementContext, _ value: WrittenValue, _ reason: Reason) -> Decision {
        value.isPlanned ? Decision(.empty, .value([], value.vr), reason) : context.empty(reason)
    }

    /// What the text itself says that counts; `nil` where it says nothing.
    private func found(in text: String, _ value: WrittenValue, _ decision: Decision) -> [IdentifierMatch]? {
        let element = dataSet.nodes[value.node]
        if Quantity.holds(text, value.vr) { return isStrayBirthDate(text, value) ? index.matches(in: text, as: .value) : nil }
        let matches = ownValue(text, value) ?? index.matches(in: text, as: reading(text, value.vr))
        guard !matches.isEmpty, !instance.isTerm(text, at: value.node) else { return nil }
        let sure = matches.filter { !$0.isWord }
        guard sure.count < matches.count, value.vr.isFreeText, !element.tag.isCodeValue else { return matches }
        // Names that are words too, in a text that the free-text core leaves as it is: `Baker cyst` of Ms Baker.
        if decision.action == .clean && value.isPlanned { return sure.isEmpty ? nil : sure }
        let keyword = DataDictionary.entry(for: element.tag)?.keyword ?? ""
        if instance.text.clean(text, keyword: keyword, vr: value.vr.rawValue, isTechnical: true, known: instance.known).text != text {
            return matches
        }
        return sure.isEmpty ? nil : sure
    }

    /// An attribute that identifies is not left with what it said, however short that is.
    private func ownValue(_ text: String, _ value: WrittenValue) -> [IdentifierMatch]? {
        let element = dataSet.nodes[value.node]
        guard let kind = Identity.kind(of: element.tag, vr: element.vr), instance.known.holds(text, kind) else { return nil }
        return [IdentifierMatch(range: 0..<text.unicodeScalars.count, kind: kind)]
    }

    private func reading(_ text: String, _ vr: ValueRepresentation) -> IdentifierIndex.Reading {
        switch vr {
        case .LT, .ST, .UT, .UC: text.utf8.count > 64 ? .prose : .value
        default: .value
        }
    }

    /// Other dates are the profile's to move or to keep; a birth date in an attribute that no table lists is kept by no option.
    private func isStrayBirthDate(_ text: String, _ value: WrittenValue) -> Bool {
        guard value.vr == .DA || value.vr == .DT, !value.isPlanned, ConfidentialityTable.row(for: dataSet.nodes[value.node].tag) == nil else {
            return false
        }
        return index.matches(in: text, as: .value).contains { $0.kind == .birthDate }
    }

    /// The name of a maker or a private creator: half of it is another's, or tells what was cut.
    private func isOwner(_ tag: AttributeTag) -> Bool {
        guard SupplementaryTable.row(for: tag)?.role == .maker, let keyword = DataDictionary.entry(for: tag)?.keyword else { return false }
        return keyword.contains("Manufacturer") || keyword.contains("PrivateCreator")
    }

    /// The text without what was found, searched again until nothing is left in it.
    private func cut(_ text: String, _ found: [IdentifierMatch]) -> String {
        var left = remaining(of: text, without: found)
        for _ in 0..<4 {
            let again = index.matches(in: left, as: .value).filter { !$0.isWord }
            if again.isEmpty || left.isEmpty { return left }
            left = remaining(of: left, without: again)
        }
        return ""
    }

    /// Identifiers in other encodings than the declared one: their bytes are cut, and where escape sequences stand between, the whole value goes.
    private func cutHidden(_ bytes: inout [UInt8]) -> IdentifierKind? {
        guard bytes.contains(where: { $0 >= 0x80 || $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 && $0 != 0x0C }) else { return nil }
        let matches = index.matches(inBytes: bytes)
        guard let first = matches.first else { return nil }
        if bytes.contains(0x1B) {
            bytes = []
            return first.kind
        }
        for match in matches.reversed() { bytes.removeSubrange(match.range) }
        if !index.matches(inBytes: bytes).isEmpty { bytes = [] }
        return first.kind
    }

    /// The values as a person would read them, without padding.
    func values(_ value: WrittenValue, _ decision: Decision) -> [String] {
        if !value.isPlanned, value.vr.separatesValues { return ElementContext.values(of: value.node, instance) }
        let text =
            decision.isUnicode
            ? String(decoding: value.bytes, as: UTF8.self) : instance.characterSet(at: value.node).decodeLeniently(value.bytes, as: value.vr)
        guard value.vr.separatesValues else { return [trimmed(text)] }
        return text.split(separator: "\\", omittingEmptySubsequences: false).map { trimmed(String($0)) }
    }

    // MARK: - UIDs

    /// A UID that is somebody's and is one of this file's own, or has a component that is an identifier, is mapped. It stays a UID. So is what
    /// is no UID, whatever it says.
    func searchedUIDs(_ value: WrittenValue) -> Decision? {
        let uids = trimmedASCII(value.bytes).split(separator: "\\", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        var kind: IdentifierKind?
        let mapped = uids.map { uid -> String in
            guard !uid.isEmpty, UIDRegistry.kind(of: uid) == nil else { return uid }
            if uid.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
                guard !UIDRegistry.isOfMaker(uid) || !isClassUID(value.node),
                    let match = index.matches(in: uid, as: .value).first(where: { $0.kind == .uid || $0.range.count >= Self.shortestComponent })
                else { return uid }
                kind = match.kind
            } else {
                kind = .uid
            }
            return instance.identity.uid(for: uid)
        }
        return kind.map { Decision(.hashUID, .value(Array(mapped.joined(separator: "\\").utf8), .UI), .gate($0)) }
    }

    /// Shorter components turn up by chance.
    private static let shortestComponent = 6

    private func isClassUID(_ node: Int) -> Bool { SupplementaryTable.row(for: dataSet.nodes[node].tag)?.role == .classOrRegistryUID }
}
