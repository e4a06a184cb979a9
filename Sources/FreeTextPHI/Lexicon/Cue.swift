// SPDX-License-Identifier: Apache-2.0

/// What a word announces about its neighbours. Language packs fill these sets.
package struct Cue: OptionSet, Sendable, Hashable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
    package init() { rawValue = 0 }

    /// `Dr`, `Mrs`: a name follows.
    package static let title = Cue(rawValue: 1 << 0)
    /// `MD`, `RN`: a name stands before.
    package static let degree = Cue(rawValue: 1 << 1)
    /// `tech`, `attending`, `signed by`: a name may follow.
    package static let role = Cue(rawValue: 1 << 2)
    /// `daughter`, `wife`: a name may follow.
    package static let kin = Cue(rawValue: 1 << 3)
    /// `patient`, `name`: the patient's name may follow.
    package static let patient = Cue(rawValue: 1 << 4)
    /// A word between the cue and the name that is skipped: `by`, `is`, `name`.
    package static let link = Cue(rawValue: 1 << 5)
    /// `MRN`, `accession`: an identifier follows.
    package static let id = Cue(rawValue: 1 << 6)
    package static let phone = Cue(rawValue: 1 << 7)
    /// `on`, `seen`, `dated`: a date may follow.
    package static let date = Cue(rawValue: 1 << 8)
    /// `from`, `lives in`: a place may follow.
    package static let place = Cue(rawValue: 1 << 9)
    /// `address`, `lives at`: an address may follow.
    package static let address = Cue(rawValue: 1 << 10)
    /// `transferred from`, `at`: an institution may follow.
    package static let site = Cue(rawValue: 1 << 11)
    /// `Hospital`, `Clinic`: the head of an institution's name.
    package static let hospitalHead = Cue(rawValue: 1 << 12)
    /// `School`, `Ltd`: the head of another organisation's name.
    package static let organizationHead = Cue(rawValue: 1 << 13)
    /// `Street`, `Drive`.
    package static let street = Cue(rawValue: 1 << 14)
    /// `years old`, `yo`.
    package static let ageUnit = Cue(rawValue: 1 << 15)
    /// `aged`, `age`.
    package static let ageBefore = Cue(rawValue: 1 << 16)
    /// Month names; the number is looked up.
    package static let month = Cue(rawValue: 1 << 17)
    /// `de`, `van`, `bin`: part of a name.
    package static let particle = Cue(rawValue: 1 << 18)
    /// `syndrome`, `catheter`: what an eponym stands before.
    package static let eponymHead = Cue(rawValue: 1 << 19)
    /// Words that never are a name, even after a cue.
    package static let stop = Cue(rawValue: 1 << 20)
    /// `mm`, `weeks`, `dose`: a number before is no date.
    package static let unit = Cue(rawValue: 1 << 21)
    /// `image`, `grade`, `series`: a number after is no date.
    package static let counter = Cue(rawValue: 1 << 22)
    /// `works at`, `employer`: an organisation follows.
    package static let employer = Cue(rawValue: 1 << 23)
    /// `version`, `syngo`: dotted numbers after are versions.
    package static let version = Cue(rawValue: 1 << 24)
    /// `born`, `DOB`.
    package static let born = Cue(rawValue: 1 << 25)
    /// Chinese title after a surname: `主任`, `医生`.
    package static let titleAfter = Cue(rawValue: 1 << 26)
    /// Verb that a person does: `called`, `asked`, `来电`.
    package static let personVerb = Cue(rawValue: 1 << 27)
    /// A short name of a known institution.
    package static let hospitalShort = Cue(rawValue: 1 << 28)
    /// Weekday names and other words that look like names but are not.
    package static let weekday = Cue(rawValue: 1 << 29)
    /// Weak role that only counts in a staff position with initials or a capitalised name: `per`, `by`, `with`.
    package static let weakRole = Cue(rawValue: 1 << 30)
    /// A longer phrase may begin with this word.
    package static let phraseStart = Cue(rawValue: 1 << 31)
    /// `jr`, `III`.
    package static let suffix = Cue(rawValue: 1 << 32)
    /// Cue for identifiers that is weak alone: `no`, `number`, `#`, `id`.
    package static let weakID = Cue(rawValue: 1 << 33)
    /// A label that a report's form puts before a value: `Name`, `Author`.
    package static let field = Cue(rawValue: 1 << 34)
    /// 在住, 转来: a place stands before.
    package static let moved = Cue(rawValue: 1 << 36)
    /// `username`: a value without digits may follow.
    package static let account = Cue(rawValue: 1 << 37)
    /// A half of `didn't` or `we'll`.
    package static let contraction = Cue(rawValue: 1 << 38)
    /// 当地, 下乡: a listed place may stand before.
    package static let placeAfter = Cue(rawValue: 1 << 40)
    /// 小名, 名叫: whatever follows is a name.
    package static let naming = Cue(rawValue: 1 << 39)
    /// `PO Box`.
    package static let box = Cue(rawValue: 1 << 35)

    /// The sections of a language pack.
    static let named: [String: Cue] = [
        "title": .title, "degree": .degree, "role": .role, "kin": .kin, "patient": .patient, "link": .link, "id": .id, "phone": .phone, "date": .date,
        "place": .place, "site": .site, "address": .address, "hospitalHead": .hospitalHead, "organizationHead": .organizationHead, "street": .street,
        "ageUnit": .ageUnit, "ageBefore": .ageBefore, "particle": .particle, "eponymHead": .eponymHead, "stop": .stop, "unit": .unit,
        "counter": .counter, "employer": .employer, "version": .version, "born": .born, "titleAfter": .titleAfter, "personVerb": .personVerb,
        "hospitalShort": .hospitalShort, "weekday": .weekday, "weakRole": .weakRole, "suffix": .suffix, "weakID": .weakID, "field": .field,
        "moved": .moved, "account": .account, "box": .box, "naming": .naming, "placeAfter": .placeAfter,
    ]
}
