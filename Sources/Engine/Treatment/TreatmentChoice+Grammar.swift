// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Who keeps a number, a day or a time does not mean whatever else was typed there.
extension TreatmentChoice {
    /// - Parameter expected: The VR whose grammar a value that stays has to be of; the attribute's where none is named.
    func judged(_ treatment: Treatment, as expected: ValueRepresentation? = nil) -> Treatment {
        if shape.kind == .element, vr == .SQ || shape.writtenVR.isText && ValueGrammar.isBytes(vr) {
            // Nobody can read it as what it should be.
            return treatment.replacingKeep { shape.isLarge ? gone : Treatment(.ifEmpty($0, else: gone), $0.reason, conforms: $0.conforms) }
        }
        let expected = expected ?? expectedVR
        // What is no UID the gate maps.
        guard shape.kind == .element, !shape.isLarge, expected != .UI, ValueGrammar.judges(expected) else { return treatment }
        return treatment.replacingKeep { Treatment(.ifOfVR(expected, $0, else: strayTreatment()), $0.reason, conforms: $0.conforms) }
    }

    /// A number is one in either form, whichever its attribute has.
    private var expectedVR: ValueRepresentation {
        if shape.writtenVR.isText, ValueGrammar.isBinaryNumber(vr) { return .DS }
        return (vr == .IS || vr == .DS) && ValueGrammar.isBinaryNumber(shape.writtenVR) ? shape.writtenVR : vr
    }

    /// A maker's element is what the list says, or it is not the one that the list means.
    private func strayTreatment() -> Treatment {
        if tag.isPrivate { return .remove(.privateElement) }
        return Treatment(shape.holdsText ? .keepWords : .remove, .supplement, conforms: true)
    }

    /// A day under the name of a number is no number.
    func undated(_ treatment: Treatment) -> Treatment {
        shape.isDatedNumber ? Treatment(.ifOfVR(shape.writtenVR, gone, else: treatment), treatment.reason, conforms: true) : treatment
    }

    private var gone: Treatment { Treatment(.remove, .unknownElement, conforms: true) }

    /// Text under the name of a number, or the other way round: nobody can read it as what it should be. Numbers are numbers all the same.
    func contradiction() -> Treatment {
        if shape.writtenVR.isText {
            return ValueGrammar.isBinaryNumber(vr) ? Treatment(.ifNumber(.keep(.notListed), else: gone), .notListed) : gone
        }
        return (vr == .IS || vr == .DS) && ValueGrammar.isBinaryNumber(shape.writtenVR) ? .keep(.notListed) : gone
    }
}

extension Treatment {
    /// The treatment with another one wherever it would leave the value as it is.
    fileprivate func replacingKeep(_ other: (Treatment) -> Treatment) -> Treatment {
        func inside(_ treatment: Treatment) -> Treatment { treatment.replacingKeep(other) }
        let work: Work
        switch self.work {
        case .keep: return other(self)
        case .ifStray(let stray, let kept): work = .ifStray(inside(stray), else: inside(kept))
        case .reportedAge(let kept): work = .reportedAge(else: inside(kept))
        case .contentValue(let kept): work = .contentValue(else: inside(kept))
        case .unlessRemoved(let kept): work = .unlessRemoved(inside(kept))
        case .byScheme(let published, let own): work = .byScheme(published: inside(published), own: inside(own))
        case .rebuildForm(let kept): work = .rebuildForm(else: inside(kept))
        default: return self
        }
        return Treatment(work, reason, conforms: conforms)
    }
}
