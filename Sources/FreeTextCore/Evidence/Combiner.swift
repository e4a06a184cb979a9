// SPDX-License-Identifier: Apache-2.0

/// Turns raw hits into ordered spans that do not overlap.
public struct Combiner {
    public static func combine(_ hits: [Hit], threshold: Double) -> [PHISpan] {
        guard !hits.isEmpty else { return [] }
        var base = hits.filter { $0.end > $0.start && $0.score > 0 }
        base.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        let longest = base.reduce(0) { max($0, $1.end - $1.start) }
        // Raise by agreement: overlapping hits of one family and different sources.
        var scored = base
        for i in base.indices {
            var rest = 1 - min(max(base[i].score, 0), 0.99)
            var seen: UInt16 = 1 << UInt16(base[i].source.rawValue)
            for j in neighbours(of: base[i].start, base[i].end, in: base, longest) where j != i && base[i].start < base[j].end {
                let bit: UInt16 = 1 << UInt16(base[j].source.rawValue)
                guard seen & bit == 0, family(base[i].type) == family(base[j].type) else { continue }
                seen |= bit
                rest *= 1 - min(max(base[j].score, 0), 0.9) * 0.8
            }
            scored[i].score = 1 - rest
        }
        scored = scored.filter { $0.score >= threshold || $0.source == .user }
        guard let first = scored.first else { return [] }
        let order = scored.indices.map { (rank(scored[$0]), $0) }.sorted { $0.0 > $1.0 || $0.0 == $1.0 && $0.1 < $1.1 }
        let reasons = scored.map(Evidence.init)
        func span(_ h: Hit) -> PHISpan {
            PHISpan(
                range: h.start..<h.end, type: h.type, source: h.source, score: min(h.score, 1), reasons: reasons,
                part: neighbours(of: h.start, h.end, in: scored, longest))
        }
        var chosen: [PHISpan] = []
        var covered = [Bool](repeating: false, count: scored.reduce(0) { max($0, $1.end) } - first.start)
        for (_, k) in order {
            let h = scored[k]
            let place = h.start - first.start..<h.end - first.start
            if !covered[place].contains(true) {
                for p in place { covered[p] = true }
                chosen.append(span(h))
                continue
            }
            // Keep what the chosen ones leave uncovered, if the family is the same: the union hides more.
            if !covered[place].contains(false) { continue }
            // POMEROY, DESMOND C | C2290845: what a certain find has beyond its neighbour is hidden as well.
            if h.source == .known || h.source == .format, let rest = remainder(place, covered), rest != place {
                chosen.append(
                    span(
                        Hit(
                            start: rest.lowerBound + first.start, end: rest.upperBound + first.start, type: h.type, score: h.score, rule: h.rule,
                            source: h.source)))
                for p in rest { covered[p] = true }
                continue
            }
            let overlapping = chosen.indices.filter { chosen[$0].range.lowerBound < h.end && h.start < chosen[$0].range.upperBound }
            guard overlapping.count == 1 else { continue }
            let o = chosen[overlapping[0]]
            if family(o.type) != family(h.type) {
                // SUNNYBANK GENERAL, of which one word was taken for a person: the longer find hides more.
                guard h.start <= o.range.lowerBound, o.range.upperBound <= h.end,
                    !o.isKnown || h.source == .format && family(h.type) == 3 || h.source == .date
                else { continue }
                chosen[overlapping[0]] = span(h)
                for p in place { covered[p] = true }
                continue
            }
            let whole = min(o.range.lowerBound, h.start)..<max(o.range.upperBound, h.end)
            chosen[overlapping[0]] = o.widened(
                to: whole, score: o.score, part: neighbours(of: whole.lowerBound, whole.upperBound, in: scored, longest))
            for p in whole { covered[p - first.start] = true }
        }
        return chosen.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The part of a range behind or before what is covered; `nil` if the cover lies in its middle.
    private static func remainder(_ place: Range<Int>, _ covered: [Bool]) -> Range<Int>? {
        guard let from = place.first(where: { !covered[$0] }), let last = place.last(where: { !covered[$0] }),
            (from...last).allSatisfy({ !covered[$0] })
        else { return nil }
        return from..<last + 1
    }

    /// The indices among which lie all hits that overlap a range; `hits` are in the order of their starts and none is longer
    /// than `longest`.
    private static func neighbours(of start: Int, _ end: Int, in hits: [Hit], _ longest: Int) -> Range<Int> {
        func first(from bound: Int) -> Int {
            var low = 0
            var high = hits.count
            while low < high {
                let middle = (low + high) / 2
                if hits[middle].start < bound { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let from = first(from: start - longest + 1)
        return from..<max(from, first(from: end))
    }

    public static func family(_ t: PHIType) -> Int {
        switch t {
        case .person: 0
        case .date, .age: 1
        case .id, .phone: 2
        case .email, .url, .ip: 3
        case .address, .location, .hospital, .organization: 4
        }
    }

    /// User, known, validated, then score, then length.
    private static func rank(_ h: Hit) -> Double {
        var r = h.score
        switch h.source {
        case .user: r += 4
        case .known: r += 2
        case .format: r += 0.3
        case .date: r += 0.35
        default: break
        }
        return r + Double(min(h.end - h.start, 100)) / 500
    }
}
