// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

/// Reads a site's own list of private elements: comma-separated values with the columns of the shipped TCIA list.
///
/// Strict by intent, and small: a row never spans lines, and every mistake has its line. A quote that is not closed must not swallow the rest of
/// the list.
struct SitePrivateList {
    /// The file, for errors.
    let file: String
    let text: String

    static let wanted = ["private_creator", "group", "element_offset", "vr", "disposition"]
    /// Read by people only. With `inside` an element may have several rows, of which the most protective counts.
    static let ignored = ["inside", "meaning", "comment"]
    /// Most protective first.
    private static let dispositions: [(String, SafePrivateElement.Disposition)] = [
        ("remove", .remove), ("hash-uid", .hashUID), ("shift-date", .shiftDate), ("keep", .keep),
    ]

    /// Whether an entry of `private-lists` means a file.
    static func isFile(_ entry: String) -> Bool { entry.lowercased().hasSuffix(".csv") }

    /// Where the file of an entry lies: beside the profile, unless the path is absolute.
    static func path(of entry: String, besides profile: String) -> String {
        guard !entry.hasPrefix("/"), let slash = profile.lastIndex(of: "/") else { return entry }
        return profile[...slash] + entry
    }

    func elements() throws(ProfileError) -> [PrivateList.SiteElement: SafePrivateElement] {
        let lines = text.unicodeScalars.drop { $0 == "\u{FEFF}" }.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(String.UnicodeScalarView($0.last == "\r" ? $0.dropLast() : $0)) }
        guard let header = lines.first, !trimmed(header).isEmpty else {
            throw error(1, 1, "the list has no first row; it names the columns: \(Self.wanted.joined(separator: ","))")
        }
        let columns = try columns(header)
        var seen: [PrivateList.SiteElement: Int] = [:]
        var result: [PrivateList.SiteElement: SafePrivateElement] = [:]
        for (index, line) in lines.enumerated().dropFirst() where !trimmed(line).isEmpty {
            let row = try Row(list: self, line: index + 1, columns: columns, text: line)
            let key = PrivateList.SiteElement(creator: try row.creator(), group: try row.group(), offset: try row.offset())
            let element = SafePrivateElement(vr: try row.vr(), disposition: try row.disposition())
            if let first = seen.updateValue(index + 1, forKey: key) {
                guard columns.contains("inside") else {
                    throw error(index + 1, 1, "this element stands in line \(first) already; keep one of the two rows")
                }
                result[key] = Self.stricter(element, result[key]!)
            } else {
                result[key] = element
            }
        }
        guard !result.isEmpty else { throw error(1, 1, "the list has no rows; leave it out of 'private-lists', or add elements to it") }
        return result
    }

    private func columns(_ header: String) throws(ProfileError) -> [String] {
        if header.contains(";"), !header.contains(",") { throw error(1, 1, "the columns are separated by semicolons; save the file with commas") }
        if header.contains("\t"), !header.contains(",") { throw error(1, 1, "the columns are separated by tabs; save the file with commas") }
        let columns = try fields(header, line: 1).map { trimmed($0) }
        for (index, column) in columns.enumerated() {
            guard (Self.wanted + Self.ignored).contains(column) else {
                throw error(
                    1, 1,
                    """
                    there is no column '\(column)'. Columns are \(Self.wanted.joined(separator: ", ")), and for notes \
                    \(Self.ignored.joined(separator: ", ")).
                    """
                )
            }
            guard columns.firstIndex(of: column) == index else { throw error(1, 1, "the column '\(column)' stands here twice; keep one") }
        }
        if let missing = Self.wanted.first(where: { !columns.contains($0) }) {
            throw error(1, 1, "the column '\(missing)' is missing; the first row names \(Self.wanted.joined(separator: ","))")
        }
        return columns
    }

    private static func stricter(_ one: SafePrivateElement, _ other: SafePrivateElement) -> SafePrivateElement {
        let rank = { (element: SafePrivateElement) in dispositions.firstIndex { $0.1 == element.disposition }! }
        return SafePrivateElement(vr: one.vr == other.vr ? one.vr : nil, disposition: rank(one) < rank(other) ? one.disposition : other.disposition)
    }

    /// The fields of one line. A quote inside quotes is doubled.
    fileprivate func fields(_ text: String, line: Int) throws(ProfileError) -> [String] {
        var result: [String] = []
        var rest = text.unicodeScalars[...]
        while true {
            var field = ""
            if rest.first == "\"" {
                rest.removeFirst()
                while true {
                    guard let scalar = rest.popFirst() else {
                        throw error(line, 1, "a quotation mark is not closed in this line; close it, and keep a row in one line")
                    }
                    if scalar != "\"" {
                        field.unicodeScalars.append(scalar)
                    } else if rest.first == "\"" {
                        field.unicodeScalars.append(rest.removeFirst())
                    } else {
                        break
                    }
                }
                guard rest.isEmpty || rest.first == "," else {
                    throw error(line, 1, "text follows a closing quotation mark; put the whole field in quotation marks and double those inside")
                }
            } else {
                while let scalar = rest.first, scalar != "," {
                    guard scalar != "\"" else {
                        throw error(line, 1, "a quotation mark stands inside a field; put the whole field in quotation marks and double those inside")
                    }
                    field.unicodeScalars.append(rest.removeFirst())
                }
            }
            result.append(field)
            guard rest.popFirst() != nil else { return result }
        }
    }

    fileprivate func error(_ line: Int, _ column: Int, _ message: String) -> ProfileError {
        ProfileError(profile: file, line: line, column: column, message)
    }

    private struct Row {
        let list: SitePrivateList
        let line: Int
        let fields: [String: String]

        init(list: SitePrivateList, line: Int, columns: [String], text: String) throws(ProfileError) {
            let fields = try list.fields(text, line: line)
            guard fields.count == columns.count else {
                throw list.error(
                    line, 1,
                    "this row has \(fields.count) fields and the first row \(columns.count); put a creator that holds a comma in quotation marks")
            }
            self.list = list
            self.line = line
            self.fields = Dictionary(uniqueKeysWithValues: zip(columns, fields))
        }

        private func field(_ name: String) -> String { trimmed(fields[name]!) }
        private func wrong(_ message: String) -> ProfileError { list.error(line, 1, message) }

        func creator() throws(ProfileError) -> String {
            let text = field("private_creator")
            guard !text.isEmpty else {
                throw wrong("'private_creator' is empty; write the text of the Private Creator element. Elements without a creator cannot be kept.")
            }
            guard text.unicodeScalars.count <= 64, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\\" }) else {
                throw wrong(
                    "'private_creator' is no value of a Private Creator element: at most 64 characters, no backslash and no control characters")
            }
            return text
        }

        func group() throws(ProfileError) -> UInt16 {
            let text = field("group")
            guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit), let number = UInt16(text, radix: 16), number & 1 == 1, number > 0x0008,
                number < 0xFFFF
            else {
                throw wrong("'group' is an odd number of four hexadecimal digits from 0009, as 0019")
            }
            return number
        }

        func offset() throws(ProfileError) -> UInt8 {
            let text = field("element_offset")
            guard text.utf8.count == 2, text.allSatisfy(\.isHexDigit), let number = UInt8(text, radix: 16) else {
                throw wrong("'element_offset' is the element's place in its block, two hexadecimal digits, as 0C for (0019,100C)")
            }
            return number
        }

        func vr() throws(ProfileError) -> ValueRepresentation? {
            let text = field("vr")
            if text.isEmpty { return nil }
            guard let vr = ValueRepresentation(rawValue: text) else {
                throw wrong("'vr' is one VR in two capital letters, as DS, or empty where it is not known")
            }
            return vr
        }

        func disposition() throws(ProfileError) -> SafePrivateElement.Disposition {
            let text = field("disposition")
            guard let match = SitePrivateList.dispositions.first(where: { $0.0 == text }) else {
                throw wrong("'disposition' is one of \(SitePrivateList.dispositions.map(\.0).joined(separator: ", "))")
            }
            return match.1
        }
    }
}
