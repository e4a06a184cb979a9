// SPDX-License-Identifier: Apache-2.0

/// A value with a map from its folded bytes back to its characters, so that hits can be cut out.
struct RemainingText {
    private let characters: [Character]
    private let text: [UInt8]
    /// For each folded byte, the character it came from.
    private let origins: [Int]

    init(_ value: String) {
        characters = Array(value)
        var text: [UInt8] = []
        var origins: [Int] = []
        for (number, character) in characters.enumerated() {
            let bytes = folded(String(character))
            text += bytes
            origins += Array(repeating: number, count: bytes.count)
        }
        self.text = text
        self.origins = origins
    }

    /// The text without any of the needles, and without the gaps they leave. Empty where it cannot be cut apart.
    func without(_ needles: [KnownIdentifiers.Needle]) -> String {
        var isCut = Array(repeating: false, count: characters.count)
        var hasHit = false
        for needle in needles {
            var position = 0
            while let hit = find(needle, in: text, from: position) {
                hasHit = true
                for byte in hit..<hit + needle.bytes.count { isCut[origins[byte]] = true }
                position = hit + needle.bytes.count
            }
        }
        guard hasHit else { return "" }
        let left = String(characters.indices.filter { !isCut[$0] }.map { characters[$0] })
        let isWord = { (character: Character) in character.isLetter || character.isNumber }
        let words: [Substring] = left.split(separator: " ").filter { $0.contains(where: isWord) || $0.count == 1 }
        guard words.contains(where: { $0.contains(where: isWord) }) else { return "" }
        return words.joined(separator: " " as String)
    }
}
