// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identifiers

@Suite struct NumberSearchTests {
    @Test(
        "A number is found with and without separators and zeros",
        arguments: [
            Planted("PatientID", "0012345678", "MRN0012345678", "MRN#"),
            Planted("PatientID", "0012345678", "ID 12345678.", "ID #."),
            Planted("PatientID", "KZ-0048213", "000048213", "#"),
            Planted("PatientID", "KZ-0048213", "at 0.00048213 of 10048213", "at 0.00048213 of 10048213"),
            Planted("PatientID", "0012345678", "123 456 78", "#"),
            Planted("PatientID", "0012345678", "12-345-678", "#"),
            Planted("PatientID", "12345678", "0012345678", "#"),
            Planted("PatientID", "AB-1234", "ab1234 AB 1234", "# #"),
            Planted("PatientID", "JM0066817", "JM66817, 66817", "#, #"),
            Planted("PatientID", "12.345.678-9", "123456789 / 12.345.678-9", "# / #"),
            Planted("PatientID", "A123456(7)", "of A123456(7) today, A1234567", "of #) today, #"),
            Planted("PatientID", "A123456(7)", "A123456, A 123456", "#, #"),
            Planted("PatientID", "12.345.678-9", "12345678 or 12.345.678", "# or #"),
            Planted("PatientID", "2019-448812", "448812, 2019/448812, 2019", "#, #, 2019"),
            Planted("PatientID", "000/448812/3", "448812 000448812", "# #"),
            Planted("PatientID", "1.2.840.113619.2.55", "113619", "113619"),
            Planted("PatientID", "448812.23", "CT 448812.23, 448812/23", "CT #, #"),
            Planted("PatientID", "KL-00471182-B", "kl471182b KL-471182 00471182", "# KL-# #"),
            Planted("PatientID", "00471182", "00 471 182 3mm, T2 471 182", "# 3mm, T2 #"),
            Planted("PatientID", "00471182", "471 182 3 mm, 471 182 2019", "# 3 mm, # 2019"),
            Planted("PatientID", "00471182", "471 182 333, 3 471 182", "471 182 333, 3 471 182"),
            Planted("PatientID", "00471182", "471 182 333mm", "# 333mm"),
            Planted("PatientID", "00471182", "333/471 182, 471 182/333", "333/#, #/333"),
            Planted("PatientID", "00471182", "333-471-182, 471-182-333", "333-#, #-333"),
            Planted("PatientID", "12345678", "999 12 345 678, 12 345 678 999", "999 #, # 999"),
            Planted("PatientID", "2019-448812", "MRN 2019", "MRN 2019"),
            Planted("PatientID", "000/0448812/3", "CT 448812", "CT #"),
            Planted("PatientID", "943 476 5919", "9434765919 3, 943 476 5919 3", "# 3, # 3"),
            Planted("PatientID", "12345", "12.345 12.345", "12.345 12.345"),
            Planted("PatientID", "1962", "MRN 1962", "MRN #"),
            Planted("PatientID", "1962", "in 1962 slices", "in 1962 slices"),
            Planted("PatientID", "12345", "12345", "#"),
            Planted("PatientID", "12345", "0.12345 and 12.345 and 123456", "0.12345 and 12.345 and 123456"),
            Planted("PatientID", "123456", "1 2 3 4 5 6", "1 2 3 4 5 6"),
            Planted("PatientID", "７７８８９９", "778899", "#"),
            Planted("PatientID", "42", "病历号42 slice 42", "病历号# slice 42"),
            Planted("AccessionNumber", "A77", "Acc: A77, A77", "Acc: #, A77"),
            Planted("PatientTelephoneNumbers", "+49 30 1234567", "030/1234567", "#"),
            Planted("PatientTelephoneNumbers", "0143221", "555 143 221", "555 #"),
            Planted("PatientTelephoneNumbers", "030-1234567", "+49 30 1234567", "+49 #"),
            Planted("StudyInstanceUID", "1.2.276.0.7230010.3.1.2.777", "UID=1.2.276.0.7230010.3.1.2.777.", "UID=#."),
            Planted("StudyInstanceUID", "1.2.276.0.7230010.3.1.2.777", "1.2.276.0.7230010.3.1.2.777.1.5", "#"),
            Planted("StudyInstanceUID", "1.2.276.0.7230010.3.1.2.777", "1.2.276.0.7230010.3.1.2.7771", "1.2.276.0.7230010.3.1.2.7771"),
            Planted("StudyInstanceUID", "1.2.840.10008.1.2", "1.2.840.10008.1.2", "1.2.840.10008.1.2"),
            Planted("InstitutionName", "Universitätsklinikum Nordstadt", "at UNIVERSITAETSKLINIKUM  NORDSTADT", "at #"),
            Planted("InstitutionName", "Long", "long segment", "long segment"),
            Planted("PatientAddress", "Hauptstr. 5^Kleinhausen", "lives in Kleinhausen", "lives in #"),
        ])
    func findsNumbers(_ row: Planted) {
        #expect(masked(row.text, [row.keyword: row.value]) == row.left)
    }

    @Test(
        "A day of birth is found in every language",
        arguments: [
            "19620514", "1962-05-14", "1962/5/14", "1962.05.14", "1962:05:14", "14.05.1962", "14.5.1962", "14/05/62", "5/14/1962", "05-14-62",
            "620514", "14 May 1962", "14MAY1962",
            "May 14th, 1962", "14th of May 1962", "14-May-62", "May 1962", "05/1962", "1962-05", "14. Mai 1962", "14 mai 1962", "14 de mayo de 1962",
            "14 maggio 1962", "14 de maio de 1962",
            "14 mei 1962", "14 maja 1962", "14 мая 1962", "14 мая 1962 г.", "14 травня 1962", "1962年5月14日", "1962年05月14日", "1962년 5월 14일",
            "昭和37年5月14日", "S37.5.14", "昭37.5.14",
            "民國51年5月14日", "14/05/2505", "14 พ.ค. 2505", "一九六二年五月十四日", "14.V.1962", "1962-W20-1", "1962-134", "１９６２年５月１４日", "19620514T101500",
            "19620514120000", "1962年5月",
        ])
    func findsBirthDate(_ text: String) {
        let left = masked("Pat " + text + ", x", ["PatientBirthDate": "19620514"])
        #expect(left.hasPrefix("Pat #"))
        #expect(!left.contains("62"))
    }

    @Test(
        "Numbers that merely look like the day stay",
        arguments: [
            "1962.5", "position 1962.5 mm", "5.1962", "119620514", "196205141", "may", "May 1963", "14.5.63", "1.14.5.62.3", "14, 5, 62", "620514.5",
            "62 05 14 33", "1962", "kVp 120",
        ])
    func leavesOtherNumbers(_ text: String) {
        #expect(masked(text, ["PatientBirthDate": "19620514"]) == text)
    }

    @Test("The day of the study is found, its month is not")
    func findsStudyDate() {
        #expect(masked("on 3 March 2021", ["StudyDate": "20210303"]) == "on #")
        #expect(masked("March 2021", ["StudyDate": "20210303"]) == "March 2021")
    }

    @Test("An age that few people reach is found")
    func findsAges() {
        #expect(masked("a 94 year old", ["PatientAge": "094Y"]) == "a #")
        #expect(masked("a 44 year old", ["PatientAge": "044Y"]) == "a 44 year old")
    }
}
