// SPDX-License-Identifier: Apache-2.0

/// The four-byte codes of GB18030 (PS3.5 Annex J).
///
/// Codes run in one order from 81308130. The first 39,420 fill the gaps that two-byte codes leave in the basic plane;
/// those from 90308130 are the supplementary planes, in order.
struct FourByteTable: Sendable {
    static let gb18030 = FourByteTable()

    private static let basicCount = 39_420
    private static let supplementaryStart = 189_000

    private let scalars: [UInt32]
    private let positions: [UInt16]

    private init() {
        var scalars = [UInt32](repeating: 0, count: Self.basicCount)
        // The position plus one, so that 0 says "none".
        var positions = [UInt16](repeating: 0, count: 0x10000)
        if let converter = IconvProbe(from: Charset.gb18030.iconvName) {
            for position in 0..<Self.basicCount {
                guard let scalar = converter.scalar(of: Self.code(at: position)), scalar < 0x10000 else { continue }
                scalars[position] = scalar
                if positions[Int(scalar)] == 0 { positions[Int(scalar)] = UInt16(position + 1) }
            }
        }
        self.scalars = scalars
        self.positions = positions
    }

    func scalar(of code: ArraySlice<UInt8>) -> UInt32? {
        guard code.count == 4, let position = Self.position(of: code) else { return nil }
        if position < Self.basicCount {
            return scalars[position] == 0 ? nil : scalars[position]
        }
        let supplementary = position - Self.supplementaryStart
        guard (0..<0x100000).contains(supplementary) else { return nil }
        return 0x10000 + UInt32(supplementary)
    }

    func code(of scalar: UInt32) -> [UInt8]? {
        if scalar >= 0x10000 { return Self.code(at: Self.supplementaryStart + Int(scalar) - 0x10000) }
        let position = Int(positions[Int(scalar)])
        return position == 0 ? nil : Self.code(at: position - 1)
    }

    private static func position(of code: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(code)
        guard (0x81...0xFE).contains(bytes[0]), (0x30...0x39).contains(bytes[1]),
            (0x81...0xFE).contains(bytes[2]), (0x30...0x39).contains(bytes[3])
        else { return nil }
        let upper = (Int(bytes[0]) - 0x81) * 10 + Int(bytes[1]) - 0x30
        return (upper * 126 + Int(bytes[2]) - 0x81) * 10 + Int(bytes[3]) - 0x30
    }

    private static func code(at position: Int) -> [UInt8] {
        [
            UInt8(0x81 + position / 12_600), UInt8(0x30 + position / 1_260 % 10),
            UInt8(0x81 + position / 10 % 126), UInt8(0x30 + position % 10),
        ]
    }
}
