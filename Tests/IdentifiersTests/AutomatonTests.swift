// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import Testing

@testable import Identifiers

@Suite struct AutomatonTests {
    static let headers: [[String: String]] = [
        ["PatientName": "Thornbury^Rosalind Mary", "PatientID": "JM0066817", "PatientBirthDate": "19620514", "StudyDate": "20190307"],
        ["PatientName": "Anna^Nana", "OperatorsName": "Ananas^Ann", "PatientID": "1212121", "AccessionNumber": "121212"],
        ["PatientName": "Müller^Jürgen=山田^太郎=ヤマダ^タロウ", "InstitutionName": "St. Elsewhere Hospital", "PatientBirthDate": "19851111"],
        ["PatientName": "Щербаков^Дмитрий", "PatientTelephoneNumbers": "+49 30 1234567", "StudyInstanceUID": "1.2.826.0.1.3680043.10.77.1.2"],
        ["PatientName": "张^三丰", "PatientAddress": "12 Long Street, Boston", "PatientID": "00123456"],
    ]

    /// Pieces of what is looked for, and what stands between.
    private static func texts(_ header: [String: String], seed: UInt64) -> [String] {
        var random = SplitMix(state: seed)
        let words =
            header.values.flatMap { $0.split(whereSeparator: { "^= ,\\".contains($0) }).map(String.init) }
            + ["Ann", "12", "14.05.1962", "14 May 62", "March", "ct", "x", "Zh", "7", "2019", "Mueller", "三", "mr"]
        let gaps = ["", "", " ", ".", "-", "/", "\n", ", ", "\0", "_", "\\"]
        return (0..<300).map { _ in
            (0..<random.below(7) + 1).reduce("") { text, _ in
                let word = words[random.below(words.count)]
                let piece = random.below(3) == 0 ? String(word.prefix(random.below(word.count) + 1)) : word
                return text + (random.below(4) == 0 ? piece.uppercased() : piece) + gaps[random.below(gaps.count)]
            }
        }
    }

    /// Walks the tree of needles from every symbol of the text.
    private static func hitsOneByOne(_ tree: NeedleTree, _ searcher: Searcher) -> [Hit] {
        var result: [Hit] = []
        let symbols = searcher.text.symbols
        for start in symbols.indices {
            var node: Int32 = 0
            var best: Hit?
            for place in start..<symbols.count {
                var child = tree[node].firstChild
                while child >= 0, tree[child].symbol != symbols[place] { child = tree[child].nextSibling }
                guard child >= 0 else { break }
                node = child
                var number = tree[node].firstNeedle
                while number >= 0 {
                    if let hit = searcher.judged(tree.needles[Int(number)], start, place + 1), best.map({ Searcher.isBetter(hit, $0) }) ?? true {
                        best = hit
                    }
                    number = tree.nextNeedle[Int(number)]
                }
            }
            if let best { result.append(best) }
        }
        return result
    }

    @Test("One pass finds what a walk from every letter finds", arguments: headers)
    func findsTheSame(_ header: [String: String]) {
        var builder = NeedleBuilder { _ in false }
        for fact in Identity(header: header).facts { builder.add(fact) }
        let automaton = Automaton(builder.tree)
        var found = 0
        for text in Self.texts(header, seed: 7) {
            for (folded, isBytes) in [(CompactText(text), false), (CompactText(bytes: Array(text.utf8)), true)] {
                let searcher = Searcher(automaton: automaton, text: folded, isBytes: isBytes) { _ in false }
                let hits = searcher.hits()
                found += hits.count
                #expect(hits == Self.hitsOneByOne(builder.tree, searcher), "\(text.debugDescription)")
            }
        }
        #expect(found > 100)
    }

    @Test("The first pass says that nothing is there only where the search finds nothing", arguments: headers)
    func firstPassMissesNothing(_ header: [String: String]) {
        let known = index(header).adding(uids: ["1.2.826.0.1.3680043.10.77.17"])
        var clean = 0
        let others = [
            "1.2.826.0.1.3680043.10.77.17", "x 1.2.826.0.1.3680043.10.77.17.3", "\u{200B}1.2.826.0.1.368\u{200B}0043.10.77.17",
            "１．２．８２６．０．１．３６８００４３．１０．７７．１７", "nothing", "30f", "-", "",
        ]
        // From end to end a value may be a name of two letters.
        let parts = header.values.flatMap { $0.split { "^=\\".contains($0) }.map(String.init) }
        let wholes = parts + parts.map { "x\\\($0)\\y" } + parts.map { "\($0.prefix(2))\u{0B}\($0.dropFirst(2))" }
        for text in Self.texts(header, seed: 11) + others + wholes {
            let bytes = Array(text.utf8)
            if bytes.withUnsafeBufferPointer({ known.holdsNothing(inPlain: $0, separator: nil) }) {
                clean += 1
                for reading in [IdentifierIndex.Reading.prose, .value, .code] { #expect(known.matches(in: text, as: reading).isEmpty, "\(text)") }
            }
            if bytes.withUnsafeBufferPointer({ known.holdsNothing(inPlain: $0, separator: 0x5C) }) {
                for part in text.split(separator: "\\") { #expect(known.matches(in: String(part), as: .value).isEmpty, "\(part)") }
            }
            if bytes.withUnsafeBytes({ known.holdsNothing(inBytes: $0) }) {
                clean += 1
                #expect(known.matches(inBytes: bytes).isEmpty, "\(text.debugDescription)")
            }
        }
        #expect(clean > 10)
    }

    @Test("The first pass reads bytes of any kind", arguments: headers)
    func firstPassReadsNoise(_ header: [String: String]) {
        let known = index(header)
        var random = SplitMix(state: 3)
        let name = Array((header["PatientName"] ?? "").split(separator: "^")[0].utf8)
        for round in 0..<200 {
            var bytes = (0..<random.below(60) + 4).map { _ in UInt8(random.below(round % 2 == 0 ? 256 : 128)) }
            if round % 3 == 0 { bytes.insert(contentsOf: name, at: random.below(bytes.count)) }
            if bytes.withUnsafeBytes({ known.holdsNothing(inBytes: $0) }) { #expect(known.matches(inBytes: bytes).isEmpty, "\(bytes)") }
        }
    }

    @Test("A needle of one letter makes a small automaton, and a longer run of the letter is none")
    func isSmall() {
        let tree = NeedleTree(slots: 16)
        let letters = [Symbol](repeating: 97, count: 100)
        tree.add(letters, gaps: Array(repeating: GapPolicy.closed, count: 100), Needle(kind: .patientName, reach: .word, style: .name))
        let searcher = Searcher(automaton: Automaton(tree), text: CompactText(String(repeating: "a", count: 100_000)), isBytes: false) { _ in false }
        #expect(searcher.hits().isEmpty)
        #expect(Automaton(tree).bytes < 100_000)
    }
}

/// Numbers that are the same in every run.
struct SplitMix {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(limit))
    }
}
