// SPDX-License-Identifier: Apache-2.0

/// Rows of text compiled into the executable: one a line, fields parted by `|`.
///
/// The compiler cannot cope with literals of thousands of structures; one string it takes in its stride.
package struct EmbeddedTable: Sendable {
    private let text: StaticString

    package init(_ text: StaticString) {
        self.text = text
    }

    package func forEachRow(_ body: (inout EmbeddedRow) -> Void) {
        var rest = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)[...]
        while !rest.isEmpty {
            var row = EmbeddedRow(rest: rest.removeField(before: UInt8(ascii: "\n")))
            body(&row)
        }
    }
}

/// One row, consumed field by field. The tables are ours and tested, so a malformed field stops the process.
package struct EmbeddedRow {
    package typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    fileprivate var rest: Bytes

    package mutating func bytes() -> Bytes { rest.removeField(before: UInt8(ascii: "|")) }

    package mutating func string() -> String { String(decoding: bytes(), as: UTF8.self) }

    package mutating func hexadecimal() -> UInt32 { bytes().hexadecimal }

    package mutating func tag() -> AttributeTag { AttributeTag(number: hexadecimal()) }

    /// The field holds the letter anywhere.
    package mutating func contains(_ letter: Unicode.Scalar) -> Bool { bytes().contains(UInt8(ascii: letter)) }

    /// `US`, `US/SS/OW`, or nothing.
    package mutating func valueRepresentations() -> (first: ValueRepresentation?, others: [ValueRepresentation]) {
        var field = bytes()
        guard field.count > 2 else { return (field.valueRepresentation, []) }
        let first = field.removeField(before: UInt8(ascii: "/")).valueRepresentation
        var others: [ValueRepresentation] = []
        while !field.isEmpty {
            if let other = field.removeField(before: UInt8(ascii: "/")).valueRepresentation { others.append(other) }
        }
        return (first, others)
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate mutating func removeField(before separator: UInt8) -> Self {
        let end = firstIndex(of: separator) ?? endIndex
        defer { self = end == endIndex ? self[endIndex...] : self[(end + 1)...] }
        return self[startIndex..<end]
    }

    /// The digits as a number; the tables write them in upper case.
    package var hexadecimal: UInt32 {
        reduce(0) { number, digit in
            number << 4 | UInt32(digit > UInt8(ascii: "9") ? digit - UInt8(ascii: "A") + 10 : digit - UInt8(ascii: "0"))
        }
    }

    /// The VR of two letters; `nil` for any other text.
    package var valueRepresentation: ValueRepresentation? {
        guard count == 2 else { return nil }
        return ValueRepresentation(letters: UInt16(self[startIndex]) << 8 | UInt16(self[startIndex + 1]))
    }
}
