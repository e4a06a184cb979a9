// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension HanNameDetector {
    /// 请, 由, 经, 找, 叫, 让, 归
    private static let asking: Set<UInt32> = [0x8bf7, 0x7531, 0x7ecf, 0x627e, 0x53eb, 0x8ba9, 0x5f52]
    /// Surnames that are small words far more often: 由, 和, 与, 于, 为, 从, 家, 后, 有, 能, 经, 把, 来, 但, 都.
    static let functionWords: Set<UInt32> = Set("由和与于为从家后有能经把来但都相全双通别充步广东越空须红益山水利时".unicodeScalars.map(\.value))
    static let neverAlone: Set<UInt32> = Set("有但由占员国把从能后者这那被和及与的".unicodeScalars.map(\.value))
    private static let young: Set<UInt32> = [0x5c0f, 0x8001, 0x963f]  // 小, 老, 阿

    /// Surname before a title (崔主任), after 小 or 老, before 某, X or *, and alone after a staff cue.
    static func special(
        _ a: Analysis, _ lattice: HanLattice, _ base: Int, _ k: Int, _ here: Double, _ cost: inout [Double], _ step: inout [Step]
    ) {
        let i = base + k
        guard let (length, price) = lattice.surnameLength(k), price < 12.5 else { return }
        if a.isInsideHanCue(i), a.hanCueStarting[i] < 0 || a.hanCues[a.hanCueStarting[i]].to > i + length { return }
        let next = i + length
        let isTitled = a.hanCue(at: next).contains(.titleAfter) && a.hanCueWidth(at: next) > 1 && price < 10
        if k > 0, let w = lattice.word(k - 1, 2), w.frequency > 15 || w.isClinical, a.hanCueEnding[i] < 0 { return }
        if length == 1, neverAlone.contains(lattice.chars[k]) { return }
        if length == 1, functionWords.contains(lattice.chars[k]),
            !((isEdge(before: i, a) || a.hanCueEnding[i] >= 0 && a.hanCueWidth(before: i) > 1) && a.hanCue(at: next).contains(.titleAfter))
        {
            return
        }
        if length == 1, lattice.chars[k] == 0x5355, !a.hanCue(at: next).contains(.titleAfter) { return }  // 申请单
        let edgeBefore = isEdge(before: i, a)
        let edgeAfter = isEdge(after: next, a)
        let after = titleless(a, next)
        let before = a.hanCue(before: i)
        let staff = !before.intersection([.role, .kin, .patient]).isEmpty
        let isSpanned = (1...3).contains { back in
            back <= k && (2...4).contains { back + length <= $0 && lattice.word(k - back, $0) != nil && $0 > back }
        }
        let cued = staff && a.hanCueWidth(before: i) > 1
        var total: Double?
        if k > 0, lattice.chars[k - 1] == 0x59d3, edgeAfter {  // 姓
            total = min(price, 6)
        } else if after.contains(.titleAfter), !edgeAfter {
            if a.hanCueWidth(at: next) == 1,
                !isShortTitle(
                    a, lattice, k, length,
                    opens: edgeBefore || staff || k > 0 && opening.contains(lattice.chars[k - 1])
                        || k > 0 && departments.contains(lattice.chars[k - 1]) || (2...4).contains { lattice.word(k - $0, $0)?.isClinical ?? false })
            {
                return
            }
            total = price + (staff || edgeBefore || before.contains(.titleAfter) ? 0.5 : 2.5)
        } else if !edgeAfter, scalar(a, next) == 0x67d0 {  // 某
            total = price
        } else if edgeAfter, next < a.tokens.count, a.tokens[next].gap == .glued,
            a.tokens[next].isWord && a.text.text(a.tokens[next]).allSatisfy({ $0 == "x" }), edgeBefore || staff
        {
            total = price
        } else if staff, !isSpanned, before.contains(.role) || cued && edgeAfter, edgeAfter || after.contains(.personVerb) {
            total = price + 1.5
        } else if k > 0, young.contains(lattice.chars[k - 1]),
            edgeAfter || after.contains(.personVerb) || after.contains(.titleAfter)
                || (isEdge(before: i - 1, a) || a.hanCueEnding[i - 1] >= 0) && lattice.word(k - 1, 2) == nil
        {
            total = price + 1.5
        }
        guard let total else { return }
        // 共和国主席: a surname inside a sentence is a common one and no end of a word.
        let isYoung = k > 0 && young.contains(lattice.chars[k - 1])
        let isOpen =
            k > 0 && (opening.contains(lattice.chars[k - 1]) || a.hanCueEnding[i] >= 0 && price < 10) && !isSpanned && after.contains(.titleAfter)
            || k > 0 && lattice.chars[k - 1] == 0x59d3
        // 急诊支医生: a whole word ends before it.
        let isClear =
            isTitled && (2...4).contains { lattice.word(k - $0, $0) != nil } && !isSpanned
            || isTitled && price < 9 && k > 0 && (lattice.word(k - 1, 2)?.frequency ?? 99) < 14
        if !edgeBefore, !staff, !isYoung, !isOpen, !isClear,
            price > 7 || k > 0 && (lattice.word(k - 1, 2) ?? (k > 1 ? lattice.word(k - 2, 3) : nil)) != nil
        {
            return
        }
        if step[k + length].isName, step[k + length].length > length { return }
        let plain = lattice.plainCost(k, length)
        guard
            here + total < cost[k + length] || total < (cued && edgeAfter ? 12.5 : isYoung && edgeAfter && isEdge(before: i - 1, a) ? 11 : 9)
                || (after.contains(.titleAfter) && total < 15)
        else { return }
        cost[k + length] = min(here + total, cost[k + length])
        step[k + length] = Step(
            length: length, isName: true, gain: plain - total, fixed: price < 9 || length == 2 ? 0.75 : 0.6, rule: Rule.hanSurname)
    }

    /// 科, 部, 室, 处, 院, 队, 组: a department ends here.
    private static let departments: Set<UInt32> = Set("科部室处院队组".unicodeScalars.map(\.value))

    /// Characters before which a person is addressed or acts: 请, 由, 经, 找, 叫, 让, 给, 跟, 和, 与, 对, 是, 被, 在, 为, 到.
    private static let opening: Set<UInt32> = asking.union("给跟和与对是被在为到实小老问见约等随按照遵听告嘱托催叫喊".unicodeScalars.map(\.value))

    /// 付工换球管, 雒姐, 彭老: a title of one character, unless a word runs over it (施工, 老年).
    private static func isShortTitle(_ a: Analysis, _ lattice: HanLattice, _ k: Int, _ length: Int, opens: Bool) -> Bool {
        guard opens else { return false }
        for from in max(0, k - 1)...k {
            for l in 2...4 where from + l > k + length && from + l <= lattice.count {
                if let w = lattice.word(from, l), !w.isName, !(from == k && l == length + 1 && w.frequency < 12) { return false }
            }
        }
        return k + length + 1 >= lattice.count || lattice.word(k + length, 2) == nil
    }

    /// 患儿彤彤，: a short run between a person cue and an edge that is no word.
    static func givenOnly(_ a: inout Analysis, _ lattice: HanLattice, _ from: Int, _ to: Int) {
        for i in from..<to where a.hanCueStarting[i] < 0 && isPersonCued(a, i) {
            // Up to the end of the run or to a verb: 患儿豆豆哭闹
            var to = to
            for e in min(i + 2, to)..<min(i + 4, to) where a.hanCue(at: e).contains(.personVerb) {
                to = e
                break
            }
            let length = to - i
            guard length == 2 || length == 3 else { continue }
            guard !a.hits.contains(where: { $0.start < Int(a.tokens[to - 1].end) && $0.end > Int(a.tokens[i].start) }) else { continue }
            let k = i - from
            let twin = length == 2 && lattice.chars[k] == lattice.chars[k + 1]
            if !twin, to < a.tokens.count, a.tokens[to].gap == .glued, a.tokens[to].isNumber || a.tokens[to].isWord && a.tokens[to].length < 3 {
                continue
            }
            let given = length == 2 ? lattice.pair(k) : 99
            let plain = lattice.plainCost(k, length)
            if twin && plain > 7 || given < 15 && plain > 17 { a.hit(i, to, .hanGiven, weight: twin ? 0.6 : 0.5) }
        }
    }

    /// 古丽娜尔·艾山, 拉吉夫·甘地
    static func middleDot(_ a: inout Analysis) {
        for i in a.tokens.indices {
            let m = a.text.mark(i)
            guard m == 0xb7 || m == 0x2022 || m == 0x30fb || m == 0x2027 || m == 0x22c5, i > 0, a.tokens[i - 1].isHan, i + 1 < a.tokens.count,
                a.tokens[i + 1].isHan, a.isGlued(i), a.isGlued(i + 1)
            else { continue }
            func fits(_ k: Int, _ near: Bool) -> Bool {
                guard a.tokens[k].isHan, !a.taken[k], !a.isInsideHanCue(k) || near && a.hanCueStarting[k] >= 0 && !a.isInsideHanCue(k + 1) else {
                    return false
                }
                let c = a.lexicon.hanName(scalar(a, k))
                return c.foreign < 63 || near && min(c.given1, c.given2) < 40
            }
            var from = i
            while from > 0, i - from < 8, from == i || a.tokens[from].gap == .glued, fits(from - 1, i - from < 2) { from -= 1 }
            var to = i + 1
            while to < a.tokens.count, to - i < 9, to == i + 1 || a.tokens[to].gap == .glued, fits(to, to - i < 3) { to += 1 }
            guard i - from >= 1, to - i >= 2, to - from >= 4,
                !(to..<to + 3).contains(where: { signTail.contains(scalar(a, $0)) || scalar(a, $0) == 0x7efc }) && a.text.mark(to) != 45
                    || !a.hanCue(before: from).isDisjoint(with: [.patient, .role])
            else { continue }
            a.hit(from, to, .hanForeign)
        }
    }

    /// 芮某, 童某某, 滕XX: a surname and what stands for the given name.
    private static func placeholder(_ a: inout Analysis, _ i: Int) {
        guard a.lexicon.hanName(scalar(a, i)).surname < 50, isEdge(before: i, a) || !a.hanCue(before: i).isEmpty else { return }
        var end = i + 1
        while scalar(a, end) == 0x67d0, a.isGlued(end), end - i < 3 { end += 1 }
        if end == i + 1, end < a.tokens.count, a.tokens[end].isWord, a.isGlued(end), a.tokens[end].length <= 3,
            a.text.text(a.tokens[end]).allSatisfy({ $0 == "x" })
        {
            end += 1
        }
        if end > i + 1 { a.hit(i, end, .hanPlaceholder) }
    }

    /// 佘*芝, 郜*, 欧阳**: a name with characters struck out.
    static func masked(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isHan && !a.taken[i] { placeholder(&a, i) }
        for i in a.tokens.indices where a.tokens[i].isHan && isStar(a, i + 1) && a.isGlued(i + 1) && !a.taken[i] {
            let double = i > 0 && a.isGlued(i) && a.lexicon.compoundSurname(scalar(a, i - 1), scalar(a, i)) < 63
            guard double || a.lexicon.hanName(scalar(a, i)).surname < 63 else { continue }
            let from = double ? i - 1 : i
            guard isEdge(before: from, a) || !a.hanCue(before: from).isEmpty else { continue }
            var end = i + 1
            while isStar(a, end), a.isGlued(end), end - i < 4 { end += 1 }
            if end < a.tokens.count, a.tokens[end].isHan, a.isGlued(end), isEdge(after: end + 1, a) || !a.hanCue(at: end + 1).isEmpty { end += 1 }
            a.hit(from, end, .hanMasked)
        }
    }

    private static func isStar(_ a: Analysis, _ i: Int) -> Bool { [42, 0x25cb, 0x25cf, 0xd7, 0x3007].contains(a.text.mark(i)) }

    /// ……。——向阳: what stands behind a dash at the end of a note.
    static func signature(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isHan && i > 1 && isDash(a, i - 1) && isDash(a, i - 2) && !a.taken[i] {
            var end = i
            while end < a.tokens.count, a.tokens[end].isHan, end == i || a.isGlued(end), end - i < 4 { end += 1 }
            guard end >= a.tokens.count || a.tokens[end].gap == .line, end - i <= 3, a.hanCueStarting[i] < 0,
                a.lexicon.hanName(scalar(a, i)).surname < 63
            else { continue }
            a.hit(i, end, .hanSignature)
        }
    }

    private static func isDash(_ a: Analysis, _ i: Int) -> Bool { a.text.mark(i) == 0x2014 || a.text.mark(i) == 45 }

    /// 温暖，女: a run that begins with a surname, and an age or a sex behind it.
    static func demographic(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isHan && isEdge(before: i, a) && !a.taken[i] {
            var end = i
            while end < a.tokens.count, a.tokens[end].isHan, end == i || a.isGlued(end), end - i < 5 { end += 1 }
            guard end - i == 2 || end - i == 3, isEdge(after: end, a), a.hanCueStarting[i] < 0, a.lexicon.hanName(scalar(a, i)).surname < 46,
                isDemographic(a, end)
            else { continue }
            if let w = a.hanWord(i, end), w.isClinical || w.isPlace { continue }
            a.hit(i, end, .hanDemographic)
        }
    }

    private static let wordLike: Set<UInt64> = Set(
        ["东方", "西门", "南宫", "第五", "百里", "东野", "单于", "左丘", "乐正", "公西", "漆雕", "阿尔", "海来", "吉木", "爱新"].map { TextHash.of($0.unicodeScalars.map(\.value)) }
    )

    /// 皇甫二次测量, 申屠 公孙 双签: a double surname means nothing else.
    static func compoundAlone(_ a: inout Analysis) {
        for i in a.tokens.indices.dropLast() where a.tokens[i].isHan && a.tokens[i + 1].isHan && a.isGlued(i + 1) && !a.taken[i] && !a.taken[i + 1] {
            let pair = [scalar(a, i), scalar(a, i + 1)]
            guard a.lexicon.compoundSurname(pair[0], pair[1]) < 63, !wordLike.contains(TextHash.of(pair)),
                isEdge(before: i, a) || a.hanCueEnding[i] >= 0
            else { continue }
            a.hit(i, i + 2, .hanSurname, weight: 0.5)
        }
    }

    /// 王 小 明 with spaces, and the PN form 廖^春生.
    static func spacedName(_ a: inout Analysis) {
        spread(&a)
        for i in a.tokens.indices where a.tokens[i].isHan && a.text.mark(i + 1) == 94 && i + 2 < a.tokens.count && a.tokens[i + 2].isHan {
            guard a.lexicon.hanName(scalar(a, i)).surname < 63 || i > 0 && a.lexicon.compoundSurname(scalar(a, i - 1), scalar(a, i)) < 63 else {
                continue
            }
            var to = i + 3
            while to < a.tokens.count, a.tokens[to].isHan, a.tokens[to].gap == .glued, to - i < 6 { to += 1 }
            var from = i
            if from > 0, a.tokens[from - 1].isHan, a.tokens[from].gap == .glued, a.lexicon.compoundSurname(scalar(a, from - 1), scalar(a, from)) < 63
            {
                from -= 1
            }
            a.hit(from, to, .hanCaret)
        }
    }

    package static let directions: Set<UInt32> = Set("左右上下前后正侧斜轴冠矢内外中高低单双全平增大小".unicodeScalars.map(\.value))

    /// 臧 丽 君, 边 疆: single characters with a space between, the first a surname.
    private static func spread(_ a: inout Analysis) {
        func isSingle(_ i: Int) -> Bool {
            i < a.tokens.count && a.tokens[i].isHan && isEdge(before: i, a) && isEdge(after: i + 1, a) && !directions.contains(scalar(a, i))
        }
        var i = 0
        while i < a.tokens.count {
            guard isSingle(i), isSingle(i + 1), a.tokens[i + 1].gap == .space, a.lexicon.hanName(scalar(a, i)).surname < 50 else {
                i += 1
                continue
            }
            var end = i + 2
            if isSingle(end), a.tokens[end].gap == .space { end += 1 }
            if (i + 1..<end).allSatisfy({ min(a.lexicon.hanName(scalar(a, $0)).given1, a.lexicon.hanName(scalar(a, $0)).given2) < 50 }) {
                a.hit(i, end, .hanSpread)
            }
            i = end
        }
    }
}
