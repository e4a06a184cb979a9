// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Pseudonyms

/// A table or document of labels that came back: CSV, TSV, JSON, JSON lines.
///
/// Pseudonyms that stand whole in a cell or string, or in a component of a path, become the originals. Every other byte stays.
package struct ReturnedLabels {
    package enum Form: Sendable { case json, jsonLines, table }

    private let origins: Origins
    private(set) var counts = RelinkCounts()

    /// More is not read into memory.
    package static let longest = 1 << 29

    /// What the name and the first bytes say that it is; `nil` for anything else.
    package static func form(name: String, head: some Collection<UInt8>) -> Form? {
        let first = head.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || isSpace($0) }.first
        switch name.split(separator: ".").last.map({ $0.lowercased() }) {
        case "json", "geojson", "coco": return .json
        case "jsonl", "ndjson": return .jsonLines
        case "csv", "tsv", "tab": return .table
        default: return first == 0x7B || first == 0x5B ? .json : nil
        }
    }

    /// - Returns: The new bytes.
    /// - Throws: ``RelinkProblem``, and what the source throws.
    package static func relinked(_ bytes: [UInt8], _ form: Form, _ origins: Origins) throws -> (bytes: [UInt8], counts: RelinkCounts) {
        guard isUTF8(bytes), !bytes.contains(0) else { throw RelinkProblem.notUnderstood }
        var labels = ReturnedLabels(origins: origins)
        let result =
            switch form {
            case .json: try labels.json(bytes, isLines: false)
            case .jsonLines: try labels.json(bytes, isLines: true)
            case .table: try labels.table(bytes)
            }
        guard labels.counts.references + labels.counts.texts > 0 else { throw RelinkProblem.notOurs }
        return (result, labels.counts)
    }

    private init(origins: Origins) { self.origins = origins }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        // By pieces, so that no second copy of it all is made.
        var start = 0
        while start < bytes.count {
            var end = min(start + (1 << 16), bytes.count)
            while end < bytes.count, end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            guard end > start, String(validating: bytes[start..<end], as: UTF8.self) != nil else { return false }
            start = end
        }
        return true
    }

    // MARK: - JSON

    private mutating func json(_ bytes: [UInt8], isLines: Bool) throws -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var scanner = JSONScanner(bytes, isLines: isLines)
        var done = 0
        while let string = try scanner.nextString() {
            guard let value = try relinked(JSONScanner.content(bytes[string])) else { continue }
            output += bytes[done..<string.lowerBound]
            output += JSONScanner.escaped(value)
            done = string.upperBound
        }
        return output + bytes[done...]
    }

    // MARK: - Tables

    private mutating func table(_ bytes: [UInt8]) throws -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var scanner = TableScanner(bytes)
        var done = 0
        while let cell = try scanner.nextCell() {
            guard let value = try relinked(TableScanner.content(bytes[cell.content], isQuoted: cell.isQuoted)) else { continue }
            output += bytes[done..<cell.range.lowerBound]
            output += scanner.written(value, wasQuoted: cell.isQuoted)
            done = cell.range.upperBound
        }
        return output + bytes[done...]
    }

    // MARK: - Values

    /// - Parameter value: What a cell or string means.
    /// - Returns: `nil` where nothing changes.
    private mutating func relinked(_ value: some Collection<UInt8>) throws -> [UInt8]? {
        let value = Array(value)
        if let original = try wholeValue(value) { return original }
        var result: [UInt8] = []
        var done = 0
        var patients: Set<ReleasedPatient> = []
        var owners: [Set<ReleasedPatient>] = []
        try value.withUnsafeBufferPointer { buffer in
            try TextTokens(prefixes: origins.prefixes).forEach(in: buffer) { token in
                let text = String(decoding: buffer[token.range], as: UTF8.self)
                guard let original = try original(of: text, token.kind, &patients, &owners) else { return }
                result += buffer[done..<token.range.lowerBound]
                result += Self.isInPath(buffer, token.range) ? Self.component(original) : Array(original.utf8)
                done = token.range.upperBound
            }
        }
        guard done > 0 else { return nil }
        // A path that leads from one patient to an image of another.
        if !patients.isEmpty, owners.contains(where: { !$0.isEmpty && $0.isDisjoint(with: patients) }), Self.isPath(value) {
            throw RelinkProblem.twoPatients
        }
        return result + value[done...]
    }

    private mutating func wholeValue(_ value: [UInt8]) throws -> [UInt8]? {
        guard (8...26).contains(value.count), value.allSatisfy(isCrockford),
            let original = try origins.value(behind: String(decoding: value, as: UTF8.self))
        else { return nil }
        counts.texts += 1
        return Array(original.utf8)
    }

    private mutating func original(
        of text: String, _ kind: TextToken.Kind, _ patients: inout Set<ReleasedPatient>, _ owners: inout [Set<ReleasedPatient>]
    ) throws -> String? {
        switch kind {
        case .uid:
            guard let known = try origins.uid(text) else {
                counts.unknown += 1
                return nil
            }
            counts.references += 1
            if !known.study.isEmpty {
                let facts = try origins.studies(known.study, project: known.project)
                owners.append(Set(facts.map { ReleasedPatient(project: known.project, pseudonym: $0[.patient]) }))
            }
            return known.original
        case .patient(let isMarked):
            guard let original = try origins.identifier(ofPatient: text) else {
                if isMarked { throw RelinkProblem.patientNotOurs }
                return nil
            }
            patients.formUnion(try origins.patients(text).keys)
            counts.texts += 1
            return original
        }
    }

    private static func isInPath(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        let isSlash = { (byte: UInt8) in byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        return range.lowerBound > 0 && isSlash(bytes[range.lowerBound - 1]) || range.upperBound < bytes.count && isSlash(bytes[range.upperBound])
    }

    private static func isPath(_ value: [UInt8]) -> Bool { value.contains(UInt8(ascii: "/")) || value.contains(UInt8(ascii: "\\")) }

    /// An ID as one component of a path: it must not lead elsewhere.
    private static func component(_ text: String) -> [UInt8] {
        let bytes = text.utf8.map { byte -> UInt8 in
            byte < 0x20 || byte == 0x7F || "/\\:*?\"<>|".utf8.contains(byte) ? UInt8(ascii: "_") : byte
        }
        return bytes.allSatisfy { $0 == UInt8(ascii: ".") } ? Array(repeating: UInt8(ascii: "_"), count: bytes.count) : bytes
    }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
