// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

import func Foundation.exp

/// Finds Chinese names: the best cut of each run of characters into words and names, with cues as evidence.
package struct HanNameDetector {
    /// One step of the cut.
    struct Step {
        var length = 1
        var isName = false
        var gain = 0.0
        /// A score that a rule fixed, or 0.
        var fixed = 0.0
        var rule = Rule.hanName
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
        surnameList(&a)
        masked(&a)
        signature(&a)
        demographic(&a)
        compoundAlone(&a)
        lone(&a)
        labels(&a)
        nameList(&a)
    }

    static func scalar(_ a: Analysis, _ i: Int) -> UInt32 {
        i >= 0 && i < a.tokens.count && a.tokens[i].isHan ? a.text.scalars[Int(a.tokens[i].from)] : 0
    }

    /// True where a run of Chinese characters begins: nothing Chinese stands glued before token `i`.
    package static func isEdge(before i: Int, _ a: Analysis) -> Bool { i == 0 || !a.tokens[i - 1].isHan || a.tokens[i].gap != .glued }
    package static func isEdge(after end: Int, _ a: Analysis) -> Bool { end >= a.tokens.count || !a.tokens[end].isHan || a.tokens[end].gap != .glued }

    /// Extra cost of seeing a name between these tokens: low after a cue.
    private static func prior(_ a: Analysis, _ lattice: HanLattice, _ base: Int, _ from: Int, _ to: Int) -> Double {
        var cost = 4.4
        let before = a.hanCue(before: from)
        let (latin, k) = a.cue(before: from)
        let edgeBefore = isEdge(before: from, a)
        let edgeAfter = isEdge(after: to, a)
        let after = titleless(a, to)
        let cued = !before.intersection([.patient, .role, .kin]).isEmpty
        // 23床禹长河, 人民医院税勇医生
        let bed = from > 1 && scalar(a, from - 1) == 0x5e8a && a.tokens[from - 2].isNumber
        let sited =
            !a.hanCueEnding.isEmpty && a.hanCueEnding[from] >= 0 && a.hanCues[a.hanCueEnding[from]].cue.contains(.hospitalHead)
            && after.contains(.titleAfter)
        if cued {
            cost = edgeAfter ? -3.5 : 0
        } else if bed {
            cost = edgeAfter ? -1 : 1
        } else if sited {
            cost = 2
        } else if before.contains(.titleAfter) && !before.contains(.role) {
            cost = 3
        } else if before.contains(.personVerb) {
            cost = 3.5
        } else if k >= 0 && !latin.intersection([.title, .role, .patient, .kin]).isEmpty && edgeBefore {
            cost = 1
        }
        if !edgeAfter, eponymTail.contains(scalar(a, to)) { cost += 7 }
        if after.contains(.titleAfter) {
            cost -= to - from == 3 && lattice.surname(from - base) < 40 ? 6 : 4
        } else if after.contains(.personVerb) {
            cost -= 3
        } else if after.contains(.role) || after.contains(.kin) && scalar(a, to) != 0x4e4b || after.contains(.id) || after.contains(.phone) {
            cost -= edgeBefore ? 2 : 0.5
        }
        // 顾明亮之子
        if !edgeAfter, after.contains(.kin), scalar(a, to) == 0x4e4b, a.hanCueWidth(at: to) > 1 { cost -= edgeBefore ? 6 : 3 }
        let clinicalNext = !edgeAfter && (2...4).contains { lattice.word(to - base, $0)?.isClinical ?? false }
        let clinicalBefore = !edgeBefore && (2...4).contains { lattice.word(from - base - $0, $0)?.isClinical ?? false }
        if !edgeBefore, !cued { cost -= max(-1.5, Double(a.lexicon.hanContext(scalar(a, from - 1)).before) / 4) }
        if !edgeAfter, after.isEmpty || after == .link, !clinicalNext { cost -= max(-1.5, Double(a.lexicon.hanContext(scalar(a, to)).after) / 4) }
        // 丹迪-沃克
        let native = lattice.surname(from - base) < 34
        if !cued, !native, isHyphen(a.text.mark(from - 1)), isHan(a, from - 2) { cost += 9 }
        if !cued, !native, isHyphen(a.text.mark(to)), isHan(a, to + 1) { cost += 9 }
        if edgeBefore && edgeAfter {
            // A run that is a common surname and two characters, and no more: 郭长江
            cost -= to - from == 3 && lattice.surname(from - base) < 40 ? (to < a.tokens.count ? 6 : 5) : lattice.surname(from - base) < 30 ? 4 : 3.5
            if isDemographic(a, to) { return -10 }
            let m = a.text.mark(from - 1)
            let n = a.text.mark(to)
            // A note that opens with a name: 高远，高热
            if from == 0, to - from <= 3, n == 44 || n == 0xff0c || n == 0x3001, to + 1 < a.tokens.count { cost -= 3 }
            // 高峰 胸部CT
            if from == 0, to < a.tokens.count, a.tokens[to].gap == .space, lattice.surname(from - base) < 40 { cost -= 2 }
            if (m == 40 || m == 0xff08 || m == 0x3010 || m == 91) && (n == 41 || n == 0xff09 || n == 0x3011 || n == 44 || n == 0xff0c || n == 93) {
                cost -= 1.5
            }
        } else if edgeBefore {
            cost -= lattice.surname(from - base) < 23 ? 1.7 : 0.5
            // 左磊复查, 席婧术后: a clinical word follows at once.
            if from == 0, after.isEmpty || after.contains(.date), clinicalNext { cost -= 2 }
        } else if edgeAfter {
            // 胸部正位储建华2019
            cost -= clinicalBefore ? 2.5 : 1
        }
        return min(max(cost, -5), 14)
    }

    /// The cue at a token. 样, the Japanese 様, is no title in Chinese: 石样结节.
    static func titleless(_ a: Analysis, _ i: Int) -> Cue {
        let cue = a.hanCue(at: i)
        return !a.isJapanese && scalar(a, i) == 0x6837 && a.hanCueWidth(at: i) == 1 ? cue.subtracting(.titleAfter) : cue
    }

    /// 罗索利莫征, 利斯弗朗损伤: what the name goes on to is an eponym's.
    static func ownsTail(_ a: Analysis, _ from: Int, _ end: Int, bySound: Bool) -> Bool {
        let foreign =
            bySound || a.lexicon.hanName(scalar(a, from)).surname > 33 && (from..<end).allSatisfy { a.lexicon.hanName(scalar(a, $0)).foreign < 63 }
        let tail = bySound ? eponymTail : signTail
        var k = end
        var strange = 0
        while k < a.tokens.count, k - end < 5, a.tokens[k].isHan, a.isGlued(k) {
            // 阿依古丽胸片: behind another word only what makes eponyms counts.
            if (strange == 0 ? tail : signTail).contains(scalar(a, k))
                || foreign && eponymWords.contains(TextHash.of([scalar(a, k), scalar(a, k + 1)]))
            {
                return true
            }
            if a.lexicon.hanName(scalar(a, k)).foreign == 63 { strange += 1 }
            if strange > (bySound ? 1 : 0) { break }
            k += 1
        }
        guard bySound else { return foreign && strange == 0 && isHyphen(a.text.mark(k)) && isHan(a, k + 1) }
        if isHyphen(a.text.mark(k)), isHan(a, k + 1) { return true }
        // 尼森胃底折叠术, 比尔罗特Ⅱ式
        var last = end
        while last < a.tokens.count, a.tokens[last].isHan, a.isGlued(last) { last += 1 }
        if last > end, operations.contains(scalar(a, last - 1)) { return true }
        return last == end && last + 1 < a.tokens.count && a.isGlued(last) && a.tokens[last].length <= 3 && a.isGlued(last + 1)
            && grades.contains(scalar(a, last + 1))
    }

    private static let operations: Set<UInt32> = Set("术法征病".unicodeScalars.map(\.value))
    private static let grades: Set<UInt32> = Set("型式级期度类区".unicodeScalars.map(\.value))

    /// A word for a patient or relative stands before token `i`, and not as the end of something else: 霍夫|曼征.
    static func isPersonCued(_ a: Analysis, _ i: Int) -> Bool {
        guard !a.hanCue(before: i).isDisjoint(with: [.patient, .kin]) else { return false }
        return a.hanCueWidth(before: i) > 1 || i == 0 || isEdge(before: i - 1, a) || !a.tokens[i - 1].isHan
    }

    /// 马松瘤, 罗夫辛征, 安氟醚: the last character says that it is no name.
    private static func endsAsTerm(_ a: Analysis, _ from: Int, _ end: Int) -> Bool {
        let last = scalar(a, end - 1)
        if neverLast.contains(last) { return true }
        if last == 0x5f81, !isEdge(before: from, a) { return true }  // 征
        return end - from == 3 && scalar(a, from + 1) == 0x6c0f && eponymTail.contains(last)  // 许氏位
    }

    private static let neverLast: Set<UInt32> = Set("病瘤症癌疝醚酮酯肽疹痛".unicodeScalars.map(\.value))
    static let signTail: Set<UInt32> = Set("征病氏".unicodeScalars.map(\.value))
    private static let eponymWords: Set<UInt64> = Set(
        [
            "综合", "畸形", "遗传", "染色", "骨折", "分级", "分型", "手术", "试验", "现象", "反射", "定律", "评分", "指数", "公式", "三角", "损伤", "腱鞘", "挛缩", "淋巴", "分流", "折叠", "纤维",
            "导尿", "导管", "肉瘤", "囊肿", "结节", "小体", "小结", "细胞", "吻合", "切口", "入路", "韧带", "间隙", "螺旋", "瓣膜", "球囊", "滤器", "假体", "孔疝", "贫血", "痴呆", "舞蹈", "麻痹",
            "瘫痪", "肾炎", "脑炎", "血管", "关节", "病毒", "杆菌", "分期", "分类", "标准", "方程", "反应", "手法", "夹板", "牵引", "支具", "脱位", "憩室", "食管", "腹水", "结肠", "裂孔", "腺体",
            "神经", "动脉", "静脉", "综合", "三联", "四联", "五联", "体征", "呼吸", "溃疡", "色素", "沉积", "环状", "斑块", "角度", "测量",
        ].map { TextHash.of(FoldedText($0.unicodeScalars.map(\.value)).scalars) })

    private static func isHan(_ a: Analysis, _ i: Int) -> Bool { i >= 0 && i < a.tokens.count && a.tokens[i].isHan }
    private static func isHyphen(_ m: UInt32) -> Bool { m == 45 || m == 0x2014 }

    /// 白雪，女 / 平安，56岁 / 米兰，45F
    static func isDemographic(_ a: Analysis, _ to: Int) -> Bool {
        var k = to
        if [44, 0xff0c, 0x3001, 32, 47, 40, 0xff08].contains(a.text.mark(k)) { k += 1 }
        let s = scalar(a, k)
        if (s == 0x7537 || s == 0x5973) && (isEdge(after: k + 1, a) || scalar(a, k + 1) == 0x6027) { return true }
        guard k < a.tokens.count, a.tokens[k].isNumber, a.tokens[k].length <= 3, k + 1 < a.tokens.count else { return false }
        if a.hanCue(at: k + 1).contains(.ageUnit) { return true }
        return a.tokens[k + 1].isWord && a.isGlued(k + 1) && [102, 109, 121].contains(a.scalar(k + 1)) && a.tokens[k + 1].length == 1
    }

    /// What stands after an eponym or ends a drug.
    private static let eponymTail: Set<UInt32> = Set("氏征病综骨线管囊细型瘤癌酸素酮片针液胶丸剂样状性化炎症菌体法试孔区环术唑汀平钠定星霉宁胺醇酯灵虫肽醚位棒模钉钳刀镜镊夹窝角膜结斑球".unicodeScalars.map(\.value))

    // MARK: - One run

    private static func run(_ a: inout Analysis, _ from: Int, _ to: Int) {
        let n = to - from
        let lattice = HanLattice((from..<to).map { scalar(a, $0) }, a.lexicon)
        var cost = [Double](repeating: .infinity, count: n + 1)
        var step = [Step](repeating: Step(), count: n + 1)
        cost[0] = 0
        for k in 0..<n {
            let i = from + k
            let here = cost[k]
            func offer(_ length: Int, _ price: Double, _ s: @autoclosure () -> Step) {
                guard here + price < cost[k + length] else { return }
                cost[k + length] = here + price
                step[k + length] = s()
            }
            // Cues are words.
            if a.hanCueStarting[i] >= 0 {
                let length = min(a.hanCues[a.hanCueStarting[i]].to - i, n - k)
                offer(length, 4.0 + Double(length == 1 ? 4 : 0), Step(length: length))
            }
            for length in 1...min(HanLattice.longestWord, n - k) {
                let plainWord = lattice.wordCost(k, length)
                guard plainWord.isFinite else { continue }
                if length > 1, let w = lattice.word(k, length), w.isName, !w.isClinical {
                    if crossesCue(a, i, i + length) { continue }
                    let p = prior(a, lattice, from, i, i + length)
                    if p < 10 { offer(length, plainWord + min(max(p, 0), 6) / 3, Step(length: length, isName: true, gain: 6 - p / 2)) }
                } else {
                    offer(length, plainWord, Step(length: length))
                }
            }
            for length in 2...6 where length <= n - k {
                guard let c = length <= 4 ? lattice.nameCost(k, length) ?? lattice.japaneseCost(k, length) : lattice.japaneseCost(k, length) else {
                    continue
                }
                // A name may not cut into a longer cue, unless the cue is a lone word that is also a name.
                if crossesCue(a, i, i + length) { continue }
                let total = c + prior(a, lattice, from, i, i + length)
                offer(length, total, Step(length: length, isName: true, gain: lattice.plainCost(k, length) - total))
            }
            foreign(a, lattice, from, k, here, &cost, &step)
            special(a, lattice, from, k, here, &cost, &step)
        }
        var k = n
        while k > 0 {
            let s = step[k]
            if s.isName {
                if s.fixed == 0,
                    ownsTail(a, from + k - s.length, from + k, bySound: s.rule == Rule.hanBySound) || endsAsTerm(a, from + k - s.length, from + k),
                    !isPersonCued(a, from + k - s.length)
                {
                    k -= s.length
                    continue
                }
                let score = s.fixed > 0 ? s.fixed : 0.05 + 0.92 / (1 + exp(-(s.gain - 2.6) / 2.2))
                a.hit(from + k - s.length, from + k, s.rule, weight: score)
            }
            k -= s.length
        }
        givenOnly(&a, lattice, from, to)
    }

    /// Names written by sound: 阿依古丽, 史密斯.
    private static func foreign(
        _ a: Analysis, _ lattice: HanLattice, _ base: Int, _ k: Int, _ here: Double, _ cost: inout [Double], _ step: inout [Step]
    ) {
        guard lattice.isForeign(k), var c = lattice.foreignStep(k, isFirst: true) else { return }
        var length = 1
        while length < 9, k + length < lattice.count, let more = lattice.foreignStep(k + length, isFirst: false) {
            c += more
            length += 1
            let i = base + k
            if crossesCue(a, i, i + length) { break }
            guard here + c - 4 < cost[k + length] else { continue }
            var total = c + prior(a, lattice, base, i, i + length) + 2.5
            if length == 2 { total += 1.5 }
            guard here + total < cost[k + length] else { continue }
            cost[k + length] = here + total
            step[k + length] = Step(length: length, isName: true, gain: lattice.plainCost(k, length) - total, rule: Rule.hanBySound)
        }
    }

    static func crossesCue(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        for k in i..<end {
            guard a.hanCueStarting[k] >= 0 else { continue }
            let c = a.hanCues[a.hanCueStarting[k]]
            if c.to - c.from >= 2 && c.cue.rawValue & (Cue.counter.rawValue | Cue.unit.rawValue) != c.cue.rawValue { return true }
        }
        // inside a cue that began before
        return i > 0 && a.isInsideHanCue(i) && a.hanCueStarting[i] < 0
    }
}
