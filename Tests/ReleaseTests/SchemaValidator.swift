// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Checks JSON against a schema (draft 2020-12), as far as ours uses it.
struct SchemaValidator {
    private let root: [String: Any]

    init(_ root: [String: Any]) { self.root = root }

    /// - Returns: One line for each difference, with its place.
    func problems(_ value: Any) -> [String] { check(value, root, "") }

    private static let known: Set<String> = [
        "$schema", "$id", "$ref", "$defs", "title", "description", "type", "additionalProperties", "required", "properties", "items", "enum", "const",
        "pattern",
        "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength",
    ]

    private func check(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        var found: [String] = []
        let note = { (text: String) in found.append("\(place): \(text)") }
        for key in schema.keys where !Self.known.contains(key) { note("the validator does not know \(key)") }
        if let reference = schema["$ref"] as? String {
            let name = String(reference.dropFirst("#/$defs/".count))
            found += check(value, (root["$defs"] as! [String: [String: Any]])[name]!, place)
        }
        if let type = schema["type"] as? String, !isOfType(value, type) { return found + ["\(place): is no \(type)"] }
        if let constant = schema["const"] as? String, value as? String != constant { note("is not \(constant)") }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") { note("is none of the words") }
        if let text = value as? String {
            if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
                note("does not match \(pattern)")
            }
            if let limit = schema["minLength"] as? Int, text.unicodeScalars.count < limit { note("is too short") }
            if let limit = schema["maxLength"] as? Int, text.unicodeScalars.count > limit { note("is too long") }
        }
        if let number = value as? NSNumber, !(value is String) {
            if let limit = schema["minimum"] as? Double, number.doubleValue < limit { note("is too small") }
            if let limit = schema["maximum"] as? Double, number.doubleValue > limit { note("is too large") }
        }
        if let list = value as? [Any] {
            if let limit = schema["minItems"] as? Int, list.count < limit { note("has too few items") }
            if let limit = schema["maxItems"] as? Int, list.count > limit { note("has too many items") }
            if let items = schema["items"] as? [String: Any] {
                for (index, item) in list.enumerated() { found += check(item, items, "\(place)/\(index)") }
            }
        }
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            for name in schema["required"] as? [String] ?? [] where object[name] == nil { note("lacks \(name)") }
            for (name, content) in object {
                if let property = properties[name] {
                    found += check(content, property, "\(place)/\(name)")
                } else if schema["additionalProperties"] as? Bool == false {
                    note("has \(name), which the schema does not have")
                }
            }
        }
        return found
    }

    private func isOfType(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": return value is [String: Any]
        case "array": return value is [Any]
        case "string": return value is String
        case "boolean": return value is Bool
        case "integer": return (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        case "number": return value is NSNumber
        default: return false
        }
    }
}
