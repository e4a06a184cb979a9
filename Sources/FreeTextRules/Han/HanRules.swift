// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let hanName = Rule(
        "han.name", .person, 0.6, .hanNames, matching: "⟦钟萌⟧复查", notMatching: "复查")
    static let hanSurname = Rule(
        "han.surname", .person, 0.6, .hanNames, matching: "⟦彭⟧老", notMatching: "彭隆")
    static let hanBySound = Rule(
        "han.by-sound", .person, 0.6, .hanNames, matching: "⟦阿依古丽⟧胸片", notMatching: "胸片")
    static let hanForeign = Rule(
        "han.foreign", .person, 0.8, .hanNames, matching: "⟦拉吉夫·甘地⟧", notMatching: "拉吉夫")
    static let hanPlaceholder = Rule(
        "han.placeholder", .person, 0.6, .hanNames, matching: "⟦童某某⟧", notMatching: "某某")
    static let hanMasked = Rule(
        "han.masked", .person, 0.7, .hanNames, matching: "双乳钼靶 ⟦佘*芝⟧", notMatching: "双乳钼靶 *")
    static let hanSignature = Rule(
        "han.signature", .person, 0.5, .hanNames, matching: "未见明显异常。——⟦向阳⟧", notMatching: "未见明显异常。——阳性")
    static let hanDemographic = Rule(
        "han.demographic", .person, 0.6, .hanNames, matching: "⟦白雪⟧，女，保暖毯下", notMatching: "白雪，保暖毯下")
    static let hanCaret = Rule(
        "han.caret", .person, 0.9, .hanNames, matching: "=⟦潘^思琪⟧", notMatching: "头颅^平扫")
    static let hanSpread = Rule(
        "han.spread", .person, 0.5, .hanNames, matching: "⟦臧 丽 君⟧", notMatching: "左 右")
    static let hanGiven = Rule(
        "han.given", .person, 0.6, .hanNames, matching: "孫女⟦小恩⟧", notMatching: "孫女")
    static let hanSurnames = Rule(
        "han.surnames", .person, 0.6, .hanNames, matching: "骨科⟦薄⟧、麻两位主任要看", notMatching: "骨科两位主任要看")
    static let hanRow = Rule(
        "han.row", .person, 0.5, .hanNames, matching: "参会：安宁、鞠萍、⟦闻达⟧", notMatching: "参会：闻达")
    static let hanAlone = Rule(
        "han.alone", .person, 0.5, .hanNames, matching: "⟦白雪⟧-子宫附件MR", notMatching: "子宫附件MR")
    static let hanSurnameAlone = Rule(
        "han.surname-alone", .person, 0.5, .hanNames, matching: "靶扫右上肺 ⟦巩⟧", notMatching: "靶扫右上肺 左")
    static let hanTwin = Rule(
        "han.twin", .person, 0.5, .hanNames, matching: "⟦奇奇⟧，发热", notMatching: "常常，发热")
    static let hanListed = Rule(
        "han.listed", .person, 0.45, .hanNames, matching: "（⟦文静⟧）", notMatching: "（平扫）")
    static let hanBeforeKin = Rule(
        "han.before-kin", .person, 0.5, .hanNames, matching: "由⟦黎明⟧（邻居）提供", notMatching: "由家属提供")
    static let hanLittle = Rule(
        "han.little", .person, 0.5, .hanNames, matching: "孙女⟦小恩⟧昨晚误吞电池", notMatching: "孙女昨晚误吞电池")
    static let hanSurnameActs = Rule(
        "han.surname-acts", .person, 0.5, .hanNames, matching: "⟦郦⟧要求", notMatching: "要求")
    static let hanOpening = Rule(
        "han.opening", .person, 0.45, .hanNames, matching: "⟦海燕⟧自述", notMatching: "自述")
    static let hanAnswer = Rule(
        "han.answer", .person, 0.6, .hanNames, matching: "审核医师：⟦乔木⟧", notMatching: "审核医师：未填")

    static let han = [
        hanName, hanSurname, hanBySound, hanForeign, hanPlaceholder, hanMasked, hanSignature, hanDemographic, hanCaret, hanSpread,
        hanGiven, hanSurnames, hanRow, hanAlone, hanSurnameAlone, hanTwin, hanListed, hanBeforeKin, hanLittle, hanSurnameActs, hanOpening,
        hanAnswer,
    ]
}
