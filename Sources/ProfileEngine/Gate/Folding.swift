// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Text as it is compared: lower case, without diacritics, full-width forms as ASCII, hiragana and half-width kana as
/// katakana, invisible characters gone.
///
/// The result is UTF-8, so that it can be searched by bytes.
func folded(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
    var result: [UInt8] = []
    for character in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
        switch character.value {
        case 0x300...0x36F, 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD, 0x202A...0x202E: continue
        case 0xFF01...0xFF5E: result.append(UInt8(character.value - 0xFEE0) | ((0xFF21...0xFF3A).contains(character.value) ? 0x20 : 0))
        case 0x3041...0x3096: result += Array(String(Unicode.Scalar(character.value + 0x60)!).utf8)
        case 0xFF66...0xFF9F: result += Array(String(Unicode.Scalar(fullWidthKana[Int(character.value - 0xFF66)])!).utf8)
        case 0x3000, 0xA0, 0x2000...0x200A, 0x202F: result.append(0x20)
        case 0xDF: result += Array("ss".utf8)
        case 0xF8: result.append(UInt8(ascii: "o"))
        case 0xE6: result += Array("ae".utf8)
        case 0x153: result += Array("oe".utf8)
        case 0x142: result.append(UInt8(ascii: "l"))
        case 0x131: result.append(UInt8(ascii: "i"))
        default: result += Array(String(character).utf8)
        }
    }
    return result
}

/// For U+FF66 to U+FF9F; the sound marks become the combining ones into which full-width kana are taken apart.
private let fullWidthKana: [UInt32] =
    "\u{30F2}\u{30A1}\u{30A3}\u{30A5}\u{30A7}\u{30A9}\u{30E3}\u{30E5}\u{30E7}\u{30C3}\u{30FC}アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
    .unicodeScalars.map(\.value)
