// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds Chinese hospitals, organisations, addresses and places.
struct HanPlaceDetector {
    private static func set(_ s: String) -> Set<UInt32> { Set(s.unicodeScalars.map(\.value)) }

    /// Characters that end an institution's name on its left.
    private static let stops = set("在于到去由从经与和我本该外某转送曾往至赴因被把向为是自对请及或将来回后前的了入出")
    private static let units = set("省市区县镇乡村州盟旗屯寨里都府郡丁番路街道巷弄胡同段大号栋幢楼座室元院园苑庄城厦组户队场")
    private static let strongUnits = set("省市区县镇乡村路街巷弄号栋幢室")
    private static let regionEnds = set("县乡镇村旗")
    private static let branches = set("东西南北分本总")
    private static let genericHospital: Set<String> = [
        "当地", "上级", "外地", "基层", "社区", "私立", "综合", "专科", "其他", "其它", "各大", "三甲", "本地", "附近", "乡镇", "民营", "公立", "多家", "某", "两", "教学", "地方", "多", "各",
        "大", "同级", "下级", "该", "外", "我", "本", "住", "转", "县级", "市级", "省级", "二级", "三级", "上海市级", "异地", "专业", "国外", "国内", "原", "接诊", "首诊", "合作",
    ]

    static func scan(_ a: inout Analysis) {
        guard a.hasHan else { return }
        for c in a.hanCues {
            if c.cue.contains(.hospitalHead) {
                institution(&a, c, .hospital)
            } else if c.cue.contains(.hospitalShort) {
                let grows =
                    scalar(a, c.to - 1) == 0x9662 && c.from > 0 && a.tokens[c.from - 1].isHan && a.tokens[c.from].gap == .glued
                    && !stops.contains(scalar(a, c.from - 1))
                    && (a.hanCueEnding[c.from] < 0 || a.hanCues[a.hanCueEnding[c.from]].cue.contains(.hospitalShort))
                if grows { institution(&a, c, .hospital) } else { short(&a, c) }
            } else if c.cue.contains(.organizationHead) {
                institution(&a, c, .organization)
            }
        }
        addresses(&a)
        places(&a)
    }

    private static func scalar(_ a: Analysis, _ i: Int) -> UInt32 {
        i >= 0 && i < a.tokens.count && a.tokens[i].isHan ? a.text.scalars[Int(a.tokens[i].from)] : 0
    }

    private static func string(_ a: Analysis, _ from: Int, _ to: Int) -> String {
        var s = ""
        for k in from..<to { s += a.text.text(a.tokens[k]) }
        return s
    }

    /// The longest word of the lists that ends before token `i`, 2 to 5 characters.
    private static func wordEnding(_ a: Analysis, _ i: Int) -> (Int, HanWord)? {
        for length in stride(from: 5, through: 2, by: -1) where i - length >= 0 {
            var ok = true
            for k in i - length..<i where !a.tokens[k].isHan || (k > i - length && a.tokens[k].gap != .glued) { ok = false }
            guard ok else { continue }
            if let w = a.hanWord(i - length, i) { return (length, w) }
        }
        return nil
    }

    // MARK: - Hospitals and organisations

    private static func institution(_ a: inout Analysis, _ c: Analysis.HanCue, _ type: PHIType) {
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

    private static func short(_ a: inout Analysis, _ c: Analysis.HanCue) {
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

    // MARK: - Addresses

    private static func addresses(_ a: inout Analysis) {
        var i = 0
        let n = a.tokens.count
        while i < n {
            guard a.tokens[i].isHan || a.tokens[i].isNumber, !a.taken[i], !a.isInsideHanCue(i) || isPlaceStart(a, i) else {
                i += 1
                continue
            }
            let cued = a.hanCue(before: i).contains(.address) || a.hanCue(before: i).contains(.place)
            let start =
                i == 0 || !a.tokens[i - 1].isHan || a.tokens[i].gap != .glued || cued || !a.hanCue(before: i).isEmpty
                || stops.contains(scalar(a, i - 1)) || isPlaceStart(a, i)
            guard start, let (end, count, strong) = chain(a, i) else {
                i += 1
                continue
            }
            let address = a.hanCue(before: i).contains(.address)
            if count >= 2 && strong || (address && count >= 1) || (cued && count >= 1 && isPlaceStart(a, i)) {
                let (s, e) = (Int(a.tokens[i].start), Int(a.tokens[end - 1].end))
                a.hits.removeAll { $0.start >= s && $0.end <= e && $0.type == .id }
                let type: PHIType = count >= 2 || hasNumber(a, i, end) ? .address : .location
                a.hit(i, end, .addressHan, type: type, weight: address ? 0.9 : 0.75, take: true)
                i = end
            } else {
                i += 1
            }
        }
    }

    private static func hasNumber(_ a: Analysis, _ from: Int, _ to: Int) -> Bool { (from..<to).contains { a.tokens[$0].isNumber } }

    private static func isPlaceStart(_ a: Analysis, _ i: Int) -> Bool {
        for length in 2...5 where i + length <= a.tokens.count {
            guard (i..<i + length).allSatisfy({ a.tokens[$0].isHan }) else { break }
            if let w = a.hanWord(i, i + length), w.isPlace { return true }
        }
        return false
    }

    /// 山东省 | 潍坊市 | 奎文区 | 东风街 | 208号: the end, how many parts, whether a street or a region is among them.
    private static func chain(_ a: Analysis, _ from: Int) -> (Int, Int, Bool)? {
        var k = from
        var end = from
        var parts = 0
        var since = 0
        var strong = 0
        while k < a.tokens.count, since < 8 {
            let t = a.tokens[k]
            if k > from && t.gap != .glued && !(t.isNumber && parts > 0 && t.gap == .space) { break }
            if t.isNumber {
                guard t.length <= 5 else { break }
                since += 1
                k += 1
                continue
            }
            if t.kind == .mark, a.text.mark(k) == 45, parts > 0, k + 1 < a.tokens.count, a.tokens[k + 1].isNumber {
                k += 1
                continue
            }
            if t.isWord, t.length == 1, since < 2, parts > 0 {
                k += 1
                since += 1
                continue
            }
            guard t.isHan, !stops.contains(scalar(a, k)) || parts > 0 && since == 0 && leadsOn(a, k) else { break }
            if k > from, !(strongUnits.contains(scalar(a, k)) && since > 0 && leadsOn(a, k)), since == 0 || parts > 0, a.hanCueStarting[k] >= 0,
                let c = Optional(a.hanCues[a.hanCueStarting[k]]), c.to - c.from >= 2,
                !c.cue.intersection([.personVerb, .role, .patient, .hospitalHead, .hospitalShort, .date, .id, .phone, .titleAfter, .kin]).isEmpty,
                !(c.cue.contains(.hospitalShort) && leadsToStreet(a, c.to))
            {
                break
            }
            let s = scalar(a, k)
            if units.contains(s) && (since >= 1 || parts > 0) && (!isWordPast(a, k) || s == 0x5143 && scalar(a, k - 1) == 0x5355) {
                parts += 1
                if strongUnits.contains(s) { strong += 1 }
                end = k + 1
                since = 0
            } else {
                since += 1
            }
            k += 1
        }
        // A number at the very end: 302, 5-2-301, 西新宿2-8-1
        if parts > 0 {
            var e = end
            if a.isJapanese || since > 0 && since <= 4 {
                var f = end
                while f < k, a.tokens[f].isHan { f += 1 }
                if f > end, f < a.tokens.count, a.tokens[f].isNumber, a.isGlued(f), a.text.mark(f + 1) == 45, f + 2 < a.tokens.count,
                    a.tokens[f + 2].isNumber
                {
                    e = f
                }
            }
            while e < a.tokens.count, a.tokens[e].gap == .glued,
                a.tokens[e].isNumber || (a.text.mark(e) == 45 && e + 1 < a.tokens.count && a.tokens[e + 1].isNumber)
            { e += 1 }
            // 89号附12
            if scalar(a, e) == 0x9644, a.isGlued(e), e + 1 < a.tokens.count, a.tokens[e + 1].isNumber, a.isGlued(e + 1) {
                e += scalar(a, e + 2) == 0x53f7 ? 3 : 2
            }
            end = e
        }
        return parts > 0 ? (end, parts, strong >= 2 || (strong >= 1 && hasNumber(a, from, end) && parts >= 2)) : nil
    }

    /// 友谊|东路: a street that is named like an institution.
    private static func leadsToStreet(_ a: Analysis, _ k: Int) -> Bool {
        (k..<k + 3).contains { e in
            e < a.tokens.count && (k...e).allSatisfy { a.tokens[$0].isHan && a.isGlued($0) }
                && [0x8def, 0x8857, 0x5df7, 0x9053].contains(scalar(a, e))
        }
    }

    /// 梧州市|长洲区, 南岗区|和兴路: another unit follows within a few characters.
    private static func leadsOn(_ a: Analysis, _ k: Int) -> Bool {
        (k + 2..<k + 5).contains { e in
            e < a.tokens.count && (k + 1...e).allSatisfy { a.tokens[$0].isHan && a.isGlued($0) } && strongUnits.contains(scalar(a, e))
        }
    }

    /// True if a clinical word runs over this character: 号 in 信号, 段 in 节段, 区 in 病区.
    private static func isWordPast(_ a: Analysis, _ k: Int) -> Bool {
        for start in max(0, k - 2)...k {
            for length in 2...4 where start + length > k && start + length <= a.tokens.count {
                guard (start..<start + length).allSatisfy({ a.tokens[$0].isHan }) else { continue }
                if let w = a.hanWord(start, start + length), w.isClinical { return true }
            }
        }
        return false
    }

    // MARK: - Places

    private static func places(_ a: inout Analysis) {
        var i = 0
        let n = a.tokens.count
        while i < n {
            guard a.tokens[i].isHan, !a.taken[i], !a.isInsideHanCue(i) || a.hanCueStarting[i] >= 0 else {
                i += 1
                continue
            }
            var best = 0
            for length in stride(from: min(5, n - i), through: 2, by: -1) {
                guard (i..<i + length).allSatisfy({ a.tokens[$0].isHan }) else { continue }
                if let w = a.hanWord(i, i + length) {
                    if w.isPlace && !w.isClinical { best = length }
                    if best > 0 || w.isClinical { break }
                }
            }
            // 札幌在住, 長野県出身
            if best == 0, HanNameDetector.isEdge(before: i, a),
                let e = (min(i + 2, n)..<min(i + 6, n)).first(where: {
                    $0 > i + 1 && $0 < n && a.tokens[$0].isHan && a.hanCue(at: $0).contains(.moved) && !a.isInsideHanCue($0 - 1)
                }), (i..<e).allSatisfy({ a.tokens[$0].isHan })
            {
                best = e - i
            }
            if best == 0, let e = region(a, i) { best = e - i }
            guard best > 0 else {
                i += 1
                continue
            }
            var end = i + best
            while let more = placeLength(a, end) { end += more }
            let cue = a.hanCue(before: i)
            let edge = i == 0 || !a.tokens[i - 1].isHan || a.tokens[i].gap != .glued || !cue.isEmpty
            let strongCue = cue.contains(.place) && (cue.rawValue & Cue.site.rawValue == 0)
            // 人, 籍, 农(民), 牧(民)
            let person =
                [0x4eba, 0x7c4d, 0x519c, 0x7267].contains(scalar(a, end)) || !a.hanCue(at: end).intersection([.place, .moved, .placeAfter]).isEmpty
            if countries.contains(string(a, i, end)) {
                i = end
                continue
            }
            var score = 0.0
            let region = end - i > 2 && regionEnds.contains(scalar(a, end - 1))
            let closed = HanNameDetector.isEdge(after: end, a)
            if region && edge && closed { score = 0.55 }
            // 车祸伤，宿州 / 从黄冈返乡 / 衡水当地
            let comment = a.field.fieldClass != .descriptor || a.hasComma
            if edge, closed, comment, i == 0 || a.text.mark(i - 1) == 44 || a.text.mark(i - 1) == 0x3001 { score = max(score, 0.45) }
            let next = HanNameDetector.titleless(a, end)
            if i > 0, origins.contains(scalar(a, i - 1)), !next.isDisjoint(with: [.moved, .place, .date]) || destinations.contains(scalar(a, end)) {
                score = max(score, 0.6)
            }
            if edge, destinations.contains(scalar(a, end)), HanNameDetector.isEdge(after: end + 1, a) { score = max(score, 0.5) }
            if person && edge {
                score = 0.7
            } else if strongCue {
                score = 0.65
            } else if cue.contains(.address) {
                score = 0.65
            } else if cue.contains(.place), edge {
                score = 0.45
            }
            if score > 0 { a.hit(i, end, .placeHan, weight: score) }
            i = end
        }
    }

    /// 昭觉县, 插花镇: a run of three to six characters that ends as places do, from edge to edge.
    private static func region(_ a: Analysis, _ i: Int) -> Int? {
        guard HanNameDetector.isEdge(before: i, a),
            let end = (i + 3..<i + 7).first(where: { $0 <= a.tokens.count && HanNameDetector.isEdge(after: $0, a) }),
            (i..<end).allSatisfy({ a.tokens[$0].isHan }), regionEnds.contains(scalar(a, end - 1)), !a.isInsideHanCue(i), a.hanCueStarting[i] < 0
        else { return nil }
        if let w = a.hanWord(i, end), !w.isPlace { return nil }
        return stops.contains(scalar(a, i)) ? nil : end
    }

    /// The length of a place that ends straight before token `i`.
    private static func placeEnding(_ a: Analysis, _ i: Int) -> Int? {
        for length in stride(from: min(5, i), through: 2, by: -1) {
            guard (i - length..<i).allSatisfy({ a.tokens[$0].isHan && ($0 == i - length || a.isGlued($0)) && !a.taken[$0] }), a.isGlued(i),
                let w = a.hanWord(i - length, i), w.isPlace, !w.isClinical
            else { continue }
            return length
        }
        return nil
    }

    /// The length of a place straight at token `i`: 湖南|邵东.
    private static func placeLength(_ a: Analysis, _ i: Int) -> Int? {
        for length in stride(from: min(5, a.tokens.count - i), through: 2, by: -1) {
            guard (i..<i + length).allSatisfy({ a.tokens[$0].isHan && a.isGlued($0) && !a.taken[$0] }), let w = a.hanWord(i, i + length), w.isPlace,
                !w.isClinical
            else { continue }
            return length
        }
        return nil
    }

    /// 从, 自, 由, 援, 驻
    private static let origins = set("从自由援驻返")
    /// 返, 回, 来, 转, 赶, 送, 当(地), 下(乡)
    private static let destinations = set("返回来转赶送当下")

    private static let countries: Set<String> = [
        "中国", "美国", "日本", "英国", "法国", "德国", "俄罗斯", "韩国", "印度", "加拿大", "澳大利亚", "意大利", "西班牙", "泰国", "越南", "新加坡", "马来西亚", "巴西", "埃及", "非洲", "欧洲", "亚洲",
        "美洲", "中华", "中华人民共和国", "朝鲜", "荷兰", "瑞士", "瑞典", "巴基斯坦", "印尼", "菲律宾", "缅甸", "老挝", "柬埔寨", "以色列", "伊朗", "伊拉克", "墨西哥", "阿根廷", "南非", "波兰", "土耳其",
        "希腊",
    ]
}
