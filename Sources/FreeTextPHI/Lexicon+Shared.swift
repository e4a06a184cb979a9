// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextLexicon
internal import FreeTextRules

extension Lexicon {
    /// The word tables of the program.
    static let shared = Lexicon(
        latin: PackedTable(free_text_latin_words(), valueSize: ValueSize.latin), han: PackedTable(free_text_han_words(), valueSize: ValueSize.han),
        hanNames: PackedTable(free_text_han_names(), valueSize: ValueSize.hanNames),
        hanContext: PackedTable(free_text_han_context(), valueSize: ValueSize.hanContext),
        japanese: PackedTable(free_text_japanese_names(), valueSize: ValueSize.japanese))
}

extension NameModel {
    /// The weights of the program.
    static let shared = {
        let weights = free_text_name_weights()
        return NameModel(weights: weights.start, count: weights.count)
    }()
}

extension PackedTable {
    fileprivate init(_ table: free_text_table, valueSize: Int) { self.init(start: table.start, count: table.count, valueSize: valueSize) }
}
