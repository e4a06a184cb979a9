// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// The replacement script of one element of CTP: text and functions, as `@if(this,isblank){@remove()}{x}`.
struct CTPExpression {
    enum Part: Hashable {
        case text(String)
        case call(name: String, arguments: [String], clauses: [String])
    }

    let parts: [Part]

    init(_ script: String) {
        var parts: [Part] = []
        var text = ""
        var rest = script[...]
        func endText() {
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
        }
        while let character = rest.first {
            if character == "\\" {
                rest.removeFirst()
                if let next = rest.popFirst() { text.append(next) }
            } else if character == "@", let call = Self.call(&rest) {
                endText()
                parts.append(call)
            } else {
                text.append(rest.removeFirst())
            }
        }
        endText()
        self.parts = parts.filter { part in
            if case .text(let text) = part { return !trimmed(text).isEmpty }
            return true
        }
    }

    private static func call(_ rest: inout Substring) -> Part? {
        let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let behind = rest.dropFirst(1 + name.count)
        guard !name.isEmpty, behind.first == "(", let (inside, after) = enclosed(behind, "(", ")") else { return nil }
        var clauses: [String] = []
        var remaining = after
        while remaining.first == "{", let (clause, next) = enclosed(remaining, "{", "}") {
            clauses.append(String(clause))
            remaining = next
        }
        rest = remaining
        return .call(name: name.lowercased(), arguments: arguments(inside), clauses: clauses)
    }

    /// What stands between two brackets that match, and what follows.
    private static func enclosed(_ text: Substring, _ open: Character, _ close: Character) -> (Substring, Substring)? {
        var depth = 0
        var isQuoted = false
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if character == "\\" {
                index = text.index(after: index)
                guard index < text.endIndex else { return nil }
            } else if character == "\"", open == "(" {
                isQuoted.toggle()
            } else if !isQuoted, character == open {
                depth += 1
            } else if !isQuoted, character == close {
                depth -= 1
                if depth == 0 { return (text[text.index(after: text.startIndex)..<index], text[text.index(after: index)...]) }
            }
            index = text.index(after: index)
        }
        return nil
    }

    private static func arguments(_ text: Substring) -> [String] {
        var result: [String] = []
        var current = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                current.append(character)
            } else if character == ",", !isQuoted {
                result.append(trimmed(current))
                current = ""
            } else {
                current.append(character)
            }
        }
        if !trimmed(current).isEmpty || !result.isEmpty { result.append(trimmed(current)) }
        return result
    }
}
