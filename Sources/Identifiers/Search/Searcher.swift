// SPDX-License-Identifier: Apache-2.0

/// A spelling found in folded text.
struct Hit: Equatable {
    var start: Int
    var end: Int
    var kind: IdentifierKind
    var isWord: Bool
    var isStrong: Bool
    var persons: UInt64
    /// Made of the bytes of one encoding.
    var isEncoded = false
}

/// Walks one text along the needles and judges what surrounds each find.
struct Searcher {
    let automaton: Automaton
    let text: CompactText
    let isBytes: Bool
    let isLexical: IdentifierIndex.WordTest

    /// The best needle from each place at which one begins, in ascending order.
    func hits() -> [Hit] {
        var found: [(start: Int, end: Int, hit: Hit)] = []
        var node: Int32 = 0
        for place in text.symbols.indices {
            node = automaton.next(node, text.symbols[place])
            guard automaton.isOutput(node) else { continue }
            let end = place + 1
            automaton.forEachNeedle(at: node) { needle, length in
                guard let hit = judged(needle, end - length, end) else { return }
                // Another needle from there is one of the last that were found.
                var other = found.count - 1
                while other >= 0, found[other].end > end - length, found[other].start != end - length { other -= 1 }
                if other < 0 || found[other].start != end - length {
                    found.append((end - length, end, hit))
                } else if Self.isBetter(hit, found[other].hit) {
                    found[other].hit = hit
                }
            }
        }
        return found.sorted { $0.start < $1.start }.map(\.hit)
    }

    /// The longer one, but a certain one before one that is a word as well.
    static func isBetter(_ new: Hit, _ old: Hit) -> Bool {
        new.isWord == old.isWord ? new.end > old.end || new.end == old.end && new.isStrong && !old.isStrong : !new.isWord
    }

    // MARK: - Judging

    func judged(_ needle: Needle, _ start: Int, _ end: Int) -> Hit? {
        // A character without spaces says as much as two letters.
        let weight = SymbolClass(text.symbols[start]).hasNoSpaces ? 2 * (end - start) : end - start
        if isBytes, weight < NeedleBuilder.shortestBytes || needle.reach == .cued { return nil }
        guard let isSpaced = gaps(needle, start, end), let start = needle.style == .number ? withZeros(before: start) : start else {
            return nil
        }
        var hit = Hit(
            start: start, end: end, kind: needle.kind, isWord: needle.isWord, isStrong: needle.isStrong, persons: needle.persons,
            isEncoded: needle.reach == .bytes)
        switch needle.reach {
        case .bytes: break
        case .anywhere:
            guard standsAlone(start, end) || isInsideOfNoWord(start, end, needle) else { return nil }
        case .word:
            guard standsAlone(start, end) || isGlued(start, end, needle) else { return nil }
            if needle.style == .number, !isNumberAlone(needle, start, end) { return nil }
        case .digits:
            switch needle.style {
            case .uid:
                guard let end = endOfUID(start, end) else { return nil }
                hit.end = end
            default:
                guard isNumberAlone(needle, start, end) else { return nil }
            }
        case .cued:
            guard isCued(needle, start, end) else { return nil }
            hit.isWord = false
        case .whole: return nil
        }
        if hit.isWord, isSpaced || isAddressed(start, end) { hit.isWord = false }
        return hit
    }

    /// - Returns: `nil` where something stands inside that must not; whether every letter is set apart.
    private func gaps(_ needle: Needle, _ start: Int, _ end: Int) -> Bool? {
        let base = Int(needle.policies)
        var violations = 0
        var hyphenated = 0
        var open = 0
        for place in 1..<max(end - start, 1) {
            let gap = text.gaps[start + place]
            if gap.isOpen { open += 1 }
            if !GapPolicy.permits(automaton.policies[base + place], gap) {
                violations += 1
                if gap.marks.isSuperset(of: [.hyphen, .line]) { hyphenated += 1 }
            }
        }
        if violations == 0 { return needle.style == .number && open > 0 && !isGroupedNumber(start, end) ? nil : false }
        guard needle.style == .name, needle.reach == .anywhere || needle.reach == .word else { return nil }
        if open == end - start - 1, open >= 2 { return isSpacedEvenly(start, end) ? true : nil }
        return needle.reach == .anywhere && hyphenated == violations ? false : nil
    }

    /// Z Y B R O W S K I: marks of one kind, and no letter glued to it.
    private func isSpacedEvenly(_ start: Int, _ end: Int) -> Bool {
        let marks = text.gaps[start + 1].marks
        var others = 0
        for place in start + 1..<end where text.gaps[place].marks != marks { others += 1 }
        return others <= 2 && (end == text.count || isParted(end)) && (start == 0 || isParted(start))
    }

    /// Two symbols of which no word is made: something is between them, or they are of different scripts.
    private func isParted(_ place: Int) -> Bool {
        text.gaps[place].isOpen || text.gaps[place].contains(.zero) || !isSame(text.symbols[place - 1], text.symbols[place])
    }

    /// 123 456 78 and 12-345, but neither 12.345 nor 1 2 3 4 5.
    private func isGroupedNumber(_ start: Int, _ end: Int) -> Bool {
        var length = 1
        var singles = 0
        var groups = 1
        var dots = 0
        for place in start + 1..<end {
            let gap = text.gaps[place]
            if gap.contains(.line) { return false }
            if gap.isOpen {
                // Letters may be parted from digits as they please.
                if length == 1, SymbolClass(text.symbols[place - 1]) == .digit { singles += 1 }
                length = 0
                groups += 1
                if SymbolClass(text.symbols[place - 1]) == .digit, SymbolClass(text.symbols[place]) == .digit, gap.marks == .dot || gap.marks == .mark
                {
                    dots += 1
                }
            }
            length += 1
        }
        if length == 1, SymbolClass(text.symbols[end - 1]) == .digit { singles += 1 }
        if dots == 1, groups == 2, (start..<end).allSatisfy(isDigit) { return false }
        return singles <= 1 || end - start >= 7 && singles == groups && groups == end - start || end - start >= 8 && singles <= 2
    }

    /// UTF-16: a zero byte behind every letter is no boundary.
    private func isWide(_ start: Int, _ end: Int) -> Bool { isBytes && end - start > 1 && text.gaps[start + 1].contains(.zero) }

    private func isSame(_ left: Symbol, _ right: Symbol) -> Bool {
        let kind = SymbolClass(left)
        return kind == SymbolClass(right) && (kind != .other || left < CompactText.byteMark && right < CompactText.byteMark)
    }

    private func touchesBefore(_ start: Int, _ end: Int) -> Bool {
        guard start > 0 else { return false }
        let gap = text.gaps[start]
        if gap.isOpen || gap.contains(.zero) && !isWide(start, end) { return false }
        guard isSame(text.symbols[start - 1], text.symbols[start]) else { return false }
        // DrBaker, CTMeyer
        guard gap.contains(.capital), SymbolClass(text.symbols[start]) != .digit else { return true }
        return text.gaps[start - 1].contains(.capital) && text.gaps[start + 1].contains(.capital)
    }

    private func touchesAfter(_ start: Int, _ end: Int) -> Bool {
        guard end < text.count else { return false }
        let gap = text.gaps[end]
        if gap.isOpen || gap.contains(.zero) && !isWide(start, end) { return false }
        guard isSame(text.symbols[end - 1], text.symbols[end]) else { return false }
        return !(gap.contains(.capital) && !text.gaps[end - 1].contains(.capital) && SymbolClass(text.symbols[end]) != .digit)
    }

    private func standsAlone(_ start: Int, _ end: Int) -> Bool { !touchesBefore(start, end) && !touchesAfter(start, end) }

    /// The run of letters around a find.
    private func run(_ start: Int, _ end: Int) -> Range<Int> {
        var (from, to) = (start, end)
        while from > 0, !text.gaps[from].isOpen, isSame(text.symbols[from - 1], text.symbols[from]), start - from < 48 { from -= 1 }
        while to < text.count, !text.gaps[to].isOpen, isSame(text.symbols[to - 1], text.symbols[to]), to - end < 48 { to += 1 }
        return from..<to
    }

    /// CTZYBROWSKI, but not `constellation` of Ms Stella.
    private func isInsideOfNoWord(_ start: Int, _ end: Int, _ needle: Needle) -> Bool {
        if SymbolClass(text.symbols[start]).hasNoSpaces || text.symbols[start] >= CompactText.byteMark { return true }
        let run = run(start, end)
        return !isLexical(Array(text.symbols[run])) && !isLexical(Array(text.symbols[run.lowerBound..<end]))
    }

    /// CTMEYER, MRSLEE, Meyers
    private func isGlued(_ start: Int, _ end: Int, _ needle: Needle) -> Bool {
        guard needle.style == .name, !needle.isWord else { return false }
        if SymbolClass(text.symbols[start]) == .kana { return !touchesBefore(start, end) && isHonorific(end) }
        guard SymbolClass(text.symbols[start]) == .latin else { return false }
        let run = run(start, end)
        guard run.count <= 40 else { return false }
        let before = Array(text.symbols[run.lowerBound..<start]), after = Array(text.symbols[end..<run.upperBound])
        if end - start >= 5, before.isEmpty, after == [115] { return true }
        let words = end - start >= 4 ? NameWords.affixes : NameWords.gluedTitles
        guard before.isEmpty || words.contains(before), after.isEmpty || end - start >= 4 && words.contains(after) else { return false }
        return !isLexical(Array(text.symbols[run]))
    }

    private static let honorifics = ["サン", "サマ", "クン", "チャン", "先生", "様", "氏", "殿"].map { CompactText($0).symbols }

    private func isHonorific(_ end: Int) -> Bool {
        Self.honorifics.contains { text.symbols[end...].starts(with: $0) }
    }

    // MARK: - Numbers

    private func isDigit(_ place: Int) -> Bool { place >= 0 && place < text.count && text.symbols[place] >= 48 && text.symbols[place] <= 57 }

    /// No digit goes on before or behind, glued or as a decimal or another group of the same number.
    private func isNumberAlone(_ needle: Needle, _ start: Int, _ end: Int) -> Bool {
        let wide = isWide(start, end)
        let inner = (start + 1..<end).reduce(into: Gap()) { $0.formUnion(text.gaps[$1].marks) }
        let length = end - start
        // Parts of long numbers and versions: 0.123456, 1.14.5.62
        let isShort = length < 7
        if isDigit(start), isDigit(start - 1) {
            let gap = text.gaps[start]
            if !gap.isOpen && !(gap.contains(.zero) && !wide) { return false }
            if gap.marks == .dot, isShort || inner.contains(.dot) { return false }
            if needle.style == .number, needle.kind != .phone, !inner.isEmpty, gap.marks == inner, gap.marks != .hyphen, length < Self.longNumber,
                isGroup(endingAt: start)
            {
                return false
            }
        }
        if isDigit(end - 1), isDigit(end) {
            let gap = text.gaps[end]
            if !gap.isOpen && !(gap.contains(.zero) && !wide) { return needle.style == .date && length >= 8 && isTimeOfDay(end) }
            if gap.marks == .dot, isShort || inner.contains(.dot) { return false }
            if needle.style == .number, !inner.isEmpty, gap.marks == inner, gap.marks != .hyphen, length < Self.longNumber, isGroup(beginningAt: end)
            {
                return false
            }
        }
        // A name of a month is a word, and so are the letters of an era.
        if needle.style == .date {
            if !isDigit(start), touchesBefore(start, end) { return false }
            if !isDigit(end - 1), touchesAfter(start, end), SymbolClass(text.symbols[end - 1]) == .latin { return false }
        }
        return true
    }

    /// So many digits in groups are no part of a longer number by chance.
    private static let longNumber = 8

    /// Digits alone, as many as in the group before: the 3 of `471 182 3mm` and of `471 182 3 mm` is no group of a longer number.
    private func isGroup(beginningAt start: Int) -> Bool {
        var end = start + 1
        while isDigit(end), !text.gaps[end].isOpen { end += 1 }
        var before = start - 1
        while isDigit(before - 1), !text.gaps[before].isOpen { before -= 1 }
        return end - start == start - before && (end == text.count || text.gaps[end].isOpen || text.gaps[end].contains(.zero))
    }

    private func isGroup(endingAt end: Int) -> Bool {
        var start = end - 1
        while isDigit(start - 1), !text.gaps[start].isOpen { start -= 1 }
        return start == 0 || text.gaps[start].isOpen || text.gaps[start].contains(.zero)
    }

    /// 000048213: zeros in front of a number are its own.
    /// - Returns: `nil` where they are those of a fraction or of a longer number.
    private func withZeros(before start: Int) -> Int? {
        guard isDigit(start), text.symbols[start] != 48 else { return start }
        var from = start
        while from > 0, text.symbols[from - 1] == 48, !text.gaps[from].isOpen, !text.gaps[from].contains(.zero) { from -= 1 }
        guard from < start, isDigit(from - 1) else { return from }
        return text.gaps[from].isOpen && text.gaps[from].marks != .dot ? from : nil
    }

    private func isTimeOfDay(_ place: Int) -> Bool {
        var digits: [Int] = []
        var next = place
        while isDigit(next), digits.count < 6, next == place || !text.gaps[next].isOpen {
            digits.append(Int(text.symbols[next]) - 48)
            next += 1
        }
        return digits.count >= 4 && digits[0] * 10 + digits[1] < 24 && digits[2] < 6
    }

    /// What goes on behind it says it as well: an instance of the series.
    private func endOfUID(_ start: Int, _ end: Int) -> Int? {
        // A zero byte is a boundary: the length of a value may be a digit.
        let isWide = isWide(start, end)
        let isGlued = { (place: Int) in !text.gaps[place].isOpen && (isWide || !text.gaps[place].contains(.zero)) }
        if isDigit(start - 1), isGlued(start) || text.gaps[start].marks == .dot { return nil }
        var next = end
        if isDigit(next), isGlued(next) { return nil }
        while isDigit(next), text.gaps[next].marks == .dot || next > end && isGlued(next) { next += 1 }
        return next
    }

    // MARK: - Cues

    /// The word before a place, on the same line.
    private func wordBefore(_ start: Int) -> (word: [Symbol], gap: Gap)? {
        guard start > 0, !text.gaps[start].contains(.line) else { return nil }
        var from = start - 1
        let kind = SymbolClass(text.symbols[from])
        guard kind != .digit else { return nil }
        while from > 0, !text.gaps[from].isOpen, SymbolClass(text.symbols[from - 1]) == kind, start - from < 24 { from -= 1 }
        return (Array(text.symbols[from..<start]), text.gaps[start])
    }

    private func isCued(_ needle: Needle, _ start: Int, _ end: Int) -> Bool {
        if needle.style == .number {
            guard !isDigit(start - 1) || text.gaps[start].isOpen, !isDigit(end) || text.gaps[end].isOpen && text.gaps[end].marks != .dot,
                standsAlone(start, end)
            else { return false }
            guard let (word, _) = wordBefore(start) else { return false }
            return NameWords.numberCues.contains(word) || NameWords.hanCues.contains { word.suffix($0.count) == $0[...] }
        }
        guard standsAlone(start, end), let (word, gap) = wordBefore(start), gap.isOpen || gap.contains(.capital) else { return false }
        if NameWords.titles.contains(word) { return true }
        return !needle.isWord && NameWords.cues.contains(word)
    }

    /// Mrs Baker, Name: Baker, 姓名：高峰, 高峰先生
    private func isAddressed(_ start: Int, _ end: Int) -> Bool {
        if SymbolClass(text.symbols[start]).hasNoSpaces {
            if NameWords.titlesBehind.contains(where: { $0.count > 1 && text.symbols[end...].starts(with: $0) }) { return true }
            guard let (word, gap) = wordBefore(start) else { return false }
            return !gap.marks.isDisjoint(with: [.slash, .mark]) && Self.hanNameCues.contains { word.suffix($0.count) == $0[...] }
        }
        guard let (word, gap) = wordBefore(start) else { return false }
        if NameWords.titles.contains(word) { return true }
        return !gap.marks.isDisjoint(with: [.slash, .mark]) && NameWords.cues.contains(word)
    }

    private static let hanNameCues = ["姓名", "患者", "病人", "氏名", "名前", "이름", "성명", "环者"].map { CompactText($0).symbols }
}
