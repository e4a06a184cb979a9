// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let idIBAN = Rule(
        "id.iban", .id, 0.95, .format, matching: "⟦GB29 NWBK 6016 1331 9268 19⟧", notMatching: "GB28 NWBK 6016 1331 9268 19")
    static let idHandle = Rule(
        "id.handle", .id, 0.6, .format, matching: "Twitter as ⟦@maeve_d⟧", notMatching: "iPAT@c")
    static let idAccount = Rule(
        "id.account", .id, 0.75, .format, matching: "username: ⟦night_owl_77⟧", notMatching: "username night")
    static let idPlate = Rule(
        "id.plate", .id, 0.8, .format, matching: "plate ⟦KX19 ABC⟧", notMatching: "plate 19")
    static let idCaseNumber = Rule(
        "id.case-number", .id, 0.85, .format, matching: "⟦军字第0218847号⟧", notMatching: "第3号")
    static let idSpecimen = Rule(
        "id.specimen", .id, 0.6, .format, matching: "⟦2021-H03387⟧", notMatching: "2021-H3")
    static let idCue = Rule(
        "id.cue", .id, 0.9, .format, matching: "MRN ⟦4410927⟧", notMatching: "MR 3 T")
    static let idWeakCue = Rule(
        "id.weak-cue", .id, 0.8, .format, matching: "ax 5mm #⟦860738⟧", notMatching: "ax 5mm #86")
    static let idMasked = Rule(
        "id.masked", .id, 0.7, .format, matching: "短信已发送至⟦136****2207⟧", notMatching: "136*")
    static let idLongNumber = Rule(
        "id.long-number", .id, 0.75, .format, matching: "⟦4482910⟧", notMatching: "448")
    static let idNumber = Rule(
        "id.number", .id, 0.55, .format, matching: "⟦482911⟧", notMatching: "4829")
    static let idPrefixed = Rule(
        "id.prefixed", .id, 0.8, .format, matching: "⟦ZX118822⟧", notMatching: "BR44")
    static let idLeadingZero = Rule(
        "id.leading-zero", .id, 0.45, .format, matching: "⟦P0078⟧", notMatching: "P78")
    static let idCNResident = Rule(
        "id.cn-resident", .id, 0.95, .format, matching: "⟦11010519491231002X⟧", notMatching: "320102198001011234")
    static let idNIR = Rule(
        "id.nir", .id, 0.95, .format, matching: "⟦255081416802538⟧", notMatching: "255081416802539")
    static let idRRN = Rule(
        "id.rrn", .id, 0.95, .format, matching: "⟦9001011234568⟧", notMatching: "9001011234569")
    static let idMyNumber = Rule(
        "id.my-number", .id, 0.95, .format, matching: "⟦123456789018⟧", notMatching: "123456789019")
    static let idNHSNPI = Rule(
        "id.nhs-npi", .id, 0.95, .format, matching: "⟦4010232137⟧", notMatching: "4010232138")
    static let idCard = Rule(
        "id.card", .id, 0.95, .format, matching: "⟦4539578763621486⟧", notMatching: "4539578763621487")
    static let idTerminalDigit = Rule(
        "id.terminal-digit", .id, 0.5, .format, matching: "⟦66-19-03⟧", notMatching: "66-19")
    static let idSSN = Rule(
        "id.ssn", .id, 0.95, .format, matching: "⟦433-21-9087⟧", notMatching: "433-21-908")
    static let idGrouped = Rule(
        "id.grouped", .id, 0.85, .format, matching: "⟦4539 5787 6362 1486⟧", notMatching: "4539 5787")
    static let phoneExtension = Rule(
        "phone.extension", .phone, 0.45, .format, matching: "苗医生（⟦8127⟧）", notMatching: "病灶（8127）")
    static let phoneCue = Rule(
        "phone.cue", .phone, 0.9, .format, matching: "⟦x5527⟧", notMatching: "x55")
    static let phoneCNMobile = Rule(
        "phone.cn-mobile", .phone, 0.9, .format, matching: "⟦18600001234⟧", notMatching: "28600001234")
    static let phoneInternational = Rule(
        "phone.international", .phone, 0.95, .format, matching: "⟦+49 171 2345678⟧", notMatching: "+49 171")
    static let phoneNANP = Rule(
        "phone.nanp", .phone, 0.95, .format, matching: "⟦(555) 010-4477⟧", notMatching: "555 mm")
    static let phoneLocal = Rule(
        "phone.local", .phone, 0.75, .format, matching: "⟦010-4477⟧", notMatching: "010-44")
    static let phoneLandline = Rule(
        "phone.landline", .phone, 0.85, .format, matching: "⟦020 7946 0018⟧", notMatching: "9207 0018")
    static let phoneGrouped = Rule(
        "phone.grouped", .phone, 0.8, .format, matching: "⟦0412/3388⟧", notMatching: "4000/102")

    static let numbers = [
        idIBAN, idHandle, idAccount, idPlate, idCaseNumber, idSpecimen, idCue, idWeakCue, idMasked, idLongNumber, idNumber, idPrefixed,
        idLeadingZero, idCNResident, idNIR, idRRN, idMyNumber, idNHSNPI, idCard, idTerminalDigit, idSSN, idGrouped, phoneExtension,
        phoneCue, phoneCNMobile, phoneInternational, phoneNANP, phoneLocal, phoneLandline, phoneGrouped,
    ]
}
