// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// What every one- and two-byte code of one ``Charset`` means, asked of iconv once.
///
/// Text is converted from these tables alone: no conversion descriptor is shared or outlives the making of a table.
final class ConversionTable: Sendable {
    /// Scalar of the byte 80 + index; 0 where the byte alone is no character.
    let singles: [UInt32]
    /// Scalar of the pair (lead - 80) x 256 + trail; 0 where there is none. Empty for one-byte sets.
    let doubles: [UInt32]
    /// Code of a scalar of the basic plane: one byte, or lead and trail; 0 where there is none.
    private let codes: [UInt16]

    private static let cache = Mutex<[ConversionTable?]>(Array(repeating: nil, count: Charset.allCases.count))

    static func of(_ charset: Charset) -> ConversionTable {
        let slot = Int(charset.rawValue)
        return cache.withLock { tables in
            if let table = tables[slot] { return table }
            let table = ConversionTable(charset)
            tables[slot] = table
            return table
        }
    }

    private init(_ charset: Charset) {
        var singles = [UInt32](repeating: 0, count: 128)
        var doubles: [UInt32] = []
        var codes = [UInt16](repeating: 0, count: 0x10000)
        if let converter = IconvProbe(from: charset.iconvName) {
            for (index, lead) in (UInt8(0x80)...0xFF).enumerated() where charset.mayStandAlone(lead) {
                guard let scalar = converter.scalar(of: [lead]) else { continue }
                singles[index] = scalar
                if scalar < 0x10000, codes[Int(scalar)] == 0 { codes[Int(scalar)] = UInt16(lead) }
            }
            if !charset.isSingleByte {
                doubles = [UInt32](repeating: 0, count: 128 * 256)
                let prefix: [UInt8] = charset == .jisX0212 ? [0x8F] : []
                for lead in charset.leads where singles[Int(lead) - 0x80] == 0 {
                    for trail in charset.trails {
                        guard let scalar = converter.scalar(of: prefix + [lead, trail]) else { continue }
                        doubles[(Int(lead) - 0x80) << 8 | Int(trail)] = scalar
                        if scalar < 0x10000, codes[Int(scalar)] == 0 {
                            codes[Int(scalar)] = UInt16(lead) << 8 | UInt16(trail)
                        }
                    }
                }
            }
        }
        self.singles = singles
        self.doubles = doubles
        self.codes = codes
    }

    func scalar(single byte: UInt8) -> UInt32? {
        let scalar = singles[Int(byte) - 0x80]
        return scalar == 0 ? nil : scalar
    }

    func scalar(lead: UInt8, trail: UInt8) -> UInt32? {
        guard !doubles.isEmpty, lead >= 0x80 else { return nil }
        let scalar = doubles[(Int(lead) - 0x80) << 8 | Int(trail)]
        return scalar == 0 ? nil : scalar
    }

    func code(of scalar: UInt32) -> UInt16? {
        guard scalar < 0x10000 else { return nil }
        let code = codes[Int(scalar)]
        return code == 0 ? nil : code
    }

    var isEmpty: Bool { singles.allSatisfy { $0 == 0 } && doubles.allSatisfy { $0 == 0 } }
}

extension Charset {
    /// In the sets of the standard, 80 to 9F belong to C1, which DICOM does not use (PS3.5 section 6.1.3).
    fileprivate func mayStandAlone(_ byte: UInt8) -> Bool {
        switch self {
        case .latin1, .latin2, .latin3, .latin4, .latin5, .latin9, .cyrillic, .arabic, .greek, .hebrew, .thai: byte >= 0xA0
        case .katakana: (0xA1...0xDF).contains(byte)
        case .jisX0208, .jisX0212, .ksX1001, .gb2312, .gbk, .gb18030, .unifiedHangul, .big5, .eucJP, .johab: false
        default: true
        }
    }

    fileprivate var leads: ClosedRange<UInt8> { isDoubleByteSet ? 0xA1...0xFE : 0x81...0xFE }
    fileprivate var trails: ClosedRange<UInt8> { isDoubleByteSet ? 0xA1...0xFE : 0x40...0xFE }
}

/// Asks iconv for one character at a time, while a table is made.
struct IconvProbe: ~Copyable {
    private let descriptor: iconv_t
    private static let failure = Int(bitPattern: UInt.max)

    /// `nil` where the C library lacks the conversion.
    init?(from name: String) {
        guard let descriptor = iconv_open("UTF-32LE", name), Int(bitPattern: descriptor) != -1 else { return nil }
        self.descriptor = descriptor
    }

    deinit { iconv_close(descriptor) }

    /// Has the C library load a conversion from the disk and keep it.
    static func load(_ name: String) { _ = iconv_open("UTF-32LE", name) }

    /// The one scalar that the bytes stand for; `nil` if they are no character, more than one, or several scalars.
    func scalar(of code: [UInt8]) -> UInt32? {
        var input = code.map { CChar(bitPattern: $0) }
        var output: [UInt32] = [0, 0, 0, 0]
        var inputLeft = input.count
        var outputLeft = 16
        let failed = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBytes { target in
                var from = source.baseAddress
                var into = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                iconv(descriptor, nil, nil, nil, nil)
                if iconv(descriptor, &from, &inputLeft, &into, &outputLeft) == Self.failure { return true }
                // Some converters hold a character back until they know that no combining one follows.
                return iconv(descriptor, nil, nil, &into, &outputLeft) == Self.failure
            }
        }
        guard !failed, inputLeft == 0, outputLeft == 12, output[0] != 0 else { return nil }
        return UInt32(littleEndian: output[0])
    }
}
