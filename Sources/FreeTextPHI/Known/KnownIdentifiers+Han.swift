// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextRules

/// Chinese names of the header in a text: exact, homophones, one character wrong, or known by their pinyin alone.
extension KnownIdentifiers {
    func scanHan(_ a: inout Analysis) {
        guard !han.isEmpty || !readings.isEmpty else { return }
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isHan || a.tokens[i].kind == .kana || a.tokens[i].kind == .hangul, !a.taken[i] else {
                i += 1
                continue
            }
            surnameAlone(&a, i)
            var h = TextHash.seed
            var best: (Int, Double, Rule)?
            var window: [UInt32] = []
            var k = i
            while k < a.tokens.count, window.count < 8 {
                let t = a.tokens[k]
                if t.isHan || t.kind == .kana || t.kind == .hangul {
                    // Spaces and dots may part the characters.
                    let s = a.text.scalars[Int(t.from)]
                    h = TextHash.add(h, s)
                    window.append(s)
                    if let score = han[TextHash.finish(h)] {
                        best = (k + 1, score, Rule.knownNameHan)
                    } else if window.count >= 2, window.count <= 4, best == nil, k - i + 1 == window.count, let s = nearHan(a, i, window) {
                        best = (k + 1, s, Rule.knownNameHanNear)
                    }
                } else if !(t.kind == .mark && [94, 0xb7, 0x30fb].contains(a.text.mark(k)) || window.isEmpty) {
                    break
                }
                k += 1
            }
            if let (end, score, rule) = best, !isWord(a, i, end) || isSetApart(a, i, end) {
                a.hit(i, end, rule, weight: score, take: score >= 0.9)
                i = end
            } else {
                i += 1
            }
        }
    }

    /// 高峰, 健康, 左右 for 左佑: a name that is an everyday word as well.
    private func isWord(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        end - i == 2 && KnownIdentifiers.isWord(a.hanWord(i, end))
    }

    static func isWord(_ w: HanWord?) -> Bool { w.map { $0.frequency > 8 || $0.isClinical } ?? false }

    /// A person's word beside it, or nothing Chinese on either side.
    func isSetApart(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        let before = a.hanCue(before: i)
        if !before.isDisjoint(with: [.patient, .role, .kin, .naming]), a.hanCueWidth(before: i) > 1 || HanNameDetector.isEdge(before: i - 1, a) {
            return true
        }
        let opens = HanNameDetector.isEdge(before: i, a)
        let after = a.hanCue(at: end)
        if after.contains(.titleAfter), a.hanCueWidth(at: end) > 1 { return true }
        if opens, HanNameDetector.isEdge(after: end, a) { return true }
        // 高峰胸部CT, 胸部高峰
        if opens, (2...4).contains(where: { a.hanWord(end, end + $0)?.isClinical ?? false }) { return true }
        if a.field.fieldClass == .descriptor, HanNameDetector.isEdge(after: end, a),
            (2...4).contains(where: { a.hanWord(i - $0, i)?.isClinical ?? false })
        {
            return true
        }
        return opens && !after.isDisjoint(with: [.personVerb, .role, .kin]) && a.hanCueWidth(at: end) > 1
    }

    /// 米主任, 巡回应, （岳　…）: the surname of a known person beside a title, behind a cue, or alone.
    private func surnameAlone(_ a: inout Analysis, _ i: Int) {
        guard a.tokens[i].isHan, hanSurnames.contains(a.scalar(i)) else { return }
        let opens = HanNameDetector.isEdge(before: i, a)
        let closes = HanNameDetector.isEdge(after: i + 1, a)
        let titled = a.hanCue(at: i + 1).contains(.titleAfter) && a.hanCueWidth(at: i + 1) > 1 && !a.isInsideHanCue(i)
        let cued = closes && a.hanCueWidth(before: i) > 1 && !a.hanCue(before: i).isDisjoint(with: [.role, .kin, .patient])
        let alone = opens && closes && !HanNameDetector.directions.contains(a.scalar(i)) && !(i > 0 && a.tokens[i - 1].isNumber)
        let called =
            closes && i > 0 && a.tokens[i - 1].isHan && a.scalar(i - 1) == 0x59d3
            || i + 1 < a.tokens.count && a.tokens[i + 1].isHan && a.scalar(i + 1) == 0x59d3 && opens
        if titled || cued || alone || called { a.hit(i, i + 1, .knownSurname, weight: titled || called ? 0.9 : 0.6) }
    }

    /// Same sound in other characters, or one character wrong after the right surname.
    private func nearHan(_ a: Analysis, _ i: Int, _ window: [UInt32]) -> Double? {
        for name in hanNames where name.count == window.count {
            var same = 0
            var sound = 0
            for k in 0..<window.count {
                if window[k] == name[k] {
                    same += 1
                    sound += 1
                } else if Readings.shared.reading(window[k]) == Readings.shared.reading(name[k]), !Readings.shared.reading(name[k]).isEmpty {
                    sound += 1
                }
            }
            if sound == window.count, same >= 1, window.count > 2 || window[0] == name[0] { return window.count == 2 ? 0.75 : 0.9 }
            if sound == window.count, window.count > 2 { return 0.8 }
            if window.count == 3, same == 2, window[0] == name[0] { return 0.6 }
        }
        // Only pinyin is known: does the window read like it?
        if !readings.isEmpty, a.lexicon.hanName(window[0]).surname < 63 {
            let r = Readings.shared
            let full = r.surname(window[0]) + window[1...].flatMap(r.reading)
            if readings.contains(TextHash.of(full)) || readings.contains(TextHash.of(full.map { $0 == 118 ? 117 : $0 })) {
                // Two characters sound like many words.
                if window.count > 2 || HanNameDetector.isEdge(before: i, a) && HanNameDetector.isEdge(after: i + 2, a)
                    || !a.hanCue(before: i).isDisjoint(with: [.patient, .role, .kin]) || a.hanCue(at: i + 2).contains(.titleAfter)
                {
                    return 0.85
                }
            }
        }
        // 振海，: the given name alone
        if window.count == 2, !givenReadings.isEmpty, HanNameDetector.isEdge(before: i, a), HanNameDetector.isEdge(after: i + 2, a),
            a.lexicon.hanWord(TextHash.of(window)).map({ $0.frequency < 10 }) ?? true,
            givenReadings.contains(TextHash.of(window.flatMap(Readings.shared.reading)))
        {
            return 0.6
        }
        return nil
    }
}
