// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// One row of PS3.15 Table E.3.4-1: what happens to a Content Item under Clean Structured Content.
public struct StructuredContentRow: Sendable, Hashable {
    public let codingScheme: String
    public let codeValue: String

    /// The Value Type (0040,A040) of the Content Item, such as `TEXT`.
    public let valueType: String

    /// Empty for codes newer than the source. Decide by code and value type.
    public let codeMeaning: String

    public let basic: ActionCode
    public let options: OptionActions
}

/// PS3.15 Table E.3.4-1, edition 2026d, from a single second-hand source. It has no column for Retain Institution Identity.
public enum StructuredContentTable {
    /// - Parameters:
    ///   - codingScheme: Coding Scheme Designator (0008,0102) of the concept name, in its current form (`SCT`, not `SRT`).
    public static func row(codingScheme: String, codeValue: String, valueType: String) -> StructuredContentRow? {
        byConcept[Concept(codingScheme: codingScheme, codeValue: codeValue, valueType: valueType)]
    }

    /// The whole table, in its published order.
    public static let rows: [StructuredContentRow] = {
        var result: [StructuredContentRow] = []
        EmbeddedTable(text).forEachRow { row in
            let codingScheme = row.string()
            let codeValue = row.string()
            let valueType = row.string()
            let basic = ActionCode(rawValue: row.string())!
            let options = OptionActions(row.bytes())
            result.append(
                StructuredContentRow(
                    codingScheme: codingScheme, codeValue: codeValue, valueType: valueType, codeMeaning: row.string(),
                    basic: basic, options: options))
        }
        return result
    }()

    private struct Concept: Hashable {
        let codingScheme: String
        let codeValue: String
        let valueType: String
    }

    private static let byConcept: [Concept: StructuredContentRow] = {
        var result: [Concept: StructuredContentRow] = [:]
        for row in rows {
            result[Concept(codingScheme: row.codingScheme, codeValue: row.codeValue, valueType: row.valueType)] = row
        }
        return result
    }()
}
