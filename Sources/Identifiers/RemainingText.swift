// SPDX-License-Identifier: Apache-2.0

/// The text without the matches and without the gaps they leave; empty where nothing readable is left.
package func remaining(of text: String, without matches: [IdentifierMatch]) -> String {
    guard !matches.isEmpty else { return text }
    var left = String.UnicodeScalarView()
    var next = 0
    for (position, scalar) in text.unicodeScalars.enumerated() {
        while next < matches.count, matches[next].range.upperBound <= position { next += 1 }
        if next < matches.count, matches[next].range.contains(position) { continue }
        left.append(scalar)
    }
    let isWord = { (character: Character) in character.isLetter || character.isNumber }
    let words: [Substring] = String(left).split(separator: " ").filter { $0.contains(where: isWord) || $0.count == 1 }
    guard words.contains(where: { $0.contains(where: isWord) }) else { return "" }
    return words.joined(separator: " " as String)
}
