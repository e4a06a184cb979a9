// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Pseudonyms
internal import Standard
internal import Yams

/// Refuses an action that the elements of a rule cannot take. The engine would silently do something else instead.
struct RuleCheck {
    let parser: ProfileParser
    let selector: Selector
    /// What is marked as wrong.
    let node: Node

    private func refuseImpossible(_ action: RuleAction) throws {
        let last: AttributeTag? =
            switch selector {
            case .tag(let tag): tag
            case .path(let steps): if case .tag(let tag)? = steps.last { tag } else { nil }
            default: nil
            }
        if let last, action == .shiftDate, DateOwner.owner(of: last) != .patient {
            throw wrong(
                """
                \(last) is no date of the patient, and patients who share it would tell one another's shift; use \
                'remove', 'empty', 'dummy' or 'generalize'
                """
            )
        }
        if last == .burnedInAnnotation, ![.table(.remove), .table(.empty), .table(.keep)].contains(action) {
            throw wrong(
                "\(AttributeTag.burnedInAnnotation) says whether somebody looked at the pixels, so no rule can; use 'keep', 'remove' or 'empty'")
        }
        guard let last, ReservedAttribute.isAlwaysRemoved(last), action != .table(.remove) else { return }
        throw wrong(
            "\(last) is removed from every release, since it holds what was taken out before or is void after; use 'remove', or leave the rule out")
    }

    func check(_ action: RuleAction) throws {
        try refuseImpossible(action)
        if action == .rebuild, selector != .tag(.iconImageSequence) {
            throw wrong("'rebuild' makes an icon from the pixels, and is for IconImageSequence only; use 'remove', 'empty' or 'dummy'")
        }
        guard let vrs, let name = vrs.first else { return }
        let isAny = { (wanted: Set<ValueRepresentation>) in vrs.contains { wanted.contains($0) } }
        switch action {
        case .table(.mapUID) where !isAny([.UI]): throw wrong("VR \(name) holds no UID; 'hash-uid' and U are for VR UI")
        case .shiftDate where !isAny([.DA, .DT, .TM]) && !isDateInWords: throw wrong("VR \(name) holds no date; 'shift-date' is for DA, DT and TM")
        case .pseudonym where !isAny(ValueRepresentation.words), .mask where !isAny(ValueRepresentation.words),
            .hash where !isAny(ValueRepresentation.words):
            throw wrong(
                name == .UI ? "for UIDs use 'hash-uid'" : "VR \(name) holds no text that could be put in its place; use 'remove', 'empty' or 'dummy'")
        case .hash(let length?):
            if let limit = name.maximumCharacters, length > limit {
                throw wrong("a value of VR \(name) has at most \(limit) characters; make 'length' shorter")
            }
        case .generalize(let generalization): try check(generalization, name)
        case .replace(let text): try check(text, name)
        default: break
        }
    }

    /// The VRs that the dictionary gives the elements; `nil` where it cannot know.
    private var vrs: [ValueRepresentation]? {
        switch selector {
        case .vr(let vr): return [vr]
        case .tag(let tag): return Self.vrs(of: tag)
        case .path(let steps):
            guard case .tag(let tag)? = steps.last else { return nil }
            return Self.vrs(of: tag)
        case .pattern, .privateElement: return nil
        }
    }

    private static func vrs(of tag: AttributeTag) -> [ValueRepresentation]? {
        DataDictionary.entry(for: tag).map { [$0.vr] + $0.alternativeVRs }
    }

    /// Birth and death dates of another calendar are LO.
    private var isDateInWords: Bool {
        selector == .tag(.patientBirthDateInAlternativeCalendar) || selector == .tag(.patientDeathDateInAlternativeCalendar)
    }

    private func check(_ how: Generalization, _ vr: ValueRepresentation) throws {
        let kinds = [how.bin != nil || how.capInYears != nil, how.date != nil, how.prefix != nil]
        guard kinds.filter({ $0 }).count == 1 else { throw wrong("'generalize' takes one of bin with cap, date, or prefix") }
        let isDate = vr == .DA || vr == .DT
        if how.date != nil, !isDate { throw wrong("'date' is for dates, VR DA and DT; this is \(vr)") }
        if isDate, how.date == nil { throw wrong("to make a date less exact use 'date' with year or month") }
        if how.capInYears != nil, vr != .AS { throw wrong("'cap' is for ages, VR AS; this is \(vr)") }
        if how.bin != nil, ValueRepresentation.words.contains(vr) { throw wrong("VR \(vr) holds words; use 'prefix' for the first characters") }
        if how.bin != nil, ![.AS, .DS, .IS].contains(vr) { throw wrong("'bin' is for ages and numbers, VR AS, DS and IS; this is \(vr)") }
        if how.prefix != nil, [.AS, .DS, .IS].contains(vr) { throw wrong("to make an age or number less exact use 'bin'") }
        if how.prefix != nil, !ValueRepresentation.words.contains(vr) {
            throw wrong("VR \(vr) holds no text of which a beginning could stay; use 'remove', 'empty' or 'dummy'")
        }
    }

    private func check(_ text: String, _ vr: ValueRepresentation) throws {
        guard vr.isText else { throw wrong("VR \(vr) holds no text; use 'remove', 'empty' or 'dummy'") }
        let scalars = text.unicodeScalars
        guard !scalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0 == "\u{7F}" }) else {
            throw wrong("'value' has control characters; take them out")
        }
        if vr.separatesValues, scalars.contains("\\") { throw wrong("'value' has a backslash, which separates values in DICOM; write one value") }
        if let limit = vr.maximumCharacters, scalars.count > limit {
            throw wrong("a value of VR \(vr) has at most \(limit) characters; make it shorter")
        }
        let isValid: Bool
        switch vr {
        case .CS:
            guard text.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F }) else {
                throw wrong("a value of VR CS has capital letters, digits, blanks and '_' only")
            }
            isValid = true
        case .DA: isValid = text.utf8.count == 8 && CalendarDay(text) != nil
        case .DT, .TM: isValid = DateShift(shiftInDays: 0).shifted(text, vr) != nil
        case .AS: isValid = Age(text) != nil
        case .DS: isValid = Double(text)?.isFinite == true
        case .IS: isValid = Int32(text) != nil
        case .UI: isValid = isUID(text)
        default: isValid = true
        }
        guard isValid else { throw wrong("'\(text)' is no value of VR \(vr); write one as in PS3.5 section 6.2, as \(Self.example(of: vr))") }
    }

    private static func example(of vr: ValueRepresentation) -> String {
        switch vr {
        case .DA: "20200131"
        case .DT: "20200131120000"
        case .TM: "120000"
        case .AS: "040Y"
        case .DS: "1.5"
        case .IS: "7"
        default: "1.2.3"
        }
    }

    private func wrong(_ message: String) -> ProfileError { parser.error(node, message) }
}
