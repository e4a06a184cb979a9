// SPDX-License-Identifier: Apache-2.0

/// What a word announces about its neighbours. Language packs fill these sets.
public struct Cue: OptionSet, Sendable, Hashable {
    public let rawValue: UInt64
    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable public init() { rawValue = 0 }

    /// `Dr`, `Mrs`: a name follows.
    @inlinable public static var title: Cue { Cue(rawValue: 1 << 0) }
    /// `MD`, `RN`: a name stands before.
    @inlinable public static var degree: Cue { Cue(rawValue: 1 << 1) }
    /// `tech`, `attending`, `signed by`: a name may follow.
    @inlinable public static var role: Cue { Cue(rawValue: 1 << 2) }
    /// `daughter`, `wife`: a name may follow.
    @inlinable public static var kin: Cue { Cue(rawValue: 1 << 3) }
    /// `patient`, `name`: the patient's name may follow.
    @inlinable public static var patient: Cue { Cue(rawValue: 1 << 4) }
    /// A word between the cue and the name that is skipped: `by`, `is`, `name`.
    @inlinable public static var link: Cue { Cue(rawValue: 1 << 5) }
    /// `MRN`, `accession`: an identifier follows.
    @inlinable public static var id: Cue { Cue(rawValue: 1 << 6) }
    @inlinable public static var phone: Cue { Cue(rawValue: 1 << 7) }
    /// `on`, `seen`, `dated`: a date may follow.
    @inlinable public static var date: Cue { Cue(rawValue: 1 << 8) }
    /// `from`, `lives in`: a place may follow.
    @inlinable public static var place: Cue { Cue(rawValue: 1 << 9) }
    /// `address`, `lives at`: an address may follow.
    @inlinable public static var address: Cue { Cue(rawValue: 1 << 10) }
    /// `transferred from`, `at`: an institution may follow.
    @inlinable public static var site: Cue { Cue(rawValue: 1 << 11) }
    /// `Hospital`, `Clinic`: the head of an institution's name.
    @inlinable public static var hospitalHead: Cue { Cue(rawValue: 1 << 12) }
    /// `School`, `Ltd`: the head of another organisation's name.
    @inlinable public static var organizationHead: Cue { Cue(rawValue: 1 << 13) }
    /// `Street`, `Drive`.
    @inlinable public static var street: Cue { Cue(rawValue: 1 << 14) }
    /// `years old`, `yo`.
    @inlinable public static var ageUnit: Cue { Cue(rawValue: 1 << 15) }
    /// `aged`, `age`.
    @inlinable public static var ageBefore: Cue { Cue(rawValue: 1 << 16) }
    /// Month names; the number is looked up.
    @inlinable public static var month: Cue { Cue(rawValue: 1 << 17) }
    /// `de`, `van`, `bin`: part of a name.
    @inlinable public static var particle: Cue { Cue(rawValue: 1 << 18) }
    /// `syndrome`, `catheter`: what an eponym stands before.
    @inlinable public static var eponymHead: Cue { Cue(rawValue: 1 << 19) }
    /// Words that never are a name, even after a cue.
    @inlinable public static var stop: Cue { Cue(rawValue: 1 << 20) }
    /// `mm`, `weeks`, `dose`: a number before is no date.
    @inlinable public static var unit: Cue { Cue(rawValue: 1 << 21) }
    /// `image`, `grade`, `series`: a number after is no date.
    @inlinable public static var counter: Cue { Cue(rawValue: 1 << 22) }
    /// `works at`, `employer`: an organisation follows.
    @inlinable public static var employer: Cue { Cue(rawValue: 1 << 23) }
    /// `version`, `syngo`: dotted numbers after are versions.
    @inlinable public static var version: Cue { Cue(rawValue: 1 << 24) }
    /// `born`, `DOB`.
    @inlinable public static var born: Cue { Cue(rawValue: 1 << 25) }
    /// Chinese title after a surname: `主任`, `医生`.
    @inlinable public static var titleAfter: Cue { Cue(rawValue: 1 << 26) }
    /// Verb that a person does: `called`, `asked`, `来电`.
    @inlinable public static var personVerb: Cue { Cue(rawValue: 1 << 27) }
    /// A short name of a known institution.
    @inlinable public static var hospitalShort: Cue { Cue(rawValue: 1 << 28) }
    /// Weekday names and other words that look like names but are not.
    @inlinable public static var weekday: Cue { Cue(rawValue: 1 << 29) }
    /// Weak role that only counts in a staff position with initials or a capitalised name: `per`, `by`, `with`.
    @inlinable public static var weakRole: Cue { Cue(rawValue: 1 << 30) }
    /// A longer phrase may begin with this word.
    @inlinable public static var phraseStart: Cue { Cue(rawValue: 1 << 31) }
    /// `jr`, `III`.
    @inlinable public static var suffix: Cue { Cue(rawValue: 1 << 32) }
    /// Cue for identifiers that is weak alone: `no`, `number`, `#`, `id`.
    @inlinable public static var weakID: Cue { Cue(rawValue: 1 << 33) }
    /// A label that a report's form puts before a value: `Name`, `Author`.
    @inlinable public static var field: Cue { Cue(rawValue: 1 << 34) }
    /// 在住, 转来: a place stands before.
    @inlinable public static var moved: Cue { Cue(rawValue: 1 << 36) }
    /// `username`: a value without digits may follow.
    @inlinable public static var account: Cue { Cue(rawValue: 1 << 37) }
    /// A half of `didn't` or `we'll`.
    @inlinable public static var contraction: Cue { Cue(rawValue: 1 << 38) }
    /// 当地, 下乡: a listed place may stand before.
    @inlinable public static var placeAfter: Cue { Cue(rawValue: 1 << 40) }
    /// 小名, 名叫: whatever follows is a name.
    @inlinable public static var naming: Cue { Cue(rawValue: 1 << 39) }
    /// `PO Box`.
    @inlinable public static var box: Cue { Cue(rawValue: 1 << 35) }

    /// The sections of a language pack.
    public static let named: [String: Cue] = [
        "title": .title, "degree": .degree, "role": .role, "kin": .kin, "patient": .patient, "link": .link, "id": .id, "phone": .phone, "date": .date,
        "place": .place, "site": .site, "address": .address, "hospitalHead": .hospitalHead, "organizationHead": .organizationHead, "street": .street,
        "ageUnit": .ageUnit, "ageBefore": .ageBefore, "particle": .particle, "eponymHead": .eponymHead, "stop": .stop, "unit": .unit,
        "counter": .counter, "employer": .employer, "version": .version, "born": .born, "titleAfter": .titleAfter, "personVerb": .personVerb,
        "hospitalShort": .hospitalShort, "weekday": .weekday, "weakRole": .weakRole, "suffix": .suffix, "weakID": .weakID, "field": .field,
        "moved": .moved, "account": .account, "box": .box, "naming": .naming, "placeAfter": .placeAfter,
    ]
}
