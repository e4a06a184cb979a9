// SPDX-License-Identifier: Apache-2.0

import DICOMModel

/// Tells the East Asian encodings of two bytes a character from each other and from Latin text, by the bytes alone.
///
/// The encodings overlap, so a short value can be misjudged; the search therefore looks at all readings.
enum EastAsianGuess {
    /// The encoding that the bytes look like; `nil` where they rather look like one byte a character.
    static func charset(of bytes: [UInt8], as vr: ValueRepresentation) -> Charset? {
        guard !looksLatin(bytes) else { return nil }
        func fits(_ charset: Charset) -> Bool {
            SpecificCharacterSet.text(of: bytes, .multiByte(charset), as: vr, mode: .strict) != nil
        }
        let pairs = pairs(of: bytes)
        let order: [Charset]
        if pairs.allSatisfy({ $0.lead >= 0xA1 && $0.trail >= 0xA1 }) {
            // KS X 1001 has its syllables in rows B0 to C8, GB 2312 the characters in use in rows B0 to D7.
            let looksKorean = pairs.count >= 3 && pairs.allSatisfy { (0xB0...0xC8).contains($0.lead) }
            order = looksKorean ? [.unifiedHangul, .gb18030] : [.gb18030, .unifiedHangul, .eucJP, .big5]
        } else {
            // Kana and the kanji in use have leads 82, 83 and 88 to 9F in Shift-JIS.
            let japanese = pairs.count { (0x81...0x9F).contains($0.lead) }
            order =
                japanese * 2 > pairs.count
                ? [.shiftJIS, .gb18030, .unifiedHangul, .big5] : [.gb18030, .unifiedHangul, .big5, .shiftJIS]
        }
        return order.first(where: fits)
    }

    /// Lone accented letters among ASCII letters: nearly every one has a letter beside it.
    private static func looksLatin(_ bytes: [UInt8]) -> Bool {
        func isLetter(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            return (0x41...0x5A).contains(bytes[index] & 0xDF) && bytes[index] < 0x80
        }
        var high = 0
        var besideLetters = 0
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            high += 1
            if byte >= 0xC0 {
                if isLetter(index - 1) || isLetter(index + 1) { besideLetters += 1 }
            } else if isLetter(index - 1) && isLetter(index + 1) {
                besideLetters += 1
            }
        }
        return besideLetters * 4 >= high * 3
    }

    private static func pairs(of bytes: [UInt8]) -> [(lead: UInt8, trail: UInt8)] {
        var pairs: [(lead: UInt8, trail: UInt8)] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] >= 0x80, index + 1 < bytes.count {
                pairs.append((bytes[index], bytes[index + 1]))
                index += 2
            } else {
                index += 1
            }
        }
        return pairs
    }
}
