// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

extension ElementContext {
    /// Makes a value less exact; one that cannot be is emptied.
    func generalize(_ how: Generalization, _ reason: Reason) -> Decision {
        transformValues(.generalize, reason) { value in
            if let part = how.date { return generalizedDate(value, part) }
            if let prefix = how.prefix { return String(value.unicodeScalars.prefix(prefix)) }
            if vr == .AS { return generalizedAge(value, how) }
            return generalizedNumber(value, how)
        }
    }

    private func generalizedDate(_ value: String, _ part: Generalization.DatePart) -> String? {
        guard let day = CalendarDay(String(value.prefix(8))) else { return nil }
        let (year, month, _) = day.components
        return switch vr {
        case .DA: padded(year, 4) + (part == .month ? padded(month, 2) : "01") + "01"
        case .DT: padded(year, 4) + (part == .month ? padded(month, 2) : "")
        default: nil
        }
    }

    private func generalizedAge(_ value: String, _ how: Generalization) -> String? {
        guard let age = Age(value) else { return nil }
        if let cap = how.capInYears, age.years > cap { return Age(years: cap + 1).text }
        guard let bin = how.bin, bin > 0 else { return age.text }
        return Age(years: age.years / bin * bin).text
    }

    private func generalizedNumber(_ value: String, _ how: Generalization) -> String? {
        guard let bin = how.bin, bin > 0, let number = Double(value), number.isFinite, abs(number) < 1e9 else { return nil }
        let lower = Int((number / Double(bin)).rounded(.down)) * bin
        return String(lower)
    }
}
