// SPDX-License-Identifier: Apache-2.0

import Identifiers
import ScrubTestSupport
import Testing

@testable import PixelText

@Suite struct LineJudgeTests {
    /// The one search, for an invented patient.
    static let index = IdentifierIndex(
        Identity(header: [
            "PatientName": "Holloway^Maria Illyria", "PatientID": "4837261", "PatientBirthDate": "19610312", "AccessionNumber": "A0B1C5S8",
            "InstitutionName": "Hartsmoor General Hospital",
        ]))

    static var judge: LineJudge {
        LineJudge(keep: ["L", "R", "AP ERECT", "kV 120", "Ｗ/L 40", "左", "PORTABLE", "HOLLOWAY", "  "]) {
            !index.matches(inBytes: Array($0.utf8)).isEmpty
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let expected: LineReading
        var testDescription: String { text }

        init(_ text: String, _ expected: LineReading) { (self.text, self.expected) = (text, expected) }
    }

    @Test(
        "A line is a listed term as a whole or not at all",
        arguments: [
            Row("L", .listed), Row("l", .listed), Row("ap erect", .listed), Row("APERECT", .listed), Row("AP  ERECT", .listed),
            Row("ＡＰ　ＥＲＥＣＴ", .listed), Row("KV120", .listed), Row("w/l 40", .listed), Row("左", .listed),
            Row("", .unknown), Row(" ", .unknown), Row("LR", .unknown), Row("L R", .unknown), Row("AP ERECT 2", .unknown), Row("AP ERECT.", .unknown),
            Row("kV 12O", .unknown), Row("kV 121", .unknown), Row("kV 12 0", .unknown), Row("kV 1200", .unknown), Row("AP\u{FFFD}", .unknown),
            Row("L\u{FFFD}", .unknown), Row("1", .unknown), Row("ÁP ERECT", .unknown), Row("右", .unknown), Row("kV ¹20", .unknown),
        ])
    func terms(_ row: Row) { #expect(Self.judge.judge(row.text) == row.expected) }

    @Test(
        "What is known is recognized as it reads when it was misread",
        arguments: [
            "HOLLOWAY", "HOLLOWAY^MARIA", "HOLLOWAY“MARIA", "HOLLOWAYMARIA", "HolIoway, Maria", "H0LL0WAY", "HOL1OWAY", "HOLLOWAV", "HOLOWAY MARLA",
            "HOLL OWAY", "Hollovvay", "Rolf HOLLOWAY", "MRN 4837261", "MRN4837261", "48372b1", "4B37261", "48 37261", "4837 26l", "ID:483726I",
            "A83726I 4837Z6!", "12-03-1961", "l2-O3-I96l", "12.03.1961", "12 O3 1961", "AOB1C5S8", "A0BIC5SB", "AOBLCSSS", "A®B1CSSB", "AO B1C5S8",
            "Hartsmoor General Hospital", "HARTSM00R GENERAL H0SPITAL", "Hartsrnoor General Hospital", "Holloway\u{FFFD}", "Mar1a Ho11oway",
        ])
    func known(_ text: String) { #expect(Self.judge.judge(text) == .known) }

    @Test("What has nothing to do with the patient is not known", arguments: ["R", "AP ERECT", "kV 120", "PORTABLE", "WL 40", "Im 12/48", "MI 0.9"])
    func others(_ text: String) { #expect(Self.judge.judge(text) != .known) }

    @Test("Readings of a line are bounded, each once, the line first", arguments: ["lIlIlIlIlI0O0O0O", "O0 ", "rnrnrnrn m d cl", "l"])
    func bounded(_ word: String) {
        for count in [1, 10, 500] {
            let line = String(repeating: word, count: count)
            let readings = ConfusedLetters.readings(of: line)
            #expect(readings.count <= 1024 && Set(readings).count == readings.count && readings.first == line)
        }
    }
}
