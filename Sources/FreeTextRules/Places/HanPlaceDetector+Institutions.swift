// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Hospitals and organisations.
extension HanPlaceDetector {
    static func institution(_ a: inout Analysis, _ c: Analysis.HanCue, _ type: PHIType) {
        var from = c.from
        while from > 0, c.from - from < 14, !a.taken[from - 1] {
            let t = a.tokens[from - 1]
            guard a.tokens[from].gap == .glued || t.isNumber else { break }
            if t.isNumber, t.length <= 3, from - 1 > 0 || c.from == from {
                from -= 1
                continue
            }
            // みなと内科クリニック, 虎の門病院
            if t.kind == .kana, a.isJapanese, a.hanCueEnding[from] < 0 || t.gap != .glued && false {
                from -= 1
                continue
            }
            guard t.isHan, !stops.contains(scalar(a, from - 1)) || a.isJapanese else { break }
            // 石河子: the last character is no cue of its own.
            if let (length, w) = wordEnding(a, from), w.isPlace && length > 2 || !w.isClinical && length == 2 && a.hanCueWidth(before: from) == 1 {
                from -= length
                continue
            }
            // Stop at a cue, unless it is a place-like or institution word.
            let index = a.hanCueEnding[from]
            if index >= 0 {
                let cue = a.hanCues[index]
                if cue.to - cue.from >= 2 || !cue.cue.intersection([.patient, .role, .kin, .site, .date, .personVerb, .titleAfter]).isEmpty {
                    let own = !cue.cue.intersection([.hospitalHead, .organizationHead, .hospitalShort]).isEmpty
                    if !own { break }
                    from = cue.from
                    continue
                }
            }
            if let (length, w) = wordEnding(a, from) {
                if w.isClinical && !w.isPlace && length >= 2 && !isField(string(a, from - length, from)) { break }
                from -= length
                continue
            }
            from -= 1
        }
        while from < c.from, a.tokens[from].kind == .mark { from += 1 }
        let name = string(a, from, c.from)
        let head = string(a, c.from, c.to)
        var to = c.to
        // 第十九中|学
        if scalar(a, to - 1) == 0x4e2d, scalar(a, to) == 0x5b66, a.isGlued(to) { to += 1 }
        // A branch after the head: 协和医院西院区
        if to < a.tokens.count, a.hanCueStarting.indices.contains(to), a.hanCueStarting[to] >= 0 {
            let next = a.hanCues[a.hanCueStarting[to]]
            if next.cue.contains(.hospitalHead) && type == .hospital { to = next.to }
        }
        if genericHospital.contains(name) { return }
        if name.isEmpty {
            if c.cue.contains(.hospitalShort) { a.hit(c.from, to, .hospitalHanShort) }
            return
        }
        let before = a.hanCue(before: from)
        if type == .hospital {
            var score = 0.85
            let hasPlace = startsWithPlace(a, from, c.from)
            if head.unicodeScalars.count > 3, !hasPlace, name.unicodeScalars.count < 2 { score = 0.4 }
            if name.unicodeScalars.count == 1 && !hasPlace { score = ["市", "县", "省", "区", "镇", "乡", "村", "州"].contains(name) ? 0.6 : 0.3 }
            a.hit(from, to, .hospitalHan, weight: score)
        } else {
            let hasPlace = startsWithPlace(a, from, c.from)
            let count = name.unicodeScalars.count
            guard count >= 2 else { return }
            let alone = HanNameDetector.isEdge(before: from, a) && HanNameDetector.isEdge(after: c.to, a)
            var score = hasPlace ? 0.65 : count >= 3 || head.unicodeScalars.count >= 3 || alone ? 0.5 : 0.42
            if before.contains(.employer) { score += 0.25 }
            let edge = HanNameDetector.isEdge(before: from, a) || !before.isEmpty
            if !edge { score -= 0.2 }
            if let (_, w) = wordEnding(a, c.to), w.isClinical { score -= 0.4 }
            // The whole is an ordinary word: 火车站, 化工厂.
            if a.hanWord(from, c.to).map({ !$0.isOrganization && !$0.isPlace }) ?? false, !hasPlace { score -= 0.35 }
            a.hit(from, to, .organizationHan, weight: score)
        }
    }

    private static func isField(_ s: String) -> Bool {
        [
            "人民", "中心", "儿童", "肿瘤", "口腔", "眼科", "胸科", "骨科", "妇产", "妇产科", "传染病", "精神", "精神病", "皮肤", "心血管", "康复", "结核", "结核病", "中医", "结合", "附属", "第一",
            "第二", "第三", "医科", "医学", "大学", "医科大学", "肛肠", "职工", "铁路", "脑科", "肝胆", "总",
        ].contains(s) || s.hasPrefix("第") || s.hasSuffix("医") || s.hasSuffix("院")
    }

    private static func startsWithPlace(_ a: Analysis, _ from: Int, _ to: Int) -> Bool {
        for length in stride(from: min(5, to - from), through: 2, by: -1) {
            if let w = a.hanWord(from, from + length), w.isPlace || w.isOrganization { return true }
        }
        return (from..<to).contains { [0x7701, 0x5e02, 0x53bf, 0x533a].contains(scalar(a, $0)) }
    }

    static func short(_ a: inout Analysis, _ c: Analysis.HanCue) {
        let edgeBefore = c.from == 0 || !a.tokens[c.from - 1].isHan || a.tokens[c.from].gap != .glued
        let edgeAfter = c.to >= a.tokens.count || !a.tokens[c.to].isHan || a.tokens[c.to].gap != .glued
        let before = a.hanCue(before: c.from)
        let after = a.hanCue(at: c.to)
        let site = !before.intersection([.site, .place, .employer]).isEmpty || (c.from > 0 && stops.contains(scalar(a, c.from - 1)))
        let moved = !after.intersection([.personVerb, .site, .date]).isEmpty
        var score = 0.25
        if site { score += 0.3 }
        if edgeBefore { score += 0.15 }
        if edgeAfter && edgeBefore { score += 0.1 }
        if moved { score += 0.2 }
        if c.to - c.from >= 3 { score += 0.2 }
        // 阜外方案, 中大附一CT3: a name that is no word of its own
        let owned = a.hanWord(c.from, c.to)
        if edgeBefore, owned.map({ $0.frequency < 9 || $0.isOrganization }) ?? true { score += 0.15 }
        if after.contains(.titleAfter) { score -= 0.3 }
        // 天津一中心, 高雄長庚, 馬偕淡水
        var (from, to) = (c.from, c.to)
        if let length = placeEnding(a, from) {
            from -= length
            score = max(score, 0.65)
        }
        if let length = placeLength(a, to) {
            to += length
            score = max(score, 0.6)
        }
        // 仁济东院
        if to + 1 < a.tokens.count, a.tokens[to + 1].isHan, a.isGlued(to), a.isGlued(to + 1), scalar(a, to + 1) == 0x9662,
            branches.contains(scalar(a, to))
        {
            to += 2
            score = max(score, 0.6)
        }
        if scalar(a, to) == 0x9662, to == c.to, a.isGlued(to) { to += 1 }
        a.hit(from, to, .hospitalHanShort, weight: score)
    }
}
