// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The measurement protocol of Siemens MR: lines of parameters such as `sKSpace.lBaseResolution = 128` between `### ASCCONV BEGIN` and
/// `### ASCCONV END ###`, inside a text that says much else.
///
/// A line stays whose parameter is known and whose value is a number, or a term of one of the few parameters that converters read as text.
/// Everything around the lines goes.
enum SiemensProtocol {
    private static let begin = Array("### ASCCONV BEGIN".utf8), end = Array("### ASCCONV END".utf8)

    /// - Returns: A protocol of the lines that stay, with a line feed before and after it; `nil` where no line stays.
    static func cleaned(_ bytes: [UInt8]) -> [UInt8]? {
        guard let start = find(begin, in: bytes, from: 0), let stop = find(end, in: bytes, from: start) else { return nil }
        let lines = bytes[start..<stop].split(separator: 0x0A).dropFirst().compactMap(cleanedLine)
        return Array("\n### ASCCONV BEGIN ###\n".utf8) + lines.flatMap { Array($0.utf8) + [0x0A] } + Array("### ASCCONV END ###\n".utf8)
    }

    private static func cleanedLine(_ line: ArraySlice<UInt8>) -> String? {
        guard line.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 || $0 == 0x0D }), let sign = line.firstIndex(of: UInt8(ascii: "=")) else {
            return nil
        }
        let name = trimmed(String(decoding: line[..<sign], as: UTF8.self)), value = trimmed(String(decoding: line[(sign + 1)...], as: UTF8.self))
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(withoutIndices)
        guard !parts.isEmpty, parts.allSatisfy({ $0.map(SiemensParameters.names.contains) == true }), let leaf = parts.last ?? nil else { return nil }
        if isNumber(value) { return "\(name)\t = \t\(value)" }
        // Quotes are doubled where the protocol is a string of another one.
        let text = String(value.drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
        guard value.hasPrefix("\""), !text.contains("\""), SiemensText.isTerm(text, of: leaf) else { return nil }
        let quote = value.hasPrefix("\"\"") ? "\"\"" : "\""
        return "\(name)\t = \t\(quote)\(text)\(quote)"
    }

    /// `asList[0]` is `asList`; `nil` where what stands in the brackets is no number.
    private static func withoutIndices(_ part: Substring) -> String? {
        guard let bracket = part.firstIndex(of: "[") else { return String(part) }
        let indices = part[bracket...]
        guard indices.hasSuffix("]"), indices.utf8.count <= 16, indices.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x5B || $0 == 0x5D })
        else { return nil }
        return String(part[..<bracket])
    }

    /// Decimal, with a fraction or an exponent, or hexadecimal. Not longer than numbers are: eight digits and more can be a date or an identity.
    static func isNumber(_ text: String) -> Bool {
        guard (1...24).contains(text.utf8.count) else { return false }
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return text.utf8.count <= 10 && UInt32(text.dropFirst(2), radix: 16) != nil }
        return Double(text)?.isFinite == true && text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + needle.count <= bytes.count {
            guard let first = bytes[place...].firstIndex(of: needle[0]), first + needle.count <= bytes.count else { return nil }
            if bytes[first..<first + needle.count].elementsEqual(needle) { return first }
            place = first + 1
        }
        return nil
    }
}
