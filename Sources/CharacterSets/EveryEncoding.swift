// SPDX-License-Identifier: Apache-2.0

/// A text as it may stand in bytes of which nobody says in which set they are.
package enum EveryEncoding {
    /// In every character set of the standard and of the usual systems, in UTF-8, in UTF-8 that was taken for Latin-1 and encoded
    /// again, and in UTF-16 of both orders; each once. Sets that lack a character are left out.
    package static func spellings(of scalars: [UInt32]) -> [[UInt8]] {
        var seen: Set<[UInt8]> = []
        var result: [[UInt8]] = []
        func add(_ bytes: [UInt8]?) { if let bytes, seen.insert(bytes).inserted { result.append(bytes) } }
        let utf8 = scalars.flatMap { Unicode.Scalar($0).map { Array(String($0).utf8) } ?? [] }
        add(utf8)
        for charset in Charset.allCases where charset != .jisX0208 && charset != .ksX1001 && charset != .gb2312 && charset != .gbk {
            add(encode(scalars, in: charset))
        }
        add(scalars.contains { $0 >= 0x80 } ? encodedTwice(utf8, .latin1) : nil)
        add(scalars.contains { $0 >= 0x80 } ? encodedTwice(utf8, .windows1252) : nil)
        let units = scalars.flatMap { Unicode.Scalar($0).map { Array(String($0).utf16) } ?? [] }
        add(units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        add(units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        return result
    }

    private static func encode(_ scalars: [UInt32], in charset: Charset) -> [UInt8]? {
        let table = ConversionTable.of(charset)
        var bytes: [UInt8] = []
        for scalar in scalars {
            if scalar < 0x80 {
                bytes.append(UInt8(scalar))
            } else if let code = table.code(of: scalar) {
                if charset == .jisX0212 { bytes.append(0x8F) }
                bytes.append(code: code)
            } else if charset == .gb18030, let code = FourByteTable.gb18030.code(of: scalar) {
                bytes += code
            } else {
                return nil
            }
        }
        return bytes
    }

    private static func encodedTwice(_ utf8: [UInt8], _ charset: Charset) -> [UInt8] {
        let table = ConversionTable.of(charset)
        return utf8.flatMap { byte -> [UInt8] in
            if byte < 0x80 { return [byte] }
            let scalar = table.scalar(single: byte) ?? UInt32(byte)
            return Array(String(Unicode.Scalar(scalar)!).utf8)
        }
    }
}

extension SpecificCharacterSet {
    /// The bytes of a text that was read in the wrong set, with the scalar from which each comes.
    ///
    /// Scalars that no set has become FF, which is no letter. The sets are the declared ones, what writers use in their place, those
    /// that a reader guesses, and Windows-1252.
    package func bytesBehind(_ scalars: [UInt32]) -> [(bytes: [UInt8], origins: [Int32])] {
        var charsets: [Charset] = [.windows1252]
        switch scheme {
        case .utf8: break
        case .multiByte(let charset), .singleByte(let charset): charsets.append(charset)
        case .codeExtension(let declared): charsets += declared.charsets
        }
        charsets += charsets.compactMap(\.commonSuperset)
        if scalars.contains(where: { $0 > 0x2E80 }) { charsets += [.gb18030, .unifiedHangul, .big5, .shiftJIS, .eucJP] }
        var seen: Set<Charset> = []
        return charsets.filter { seen.insert($0).inserted }.compactMap { charset in
            let table = ConversionTable.of(charset)
            var bytes: [UInt8] = []
            var origins: [Int32] = []
            var fits = 0
            for (place, scalar) in scalars.enumerated() {
                if scalar < 0x80 {
                    bytes.append(UInt8(scalar))
                } else if let code = table.code(of: scalar) {
                    bytes.append(code: code)
                    fits += 1
                } else if scalar < 0x100, charset.isSingleByte {
                    bytes.append(UInt8(scalar))
                    fits += 1
                } else {
                    bytes.append(0xFF)
                }
                while origins.count < bytes.count { origins.append(Int32(place)) }
            }
            return fits >= 2 ? (bytes, origins) : nil
        }
    }
}
