// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What a profile does with Patient's Age (0010,1010), for ages that stand elsewhere.
enum AgeTreatment: Equatable {
    case remove, keep, cap
    case generalize(Generalization)

    /// The last rule on the attribute, or its row of Table E.1-1 with the options asked for.
    static func treatment(of instance: InstanceContext) -> (AgeTreatment, Reason) {
        let profile = instance.profile
        for (number, rule) in profile.rules.enumerated().reversed() where !rule.unlessListed && instance.shape.conditionsHold[number] {
            guard case .element(let selector, let action) = rule.target, selector == .tag(.patientAge) || selector == .vr(.AS) else { continue }
            let reason = Reason.rule(profile: rule.profile, line: rule.line)
            return switch action {
            case .table(.keep): (.keep, reason)
            case .table(.clean): (.cap, reason)
            case .generalize(let how): (.generalize(how), reason)
            default: (.remove, reason)
            }
        }
        guard profile.appliesBasicProfile else { return (profile.removesUnnamed ? .remove : .keep, .notListed) }
        guard profile.options.contains(.retainPatientCharacteristics) else { return (.remove, .table) }
        return (.cap, .option(.retainPatientCharacteristics))
    }

    /// - Returns: The age in the same unit; `nil` for one that is no age.
    func applied(to age: Double, _ unit: AgeUnit) -> Double? {
        guard age.isFinite, age >= 0, age < 1e9 else { return nil }
        let years = Int(age / unit.perYear)
        let limit = if case .generalize(let how) = self { how.capInYears ?? 89 } else { 89 }
        if years > limit { return ((Double(limit) + 1) * unit.perYear).rounded(.up) }
        if case .generalize(let how) = self, let bin = how.bin, bin > 0 { return (Double(years / bin * bin) * unit.perYear).rounded(.up) }
        // A fraction, or days of many years, would tell the birthday: from three years on it is whole years, as in AS.
        return years < 3 ? age.rounded(.down) : (Double(years) * unit.perYear).rounded(.up)
    }
}

/// The unit of an age that is written as a number.
enum AgeUnit: CaseIterable {
    case years, months, weeks, days, hours, minutes, seconds

    /// By the code of the unit (UCUM, and SNOMED's and makers' words), or by its meaning; `nil` for what is no time.
    init?(_ code: (scheme: String, value: String, meaning: String)?) {
        guard let code else { return nil }
        guard let unit = Self.byName[code.value.lowercased()] ?? Self.byName[code.meaning.lowercased()] else { return nil }
        self = unit
    }

    var perYear: Double {
        switch self {
        case .years: 1
        case .months: 12
        case .weeks: 365.25 / 7
        case .days: 365.25
        case .hours: 365.25 * 24
        case .minutes: 365.25 * 24 * 60
        case .seconds: 365.25 * 24 * 3600
        }
    }

    private static let byName: [String: AgeUnit] = {
        let names: [(AgeUnit, String)] = [
            (.years, "a a_j a_g a_t y yr yrs year years 258707000 jahr jahre an ans année années año años"),
            (.months, "mo mo_j mo_g mo_s mth month months 258706009 monat monate mois mes meses"),
            (.weeks, "wk wks w week weeks 258705008 woche wochen semaine semaines semana semanas"),
            (.days, "d day days 258703001 tag tage jour jours día días"),
            (.hours, "h hr hrs hour hours 258702006 stunde stunden"), (.minutes, "min minute minutes 258701004"), (.seconds, "s sec second seconds"),
        ]
        return names.reduce(into: [:]) { result, entry in for name in entry.1.split(separator: " ") { result[String(name)] = entry.0 } }
    }()
}

/// Codes that name the age of a person.
enum AgeConcept {
    static func holds(scheme: String, value: String, meaning: String) -> Bool {
        codes.contains(value.uppercased()) || isAge(meaning)
    }

    /// DCM, LOINC, SNOMED CT, NCIt and UMLS; the values of different schemes are never the same. Others are told by their words.
    private static let codes: Set<String> = Set(
        """
        121033 111518 111519 111520 111521 111522 111523 111524 111525 111538 21611-9 21612-7 29553-5 30525-0 30972-4 35659-2 63900-5
        397669002 424144002 105727008 445518008 C25150 C37908 C69217 C0001779
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// `Patient age`, `Age at scan`, `Alter`: not that of a pregnancy, a bone or a model.
    private static func isAge(_ meaning: String) -> Bool {
        // PatientAge is two words.
        var spaced = ""
        for letter in meaning {
            if letter.isUppercase, spaced.last?.isLowercase ?? false { spaced.append(" ") }
            spaced.append(letter)
        }
        let words = spaced.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard words.contains(where: ages.contains) || ["年龄", "年齡", "年齢", "나이", "연령"].contains(where: meaning.contains) else { return false }
        return !words.contains(where: others.contains) && words.count <= 8
    }

    private static let ages: Set<String> = [
        "age", "ages", "alter", "patientenalter", "lebensalter", "âge", "edad", "età", "idade", "leeftijd", "возраст", "вік", "ηλικία", "wiek",
        "ålder", "alder", "yaş", "ikä", "věk", "vek", "életkor", "vârsta", "العمر", "عمر", "גיל", "อายุ", "tuổi",
    ]
    private static let others: Set<String> = [
        "gestational", "ultrasound", "fetal", "foetal", "menstrual", "bone", "model", "corrected", "skeletal", "conceptional", "lmp", "edd",
        "ovulation",
        "if", "aapm", "bsa", "loge", "estimated", "brain", "vascular", "heart", "device", "lesion", "fracture", "matched",
    ]
}
