// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Yams

/// A CTP DICOM Anonymizer script as a profile.
struct CTPImport {
    let draft: ImportDraft

    func read(_ text: String) throws {
        let script = try CTPScript(text, file: draft.file)
        var parameters: [String: String] = [:]
        for entry in script.entries where entry.kind == "p" { parameters[entry.target.uppercased()] = trimmed(entry.script) }
        for entry in script.entries where entry.kind == "r" { removal(entry) }
        if draft.removesUnnamed {
            draft.keepUnlisted("(0028,xxxx)", line: script.entries.first { $0.target == "unspecifiedelements" }?.line ?? 1)
            draft.add("PixelData", .keep, line: script.entries.first { $0.target == "unspecifiedelements" }?.line ?? 1)
        }
        for entry in script.entries where entry.kind == "k" && entry.isEnabled { group(entry) }
        for entry in script.entries where entry.kind == "e" {
            if entry.isEnabled {
                CTPElementImport(draft: draft, entry: entry, parameters: parameters).read()
            } else {
                draft.note(
                    entry.line,
                    "not enabled: CTP leaves such an attribute alone, here the Basic Profile decides, or it is removed under 'default: "
                        + "remove'; add a rule with 'action: keep' for one that is needed"
                )
            }
        }
    }

    private func removal(_ entry: CTPScript.Entry) {
        switch (entry.target.lowercased(), entry.isEnabled) {
        case ("unspecifiedelements", true): draft.removesUnnamed = true
        case ("unspecifiedelements", false):
            draft.note(
                entry.line,
                "CTP keeps attributes that the script does not name; here the Basic Profile decides about them. Add rules with 'action: keep' "
                    + "for those that are needed."
            )
        case ("privategroups", true): break
        case ("privategroups", false):
            draft.note(entry.line, "private groups are removed here; to keep those known to be safe add 'options: [retain-safe-private]'")
        case ("curves", true): draft.add("(50xx,xxxx)", .remove, line: entry.line)
        case ("overlays", true): draft.add("(60xx,xxxx)", .remove, line: entry.line)
        case ("curves", false), ("overlays", false):
            draft.note(entry.line, "\(entry.target) are removed here, as the Basic Profile asks; add a rule for their tags to keep them")
        default:
            draft.note(
                entry.line, "'\(entry.target)' is no group of attributes that CTP documents; nothing is done for it. Add rules for what is meant.")
        }
    }

    private func group(_ entry: CTPScript.Entry) {
        if entry.target.lowercased() == "safeprivateelements" {
            if !draft.options.contains("retain-safe-private") { draft.options.append("retain-safe-private") }
            draft.note(
                entry.line,
                "safe private elements are those of PS3.15, not of CTP's own list; add 'private-lists: [ps3.15, tcia]' or a list of your own for more"
            )
            return
        }
        guard let number = UInt16(entry.target, radix: 16), number & 1 == 0, number >= 0x0008 else {
            draft.note(
                entry.line,
                "group '\(entry.target)' is not kept: it is no even group from 0008. Add rules with 'action: keep' for the elements that are needed.")
            return
        }
        guard draft.removesUnnamed else {
            draft.note(entry.line, "keeping a group has no effect, in CTP either, unless unspecified elements are removed; leave the line out")
            return
        }
        let group = String(AttributeTag(number, 0).description.dropFirst().prefix(4))
        draft.keepUnlisted("(\(group),xxxx)", line: entry.line)
        draft.note(
            entry.line,
            "of a kept group the attributes that PS3.15 protects are removed all the same; add rules with 'action: keep' for those that are needed")
    }
}

/// One enabled element of a script.
private struct CTPElementImport {
    let draft: ImportDraft
    let entry: CTPScript.Entry
    let parameters: [String: String]

    private var line: Int { entry.line }
    private func note(_ message: String) { draft.note(line, message) }

    func read() {
        guard let (selector, tag) = selector() else { return }
        if let tag, ReservedAttribute.isWrittenByProgram(tag) {
            note("the program writes this attribute itself, by what it really does; the script's value is not used")
            return
        }
        apply(entry.script, selector, tag)
    }

    private func selector() -> (String, AttributeTag?)? {
        let text = entry.target.filter { !"(), ".contains($0) }
        if let tag = AttributeTag(text) {
            guard tag.isPrivate else { return (ImportDraft.selector(tag), tag) }
            note(
                "\(tag) is private and named without its creator, so nothing is done for it and private elements are removed; write a rule as "
                    + "(\(tag.description.dropFirst().prefix(4)),\"CREATOR\",0C)"
            )
            return nil
        }
        let parts = entry.target.split(whereSeparator: { "[]".contains($0) }).map(String.init)
        if parts.count >= 2, let group = UInt16(parts[0].prefix(4), radix: 16), group & 1 == 1,
            let offset = UInt8(parts.count > 2 ? parts[2] : "", radix: 16),
            parts[1].utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }), !trimmed(parts[1]).isEmpty
        {
            note("the creator of a private element is compared with its case here; check its spelling")
            let digits = AttributeTag(group, UInt16(offset)).description
            return ("(\(digits.dropFirst().prefix(4)),\"\(trimmed(parts[1]))\",\(digits.dropLast().suffix(2)))", nil)
        }
        note("'\(entry.target)' is no tag, so nothing is done for it and the Basic Profile decides; write a rule for the attribute that is meant")
        return nil
    }

    private func apply(_ script: String, _ selector: String, _ tag: AttributeTag?) {
        let expression = CTPExpression(script)
        if expression.parts.count == 1, case .call("if", let arguments, let clauses) = expression.parts[0] {
            conditional(arguments, clauses, selector, tag)
            return
        }
        draft.add(selector, action(expression, tag), line: line)
    }

    // MARK: - Conditions

    private func conditional(_ arguments: [String], _ clauses: [String], _ selector: String, _ tag: AttributeTag?) {
        guard arguments.count >= 2, clauses.count == 2 else {
            draft.add(selector, fallback(tag, "@if is not complete"), line: line)
            return
        }
        let condition = arguments[1].lowercased()
        let files = clauses.map(Self.stopsFile)
        if files.contains(true) {
            quarantine(arguments, condition, files, clauses, selector, tag)
            return
        }
        let yes = action(CTPExpression(clauses[0]), tag), no = action(CTPExpression(clauses[1]), tag)
        let isThis = arguments[0].lowercased() == "this"
        // Of an attribute that is blank or absent nothing is left to protect.
        if isThis, condition == "isblank" {
            draft.add(selector, no, line: line)
        } else if isThis, condition == "exists" {
            draft.add(selector, yes, line: line)
        } else if yes == no {
            draft.add(selector, yes, line: line)
        } else if !isThis, let when = test(arguments, condition) {
            draft.add(selector, no, line: line)
            draft.add(selector, yes, line: line, when: [when])
        } else {
            let stricter = yes.rank <= no.rank ? yes : no
            note(
                "the condition '\(condition)' cannot be said in a profile; '\(stricter.name)', which protects more, is done always. Write "
                    + "rules with 'when' if that is too much."
            )
            draft.add(selector, stricter, line: line)
        }
    }

    private func test(_ arguments: [String], _ condition: String, isNegated: Bool = false) -> (String, Node)? {
        guard let attribute = ImportDraft.attribute(named: arguments[0]), !attribute.isPrivate, let entry = DataDictionary.entry(for: attribute)
        else { return nil }
        let keyword = ImportDraft.selector(attribute)
        if condition == "exists" { return (keyword, Node([(Node("present"), Node(isNegated ? "false" : "true", Tag(.bool)))], Tag(.map), .flow)) }
        guard arguments.count == 3, entry.vr.isText, ["equals", "contains"].contains(condition) else { return nil }
        let value = trimmed(arguments[2], also: "\"")
        guard !value.isEmpty, !value.contains(where: { "*\\@".contains($0) }), entry.vr.separatesValues else { return nil }
        let pattern = Node(condition == "equals" ? value : "*\(value)*", Tag(.str), .singleQuoted)
        return (keyword, isNegated ? Node([(Node("not"), pattern)], Tag(.map), .flow) : pattern)
    }

    private static func stopsFile(_ clause: String) -> Bool {
        CTPExpression(clause).parts.contains { part in
            if case .call(let name, _, _) = part { return name == "quarantine" || name == "skip" }
            return false
        }
    }

    private func quarantine(
        _ arguments: [String], _ condition: String, _ files: [Bool], _ clauses: [String], _ selector: String, _ tag: AttributeTag?
    ) {
        let name = arguments[0].lowercased() == "this" ? selector : arguments[0]
        if clauses.contains(where: { $0.lowercased().contains("@skip") }) {
            note("@skip passes a file on as it is; here it is quarantined. Nothing leaves without being scrubbed.")
        }
        if files == [true, true] || condition == "isblank" {
            note(
                """
                a file rule cannot ask for '\(files == [true, true] ? "always" : "isblank")'; files are quarantined \
                where the attribute is absent. Write rules with 'when' and 'file: quarantine' for the rest.
                """
            )
            if let when = test([name], "exists", isNegated: files != [false, true]) {
                draft.quarantine(when: [when], line: line, because: "as CTP does")
            }
        } else if let when = test([name] + arguments.dropFirst(), condition, isNegated: files[1]) {
            draft.quarantine(when: [when], line: line, because: "as CTP does")
        } else {
            note(
                "the condition '\(condition)' for quarantine cannot be said in a profile; files with that attribute are quarantined. Write "
                    + "rules with 'when' if that is too much."
            )
            if let when = test([name], "exists") { draft.quarantine(when: [when], line: line, because: "as CTP does, whatever the value") }
        }
        for (clause, stops) in zip(clauses, files) where !stops { draft.add(selector, action(CTPExpression(clause), tag), line: line) }
    }

    // MARK: - Actions

    private func fallback(_ tag: AttributeTag?, _ what: String) -> ImportedAction {
        draft.fallback(line, tag, what)
    }

    private func action(_ expression: CTPExpression, _ tag: AttributeTag?) -> ImportedAction {
        var parts = expression.parts
        if case .call("always", _, _)? = parts.first {
            parts.removeFirst()
            note("an attribute that is absent is not created; what stands behind @always() is done where it is present")
        }
        guard !parts.isEmpty else { return .remove }
        if parts.count == 1, case .call(let name, let arguments, let clauses) = parts[0], name != "param" {
            return call(name, arguments, clauses, tag)
        }
        var literal = ""
        for part in parts {
            switch part {
            case .text(let text): literal += text
            case .call("param", let arguments, _):
                guard let value = arguments.first.flatMap(parameter) else { return fallback(tag, "a parameter that the script does not set") }
                literal += value
            case .call(let name, _, _): return fallback(tag, "a value put together with @\(name)")
            }
        }
        return ImportDraft.replacement(trimmed(literal), for: tag) ?? fallback(tag, "a text that the attribute's VR cannot hold")
    }

    private func parameter(_ text: String) -> String? {
        text.hasPrefix("@") ? parameters[text.dropFirst().uppercased()] : text
    }

    private func call(_ name: String, _ arguments: [String], _ clauses: [String], _ tag: AttributeTag?) -> ImportedAction {
        let vr = tag.flatMap(DataDictionary.entry)?.vr
        let isThis = arguments.first?.lowercased() == "this"
        switch name {
        case "remove": return .remove
        case "empty", "blank": return .empty
        case "keep": return kept(vr)
        case "process": return vr == .SQ || vr == nil ? .keep : fallback(tag, "@process on what is no sequence")
        case "require":
            note("an attribute that is absent is not created; where it is present it stays, as with @require")
            return kept(vr)
        case "hashuid":
            guard vr == .UI else { return fallback(tag, "@hashuid on an attribute that holds no UID") }
            return .hashUID
        case "hashptid", "hash", "hashname": return hash(name, arguments, tag, vr)
        case "incrementdate", "hashdate":
            guard isThis, let vr, [.DA, .DT, .TM].contains(vr) else { return fallback(tag, "@\(name) of another attribute, or on what is no date") }
            note(
                "dates move by days that are computed for each patient (1 to 3650 back), not by those of the script; the distances within a "
                    + "patient stay"
            )
            return .shiftDate
        case "modifydate": return modifiedDate(arguments, tag, vr)
        case "round":
            guard isThis, arguments.count == 2, let width = parameter(arguments[1]).flatMap(Int.init), (1...1000).contains(width), let vr,
                [.AS, .DS, .IS].contains(vr)
            else {
                return fallback(tag, "this form of @round")
            }
            note("@round centres its bands at multiples; here a band begins at a multiple, and ages over 89 become 90")
            return ImportedAction(name: "generalize", with: vr == .AS ? ["bin": "\(width)Y", "cap": "89Y"] : ["bin": "\(width)"])
        case "truncate":
            guard isThis, arguments.count == 2, let length = Int(arguments[1]), (1...16).contains(length), let vr,
                ValueRepresentation.words.contains(vr)
            else {
                return fallback(tag, "this form of @truncate")
            }
            return ImportedAction(name: "generalize", with: ["prefix": "\(length)"])
        case "select" where clauses.count == 2:
            let outer = action(CTPExpression(clauses[0]), tag), inner = action(CTPExpression(clauses[1]), tag)
            if outer == inner { return outer }
            let stricter = outer.rank <= inner.rank ? outer : inner
            note(
                "@select treats the top level and items differently; '\(stricter.name)', which protects more, is done at every level. Write a "
                    + "rule with a path if that is too much."
            )
            return stricter
        default: return fallback(tag, "@\(name)")
        }
    }

    private func kept(_ vr: ValueRepresentation?) -> ImportedAction {
        if vr == .SQ { note(ImportDraft.keptSequence) }
        return .keep
    }

    private func hash(_ name: String, _ arguments: [String], _ tag: AttributeTag?, _ vr: ValueRepresentation?) -> ImportedAction {
        let source = name == "hashptid" ? arguments.dropFirst().first : arguments.first
        let attribute = source?.lowercased() == "this" ? tag : source.flatMap { ImportDraft.attribute(named: $0.replacing("root:", with: "")) }
        guard let tag, let vr, vr.isText, ValueRepresentation.words.contains(vr), let attribute else { return fallback(tag, "this form of @\(name)") }
        note("pseudonyms and hashes are those of the project's key, not of CTP; releases made with CTP cannot be joined with new ones")
        if attribute == .patientID || tag == .patientName || tag == .patientID { return .pseudonym }
        guard attribute == tag else { return fallback(tag, "@\(name) of another attribute") }
        if name == "hash", arguments.count > 1, let length = Int(arguments[1]), (8...min(26, vr.maximumCharacters ?? 26)).contains(length) {
            return ImportedAction(name: "hash", with: ["length": "\(length)"])
        }
        return .hash
    }

    private func modifiedDate(_ arguments: [String], _ tag: AttributeTag?, _ vr: ValueRepresentation?) -> ImportedAction {
        guard arguments.count == 4, arguments[0].lowercased() == "this", let vr, [.DA, .DT].contains(vr) else {
            return fallback(tag, "this form of @modifydate")
        }
        let (year, month, day) = (arguments[1], arguments[2], arguments[3])
        if year == "*", month != "*", day != "*" { return ImportedAction(name: "generalize", with: ["date": "year"]) }
        if year == "*", month == "*", day != "*" { return ImportedAction(name: "generalize", with: ["date": "month"]) }
        return fallback(tag, "this form of @modifydate")
    }
}
