// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMIO
internal import DICOMModel
internal import Filesystem
internal import Foundation
internal import Records
internal import Workers

/// An input beside its output, element by element and by place.
public struct Comparison: Sendable, Codable {
    /// What happened to an element from one file to the other.
    public enum Difference: String, Codable, Sendable { case same, changed, removed, added }

    /// One element of either file.
    public struct Row: Sendable, Codable {
        /// Of sequences around it.
        public let depth: Int
        /// `(gggg,eeee)`.
        public let tag: String
        /// As in ``Inspection/Row/path``.
        public let path: String
        /// Of PS3.6; empty for private and unknown elements.
        public let keyword: String
        /// Two letters; that of the file after, where it is in both.
        public let vr: String
        /// Shown as asked for; empty where it is not in the file before.
        public let before: String
        /// Shown as asked for; empty where it is not in the file after.
        public let after: String
        /// Of values, not of how they are written.
        public let difference: Difference
    }

    /// In the order of tags, items one after another.
    public let rows: [Row]

    /// Has a worker read the two: the parser may crash or hang.
    /// - Throws: ``PipelineError`` where one of the two cannot be read; it says which.
    public init(_ before: BytePath, _ after: BytePath, values: ShownValues = .masked) throws(PipelineError) {
        try self.init(before, after, values: values, launcher: WorkerLauncher())
    }

    package init(_ before: BytePath, _ after: BytePath, values: ShownValues, launcher: WorkerLauncher) throws(PipelineError) {
        try launcher.refuseUnlessKeptIn()
        let conversation: WorkerConversation
        do { conversation = try WorkerConversation.inScratch(launcher) { .contrast(scratch: $0) } } catch { throw PipelineError(error) }
        switch try conversation.inspecting(.contrast(values), about: [before, after]) {
        case .reply(.comparison(let comparison)): self = comparison
        case .none(let reason): throw .stopped("one of the two files cannot be shown: \(reason.rawValue)")
        case .reply: throw .stopped("a worker process answered something else")
        }
    }

    /// What the worker does.
    init(reading before: HandedFile, _ after: HandedFile, values: ShownValues, scratch: BytePath) throws {
        let old = try Side(before, "the first file", scratch: scratch)
        let new = try Side(after, "the second file", scratch: scratch)
        var rows: [(key: [UInt32], row: Row)] = []
        for (path, index) in old.indices {
            let other = new.indices[path]
            let difference: Difference = try other.map { try old.equals(index, new, $0) ? .same : .changed } ?? .removed
            rows.append(
                (
                    old.order(index),
                    old.row(index, path, before: old.text.shown(index, values), after: other.map { new.text.shown($0, values) } ?? "", difference)
                ))
        }
        for (path, index) in new.indices where old.indices[path] == nil {
            rows.append((new.order(index), new.row(index, path, before: "", after: new.text.shown(index, values), .added)))
        }
        for side in [old, new] where !side.input.isUnchanged {
            throw PipelineError.usage("\(side.name) changed while it was read; let it come to rest")
        }
        self.rows = rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.row)
    }

    private struct Side {
        let name: String
        let input: InputFile
        let file: DICOMFile
        let dataSet: DataSet
        let text: ValueText
        let paths: ElementPaths
        /// By path; items are not in it.
        var indices: [String: Int] = [:]

        init(_ given: HandedFile, _ name: String, scratch: BytePath) throws {
            do {
                input = try InputFile(given)
            } catch {
                throw PipelineError.usage("\(name): \(FileOutcome(error).sentence ?? "cannot be read")")
            }
            do {
                file = try DICOMFile(descriptor: input.descriptor.number, scratchDirectory: scratch.readable)
                dataSet = try file.dataSet()
            } catch {
                throw PipelineError.usage("\(name): \(FileOutcome(error).sentence ?? "cannot be read")")
            }
            self.name = name
            text = ValueText(dataSet)
            paths = ElementPaths(dataSet)
            for (index, node) in dataSet.nodes.enumerated().dropFirst() where node.kind != .item { indices[paths.path(of: index)] = index }
        }

        /// Tags and item numbers from the top.
        func order(_ index: Int) -> [UInt32] {
            paths.path(of: index).split { "[]/".contains($0) }.map { part in
                part.first == "(" ? AttributeTag(part)?.number ?? 0 : UInt32(part) ?? 0
            }
        }

        func row(_ index: Int, _ path: String, before: String, after: String, _ difference: Difference) -> Row {
            let node = dataSet.nodes[index]
            return Row(
                depth: paths.depth(of: index), tag: node.tag.description, path: path, keyword: DataDictionary.entry(for: node.tag)?.keyword ?? "",
                vr: node.vr.rawValue, before: before, after: after, difference: difference)
        }

        /// Text is compared as text: a move to another character set changes nothing.
        func equals(_ index: Int, _ other: Side, _ otherIndex: Int) throws -> Bool {
            let (node, otherNode) = (dataSet.nodes[index], other.dataSet.nodes[otherIndex])
            guard node.kind == otherNode.kind, node.vr == otherNode.vr else { return false }
            if node.kind == .sequence { return true }
            if node.kind == .pixels || node.flags.contains(.large) || otherNode.flags.contains(.large) {
                return try node.length == otherNode.length && bytesEqual(index, other, otherIndex, node.length)
            }
            let (own, its) = (dataSet.value(of: index), other.dataSet.value(of: otherIndex))
            return own.elementsEqual(its) || node.vr.isText && text.decoded(index) == other.text.decoded(otherIndex)
        }

        private func bytesEqual(_ index: Int, _ other: Side, _ otherIndex: Int, _ length: Int) throws -> Bool {
            var offset = 0
            while offset < length {
                let count = min(1 << 16, length - offset)
                guard let own = try? file.read(node: index, offset: offset, count: count),
                    let its = try? other.file.read(node: otherIndex, offset: offset, count: count),
                    own == its
                else { return false }
                offset += count
            }
            return true
        }
    }
}
