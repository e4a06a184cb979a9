// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// Which tokens of a text are clinical vocabulary.
package struct WordFilter {
    private enum Verdict {
        /// A term, or what a site allows.
        case term
        /// A number or a code that means something beside a term.
        case number
        /// Joins terms: `with`, a mark. Stays between what stays.
        case joint
        case foreign
    }

    private let a: Analysis
    private var verdicts: [Verdict]

    package init(_ analysis: Analysis, allowed: [Range<Int>]) {
        a = analysis
        verdicts = Array(repeating: .foreign, count: analysis.tokens.count)
        for i in a.tokens.indices {
            let token = a.tokens[i]
            switch token.kind {
            case .word: verdicts[i] = verdict(ofWord: i)
            case .mark: verdicts[i] = [94, 64, 92].contains(a.text.mark(i)) ? .foreign : .joint
            case .number, .han, .kana, .hangul: break
            }
        }
        judgeGroups()
        judgeChinese()
        judgeNumbers()
        dropNames()
        for i in a.tokens.indices where allowed.contains(where: { $0.lowerBound <= Int(a.tokens[i].start) && Int(a.tokens[i].end) <= $0.upperBound })
        { verdicts[i] = .term }
    }

    // MARK: - Words

    private func verdict(ofWord i: Int) -> Verdict {
        let token = a.tokens[i]
        if a.inTermPhrase[i], isEponymOfPhrase(i) { return .term }
        // Eponyms that are common names mean the person where no noun says what they stand for.
        let isPerson = token.word.has(WordClass.eponym) && max(token.word.first, token.word.last) >= 2 && token.word.word < 3
        let isPlace = token.word.has(WordClass.place) && token.word.word == 0
        if token.word.isTerm, !isPerson, !isPlace { return .term }
        if token.word.has(WordClass.truncated), token.length >= 5, !token.word.isName { return .term }
        if token.cue.contains(.counter) || token.cue.contains(.unit), !token.word.isName { return .term }
        if token.cue.contains(.stop), !token.word.isName || token.word.word == 3 { return .joint }
        return .foreign
    }

    /// `Baker cyst`, `Swan-Ganz`: the noun of an eponym follows, or its other half is beside it.
    private func isEponymOfPhrase(_ i: Int) -> Bool {
        let words = (i + 1..<min(i + 6, a.tokens.count)).filter { a.tokens[$0].isWord }.prefix(3)
        if words.contains(where: { a.tokens[$0].cue.contains(.eponymHead) }) { return true }
        return a.tokens[i].word.has(WordClass.eponym)
            && [following(i), preceding(i)].contains { $0.map { a.inTermPhrase[$0] && a.tokens[$0].word.has(WordClass.eponym) } ?? false }
    }

    /// Letters and digits written as one: `T2`, `B70f`, `fl3d1`. They stay or go together.
    private mutating func judgeGroups() {
        var start = 0
        while start < a.tokens.count {
            var end = start + 1
            while end < a.tokens.count, a.tokens[end].gap == .glued, isLetterOrDigit(end), isLetterOrDigit(end - 1) { end += 1 }
            if end - start > 1, isLetterOrDigit(start) {
                let stays =
                    (start..<end).allSatisfy { isPart($0) } && (start..<end).reduce(0) { $0 + (a.tokens[$1].isNumber ? a.tokens[$1].length : 0) } <= 4
                for i in start..<end { verdicts[i] = stays ? .number : .foreign }
                if stays, (start..<end).contains(where: { isTermOfGroup($0) }) { for i in start..<end { verdicts[i] = .term } }
            }
            start = end
        }
    }

    private func isLetterOrDigit(_ i: Int) -> Bool { a.tokens[i].isWord || a.tokens[i].isNumber }

    private func isPart(_ i: Int) -> Bool {
        let token = a.tokens[i]
        if token.isNumber { return token.length <= 4 }
        return token.length == 1 || token.word.isTerm || token.cue.contains(.unit)
    }

    /// `T2`, `5mm`, `L5` are terms by themselves; `M45` is none.
    private func isTermOfGroup(_ i: Int) -> Bool {
        let token = a.tokens[i]
        guard token.isWord else { return false }
        if token.length > 1 { return token.word.isTerm || token.cue.contains(.unit) }
        let isVertebra =
            [99, 116, 108, 115].contains(a.scalar(i)) && i + 1 < a.tokens.count && a.tokens[i + 1].isNumber && a.tokens[i + 1].length <= 2
        return isVertebra || a.scalar(i) == 116 && i > 0 && a.tokens[i - 1].isNumber
    }

    // MARK: - Numbers

    /// With a unit, as a fraction, behind a word that counts, or at the head of a label: `3 mm`, `0.625`, `series 4`, `5 liver`.
    private mutating func judgeNumbers() {
        for i in a.tokens.indices where a.tokens[i].isNumber && verdicts[i] == .foreign && !isPartOfGroup(i) {
            guard a.tokens[i].length <= 4 else { continue }
            let next = following(i), previous = preceding(i)
            let hasUnit =
                next.map { a.tokens[$0].isWord && (a.tokens[$0].cue.contains(.unit) || isDimension($0)) } ?? false || a.text.mark(i + 1) == 37
            let counts = previous.map { a.tokens[$0].cue.contains(.counter) || isDimension($0) } ?? false
            let isCount = i > 0 && a.tokens[i].length <= 2 && verdicts[i - 1] == .term && a.tokens[i].gap != .glued && !beginsChain(i)
            let isHead = previous == nil && a.tokens[i].length <= 3 && next.map { verdicts[$0] == .term } ?? false
            if hasUnit || counts || isCount || isHead || isFraction(i) { verdicts[i] = .number }
        }
    }

    private func isPartOfGroup(_ i: Int) -> Bool {
        (i > 0 && a.tokens[i].gap == .glued && a.tokens[i - 1].isWord)
            || (i + 1 < a.tokens.count && a.tokens[i + 1].gap == .glued && a.tokens[i + 1].isWord)
    }

    private func isDimension(_ i: Int) -> Bool { a.tokens[i].length == 1 && a.tokens[i].isWord && a.scalar(i) == 120 }

    /// `1.5`, but not `12.03.1957` or `3.14.2`.
    private func isFraction(_ i: Int) -> Bool {
        func isPoint(_ k: Int) -> Bool { k > 0 && k < a.tokens.count && a.text.mark(k) == 46 && a.tokens[k].gap == .glued }
        func isGluedNumber(_ k: Int) -> Bool { k > 0 && k < a.tokens.count && a.tokens[k].isNumber && a.tokens[k].gap == .glued }
        if isPoint(i + 1), isGluedNumber(i + 2) { return a.tokens[i].length <= 3 && !isPoint(i + 3) && !isPoint(i - 1) }
        return isPoint(i - 1) && i >= 2 && a.tokens[i - 2].isNumber && !isPoint(i + 1) && !isPoint(i - 3)
    }

    /// Several numbers written as one, as in a date.
    private func beginsChain(_ i: Int) -> Bool {
        i + 2 < a.tokens.count && a.tokens[i + 1].kind == .mark && a.tokens[i + 1].gap == .glued && a.tokens[i + 2].isNumber
            && a.tokens[i + 2].gap == .glued
    }

    private func following(_ i: Int) -> Int? { a.tokens.indices[(i + 1)...].first { a.tokens[$0].kind != .mark } }
    private func preceding(_ i: Int) -> Int? { a.tokens.indices[..<i].last { a.tokens[$0].kind != .mark } }

    // MARK: - Chinese

    private static let chineseJoints: Set<UInt32> = Set("及和与并伴或的无未见后前".unicodeScalars.map(\.value))

    /// The longest clinical words from the left; a single character only where nothing foreign touches it.
    private mutating func judgeChinese() {
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isHan else {
                i += 1
                continue
            }
            let length = (2...8).reversed().first { isClinical(i, i + $0) } ?? 0
            if length > 0 {
                for k in i..<(i + length) { verdicts[k] = .term }
                i += length
            } else {
                if isClinical(i, i + 1) { verdicts[i] = .number } else if Self.chineseJoints.contains(a.scalar(i)) { verdicts[i] = .joint }
                i += 1
            }
        }
        for i in a.tokens.indices where a.tokens[i].isHan && verdicts[i] != .term {
            let touchesForeign = [i - 1, i + 1].contains { a.tokens.indices.contains($0) && a.tokens[$0].isHan && verdicts[$0] == .foreign }
            if touchesForeign { verdicts[i] = .foreign }
        }
    }

    private func isClinical(_ from: Int, _ to: Int) -> Bool {
        guard to <= a.tokens.count, let word = a.hanWord(from, to) else { return false }
        return word.isClinical && !word.isName && !word.isPlace && !word.isOrganization
    }

    // MARK: - Names

    /// `HAND, ROSE`: a term beside somebody's other name is a name.
    private mutating func dropNames() {
        let words = a.tokens.indices.filter { a.tokens[$0].isWord }
        var isDropped = Set<Int>()
        for (place, i) in words.enumerated() where verdicts[i] == .term && a.tokens[i].word.isName && !a.inTermPhrase[i] {
            let beside = [place - 1, place + 1].filter(words.indices.contains).map { words[$0] }.filter { isBeside(i, $0) }
            if beside.contains(where: { looksLikeName($0, beside: i) }) { isDropped.insert(i) }
        }
        for i in isDropped { verdicts[i] = .foreign }
    }

    /// Nothing but blanks and the marks of names between them.
    private func isBeside(_ i: Int, _ k: Int) -> Bool {
        (min(i, k) + 1..<max(i, k)).allSatisfy { [44, 46, 94, 39, 45, 95].contains(a.text.mark($0)) }
    }

    private func looksLikeName(_ k: Int, beside i: Int) -> Bool {
        let token = a.tokens[k]
        if verdicts[k] == .foreign { return token.word.isName || token.length == 1 || token.word.isUnknown && (token.isCapital || a.isAllLower) }
        if token.length == 1, a.text.mark(k + 1) == 46 { return true }
        guard verdicts[k] == .term, token.word.isName else { return false }
        let own = a.tokens[i].word
        return own.first >= 2 && token.word.last >= 2 || own.last >= 2 && token.word.first >= 2
    }

    // MARK: - Result

    /// What stays, with what stood between two tokens that both stay.
    package func text(from scalars: [Unicode.Scalar]) -> String {
        guard verdicts.contains(.term) else { return "" }
        let stays = a.tokens.indices.map(stays)
        if stays.allSatisfy({ $0 }) { return String(String.UnicodeScalarView(scalars)) }
        var out: [Unicode.Scalar] = []
        var last: Int?
        for i in a.tokens.indices where stays[i] {
            if let last {
                if last + 1 == i { out += scalars[Int(a.tokens[last].end)..<Int(a.tokens[i].start)] } else if out.last != " " { out.append(" ") }
            }
            out += scalars[Int(a.tokens[i].start)..<Int(a.tokens[i].end)]
            last = i
        }
        while let edge = out.last, " ,;:-_/(<=&".unicodeScalars.contains(edge) { out.removeLast() }
        return String(String.UnicodeScalarView(out))
    }

    private func stays(_ i: Int) -> Bool {
        switch verdicts[i] {
        case .term, .number: true
        case .foreign: false
        case .joint: isJoint(i)
        }
    }

    /// Joints stay between two things that stay, marks also at the end.
    private func isJoint(_ i: Int) -> Bool {
        let before = a.tokens.indices[..<i].last { verdicts[$0] != .joint }.map { verdicts[$0] != .foreign }
        let after = a.tokens.indices[(i + 1)...].first { verdicts[$0] != .joint }.map { verdicts[$0] != .foreign }
        return a.tokens[i].kind == .mark ? before ?? true && after ?? true : after ?? false && before ?? true
    }
}
