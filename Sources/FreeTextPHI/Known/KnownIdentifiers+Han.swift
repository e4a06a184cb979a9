// SPDX-License-Identifier: Apache-2.0

/// Chinese names of the header in a text: exact, homophones, one character wrong, or known by their pinyin alone.
extension KnownIdentifiers {
    func scanHan(_ a: inout Analysis, strict: Bool) {
        guard !han.isEmpty || !readings.isEmpty else { return }
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isHan || a.tokens[i].kind == .kana, !a.taken[i] else {
                i += 1
                continue
            }
            var h = TextHash.seed
            var best: (Int, Double, String)?
            var window: [UInt32] = []
            var k = i
            while k < a.tokens.count, window.count < 8 {
                let t = a.tokens[k]
                if t.isHan || t.kind == .kana {
                    // Spaces and dots may part the characters.
                    let s = a.text.scalars[Int(t.from)]
                    h = TextHash.add(h, s)
                    window.append(s)
                    if let score = han[TextHash.finish(h)] {
                        best = (k + 1, score, "known.name-han")
                    } else if !strict, window.count >= 2, window.count <= 4, best == nil, k - i + 1 == window.count, let s = nearHan(a, i, window) {
                        best = (k + 1, s, "known.name-han-near")
                    }
                } else if !(t.kind == .mark && [94, 0xb7, 0x30fb, 44].contains(a.text.mark(k)) || window.isEmpty) {
                    break
                }
                k += 1
            }
            if let (end, score, rule) = best, score < 1, rule == "known.name-han", strict { _ = (end, score) }
            if let (end, score, rule) = best, !strict || score >= 1 {
                a.hit(i, end, .person, score, rule, .known, take: score >= 0.9)
                i = end
            } else {
                i += 1
            }
        }
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
        if hanNames.isEmpty, !readings.isEmpty, a.lexicon.hanName(window[0]).surname < 63 {
            let r = Readings.shared
            let full = r.surname(window[0]) + window[1...].flatMap(r.reading)
            if readings.contains(TextHash.of(full)) || readings.contains(TextHash.of(full.map { $0 == 118 ? 117 : $0 })) { return 0.85 }
        }
        return nil
    }
}
