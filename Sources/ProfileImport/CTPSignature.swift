// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

/// The expression of a signature in a script of CTP's pixel anonymizer: tests of attributes with `*` (and), `+` (or), `!` (not) and brackets.
struct CTPSignature {
    /// A test of the script, and whether it has to fail.
    struct Term: Hashable {
        let attribute: String
        let method: String
        let argument: String
        var isNegated = false
    }

    indirect enum Expression {
        case term(Term)
        case constant(Bool)
        case all([Expression])
        case any([Expression])
        case not(Expression)
    }

    private var rest: Substring
    private var depth = 0
    private static let deepest = 64

    /// - Returns: `nil` where the text is no such expression.
    static func expression(_ text: Substring) -> Expression? {
        var parser = CTPSignature(rest: text)
        guard let result = parser.any() else { return nil }
        parser.skipBlanks()
        return parser.rest.isEmpty ? result : nil
    }

    /// The alternatives of an expression, each a list of tests that hold together; `nil` where there are too many of them.
    static func alternatives(_ expression: Expression, isNegated: Bool = false) -> [[Term]]? {
        switch (expression, isNegated) {
        case (.term(var term), _):
            term.isNegated = isNegated
            return [[term]]
        case (.constant(let value), _): return value != isNegated ? [[]] : []
        case (.not(let inner), _): return alternatives(inner, isNegated: !isNegated)
        case (.any(let parts), false), (.all(let parts), true):
            var result: [[Term]] = []
            for part in parts {
                guard let more = alternatives(part, isNegated: isNegated) else { return nil }
                result += more
            }
            return result.count <= mostAlternatives ? result : nil
        case (.all(let parts), false), (.any(let parts), true):
            var result: [[Term]] = [[]]
            for part in parts {
                guard let more = alternatives(part, isNegated: isNegated), result.count * more.count <= mostAlternatives else { return nil }
                result = result.flatMap { one in more.map { one + $0 } }
            }
            return result
        }
    }

    private static let mostAlternatives = 64

    // MARK: - Parts

    private mutating func skipBlanks() { rest = rest.drop(while: \.isWhitespace) }

    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func any() -> Expression? { list("+") { $0.all() }.map { $0.count == 1 ? $0[0] : .any($0) } }
    private mutating func all() -> Expression? { list("*") { $0.factor() }.map { $0.count == 1 ? $0[0] : .all($0) } }

    private mutating func list(_ separator: Character, _ part: (inout CTPSignature) -> Expression?) -> [Expression]? {
        var parts: [Expression] = []
        repeat {
            guard let next = part(&self) else { return nil }
            parts.append(next)
        } while take(separator)
        return parts
    }

    private mutating func factor() -> Expression? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { return nil }
        if take("!") { return factor().map { .not($0) } }
        if take("(") {
            guard let inner = any(), take(")") else { return nil }
            return inner
        }
        return term()
    }

    /// `Modality.equals("US")`, `[0008,0070].contains("x")`, `true.`.
    private mutating func term() -> Expression? {
        skipBlanks()
        var attribute = ""
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { return nil }
            attribute = String(rest[rest.index(after: rest.startIndex)..<close])
            rest = rest[rest.index(after: close)...]
        } else {
            attribute = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            rest = rest.dropFirst(attribute.count)
        }
        guard !attribute.isEmpty, take(".") else { return nil }
        if ["true", "false"].contains(attribute.lowercased()) { return .constant(attribute.lowercased() == "true") }
        skipBlanks()
        let method = String(rest.prefix { $0.isLetter })
        rest = rest.dropFirst(method.count)
        guard !method.isEmpty, take("("), take("\"") else { return nil }
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        let argument = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        guard take(")") else { return nil }
        return .term(Term(attribute: attribute, method: method.lowercased(), argument: argument))
    }
}

extension CTPSignature.Term {
    /// What a profile says for it; `nil` where it cannot.
    var test: ImportedTest? {
        guard let tag = ImportDraft.attribute(named: attribute), !tag.isPrivate, tag.group >= 0x0008, let entry = DataDictionary.entry(for: tag),
            !argument.isEmpty
        else { return nil }
        if entry.vr == .US || entry.vr == .UL {
            guard let number = Int(trimmed(argument)), number >= 0, !method.contains("than"), method != "matches" else { return nil }
            return ImportedTest(attribute: tag, what: isNegated ? .isNoneOf([String(number)]) : .isOneOf([String(number)]))
        }
        guard entry.vr.isText, entry.vr.separatesValues, !argument.contains(where: { "*\\".contains($0) }), let pattern else { return nil }
        return ImportedTest(attribute: tag, what: isNegated ? .isNoneOf([pattern]) : .isOneOf([pattern]))
    }

    private var pattern: String? {
        switch method {
        case "equals", "equalsignorecase": argument
        case "contains", "containsignorecase": "*\(argument)*"
        case "startswith", "startswithignorecase": "\(argument)*"
        case "endswith", "endswithignorecase": "*\(argument)"
        default: nil
        }
    }
}
