// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// One element with its value, on the way from the treatment of its shape to a decision.
struct ElementContext {
    let index: Int
    let item: Int
    let decided: DecidedShape
    let instance: InstanceContext

    var node: DataSet.Node { instance.dataSet.nodes[index] }
    var shape: ElementShape { decided.shape }
    var tag: AttributeTag { decided.shape.tag }
    var vr: ValueRepresentation { decided.shape.vr }
    var outputVR: ValueRepresentation { decided.shape.outputVR }
    private var isLarge: Bool { node.flags.contains(.large) }

    func decide() -> Decision {
        let decision = run(decided.treatment)
        return conforming(decision, isAsked: decision.reason.isAskedFor)
    }

    private func run(_ treatment: Treatment) -> Decision {
        let decision = run(treatment.work, treatment.reason)
        return treatment.conforms ? conforming(decision, isAsked: false) : decision
    }

    private func run(_ work: Treatment.Work, _ reason: Reason) -> Decision {
        switch work {
        case .keep: .keep(reason)
        case .remove: .remove(reason)
        case .empty: empty(reason)
        case .dummy: dummy(reason)
        case .mapUIDs: mapUIDs(reason)
        case .keepClassUIDs: keepClassUIDs()
        case .keepUIDs: instance.dataSet.uids(at: index).allSatisfy { $0.isEmpty || isUID($0) } ? .keep(reason) : mapUIDs(reason)
        case .shiftDates: transformValues(.shiftDate, reason) { instance.dateShift.shifted($0, vr) }
        // Text in a DA can be anything.
        case .keepDates: transformValues(.keep, reason) { DateShift(shiftInDays: 0).shifted($0, vr) == nil ? nil : $0 }
        case .capAge: transformValues(.generalize, reason) { Age($0)?.capped.text }
        case .pseudonym: setPseudonym(reason)
        case .hash(let length): hash(length: length, reason)
        case .mask: mask(reason)
        case .generalize(let generalization): generalize(generalization, reason)
        case .replace(let text): replace(text, reason)
        case .cleanText(let wording): cleanText(wording, reason)
        case .cleanStray(let wording): cleanText(wording, reason, sparing: strayValues.map { !$0 })
        case .dropStray: dropStray(reason)
        case .search(let kind): search(kind, reason)
        case .rebuildIcon: rebuildIcon(reason)
        case .rebuildForm(let other): rebuildForm(reason) ?? run(other)
        case .ifStray(let stray, let other): run(strayValues.contains(true) ? stray : other)
        case .ifNumber(let number, let other): run(isNumber ? number : other)
        case .ifOfVR(let expected, let value, let other): run(ValueGrammar.holds(instance.dataSet.value(of: index), expected) ? value : other)
        case .keepWords: keepWords(reason)
        case .ifNumberedLabel(let label, let other): run(isNumberedLabel ? label : other)
        case .ifZone(let zone, let other): run(isZone(Array(trimmed(instance.decoded(index)).utf8)) ? zone : other)
        case .ifEmpty(let empty, let other): run(node.length == 0 ? empty : other)
        case .byScheme(let published, let own): run(isOfPublishedScheme ? published : own)
        case .reportedAge(let other): ReportedAge(context: self).decision() ?? run(other)
        case .contentValue(let other): StructuredContent(instance)?.valueDecision(tag, item: item) ?? run(other)
        case .unlessRemoved(let other): required(run(other))
        }
    }

    private func required(_ decision: Decision) -> Decision { decision.change == .remove ? .remove(.notAllowed) : decision }

    // MARK: - What a value is

    /// Which of the values are none of the attribute's terms.
    private var strayValues: [Bool] {
        guard !isLarge, node.vr.isText else { return [] }
        return trimmedValues().map { DefinedTerms.isStray($0, of: tag, vr: vr) }
    }

    /// Part of a code of a scheme that anybody can look up.
    var isOfPublishedScheme: Bool { PublishedCodes.isRegistered(instance.dataSet.text(.codingSchemeDesignator, in: item) ?? "") }

    private var isNumber: Bool {
        node.vr == .UN ? node.length % 2 == 0 : trimmedValues().allSatisfy { $0.isEmpty || Quantity.isNumber($0.utf8) }
    }

    /// `1` or `A2`, by which other items refer to this one.
    private var isNumberedLabel: Bool {
        trimmedValues().allSatisfy { value in
            let digits = value.drop { $0.isLetter }
            return value.count - digits.count <= 2 && (1...4).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    // MARK: - Terms and classes

    private func dropStray(_ reason: Reason) -> Decision {
        let isImageType = tag == .imageType || tag == AttributeTag.frameType
        let values = zip(trimmedValues(), strayValues).map { value, isStray in !isStray ? value : isImageType ? "OTHER" : "" }
        if values.allSatisfy(\.isEmpty) { return .remove(reason) }
        return written(values.joined(separator: "\\"), node.vr, .clean, reason)
    }

    /// A class or registry UID stays if it is registered or a maker's. Another names a site, and is mapped; what is no UID goes.
    private func keepClassUIDs() -> Decision {
        let originals = instance.dataSet.uids(at: index)
        guard originals.allSatisfy({ $0.isEmpty || isUID($0) }) else { return .remove(.supplement) }
        let mapped = originals.map(instance.classUID)
        if mapped == originals { return .keep(.registeredUID) }
        return Decision(.hashUID, .value(Array(mapped.joined(separator: "\\").utf8), .UI), .supplement)
    }
}
