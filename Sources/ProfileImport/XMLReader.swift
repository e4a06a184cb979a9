// SPDX-License-Identifier: Apache-2.0

/// Reads the XML of scripts: elements, attributes, text, CDATA, comments and references to characters.
///
/// Foundation's parser would do, but its library would be loaded by every worker, since a worker is the same executable.
struct XMLReader {
    enum Event: Equatable {
        case start(name: String, attributes: [String: String], line: Int)
        case text(String)
        case end(name: String)
    }

    /// Where the text is not well-formed.
    struct Failure: Error, Equatable {
        let line: Int
        let column: Int
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var counted = (position: 0, line: 1)
    private var open: [String] = []
    private var hasRoot = false
    private var events: [Event] = []

    /// - Throws: ``Failure`` unless the text is one element with everything closed.
    static func events(of text: String) throws(Failure) -> [Event] {
        var reader = XMLReader(text)
        while reader.position < reader.scalars.count { try reader.readNext() }
        guard reader.hasRoot, reader.open.isEmpty else { throw reader.failure }
        return reader.events
    }

    private init(_ text: String) {
        // XML knows one end of a line: CR LF and CR are read as LF.
        var scalars: [Unicode.Scalar] = []
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars.drop(while: { $0 == "\u{FEFF}" }) {
            if scalar != "\n" || previous != "\r" { scalars.append(scalar == "\r" ? "\n" : scalar) }
            previous = scalar
        }
        self.scalars = scalars
    }

    private var failure: Failure {
        let before = scalars[..<min(position, scalars.count)]
        return Failure(line: 1 + before.count { $0 == "\n" }, column: before.count - (before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) + 1)
    }

    /// The line of the place reached; lines are counted once.
    private mutating func currentLine() -> Int {
        counted.line += scalars[counted.position..<position].count { $0 == "\n" }
        counted.position = position
        return counted.line
    }

    // MARK: - Markup

    private mutating func readNext() throws(Failure) {
        if skip("<!--") { return try skipPast("-->") }
        if skip("<?") { return try skipPast("?>") }
        if skip("<![CDATA[") {
            let start = position
            try skipPast("]]>")
            return try add(text: String(String.UnicodeScalarView(scalars[start..<(position - 3)])))
        }
        if skip("<!DOCTYPE") { return try skipDocumentType() }
        if skip("</") { return try readEndTag() }
        if scalars[position] == "<" { return try readStartTag() }
        var text = String.UnicodeScalarView()
        while position < scalars.count, scalars[position] != "<" { text.append(try readCharacter()) }
        try add(text: String(text))
    }

    private mutating func add(text: String) throws(Failure) {
        if !open.isEmpty { return events.append(.text(text)) }
        guard text.unicodeScalars.allSatisfy(Self.isBlank) else { throw failure }
    }

    private mutating func readStartTag() throws(Failure) {
        let line = currentLine()
        position += 1
        let name = try readName()
        guard !open.isEmpty || !hasRoot else { throw failure }
        hasRoot = true
        var attributes: [String: String] = [:]
        while true {
            let hasBlank = skipBlanks()
            if skip("/>") {
                events += [.start(name: name, attributes: attributes, line: line), .end(name: name)]
                return
            }
            if skip(">") {
                events.append(.start(name: name, attributes: attributes, line: line))
                return open.append(name)
            }
            guard hasBlank else { throw failure }
            let key = try readName()
            skipBlanks()
            guard skip("=") else { throw failure }
            skipBlanks()
            guard attributes.updateValue(try readQuoted(), forKey: key) == nil else { throw failure }
        }
    }

    private mutating func readEndTag() throws(Failure) {
        let name = try readName()
        skipBlanks()
        guard open.last == name, skip(">") else { throw failure }
        open.removeLast()
        events.append(.end(name: name))
    }

    private mutating func readQuoted() throws(Failure) -> String {
        guard position < scalars.count, scalars[position] == "\"" || scalars[position] == "'" else { throw failure }
        let quote = scalars[position]
        position += 1
        var text = String.UnicodeScalarView()
        while position < scalars.count, scalars[position] != quote {
            guard scalars[position] != "<" else { throw failure }
            let isReference = scalars[position] == "&"
            let scalar = try readCharacter()
            text.append(!isReference && Self.isBlank(scalar) ? " " : scalar)
        }
        guard position < scalars.count else { throw failure }
        position += 1
        return String(text)
    }

    /// A character, or the one that `&lt;` or `&#60;` stands for.
    private mutating func readCharacter() throws(Failure) -> Unicode.Scalar {
        let scalar = scalars[position]
        guard scalar == "&" else {
            guard scalar.value >= 0x20 || Self.isBlank(scalar) else { throw failure }
            position += 1
            return scalar
        }
        guard let end = scalars[position...].prefix(12).firstIndex(of: ";") else { throw failure }
        let reference = String(String.UnicodeScalarView(scalars[(position + 1)..<end]))
        guard let result = Self.named[reference] ?? Self.numbered(reference) else { throw failure }
        position = end + 1
        return result
    }

    private static let named: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    private static func numbered(_ reference: String) -> Unicode.Scalar? {
        guard reference.hasPrefix("#") else { return nil }
        let isHexadecimal = reference.hasPrefix("#x")
        let digits = reference.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.first?.isHexDigit == true else { return nil }
        return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init).flatMap { $0.value == 0 ? nil : $0 }
    }

    /// Nothing of a document type is used; an entity that it declares counts as unknown.
    private mutating func skipDocumentType() throws(Failure) {
        var depth = 1
        while depth > 0 {
            guard position < scalars.count, !hasRoot else { throw failure }
            if scalars[position] == "<" { depth += 1 }
            if scalars[position] == ">" { depth -= 1 }
            position += 1
        }
    }

    // MARK: - Characters

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\n" || scalar == "\t" }

    private mutating func readName() throws(Failure) -> String {
        let start = position
        while position < scalars.count, !Self.isBlank(scalars[position]), !"<>/=\"'&".unicodeScalars.contains(scalars[position]) { position += 1 }
        guard position > start, !(0x30...0x39).contains(scalars[start].value) else { throw failure }
        return String(String.UnicodeScalarView(scalars[start..<position]))
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < scalars.count, Self.isBlank(scalars[position]) { position += 1 }
        return position > start
    }

    private mutating func skip(_ text: String) -> Bool {
        guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    private mutating func skipPast(_ text: String) throws(Failure) {
        while position < scalars.count {
            if skip(text) { return }
            position += 1
        }
        throw failure
    }
}
