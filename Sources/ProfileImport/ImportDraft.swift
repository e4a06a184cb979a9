// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Foundation
internal import Profiles
internal import Standard
internal import Yams

/// An action in the words of our profiles.
struct ImportedAction: Hashable {
    var name: String
    var with: [String: String] = [:]

    static let remove = ImportedAction(name: "remove")
    static let empty = ImportedAction(name: "empty")
    static let keep = ImportedAction(name: "keep")
    static let pseudonym = ImportedAction(name: "pseudonym")
    static let hash = ImportedAction(name: "hash")
    static let hashUID = ImportedAction(name: "hash-uid")
    static let shiftDate = ImportedAction(name: "shift-date")

    /// Lower protects more.
    var rank: Int {
        switch name {
        case "remove", "X": 0
        case "empty", "Z", "X/Z": 1
        case "dummy", "D", "X/D", "Z/D", "X/Z/D", "X/Z/U*", "U": 2
        case "pseudonym", "hash", "hash-uid", "replace": 3
        case "mask", "generalize", "shift-date": 4
        default: 5
        }
    }
}

/// A profile in the making: rules, and notes on what could not be carried over.
final class ImportDraft {
    let file: String
    var rules: [Node] = []
    var options: [String] = []
    var removesUnnamed = false
    var quarantinesBurnedIn = false
    /// Pixels are looked at, and ``regions`` of them blanked.
    var cleansPixels = false
    var blanksOutsideUltrasoundRegions = false
    var regions: [Node] = []
    private var notes: [ImportNote] = []
    private var noteIndex: [String: Int] = [:]
    private var unlessListed: Set<String> = []

    init(file: String) { self.file = file }

    /// Letters, digits, `-`, `_` and `.` of the file's name.
    var name: String {
        let base = file.split(separator: "/").last.map(String.init) ?? ""
        let safe = String(
            String.UnicodeScalarView(
                base.unicodeScalars.map { scalar in
                    scalar.isASCII && (isLatinAlphanumeric(UInt8(scalar.value)) || "-_.".unicodeScalars.contains(scalar)) ? scalar : "-"
                }))
        return String(("imported-" + safe).prefix(40))
    }

    var sortedNotes: [ImportNote] { notes.sorted { ($0.lines.first ?? 0) < ($1.lines.first ?? 0) } }

    /// The same message for several lines is one note.
    func note(_ line: Int, _ message: String) {
        if let index = noteIndex[message] {
            if notes[index].lines.last != line { notes[index].lines.append(line) }
        } else {
            noteIndex[message] = notes.count
            notes.append(ImportNote(file: file, lines: [line], message: message))
        }
    }

    // MARK: - Rules

    func add(_ selector: String, _ action: ImportedAction, line: Int, when: [(String, Node)] = []) {
        addRule("tag", selector, action, line, when, false)
    }

    func add(vr: String, _ action: ImportedAction, line: Int) { addRule("vr", vr, action, line, [], false) }

    /// Keeps an attribute that no table lists; a listed one stays protected. A second rule with the same selector would cancel the first.
    func keepUnlisted(_ selector: String, line: Int) {
        guard unlessListed.insert(selector).inserted else { return }
        addRule("tag", selector, .keep, line, [], true)
    }

    private func addRule(_ key: String, _ selector: String, _ action: ImportedAction, _ line: Int, _ when: [(String, Node)], _ isUnlessListed: Bool) {
        var pairs: [(Node, Node)] = [(Node(key), quotable(selector)), (Node("action"), quotable(action.name))]
        if !action.with.isEmpty {
            let arguments = action.with.sorted { $0.key < $1.key }.map {
                (Node($0.key), action.name == "replace" ? quoted($0.value) : Node($0.value))
            }
            pairs.append((Node("with"), Node(arguments, Tag(.map), .flow)))
        }
        if !when.isEmpty { pairs.append((Node("when"), Node(when.map { (Node($0.0), $0.1) }, Tag(.map), .flow))) }
        if isUnlessListed { pairs.append((Node("unless-listed"), Node("true", Tag(.bool)))) }
        pairs.append((Node("because"), Node("line \(line) of the script")))
        let rule = Node(pairs, Tag(.map), .flow)
        // What a profile refuses must not make the whole script unreadable, with an error in a text that nobody has seen.
        if let objection = Rule.objection(to: rule) {
            let instead = Self.protection(of: Self.attribute(named: selector))
            note(line, "\(objection). '\(instead.name)' is done instead.")
            if instead != action { addRule(key, selector, instead, line, when, isUnlessListed) }
            return
        }
        rules.append(rule)
    }

    func quarantine(when: [(String, Node)], line: Int, because: String) {
        rules.append(
            Node(
                [
                    (Node("when"), Node(when.map { (Node($0.0), $0.1) }, Tag(.map), .flow)), (Node("file"), Node("quarantine")),
                    (Node("because"), Node("\(because), line \(line) of the script")),
                ], Tag(.map), .flow))
    }

    /// What protects an attribute when its script cannot be carried over.
    static func protection(of tag: AttributeTag?) -> ImportedAction {
        guard let tag, let row = ConfidentialityTable.row(for: tag), row.tag == tag else { return .remove }
        return ImportedAction(name: row.basic.rawValue)
    }

    /// A value for `replace`, if the attribute can hold it.
    static func replacement(_ text: String, for tag: AttributeTag?) -> ImportedAction? {
        guard let tag, let entry = DataDictionary.entry(for: tag), entry.vr.isText, ![.UI, .DA, .DT, .TM, .AS, .DS, .IS].contains(entry.vr),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\u{7F}" && $0 != "\\" }), !trimmed(text).isEmpty,
            text.unicodeScalars.count <= entry.vr.maximumCharacters ?? 1024
        else { return nil }
        if entry.vr == .CS, !text.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F }) {
            return nil
        }
        return ImportedAction(name: "replace", with: ["value": text])
    }

    static let keptSequence =
        "what is inside a kept sequence is still scrubbed, attribute by attribute; add rules with a path for what is needed"

    static let keptUID =
        "UIDs go through the project's map, the same for all files, so that references still fit; add 'options: [retain-uids]' to keep them all"

    /// What is done where `what` cannot be carried over, with its note.
    func fallback(_ line: Int, _ tag: AttributeTag?, _ what: String) -> ImportedAction {
        let action = Self.protection(of: tag)
        note(line, "\(what) cannot be carried over; '\(action.name)' is done instead. Write a rule with another action if that is too much.")
        return action
    }

    // MARK: - Names

    /// The attribute of a keyword, also in the short forms of dcm4che (`RefImageSeq`), or of a tag.
    static func attribute(named text: String) -> AttributeTag? {
        let name = text.filter { !"[]".contains($0) }
        if let tag = AttributeTag(name) ?? DataDictionary.tag(forKeyword: name) { return tag }
        var long = name
        if long.hasPrefix("Ref"), !long.hasPrefix("Referenced"), !long.hasPrefix("Referring") { long = "Referenced" + long.dropFirst(3) }
        if long.hasSuffix("Seq") { long += "uence" }
        return DataDictionary.tag(forKeyword: long) ?? DataDictionary.tag(forKeyword: long.replacing("IDSequence", with: "IdentificationSequence"))
    }

    /// How an attribute is written in a profile.
    static func selector(_ tag: AttributeTag) -> String {
        if let keyword = DataDictionary.entry(for: tag)?.keyword, DataDictionary.tag(forKeyword: keyword) == tag { return keyword }
        return tag.description
    }

    // MARK: - YAML

    private func quotable(_ text: String) -> Node { text.contains { "\"(,:{}[]".contains($0) } ? quoted(text) : Node(text) }
    private func quoted(_ text: String) -> Node { Node(text, Tag(.str), .singleQuoted) }

    func yaml() throws -> String {
        var fields: [(Node, Node)] = [
            (Node("name"), Node(name)),
            (
                Node("description"),
                Node("Imported from a script of another tool. What the script left alone is under the Basic Profile. Read the rules before use.")
            ),
            (Node("extends"), Node("basic")),
        ]
        if !options.isEmpty { fields.append((Node("options"), Node(options.map { Node($0) }, Tag(.seq), .flow))) }
        if removesUnnamed { fields.append((Node("default"), Node("remove"))) }
        if cleansPixels {
            fields.append((Node("burned-in"), Node("clean")))
        } else if quarantinesBurnedIn {
            fields.append((Node("burned-in"), Node("quarantine")))
        }
        if let pixelText { fields.append((Node("pixel-text"), pixelText)) }
        if !rules.isEmpty { fields.append((Node("rules"), Node(rules, Tag(.seq), .block))) }
        return try serialize(node: Node(fields, Tag(.map), .block), width: -1, allowUnicode: true)
    }
}
