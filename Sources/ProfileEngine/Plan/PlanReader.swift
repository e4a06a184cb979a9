// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import Identifiers

/// Turns plans into rows that can be counted over files. Equal files give equal rows, so those of a series are looked up, not made.
///
/// One reader serves one thread, beside its engine.
public final class PlanReader {
    /// All rows met since the last ``forget()``. They are only added to.
    public private(set) var rows: [PlanRow] = []
    let engine: ConfidentialityEngine
    private var rowIndices: [RowKey: Int] = [:]
    /// For each row its place in the file in hand, or -1.
    private var places: [Int] = []
    private var paths: [String] = [""]
    private var pathIndices: [PathKey: Int] = [:]
    private var creators: [PrivateCreator] = []
    private var creatorIndices: [CreatorKey: Int] = [:]
    private var hits: [HitKey: [TextHit: Int]] = [:]
    /// Held, so that the keys of ``hits`` stay their own.
    private var identifierSets: [ObjectIdentifier: IdentifierSet] = [:]

    public init(engine: ConfidentialityEngine) { self.engine = engine }

    /// Whether so many rows are held that the reader should ``forget()`` before the next file.
    public var isFull: Bool { rows.count > 50_000 || pathIndices.count > 50_000 || creators.count > 50_000 }

    public func forget() {
        rows = []
        rowIndices = [:]
        places = []
        paths = [""]
        pathIndices = [:]
        creators = []
        creatorIndices = [:]
        forgetHits()
    }

    private func forgetHits() {
        hits = [:]
        identifierSets = [:]
    }

    /// - Returns: The rows of a file, and for each node the index of its row, or -1.
    public func read(_ dataSet: DataSet, _ plan: ActionPlan) -> (entries: [PlanEntry], rowOfNode: [Int]) {
        var entries: [PlanEntry] = []
        var rowOfNode = Array(repeating: -1, count: dataSet.nodes.count)
        var pathOfNode = Array(repeating: 0, count: dataSet.nodes.count)
        let blocks = PrivateBlocks(dataSet)
        for index in dataSet.nodes.indices.dropFirst() {
            let node = dataSet.nodes[index]
            if node.kind == .item {
                pathOfNode[index] = pathOfNode[node.parent]
                continue
            }
            let decision = plan.decisions[index]
            let creator =
                node.tag.isPrivate ? creatorIndex(blocks.creator(of: index).map { Array(dataSet.value(of: $0)) }, group: node.tag.group) : nil
            let key = RowKey(
                path: pathOfNode[node.parent], tag: placelessTag(node.tag), creator: creator, vr: node.vr, kind: node.kind,
                action: decision.action, reason: decision.reason)
            let row = rowIndices[key] ?? add(key)
            if node.kind == .sequence { pathOfNode[index] = pathIndex(PathKey(parent: key.path, tag: key.tag, creator: creator)) }
            rowOfNode[index] = row
            let place = place(of: row, in: &entries)
            entries[place].occurrences += 1
            if node.length > 0 || node.flags.contains(.large) || node.kind == .sequence && node.end > index + 1 { entries[place].filled += 1 }
            if node.kind == .element, node.vr.isText { noteText(index, decision, dataSet, plan, &entries[place]) }
        }
        for template in plan.insertions {
            let row = rowIndices[addedKey(template)] ?? add(addedKey(template))
            let place = place(of: row, in: &entries)
            entries[place].occurrences += 1
            entries[place].filled += 1
        }
        for entry in entries { places[entry.row] = -1 }
        // Files that differ in nothing but the order of their elements are equal.
        return (entries.sorted { $0.row < $1.row }, rowOfNode)
    }

    /// Where a row's entry stands among those of the file in hand.
    private func place(of row: Int, in entries: inout [PlanEntry]) -> Int {
        while places.count < rows.count { places.append(-1) }
        if places[row] < 0 {
            places[row] = entries.count
            entries.append(PlanEntry(row: row, occurrences: 0, filled: 0))
        }
        return places[row]
    }

    // MARK: - Rows

    private struct RowKey: Hashable {
        var path: Int
        var tag: UInt32
        var creator: Int?
        var vr: ValueRepresentation
        var kind: DataSet.Kind
        /// `nil` for an added element.
        var action: ActionName?
        var reason: Reason
    }

    private struct PathKey: Hashable {
        var parent: Int
        var tag: UInt32
        var creator: Int?
    }

    private func addedKey(_ template: Template) -> RowKey {
        RowKey(path: 0, tag: template.tag.number, vr: template.vr, kind: template.vr == .SQ ? .sequence : .element, action: nil, reason: .structure)
    }

    /// A block number differs from file to file, so a private element has none here.
    private func placelessTag(_ tag: AttributeTag) -> UInt32 {
        guard tag.isPrivate else { return tag.number }
        return UInt32(tag.group) << 16 | (tag.isPrivateCreator ? 0xFFFF : UInt32(tag.element & 0xFF))
    }

    private func step(_ tag: UInt32, _ creator: Int?) -> String {
        let full = AttributeTag(number: tag)
        guard full.isPrivate else { return full.description }
        let group = String(full.description.dropFirst().prefix(4))
        if full.element == 0xFFFF {
            let name = creator.flatMap { creators[$0].listedName }
            return name.map { "(\(group),\"\($0)\")" } ?? "(\(group),00xx)"
        }
        let offset = String(full.description.dropLast().suffix(2))
        guard let creator, let name = creators[creator].listedName else { return "(\(group),xx\(offset))" }
        return "(\(group),\"\(name)\",\(offset))"
    }

    private func pathIndex(_ key: PathKey) -> Int {
        if let known = pathIndices[key] { return known }
        paths.append(paths[key.parent] + step(key.tag, key.creator) + "[*]/")
        pathIndices[key] = paths.count - 1
        return paths.count - 1
    }

    private func add(_ key: RowKey) -> Int {
        let tag = AttributeTag(number: key.tag)
        let profile = engine.profile
        let creator = key.creator.map { creators[$0] }
        let safety = tag.isPrivate && tag.element != 0xFFFF ? creator?.safety[UInt8(truncatingIfNeeded: tag.element)] : nil
        let vr = key.vr == .UN ? DataDictionary.entry(for: tag)?.vr ?? key.vr : key.vr
        let options = key.action == nil ? [] : profile.optionsThatChange(tag, vr: vr, isListedPrivate: safety == true, reason: key.reason)
        var deciding: String?
        if case .option(let option) = key.reason, key.action != nil { deciding = option.rawValue }
        let isSequence = key.kind == .sequence
        let entry = DataDictionary.entry(for: tag)
        let row = PlanRow(
            path: paths[key.path] + step(key.tag, key.creator), tag: key.tag, keyword: entry?.keyword ?? "", vr: isSequence ? "SQ" : key.vr.rawValue,
            action: key.action?.rawValue ?? "add", reason: key.action == nil ? "says what was done" : key.reason.publicText,
            options: options.map(\.rawValue), decidingOption: deciding,
            isCounted: key.action != nil && (key.kind == .element || isSequence && key.action != .keep),
            block: tag.isPrivate ? PlanRow.PrivateBlockName(group: tag.group, creator: creator?.listedName) : nil, isSafe: safety == true,
            isUnknown: entry == nil && !tag.isPrivate && !tag.isGroupLength)
        rows.append(row)
        rowIndices[key] = rows.count - 1
        return rows.count - 1
    }

    // MARK: - Private creators

    private struct CreatorKey: Hashable {
        var name: [UInt8]
        var group: UInt16
    }

    private struct PrivateCreator {
        /// `nil` where no list knows the creator: its value may say anything.
        var listedName: String?
        /// Offsets on the profile's lists, and whether they are safe.
        var safety: [UInt8: Bool] = [:]
    }

    private func creatorIndex(_ name: [UInt8]?, group: UInt16) -> Int {
        let key = CreatorKey(name: name ?? [], group: group)
        if let known = creatorIndices[key] { return known }
        creators.append(name.map { makeCreator(trimmedASCII($0), group) } ?? PrivateCreator())
        creatorIndices[key] = creators.count - 1
        return creators.count - 1
    }

    private func makeCreator(_ name: String, _ group: UInt16) -> PrivateCreator {
        var result = PrivateCreator()
        let shipped = SafePrivateList.allCases.map { PrivateList.shipped($0) }
        for offset in UInt8.min...UInt8.max {
            let found = engine.profile.privateLists.compactMap { $0.element(creator: name, group: group, offset: offset) }
            if !found.isEmpty { result.safety[offset] = !found.contains { $0.disposition == .remove } }
            if result.listedName == nil, !found.isEmpty || shipped.contains(where: { $0.element(creator: name, group: group, offset: offset) != nil })
            {
                result.listedName = name
            }
        }
        return result
    }

    // MARK: - Free text

    private struct HitKey: Hashable {
        var keyword: String
        var text: String
        var known: ObjectIdentifier
    }

    private func noteText(_ index: Int, _ decision: Decision, _ dataSet: DataSet, _ plan: ActionPlan, _ entry: inout PlanEntry) {
        guard decision.action == .clean || decision.action == .keep && engine.profile.cleansText(decision.reason, dataSet.nodes[index].tag),
            dataSet.nodes[index].length > 0
        else { return }
        entry.texts += 1
        guard decision.action == .clean else { return }
        entry.textsWithHits += 1
        if case .gate(let kind) = decision.reason {
            entry.hits[TextHit(kind: kind.rawValue, detector: "gate"), default: 0] += 1
            return
        }
        for (hit, count) in hits(index, dataSet, plan) { entry.hits[hit, default: 0] += count }
    }

    private func hits(_ index: Int, _ dataSet: DataSet, _ plan: ActionPlan) -> [TextHit: Int] {
        let keyword = DataDictionary.entry(for: dataSet.nodes[index].tag)?.keyword ?? ""
        let text = trimmed(SpecificCharacterSet(around: index, in: dataSet).decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr))
        let key = HitKey(keyword: keyword, text: text, known: ObjectIdentifier(plan.known))
        if let known = hits[key] { return known }
        if hits.count > 20_000 || identifierSets.count > 64 { forgetHits() }
        identifierSets[key.known] = plan.known
        var result: [TextHit: Int] = [:]
        for finding in engine.findings(at: index, in: dataSet, plan: plan) {
            result[TextHit(kind: finding.kind, detector: finding.detector), default: 0] += 1
        }
        hits[key] = result
        return result
    }
}

extension ConfidentialityProfile {
    /// Whether a decision with this reason went through the free-text core.
    func cleansText(_ reason: Reason, _ tag: AttributeTag) -> Bool {
        switch reason {
        case .option(.cleanDescriptors), .option(.cleanStructuredContent): true
        case .option(let option): ConfidentialityTable.row(for: tag)?.options[option] == .clean && option == .retainPatientCharacteristics
        case .rule(let profile, let line):
            rules.contains { rule in
                guard rule.profile == profile, rule.line == line, case .element(_, .table(.clean)) = rule.target else { return false }
                return true
            }
        default: false
        }
    }
}

extension Reason {
    /// For a release: files of a site's own are named without their folders.
    var publicText: String {
        switch self {
        case .rule(let profile, let line): Reason.rule(profile: lastComponent(profile), line: line).description
        case .safePrivate(let list): Reason.safePrivate(list: lastComponent(list)).description
        default: description
        }
    }

    private func lastComponent(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension SpecificCharacterSet {
    /// The set of the nearest item around a node that declares one.
    init(around index: Int, in dataSet: DataSet) {
        var item = dataSet.nodes[index].parent
        while item != 0 {
            if dataSet.nodes[item].kind == .item, dataSet.find(.specificCharacterSet, in: item) != nil {
                self.init(in: dataSet, item: item)
                return
            }
            item = dataSet.nodes[item].parent
        }
        self.init(in: dataSet)
    }
}
