// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let personTitle = Rule(
        "person.title", .person, 0.9, .cue, matching: "Mrs ⟦Bell⟧", notMatching: "Bell")
    static let personDegree = Rule(
        "person.degree", .person, 0.8, .cue, matching: "⟦Smart, Alan⟧ MD", notMatching: "Smart, Alan")
    static let personKin = Rule(
        "person.kin", .person, 0.75, .cue, matching: "daughter ⟦Ines⟧ called", notMatching: "daughter called")
    static let personRole = Rule(
        "person.role", .person, 0.8, .cue, matching: "tech ⟦Okonkwo⟧", notMatching: "tech aware")
    static let personPatient = Rule(
        "person.patient", .person, 0.75, .cue, matching: "patient ⟦Rosalind Achebe⟧", notMatching: "patient tolerated")
    static let personWeakRole = Rule(
        "person.weak-role", .person, 0.5, .cue, matching: "by ⟦Rosalind⟧", notMatching: "by mouth")
    static let personInitials = Rule(
        "person.initials", .person, 0.5, .cue, matching: "tech ⟦QV⟧", notMatching: "QV")
    static let personSubject = Rule(
        "person.subject", .person, 0.55, .cue, matching: "⟦May⟧ called", notMatching: "May repeat")
    static let personFirstInitial = Rule(
        "person.first-initial", .person, 0.5, .cue, matching: "⟦Tobias K⟧.", notMatching: "Hepatitis B.")
    static let personBeforeDate = Rule(
        "person.before-date", .person, 0.5, .cue, matching: "⟦Juarez⟧/12/2/2005", notMatching: "Contrast/12/2/2005")
    static let personLastFirst = Rule(
        "person.last-first", .person, 0.5, .cue, matching: "⟦SMITH, JOHN⟧", notMatching: "HEAD, NECK")
    static let personCaret = Rule(
        "person.caret", .person, 0.8, .cue, matching: "⟦Tan^Jie⟧", notMatching: "HEAD^ROUTINE")
    static let personTree = Rule(
        "person.tree", .person, 0.6, .cue, matching: "HEAD^⟦Sorokin⟧", notMatching: "HEAD^AXIAL")
    static let personInitialLast = Rule(
        "person.initial-last", .person, 0.65, .cue, matching: "⟦L. Rosales⟧", notMatching: "E. coli")
    static let personAge = Rule(
        "person.age", .person, 0.6, .cue, matching: "⟦Young⟧, 34F, RLQ pain", notMatching: "Young adult")
    static let personBeforeKin = Rule(
        "person.before-kin", .person, 0.6, .cue, matching: "⟦Ngozi⟧ (aunt)", notMatching: "Ngozi (left)")
    static let personBeforeFamily = Rule(
        "person.before-family", .person, 0.55, .cue, matching: "⟦Wilson⟧ family notified", notMatching: "Wilson disease")
    static let personBracketed = Rule(
        "person.bracketed", .person, 0.45, .cue, matching: "booked 18 Sept (⟦Hargrove⟧)", notMatching: "booked 18 Sept (contrast)")
    static let personField = Rule(
        "person.field", .person, 0.5, .cue, matching: "⟦SB⟧", notMatching: "sb", field: .person)
    static let personPair = Rule(
        "person.pair", .person, 0.7, .cue, matching: "⟦SIDHU_GURLEEN⟧", notMatching: "AXIAL_CORONAL")
    static let personInLabel = Rule(
        "person.in-label", .person, 0.48, .cue, matching: "CT HEAD ⟦Zebedee⟧", notMatching: "CT HEAD contrast")
    static let personHyphen = Rule(
        "person.hyphen", .person, 0.5, .cue, matching: "⟦Min-jun⟧", notMatching: "Follow-up")
    static let personPinyin = Rule(
        "person.pinyin", .person, 0.7, .cue, matching: "与⟦Hu Bo⟧博士讨论", notMatching: "Hu Bo")
    static let personPinyinJoined = Rule(
        "person.pinyin-joined", .person, 0.6, .cue, matching: "⟦ZHONGMENG⟧", notMatching: "ABDOMEN")
    static let personPinyinInitials = Rule(
        "person.pinyin-initials", .person, 0.5, .cue, matching: "⟦tangrl⟧ 冠脉", notMatching: "tangrl")
    static let personRomaji = Rule(
        "person.romaji", .person, 0.6, .cue, matching: "左右逆です ⟦Nagahori Emi⟧", notMatching: "Nagahori Emi")
    static let namesPerson = Rule(
        "names.person", .person, 0.5, .names, matching: "met ⟦Achebe⟧ yesterday", notMatching: "Liver lesion")
    static let namesInstitution = Rule(
        "names.institution", .hospital, 0.45, .names, matching: "⟦Le Guen⟧", notMatching: "LE GUEN")
    static let namesPlace = Rule(
        "names.place", .location, 0.45, .names, matching: "⟦McAllen⟧", notMatching: "MCALLEN")

    static let names = [
        personTitle, personDegree, personKin, personRole, personPatient, personWeakRole, personInitials, personSubject, personFirstInitial,
        personBeforeDate, personLastFirst, personCaret, personTree, personInitialLast, personAge, personBeforeKin, personBeforeFamily,
        personBracketed, personField, personPair, personInLabel, personHyphen, personPinyin, personPinyinJoined, personPinyinInitials,
        personRomaji, namesPerson, namesInstitution, namesPlace,
    ]
}
