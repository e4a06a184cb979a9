// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Foundation
internal import ProfileEngine

/// Records the plans of one worker for a report.
final class PlanRecorder {
    let recording: PlanRecording
    private let reader: PlanReader
    private let hash: KeyedHash
    private var rowIDs: [Int64] = []
    private var bytesKeys: [Int64?] = []
    private var told = 0
    private var makers: [String: String] = [:]
    private var shapeIDs: [ShapeKey: Int64] = [:]
    private var toldShapes: Set<Int64> = []
    private var values: [Int: DistinctCount] = [:]
    private var examples: [Int: [String]] = [:]

    static let examplesPerRow = 3

    init(engine: ConfidentialityEngine, _ recording: PlanRecording) {
        reader = PlanReader(engine: engine)
        self.recording = recording
        // A key of another length is a mistake of the parent's; any key counts as well.
        hash = KeyedHash(recording.hashKey) ?? KeyedHash(Array(repeating: 0, count: KeyedHash.keyLengthInBytes))!
    }

    private struct ShapeKey: Hashable {
        var entries: [PlanEntry]
        var head: PlanShape
    }

    func record(_ planned: PlannedFile) -> PlanRecord {
        if reader.isFull { forget() }
        let (dataSet, plan) = (planned.dataSet, planned.plan)
        let (entries, rowOfNode) = reader.read(dataSet, plan)
        let newRows = identifyRows()
        let (shape, definition) = shape(entries, planned)
        var quasi = PackedNumbers()
        for value in QuasiIdentifiers.values(in: dataSet, plan: plan) {
            quasi.append(value.map { max(1, Int64(truncatingIfNeeded: hash($0) >> 1)) } ?? 0)
        }
        var record = PlanRecord(
            shape: shape, definition: definition, newRows: newRows, facts: facts(dataSet, rowOfNode).encoded, quasi: quasi.data)
        if recording.isDryRun, planned.refusal == nil { noteValues(dataSet, rowOfNode, &record) }
        return record
    }

    private func forget() {
        reader.forget()
        rowIDs = []
        bytesKeys = []
        told = 0
        shapeIDs = [:]
        values = [:]
        examples = [:]
    }

    private func identifyRows() -> [PlanRecord.IdentifiedRow] {
        for row in reader.rows[rowIDs.count...] {
            rowIDs.append(digest64((try? jsonLine(row)) ?? []))
            bytesKeys.append(row.bytesKey.map { digest64(Array($0.utf8)) })
        }
        defer { told = rowIDs.count }
        return (told..<rowIDs.count).map { PlanRecord.IdentifiedRow(id: rowIDs[$0], row: reader.rows[$0]) }
    }

    // MARK: - Shapes

    private func shape(_ entries: [PlanEntry], _ planned: PlannedFile) -> (Int64, PlanShape?) {
        let head = head(planned)
        let key = ShapeKey(entries: entries, head: head)
        if let known = shapeIDs[key] { return (known, tell(known) { self.define(head, entries) }) }
        let definition = define(head, entries)
        let id = digest64((try? jsonLine(definition)) ?? [])
        if shapeIDs.count >= 200 { shapeIDs = [:] }
        shapeIDs[key] = id
        return (id, tell(id) { definition })
    }

    private func tell(_ id: Int64, _ make: () -> PlanShape) -> PlanShape? {
        if toldShapes.count > 100_000 { toldShapes = [] }
        return toldShapes.insert(id).inserted ? make() : nil
    }

    private func head(_ planned: PlannedFile) -> PlanShape {
        let (dataSet, plan) = (planned.dataSet, planned.plan)
        var defects = inputDefects(of: dataSet)
        defects += planned.file.information.mends.map(\.rawValue)
        if planned.file.information.repeatedElements > 0 { defects.append("repeated-elements") }
        if planned.file.information.trailingBytes > 0 { defects.append("trailing-bytes") }
        if planned.file.information.mediaStorageSOPClassUID.isEmpty { defects.append("no-file-meta-information") }
        let text = ValueText(dataSet)
        let model = dataSet.find(.manufacturerModelName).map { recording.examples == .full ? text.whole($0) : text.masked($0) } ?? ""
        return PlanShape(
            modality: plan.summary.modality, hasPixels: dataSet.nodes.contains { $0.kind == .pixels }, pixelRisk: plan.pixelRisk,
            maker: maker(dataSet.text(.manufacturer) ?? ""), model: model, defects: defects.sorted(), counts: Data(), texts: [])
    }

    /// A series repeats it in every file.
    private func maker(_ manufacturer: String) -> String {
        if let known = makers[manufacturer] { return known }
        let name = Maker.name(manufacturer)
        if makers.count >= 100 { makers = [:] }
        makers[manufacturer] = name
        return name
    }

    private func define(_ head: PlanShape, _ entries: [PlanEntry]) -> PlanShape {
        // Private blocks of creators that no list knows share their rows.
        var merged: [Int64: PlanEntry] = [:]
        for entry in entries {
            guard var sum = merged[rowIDs[entry.row]] else {
                merged[rowIDs[entry.row]] = entry
                continue
            }
            sum.occurrences += entry.occurrences
            sum.filled += entry.filled
            sum.texts += entry.texts
            sum.textsWithHits += entry.textsWithHits
            sum.hits.merge(entry.hits) { $0 + $1 }
            merged[rowIDs[entry.row]] = sum
        }
        var shape = head
        var counts = PackedNumbers()
        for (id, entry) in merged.sorted(by: { $0.key < $1.key }) {
            counts.append(id)
            counts.append(variable: entry.occurrences)
            counts.append(variable: entry.filled)
            guard entry.texts > 0 else { continue }
            let hits = entry.hits.map { PlanShape.Hit(hit: $0.key, count: $0.value) }.sorted { $0.hit < $1.hit }
            shape.texts.append(PlanShape.Text(row: id, values: entry.texts, withHits: entry.textsWithHits, hits: hits))
        }
        shape.counts = counts.data
        return shape
    }

    // MARK: - Single values

    private func facts(_ dataSet: DataSet, _ rowOfNode: [Int]) -> FileFacts {
        var facts = FileFacts()
        for (index, node) in dataSet.nodes.enumerated() where rowOfNode[index] >= 0 {
            if let key = bytesKeys[rowOfNode[index]], node.kind == .element { facts.bytes[key, default: 0] += node.length }
            guard node.vr == .DA || node.vr == .DT, node.kind == .element else { continue }
            for value in dataSet.value(of: index).split(separator: UInt8(ascii: "\\")) {
                let digits = value.drop { $0 == 0x20 }.prefix(8)
                guard digits.count == 8, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
                let year = digits.prefix(4).reduce(UInt16(0)) { $0 * 10 + UInt16($1 - 0x30) }
                if (1850...2200).contains(year) { facts.see(year: year) }
            }
        }
        return facts
    }

    private func noteValues(_ dataSet: DataSet, _ rowOfNode: [Int], _ record: inout PlanRecord) {
        var packed = PackedNumbers()
        var shown: [PlanRecord.Example] = []
        let text = ValueText(dataSet)
        for (index, node) in dataSet.nodes.enumerated() where rowOfNode[index] >= 0 && node.kind == .element {
            let row = rowOfNode[index]
            let value = dataSet.value(of: index)
            guard !value.isEmpty else { continue }
            let end = (value.lastIndex { $0 != 0x20 && $0 != 0 } ?? value.startIndex - 1) + 1
            let code = hash(value[..<end])
            guard values[row, default: DistinctCount()].insert(code) else { continue }
            packed.append(rowIDs[row])
            packed.append(Int64(bitPattern: code))
            guard recording.examples != .none, node.vr.isText else { continue }
            let example = recording.examples == .full ? text.whole(index) : text.masked(index)
            guard !example.isEmpty, !examples[row, default: []].contains(example) else { continue }
            var kept = examples[row, default: []] + [example]
            kept.sort()
            kept = Array(kept.prefix(Self.examplesPerRow))
            examples[row] = kept
            if kept.contains(example) { shown.append(PlanRecord.Example(row: rowIDs[row], text: example)) }
        }
        if !packed.data.isEmpty { record.values = packed.data }
        if !shown.isEmpty { record.examples = shown }
    }
}

/// The first eight bytes of SHA-256: an identifier that is the same in every process.
func digest64(_ bytes: [UInt8]) -> Int64 {
    Int64(bitPattern: SHA256.hash(data: bytes).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
}
