// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What is done with the elements of one shape: all of the decision that can be made without their values.
///
/// Two are equal if they do the same, whatever the reason.
struct Treatment: Sendable, Equatable {
    let work: Work
    let reason: Reason
    /// A rule that did not ask for the attribute to go or to be empty: what the IOD needs stays in some form.
    var conforms = false

    init(_ work: Work, _ reason: Reason, conforms: Bool = false) {
        self.work = work
        self.reason = reason
        self.conforms = conforms
    }

    static func keep(_ reason: Reason) -> Treatment { Treatment(.keep, reason) }
    static func remove(_ reason: Reason) -> Treatment { Treatment(.remove, reason) }

    static func == (left: Treatment, right: Treatment) -> Bool { left.work == right.work && left.conforms == right.conforms }

    /// Work on a value.
    indirect enum Work: Sendable, Equatable {
        case keep, remove, empty, dummy
        /// UIDs that are registered stay.
        /// - Parameter keepsUIDs: Retain UIDs is asked for: only what is no UID is mapped.
        case mapUIDs(keepsUIDs: Bool)
        /// Those of classes and registries: a maker's own stay too, and what is no UID goes.
        case keepClassUIDs(keepsUIDs: Bool)
        /// All stay, or none if one of them is no UID.
        case keepUIDs
        case shiftDates
        /// Dates and times that are such.
        case keepDates
        case capAge
        case pseudonym
        case hash(length: Int?)
        case mask
        case generalize(Generalization)
        case replace(String)
        case cleanText(Wording)
        /// Values that are none of the attribute's terms are cleaned, the others stay.
        case cleanStray(Wording)
        /// Values that are none of the attribute's terms go, the others stay.
        case dropStray
        /// What certainly names somebody goes.
        case search(TechnicalText)
        /// An icon made anew from the pixels.
        case rebuildIcon
        /// A maker's format without its texts, or else another treatment.
        case rebuildForm(else: Treatment)
        case ifStray(Treatment, else: Treatment)
        case ifNumber(Treatment, else: Treatment)
        /// By whether the value is what the VR says; see ``ValueGrammar``.
        case ifOfVR(ValueRepresentation, Treatment, else: Treatment)
        /// Of text in the place of numbers, days or times only words that everybody shares stay.
        case keepWords
        case ifNumberedLabel(Treatment, else: Treatment)
        case ifZone(Treatment, else: Treatment)
        case ifEmpty(Treatment, else: Treatment)
        /// By whether the coding scheme of the code around it is a published one.
        case byScheme(published: Treatment, own: Treatment)
        /// The age of a content item is treated like Patient's Age.
        case reportedAge(else: Treatment)
        /// A value that Table E.3.4-1 replaces.
        case contentValue(else: Treatment)
        /// Of an allow-list: where nothing would be left, no rule named it.
        case unlessRemoved(Treatment)
    }

    /// Who wrote a text.
    enum Wording: Sendable, Equatable {
        case people, equipment
        /// Equipment, if the code around it is of a published scheme.
        case byScheme
    }
}

extension Treatment {
    /// What of a file decides besides the shape, the patient and the study.
    enum Dependence: Int, Comparable {
        /// The value alone.
        case value
        /// The value, and the Coding Scheme Designator beside it.
        case valueAndScheme
        /// Any other element.
        case file

        static func < (left: Dependence, right: Dependence) -> Bool { left.rawValue < right.rawValue }
    }

    func dependence(on shape: ElementShape) -> Dependence {
        // A dummy document is of the type that its neighbour names.
        if shape.tag == .encapsulatedDocument { return .file }
        return switch work {
        case .keep, .remove, .empty, .dummy, .mapUIDs, .keepClassUIDs, .keepUIDs, .shiftDates, .keepDates, .capAge, .hash, .mask,
            .generalize, .replace, .dropStray, .keepWords:
            .value
        // An item can name a patient of its own.
        case .pseudonym: shape.path.isEmpty ? .value : .file
        // Whether a code's part is a term depends on its scheme.
        case .cleanText(let wording), .cleanStray(let wording): wording == .byScheme || shape.tag.isOfCodingScheme ? .valueAndScheme : .value
        case .search: shape.tag.isOfCodingScheme ? .valueAndScheme : .value
        case .byScheme(let first, let second): max(.valueAndScheme, first.dependence(on: shape), second.dependence(on: shape))
        case .rebuildIcon, .reportedAge, .contentValue: .file
        case .rebuildForm(let other), .unlessRemoved(let other): other.dependence(on: shape)
        case .ifStray(let first, let second), .ifNumber(let first, let second), .ifNumberedLabel(let first, let second),
            .ifZone(let first, let second), .ifEmpty(let first, let second), .ifOfVR(_, let first, let second):
            max(first.dependence(on: shape), second.dependence(on: shape))
        }
    }

    /// The decision, where the value has no part in it.
    func decision(on shape: ElementShape) -> Decision? {
        switch work {
        case .keep: .keep(reason)
        case .remove where reason.isAskedFor && !conforms || (shape.type ?? .type3) == .type3: .remove(reason)
        default: nil
        }
    }
}
