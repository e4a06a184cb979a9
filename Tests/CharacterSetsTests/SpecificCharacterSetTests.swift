// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import Testing

@Suite struct SpecificCharacterSetTests {
    @Test("The C library has every conversion that the standard's sets need")
    func conversionsArePresent() {
        #expect(SpecificCharacterSet.missingConversions() == [])
    }

    @Test(
        "A declaration that some readers take for a number, or for none, is none that is known",
        arguments: [(.CS, "GBK ", true), (.CS, "GBK\0", true), (.UN, "GBK ", true), (.SL, "GBK ", false), (.CS, "\0GBK", false)]
            as [(ValueRepresentation, String, Bool)])
    func declaredAsNumber(_ vr: ValueRepresentation, _ text: String, _ isKnown: Bool) {
        var builder = DataSetBuilder()
        builder.add(.specificCharacterSet, vr, Array(text.utf8))
        #expect(SpecificCharacterSet(in: builder.build()).isKnown == isKnown)
    }

    @Test("Text in the standard's examples is decoded", arguments: standardVectors)
    func decodes(_ vector: Vector) {
        let set = SpecificCharacterSet(terms: vector.terms)
        #expect(set.isKnown)
        #expect(set.decode(vector.bytes, as: vector.vr) == vector.text)
        #expect(set.decodeLeniently(vector.bytes, as: vector.vr) == vector.text)
        #expect(set.readings(vector.bytes, as: vector.vr).first == vector.text)
    }

    @Test("Text in the standard's examples is encoded to the standard's bytes", arguments: standardVectors)
    func encodes(_ vector: Vector) throws {
        let set = SpecificCharacterSet(terms: vector.terms)
        let bytes = try #require(set.encode(vector.text, as: vector.vr))
        if vector.roundTrips { #expect(bytes == vector.bytes) }
        #expect(set.decode(bytes, as: vector.vr) == vector.text)
    }

    @Test("A cut character, a stray byte and a lone ESC are not legal in any example", arguments: standardVectors)
    func refusesDamage(_ vector: Vector) {
        let set = SpecificCharacterSet(terms: vector.terms)
        #expect(set.decode(vector.bytes + [0x1B], as: vector.vr) == nil)
        if vector.terms != ["ISO_IR 192"] { #expect(set.decode(vector.bytes + [0x85], as: vector.vr) == nil) }
        #expect(SpecificCharacterSet.defaultRepertoire.decode(vector.bytes, as: vector.vr) == nil)
    }

    @Test("An escape sequence is legal only where its set is declared, and readable wherever it stands")
    func undeclaredEscapes() {
        let yamada: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44, 0x1B, 0x28, 0x42]
        for terms in [[], ["ISO_IR 100"], ["ISO 2022 IR 100"], ["", "ISO 2022 IR 159"], ["ISO_IR 192"], ["GBK"]] {
            let set = SpecificCharacterSet(terms: terms)
            #expect(set.decode(yamada, as: .PN) == nil)
            #expect(set.decodeLeniently(yamada, as: .PN) == "山田")
        }
        let romaji = yamada.dropLast() + [0x4A]
        #expect(SpecificCharacterSet(terms: ["", "ISO 2022 IR 87"]).decode(romaji, as: .PN) == nil)
        #expect(SpecificCharacterSet(terms: ["", "ISO 2022 IR 87"]).decodeLeniently(romaji, as: .PN) == "山田")
    }

    @Test("The sets of value 1 are in force again after every delimiter, and not after a backslash in a text")
    func stateEndsAtDelimiters() {
        let set = SpecificCharacterSet(terms: ["", "ISO 2022 IR 149"])
        let designated: [UInt8] = [0x1B, 0x24, 0x29, 0x43, 0xC8, 0xAB]
        let more: [UInt8] = [0xB1, 0xE6]
        for (delimiter, vr) in [(0x5C, .LO), (0x5E, .PN), (0x3D, .PN), (0x0D, .LT), (0x0A, .LT), (0x0C, .LT), (0x09, .LT)]
            as [(UInt8, ValueRepresentation)]
        {
            #expect(set.decode(designated + [delimiter] + more, as: vr) == nil)
        }
        #expect(set.decode(designated + [0x5C] + more, as: .LT) == "홍\\길")
        #expect(set.decode(designated + [0x5E] + more, as: .LO) == "홍^길")
        #expect(set.encode("홍\\길", as: .LO) == designated + [0x5C] + designated.prefix(4) + more)
    }

    struct Spelling: Sendable, CustomTestStringConvertible {
        let read: [String]
        let written: [String]
        var isKnown = true
        var testDescription: String { "\(read)" }
    }

    @Test(
        "Misspelled terms are mended and unknown ones are not passed on",
        arguments: [
            Spelling(read: [], written: []),
            Spelling(read: [""], written: []),
            Spelling(read: ["  "], written: []),
            Spelling(read: ["ISO_IR 6"], written: ["ISO_IR 6"]),
            Spelling(read: ["ISO-IR 100"], written: ["ISO_IR 100"]),
            Spelling(read: ["ISO_IR_100"], written: ["ISO_IR 100"]),
            Spelling(read: ["ISO IR 100 "], written: ["ISO_IR 100"]),
            Spelling(read: ["iso_ir 100\0"], written: ["ISO_IR 100"]),
            Spelling(read: ["ISO 2022 IR 100"], written: ["ISO 2022 IR 100"]),
            Spelling(read: ["ISO-8859-1"], written: ["ISO_IR 100"]),
            Spelling(read: ["UTF-8"], written: ["ISO_IR 192"]),
            Spelling(read: ["GBK"], written: ["GBK"]),
            Spelling(read: ["gb18030"], written: ["GB18030"]),
            Spelling(read: ["ISO_IR 87"], written: ["ISO 2022 IR 87"]),
            Spelling(read: ["", "ISO 2022 IR 87"], written: ["", "ISO 2022 IR 87"]),
            Spelling(read: ["ISO_IR 100", "ISO_IR 144"], written: ["ISO 2022 IR 100", "ISO 2022 IR 144"]),
            Spelling(read: ["ISO_IR 100", ""], written: ["ISO_IR 100"]),
            Spelling(read: ["ISO 2022 IR 6", "ISO_IR 192"], written: ["ISO_IR 192"]),
            Spelling(read: ["ISO_IR 192", "ISO 2022 IR 100"], written: ["ISO_IR 192"], isKnown: false),
            Spelling(read: ["WHITCOMB^ELEANOR"], written: [], isKnown: false),
            Spelling(read: ["WHITCOMB", "ISO 2022 IR 87"], written: ["", "ISO 2022 IR 87"], isKnown: false),
            Spelling(read: ["ISO_IR 999"], written: [], isKnown: false),
        ])
    func mendsTerms(_ row: Spelling) {
        let set = SpecificCharacterSet(terms: row.read)
        #expect(set.terms == row.written)
        #expect(set.isKnown == row.isKnown)
    }

    @Test("An unknown set decodes plain ASCII and nothing else")
    func unknownSetIsStrict() {
        let set = SpecificCharacterSet(terms: ["ISO_IR 999"])
        #expect(set.decode(Array("Muller".utf8), as: .LO) == "Muller")
        #expect(set.decode(Array("Müller".utf8), as: .LO) == nil)
        #expect(set.encode("Müller", as: .LO) == nil)
        #expect(set.decodeLeniently(Array("Müller".utf8), as: .LO) == "Müller")
    }

    @Test(
        "The declared set does not govern codes, dates and UIDs, but a person still sees what stands there",
        arguments: [ValueRepresentation.AE, .AS, .CS, .DA, .DS, .DT, .IS, .TM, .UI, .UR])
    func defaultRepertoireValues(_ vr: ValueRepresentation) {
        let set = SpecificCharacterSet(terms: ["ISO_IR 100"])
        let bytes: [UInt8] = [0x4A, 0xE9, 0x72, 0xF4, 0x6D, 0x65]
        #expect(set.decode(bytes, as: vr) == nil)
        #expect(set.encode("Jérôme", as: vr) == nil)
        #expect(set.decodeLeniently(bytes, as: vr) == "Jérôme")
        #expect(SpecificCharacterSet.unicode.decodeLeniently(bytes, as: vr) == "Jérôme")
    }

    @Test("The yen sign and the overline of ISO IR 13 read as backslash and tilde")
    func romajiReadsAsASCII() {
        let set = SpecificCharacterSet(terms: ["ISO_IR 13"])
        #expect(set.decode([0xD4, 0x5C, 0x7E, 0xCF], as: .LO) == "ﾔ\\~ﾏ")
        #expect(set.encode("ﾔ\\~ﾏ", as: .LO) == [0xD4, 0x5C, 0x7E, 0xCF])
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        let terms: [String]
        let text: String
        var testDescription: String { "\(text) in \(terms)" }
    }

    @Test(
        "Text that does not fit the set is not encoded",
        arguments: [
            Misfit(terms: [], text: "é"), Misfit(terms: ["ISO_IR 100"], text: "Ł"),
            Misfit(terms: ["ISO_IR 100"], text: "e\u{301}"), Misfit(terms: ["GBK"], text: "𠀀"),
            Misfit(terms: ["", "ISO 2022 IR 87"], text: "홍"), Misfit(terms: ["ISO 2022 IR 100"], text: "Λ"),
            Misfit(terms: ["", "ISO 2022 IR 58"], text: "小東"), Misfit(terms: ["ISO_IR 192"], text: "\u{1B}(Bé"),
        ])
    func refusesMisfits(_ row: Misfit) {
        #expect(SpecificCharacterSet(terms: row.terms).encode(row.text, as: .LO) == nil)
    }

    @Test("Every character of the basic plane that GB18030 decodes comes back as the same bytes")
    func wholePlaneRoundTrips() throws {
        let set = SpecificCharacterSet(terms: ["GB18030"])
        var failures: [Unicode.Scalar] = []
        for value in UInt32(0xA0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value), !(0xE000...0xF8FF).contains(value) else { continue }
            let text = String(Character(scalar))
            guard let bytes = set.encode(text, as: .LT), set.decode(bytes, as: .LT)?.unicodeScalars.first == scalar else {
                failures.append(scalar)
                continue
            }
        }
        #expect(failures == [])
    }
}
