// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Codes of coding schemes that anybody can look up (PS3.16 chapter 8): they name things, never persons.
package enum PublishedCodes {
    /// Whether a Coding Scheme Designator is a published one, however it is capitalized. Makers' and sites' own begin with 99.
    package static func isRegistered(_ designator: String) -> Bool {
        let capitals = designator.uppercased()
        guard !capitals.hasPrefix("99") || capitals == "99SDM" else { return false }
        return !ownSchemes.contains(capitals) && DefinedTerms.terms(of: .codingSchemeDesignator)?.contains(capitals) == true
    }

    private static let ownSchemes: Set<String> = ["L", "LB", "LOCAL", "SIEMENS_RIS", "OFFIS DCMTK", "OFFIS_DCMTK"]

    /// Whether a published scheme has the code, or could have it by the form and check digit of its codes.
    static func isCode(_ value: String, of designator: String) -> Bool {
        let scheme = designator.uppercased()
        if codes.contains("\(scheme) \(value)") { return true }
        let bytes = Array(value.utf8)
        switch scheme {
        case "SCT", "SNOMED-CT": return isSnomedID(bytes) || isSnomedCode(bytes)
        case "SRT", "SNM3", "SNM", "99SDM", "SNOMED-RT": return isSnomedCode(bytes) || isSnomedID(bytes)
        case "LN", "LOINC": return isLoinc(bytes)
        case "UCUM": return UnitOfMeasure.isUnit(value)
        case "NCIT": return isNumbered(bytes, "C", 3...7)
        case "RADLEX": return isNumbered(bytes, "RID", 1...6)
        case "RADELEMENT": return isNumbered(bytes, "RDE", 1...5)
        case "UMLS": return isNumbered(bytes, "C", 7...7)
        case "I10", "I10C", "ICD-10", "ICD10", "ICD-10-CM", "ICDO3", "I9C", "I9", "I10P": return isClassified(bytes)
        default: return false
        }
    }

    /// Whether a text is the meaning of a code of the standard's context groups. Case does not count.
    static func isMeaning(_ text: String) -> Bool { meanings.contains(text.lowercased()) }

    private static let codes = SortedLines(codeText)
    private static let meanings = SortedLines(meaningText)

    /// SNOMED CT: 6 to 18 digits, the last by Verhoeff.
    private static func isSnomedID(_ bytes: [UInt8]) -> Bool {
        guard (6...18).contains(bytes.count), bytes[0] != UInt8(ascii: "0"), let digits = decimalDigits(bytes) else { return false }
        var check = 0
        for (place, digit) in digits.reversed().enumerated() { check = dihedral(check, permuted(digit, place)) }
        return check == 0
    }

    /// The product in the dihedral group of order ten.
    private static func dihedral(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right) % 5 + 5
        case (false, true): (left - right) % 5 + 5
        case (false, false): (left - right + 5) % 5
        }
    }

    private static func permuted(_ digit: Int, _ place: Int) -> Int {
        (0..<(place % 8)).reduce(digit) { value, _ in [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][value] }
    }

    /// SNOMED RT and its forerunners: `T-D4000`, `R-00339`, `P5-09051`, `T-A0100`.
    private static func isSnomedCode(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), isCapital(parts[0].first!), (4...5).contains(parts[1].count) else { return false }
        let isHexadecimal = { (byte: UInt8) in isDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte) }
        return parts[0].dropFirst().allSatisfy(isHexadecimal) && parts[1].allSatisfy(isHexadecimal) && parts[1].contains(where: isDigit)
    }

    /// LOINC: up to seven digits, a hyphen and a check digit (modulus 10).
    private static func isLoinc(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...7).contains(parts[0].count), parts[1].count == 1, let digits = decimalDigits(Array(parts[0] + parts[1])) else {
            return false
        }
        let sum = digits.dropLast().reversed().enumerated().reduce(0) { sum, entry in
            let weighted = entry.offset % 2 == 0 ? entry.element * 2 : entry.element
            return sum + weighted / 10 + weighted % 10
        }
        return (10 - sum % 10) % 10 == digits.last
    }

    private static func isNumbered(_ bytes: [UInt8], _ prefix: String, _ count: ClosedRange<Int>) -> Bool {
        bytes.starts(with: prefix.utf8) && count.contains(bytes.count - prefix.utf8.count) && bytes.dropFirst(prefix.utf8.count).allSatisfy(isDigit)
    }

    /// ICD: `C61`, `S72.001A`, `8140/3`, `174.9`.
    private static func isClassified(_ bytes: [UInt8]) -> Bool {
        let separator = bytes.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") } ?? bytes.endIndex
        let head = bytes[..<separator], tail = bytes[separator...].dropFirst()
        guard (3...4).contains(head.count), tail.count <= 4, head.dropFirst().allSatisfy(isDigit), isDigit(head.first!) || isCapital(head.first!)
        else { return false }
        return tail.allSatisfy { isDigit($0) || isCapital($0) } && (tail.isEmpty || isDigit(tail.first!))
    }

    private static func decimalDigits(_ bytes: [UInt8]) -> [Int]? {
        bytes.allSatisfy(isDigit) ? bytes.map { Int($0 - UInt8(ascii: "0")) } : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
}

/// A unit of UCUM: atoms with prefix and exponent, joined by `.` and `/`.
enum UnitOfMeasure {
    static func isUnit(_ text: String) -> Bool {
        guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else { return false }
        return text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }.enumerated().allSatisfy { place, term in
            // A leading slash stands for a one.
            place == 0 && term.isEmpty && text.count > 1 || isTerm(term)
        }
    }

    private static func isTerm(_ term: Substring) -> Bool {
        var atom = term
        if let start = atom.firstIndex(of: "{") {
            // Text in braces is a note. Only known notes are accepted.
            guard notes.contains(atom[start...].lowercased()) else { return false }
            atom = atom[..<start]
            if atom.isEmpty { return true }
        }
        if atom.allSatisfy(\.isWholeNumber) { return atom.count <= 4 && !atom.isEmpty }
        while let last = atom.last, last.isWholeNumber || last == "-" || last == "+" { atom.removeLast() }
        if atom.hasPrefix("10*") || atom.hasPrefix("10^") { return atom.count == 3 }
        if atoms.contains(String(atom)) { return true }
        return prefixes.contains { atom.hasPrefix($0) && metric.contains(String(atom.dropFirst($0.count))) }
    }

    private static let prefixes = ["da", "Ki", "Mi", "Y", "Z", "E", "P", "T", "G", "M", "k", "h", "d", "c", "m", "u", "n", "p", "f", "a"]
    private static let metric: Set<String> = Set(
        "m g s l L mol cd K C rad sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv eV u bar kat t Ci R RAD REM U B bit By m[Hg] G [iU] eq osm cal"
            .split(separator: " ").map(String.init))
    private static let atoms: Set<String> = metric.union(
        ("% 1 min h d wk mo a deg ' '' atm [degF] [IU] [iU] [arb'U] [hnsf'U] [HU] [in_i] [ft_i] [lb_av] [pH] [ppth] [ppm] [ppb] [drp] Np "
            + "[sin_i] [oz_av] ar [car_m] [p'diop]")
            .split(separator: " ").map(String.init))
    private static let notes: Set<String> = Set(
        """
        {ratio} {counts} {count} {no units} {pixels} {pixel} {beats} {beat} {images} {events} {particles} {rotations} {voxels} {suvbw} {suvlbm} \
        {suvbsa} {suvibw}
        {propcounts} {standard deviation} {hu} {houndsfield units} {flow} {fraction} {scalar} {vessels} {lesions} {studies} {mm} {breaths} {bpm} \
        {cells} {propcps}
        {stddev} {psu} {bq} {scale} {score} {frame} {frames} {hounsfield units} {b-value} {dyn} {grade} {r2*}
        """.split { $0 == "\n" }.flatMap { $0.split(separator: "}").map { $0.drop { $0 == " " } + "}" } }.map(String.init))
}
