// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// What the values of a header find, and what points at them more loosely. The examples stand beside ``exampleHeader``.
extension Rule {
    package static let exampleHeader = [
        "PatientName": "Carmichael^Theodore", "OtherPatientNames": "Zhong^Meng=钟^萌", "PatientBirthDate": "19310203", "PatientID": "JM0066817",
        "OtherPatientIDs": "4410927", "AccessionNumber": "912", "StudyDate": "20240912", "DeviceSerialNumber": "482-9917-3",
        "InstitutionName": "Hartsmoor District General Hospital", "InstitutionAddress": "12 Oak Street, Tulsa",
        "ReferringPhysicianName": "Rosales^Lorcan", "OperatorsName": "Baker^Ruth",
    ]

    static let knownIndex = Rule(
        "known.index", .person, 1, .known, matching: "⟦carmichael theodore⟧", notMatching: "carmichel theo")
    static let knownName = Rule(
        "known.name", .person, 1, .known, matching: "CT HEAD ⟦Carmichael⟧", notMatching: "CT HEAD")
    static let knownNameNear = Rule(
        "known.name-near", .person, 0.8, .known, matching: "⟦Carmichel⟧", notMatching: "Carmel")
    static let knownNameWord = Rule(
        "known.name-word", .person, 0.8, .known, matching: "Dr ⟦Baker⟧", notMatching: "Baker cyst")
    static let knownNameJoined = Rule(
        "known.name-joined", .person, 1, .known, matching: "⟦tcarmichael⟧", notMatching: "carmichael")
    static let knownNameHan = Rule(
        "known.name-han", .person, 1, .known, matching: "⟦钟萌⟧复查", notMatching: "复查")
    static let knownNameHanNear = Rule(
        "known.name-han-near", .person, 0.8, .known, matching: "⟦仲萌⟧", notMatching: "仲春")
    static let knownSurname = Rule(
        "known.surname", .person, 0.9, .known, matching: "⟦钟⟧医生", notMatching: "闹钟")
    static let knownInitials = Rule(
        "known.initials", .person, 0.6, .known, matching: "tech ⟦TC⟧", notMatching: "TC")
    static let knownID = Rule(
        "known.id", .id, 1, .known, matching: "MRN ⟦JM66817⟧", notMatching: "MRN JM66818")
    static let knownIDShort = Rule(
        "known.id-short", .id, 0.9, .known, matching: "Pt ⟦912⟧", notMatching: "image 912")
    static let knownIDTail = Rule(
        "known.id-tail", .id, 0.9, .known, matching: "ID ⟦0927⟧", notMatching: "0927")
    static let knownDate = Rule(
        "known.date", .date, 0.95, .known, matching: "⟦3.2.1931⟧", notMatching: "3.2.1932")
    static let knownDayMonth = Rule(
        "known.day-month", .date, 0.6, .known, matching: "on ⟦9/12⟧", notMatching: "on 9/13")
    static let knownAge = Rule(
        "known.age", .age, 0.6, .known, matching: "⟦93⟧", notMatching: "92")
    static let knownSite = Rule(
        "known.site", .hospital, 1, .known, matching: "the ⟦Hartsmoor⟧", notMatching: "the hospital")
    static let knownSiteShort = Rule(
        "known.site-short", .hospital, 0.85, .known, matching: "⟦Hartsmoor DGH⟧", notMatching: "DGH")
    static let knownAcronym = Rule(
        "known.acronym", .hospital, 0.9, .known, matching: "from ⟦HDGH⟧", notMatching: "from XDGH")

    package static let known = [
        knownIndex, knownName, knownNameNear, knownNameWord, knownNameJoined, knownNameHan, knownNameHanNear, knownSurname, knownInitials,
        knownID, knownIDShort, knownIDTail, knownDate, knownDayMonth, knownAge, knownSite, knownSiteShort, knownAcronym,
    ]
}
