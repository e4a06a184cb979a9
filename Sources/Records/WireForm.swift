// SPDX-License-Identifier: Apache-2.0

/// Fields one behind the other, as they go through the pipe and into the journal: numbers of eight bytes, little endian, numbers of as many bytes
/// as they need, and bytes behind their count.
package struct WireWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(fixed number: Int64) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }

    /// - Parameter number: Not negative.
    package mutating func append(_ number: Int) {
        var rest = UInt64(number)
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    package mutating func append(_ field: [UInt8]) {
        append(field.count)
        bytes += field
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 {
            append($0.count)
            bytes.append(contentsOf: $0)
        }
    }

    package mutating func append<Field>(_ field: Field?, _ body: (inout WireWriter, Field) -> Void) {
        append(field != nil)
        if let field { body(&self, field) }
    }

    package mutating func append<Element>(all elements: some Collection<Element>, _ body: (inout WireWriter, Element) -> Void) {
        append(elements.count)
        for element in elements { body(&self, element) }
    }
}

/// Takes apart what a ``WireWriter`` wrote. Nothing is believed: whoever wrote it may have crashed, or lie.
package struct WireReader {
    /// What was read is not what it should be.
    package struct Malformed: Error {
        package init() {}
    }

    private let bytes: [UInt8]
    private var position: Int

    package init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = start
    }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func fixed() throws(Malformed) -> Int64 {
        guard bytes.count - position >= 8 else { throw Malformed() }
        let number = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Int64.self) }
        position += 8
        return Int64(littleEndian: number)
    }

    package mutating func number() throws(Malformed) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard position < bytes.count else { throw Malformed() }
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int(number) }
        }
        throw Malformed()
    }

    /// A number that is added up with those of all other files.
    package mutating func number(below limit: Int) throws(Malformed) -> Int {
        let number = try number()
        guard number < limit else { throw Malformed() }
        return number
    }

    /// How many elements, or texts in them: no file has as many as four bytes can say.
    package mutating func count() throws(Malformed) -> Int { try number(below: 1 << 32) }

    package mutating func flag() throws(Malformed) -> Bool {
        switch try number() {
        case 0: false
        case 1: true
        default: throw Malformed()
        }
    }

    package mutating func field() throws(Malformed) -> [UInt8] { Array(try slice()) }

    package mutating func text() throws(Malformed) -> String {
        guard let text = String(validating: try slice(), as: UTF8.self) else { throw Malformed() }
        return text
    }

    package mutating func optional<Field>(_ body: (inout WireReader) throws(Malformed) -> Field) throws(Malformed) -> Field? {
        try flag() ? try body(&self) : nil
    }

    package mutating func all<Element>(_ body: (inout WireReader) throws(Malformed) -> Element) throws(Malformed) -> [Element] {
        let count = try number()
        // An element has a byte at least.
        guard count <= bytes.count - position else { throw Malformed() }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    private mutating func slice() throws(Malformed) -> ArraySlice<UInt8> {
        let count = try number()
        guard count <= bytes.count - position else { throw Malformed() }
        defer { position += count }
        return bytes[position..<position + count]
    }
}

/// What has a wire form.
package protocol WireFormed {
    func write(to wire: inout WireWriter)
    init(from wire: inout WireReader) throws(WireReader.Malformed)
}

extension WireFormed {
    package var wireForm: [UInt8] {
        var wire = WireWriter()
        write(to: &wire)
        return wire.bytes
    }

    /// - Throws: Also where something is left behind the end.
    package init(wireForm bytes: [UInt8]) throws(WireReader.Malformed) {
        var wire = WireReader(bytes)
        self = try Self(from: &wire)
        guard wire.isAtEnd else { throw WireReader.Malformed() }
    }
}
