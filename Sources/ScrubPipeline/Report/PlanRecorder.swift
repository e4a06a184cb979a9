// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Records

/// Records the plans of one worker for a report.
final class PlanRecorder {
    let recording: RecordingSettings
    private let reader: PlanReader
    private let hash: KeyedHash
    private var rowIDs: [Int64] = []
    private var bytesKeys: [Int64?] = []
    private var equipment = EquipmentNames()
    private var shapeIDs: [PlanShape: Int64] = [:]
    private var last: LastShape?
    private var toldShapes: Set<Int64> = []
    private var values: [Int: DistinctCount] = [:]
    private var examples: [Int: [String]] = [:]

    static let examplesPerRow = 3

    init(engine: ConfidentialityEngine, _ recording: RecordingSettings) {
        reader = PlanReader(engine: engine)
        self.recording = recording
        // A key of another length is a mistake of the parent's; any key counts as well.
        hash = KeyedHash(recording.hashKey) ?? KeyedHash(Array(repeating: 0, count: KeyedHash.keyLengthInBytes))!
    }

    func record(_ planned: PlannedFile) -> PlanRecord {
        if reader.isFull { forget() }
        let (dataSet, plan) = (planned.dataSet, planned.plan)
        let reading = reader.read(plan)
        let rowOfNode = reading.rowOfNode
        let newRows = identifyRows()
        var record = record(shape(planned), reading)
        record.newRows = newRows
        record.facts = facts(dataSet, rowOfNode, plan.pixels).wireForm
        var quasi = WireWriter()
        for value in QuasiIdentifiers.values(in: dataSet, plan: plan) {
            quasi.append(fixed: value.map { max(1, Int64(truncatingIfNeeded: hash($0) >> 1)) } ?? 0)
        }
        record.quasi = quasi.bytes
        if recording.isDryRun, planned.refusal == nil { noteValues(dataSet, rowOfNode, &record) }
        return record
    }

    private func forget() {
        reader.forget()
        rowIDs = []
        bytesKeys = []
        shapeIDs = [:]
        last = nil
        values = [:]
        examples = [:]
    }

    private func identifyRows() -> [PlanRecord.NewRow] {
        reader.rows[rowIDs.count...].map { row in
            let definition = (try? jsonLine(row)) ?? []
            rowIDs.append(digest64(definition))
            bytesKeys.append(row.bytesKey.map { digest64(Array($0.utf8)) })
            return PlanRecord.NewRow(id: rowIDs[rowIDs.count - 1], definition: definition)
        }
    }

    // MARK: - Shapes

    /// The shape of the file before, which mostly is that of the next one as well.
    private struct LastShape {
        let reading: Int
        let withoutEntries: PlanShape
        let id: Int64
    }

    /// - Parameter withoutEntries: Gets those that were read.
    private func record(_ withoutEntries: PlanShape, _ reading: PlanReader.Reading) -> PlanRecord {
        if let last, last.reading == reading.number, last.withoutEntries == withoutEntries { return PlanRecord(shape: last.id) }
        var shape = withoutEntries
        shape.entries = reading.entries
        let record = record(shape)
        last = LastShape(reading: reading.number, withoutEntries: withoutEntries, id: record.shape)
        return record
    }

    private func record(_ shape: PlanShape) -> PlanRecord {
        if let known = shapeIDs[shape] { return PlanRecord(shape: known) }
        let definition = defined(shape).wireForm
        let id = digest64(definition)
        if shapeIDs.count >= 200 { shapeIDs = [:] }
        shapeIDs[shape] = id
        var record = PlanRecord(shape: id)
        if toldShapes.count > 100_000 { toldShapes = [] }
        if toldShapes.insert(id).inserted {
            record.newShape = PlanRecord.NewShape(
                modality: shape.modality, equipment: shape.maker + "\u{1F}" + shape.model, definition: definition)
        }
        return record
    }

    /// Without its entries.
    private func shape(_ planned: PlannedFile) -> PlanShape {
        let (dataSet, plan) = (planned.dataSet, planned.plan)
        var defects = plan.inputDefects
        defects += planned.file.information.mends.map(\.rawValue)
        if planned.file.information.repeatedElements > 0 { defects.append("repeated-elements") }
        if planned.file.information.trailingBytes > 0 { defects.append("trailing-bytes") }
        if planned.file.information.mediaStorageSOPClassUID.isEmpty { defects.append("no-file-meta-information") }
        let names = equipment.names(in: dataSet, isModelWhole: recording.examples == .full)
        return PlanShape(
            modality: plan.summary.modality, hasPixels: dataSet.nodes.contains { $0.kind == .pixels }, pixelRisk: plan.look?.reason ?? plan.pixelRisk,
            look: PixelLookState(plan), maker: names.maker, model: names.model, defects: defects.sorted(), entries: [])
    }

    /// With identifiers for rows in place of their indices.
    private func defined(_ shape: PlanShape) -> PlanShape {
        // Private blocks of creators that no list knows share their rows.
        var merged: [Int: PlanEntry] = [:]
        for entry in shape.entries {
            let id = Int(rowIDs[entry.row])
            var sum = merged[id] ?? PlanEntry(row: id, occurrences: 0, filled: 0)
            sum.occurrences += entry.occurrences
            sum.filled += entry.filled
            sum.texts += entry.texts
            sum.textsWithHits += entry.textsWithHits
            sum.hits.merge(entry.hits) { $0 + $1 }
            merged[id] = sum
        }
        var result = shape
        result.entries = merged.values.sorted { $0.row < $1.row }
        return result
    }

    // MARK: - Single values

    private func facts(_ dataSet: DataSet, _ rowOfNode: [Int], _ pixels: PixelConclusion?) -> FileFacts {
        var facts = FileFacts()
        if let pixels {
            let frame = (dataSet.number(.columns) ?? 0) * (dataSet.number(.rows) ?? 0)
            facts.seenPixels = max(0, frame * pixels.frames)
            facts.blankedPixels = max(0, pixels.blankedArea * pixels.frames)
        }
        for (index, node) in dataSet.nodes.enumerated() where rowOfNode[index] >= 0 {
            if let key = bytesKeys[rowOfNode[index]], node.kind == .element { facts.bytes[key, default: 0] += node.length }
            guard node.vr == .DA || node.vr == .DT, node.kind == .element else { continue }
            for value in dataSet.value(of: index).split(separator: UInt8(ascii: "\\")) {
                let digits = value.drop { $0 == 0x20 }.prefix(8)
                guard digits.count == 8, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
                let year = digits.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
                if (1850...2200).contains(year) { facts.see(year: year) }
            }
        }
        return facts
    }

    private func noteValues(_ dataSet: DataSet, _ rowOfNode: [Int], _ record: inout PlanRecord) {
        lazy var text = ValueText(dataSet)
        for (index, node) in dataSet.nodes.enumerated() where rowOfNode[index] >= 0 && node.kind == .element {
            let row = rowOfNode[index]
            let value = dataSet.value(of: index)
            guard !value.isEmpty else { continue }
            let end = (value.lastIndex { $0 != 0x20 && $0 != 0 } ?? value.startIndex - 1) + 1
            let code = hash(value[..<end])
            guard values[row, default: DistinctCount()].insert(code) else { continue }
            record.values.append(PlanRecord.NewValue(row: rowIDs[row], hash: code))
            guard recording.examples != .none, node.vr.isText else { continue }
            let example = recording.examples == .full ? text.whole(index) : text.masked(index)
            guard !example.isEmpty, !examples[row, default: []].contains(example) else { continue }
            var kept = examples[row, default: []] + [example]
            kept.sort()
            kept = Array(kept.prefix(Self.examplesPerRow))
            examples[row] = kept
            if kept.contains(example) { record.examples.append(PlanRecord.Example(row: rowIDs[row], text: example)) }
        }
    }
}

/// The first eight bytes of SHA-256: an identifier that is the same in every process.
func digest64(_ bytes: [UInt8]) -> Int64 {
    Int64(bitPattern: SHA256.hash(data: bytes).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
}
