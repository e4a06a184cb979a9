// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel

extension FuzzTarget {
    static let characterSets = FuzzTarget("character-sets", law: "any bytes are read; what is read strictly and written again reads the same") {
        input in
        var terms: [String] = []
        for _ in 0..<input.byte() % 5 { terms.append(input.choice(of: Self.terms)) }
        if input.byte() == 0xFF { terms.append(String(decoding: input.field(), as: UTF8.self)) }
        let set = SpecificCharacterSet(terms: terms)
        let vr = input.choice(of: [ValueRepresentation.PN, .LO, .LT, .UT, .UC, .CS, .UI, .UN])
        let bytes = Array(input.rest.prefix(1 << 14))
        require(!set.isKnown || SpecificCharacterSet(terms: set.terms).terms == set.terms, "the terms that are written are read the same")
        if let text = set.decode(bytes, as: vr) {
            if let encoded = set.encode(text, as: vr) {
                require(set.decode(encoded, as: vr) == text, "what is written reads the same")
                require(set.encode(text, as: vr) == encoded, "it is written the same twice")
            }
            require(set.readings(bytes, as: vr).contains { $0.unicodeScalars.elementsEqual(text.unicodeScalars) }, "the strict reading is one of all")
        }
        require(!set.readings(bytes, as: vr).isEmpty, "there is a reading")
        _ = set.decodeLeniently(bytes, as: vr)
        let values = set.splitValues(bytes[...], as: vr)
        require(Array(values.joined(separator: [0x5C])) == bytes, "the values together are the field")
        for set in ReadableSet.all(of: bytes) {
            let read = bytes.withUnsafeBytes { set.read($0) }
            require(read.starts.allSatisfy { (0...bytes.count).contains($0) }, "a character stands in the field")
        }
    }

    private static let terms =
        ["", "ISO_IR 6", "ISO_IR 192", "GB18030", "GBK", "ISO_IR 13", "ISO 2022 IR 58", "ISO 2022 IR 87", "ISO 2022 IR 149", "ISO 2022 IR 159"]
        + [100, 101, 109, 110, 126, 127, 138, 144, 148, 166, 203].flatMap { ["ISO_IR \($0)", "ISO 2022 IR \($0)"] }
        + ["ISO 2022 IR 6", "ISO 2022 IR 13", "EUC-KR", "nonsense"]
}
