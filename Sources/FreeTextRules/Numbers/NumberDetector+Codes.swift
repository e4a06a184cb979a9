// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Accounts, plates, bank accounts, and numbers of cases and specimens.
extension NumberDetector {
    /// `username: night_owl_77`, `Twitter as @maeve_d`, `IBAN GB29 NWBK ...`, `plate KX19 ABC`.
    static func account(_ a: inout Analysis, _ i: Int) -> Int? {
        if a.tokens[i].isWord, a.tokens[i].length == 2, let end = iban(a, i) {
            a.hit(i, end, .idIBAN, take: true)
            return end
        }
        if a.tokens[i].isWord, a.tokens[i].hash == plateWord { return plate(&a, i) }
        if a.text.mark(i) == 64, !a.isGlued(i) || i == 0, i + 1 < a.tokens.count, a.tokens[i + 1].isWord, a.isGlued(i + 1), a.tokens[i + 1].length > 2
        {
            var end = i + 2
            while end < a.tokens.count, a.isJoined(end), a.tokens[end].kind != .mark { end += 1 }
            a.hit(i, end, .idHandle, take: true)
            return end
        }
        guard a.tokens[i].cue.contains(.account) || a.hasHan && a.hanCue(before: i).contains(.account) else { return nil }
        var k = a.tokens[i].cue.contains(.account) ? i + 1 : i
        while k < a.tokens.count, k - i < 4,
            a.text.mark(k) == 58 || a.text.mark(k) == 61
                || a.tokens[k].isWord && ["is", "as", "was", "name", "id"].contains(a.text.text(a.tokens[k]))
        { k += 1 }
        guard k < a.tokens.count, a.tokens[k].isWord || a.tokens[k].isNumber, a.tokens[k].gap != .line else { return nil }
        var end = k + 1
        while end < a.tokens.count, a.isJoined(end),
            a.tokens[end].kind != .mark || [45, 46].contains(a.text.mark(end)) && end + 1 < a.tokens.count && a.isJoined(end + 1)
        { end += 1 }
        let digits = (k..<end).contains { a.tokens[$0].isNumber }
        guard end > k + 1, digits || (k + 1..<end).contains(where: { a.tokens[$0].gap == .underscore || a.text.mark($0) != 0 }) else { return nil }
        a.hit(k, end, .idAccount, take: true)
        return end
    }

    static let provinces: Set<UInt32> = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".unicodeScalars.map(\.value))

    /// 鲁F6K207: a province, a letter, and five or six more.
    static func hanPlate(_ a: inout Analysis, _ i: Int) -> Int? {
        guard a.tokens[i].isHan, provinces.contains(a.scalar(i)), i + 1 < a.tokens.count, a.tokens[i + 1].isWord, a.isGlued(i + 1),
            a.tokens[i + 1].isCapital
        else { return nil }
        var end = i + 1
        var count = 0
        var digits = 0
        while end < a.tokens.count, end == i + 1 || a.isGlued(end), count < 8 {
            let t = a.tokens[end]
            if t.isWord, t.isCapital {
                count += t.length
            } else if t.isNumber {
                count += t.length; digits += t.length
            } else if ![0xb7, 0x2022, 45].contains(a.text.mark(end)) || count != 1 {
                break
            }
            end += 1
        }
        guard count == 6 || count == 7, digits > 1 else { return nil }
        a.hit(i, end, .idPlate, take: true)
        return end
    }

    /// 隋大夫，6609; 苗医生（8127）: the extension behind a member of the staff.
    static func staffExtension(_ a: inout Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard a.hasHan, t.isNumber, t.length == 4 || t.length == 5, i > 1, t.length == 5 || a.text.number(i) < 1900 || a.text.number(i) > 2100,
            i + 1 >= a.tokens.count || a.tokens[i + 1].kind == .mark && [41, 44, 0x3002, 59].contains(a.text.mark(i + 1))
                || a.tokens[i + 1].gap == .line
        else { return nil }
        let before = [44, 40, 58].contains(a.text.mark(i - 1)) ? i - 1 : a.tokens[i].gap == .space ? i : 0
        guard before > 1, a.tokens[before - 1].isHan, !a.hanCueEnding.isEmpty, a.hanCueEnding[before] >= 0,
            a.hanCues[a.hanCueEnding[before]].cue.contains(.titleAfter), a.hanCueWidth(before: before) > 1
        else { return nil }
        a.hit(i, i + 1, .phoneExtension, take: true)
        return i + 1
    }

    /// 军字第0218847号, 2022临鉴字第418号
    static func caseNumber(_ a: inout Analysis, _ i: Int) -> Int? {
        guard a.tokens[i].isHan, a.scalar(i) == 0x5b57, i + 2 < a.tokens.count, a.tokens[i + 1].isHan, a.scalar(i + 1) == 0x7b2c,
            a.tokens[i + 2].isNumber, a.isGlued(i + 1), a.isGlued(i + 2)
        else { return nil }
        var from = i
        while from > 0, i - from < 4, a.tokens[from - 1].isHan, a.isGlued(from), a.hanCue(before: from).isDisjoint(with: [.id]),
            a.hanCueEnding.isEmpty || a.hanCueEnding[from] < 0 || a.hanCueWidth(before: from) < 2
        { from -= 1 }
        while from > 0, a.isGlued(from), a.tokens[from - 1].isNumber || [40, 41, 0x3014, 0x3015, 91, 93].contains(a.text.mark(from - 1)) { from -= 1 }
        var end = i + 3
        while end + 1 < a.tokens.count, a.text.mark(end) == 45, a.tokens[end + 1].isNumber { end += 2 }
        if end < a.tokens.count, a.tokens[end].isHan, a.scalar(end) == 0x53f7 { end += 1 }
        a.hit(from, end, .idCaseNumber, take: true)
        return end
    }

    /// 2021-H03387: a year, a letter and four digits or more.
    static func yearCode(_ a: inout Analysis, _ i: Int) -> Int? {
        guard a.tokens[i].isNumber, a.tokens[i].length == 4, DateDetector.isYear(a.text.number(i), 4), a.text.mark(i + 1) == 45,
            i + 3 < a.tokens.count, a.tokens[i + 2].isWord, a.tokens[i + 2].length <= 3, a.tokens[i + 2].isCapital, a.tokens[i + 3].isNumber,
            a.tokens[i + 3].length >= 4, (i + 1...i + 3).allSatisfy({ a.isGlued($0) })
        else { return nil }
        a.hit(i, i + 4, .idSpecimen, weight: 0.7, take: true)
        return i + 4
    }

    static let plateWord = TextHash.of("plate")

    /// Two letters, two digits, and up to 30 letters and digits in groups; the remainder by 97 is 1.
    static func iban(_ a: Analysis, _ i: Int) -> Int? {
        guard i + 1 < a.tokens.count, a.tokens[i + 1].isNumber, a.isGlued(i + 1), !a.isJoined(i), a.tokens[i + 1].length >= 2 else { return nil }
        var k = i
        var scalars: [UInt32] = []
        var best: Int?
        while k < a.tokens.count, scalars.count <= 34, a.tokens[k].isNumber || a.tokens[k].isWord,
            k == i || a.tokens[k].gap == .glued || a.tokens[k].gap == .space
        {
            scalars.append(contentsOf: a.text.scalars[Int(a.tokens[k].from)..<Int(a.tokens[k].to)])
            k += 1
            if scalars.count >= 15, scalars.count <= 34, Validators.isIBAN(scalars) { best = k }
        }
        return best
    }

    /// One to three groups of letters and digits in capitals after the word for a plate.
    static func plate(_ a: inout Analysis, _ i: Int) -> Int? {
        var k = i + 1
        while k < a.tokens.count, k - i < 4,
            [58, 35, 46].contains(a.text.mark(k)) || a.tokens[k].cue.contains(.weakID) || a.tokens[k].cue.contains(.link)
        { k += 1 }
        let from = k
        var digits = 0
        var letters = 0
        while k < a.tokens.count, k - from < 6, a.tokens[k].gap != .line {
            let t = a.tokens[k]
            if t.isNumber, t.length <= 5 {
                digits += t.length
            } else if t.isWord, t.isCapital, t.length <= 3, t.shape != .mixed, t.shape == .upper || t.length == 1 {
                letters += t.length
            } else if a.text.mark(k) != 45 || k == from {
                break
            }
            k += 1
        }
        while k > from, a.tokens[k - 1].kind == .mark { k -= 1 }
        guard digits > 0, letters > 0, digits + letters >= 4, digits + letters <= 9 else { return nil }
        a.hit(from, k, .idPlate, take: true)
        return k
    }
}
