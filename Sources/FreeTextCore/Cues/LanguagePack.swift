// SPDX-License-Identifier: Apache-2.0

/// The words one language gives to the detectors. Plain data: a new language is a folder with one text file.
///
/// The text has sections. A line `name:` begins one, named after a ``cueNames`` entry or `months`; the lines below hold phrases parted
/// by `|`. `months` holds twelve groups parted by `|`, the names of one month parted by spaces. `#` begins a comment line.
public struct LanguagePack: Sendable {
    /// ISO 639-1, such as `de`.
    public let code: String
    /// Phrases and what they announce.
    package let cues: [(cue: Cue, phrases: [Substring])]
    /// Twelve groups of names, or none.
    package let months: [[Substring]]

    /// - Parameters:
    ///   - code: ISO 639-1.
    ///   - text: The sections, in the form described above.
    /// - Throws: ``LanguagePackError`` with the line at which the text cannot be read.
    public init(code: String, text: String) throws(LanguagePackError) {
        var cues: [(cue: Cue, phrases: [Substring])] = []
        var months: [[Substring]] = []
        var inMonths = false
        for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let words = LanguagePack.trim(line)
            if words.isEmpty || words.first == UInt8(ascii: "#") { continue }
            if words.last == UInt8(ascii: ":"), line.first != UInt8(ascii: " "), !words.contains(UInt8(ascii: "|")) {
                let name = String(Substring(words.dropLast()))
                inMonths = name == "months"
                if inMonths { continue }
                guard let cue = Cue.named[name] else { throw .unknownSection(name, line: number + 1) }
                cues.append((cue, []))
                continue
            }
            let phrases = words.split(separator: UInt8(ascii: "|")).map { Substring(LanguagePack.trim($0)) }.filter { !$0.isEmpty }
            if inMonths {
                months += phrases.map { $0.split(separator: " ") }
            } else if cues.isEmpty {
                throw .phraseOutsideSection(line: number + 1)
            } else {
                cues[cues.count - 1].phrases += phrases
            }
        }
        guard months.isEmpty || months.count == 12 else { throw .wrongNumberOfMonths(months.count) }
        self.code = code
        self.cues = cues
        self.months = months
    }

    /// The names that sections may have, `months` apart.
    public static let cueNames: [String] = Cue.named.keys.sorted()

    /// Bytes, since characters are slow to tell apart and this runs at every start.
    private static func trim(_ s: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8?) -> Bool { byte == 32 || byte == 9 || byte == 13 }
        var s = s
        while isBlank(s.first) { s.removeFirst() }
        while isBlank(s.last) { s.removeLast() }
        return s
    }
}

/// Why the text of a language pack cannot be read.
public enum LanguagePackError: Error, Hashable, CustomStringConvertible {
    case unknownSection(String, line: Int)
    case phraseOutsideSection(line: Int)
    case wrongNumberOfMonths(Int)

    public var description: String {
        switch self {
        case .unknownSection(let name, let line): "line \(line): no section is called '\(name)'. Use one of LanguagePack.cueNames, or months."
        case .phraseOutsideSection(let line): "line \(line): words stand before the first section. Begin with a line such as 'title:'."
        case .wrongNumberOfMonths(let count): "section months: \(count) groups. Write twelve, parted by '|', or leave the section out."
        }
    }
}
