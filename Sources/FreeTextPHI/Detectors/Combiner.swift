// SPDX-License-Identifier: Apache-2.0

/// Turns raw hits into ordered spans that do not overlap.
package struct Combiner {
    package static func combine(_ hits: [Hit], threshold: Double) -> [PHISpan] {
        guard !hits.isEmpty else { return [] }
        // Raise by agreement: overlapping hits of one family and different sources.
        var scored = hits.filter { $0.end > $0.start && $0.score > 0 }
        let base = scored
        for i in scored.indices {
            var rest = 1 - min(max(base[i].score, 0), 0.99)
            var seen: Set<Int> = [base[i].source.rawValue]
            for j in base.indices where j != i && base[j].start < base[i].end && base[i].start < base[j].end {
                guard family(base[i].type) == family(base[j].type), !seen.contains(base[j].source.rawValue) else { continue }
                seen.insert(base[j].source.rawValue)
                rest *= 1 - min(max(base[j].score, 0), 0.9) * 0.8
            }
            scored[i].score = 1 - rest
        }
        scored = scored.filter { $0.score >= threshold }
        let order = scored.sorted { rank($0) > rank($1) }
        var chosen: [PHISpan] = []
        for h in order {
            let overlapping = chosen.filter { $0.range.lowerBound < h.end && h.start < $0.range.upperBound }
            if overlapping.isEmpty {
                chosen.append(span(h, h.start, h.end, scored))
                continue
            }
            // Keep what the chosen ones leave uncovered, if the family is the same: the union hides more.
            if overlapping.count == 1, let o = overlapping.first, h.score >= threshold {
                if family(o.type) == family(h.type) || o.type == .person && h.type == .person {
                    let lower = min(o.range.lowerBound, h.start)
                    let upper = max(o.range.upperBound, h.end)
                    if lower == o.range.lowerBound && upper == o.range.upperBound { continue }
                    let others = chosen.filter { $0 != o && $0.range.lowerBound < upper && lower < $0.range.upperBound }
                    guard others.isEmpty else { continue }
                    chosen.removeAll { $0 == o }
                    chosen.append(
                        PHISpan(range: lower..<upper, type: o.type, detector: o.detector, score: o.score, isKnown: o.isKnown, evidence: o.evidence))
                }
            }
        }
        return chosen.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func span(_ h: Hit, _ from: Int, _ to: Int, _ all: [Hit]) -> PHISpan {
        let evidence = all.filter { $0.start < to && from < $0.end }.map {
            Evidence(rule: $0.rule, range: $0.start..<$0.end, weight: $0.score)
        }
        return PHISpan(
            range: from..<to, type: h.type, detector: h.source.name, score: min(h.score, 1), isKnown: h.source == .known, evidence: evidence)
    }

    package static func family(_ t: PHIType) -> Int {
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
