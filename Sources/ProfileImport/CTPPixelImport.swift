// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// A script of CTP's pixel anonymizer as regions of a profile: `{ signature } (left,top,width,height) ...`, all else is comment.
struct CTPPixelImport {
    let draft: ImportDraft

    /// Whether a text has a signature and a region.
    static func isScript(_ text: String) -> Bool {
        let blocks = Block.blocks(of: text)
        return blocks.contains { !$0.regions.isEmpty && CTPSignature.expression($0.signature) != nil }
    }

    func read(_ text: String) {
        draft.cleansPixels = true
        let blocks = Block.blocks(of: text)
        if blocks.count > 1 {
            draft.note(
                blocks[0].line,
                "CTP blanks the regions of the first signature that holds; here those of all that hold are blanked, and text that is found besides")
        }
        for block in blocks { read(block) }
    }

    private func read(_ block: Block) {
        for line in block.unreadable {
            draft.note(line, "this is no region as (left,top,width,height) with a size, and is left out; write its box into 'pixel-text: regions'")
        }
        guard !block.regions.isEmpty else {
            draft.note(block.line, "this signature has no region, so nothing is done for it; write a rule with 'when' for what is meant")
            return
        }
        guard let expression = CTPSignature.expression(block.signature), let alternatives = CTPSignature.alternatives(expression) else {
            draft.note(
                block.line,
                "this signature cannot be read, or has too many alternatives, and is left out; write 'when' and 'boxes' into 'pixel-text: regions'")
            return
        }
        for terms in alternatives { region(terms, block) }
    }

    private func region(_ terms: [CTPSignature.Term], _ block: Block) {
        var tests: [ImportedTest] = []
        for term in terms {
            guard let test = term.test else {
                draft.note(
                    block.line,
                    """
                    the test '\(term.method)' of \(term.attribute) cannot be said in a profile and is left out, so that more images are blanked; \
                    add a condition if that is too much
                    """
                )
                continue
            }
            if !tests.contains(test) { tests.append(test) }
            if term.method.hasPrefix("contains"), let tag = ImportDraft.attribute(named: term.attribute), tag == .rows || tag == .columns {
                draft.note(block.line, "'contains' of Rows or Columns means that very number here")
            }
        }
        guard !tests.isEmpty else {
            draft.note(
                block.line,
                "no test of this signature can be said in a profile, and its regions are left out; text that is found is blanked all the same")
            return
        }
        draft.addRegion(tests, block.regions)
    }

    /// A signature and its regions.
    private struct Block {
        let signature: Substring
        let line: Int
        var regions: [PixelBox] = []
        /// Lines of what looks like a region and is none.
        var unreadable: [Int] = []

        static func blocks(of text: String) -> [Block] {
            var result: [Block] = []
            var rest = text[...]
            var line = 1
            func advance(to index: String.Index) {
                line += rest[..<index].count(where: \.isNewline)
                rest = rest[index...]
            }
            while let open = rest.firstIndex(where: { $0 == "{" || $0 == "(" }) {
                advance(to: open)
                let close: Character = rest.first == "{" ? "}" : ")"
                guard let end = rest.firstIndex(of: close) else { break }
                let inside = rest[rest.index(after: rest.startIndex)..<end]
                if close == "}" {
                    result.append(Block(signature: inside, line: line))
                } else if !result.isEmpty, inside.allSatisfy({ $0.isNumber || $0.isWhitespace || "-,.".contains($0) }), inside.contains(",") {
                    let numbers = inside.split(separator: ",", omittingEmptySubsequences: false).map { Int(trimmed(String($0))) }
                    if numbers.count == 4, !numbers.contains(nil),
                        let box = PixelBox(corner: numbers[0]!, numbers[1]!, size: numbers[2]!, numbers[3]!)
                    {
                        result[result.count - 1].regions.append(box)
                    } else {
                        result[result.count - 1].unreadable.append(line)
                    }
                }
                advance(to: rest.index(after: end))
            }
            return result
        }
    }
}
