// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct LanguagePackTests {
    static let text = """
        # Portuguese, a beginning
        title:
            sra | srta
        id:
            prontuario |
            matricula
        months:
            jan janeiro | fev fevereiro | mar marco | abr abril | mai maio | jun junho |
            jul julho | ago agosto | set setembro | out outubro | nov novembro | dez dezembro
        """

    @Test("A pack from text works beside the built-in ones")
    func fromText() throws {
        let own = PHIDetector(languages: LanguagePack.all + [try LanguagePack(code: "pt", text: Self.text)])
        #expect(covered("prontuario 77120", own.spans(in: "prontuario 77120")) == ["77120"])
        #expect(covered("exame 3 fevereiro 2018", own.spans(in: "exame 3 fevereiro 2018")) == ["3 fevereiro 2018"])
    }

    @Test(
        "A pack that cannot be read says where",
        arguments: [
            ("titel:\n dr", LanguagePackError.unknownSection("titel", line: 1)), ("dr | mr", .phraseOutsideSection(line: 1)),
            ("months:\n jan | feb", .wrongNumberOfMonths(2)),
        ])
    func errors(_ text: String, _ expected: LanguagePackError) {
        #expect(throws: expected) { try LanguagePack(code: "xx", text: text) }
    }

    @Test("Every built-in pack announces titles or patients, and none has an empty section")
    func builtIn() {
        #expect(LanguagePack.all.map(\.code) == ["en", "zh", "de", "fr", "es", "ja"])
        for pack in LanguagePack.all {
            #expect(pack.cues.allSatisfy { !$0.phrases.isEmpty }, "\(pack.code)")
            #expect(pack.cues.count >= 20, "\(pack.code)")
        }
    }
}
