// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let jaFull = Rule(
        "ja.full", .person, 0.7, .hanNames, matching: "⟦大河内 れい子⟧", notMatching: "大河内")
    static let jaSurname = Rule(
        "ja.surname", .person, 0.7, .hanNames, matching: "⟦田中⟧先生より依頼", notMatching: "先生より依頼")
    static let jaTitle = Rule(
        "ja.title", .person, 0.6, .hanNames, matching: "⟦森⟧部長", notMatching: "部長")
    static let jaAlone = Rule(
        "ja.alone", .person, 0.65, .hanNames, matching: "胸部単純CT ⟦榎並⟧", notMatching: "胸部単純CT")
    static let jaKana = Rule(
        "ja.kana", .person, 0.5, .hanNames, matching: "腹部エコー ⟦ツルオカ ノブ⟧", notMatching: "腹部エコー")

    static let japanese = [
        jaFull, jaSurname, jaTitle, jaAlone, jaKana,
    ]
}
