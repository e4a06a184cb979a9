// SPDX-License-Identifier: Apache-2.0

/// The tag of a Data Element: group and element number (PS3.5 section 7.1).
public struct AttributeTag: Hashable, Comparable, Sendable {
    public let group: UInt16
    public let element: UInt16

    @inlinable
    public init(_ group: UInt16, _ element: UInt16) {
        self.group = group
        self.element = element
    }

    /// The tag as one number, group in the upper half; orders as a Data Set does.
    @inlinable
    public var number: UInt32 { UInt32(group) << 16 | UInt32(element) }

    @inlinable
    public init(number: UInt32) {
        self.init(UInt16(truncatingIfNeeded: number >> 16), UInt16(truncatingIfNeeded: number))
    }

    @inlinable
    public static func < (left: AttributeTag, right: AttributeTag) -> Bool { left.number < right.number }

    /// Odd groups belong to makers, not to the standard (PS3.5 section 7.8).
    @inlinable
    public var isPrivate: Bool { group & 1 == 1 }

    /// (gggg,0010) to (gggg,00FF) of an odd group reserve a block of private elements.
    @inlinable
    public var isPrivateCreator: Bool { isPrivate && (0x10...0xFF).contains(element) }

    /// For a private element, the Private Creator element that reserves its block; `nil` if it lies in no block.
    @inlinable
    public var creatorTag: AttributeTag? {
        guard isPrivate, element >= 0x1000 else { return nil }
        return AttributeTag(group, element >> 8)
    }

    /// (gggg,0000), retired outside groups 0000, 0002 and 0004.
    @inlinable
    public var isGroupLength: Bool { element == 0 }
}

extension AttributeTag: CustomStringConvertible {
    /// `(gggg,eeee)` in upper-case hexadecimal.
    public var description: String { "(\(hexadecimal(group)),\(hexadecimal(element)))" }

    private func hexadecimal(_ value: UInt16) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Reads `(gggg,eeee)`, `gggg,eeee` or `ggggeeee`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var body = text[...]
        if body.first == "(" {
            guard body.last == ")" else { return nil }
            body = body.dropFirst().dropLast()
        }
        let digits = String(body.filter { $0 != "," })
        guard digits.count == 8, body.count == 8 || body.count == 9,
            body.count == 8 || Array(body)[4] == ",",
            digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: 16)
        else { return nil }
        self.init(number: number)
    }
}
