// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMIO
internal import DICOMModel
internal import Pseudonyms

/// What becomes of one element.
enum ElementChange {
    case remove
    /// Bytes of the default repertoire.
    case bytes([UInt8], ValueRepresentation)
    case text(String, ValueRepresentation)
}

/// All that changes in a returned object.
struct ObjectChanges {
    var nodes: [Int: ElementChange] = [:]
    /// New elements of the top level.
    var added: [AttributeTag: ElementChange] = [:]
    var counts = RelinkCounts()
    var usesUnicode = false
}

extension ReturnedObject {
    /// - Throws: ``RelinkProblem``, and what the source throws.
    func changes() throws -> ObjectChanges {
        if let problem = survey.problem { throw problem }
        guard let study = try study, let patient = try patient(of: study) else { throw RelinkProblem.twoPatients }
        let variants = try origins.studies(study.uid, project: study.project).filter { $0[.patient] == patient.pseudonym }
        guard !variants.isEmpty else { throw RelinkProblem.studyNotOurs }
        var changes = ObjectChanges()
        restore(OriginalFacts.merged(variants), in: &changes)
        let dates = try dates(of: patient, variants)
        for (index, node) in dataSet.nodes.enumerated() where changes.nodes[index] == nil {
            if Self.isRemoved(node) {
                changes.nodes[index] = .remove
            } else if node.kind == .element, node.length > 0 {
                try change(index, node, dates, &changes)
            }
        }
        try moveToUnicode(&changes)
        return changes
    }

    // MARK: - Patient and study

    private struct Restored {
        let tag: AttributeTag
        let vr: ValueRepresentation
        let field: OriginalFacts.Field
        /// Type 2: without a value it is empty; else it goes.
        let isRequired: Bool

        init(_ tag: AttributeTag, _ vr: ValueRepresentation, _ field: OriginalFacts.Field, isRequired: Bool = true) {
            self.tag = tag
            self.vr = vr
            self.field = field
            self.isRequired = isRequired
        }
    }

    private static let restored = [
        Restored(.patientName, .PN, .name), Restored(.patientID, .LO, .patientID), Restored(.issuerOfPatientID, .LO, .issuer, isRequired: false),
        Restored(.patientBirthDate, .DA, .birthDate), Restored(.patientSex, .CS, .sex), Restored(.studyDate, .DA, .studyDate),
        Restored(AttributeTag(0x0008, 0x0030), .TM, .studyTime), Restored(.studyID, .SH, .studyID), Restored(.accessionNumber, .SH, .accession),
        Restored(AttributeTag(0x0008, 0x1030), .LO, .description, isRequired: false),
    ]

    private func restore(_ facts: OriginalFacts, in changes: inout ObjectChanges) {
        for restored in Self.restored {
            let value = facts[restored.field]
            let change: ElementChange = value.isEmpty && !restored.isRequired ? .remove : .text(value, restored.vr)
            changes.counts.attributes += 1
            if let index = dataSet.find(restored.tag) {
                changes.nodes[index] = change
            } else if case .text = change {
                changes.added[restored.tag] = change
            }
        }
    }

    /// What says that the file is de-identified, what is no longer true of changed elements, and lengths that are no longer right.
    private static func isRemoved(_ node: DataSet.Node) -> Bool {
        guard node.kind != .item else { return false }
        switch node.tag {
        case .patientIdentityRemoved, .deidentificationMethod, .deidentificationMethodCodeSequence, .longitudinalTemporalInformationModified:
            return node.parent == 0
        // Digital Signatures, MAC Parameters.
        case AttributeTag(0xFFFA, 0xFFFA), AttributeTag(0x4FFE, 0x0001): return true
        default: return node.tag.isGroupLength
        }
    }

    // MARK: - Elements

    private func dates(of patient: ReleasedPatient, _ variants: [OriginalFacts]) throws -> ReturnedDates {
        var days: Set<CalendarDay> = []
        var shifts = Set(variants.compactMap(\.shiftInDays))
        for study in studies {
            days.formUnion(try origins.days(patient: patient.pseudonym, study: study.uid, project: study.project))
            for facts in try origins.studies(study.uid, project: study.project) where facts[.patient] == patient.pseudonym {
                if let day = CalendarDay(facts[.studyDate]) { days.insert(day) }
                if let day = CalendarDay(facts[.birthDate]) { days.insert(day) }
                if let shift = facts.shiftInDays { shifts.insert(shift) }
            }
        }
        // Of several releases that moved the dates by other numbers of days, this is of the one whose date of the study it has.
        if let date = CalendarDay(dataSet.firstText(.studyDate) ?? "") {
            let fitting = shifts.filter { shift in variants.contains { CalendarDay($0[.studyDate]) == date + -shift } }
            if !fitting.isEmpty { return ReturnedDates(days: days, shifts: fitting, isCertain: true) }
        }
        return ReturnedDates(days: days, shifts: shifts, isCertain: false)
    }

    private func change(_ index: Int, _ node: DataSet.Node, _ dates: ReturnedDates, _ changes: inout ObjectChanges) throws {
        if let uids = try uids(at: index) {
            let mapped = try uids.map { try $0.isEmpty ? nil : origins.uid($0)?.original }
            guard zip(uids, mapped).contains(where: { $1 != nil && $1 != $0 }) else { return }
            changes.counts.references += mapped.count { $0 != nil }
            changes.nodes[index] = .bytes(Array(zip(uids, mapped).map { $1 ?? $0 }.joined(separator: "\\").utf8), node.vr)
            return
        }
        let vr = vr(node)
        if vr == .DA || vr == .DT {
            let values = trimmedASCII(try bytes(at: index)).split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
            let moved = values.map { dates.movedBack($0, node.tag) }
            guard moved.contains(where: { $0 != nil }) else { return }
            changes.counts.dates += moved.count { $0 != nil }
            changes.nodes[index] = .bytes(Array(zip(values, moved).map { $1 ?? $0 }.joined(separator: "\\").utf8), node.vr)
        } else if try isSearched(index) {
            let found = try relinkedText(try text(at: index), vr)
            guard found.replaced > 0 else { return }
            changes.counts.texts += found.replaced
            changes.nodes[index] = .text(found.text, node.vr)
        }
    }

    /// Values that are a keyed hash as a whole, and pseudonyms that stand whole in them.
    private func relinkedText(_ text: String, _ vr: ValueRepresentation) throws -> RelinkedText {
        var values = vr.separatesValues ? text.split(separator: "\\", omittingEmptySubsequences: false).map(String.init) : [text]
        var replaced = 0
        for index in values.indices {
            if let original = try origins.value(behind: trimmed(values[index])) {
                values[index] = original
                replaced += 1
            } else {
                let found = try origins.relinked(values[index], isName: vr == .PN)
                if let most = vr.maximumCharacters, found.text.unicodeScalars.count > most, values[index].unicodeScalars.count <= most { continue }
                values[index] = found.text
                replaced += found.replaced
            }
        }
        var result = RelinkedText(text: values.joined(separator: "\\"))
        result.replaced = replaced
        return result
    }

    // MARK: - Character set

    /// Where an original does not fit the character set of its place, the whole file moves to ISO_IR 192.
    private func moveToUnicode(_ changes: inout ObjectChanges) throws {
        let fits = changes.nodes.allSatisfy { index, change in
            guard case .text(let text, let vr) = change else { return true }
            return characterSet(at: index).encode(text, as: vr) != nil
        }
        let addedFit = changes.added.values.allSatisfy { change in
            guard case .text(let text, let vr) = change else { return true }
            return sets[0]!.encode(text, as: vr) != nil
        }
        guard !fits || !addedFit else { return }
        changes.usesUnicode = true
        changes.counts.unicode = 1
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element {
            if node.tag == .specificCharacterSet {
                changes.nodes[index] = node.parent == 0 ? .bytes(Array("ISO_IR 192".utf8), .CS) : .remove
            } else if changes.nodes[index] == nil, vr(node).usesSpecificCharacterSet {
                let bytes = try bytes(at: index)
                guard bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) else { continue }
                // Many writers declare no set and mean one.
                let text = characterSet(at: index).decodeLeniently(bytes, as: vr(node))
                changes.nodes[index] = .text(trimmed(text), node.vr)
            }
        }
        if dataSet.find(.specificCharacterSet) == nil { changes.added[.specificCharacterSet] = .bytes(Array("ISO_IR 192".utf8), .CS) }
    }

    /// The bytes of a text at its place.
    func encoded(_ text: String, _ vr: ValueRepresentation, at index: Int, _ changes: ObjectChanges) throws -> [UInt8] {
        guard var bytes = changes.usesUnicode ? Array(text.utf8) : characterSet(at: index).encode(text, as: vr) else {
            throw RelinkProblem.unreadableText
        }
        // Nobody else knows that it is text.
        if vr == .UN {
            while bytes.last == 0 { bytes.removeLast() }
            if bytes.count % 2 == 1 { bytes.append(0x20) }
        }
        return bytes
    }
}
