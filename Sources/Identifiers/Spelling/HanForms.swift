// SPDX-License-Identifier: Apache-2.0

/// The characters in which another system writes the same name.
enum HanForms {
    private static let variants: [Symbol: [Symbol]] = {
        var result: [Symbol: [Symbol]] = [:]
        var variant: UInt32 = 0
        for scalar in HanVariantsTable.pairs.description.unicodeScalars {
            if variant == 0 {
                variant = scalar.value
            } else {
                if (0x4E00...0x9FFF).contains(variant) || variant == 0xFA11 { result[scalar.value, default: []].append(variant) }
                variant = 0
            }
        }
        return result
    }()

    private static let most = 16

    /// The text with each character that has other forms written in those, for bytes, which cannot be folded.
    static func others(of text: String) -> [String] {
        let scalars = text.unicodeScalars.map(\.value)
        guard scalars.count <= 8, scalars.contains(where: { SymbolClass($0) == .han }) else { return [] }
        var forms: [[UInt32]] = [[]]
        for scalar in scalars {
            var choices = [scalar]
            if SymbolClass(scalar) == .han, case .symbol(let base) = ScalarFolding.shared.fold(scalar) {
                choices += ([base] + (variants[base] ?? [])).filter { $0 != scalar }.prefix(3)
            }
            forms = Array(choices.prefix(forms.count > most / 2 ? 1 : choices.count).flatMap { choice in forms.map { $0 + [choice] } }.prefix(most))
        }
        return forms.dropFirst().map { String(String.UnicodeScalarView($0.compactMap { Unicode.Scalar($0) })) }
    }

    /// Families that clerks take for each other, as they sound the same.
    private static let sameSound: [[[Symbol]]] = [["渡边", "渡部"], ["斋藤", "斉藤"], ["伊东", "伊藤"], ["阿部", "安部", "安倍"]].map { row in
        row.map { CompactText($0).symbols }
    }

    static func otherSurnames(of family: [Symbol]) -> [[Symbol]] {
        sameSound.first { $0.contains(family) }?.filter { $0 != family } ?? []
    }

    /// Katakana in half width, the sound marks behind their letters.
    static func halfWidth(_ text: String) -> [UInt32] {
        text.unicodeScalars.flatMap { scalar -> [UInt32] in
            for (mark, half) in [(UInt32(0), UInt32(0)), (0x3099, 0xFF9E), (0x309A, 0xFF9F)] {
                for (place, full) in ScalarFolding.fullWidth.enumerated() {
                    if mark == 0 ? full == scalar.value : ScalarFolding.joined(full, mark) == scalar.value {
                        return [0xFF66 + UInt32(place)] + (half == 0 ? [] : [half])
                    }
                }
            }
            return [scalar.value]
        }
    }
}
