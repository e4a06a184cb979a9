// SPDX-License-Identifier: Apache-2.0

extension KnownIdentifiers {
    /// Each component, and the whole in both orders; what is written without spaces, as a whole only.
    mutating func addName(_ value: String, _ kind: KnownIdentifierKind) {
        for group in value.split(separator: "=") {
            let components = group.split(separator: "^", omittingEmptySubsequences: false).map { trimmed(String($0)) }
            if group.unicodeScalars.contains(where: isIdeographic) {
                let whole = folded(components.prefix(2).joined())
                if group.unicodeScalars.filter(isIdeographic).count >= 2 { append(whole, kind, .none) }
                append(folded(components.prefix(2).joined(separator: " ")), kind, .none)
                for component in components.prefix(3) where component.unicodeScalars.count(where: isIdeographic) >= 2 { append(folded(component), kind, .none) }
                addTitled(components[0], kind)
                continue
            }
            let words = components.prefix(3).flatMap { $0.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init) }
            for part in components.prefix(3) + words where part.unicodeScalars.count >= 3 && part.contains(where: \.isLetter) {
                append(folded(part), kind, .word)
            }
            addWeak(components.prefix(3) + words, kind)
            for form in Self.joinedForms(components) where form.count >= 5 { append(form, kind, .word) }
            let names = components.prefix(2).filter { !$0.isEmpty }
            guard names.count == 2, names.joined().unicodeScalars.count >= 4 else { continue }
            for joint in [" ", "", "_", ", ", "-", ".", "^"] {
                append(folded(names.joined(separator: joint)), kind, .word)
                append(folded(names.reversed().joined(separator: joint)), kind, .word)
            }
        }
    }

    /// `OBRIEN`, `vandermeulen`, `hsmith`, `smithh`, `janemarysmith`, and `Mueller` for `Müller`.
    private static func joinedForms(_ components: [String]) -> [[UInt8]] {
        let bare = { (text: String) in folded(text).filter { isLatinAlphanumeric($0) || $0 >= 0x80 } }
        guard let family = components.first, !bare(family).isEmpty else { return [] }
        let given = components.dropFirst().prefix(2).map { String($0) }
        let spelled = folded(family.lowercased().replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue"))
        var forms = [bare(family), spelled]
        let parts = family.split { " '’-".contains($0) }.map { String($0) }
        if parts.count > 1 { forms += [folded(parts.joined(separator: " ")), folded(parts[parts.count - 1])] }
        if let first = given.first.map({ bare($0) }), let initial = first.first {
            forms += [[initial] + bare(family), bare(family) + [initial]]
            let all = given.flatMap { bare($0) }
            forms += [all + bare(family), bare(family) + all]
        }
        return forms
    }

    /// What is too short to be looked for, or a common word: it counts beside another component, behind a title, or as a whole value.
    private mutating func addWeak(_ parts: [String], _ kind: KnownIdentifierKind) {
        var all: [[UInt8]] = []
        for part in parts.map({ folded($0) }) where part.count >= 2 && part.contains(where: { !(0x30...0x39).contains($0) }) && !all.contains(part) { all.append(part) }
        let isCommon = { (part: [UInt8]) in CommonTerms.contains(part) }
        let isWeak = { (part: [UInt8]) in part.count < 3 || isCommon(part) }
        guard all.contains(where: { !Self.nobody.contains($0) }) else { return }
        for weak in all where isWeak(weak) && !Self.nobody.contains(weak) {
            addWholeValue(weak, kind)
            for title in Self.titles + (isCommon(weak) ? [] : Self.cues) {
                for joint in [" ", ". ", ".", ": ", "_", "^"] { append(Array((title + joint).utf8) + weak, kind, .word) }
            }
            for partner in all where partner != weak && !Self.nobody.contains(partner) && !(isCommon(partner) && isCommon(weak)) {
                for joint in [" ", ", ", ",", "^", "_", "-", ".", "/", "=", ""] {
                    append(weak + Array(joint.utf8) + partner, kind, .word)
                    append(partner + Array(joint.utf8) + weak, kind, .word)
                }
            }
        }
    }

    /// 慕先生, though 慕 alone is a word.
    private mutating func addTitled(_ family: String, _ kind: KnownIdentifierKind) {
        guard !family.isEmpty else { return }
        for title in Self.titlesBehind { append(folded(family + title), kind, .none) }
    }

    private static let titles = [
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "doctor", "sir", "herr", "frau", "mme", "mlle", "monsieur", "madame", "sr", "sra", "señor", "señora", "signor", "signora",
        "sister", "nurse", "tech", "rad", "md",
    ].map { String(decoding: folded($0), as: UTF8.self) }

    /// Before a word that is none of anatomy.
    private static let cues = ["pt", "patient", "name", "surname", "family", "pat"]

    private static let titlesBehind = [
        "先生", "女士", "小姐", "太太", "夫人", "医生", "醫生", "医师", "醫師", "大夫", "护士", "護士", "教授", "主任", "老师", "老師", "同志", "某", "さん", "様", "さま", "氏", "先生様", "殿", "医師", "씨", "님", "선생님", "환자",
    ]

    /// Placeholders in the place of a name.
    private static let nobody: Set<[UInt8]> = Set(
        [
            "anonymous", "anonymized", "anonymised", "anon", "unknown", "unnamed", "none", "null", "test", "testing", "patient", "phantom", "demo", "sample", "example", "name", "subject", "volunteer", "research",
            "deidentified", "removed", "not", "available", "the", "and", "for", "self", "staff", "hospital", "clinic", "doctor", "physician", "user", "admin", "operator", "mr", "mrs", "ms", "dr", "na", "no", "qa", "qc",
            "dummy", "jr", "sr", "ii", "iii", "iv", "md", "ct", "us", "xa", "cr", "dx",
        ].map { Array($0.utf8) })
}
