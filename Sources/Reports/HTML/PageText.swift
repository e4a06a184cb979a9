// SPDX-License-Identifier: Apache-2.0

internal import Mustache

/// How text gets into the page: as text, whatever it holds.
///
/// The engine's own escaping goes by `Character`, so that a quotation mark with a combining accent after it is no quotation mark to it, but is one to
/// a browser. This one goes by Unicode scalar. It also writes out what cannot be seen or turns the line around, and cuts what is too long for a cell.
struct PageText: MustacheContentType {
    static let name = "REPORT"
    static let longest = 500

    func escapeText(_ text: String) -> String { Self.escaped(text) }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        var length = 0
        var marks = 0
        for scalar in text.unicodeScalars {
            length += 1
            if length > longest { return escaped + "…" }
            marks = scalar.properties.isGraphemeExtend ? marks + 1 : 0
            if marks > 3 { continue }  // a tower of accents covers the lines around it
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case _ where isUnseen(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: return true
        default: return false
        }
    }
}
