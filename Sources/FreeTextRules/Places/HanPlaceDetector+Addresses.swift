// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Addresses: what leads from a region to a street and a number.
extension HanPlaceDetector {
    static func addresses(_ a: inout Analysis) {
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
}
