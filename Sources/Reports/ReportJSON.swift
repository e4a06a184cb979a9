// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension ReportDocument {
    /// The document in the shape of `docs/report.schema.json`, keys sorted: equal documents give equal bytes.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return printableJSON(String(decoding: try encoder.encode(self), as: UTF8.self)) + "\n"
        }
    }
}
