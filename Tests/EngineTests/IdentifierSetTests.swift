// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import FreeTextCore
import Identifiers
import Testing

@testable import Engine

/// What the sets of patients and studies remember is known by all that it follows from.
@Suite struct IdentifierSetTests {
    private let identity = Identity(header: ["PatientName": "Whitcombe^Eleanor", "PatientID": "MRN00123"])
    private let latin = SpecificCharacterSet(terms: ["ISO_IR 100"])
    private let cyrillic = SpecificCharacterSet(terms: ["ISO_IR 144"])

    @Test("A set is found again for the same facts and character sets alone") func sets() {
        var sets = IdentifierSets()
        let set = sets.set(identity, declared: [latin])
        #expect(sets.set(identity, declared: [latin]) === set)
        #expect(sets.set(identity, declared: [cyrillic]) !== set && sets.set(identity, declared: [latin, cyrillic]) !== set)
        #expect(sets.set(Identity(header: ["PatientName": "Whitcombe^Ellen"]), declared: [latin]) !== set)
    }

    @Test("A text of another attribute is cleaned anew") func texts() {
        let set = IdentifierSet(identity, declared: [latin])
        let clean = { (text: String, keyword: String, result: String) in
            set.cleaned(text, keyword: keyword) { CleanedText(text: result, findings: []) }.text
        }
        #expect(clean("a", "ImageComments", "1") == "1" && clean("a", "ImageComments", "2") == "1")
        #expect(clean("a", "ProtocolName", "3") == "3" && clean("b", "ImageComments", "4") == "4")
        let find = { (text: String, keyword: String, value: String) in
            set.found(in: text, keyword: keyword) { [IdentifierSet.Found(value: value, type: PHIType.person)] }.map(\.value)
        }
        #expect(find("a", "ImageComments", "1") == ["1"] && find("a", "ImageComments", "2") == ["1"])
        #expect(find("a", "ProtocolName", "3") == ["3"] && find("b", "ImageComments", "4") == ["4"])
    }

    @Test("The crosswalk has the facts under each patient and study that a set is asked for") func crosswalk() {
        let set = IdentifierSet(identity, declared: [latin])
        let project = BasicProfileTests.identity
        let first = set.crosswalk(patient: "P-1", study: "2.25.1", project)
        #expect(!first.isEmpty && set.crosswalk(patient: "P-1", study: "2.25.1", project) == first)
        #expect(set.crosswalk(patient: "P-2", study: "2.25.1", project) != first)
        let study = IdentifierSet(Identity(header: ["AccessionNumber": "A1234567"]), declared: [latin])
        #expect(study.crosswalk(patient: "P-1", study: "2.25.1", project) != study.crosswalk(patient: "P-1", study: "2.25.2", project))
    }
}
