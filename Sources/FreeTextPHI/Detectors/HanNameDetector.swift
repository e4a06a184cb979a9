// SPDX-License-Identifier: Apache-2.0

import func Foundation.exp

/// Finds Chinese names: the best cut of each run of characters into words and names, with cues as evidence.
package struct HanNameDetector {
    /// One step of the cut.
    private struct Step {
        var length = 1
        var isName = false
        var nameFrom = 0
        var nameTo = 0
        var gain = 0.0
        /// A score that a rule fixed, or 0.
        var fixed = 0.0
    }

    package static func scan(_ a: inout Analysis) {
        guard a.hasHan else { return }
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isHan, !a.taken[i] else {
                i += 1
                continue
            }
            var end = i + 1
            while end < a.tokens.count, a.tokens[end].isHan, a.tokens[end].gap == .glued, !a.taken[end] { end += 1 }
            run(&a, i, end)
            i = end
        }
        middleDot(&a)
        spacedName(&a)
    }

    private static func scalar(_ a: Analysis, _ i: Int) -> UInt32 { a.text.scalars[Int(a.tokens[i].from)] }

    /// Cost of the best single word that covers `length` characters from `i`; `nil` if there is none.
    private static func wordCost(_ a: Analysis, _ i: Int, _ length: Int) -> (Double, HanWord?)? {
        var h = TextHash.seed
        for k in i..<i + length { h = TextHash.add(h, scalar(a, k)) }
        if let w = a.lexicon.hanWord(TextHash.finish(h)) {
            var cost = 17.9 - Double(w.frequency) / 2
            if w.isClinical { cost = min(cost, length == 1 ? 9 : 8) - 1.0 * Double(length - 1) }
            return (max(cost, 2.5), w)
        }
        return length == 1 ? (13, nil) : nil
    }

    /// Extra cost of seeing a name between these tokens: low after a cue.
    private static func prior(_ a: Analysis, _ from: Int, _ to: Int) -> Double {
        var cost = 5.5
        let before = a.hanCue(before: from)
        let (latin, k) = a.cue(before: from)
        let edgeBefore = from == 0 || !a.tokens[from - 1].isHan || a.tokens[from].gap != .glued
        let edgeAfter = to >= a.tokens.count || !a.tokens[to].isHan || a.tokens[to].gap != .glued
        if !before.intersection([.patient, .role, .kin]).isEmpty { cost = edgeAfter ? -3 : 1 } else if before.contains(.titleAfter) && !before.contains(.role) { cost = 3 } else if before.contains(.personVerb) { cost = 3.5 } else if k >= 0 && !latin.intersection([.title, .role, .patient, .kin]).isEmpty && edgeBefore { cost = 1 }
        let after = a.hanCue(at: to)
        if to < a.tokens.count, a.tokens[to].isHan, a.tokens[to].gap == .glued, eponymTail.contains(scalar(a, to)) { cost += 7 }
        if after.contains(.titleAfter) { cost -= 4 } else if after.contains(.personVerb) { cost -= 3 } else if after.contains(.role) || after.contains(.kin) || after.contains(.id) || after.contains(.phone) { cost -= edgeBefore ? 2 : 0.5 }
        if edgeBefore && edgeAfter {
            cost -= 3.5
            let m = a.text.mark(from - 1)
            let n = a.text.mark(to)
            // A note that opens with a name: 高远，高热
            if from == 0, to - from <= 3, n == 44 || n == 0xff0c || n == 0x3001, to + 1 < a.tokens.count { cost -= 3 }
            if (m == 40 || m == 0xff08 || m == 0x3010 || m == 91) && (n == 41 || n == 0xff09 || n == 0x3011 || n == 44 || n == 0xff0c || n == 93) { cost -= 1.5 }
        } else if edgeBefore {
            cost -= 0.5
            // 左磊复查, 席婧术后: a clinical word follows at once.
            if from == 0, after.isEmpty || after.contains(.date), (2...4).contains(where: { length in to + length <= a.tokens.count && (to..<to + length).allSatisfy { a.tokens[$0].isHan } && (wordCost(a, to, length)?.1?.isClinical ?? false) }) { cost -= 2 }
        } else if edgeAfter {
            cost -= 1
        }
        return max(cost, -5)
    }

    /// 氏, 征, 病, 综, 骨, 线, 管, 囊, 细, 型, 瘤, 癌, 酸, 素: what stands after an eponym or ends a drug.
    private static let eponymTail: Set<UInt32> = Set("氏征病综骨线管囊细型瘤癌酸素酮片针液胶丸剂样状性化炎症".unicodeScalars.map(\.value))

    private static func nameCost(_ a: Analysis, _ i: Int, _ length: Int) -> Double? {
        let first = a.lexicon.hanName(scalar(a, i))
        if scalar(a, i + length - 1) == 0x6c0f { return nil }  // 氏
        var best: Double?
        func offer(_ c: Double) { if best == nil || c < best! { best = c } }
        if first.surname < 63 {
            let s = Double(first.surname) / 4
            if length == 2 { offer(s + single(a, i + 1) + 1.6) }
            if length == 3 { offer(s + pair(a, i + 1) + 0.3) }
        }
        if length >= 3 {
            let compound = a.lexicon.compoundSurname(scalar(a, i), scalar(a, i + 1))
            if compound < 63 {
                if length == 3 { offer(Double(compound) / 4 + single(a, i + 2) + 0.5) }
                if length == 4 { offer(Double(compound) / 4 + pair(a, i + 2)) }
            }
            // Two surnames: 陈方安生
            if length == 4, first.surname < 24, a.lexicon.hanName(scalar(a, i + 1)).surname < 24 { offer(Double(first.surname) / 4 + 6 + pair(a, i + 2)) }
        }
        return best
    }

    private static func single(_ a: Analysis, _ i: Int) -> Double {
        let c = a.lexicon.hanName(scalar(a, i))
        return Double(min(c.given2, c.given1, 52)) / 4 + 0.5
    }

    private static func pair(_ a: Analysis, _ i: Int) -> Double {
        let c = a.lexicon.hanName(scalar(a, i))
        let d = a.lexicon.hanName(scalar(a, i + 1))
        if scalar(a, i) == scalar(a, i + 1) { return Double(min(c.given1, 36)) / 4 + 3 }
        return Double(min(c.given1, 52)) / 4 + Double(min(d.given2, 52)) / 4
    }

    // MARK: - One run

    private static func run(_ a: inout Analysis, _ from: Int, _ to: Int) {
        let n = to - from
        var cost = [Double](repeating: .infinity, count: n + 1)
        var step = [Step](repeating: Step(), count: n + 1)
        cost[0] = 0
        for k in 0..<n {
            let i = from + k
            let here = cost[k]
            // Cues are words.
            if i < a.hanCueStarting.count, a.hanCueStarting[i] >= 0 {
                let c = a.hanCues[a.hanCueStarting[i]]
                let length = min(c.to - i, n - k)
                let price = here + 4.0 + Double(length == 1 ? 4 : 0)
                if price < cost[k + length] {
                    cost[k + length] = price
                    step[k + length] = Step(length: length)
                }
            }
            for length in 1...min(7, n - k) {
                if let (c, _) = wordCost(a, i, length), here + c < cost[k + length] {
                    cost[k + length] = here + c
                    step[k + length] = Step(length: length)
                }
                guard length >= 2, length <= 4, let c = nameCost(a, i, length) else { continue }
                // A name may not cut into a longer cue, unless the cue is a lone word that is also a name.
                if crossesCue(a, i, i + length) { continue }
                let plain = plainCost(a, i, length)
                let total = c + prior(a, i, i + length)
                if here + total < cost[k + length] {
                    cost[k + length] = here + total
                    step[k + length] = Step(length: length, isName: true, nameFrom: i, nameTo: i + length, gain: plain - total)
                }
            }
            special(a, i, k, n, here, &cost, &step)
        }
        var k = n
        while k > 0 {
            let s = step[k]
            if s.isName {
                let score = s.fixed > 0 ? s.fixed : 0.05 + 0.92 / (1 + exp(-(s.gain - 2.6) / 2.2))
                a.hit(s.nameFrom, s.nameTo, .person, score, "han.name", .hanNames)
            }
            k -= s.length
        }
        givenOnly(&a, from, to)
    }

    private static func crossesCue(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        for k in i..<end {
            guard a.hanCueStarting[k] >= 0 else { continue }
            let c = a.hanCues[a.hanCueStarting[k]]
            if c.to - c.from >= 2 && c.cue.rawValue & (Cue.counter.rawValue | Cue.unit.rawValue) != c.cue.rawValue { return true }
        }
        // inside a cue that began before
        if i > 0, a.isInsideHanCue(i), a.hanCueStarting[i] < 0 { return true }
        return false
    }

    /// The cost of the same characters as words alone.
    private static func plainCost(_ a: Analysis, _ i: Int, _ length: Int) -> Double {
        var cost = [Double](repeating: .infinity, count: length + 1)
        cost[0] = 0
        for k in 0..<length {
            for l in 1...(length - k) {
                if let (c, _) = wordCost(a, i + k, l) { cost[k + l] = min(cost[k + l], cost[k] + c) }
            }
        }
        return cost[length]
    }

    /// Surname before a title (崔主任), after 小 or 老, before 某, X or *, and alone after a staff cue.
    private static func special(_ a: Analysis, _ i: Int, _ k: Int, _ n: Int, _ here: Double, _ cost: inout [Double], _ step: inout [Step]) {
        let surname = a.lexicon.hanName(scalar(a, i)).surname
        guard surname < 50, !(a.isInsideHanCue(i) && (a.hanCueStarting[i] < 0 || a.hanCues[a.hanCueStarting[i]].to > i + 1)) else { return }
        if i > 0, a.tokens[i - 1].isHan, a.tokens[i].gap == .glued, let w = a.lexicon.hanWord(TextHash.of([scalar(a, i - 1), scalar(a, i)])), w.frequency > 15 || w.isClinical, a.hanCueEnding[i] < 0 { return }
        if scalar(a, i) == 0x5355, !a.hanCue(at: i + 1).contains(.titleAfter) { return }  // 申请单
        let price = Double(surname) / 4
        let next = i + 1
        let edgeBefore = i == 0 || !a.tokens[i - 1].isHan || a.tokens[i].gap != .glued
        let edgeAfter = next >= a.tokens.count || !a.tokens[next].isHan || a.tokens[next].gap != .glued
        let after = a.hanCue(at: next)
        let before = a.hanCue(before: i)
        let staff = !before.intersection([.role, .kin, .patient]).isEmpty
        var total: Double?
        if after.contains(.titleAfter), !edgeAfter {
            total = price + (staff || edgeBefore ? 0.5 : 2.5)
        } else if !edgeAfter, scalar(a, next) == 0x67d0 {  // 某
            total = price
        } else if edgeAfter, next < a.tokens.count, a.tokens[next].gap == .glued, a.text.mark(next) == 42 || a.tokens[next].isWord && a.text.text(a.tokens[next]).allSatisfy({ $0 == "x" }), edgeBefore || staff {
            total = price
        } else if staff, before.contains(.role), edgeAfter || after.contains(.personVerb) {
            total = price + 1.5
        } else if i > 0, a.tokens[i].gap == .glued, [0x5c0f, 0x8001, 0x963f].contains(scalarOrZero(a, i - 1)), k > 0, edgeAfter || after.contains(.personVerb) || after.contains(.titleAfter) {
            total = price + 1.5
        }
        guard let total else { return }
        let plain = wordCost(a, i, 1)?.0 ?? 13
        if here + total < cost[k + 1] || total < 9 || (after.contains(.titleAfter) && total < 15) {
            let value = min(here + total, cost[k + 1])
            cost[k + 1] = value
            step[k + 1] = Step(length: 1, isName: true, nameFrom: i, nameTo: i + 1, gain: plain - total, fixed: surname < 36 ? 0.75 : 0.6)
        }
    }

    private static func scalarOrZero(_ a: Analysis, _ i: Int) -> UInt32 { a.tokens[i].isHan ? scalar(a, i) : 0 }

    /// 患儿彤彤，: a short run between a person cue and an edge that is no word.
    private static func givenOnly(_ a: inout Analysis, _ from: Int, _ to: Int) {
        for i in from..<to {
            let before = a.hanCue(before: i)
            guard !before.intersection([.patient, .kin]).isEmpty, a.hanCueStarting[i] < 0 else { continue }
            let length = to - i
            guard length == 2 || length == 3, !a.hits.contains(where: { $0.start < Int(a.tokens[to - 1].end) && $0.end > Int(a.tokens[i].start) }) else { continue }
            if to < a.tokens.count, a.tokens[to].gap == .glued, a.tokens[to].isNumber || a.tokens[to].isWord && a.tokens[to].length < 3 { continue }
            let twin = length == 2 && scalar(a, i) == scalar(a, i + 1)
            let given = length == 2 ? pair(a, i) : 99
            let plain = plainCost(a, i, length)
            if twin && plain > 10 || given < 15 && plain > 17 { a.hit(i, to, .person, twin ? 0.6 : 0.5, "han.given", .hanNames) }
        }
    }

    // MARK: - 古丽娜尔·艾山

    private static func middleDot(_ a: inout Analysis) {
        for i in a.tokens.indices {
            let m = a.text.mark(i)
            guard m == 0xb7 || m == 0x2022 || m == 0x30fb || m == 0x2027 || m == 0x22c5, i > 0, a.tokens[i - 1].isHan, i + 1 < a.tokens.count, a.tokens[i + 1].isHan else { continue }
            var from = i
            while from > 0, i - from < 8, a.tokens[from - 1].isHan, a.tokens[from].gap == .glued, !a.isInsideHanCue(from - 1), a.lexicon.hanName(scalar(a, from - 1)).foreign < 63 { from -= 1 }
            var to = i + 1
            while to < a.tokens.count, to - i < 8, a.tokens[to].isHan, a.tokens[to].gap == .glued, !a.isInsideHanCue(to), a.lexicon.hanName(scalar(a, to)).foreign < 63 { to += 1 }
            guard i - from >= 2, to - i >= 2 else { continue }
            a.hit(from, to, .person, 0.8, "han.foreign", .hanNames)
        }
    }

    /// 王 小 明 with spaces, and the PN form 廖^春生.
    private static func spacedName(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isHan && a.text.mark(i + 1) == 94 && i + 2 < a.tokens.count && a.tokens[i + 2].isHan {
            var to = i + 3
            while to < a.tokens.count, a.tokens[to].isHan, a.tokens[to].gap == .glued, to - i < 6 { to += 1 }
            var from = i
            if from > 0, a.tokens[from - 1].isHan, a.tokens[from].gap == .glued, a.lexicon.compoundSurname(scalar(a, from - 1), scalar(a, from)) < 63 { from -= 1 }
            a.hit(from, to, .person, 0.9, "han.caret", .hanNames)
        }
    }
}
