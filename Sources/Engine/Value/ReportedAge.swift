// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The patient's age as a number of a content item (PS3.16 TID 1007 and others): treated as the profile treats Patient's Age (0010,1010).
struct ReportedAge {
    let context: ElementContext
    private var instance: InstanceContext { context.instance }
    private var dataSet: DataSet { context.instance.dataSet }

    /// Attributes that can be part of an age.
    static let parts: Set<AttributeTag> = [
        .measuredValueSequence, .numericValue, .floatingPointValue, .rationalNumeratorValue, .rationalDenominatorValue, .textValue,
    ]

    /// - Returns: `nil` for an element that is no part of an age, or stays as it is.
    func decision() -> Decision? {
        let tag = context.tag
        guard Self.parts.contains(tag), let item = contentItem, isAge(item), case let (treatment, reason) = AgeTreatment.treatment(of: instance),
            treatment != .keep
        else { return nil }
        guard tag != .measuredValueSequence else { return treatment == .remove ? Decision(.empty, .items([]), reason) : nil }
        if tag == .textValue { return typed(treatment, reason) }
        // A quotient says no more than the number, and may say it exactly.
        guard tag == .numericValue || tag == .floatingPointValue else { return .remove(reason) }
        guard treatment != .remove, let unit = AgeUnit(code(of: .measurementUnitsCodeSequence, in: context.item)) else {
            return context.dummy(reason)
        }
        return tag == .numericValue ? number(treatment, unit, reason) : floatingPoint(treatment, unit, reason)
    }

    /// The content item around the element: the item itself, or the one around its Measured Value Sequence.
    private var contentItem: Int? {
        if dataSet.find(.conceptNameCodeSequence, in: context.item) != nil { return context.item }
        guard context.shape.path.last == .measuredValueSequence else { return nil }
        return dataSet.nodes[dataSet.nodes[context.item].parent].parent
    }

    private func number(_ treatment: AgeTreatment, _ unit: AgeUnit, _ reason: Reason) -> Decision {
        context.transformValues(.generalize, reason) { text in
            guard let age = Double(text), let treated = treatment.applied(to: age, unit) else { return nil }
            return treated == age ? text : String(Int(treated))
        }
    }

    /// A text that is nothing but a number of years, or an age as Patient's Age has it; more words than that are free text.
    private func typed(_ treatment: AgeTreatment, _ reason: Reason) -> Decision? {
        let text = trimmed(instance.decoded(context.index)).uppercased()
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let suffix = String(text.dropFirst(digits.count))
        let units: [String: AgeUnit] = ["": .years, "Y": .years, "M": .months, "W": .weeks, "D": .days]
        guard let age = Double(digits), let unit = units[suffix] else { return nil }
        guard treatment != .remove, let treated = treatment.applied(to: age, unit) else { return context.dummy(reason) }
        return treated == age ? nil : context.transformValues(.generalize, reason) { _ in String(Int(treated)) + suffix }
    }

    private func floatingPoint(_ treatment: AgeTreatment, _ unit: AgeUnit, _ reason: Reason) -> Decision {
        let bytes = Array(dataSet.value(of: context.index))
        guard context.node.vr == .FD, bytes.count == 8 else { return context.dummy(reason) }
        let age = Double(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        guard let treated = treatment.applied(to: age, unit) else { return context.dummy(reason) }
        guard treated != age else { return .keep(reason) }
        let pattern = treated.bitPattern
        return Decision(.generalize, .value((0..<8).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }, .FD), reason)
    }

    private func isAge(_ item: Int) -> Bool {
        guard let code = code(of: .conceptNameCodeSequence, in: item) else { return false }
        return AgeConcept.holds(scheme: code.scheme, value: code.value, meaning: code.meaning)
    }

    private func code(of sequence: AttributeTag, in item: Int) -> (scheme: String, value: String, meaning: String)? {
        guard let found = dataSet.find(sequence, in: item), let code = dataSet.children(of: found).first else { return nil }
        let text = { (tag: AttributeTag) in dataSet.find(tag, in: code).map { trimmed(instance.decoded($0)) } ?? "" }
        let value = text(.codeValue)
        return (text(.codingSchemeDesignator), value.isEmpty ? text(.longCodeValue) : value, text(.codeMeaning))
    }
}
