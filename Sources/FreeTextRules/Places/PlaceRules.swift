// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let hospitalShort = Rule(
        "hospital.short", .hospital, 0.75, .place, matching: "same as ⟦Kaiser⟧", notMatching: "Mayonnaise")
    static let hospitalHead = Rule(
        "hospital.head", .hospital, 0.85, .place, matching: "⟦Marshfield Clinic⟧", notMatching: "outside clinic")
    static let hospitalSaint = Rule(
        "hospital.saint", .hospital, 0.7, .place, matching: "⟦St. Hedwig's⟧", notMatching: "ST depression")
    static let hospitalLead = Rule(
        "hospital.lead", .hospital, 0.6, .place, matching: "⟦SUNNYBANK GENERAL⟧", notMatching: "GENERAL")
    static let organizationHead = Rule(
        "organization.head", .organization, 0.6, .place, matching: "⟦Osika Ltd⟧", notMatching: "ltd study")
    static let institutionCue = Rule(
        "institution.cue", .hospital, 0.6, .place, matching: "employed at ⟦Granger⟧", notMatching: "Granger")
    static let addressStreet = Rule(
        "address.street", .address, 0.9, .place, matching: "⟦12B Oak St⟧", notMatching: "12B")
    static let addressPostcode = Rule(
        "address.postcode", .address, 0.8, .place, matching: "⟦SW1A 1AA⟧", notMatching: "L1A")
    static let addressStreetAlone = Rule(
        "address.street-alone", .address, 0.5, .place, matching: "near ⟦Old Mill Rd⟧", notMatching: "Old Mill Rd")
    static let placeTownState = Rule(
        "place.town-state", .location, 0.7, .place, matching: "⟦Tulsa, OK⟧", notMatching: "image OK")
    static let placeCue = Rule(
        "place.cue", .location, 0.7, .place, matching: "from ⟦Tulsa⟧", notMatching: "Tulsa")
    static let addressHan = Rule(
        "address.han", .address, 0.9, .place, matching: "家住⟦南岗区和兴路55号3单元402⟧", notMatching: "3号病灶")
    static let hospitalHan = Rule(
        "hospital.han", .hospital, 0.85, .place, matching: "⟦丽水市中心医院⟧", notMatching: "本院")
    static let hospitalHanShort = Rule(
        "hospital.han-short", .hospital, 0.6, .place, matching: "⟦仁济东院⟧", notMatching: "东院")
    static let organizationHan = Rule(
        "organization.han", .organization, 0.75, .place, matching: "体检 ⟦海澜集团⟧", notMatching: "集团")
    static let placeHan = Rule(
        "place.han", .location, 0.65, .place, matching: "⟦宿州⟧", notMatching: "中国")

    static let places = [
        hospitalShort, hospitalHead, hospitalSaint, hospitalLead, organizationHead, institutionCue, addressStreet, addressPostcode,
        addressStreetAlone, placeTownState, placeCue, addressHan, hospitalHan, hospitalHanShort, organizationHan, placeHan,
    ]
}
