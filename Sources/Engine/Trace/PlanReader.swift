// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

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
    /// By the numbers of shapes, until the engine's tree forgets.
    private var lastRows: [LastRow?] = []
    private var lastContent = Content()
    private var lastEntries: [PlanEntry] = []
    private var entriesMade = 0
    private var generation = 0

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
        lastRows = []
        lastContent = Content()
        lastEntries = []
        entriesMade += 1
    }

    /// The rows of a file.
    public struct Reading {
        public let entries: [PlanEntry]
        /// Two readings of one number have the same entries: what is made of them need not be made again.
        public let number: Int
        /// For each node the index of its row, or -1.
        public let rowOfNode: [Int]
    }

    public func read(_ plan: ActionPlan) -> Reading {
        if engine.tree.generation != generation {
            generation = engine.tree.generation
            lastRows = []
        }
        let nodes = plan.dataSet.nodes
        var rowOfNode = Array(repeating: -1, count: nodes.count)
        var pathOfNode = Array(repeating: 0, count: nodes.count)
        var isFilled = Array(repeating: false, count: nodes.count)
        var texts: [NotedText] = []
        var (origin, end) = (0, 0)
        for index in nodes.indices.dropFirst() {
            let node = nodes[index]
            if node.kind == .item {
                pathOfNode[index] = pathOfNode[node.parent]
                continue
            }
            guard let decided = plan.shapes[index] else { continue }
            // Below a sequence that went as a whole the sequence is what decided.
            if index >= end { (origin, end) = plan.decisions[index].change == .none ? (index, index) : (index, node.end) }
            let last = row(index, decided, below: index < end && origin != index ? plan.shapes[origin] : nil, pathOfNode[node.parent], plan)
            pathOfNode[index] = last.pathBelow
            rowOfNode[index] = last.row
            isFilled[index] = node.length > 0 || node.flags.contains(.large) || node.kind == .sequence && node.end > index + 1
            if node.kind == .element, node.vr.isText, node.length > 0, let text = NotedText(row: last.row, plan.decisions[index]) {
                texts.append(text)
            }
        }
        let content = Content(rowOfNode: rowOfNode, isFilled: isFilled, texts: texts, added: plan.insertions.map { row($0) })
        if content != lastContent {
            lastContent = content
            lastEntries = entries(of: content)
            entriesMade += 1
        }
        return Reading(entries: lastEntries, number: entriesMade, rowOfNode: rowOfNode)
    }

    /// All that the entries of a file are made from; mostly that of the file before.
    private struct Content: Equatable {
        var rowOfNode: [Int] = []
        var isFilled: [Bool] = []
        var texts: [NotedText] = []
        var added: [Int] = []
    }

    private func entries(of content: Content) -> [PlanEntry] {
        var entries: [PlanEntry] = []
        for (row, isFilled) in zip(content.rowOfNode, content.isFilled) where row >= 0 {
            let place = place(of: row, in: &entries)
            entries[place].occurrences += 1
            if isFilled { entries[place].filled += 1 }
        }
        for text in content.texts { text.note(in: &entries[place(of: text.row, in: &entries)]) }
        for row in content.added {
            let place = place(of: row, in: &entries)
            entries[place].occurrences += 1
            entries[place].filled += 1
        }
        for entry in entries { places[entry.row] = -1 }
        // Files that differ in nothing but the order of their elements are equal.
        return entries.sorted { $0.row < $1.row }
    }

    /// The row that a shape had last time.
    private final class LastRow {
        let action: ActionName
        let reason: Reason
        /// The number of the shape that decided, where it is another one.
        let origin: Int
        let row: Int
        /// The path of elements in its items.
        let pathBelow: Int

        init(action: ActionName, reason: Reason, origin: Int, row: Int, pathBelow: Int) {
            self.action = action
            self.reason = reason
            self.origin = origin
            self.row = row
            self.pathBelow = pathBelow
        }
    }

    private func row(_ index: Int, _ decided: DecidedShape, below origin: DecidedShape?, _ path: Int, _ plan: ActionPlan) -> LastRow {
        let decision = plan.decisions[index]
        if decided.number < lastRows.count, let last = lastRows[decided.number], last.action == decision.action, last.origin == origin?.number ?? -1,
            last.reason == decision.reason
        {
            return last
        }
        let tag = decided.shape.tag
        let creator = tag.isPrivate ? creatorIndex(decided.shape.owner?.creator, group: tag.group) : nil
        let key = RowKey(
            path: path, tag: placelessTag(tag), creator: creator, vr: decided.shape.writtenVR, kind: decided.shape.kind, action: decision.action,
            reason: decision.reason, options: engine.optionsThatChange(origin ?? decided, decision.reason))
        let last = LastRow(
            action: decision.action, reason: decision.reason, origin: origin?.number ?? -1, row: rowIndices[key] ?? add(key),
            pathBelow: decided.shape.kind == .sequence ? pathIndex(PathKey(parent: path, tag: key.tag, creator: creator)) : 0)
        while lastRows.count <= decided.number { lastRows.append(nil) }
        lastRows[decided.number] = last
        return last
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
        var options: [ProfileOption] = []
    }

    private struct PathKey: Hashable {
        var parent: Int
        var tag: UInt32
        var creator: Int?
    }

    /// Of an added element.
    private func row(_ template: Template) -> Int {
        let key = RowKey(
            path: 0, tag: template.tag.number, vr: template.vr, kind: template.vr == .SQ ? .sequence : .element, action: nil, reason: .structure)
        return rowIndices[key] ?? add(key)
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
        let creator = key.creator.map { creators[$0] }
        let safety = tag.isPrivate && tag.element != 0xFFFF ? creator?.safety[UInt8(truncatingIfNeeded: tag.element)] : nil
        var deciding: String?
        if case .option(let option) = key.reason, key.action != nil { deciding = option.rawValue }
        let isSequence = key.kind == .sequence
        let entry = DataDictionary.entry(for: tag)
        let row = PlanRow(
            path: paths[key.path] + step(key.tag, key.creator), tag: key.tag, keyword: entry?.keyword ?? "", vr: isSequence ? "SQ" : key.vr.rawValue,
            action: key.action?.rawValue ?? "add", reason: key.action == nil ? "says what was done" : key.reason.publicText,
            options: key.options.map(\.rawValue), decidingOption: deciding,
            isCounted: key.action != nil && (key.kind == .element || isSequence && key.action != .keep),
            block: tag.isPrivate ? PlanRow.PrivateBlockName(group: tag.group, creator: creator?.listedName) : nil, isSafe: safety == true,
            isUnknown: entry == nil && !tag.isPrivate && !tag.isGroupLength)
        rows.append(row)
        rowIndices[key] = rows.count - 1
        return rows.count - 1
    }

    // MARK: - Private creators

    private struct CreatorKey: Hashable {
        var name: String
        var group: UInt16
    }

    private struct PrivateCreator {
        /// `nil` where no list knows the creator: its value may say anything.
        var listedName: String?
        /// Offsets on the profile's lists, and whether they are safe.
        var safety: [UInt8: Bool] = [:]
    }

    private func creatorIndex(_ name: String?, group: UInt16) -> Int {
        let key = CreatorKey(name: name ?? "", group: group)
        if let known = creatorIndices[key] { return known }
        creators.append(name.map { makeCreator($0, group) } ?? PrivateCreator())
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
}

/// A free text that was looked at.
private struct NotedText: Equatable {
    let row: Int
    private let isClean: Bool
    private let hits: [TextHit]

    /// - Returns: `nil` where the free-text core was not asked and nothing was cut.
    init?(row: Int, _ decision: Decision) {
        guard decision.action == .clean || decision.findings != nil else { return nil }
        self.row = row
        isClean = decision.action != .clean
        if isClean {
            hits = []
        } else if case .gate(let kind) = decision.reason {
            hits = [TextHit(kind: kind.rawValue, detector: "gate")]
        } else {
            hits = (decision.findings ?? []).map { TextHit(kind: $0.kind, detector: $0.detector) }
        }
    }

    func note(in entry: inout PlanEntry) {
        entry.texts += 1
        if isClean { return }
        entry.textsWithHits += 1
        for hit in hits { entry.hits[hit, default: 0] += 1 }
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
