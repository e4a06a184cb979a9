// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import Testing

@Suite struct ValueSplittingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let terms: [String]
        var vr = ValueRepresentation.PN
        let hexadecimal: String
        let values: [String]
        var testDescription: String { name }
    }

    @Test(
        "Values are split at delimiters and at no other 5C",
        arguments: [
            Row(
                name: "ASCII with empty values", terms: [],
                hexadecimal: "5c415c5c425c", values: ["", "A", "", "B", ""]),
            Row(name: "one value", terms: [], hexadecimal: "4142", values: ["AB"]),
            Row(name: "no value", terms: [], hexadecimal: "", values: [""]),
            Row(name: "LT keeps its backslash", terms: [], vr: .LT, hexadecimal: "415c42", values: ["A\\B"]),
            Row(name: "ISO IR 100", terms: ["ISO_IR 100"], hexadecimal: "e95ce9", values: ["é", "é"]),
            Row(name: "GBK, 5C as second byte", terms: ["GBK"], hexadecimal: "815c5c815c", values: ["乗", "乗"]),
            Row(
                name: "GB18030, 5C as second byte", terms: ["GB18030"],
                hexadecimal: "ad5c5cad5c41", values: ["璡", "璡A"]),
            Row(
                name: "Shift-JIS where ISO IR 13 is declared", terms: ["ISO_IR 13"], hexadecimal: "955c8eec5c955c8eec",
                values: ["表珠", "表珠"]),
            Row(
                name: "Shift-JIS where nothing is declared", terms: [],
                hexadecimal: "955c5c955c", values: ["表", "表"]),
            Row(
                name: "ISO 2022 IR 87, 5C in both bytes", terms: ["", "ISO 2022 IR 87"],
                hexadecimal: "1b24425c21335c1b28425c1b2442305c1b2842", values: ["棔顎", "移"]),
            Row(
                name: "a run that was not closed before the delimiter", terms: ["", "ISO 2022 IR 87"],
                hexadecimal: "1b24423b3345445c1b244242404f3a1b2842", values: ["山田", "太郎"]),
            Row(
                name: "Korean", terms: ["", "ISO 2022 IR 149"], hexadecimal: "1b242943c8ab5c1b242943b1e6", values: ["홍", "길"]),
            Row(
                name: "UTF-8 where GBK is declared", terms: ["GBK"],
                hexadecimal: "e999865ce99986", values: ["陆", "陆"]),
        ])
    func splits(_ row: Row) throws {
        let set = SpecificCharacterSet(terms: row.terms)
        // Not from 0, as a slice of a whole file's bytes would be.
        let bytes = ([0x5C] + [UInt8](hexadecimal: row.hexadecimal)).dropFirst()
        let values = set.splitValues(bytes, as: row.vr)
        #expect(values.map { set.decodeLeniently($0, as: row.vr) } == row.values)
        #expect(Array(values.joined(separator: [0x5C])) == Array(bytes))
    }
}
