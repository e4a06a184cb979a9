// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Pseudonyms
internal import Standard
internal import Yams

/// One profile as its text has it, before those it extends are put in front.
struct ProfileDocument {
    var name = ""
    var text = ""
    var summary = ""
    var appliesTable = false
    var removesUnnamed = false
    var options: [ProfileOption] = []
    var privateLists: [PrivateList] = []
    /// The texts of the lists that are the site's own.
    var privateListTexts: [String] = []
    var rules: [Rule] = []
    var pseudonymPrefix: String?
    var patientKey: PatientKey.Policy?
    var keepsWeekday = false
    var burnedIn: BurnedInPolicy?
    /// Where `burned-in` stands.
    var burnedInLine: Int?
    var pixelText = PixelTextDocument()
    var allowedTerms: [String] = []
    var deniedTerms: [String] = []
    var pixelSegments: PixelSegmentPolicy?
    var textThresholds: TextThresholds?
    var keepsTermsOnly: Bool?
}

/// Reads the YAML of a profile. Every key must be known; every error names its line and column.
struct ProfileParser {
    let name: String
    let text: String
    /// The texts brought along, by path; those of private lists are read from here.
    var sources: [String: String] = [:]

    static let keys = [
        "name", "description", "extends", "table", "default", "options", "private-lists", "pseudonym-prefix", "patient-key", "keep-weekday",
        "burned-in", "pixel-text", "pixel-segments", "text", "allow", "deny", "rules",
    ]

    /// - Parameter visited: The profiles that lead here, this one last.
    func extends(after visited: [String] = []) throws -> String? {
        guard let node = try mapping(root())["extends"] else { return nil }
        let written = try string(node, "extends")
        // A path counts from the folder of the profile it stands in.
        let base =
            ShippedProfile.names.contains(written) || !written.hasSuffix(".yaml") && !written.hasSuffix(".yml") && !written.contains("/")
            ? written : SitePrivateList.path(of: written, besides: name)
        if base == name { throw error(node, "the profile extends itself; name another, as 'basic', or leave the line out") }
        if visited.contains(base) { throw error(node, "the profiles extend each other in a circle; break it at one 'extends'") }
        return base
    }

    /// That the profile named by `extends` cannot be had, for the reason given.
    func extendsError(_ message: String) throws -> ProfileError { error(try mapping(root())["extends"], message) }

    /// The paths of the site's own lists of private elements.
    func privateListFiles() throws -> [String] {
        guard let node = try mapping(root())["private-lists"] else { return [] }
        return try sequence(node, "private-lists").map { try string($0, "private-lists") }.filter(SitePrivateList.isFile)
            .map { SitePrivateList.path(of: $0, besides: name) }
    }

    func document() throws -> ProfileDocument {
        let fields = try mapping(root())
        try refuseUnknown(fields, Self.keys)
        var document = ProfileDocument()
        document.text = text
        document.name = name
        if let node = fields["name"] {
            document.name = try string(node, "name")
            guard !document.name.isEmpty, document.name.utf8.allSatisfy({ isLatinAlphanumeric($0) || [0x2D, 0x5F, 0x2E].contains($0) }) else {
                throw error(node, "a name has letters, digits, '-', '_' and '.' only, since it is written into every file")
            }
            guard document.name.utf8.count <= 40 else {
                throw error(node, "a name has at most 40 characters; shorten it and say the rest in 'description'")
            }
        }
        if let node = fields["description"] { document.summary = try sentence(node, "description") }
        if let node = fields["table"] {
            guard try string(node, "table") == "e.1-1" else { throw error(node, "'table' can only be e.1-1") }
            document.appliesTable = true
        }
        if let node = fields["default"] {
            switch try string(node, "default") {
            case "remove": document.removesUnnamed = true
            case "keep": break
            default: throw error(node, "'default' is 'keep' or 'remove'")
            }
        }
        if let node = fields["options"] { try readOptions(node, into: &document) }
        if let node = fields["private-lists"] { try readPrivateLists(node, into: &document) }
        if let node = fields["pseudonym-prefix"] { document.pseudonymPrefix = try prefix(node) }
        if let node = fields["patient-key"] { document.patientKey = try patientKey(node) }
        if let node = fields["keep-weekday"] { document.keepsWeekday = try boolean(node, "keep-weekday") }
        if let node = fields["burned-in"] {
            guard let policy = BurnedInPolicy(rawValue: try string(node, "burned-in")) else {
                throw error(node, "'burned-in' is one of \(BurnedInPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            document.burnedIn = policy
            document.burnedInLine = node.mark?.line
        }
        if let node = fields["pixel-text"] { document.pixelText = try PixelTextParser(parser: self, profile: document.name).document(node) }
        if let node = fields["allow"] { document.allowedTerms = try sequence(node, "allow").map { try string($0, "allow") } }
        if let node = fields["deny"] { document.deniedTerms = try sequence(node, "deny").map { try string($0, "deny") } }
        if let node = fields["text"] { try readText(node, into: &document) }
        if let node = fields["pixel-segments"] {
            guard let policy = PixelSegmentPolicy(rawValue: try string(node, "pixel-segments")) else {
                throw error(node, "'pixel-segments' is one of \(PixelSegmentPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            document.pixelSegments = policy
        }
        if let node = fields["rules"] {
            let rules = RuleParser(parser: self, profile: document.name)
            document.rules = try sequence(node, "rules").map(rules.rule)
        }
        return document
    }

    /// `text: balanced`, or a mapping that says more.
    private func readText(_ node: Node, into document: inout ProfileDocument) throws {
        func thresholds(_ node: Node) throws -> TextThresholds {
            guard let thresholds = TextThresholds(rawValue: try string(node, "text")) else {
                throw error(node, "'text' is one of \(TextThresholds.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return thresholds
        }
        guard node.mapping != nil else {
            document.textThresholds = try thresholds(node)
            return
        }
        let fields = try mapping(node)
        try refuseUnknown(fields, ["thresholds", "strict", "allow", "deny"])
        if let node = fields["thresholds"] { document.textThresholds = try thresholds(node) }
        if let node = fields["strict"] { document.keepsTermsOnly = try boolean(node, "strict") }
        if let node = fields["allow"] { document.allowedTerms += try sequence(node, "allow").map { try string($0, "allow") } }
        if let node = fields["deny"] { document.deniedTerms += try sequence(node, "deny").map { try string($0, "deny") } }
    }

    private func readOptions(_ node: Node, into document: inout ProfileDocument) throws {
        for node in try sequence(node, "options") {
            let option = try option(node)
            guard !document.options.contains(option) else { throw error(node, "option \(option.rawValue) stands here twice; keep one") }
            document.options.append(option)
        }
    }

    private func option(_ node: Node) throws -> ProfileOption {
        let text = try string(node, "options")
        guard let option = ProfileOption(rawValue: text) else { throw error(node, Self.unknownOption(text)) }
        return option
    }

    static func unknownOption(_ text: String) -> String {
        "'\(text)' is not a PS3.15 option. Options are \(ProfileOption.allCases.map(\.rawValue).joined(separator: ", "))."
    }

    private func readPrivateLists(_ node: Node, into document: inout ProfileDocument) throws {
        let entries = try sequence(node, "private-lists")
        guard !entries.isEmpty else { throw error(node, "'private-lists' names no list; write [ps3.15], or leave the line out") }
        for entry in entries {
            let text = try string(entry, "private-lists")
            guard !document.privateLists.contains(where: { $0.name == text }) else {
                throw error(entry, "the list '\(text)' stands here twice; keep one")
            }
            if let list = SafePrivateList(rawValue: text) {
                document.privateLists.append(.shipped(list))
                continue
            }
            guard SitePrivateList.isFile(text) else {
                throw error(
                    entry,
                    """
                    '\(text)' is not a list of private elements. Lists are ps3.15 and tcia; for one of your own give \
                    the path of a file that ends in .csv.
                    """
                )
            }
            let path = SitePrivateList.path(of: text, besides: name)
            guard let content = sources[path] else {
                throw error(
                    entry,
                    "the list '\(path)' cannot be read as UTF-8 text; the path counts from the profile's folder, so check it and the permissions")
            }
            document.privateLists.append(.site(name: text, elements: try SitePrivateList(file: path, text: content).elements()))
            document.privateListTexts.append("\(text)\n\(content)")
        }
    }

    private func prefix(_ node: Node) throws -> String {
        let text = try string(node, "pseudonym-prefix")
        guard text.utf8.count <= 16, text.utf8.allSatisfy({ isLatinAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }) else {
            throw error(node, "a prefix has at most 16 letters, digits, '-' and '_'")
        }
        return text
    }

    /// A word, or for each part whether it counts.
    private func patientKey(_ node: Node) throws -> PatientKey.Policy {
        guard node.mapping != nil else {
            switch node.scalar?.string {
            case "id": return PatientKey.Policy()
            case "issuer-and-id": return PatientKey.Policy(usesIssuer: true)
            default: throw error(node, "'patient-key' is id, issuer-and-id, or such as {issuer: true, fold-case: true, fold-zeros: true}")
            }
        }
        let fields = try mapping(node)
        try refuseUnknown(fields, ["issuer", "fold-case", "fold-zeros"])
        func isOn(_ key: String) throws -> Bool { try fields[key].map { try boolean($0, key) } ?? false }
        return PatientKey.Policy(usesIssuer: try isOn("issuer"), foldsCase: try isOn("fold-case"), foldsZeros: try isOn("fold-zeros"))
    }

    // MARK: - YAML

    private func root() throws -> Node {
        do {
            // Whether a word is a number or a time is asked where one is wanted; to guess takes regular expressions, in each process.
            guard let node = try compose(yaml: text, .basic) else {
                throw ProfileError(profile: name, line: 1, column: 1, "the profile is empty; it needs at least 'extends: basic'")
            }
            return node
        } catch let error as YamlError {
            if case .duplicatedKeysInMapping(let keys, let context) = error {
                throw ProfileError(
                    profile: name, line: lastLine(of: keys.first ?? "", from: context.mark.line), column: 1,
                    "'\(keys.first ?? "")' stands here twice; keep one")
            }
            if case .composer(_, let problem, let mark, _) = error, problem.contains("document") {
                throw ProfileError(profile: name, line: mark.line, column: 1, "a profile is one document; take the line '---' out")
            }
            throw ProfileError(
                profile: name, line: Self.line(of: error), column: 1, "this is not YAML; check the indentation, quotes and colons around here")
        }
    }

    /// Where a key stands for the last time, since YAML reports the mapping only.
    private func lastLine(of key: String, from first: Int) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let index = lines.indices.last { $0 + 1 >= first && lines[$0].drop { " -{".contains($0) }.hasPrefix("\(key):") }
        return index.map { $0 + 1 } ?? first
    }

    private static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }

    func error(_ node: Node?, _ message: String) -> ProfileError {
        ProfileError(profile: name, line: node?.mark?.line, column: node?.mark?.column, message)
    }

    /// The fields of a mapping by name. A name twice is an error.
    func mapping(_ node: Node) throws -> [String: Node] {
        guard let mapping = node.mapping else { throw error(node, "here a mapping is wanted: lines of 'key: value'") }
        var result: [String: Node] = [:]
        for (key, value) in mapping {
            guard let text = key.string else { throw error(key, "a key is a plain word") }
            guard result.updateValue(value, forKey: text) == nil else { throw error(key, "'\(text)' stands here twice; keep one") }
        }
        return result
    }

    func refuseUnknown(_ fields: [String: Node], _ known: [String]) throws {
        for (key, node) in fields.sorted(by: { ($0.value.mark?.line ?? 0, $0.key) < ($1.value.mark?.line ?? 0, $1.key) }) where !known.contains(key) {
            throw error(node, "'\(key)' is not known here. Known are \(known.joined(separator: ", ")).")
        }
    }

    func sequence(_ node: Node, _ key: String) throws -> [Node] {
        guard let sequence = node.sequence else { throw error(node, "'\(key)' is a list: lines that begin with '-', or [one, two]") }
        return Array(sequence)
    }

    func string(_ node: Node, _ key: String) throws -> String {
        guard let text = node.scalar?.string else { throw error(node, "'\(key)' is a single value") }
        guard !text.isEmpty else { throw error(node, "'\(key)' is empty; write a value, or leave the line out") }
        return text
    }

    /// Text for people.
    func sentence(_ node: Node, _ key: String) throws -> String {
        let text = try string(node, key)
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0 == "\u{7F}" }) else {
            throw error(node, "'\(key)' has control characters; take them out")
        }
        return text
    }

    func boolean(_ node: Node, _ key: String) throws -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain, let value = node.bool else { throw error(node, "'\(key)' is true or false") }
        return value
    }

    func integer(_ node: Node, _ key: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let value = node.int, range.contains(value) else {
            throw error(node, "'\(key)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
