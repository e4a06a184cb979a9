// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds Chinese hospitals, organisations, addresses and places.
struct HanPlaceDetector {
    private static func set(_ s: String) -> Set<UInt32> { Set(s.unicodeScalars.map(\.value)) }

    /// Characters that end an institution's name on its left.
    static let stops = set("在于到去由从经与和我本该外某转送曾往至赴因被把向为是自对请及或将来回后前的了入出")
    static let units = set("省市区县镇乡村州盟旗屯寨里都府郡丁番路街道巷弄胡同段大号栋幢楼座室元院园苑庄城厦组户队场")
    static let strongUnits = set("省市区县镇乡村路街巷弄号栋幢室")
    private static let regionEnds = set("县乡镇村旗")
    static let branches = set("东西南北分本总")
    static let genericHospital: Set<String> = [
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

    static func scalar(_ a: Analysis, _ i: Int) -> UInt32 {
        i >= 0 && i < a.tokens.count && a.tokens[i].isHan ? a.text.scalars[Int(a.tokens[i].from)] : 0
    }

    static func string(_ a: Analysis, _ from: Int, _ to: Int) -> String {
        var s = ""
        for k in from..<to { s += a.text.text(a.tokens[k]) }
        return s
    }

    /// The longest word of the lists that ends before token `i`, 2 to 5 characters.
    static func wordEnding(_ a: Analysis, _ i: Int) -> (Int, HanWord)? {
        for length in stride(from: 5, through: 2, by: -1) where i - length >= 0 {
            var ok = true
            for k in i - length..<i where !a.tokens[k].isHan || (k > i - length && a.tokens[k].gap != .glued) { ok = false }
            guard ok else { continue }
            if let w = a.hanWord(i - length, i) { return (length, w) }
        }
        return nil
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
    static func region(_ a: Analysis, _ i: Int) -> Int? {
        guard HanNameDetector.isEdge(before: i, a),
            let end = (i + 3..<i + 7).first(where: { $0 <= a.tokens.count && HanNameDetector.isEdge(after: $0, a) }),
            (i..<end).allSatisfy({ a.tokens[$0].isHan }), regionEnds.contains(scalar(a, end - 1)), !a.isInsideHanCue(i), a.hanCueStarting[i] < 0
        else { return nil }
        if let w = a.hanWord(i, end), !w.isPlace { return nil }
        return stops.contains(scalar(a, i)) ? nil : end
    }

    /// The length of a place that ends straight before token `i`.
    static func placeEnding(_ a: Analysis, _ i: Int) -> Int? {
        for length in stride(from: min(5, i), through: 2, by: -1) {
            guard (i - length..<i).allSatisfy({ a.tokens[$0].isHan && ($0 == i - length || a.isGlued($0)) && !a.taken[$0] }), a.isGlued(i),
                let w = a.hanWord(i - length, i), w.isPlace, !w.isClinical
            else { continue }
            return length
        }
        return nil
    }

    /// The length of a place straight at token `i`: 湖南|邵东.
    static func placeLength(_ a: Analysis, _ i: Int) -> Int? {
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
