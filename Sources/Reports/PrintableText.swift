// SPDX-License-Identifier: Apache-2.0

/// Text that came from a file, a manifest or a name on the disk, as it may be printed.
///
/// Control characters and what else moves the cursor, turns the direction of writing or cannot be seen become U+FFFD, so that
/// nothing can colour, hide, overwrite or reorder what a person reads; line feeds and tabs become blanks.
public func printable(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        result.append(isPlain(scalar) ? scalar : "\n\r\t\u{0B}\u{0C}".unicodeScalars.contains(scalar) ? " " : "\u{FFFD}")
    }
    return String(result)
}

/// The same for a text of ours that has lines.
public func printableLines(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy({ $0 == "\n" || isPlain($0) }) { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { printable($0) }.joined(separator: "\n")
}

/// JSON that says the same with nothing in it that a terminal obeys: such characters stand in strings only, and are escaped there.
public func printableJSON(_ json: String) -> String {
    if json.unicodeScalars.allSatisfy({ $0 == "\n" || isPlain($0) }) { return json }
    var result = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
        if scalar == "\n" || isPlain(scalar) {
            result.append(scalar)
        } else {
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
    }
    return String(result)
}

/// Whether a character is shown as it is, and does nothing else.
public func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
}
