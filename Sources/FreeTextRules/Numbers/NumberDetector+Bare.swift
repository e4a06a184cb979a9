// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Numbers that nothing announces: by grouping, by check digit, by length.
extension NumberDetector {
    static func bare(_ a: inout Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        let plus = a.text.mark(i) == 43 || a.text.mark(i) == 40
        guard t.isNumber || plus || (t.isWord && t.length <= 5) else { return nil }
        if t.isWord {
            return prefixed(&a, i)
        }
        let first = plus ? i + 1 : i
        guard first < a.tokens.count, a.tokens[first].isNumber else { return nil }
        if !plus, a.isGlued(i), i > 0, a.text.mark(i - 1) == 46, i > 1, a.tokens[i - 2].isNumber { return nil }
        // 136****2207
        if t.isNumber, t.length >= 2, t.length <= 6, a.text.mark(i + 1) == 42, a.text.mark(i + 2) == 42,
            let end = (i + 3..<min(i + 16, a.tokens.count)).first(where: { a.text.mark($0) != 42 }), a.tokens[end].isNumber, a.isGlued(end),
            a.tokens[end].length >= 2,
            // Our own mask keeps three and four digits of fifteen or more.
            !(t.length == 3 && a.tokens[end].length == 4 && end - i > 8)
        {
            a.hit(i, end + 1, .idMasked, type: end - i < 6 && t.length == 3 ? .phone : .id, take: true)
            return end + 1
        }
        if !plus, let end = timing(a, i) { return end }
        // b1000 755-92-3330: what is fused with letters goes on in no group of digits behind a space.
        let fused = a.isGlued(i) && i > 0 && a.tokens[i - 1].isWord
        let r = run(a, i, spaces: !fused)
        let s = string(a, i, r.end)
        if !(fused && i + 1 < a.tokens.count && a.tokens[i + 1].gap == .space), let (end, type, score, rule) = grouped(a, i) {
            let whole = type == .phone ? afterExtension(a, end) : end
            a.hit(i, whole, rule, type: type, weight: score, take: true)
            return whole
        }
        if r.letters == 0 || r.digits >= 9 {
            if let rule = checked(s) {
                a.hit(i, r.end, rule, take: true)
                return r.end
            }
        }
        // One token from here.
        guard !plus else { return nil }
        let l = t.length
        if l == 11, a.text.scalars[Int(t.from)] == 49, a.text.scalars[Int(t.from) + 1] >= 51 {
            a.hit(i, i + 1, .phoneCNMobile, take: true)
            return i + 1
        }
        var end = i + 1
        // 18 with X, DNI letter, trailing part after a dash
        if a.isGlued(end), a.tokens[end].isWord, a.tokens[end].length == 1, l >= 7 { end += 1 }
        while end + 1 < a.tokens.count, [45, 47].contains(a.text.mark(end)), a.isGlued(end), a.isGlued(end + 1),
            a.tokens[end + 1].isNumber || (a.tokens[end + 1].isWord && a.tokens[end + 1].length <= 3), !a.taken[end + 1]
        { end += 2 }
        let total = (i..<end).reduce(0) { $0 + (a.tokens[$1].isNumber ? a.tokens[$1].length : 0) }
        if isDecimal(a, i) { return nil }
        if end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].cue.contains(.unit), total < 7 || isRange(a, i, end) { return nil }
        if total >= 7 {
            a.hit(i, end, .idLongNumber, take: true)
            return end
        }
        if l >= 5, end == i + 1 {
            if a.isGlued(i), i > 0, a.tokens[i - 1].isWord || a.text.mark(i - 1) == 46 || a.text.mark(i - 1) == 44 { return nil }
            a.hit(i, end, .idNumber, weight: l == 6 ? 0.55 : 0.45, take: true)
            return end
        }
        return nil
    }

    /// `1500-1749 grams`: from a smaller number to a greater one.
    private static func isRange(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        end == i + 3 && a.text.mark(i + 1) == 45 && a.tokens[i].length <= 4 && a.tokens[i + 2].length <= 4 && a.text.number(i) < a.text.number(i + 2)
            && a.scalar(i) != 48
    }

    /// `4000/102`, `9000/125/2500`: repetition, echo and inversion time, none of which begins with a zero. A year before the slash is
    /// a case number unless it is a round one.
    private static func timing(_ a: Analysis, _ i: Int) -> Int? {
        guard a.tokens[i].length == 4 || a.tokens[i].length == 5, a.text.mark(i + 1) == 47, i + 2 < a.tokens.count, a.tokens[i + 2].isNumber,
            a.isGlued(i + 1), a.isGlued(i + 2), !a.isJoined(i)
        else { return nil }
        let (repetition, echo) = (a.text.number(i), a.text.number(i + 2))
        guard repetition >= 1000, repetition <= 20000, !(1930...2059).contains(repetition) || repetition % 100 == 0, echo >= 1, echo <= 999,
            echo < repetition, a.scalar(i + 2) != 48
        else { return nil }
        var end = i + 3
        if a.text.mark(end) == 46, end + 1 < a.tokens.count, a.tokens[end + 1].isNumber, a.isGlued(end + 1), a.tokens[end + 1].length <= 2 {
            end += 2
        }
        if a.text.mark(end) == 47, end + 1 < a.tokens.count, a.tokens[end + 1].isNumber, a.isGlued(end), a.isGlued(end + 1),
            a.tokens[end + 1].length <= 4, a.scalar(end + 1) != 48
        {
            end += 2
        }
        // More to come: a number of another kind.
        guard !(a.isGlued(end) && (a.tokens[end].isNumber || a.tokens[end].isWord || [45, 47].contains(a.text.mark(end)))) else { return nil }
        return end
    }

    private static func isDecimal(_ a: Analysis, _ i: Int) -> Bool {
        (a.text.mark(i + 1) == 46 || a.text.mark(i + 1) == 44) && i + 2 < a.tokens.count && a.tokens[i + 2].isNumber && a.isGlued(i + 2)
    }

    /// `CR58837362`, `C17-9021`, `DX0188231`.
    private static func prefixed(_ a: inout Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard i + 1 < a.tokens.count, !a.isJoined(i) || (a.tokens[i - 1].isHan || [40, 91, 44, 58, 59].contains(a.text.mark(i - 1))) && a.isGlued(i)
        else { return nil }
        var k = i + 1
        if a.text.mark(k) == 45, a.isGlued(k) { k += 1 }
        guard k < a.tokens.count, a.tokens[k].isNumber, a.isJoined(k), !a.taken[k] else { return nil }
        let r = run(a, i, spaces: false)
        let tail = a.tokens[r.end - 1]
        // T1W/SE/1024
        if r.digits < 7, (i..<r.end).contains(where: { a.text.mark($0) == 47 }) { return nil }
        if r.digits >= 6 || (r.digits == 5 && t.length <= 3 && (tail.isNumber || r.letters <= 4)) {
            if t.word.has(WordClass.drug) || (isDecimal(a, k) && r.digits < 7) { return nil }
            // G482917(3)
            let check =
                t.length <= 2 && a.text.mark(r.end) == 40 && a.isGlued(r.end) && r.end + 2 < a.tokens.count && a.tokens[r.end + 1].length == 1
                && a.text.mark(r.end + 2) == 41
            let closes = t.length <= 2 && r.end > i + 2 && a.text.mark(r.end - 2) == 40 && a.text.mark(r.end) == 41 && a.isGlued(r.end)
            let end = check ? r.end + 3 : closes ? r.end + 1 : r.end
            a.hit(i, end, .idPrefixed, weight: r.digits >= 6 ? 0.8 : 0.5, take: true)
            return end
        }
        // NRV-0031, P0078: a leading zero is no quantity.
        if t.isCapital, t.shape != .mixed, a.tokens[k].length >= 4, a.text.scalars[Int(a.tokens[k].from)] == 48, r.end == k + 1,
            !t.word.isTerm || t.length == 1
        {
            a.hit(i, k + 1, .idLeadingZero, take: true)
            return k + 1
        }
        // Pathology numbers: S19-1234, C17-9021
        if t.length <= 3, k == i + 1, a.tokens[k].length == 2, a.text.mark(k + 1) == 45, k + 2 < a.tokens.count, a.tokens[k + 2].isNumber,
            a.tokens[k + 2].length >= 3, a.isGlued(k + 2)
        {
            a.hit(i, k + 3, .idSpecimen, take: true)
            return k + 3
        }
        return nil
    }

    private static func string(_ a: Analysis, _ from: Int, _ to: Int) -> String {
        var s = ""
        for k in from..<to where a.tokens[k].isNumber || a.tokens[k].isWord { s += a.text.text(a.tokens[k]) }
        return s
    }

    private static func checked(_ s: String) -> Rule? {
        switch s.utf8.count {
        case 18 where Validators.isChineseID(s): return Rule.idCNResident
        case 15 where Validators.isNIR(s): return Rule.idNIR
        case 13 where Validators.isRRN(s): return Rule.idRRN
        case 12 where Validators.isMyNumber(s): return Rule.idMyNumber
        case 10 where Validators.isNHS(s) || Validators.isNPI(s): return Rule.idNHSNPI
        case 13...19 where Validators.isCard(s): return Rule.idCard
        default: return nil
        }
    }

    // MARK: - Groups of digits

    /// Sizes of the digit groups from token `i` on, parted by single marks or spaces.
    private static func grouped(_ a: Analysis, _ i: Int) -> (Int, PHIType, Double, Rule)? {
        var sizes: [Int] = []
        var marks: [UInt32] = []
        var k = i
        var plus = false
        var paren = false
        if a.text.mark(k) == 43 {
            plus = true
            k += 1
        }
        if a.text.mark(k) == 40 {
            paren = true
            k += 1
        }
        var end = k
        while k < a.tokens.count, a.tokens[k].isNumber, !a.taken[k], sizes.count < 8 {
            sizes.append(a.tokens[k].length)
            k += 1
            end = k
            guard k < a.tokens.count else { break }
            var m: UInt32 = 0
            if a.text.mark(k) == 41, paren {
                m = 41
                k += 1
                if a.text.mark(k) == 45 { k += 1 }
            } else if [45, 46, 47].contains(a.text.mark(k)) {
                m = a.text.mark(k)
                k += 1
            } else if a.text.mark(k) == 40, plus {
                paren = true
                m = 32
                k += 1
            } else if a.tokens[k].isNumber, a.tokens[k].gap == .space {
                m = 32
            } else {
                break
            }
            if k < a.tokens.count, a.tokens[k].gap == .line { break }
            marks.append(m)
        }
        let total = sizes.reduce(0, +)
        // 66-19-03: a record number by its last digits
        if sizes == [2, 2, 2], marks == [45, 45], !plus, !paren { return (end, .id, 0.5, Rule.idTerminalDigit) }
        guard sizes.count > 1 || plus, total >= 7 else { return nil }
        while sizes.count > 1 && marks.count >= sizes.count { marks.removeLast() }
        if plus && total >= 8 { return (end, .phone, 0.95, Rule.phoneInternational) }
        let dash = marks.first == 45
        let same = Set(marks).count == 1
        switch sizes {
        case [3, 2, 4] where same && (dash || Validators.isSSN(string(a, i, end))): return (end, .id, 0.95, Rule.idSSN)
        case [3, 3, 4]:
            return paren || marks.first != 32
                ? (end, .phone, 0.95, Rule.phoneNANP) : (end, Validators.isNHS(string(a, i, end)) ? .id : .phone, 0.8, Rule.phoneNANP)
        case [1, 3, 3, 4]: return (end, .phone, 0.95, Rule.phoneNANP)
        case [3, 4] where dash: return (end, .phone, 0.75, Rule.phoneLocal)
        case [3, 8], [4, 7], [4, 8], [3, 7], [2, 8], [2, 4, 4], [3, 4, 4], [4, 3, 4]:
            return dash || paren || first(a, i, end, is: 48) || sizes.count == 3 ? (end, .phone, 0.85, Rule.phoneLandline) : nil
        case [5, 6], [4, 6], [4, 3, 3], [3, 3, 3], [5, 3, 3], [2, 2, 2, 2, 2], [3, 2, 2, 2], [4, 2, 2, 2], [4, 4], [3, 3, 2, 2], [5, 5], [4, 5],
            [4, 6, 1], [5, 4], [3, 6]:
            return first(a, i, end, is: 48) || paren || (sizes.count > 2 && same) ? (end, .phone, 0.8, Rule.phoneGrouped) : nil
        case [4, 4, 4, 4], [4, 6, 5], [4, 4, 4], [6, 7], [6, 4], [3, 3, 3, 3], [3, 3, 3, 2], [3, 3, 3, 1], [1, 2, 2, 2, 3, 3, 2], [1, 2, 2, 2, 3, 3]:
            return (end, .id, 0.85, Rule.idGrouped)
        default: return nil
        }
    }

    static func first(_ a: Analysis, _ from: Int, _ to: Int, is digit: UInt32) -> Bool {
        for k in from..<to where a.tokens[k].isNumber { return a.text.scalars[Int(a.tokens[k].from)] == digit }
        return false
    }
}
