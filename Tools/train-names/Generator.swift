// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A training line and its entities, in Unicode scalars. Kind 0 person, 1 institution, 2 place.
struct Example {
    struct Entity {
        let from: Int
        let to: Int
        let kind: Int
    }

    var text = ""
    var entities: [Entity] = []

    var marked: String {
        var out = ""
        let s = Array(text.unicodeScalars)
        for (i, u) in s.enumerated() {
            for e in entities where e.from == i { out += "{\("PHL".map(String.init)[e.kind])" + ":" }
            out.unicodeScalars.append(u)
            for e in entities where e.to == i + 1 { out += "}" }
        }
        return out
    }
}

/// Makes lines from lists and templates.
struct Generator {
    private var random: SplitMix
    private let firsts: [[String]]
    private let lasts: [[String]]
    private let cities: [String]
    private let words: [String]
    private let commonWords: [String]
    private let phrases: [String]
    private let meanings: [String]
    private let technical: [String]
    private let drugs: [String]
    private let eponyms: [String]
    private let upper: [String]
    private let foreign: [String]
    private let abbreviations: [String]
    private let clinicalWords: [String]
    private let standard: [String]
    private let languages: [Language]

    /// Templates and words of one language.
    private struct Language {
        let positive: [String]
        let negative: [String]
        let words: [String]
    }

    init(lists: Lists, seed: UInt64) {
        random = SplitMix(state: seed)
        let f = lists.ranked("first.txt")
        let l = lists.ranked("last.txt")
        firsts = (1...3).map { b in f.filter { $0.1 == b && $0.0.count > 2 }.map { $0.0.capitalized } }
        lasts = (1...3).map { b in l.filter { $0.1 == b && $0.0.count > 2 }.map { $0.0.capitalized } }
        cities = lists.ranked("cities.txt").map { $0.0.capitalized }
        let w = lists.ranked("words.txt")
        words = w.filter { $0.0.count > 2 }.map(\.0)
        commonWords = w.filter { $0.1 == 3 && $0.0.count > 2 }.map(\.0)
        phrases = lists.lines("icd-phrases.txt")
        meanings = lists.lines("meanings.txt")
        technical = lists.words("own-technical.txt")
        drugs = lists.words("own-drugs.txt")
        eponyms = lists.words("own-eponyms.txt").filter { $0.count > 3 }.map(\.capitalized)
        upper = lists.words("upper.txt").map(\.capitalized)
        foreign = (lists.words("own-foreign.txt") + lists.words("own-foreign-clinical.txt")).filter { $0.count > 1 }
        let named = Set((f + l).filter { $0.1 == 3 }.map(\.0))
        abbreviations = lists.words("own-abbreviations.txt").filter { $0.count > 1 && !named.contains($0) }
        clinicalWords = lists.words("clinical.txt").filter { $0.count > 5 && !named.contains($0) }
        standard = lists.lines("dicom-phrases.txt")
        languages = ["en", "de", "es", "fr"].map { code in
            let templates = lists.lines("templates-\(code).txt")
            return Language(
                positive: templates.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) },
                negative: templates.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) },
                words: code == "en" ? [] : lists.words("words-\(code).txt"))
        }
    }

    // MARK: - Pieces

    private mutating func first() -> String {
        let r = random.below(100)
        return random.pick(r < 45 ? firsts[2] : r < 70 ? firsts[1] : firsts[0])
    }

    private mutating func last() -> String {
        let r = random.below(100)
        var s = random.pick(r < 35 ? lasts[2] : r < 60 ? lasts[1] : lasts[0])
        if random.chance(0.03) { s = random.pick(["O'", "Mc", "De", "Van ", "Von ", "de ", "van der ", "Al-", "El ", "Di ", "St. "]) + s }
        if random.chance(0.03) { s += "-" + random.pick(lasts[1]) }
        return s
    }

    private mutating func letter() -> String { String(UnicodeScalar(UInt8(65 + random.below(26)))) }

    private mutating func person(_ style: Int? = nil) -> String {
        switch style ?? random.below(20) {
        case 0...5: return first() + " " + last()
        case 6: return first() + " " + letter() + ". " + last()
        case 7: return letter() + ". " + last()
        case 8: return letter() + " " + last()
        case 9, 10: return last() + ", " + first()
        case 11: return last() + ", " + letter()
        case 12, 13: return last()
        case 14: return first()
        case 15: return last() + " " + first()
        case 16: return last() + "^" + first()
        case 17: return last() + " " + letter()
        case 18: return first() + " " + first() + " " + last()
        default: return first() + " " + letter() + " " + last()
        }
    }

    private static let hospitalHeads = [
        "Hospital", "Clinic", "Medical Center", "Memorial Hospital", "General Hospital", "Community Hospital", "Regional Medical Center", "Infirmary",
        "Imaging", "Imaging Center", "Radiology", "Health Center", "Healthcare", "Children's Hospital", "University Hospital", "Health",
        "Cancer Center",
        "Orthopedics", "Urgent Care", "Surgery Center", "County Hospital", "Nursing Home", "Hospice", "Medical Group", "Diagnostics", "Rehab",
        "General", "Memorial", "Regional", "Methodist", "Baptist", "Lutheran", "Presbyterian", "Medical", "VA Medical Center", "Care Center",
    ]
    private static let hospitalLead = [
        "St. ", "Saint ", "Mount ", "Our Lady of ", "Fort ", "Lake ", "North ", "South ", "East ", "West ", "New ", "Holy ", "Mercy ",
    ]
    private static let placeWords = [
        "River", "Valley", "Oak", "Cedar", "Pine", "Maple", "Hill", "Ridge", "Creek", "Lake", "Brook", "Meadow", "Harbor", "Spring", "Forest", "Glen",
        "Stone",
        "Park", "Summit", "Bay", "Prairie", "Canyon", "Willow", "Highland", "Riverside", "Lakeside", "Sunrise", "Grace", "Mercy", "Providence",
        "Trinity", "Good Samaritan",
        "Sacred Heart", "Holy Cross", "Heritage", "Liberty", "Unity", "Pioneer", "Northside", "Southwest", "Eastern", "Northern", "Green Valley",
        "Silver Lake",
    ]

    private mutating func hospital() -> String {
        let head = random.pick(Generator.hospitalHeads)
        switch random.below(8) {
        case 0: return "St. " + first() + (random.chance(0.5) ? "'s" : "") + (random.chance(0.4) ? "" : " " + head)
        case 1: return random.pick(Generator.hospitalLead) + random.pick(lasts[2]) + " " + head
        case 2: return random.pick(Generator.placeWords) + " " + random.pick(Generator.placeWords) + " " + head
        case 3: return random.pick(Generator.placeWords) + " " + head
        case 4: return last() + " " + head
        case 5, 6: return random.pick(cities) + " " + head
        default: return "University of " + random.pick(cities)
        }
    }

    private static let organizationHeads = [
        "School", "High School", "Middle School", "Elementary", "University", "College", "Academy", "Church", "Inc", "LLC", "Ltd", "Corp",
        "Industries", "Foundry", "Mills",
        "Brewery", "Farms", "Steel", "Motors", "Logistics", "Trucking", "Airlines", "Bank", "Insurance", "Construction", "Plumbing", "Manufacturing",
        "Fire Department",
        "Police Department", "Bakery", "Technologies", "Group", "& Sons", "Holdings", "Foods", "Electric", "Prison", "Library", "Hotel", "Diner",
    ]

    private mutating func organization() -> String {
        let lead = random.chance(0.4) ? last() : random.chance(0.5) ? random.pick(Generator.placeWords) : random.pick(cities)
        return lead + " " + random.pick(Generator.organizationHeads)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private mutating func date() -> String {
        let (y, m, d) = (1940 + random.below(85), 1 + random.below(12), 1 + random.below(28))
        func two(_ v: Int) -> String { v < 10 ? "0\(v)" : "\(v)" }
        switch random.below(7) {
        case 0: return "\(y)-\(two(m))-\(two(d))"
        case 1: return "\(m)/\(d)/\(y)"
        case 2: return "\(y)\(two(m))\(two(d))"
        case 3: return "\(d) \(Generator.months[m - 1]) \(y)"
        case 4: return "\(Generator.months[m - 1]) \(d), \(y)"
        case 5: return "\(m)/\(d)"
        default: return "\(m)/\(d)/\(two(y % 100))"
        }
    }

    private mutating func number() -> String { (random.chance(0.3) ? letter() : "") + String(10000 + random.below(99_000_000)) }

    private static let bodies = [
        "HEAD", "BRAIN", "NECK", "CHEST", "ABDOMEN", "PELVIS", "SPINE", "CERVICAL SPINE", "LUMBAR SPINE", "T SPINE", "KNEE", "HIP", "SHOULDER",
        "ANKLE", "FOOT", "HAND", "WRIST", "ELBOW", "FEMUR",
        "TIBIA", "SINUSES", "ORBITS", "PITUITARY", "LIVER", "KIDNEYS", "RENAL", "PROSTATE", "HEART", "CARDIAC", "AORTA", "BREAST", "THYROID",
        "CAROTID", "ABD/PEL", "CHEST ABD PELVIS", "IAC",
        "SACRUM", "RIBS", "CLAVICLE", "SCAPULA", "FINGER", "TOE", "THUMB", "FOREARM", "HUMERUS", "MANDIBLE", "TMJ", "SKULL", "THORAX", "BLADDER",
        "TESTICULAR", "APPENDIX", "PANCREAS", "LUNG", "FACE", "HEEL",
    ]
    private static let modalities = [
        "CT", "MR", "MRI", "XR", "US", "NM", "PET", "PET/CT", "DX", "CR", "MG", "FL", "IR", "CTA", "MRA", "XA", "DEXA", "RF", "US DOPPLER", "MAMMO",
    ]
    private static let tails = [
        "W CONTRAST", "WO CONTRAST", "W/O CONTRAST", "W WO CONTRAST", "WITH CONTRAST", "WITHOUT CONTRAST", "W IV CONTRAST", "LT", "RT", "LEFT",
        "RIGHT", "BILATERAL", "2 VIEWS", "3 VIEWS", "1 VIEW", "PA AND LAT",
        "AP", "LATERAL", "PORTABLE", "LIMITED", "COMPLETE", "SCREENING", "DIAGNOSTIC", "FOLLOW UP", "GUIDED BIOPSY", "LOW DOSE", "ANGIO", "VENOGRAM",
        "WO/W CONTRAST", "", "", "", "AND PELVIS", "STANDING", "WEIGHT BEARING", "INJECTION",
    ]

    private mutating func exam() -> String {
        var s = random.pick(Generator.modalities) + " " + random.pick(Generator.bodies)
        let tail = random.pick(Generator.tails)
        if !tail.isEmpty { s += " " + tail }
        return random.chance(0.3) ? s.capitalized : random.chance(0.1) ? s.lowercased() : s
    }

    private mutating func series() -> String {
        var parts: [String] = []
        for _ in 0...(1 + random.below(4)) {
            var s = random.pick(technical)
            if random.chance(0.45) { s = s.uppercased() } else if random.chance(0.3) { s = s.capitalized }
            if random.chance(0.12) { s += String(1 + random.below(9)) }
            if random.chance(0.1) { s = String(1 + random.below(9)) + random.pick(["mm", " mm", ".0", "D", "ch"]) + " " + s }
            parts.append(s)
        }
        return parts.joined(separator: random.pick([" ", " ", " ", "_", "_", " - ", "^", ", ", "/"]))
    }

    /// A word cut short, letters left out, an acronym, or two pieces written as one.
    private mutating func shortened() -> String {
        let w = Array(random.pick(clinicalWords))
        switch random.below(6) {
        case 0, 1, 2: return String(w.prefix(3 + random.below(max(1, min(6, w.count - 3)))))
        case 3: return String(w[0]) + String(w.dropFirst().filter { !"aeiou".contains($0) }.prefix(2 + random.below(4)))
        case 4: return (0...(1 + random.below(4))).map { _ in letter() }.joined()
        default:
            return String(w.prefix(3 + random.below(3))).capitalized
                + String(Array(random.pick(clinicalWords)).prefix(3 + random.below(4))).capitalized
        }
    }

    /// Descriptors and playbook names as they are typed.
    private mutating func descriptor() -> String {
        let style = random.below(4)
        var parts: [String] = random.chance(0.6) ? [random.pick(Generator.modalities)] : []
        for _ in 0...(1 + random.below(4)) {
            var s: String
            switch random.below(10) {
            case 0...3: s = random.pick(abbreviations)
            case 4, 5: s = shortened()
            case 6: s = random.pick(Generator.bodies)
            case 7: s = random.pick(clinicalWords)
            case 8: s = random.pick(technical)
            default:
                s = random.pick([
                    "\(1 + random.below(9)).0", "\(random.below(400))", "\(1 + random.below(6))V", "L", "R", "+C", "w/", "wo", "&", "p2",
                ])
            }
            if style == 0 {
                s = s.uppercased()
            } else if style == 1 {
                s = s.prefix(1).uppercased() + s.dropFirst()
            } else if random.chance(0.3) {
                s = s.uppercased()
            }
            parts.append(s)
        }
        return parts.joined(separator: random.pick([" ", " ", " ", " ", "_", "/", " - ", "^", "-"]))
    }

    private static let heads = [
        "disease", "syndrome", "sign", "view", "fracture", "catheter", "tube", "shunt", "stent", "cyst", "hernia", "palsy", "phenomenon", "procedure",
        "classification", "test", "lesion", "deformity", "ligament", "lymphoma",
        "tumor", "nodule", "valve", "rod", "method", "line", "score", "repair", "technique", "anomaly", "malformation", "projection", "reservoir",
        "nail", "angle", "node", "",
    ]

    private mutating func eponym() -> String {
        var s = random.pick(eponyms)
        if random.chance(0.2) { s += "-" + random.pick(eponyms) }
        if random.chance(0.15) { s += "'s" }
        let head = random.pick(Generator.heads)
        if !head.isEmpty { s += " " + head }
        return random.chance(0.1) ? s.lowercased() : s
    }

    private mutating func clinical() -> String {
        switch random.below(5) {
        case 0: return random.pick(phrases)
        case 1: return random.pick(meanings)
        case 2: return random.pick(phrases).lowercased()
        case 3: return random.pick(Templates.complaints)
        default: return random.chance(0.3) ? eponym() : random.pick(Templates.complaints)
        }
    }

    // MARK: - Lines

    mutating func next() -> Example {
        let r = random.below(200)
        if r < 24 { return fill(random.pick(Templates.positive)) }
        if r < 46 { return fill(random.pick(languages[0].positive)) }
        if r < 50 { return fill(random.pick(Templates.place)) }
        if r < 62 {
            let language = languages[1 + random.below(3)]
            return fill(random.pick(language.positive), language.words)
        }
        if r < 86 { return fill(random.pick(languages[0].negative)) }
        if r < 112 {
            let language = languages[1 + random.below(3)]
            return random.chance(0.7) ? fill(random.pick(language.negative), language.words) : plain(words(of: language.words, 1 + random.below(6)))
        }
        return negative()
    }

    /// Words of one language, nouns with a capital at times.
    private mutating func words(of list: [String], _ count: Int) -> String {
        (0..<count).map { k in
            let w = random.pick(list)
            return random.chance(k == 0 ? 0.5 : 0.25) ? w.capitalized : w
        }.joined(separator: " ")
    }

    /// Some words of German, French and Spanish, nouns with a capital at times.
    private mutating func foreignWords() -> String {
        let start = random.below(foreign.count - 200)
        return (0...random.below(5)).map { _ in
            // Neighbours in the list are of one language.
            let w = foreign[start + random.below(200)]
            return random.chance(0.45) ? w.capitalized : random.chance(0.05) ? w.uppercased() : w
        }.joined(separator: " ")
    }

    private mutating func negative() -> Example {
        switch random.below(28) {
        case 22...26: return plain(descriptor())
        case 27: return plain(random.pick(standard))
        case 20, 21: return plain(foreignWords() + (random.chance(0.2) ? " " + date() : random.chance(0.2) ? " " + number() : ""))
        case 0...2: return plain(exam())
        case 3...6: return plain(series())
        case 7, 8: return plain(clinical())
        case 9: return plain(random.pick(meanings))
        case 10: return plain(eponym())
        case 11: return plain(eponym() + random.pick([", ", "; ", " and ", " with ", " s/p "]) + clinical())
        case 12...15: return fill(random.pick(Templates.negative))
        case 16: return plain((0...(2 + random.below(8))).map { _ in random.pick(commonWords) }.joined(separator: " "))
        case 17:
            var s = (0...random.below(4)).map { _ in random.pick(words) }.joined(separator: " ")
            if random.chance(0.5) { s = s.capitalized }
            return plain(s)
        case 18: return plain(random.pick(drugs) + " " + random.pick(["20", "5 mg", "10mg po bid", "", "300", "iv", "allergy"]))
        default: return plain(exam() + random.pick([" - ", " ", ": ", ", "]) + clinical())
        }
    }

    private mutating func plain(_ s: String) -> Example {
        var e = Example(text: s)
        recase(&e, 0.1)
        return e
    }

    private mutating func recase(_ e: inout Example, _ p: Double) {
        // Only where the case change keeps the number of scalars.
        let n = e.text.unicodeScalars.count
        let r = random.chance(p) ? e.text.uppercased() : random.chance(p) ? e.text.lowercased() : e.text
        if r.unicodeScalars.count == n { e.text = r }
    }

    private enum LetterCase { case upper, lower, mixed }

    /// The case of the letters outside the slots; mixed if there are few.
    private static func letterCase(_ template: String) -> LetterCase {
        var inside = false
        var (upper, lower) = (0, 0)
        for c in template {
            if c == "{" {
                inside = true
            } else if c == "}" {
                inside = false
            } else if !inside {
                if c.isUppercase { upper += 1 } else if c.isLowercase { lower += 1 }
            }
        }
        if upper + lower < 5 { return .mixed }
        return lower == 0 ? .upper : upper == 0 ? .lower : .mixed
    }

    /// - Parameter own: The words of the template's language; none for English.
    private mutating func fill(_ template: String, _ own: [String] = []) -> Example {
        var e = Example()
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            e.text += rest[..<open]
            let name = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            var value: String
            var kind = -1
            switch name {
            case "B" where !own.isEmpty, "K" where !own.isEmpty, "W" where !own.isEmpty: value = words(of: own, 1 + random.below(2))
            case "P": (value, kind) = (person(), 0)
            case "FI": (value, kind) = (first() + " " + letter() + (random.chance(0.5) ? "." : ""), 0)
            case "LI": (value, kind) = (last() + (random.chance(0.3) ? ", " : " ") + letter() + (random.chance(0.3) ? "." : ""), 0)
            case "A": value = "\(1 + random.below(900)) \(random.pick(Generator.placeWords)) \(random.pick(["St", "Road", "Lane", "Ave", "Drive"]))"
            case "FL": (value, kind) = (person(random.below(9)), 0)
            case "F": (value, kind) = (first(), 0)
            case "L": (value, kind) = (last(), 0)
            case "LF": (value, kind) = (last() + ", " + first() + (random.chance(0.2) ? " " + letter() : ""), 0)
            case "LU": (value, kind) = ((random.chance(0.7) ? last() + " " + first() : last()).uppercased(), 0)
            case "LC": (value, kind) = ((random.chance(0.5) ? first() + " " + last() : last()).lowercased(), 0)
            case "I": (value, kind) = (letter() + letter() + (random.chance(0.3) ? letter() : ""), 0)
            case "H": (value, kind) = (hospital(), 1)
            case "O": (value, kind) = (organization(), 1)
            case "C": (value, kind) = (random.pick(cities), 2)
            case "D": value = date()
            case "N": value = number()
            case "X": value = exam()
            case "S": value = series()
            case "B": value = random.pick(Generator.bodies).lowercased()
            case "K": value = clinical()
            case "E": value = eponym()
            case "W": value = random.pick(commonWords)
            case "U": value = random.pick(upper)
            case "G": value = random.pick(drugs)
            case "V": value = foreignWords()
            case "n": value = String(1 + random.below(90))
            case "R": value = random.pick(Templates.roles)
            case "T": value = random.pick(["Dr", "Dr.", "Mr", "Mr.", "Mrs", "Ms.", "Prof.", "Miss", "dr"])
            case "Q": value = random.pick(Templates.kin)
            default: value = String(name)
            }
            // A line in one case is filled in that case.
            if kind >= 0 || name == "X" || name == "K" || name == "B" {
                switch Generator.letterCase(template) {
                case .upper where random.chance(0.9): value = value.uppercased()
                case .lower where random.chance(0.35): value = value.lowercased()
                default: break
                }
            }
            let from = e.text.unicodeScalars.count
            e.text += value
            if kind >= 0 { e.entities.append(Example.Entity(from: from, to: e.text.unicodeScalars.count, kind: kind)) }
        }
        e.text += rest
        recase(&e, 0.14)
        return e
    }
}
