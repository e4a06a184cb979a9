// SPDX-License-Identifier: Apache-2.0

public import FreeTextCore

/// A text without its identifiers.
public struct CleanResult: Sendable, Hashable {
    /// With the replacements in it.
    public let text: String
    /// What was found in the original text.
    public let spans: [PHISpan]
    /// Something was found, though a policy that keeps it may have left the text as it was.
    public var isChanged: Bool { !spans.isEmpty }
}

extension PHIDetector {
    /// Replaces every identifier of a text.
    ///
    /// With labels, masks, hashes and removal a second pass over the result finds nothing. The result fits the field's
    /// value representation: where a replacement is too long, a `*` takes its place.
    public func clean(
        _ text: String, field: FieldContext = .none, known: KnownIdentifiers? = nil, languages: [String] = [], policy: ReplacementPolicy = .labels
    ) -> CleanResult {
        let found = spans(in: text, field: field, known: known, languages: languages)
        guard !found.isEmpty else { return CleanResult(text: text, spans: []) }
        var result = apply(found, to: text, field: field, policy: policy)
        let stable = !PHIType.allCases.contains { [.surrogate, .shiftDate, .keep, .encrypt].contains(policy.action(for: $0)) }
        if stable {
            for _ in 0..<4 {
                let again = spans(in: result, field: field, known: known, languages: languages)
                if again.isEmpty { break }
                result = apply(again, to: result, field: field, policy: policy)
            }
        }
        return CleanResult(text: result, spans: found)
    }

    private func apply(_ found: [PHISpan], to text: String, field: FieldContext, policy: ReplacementPolicy) -> String {
        let removes = found.contains { policy.action(for: $0.type) == .remove }
        func build(short: Bool) -> String { removes ? removing(found, from: text, short, policy) : replacing(found, in: text, short, policy) }
        let whole = build(short: false)
        guard let limit = field.maximumLength, whole.unicodeScalars.count > limit else { return whole }
        let short = build(short: true)
        return short.unicodeScalars.count <= limit ? short : String(String.UnicodeScalarView(short.unicodeScalars.prefix(limit)))
    }

    /// Copies the text once; holds no more than the result and one value.
    private func replacing(_ found: [PHISpan], in text: String, _ short: Bool, _ policy: ReplacementPolicy) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        var position = 0
        for s in found {
            let start = scalars.index(index, offsetBy: s.range.lowerBound - position)
            out += text[index..<start]
            index = scalars.index(start, offsetBy: s.range.count)
            position = s.range.upperBound
            out += short ? "*" : replacement(Array(scalars[start..<index]), s.type, policy)
        }
        out += text[index...]
        return out
    }

    private func removing(_ found: [PHISpan], from text: String, _ short: Bool, _ policy: ReplacementPolicy) -> String {
        let scalars = Array(text.unicodeScalars)
        var out: [Unicode.Scalar] = []
        out.reserveCapacity(scalars.count)
        var position = 0
        for s in found {
            out.append(contentsOf: scalars[position..<s.range.lowerBound])
            position = s.range.upperBound
            if policy.action(for: s.type) == .remove {
                ReplacementText.dropDangling(&out)
            } else {
                out.append(contentsOf: (short ? "*" : replacement(Array(scalars[s.range]), s.type, policy)).unicodeScalars)
            }
        }
        out.append(contentsOf: scalars[position...])
        return String(String.UnicodeScalarView(ReplacementText.close(out)))
    }

    private func replacement(_ value: [Unicode.Scalar], _ type: PHIType, _ policy: ReplacementPolicy) -> String {
        let label = "[\(type.rawValue)]"
        let text = String(String.UnicodeScalarView(value))
        switch policy.action(for: type) {
        case .remove: return ""
        case .label: return label
        case .mask: return ReplacementText.mask(value, type)
        case .keep: return text
        case .capAge: return type == .age ? "90+" + String(text.drop { $0.isNumber }) : label
        case .encrypt: return policy.seal?(text, type) ?? label
        case .yearOnly:
            guard type == .date, let y = FoundDate(value.map(\.value))?.year else { return label }
            return String(y)
        case .shiftDate:
            guard type == .date else { return label }
            return FoundDate(value.map(\.value))?.shifted(byDays: policy.shiftInDays) ?? label
        case .surrogate:
            guard let digest = policy.keyedDigest else { return label }
            return Surrogates.make(text, type, digest: digest) ?? label
        case .hash:
            guard let digest = policy.keyedDigest else { return label }
            let folded = FoldedText(value.map(\.value))
            let d = digest(Array(type.rawValue.utf8) + [0] + folded.tokens.filter { $0.kind != .mark }.flatMap { Array(folded.text($0).utf8) + [32] })
            return "[\(type.rawValue):" + String(d.prefix(10).map { Character(UnicodeScalar(97 + $0 % 26)) }) + "]"
        }
    }
}

enum ReplacementText {
    private static let dangling: Set<String> = ["for", "by", "per", "of", "to", "from", "at", "on", "with", "and", "via", "cc", "in"]
    /// Those that are written with a full stop as well.
    private static let abbreviated: Set<String> = ["dr", "mr", "mrs", "ms", "miss", "prof", "attn", "ref"]

    /// Takes away a word that has nothing left to refer to, such as `for` or `Dr.`.
    static func dropDangling(_ out: inout [Unicode.Scalar]) {
        for _ in 0..<2 {
            var end = out.count
            while end > 0, [" ", ".", "_"].contains(out[end - 1]) { end -= 1 }
            var start = end
            while start > 0, end - start <= 5, out[start - 1].properties.isAlphabetic, out[start - 1].isASCII { start -= 1 }
            guard start < end, end - start <= 5 else { return }
            let word = String(String.UnicodeScalarView(out[start..<end])).lowercased()
            // `checked in. Anna …`: a sentence has ended.
            guard abbreviated.contains(word) || dangling.contains(word) && !out[end...].contains(".") else { return }
            // `L CC`: a projection behind its side, no copy.
            if word == "cc", start > 0 { return }
            out.removeSubrange(start...)
        }
    }

    /// Closes up what removal left: double spaces, empty brackets, marks at the ends.
    static func close(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var s: [Unicode.Scalar] = []
        for u in text {
            if u == " " || u == "," || u == "，" || u == "、", let l = s.last, l == " " || l == "," || l == "，" || l == "、" || l == "(" || l == "（" {
                if u == " " || l != " " { continue }
                s.removeLast()
            }
            if (u == ")" && s.last == "(") || (u == "）" && s.last == "（") || (u == "]" && s.last == "[") {
                s.removeLast()
                if s.last == " " { s.removeLast() }
                continue
            }
            s.append(u)
        }
        let edge: Set<Unicode.Scalar> = [" ", ",", "，", "、", "-", "/", ":", "：", ";", "^", "_", "#"]
        while let l = s.last, edge.contains(l) { s.removeLast() }
        return Array(s.drop { edge.contains($0) })
    }

    /// `J** D**`; of a long number the first three and last four stay.
    static func mask(_ value: [Unicode.Scalar], _ type: PHIType) -> String {
        var out = String.UnicodeScalarView()
        let length = value.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }.count
        var seen = 0
        var start = true
        for u in value {
            let letter = u.properties.isAlphabetic || u.properties.numericType != nil
            if letter {
                let keep = (type == .person && start) || (type == .id && length >= 15 && (seen < 3 || seen >= length - 4))
                out.append(keep ? u : "*")
                seen += 1
            } else {
                out.append(u)
            }
            start = !letter
        }
        return String(out)
    }
}
