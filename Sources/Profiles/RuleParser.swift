// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard
package import Yams

/// Reads one rule of a profile.
struct RuleParser {
    let parser: ProfileParser
    let profile: String

    private static let keys = ["tag", "vr", "action", "with", "when", "file", "because", "unless-listed"]
    private static let named: [String: RuleAction] = [
        "remove": .table(.remove), "empty": .table(.empty), "dummy": .table(.dummy), "keep": .table(.keep), "clean": .table(.clean),
        "hash-uid": .table(.mapUID), "shift-date": .shiftDate, "pseudonym": .pseudonym, "mask": .mask, "rebuild": .rebuild,
    ]
    private static let withArguments = ["hash", "generalize", "replace"]

    func rule(_ node: Node) throws -> Rule {
        let fields = try parser.mapping(node)
        try parser.refuseUnknown(fields, Self.keys)
        let conditions = try fields["when"].map(self.conditions) ?? []
        var because: String?
        if let reason = fields["because"] { because = try parser.sentence(reason, "because") }
        let unlessListed = try fields["unless-listed"].map { try parser.boolean($0, "unless-listed") } ?? false
        return Rule(
            target: try target(node, fields), conditions: conditions, because: because, unlessListed: unlessListed, profile: profile,
            line: node.mark?.line ?? 0)
    }

    private func target(_ node: Node, _ fields: [String: Node]) throws -> Rule.Target {
        if let file = fields["file"] {
            guard let action = Rule.FileAction(rawValue: try parser.string(file, "file")) else {
                throw parser.error(file, "'file' is quarantine or skip")
            }
            for key in ["tag", "vr", "action", "with", "unless-listed"] where fields[key] != nil {
                throw parser.error(fields[key], "a rule with 'file' means whole files and has no '\(key)'; make two rules")
            }
            guard fields["when"] != nil else { throw parser.error(file, "a rule with 'file' needs 'when', else it means every file") }
            return .file(action)
        }
        guard let action = fields["action"] else { throw parser.error(node, "the rule has no 'action'") }
        let selector = try selector(node, fields)
        let result = try self.action(action, fields["with"])
        try RuleCheck(parser: parser, selector: selector, node: fields["with"] ?? action).check(result)
        return .element(selector, result)
    }

    // MARK: - Which elements

    private func selector(_ node: Node, _ fields: [String: Node]) throws -> Selector {
        switch (fields["tag"], fields["vr"]) {
        case (let tag?, nil): return try selector(tag)
        case (nil, let vr?):
            guard let representation = ValueRepresentation(rawValue: try parser.string(vr, "vr")) else {
                throw parser.error(vr, "there is no such VR; write two capital letters, as PN")
            }
            return .vr(representation)
        case (nil, nil): throw parser.error(node, "the rule names no element: add 'tag' or 'vr'")
        case (let tag?, _?): throw parser.error(tag, "a rule has 'tag' or 'vr', not both")
        }
    }

    private func selector(_ node: Node) throws -> Selector {
        let text = try parser.string(node, "tag")
        if text.contains("\"") { return try privateSelector(text, node) }
        if text.contains("/") { return try path(text, node) }
        if text.hasPrefix("(") || text.utf8.count == 8 && text.allSatisfy({ $0.isHexDigit || $0 == "x" }), text.lowercased().contains("x") {
            guard let pattern = pattern(text) else {
                throw parser.error(node, "a pattern is written (60xx,3000): four digits, a comma, four digits, and x for any of them")
            }
            if case .pattern(let value, let mask) = pattern, mask & 0x0001_0000 != 0, value & 0x0001_0000 != 0 {
                throw parser.error(node, Self.privateByCreator)
            }
            return pattern
        }
        return .tag(try tag(text, node))
    }

    private func path(_ text: String, _ node: Node) throws -> Selector {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.first != "*" else { throw parser.error(node, "a path begins with a sequence, or with ** for any depth") }
        guard let last = parts.last, last != "*", last != "**" else { throw parser.error(node, "a path ends with an attribute") }
        var steps: [Selector.PathStep] = []
        for (index, part) in parts.enumerated() where part != "*" {
            if part == "**" {
                steps.append(.anyDepth)
                continue
            }
            let step = try tag(part, node)
            if index < parts.count - 1, let entry = DataDictionary.entry(for: step), entry.vr != .SQ {
                throw parser.error(
                    node, "'\(part)' is no sequence, so nothing is inside it; a path is written RequestAttributesSequence/*/ScheduledProcedureStepID")
            }
            steps.append(.tag(step))
        }
        return .path(steps)
    }

    private static let privateByCreator =
        "a private element is named with its creator, since its block differs from file to file: (0019,\"SIEMENS MR HEADER\",0C)"

    private func tag(_ text: String, _ node: Node) throws -> AttributeTag {
        guard let tag = AttributeTag(text) ?? DataDictionary.tag(forKeyword: text) else {
            throw parser.error(node, "'\(text)' is neither a keyword of PS3.6 nor a tag. Write PatientName or (0010,0010).")
        }
        if tag.isPrivate { throw parser.error(node, Self.privateByCreator) }
        if ReservedAttribute.isWrittenByProgram(tag) {
            throw parser.error(node, "\(tag) is written by the program, by what it really does; leave the rule out")
        }
        return tag
    }

    /// `(60xx,3000)`: x stands for any digit, of even groups only where the group ends in x.
    private func pattern(_ text: String) -> Selector? {
        var digits = text
        if text.hasPrefix("(") {
            guard text.hasSuffix(")"), text.utf8.count == 11, Array(text)[5] == "," else { return nil }
            digits = text.filter { !"(),".contains($0) }
        }
        guard digits.count == 8, digits.contains(where: \.isHexDigit) else { return nil }
        var value: UInt32 = 0
        var mask: UInt32 = 0
        for (position, digit) in digits.enumerated() {
            value <<= 4
            mask <<= 4
            if digit == "x" || digit == "X" {
                if position == 3 { mask |= 1 }
            } else if let number = digit.hexDigitValue {
                value |= UInt32(number)
                mask |= 0xF
            } else {
                return nil
            }
        }
        return .pattern(value: value, mask: mask)
    }

    /// `(0019,"SIEMENS MR HEADER",0C)`.
    private func privateSelector(_ text: String, _ node: Node) throws -> Selector {
        let wrong = "a private element is written (0019,\"SIEMENS MR HEADER\",0C): group, creator, element in the block"
        guard let open = text.firstIndex(of: "\""), let close = text.lastIndex(of: "\""), open < close else { throw parser.error(node, wrong) }
        let creator = trimmed(String(text[text.index(after: open)..<close]))
        let before = text[..<open].filter { $0 != " " }, after = text[text.index(after: close)...].filter { $0 != " " }
        guard before.hasPrefix("("), before.hasSuffix(","), before.utf8.count == 6, let group = UInt16(before.dropFirst().dropLast(), radix: 16),
            group & 1 == 1, group > 0x0008,
            after.hasSuffix(")"), !creator.isEmpty, !creator.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\\" })
        else { throw parser.error(node, wrong) }
        if after == ")" || after == ",xx)" { return .privateElement(group: group, creator: creator, offset: nil) }
        guard after.hasPrefix(","), after.utf8.count == 4, let element = UInt8(after.dropFirst().dropLast(), radix: 16) else {
            throw parser.error(node, wrong)
        }
        return .privateElement(group: group, creator: creator, offset: element)
    }

    // MARK: - What to do

    private func action(_ node: Node, _ with: Node?) throws -> RuleAction {
        let text = try parser.string(node, "action")
        if Self.withArguments.contains(text) {
            let fields = try with.map(parser.mapping) ?? [:]
            if let with, fields.isEmpty { throw parser.error(with, "'with' is empty; name what '\(text)' takes, or leave 'with' out") }
            return try action(text, node, fields)
        }
        if let with { throw parser.error(with, "action '\(text)' takes no 'with'") }
        if let action = Self.named[text] { return action }
        if let code = ActionCode(rawValue: text) { return .table(code) }
        let names = (Self.named.keys + Self.withArguments).sorted().joined(separator: ", ")
        throw parser.error(node, "'\(text)' is not an action. Use one of D, Z, X, K, C, U, a compound such as X/Z, or \(names).")
    }

    private func action(_ name: String, _ node: Node, _ fields: [String: Node]) throws -> RuleAction {
        switch name {
        case "hash":
            try parser.refuseUnknown(fields, ["length"])
            return .hash(length: try fields["length"].map { try parser.integer($0, "length", 8...26) })
        case "replace":
            try parser.refuseUnknown(fields, ["value"])
            guard let value = fields["value"] else { throw parser.error(node, "'replace' needs 'with: {value: ...}'") }
            if let scalar = value.scalar, scalar.string.isEmpty {
                throw parser.error(value, "'value' is empty; to leave nothing use 'empty' as the action")
            }
            return .replace(try parser.string(value, "value"))
        default:
            try parser.refuseUnknown(fields, ["bin", "cap", "date", "prefix"])
            guard !fields.isEmpty else { throw parser.error(node, "'generalize' needs 'with', one or more of bin, cap, date, prefix") }
            return .generalize(
                Generalization(
                    bin: try fields["bin"].map { try years($0, "bin", 1...1000) }, capInYears: try fields["cap"].map { try years($0, "cap", 1...89) },
                    date: try fields["date"].map(datePart), prefix: try fields["prefix"].map { try parser.integer($0, "prefix", 1...16) }))
        }
    }

    private func years(_ node: Node, _ key: String, _ range: ClosedRange<Int>) throws -> Int {
        let text = try parser.string(node, key)
        guard let number = Int(text.hasSuffix("Y") ? String(text.dropLast()) : text), range.contains(number) else {
            throw parser.error(node, "'\(key)' is a number from \(range.lowerBound) to \(range.upperBound), for ages with Y behind it, as 5Y")
        }
        return number
    }

    private func datePart(_ node: Node) throws -> Generalization.DatePart {
        guard let part = Generalization.DatePart(rawValue: try parser.string(node, "date")) else {
            throw parser.error(node, "'date' is year or month")
        }
        return part
    }

    // MARK: - When

    private static let shortcuts: [String: AttributeTag] = [
        "modality": .modality, "sop-class": .sopClassUID, "manufacturer": .manufacturer, "model": .manufacturerModelName, "image-type": .imageType,
    ]

    /// What else a condition on images can be short for.
    private static let imageShortcuts = shortcuts.merging(["rows": .rows, "columns": .columns]) { $1 }

    /// What has to hold for an image: one mapping, or a list of mappings that have to hold together. Whole numbers can be compared too.
    func imageConditions(_ node: Node) throws -> [Condition] {
        guard let list = node.sequence else { return try conditions(node, ofImage: true) }
        guard !list.isEmpty else { throw parser.error(node, "'when' is empty; name an attribute and its value, as {modality: US}") }
        return try list.flatMap { try conditions($0, ofImage: true) }
    }

    private func conditions(_ node: Node) throws -> [Condition] { try conditions(node, ofImage: false) }

    private func conditions(_ node: Node, ofImage: Bool) throws -> [Condition] {
        let shortcuts = ofImage ? Self.imageShortcuts : Self.shortcuts
        let fields = try parser.mapping(node)
        guard !fields.isEmpty else { throw parser.error(node, "'when' is empty; name an attribute and its value, as {modality: US}") }
        var seen: Set<AttributeTag> = []
        return try fields.sorted { $0.key < $1.key }.map { key, value in
            guard let attribute = shortcuts[key] ?? AttributeTag(key) ?? DataDictionary.tag(forKeyword: key) else {
                throw parser.error(value, "'\(key)' is neither a keyword nor one of \(shortcuts.keys.sorted().joined(separator: ", "))")
            }
            if attribute.isPrivate { throw parser.error(value, "a condition on a private element cannot be carried out; name an attribute of PS3.6") }
            guard seen.insert(attribute).inserted else {
                throw parser.error(value, "a condition on \(key) stands here twice; write its values as a list")
            }
            let test = try test(value)
            if ofImage, attribute.isCount { return Condition(attribute: attribute, test: try counted(test, value, key)) }
            if test != .isPresent(true), test != .isPresent(false), let entry = DataDictionary.entry(for: attribute), !entry.vr.isText {
                throw parser.error(value, "\(key) holds no text, so its value cannot be compared; ask for {present: true} or for another attribute")
            }
            return Condition(attribute: attribute, test: test)
        }
    }

    /// A test of whole numbers.
    private func counted(_ test: Condition.Test, _ node: Node, _ key: String) throws -> Condition.Test {
        switch test {
        case .isPresent: return test
        case .anyOf(let values), .noneOf(let values):
            guard values.allSatisfy({ Int($0).map { (0...Int(UInt32.max)).contains($0) } ?? false }) else {
                throw parser.error(node, "\(key) is a whole number; write one, as 600, or a list of them")
            }
            return test
        }
    }

    private func test(_ node: Node) throws -> Condition.Test {
        guard node.mapping != nil else { return .anyOf(try values(node, "when")) }
        let fields = try parser.mapping(node)
        try parser.refuseUnknown(fields, ["not", "present"])
        guard fields.count == 1 else { throw parser.error(node, "a condition has either 'not' or 'present'") }
        if let present = fields["present"] { return .isPresent(try parser.boolean(present, "present")) }
        return .noneOf(try values(fields["not"]!, "not"))
    }

    /// One value or a list of them, none empty: an absent value is asked for by `present`.
    private func values(_ node: Node, _ key: String) throws -> [String] {
        let nodes = node.sequence.map { Array($0) } ?? [node]
        guard !nodes.isEmpty, !nodes.contains(where: { $0.scalar?.string.isEmpty == true }) else {
            throw parser.error(node, "the condition has no value; write one, or {present: false} for an attribute that is absent")
        }
        return try nodes.map { try parser.string($0, key) }
    }
}

extension AttributeTag {
    /// Of a VR of whole numbers without a sign.
    fileprivate var isCount: Bool { DataDictionary.entry(for: self).map { $0.vr == .US || $0.vr == .UL } ?? false }
}

extension Rule {
    /// What speaks against a rule as a profile would have it, `nil` for nothing: for those who write profiles, so that an error is theirs to explain.
    /// - Parameter node: As it will be written; it is read from its text, since a node in the making has no style.
    package static func objection(to node: Node) -> String? {
        do {
            guard let written = try compose(yaml: serialize(node: node, width: -1, allowUnicode: true)) else { return "the rule is empty" }
            _ = try RuleParser(parser: ProfileParser(name: "", text: ""), profile: "").rule(written)
            return nil
        } catch let error as ProfileError {
            return error.message
        } catch {
            return "the rule is no YAML"
        }
    }
}
