// SPDX-License-Identifier: Apache-2.0

/// What one file adds to a report. Rows and shapes that a worker has told before are not told again, and are stored as they come.
package struct PlanRecord: Sendable {
    /// An identifier that is the same in every process.
    package var shape: Int64
    package var newShape: NewShape?
    package var newRows: [NewRow] = []
    /// The wire form of ``FileFacts``.
    package var facts: [UInt8] = []
    /// Eight bytes for each attribute from which a patient can be told: the hash of what is kept, or 0.
    package var quasi: [UInt8] = []
    /// Values that this worker meets for the first time.
    package var values: [NewValue] = []
    package var examples: [Example] = []

    package struct NewRow: Sendable {
        package var id: Int64
        package var definition: [UInt8]

        package init(id: Int64, definition: [UInt8]) { (self.id, self.definition) = (id, definition) }
    }

    package struct NewShape: Sendable {
        package var modality: String
        /// Maker and model.
        package var equipment: String
        package var definition: [UInt8]

        package init(modality: String, equipment: String, definition: [UInt8]) {
            (self.modality, self.equipment, self.definition) = (modality, equipment, definition)
        }
    }

    package struct NewValue: Sendable {
        package var row: Int64
        package var hash: UInt64

        package init(row: Int64, hash: UInt64) { (self.row, self.hash) = (row, hash) }
    }

    package struct Example: Sendable {
        package var row: Int64
        package var text: String

        package init(row: Int64, text: String) { (self.row, self.text) = (row, text) }
    }

    package init(shape: Int64) { self.shape = shape }

    /// About what it holds.
    package var sizeInBytes: Int {
        facts.count + quasi.count + (newShape?.definition.count ?? 0) + newRows.reduce(0) { $0 + $1.definition.count + 64 }
            + values.count * MemoryLayout<NewValue>.stride + examples.reduce(0) { $0 + $1.text.utf8.count + 32 }
    }
}

extension PlanRecord: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(fixed: shape)
        wire.append(newShape) { wire, shape in
            wire.append(shape.modality)
            wire.append(shape.equipment)
            wire.append(shape.definition)
        }
        wire.append(all: newRows) { wire, row in
            wire.append(fixed: row.id)
            wire.append(row.definition)
        }
        wire.append(facts)
        wire.append(quasi)
        wire.append(all: values) { wire, value in
            wire.append(fixed: value.row)
            wire.append(fixed: Int64(bitPattern: value.hash))
        }
        wire.append(all: examples) { wire, example in
            wire.append(fixed: example.row)
            wire.append(example.text)
        }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        shape = try wire.fixed()
        newShape = try wire.optional { wire throws(WireReader.Malformed) in
            let shape = NewShape(modality: try wire.text(), equipment: try wire.text(), definition: try wire.field())
            // The journal keeps it as it is, and the run's last step reads it: a lie would end the run there.
            _ = try PlanShape(wireForm: shape.definition)
            return shape
        }
        newRows = try wire.all { wire throws(WireReader.Malformed) in NewRow(id: try wire.fixed(), definition: try wire.field()) }
        facts = try wire.field()
        if !facts.isEmpty { _ = try FileFacts(wireForm: facts) }
        quasi = try wire.field()
        values = try wire.all { wire throws(WireReader.Malformed) in
            NewValue(row: try wire.fixed(), hash: UInt64(bitPattern: try wire.fixed()))
        }
        examples = try wire.all { wire throws(WireReader.Malformed) in Example(row: try wire.fixed(), text: try wire.text()) }
    }
}
