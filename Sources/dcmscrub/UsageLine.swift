// SPDX-License-Identifier: Apache-2.0

/// The argument parser fills its texts to 80 columns, but writes a usage, however long, as one line.
func withFilledUsage(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.count > 80 && $0.lowercased().hasPrefix("usage: ") ? filled($0) : String($0) }
        .joined(separator: "\n")
}

/// Breaks between options only: what is in brackets stays together, and so do an option and its value.
private func filled(_ usage: Substring) -> String {
    var (lines, pieces, depth) = ([String](), [String](), 0)
    for word in usage.split(separator: " ") {
        if depth == 0, word.hasPrefix("[") || word.hasPrefix("--") || pieces.isEmpty {
            pieces.append(String(word))
        } else {
            pieces[pieces.count - 1] += " " + word
        }
        depth += word.count { $0 == "[" } - word.count { $0 == "]" }
    }
    for piece in pieces {
        if let last = lines.last, last.count + 1 + piece.count <= 80 {
            lines[lines.count - 1] += " " + piece
        } else {
            lines.append(lines.isEmpty ? piece : String(repeating: " ", count: 11) + piece)
        }
    }
    return lines.joined(separator: "\n")
}
