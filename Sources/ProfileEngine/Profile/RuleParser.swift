// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Yams

/// Reads one rule of a profile.
struct RuleParser {
    let parser: ProfileParser
    let profile: String

    private static let keys = ["tag", "vr", "action", "with", "when", "file", "because", "unless-listed"]
    private static let named: [String: RuleAction] = [
        "remove": .table(.remove), "empty": .table(.empty), "dummy": .table(.dummy), "keep": .table(.keep), "clean": .table(.clean),
        "hash-uid": .table(.mapUID), "shift-date": .shiftDate, "pseudonym": .pseudonym, "mask": .mask,
    ]
    private static let withArguments = ["hash", "generalize", "replace"]

    func rule(_ node: Node) throws -> Rule {
        let fields = try parser.mapping(node)
        try parser.refuseUnknown(fields, Self.keys)
        let conditions = try fields["when"].map(self.conditions) ?? []
        var because: String?
        if let reason = fields["because"] { because = try parser.string(reason, "because") }
        let unlessListed = try fields["unless-listed"].map { try parser.boolean($0, "unless-listed") } ?? false
        return Rule(
            target: try target(node, fields), conditions: conditions, because: because, unlessListed: unlessListed, profile: profile,
            line: node.mark?.line ?? 0)
    }

    private func target(_ node: Node, _ fields: [String: Node]) throws -> Rule.Target {
        if let file = fields["file"] {
            guard let action = Rule.FileAction(rawValue: try parser.string(file, "file")) else { throw parser.error(file, "'file' is quarantine or skip") }
            for key in ["tag", "vr", "action", "with", "unless-listed"] where fields[key] != nil {
                throw parser.error(fields[key], "a rule with 'file' means whole files and has no '\(key)'; make two rules")
            }
            guard fields["when"] != nil else { throw parser.error(file, "a rule with 'file' needs 'when', else it means every file") }
            return .file(action)
        }
        guard let action = fields["action"] else { throw parser.error(node, "the rule has no 'action'") }
        return .element(try selector(node, fields), try self.action(action, fields["with"]))
    }

    // MARK: - Which elements

    private func selector(_ node: Node, _ fields: [String: Node]) throws -> Selector {
        switch (fields["tag"], fields["vr"]) {
        case (let tag?, nil): return try selector(tag)
        case (nil, let vr?):
            guard let representation = ValueRepresentation(rawValue: try parser.string(vr, "vr")) else { throw parser.error(vr, "there is no such VR; write two capital letters, as PN") }
            return .vr(representation)
        case (nil, nil): throw parser.error(node, "the rule names no element: add 'tag' or 'vr'")
        case (let tag?, _?): throw parser.error(tag, "a rule has 'tag' or 'vr', not both")
        }
    }

    private func selector(_ node: Node) throws -> Selector {
        let text = try parser.string(node, "tag")
        if text.contains("\"") { return try privateSelector(text, node) }
        if text.contains("/") {
            var steps: [Selector.PathStep] = []
            for part in text.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
                switch part {
                case "*": continue
                case "**": steps.append(.anyDepth)
                default: steps.append(.tag(try tag(part, node)))
                }
            }
            guard steps.last != .anyDepth, !steps.isEmpty else { throw parser.error(node, "a path ends with an attribute") }
            return .path(steps)
        }
        if text.lowercased().contains("x"), let pattern = pattern(text) { return pattern }
        return .tag(try tag(text, node))
    }

    private func tag(_ text: String, _ node: Node) throws -> AttributeTag {
        if let tag = AttributeTag(text) ?? DataDictionary.tag(forKeyword: text) { return tag }
        throw parser.error(node, "'\(text)' is neither a keyword of PS3.6 nor a tag. Write PatientName or (0010,0010).")
    }

    /// `(60xx,3000)`: x stands for any digit, of even groups only where the group ends in x.
    private func pattern(_ text: String) -> Selector? {
        let digits = text.filter { !"(), ".contains($0) }
        guard digits.count == 8 else { return nil }
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
        let group = text[..<open].filter(\.isHexDigit)
        let offset = text[text.index(after: close)...].filter { $0.isHexDigit || $0 == "x" }
        guard let number = UInt16(group, radix: 16), number & 1 == 1, !creator.isEmpty else { throw parser.error(node, wrong) }
        if offset.isEmpty || offset == "xx" { return .privateElement(group: number, creator: creator, offset: nil) }
        guard let element = UInt8(offset, radix: 16) else { throw parser.error(node, wrong) }
        return .privateElement(group: number, creator: creator, offset: element)
    }

    // MARK: - What to do

    private func action(_ node: Node, _ with: Node?) throws -> RuleAction {
        let text = try parser.string(node, "action")
        if Self.withArguments.contains(text) { return try action(text, node, try with.map(parser.mapping) ?? [:]) }
        if let with { throw parser.error(with, "action '\(text)' takes no 'with'") }
        if let action = Self.named[text] { return action }
        if let code = TableAction(rawValue: text) { return .table(code) }
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
            return .replace(try parser.string(value, "value"))
        default:
            try parser.refuseUnknown(fields, ["bin", "cap", "date", "prefix"])
            guard !fields.isEmpty else { throw parser.error(node, "'generalize' needs 'with', one or more of bin, cap, date, prefix") }
            return .generalize(Generalization(
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
        guard let part = Generalization.DatePart(rawValue: try parser.string(node, "date")) else { throw parser.error(node, "'date' is year or month") }
        return part
    }

    // MARK: - When

    private static let shortcuts: [String: AttributeTag] = [
        "modality": .modality, "sop-class": .sopClassUID, "manufacturer": .manufacturer, "model": .manufacturerModelName, "image-type": .imageType,
    ]

    private func conditions(_ node: Node) throws -> [Condition] {
        let fields = try parser.mapping(node)
        guard !fields.isEmpty else { throw parser.error(node, "'when' is empty; name an attribute and its value, as {modality: US}") }
        return try fields.sorted { $0.key < $1.key }.map { key, value in
            guard let attribute = Self.shortcuts[key] ?? AttributeTag(key) ?? DataDictionary.tag(forKeyword: key) else {
                throw parser.error(value, "'\(key)' is neither a keyword nor one of \(Self.shortcuts.keys.sorted().joined(separator: ", "))")
            }
            return Condition(attribute: attribute, test: try test(value))
        }
    }

    private func test(_ node: Node) throws -> Condition.Test {
        if let list = node.sequence { return .anyOf(try list.map { try parser.string($0, "when") }) }
        guard node.mapping != nil else { return .anyOf([try parser.string(node, "when")]) }
        let fields = try parser.mapping(node)
        try parser.refuseUnknown(fields, ["not", "present"])
        guard fields.count == 1 else { throw parser.error(node, "a condition has either 'not' or 'present'") }
        if let present = fields["present"] { return .isPresent(try parser.boolean(present, "present")) }
        let value = fields["not"]!
        return .noneOf(try value.sequence.map { try $0.map { try parser.string($0, "not") } } ?? [parser.string(value, "not")])
    }
}
