// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
internal import DICOMModel

extension ReturnedObject {
    /// Says in the object what was done to it (PS3.3 section C.12.1, Contributing Equipment).
    package struct Note: Sendable {
        let software: String
        let description: String

        /// - Parameter description: Holds no value of the patient's.
        package init(software: String, description: String) {
            self.software = software
            self.description = description
        }
    }

    /// Writes the object with what it had before.
    /// - Parameter head: The beginning of the file.
    /// - Throws: ``RelinkProblem``, ``FileError``, and what the source throws.
    package func write(_ note: Note, head: [UInt8], to sink: some FileSink) throws -> RelinkCounts {
        let changes = try changes()
        let encoded = try ObjectEncoder(self, changes, note).encoded
        if let head = ReturnedHead(head) {
            try file.write(head: head.encoded(transferSyntaxUID: file.information.transferSyntaxUID, origins), encoded, to: sink)
        } else {
            let instance = try origins.uid(survey.instance)?.original ?? survey.instance
            try file.write(
                FileMetaInformation(mediaStorageSOPClassUID: dataSet.firstText(.sopClassUID) ?? "", mediaStorageSOPInstanceUID: instance), encoded,
                to: sink)
        }
        return changes.counts
    }
}

/// Puts the elements of a returned object behind each other, as they came or changed.
private struct ObjectEncoder {
    private let object: ReturnedObject
    private let changes: ObjectChanges
    private let note: ReturnedObject.Note
    private(set) var encoded: EncodedDataSet
    private var isNoted = false

    private static let contributingEquipment = AttributeTag(0x0018, 0xA001)

    init(_ object: ReturnedObject, _ changes: ObjectChanges, _ note: ReturnedObject.Note) throws {
        self.object = object
        self.changes = changes
        self.note = note
        encoded = EncodedDataSet(object.dataSet, like: object.file.information)
        let dataSet = object.dataSet
        var added = changes.added.sorted { $0.key < $1.key }[...]
        for index in dataSet.children(of: 0) {
            let tag = dataSet.nodes[index].tag
            while let first = added.first, first.key < tag {
                try put(first.key, first.value, at: 0)
                added.removeFirst()
            }
            if !isNoted, tag > Self.contributingEquipment { try addNote(beside: nil) }
            if tag == Self.contributingEquipment, dataSet.nodes[index].kind == .sequence {
                try addNote(beside: index)
            } else {
                try append(index)
            }
        }
        for (tag, change) in added { try put(tag, change, at: 0) }
        if !isNoted { try addNote(beside: nil) }
    }

    private mutating func append(_ index: Int) throws {
        let node = object.dataSet.nodes[index]
        if let change = changes.nodes[index] { return try put(node.tag, change, at: index) }
        switch node.kind {
        case .element, .pixels: try encoded.keep(index)
        case .sequence:
            encoded.beginSequence(node.tag)
            for item in object.dataSet.children(of: index) { try append(item) }
            try encoded.end()
        case .item:
            encoded.beginItem()
            for child in object.dataSet.children(of: index) { try append(child) }
            try encoded.end()
        }
    }

    private mutating func put(_ tag: AttributeTag, _ change: ElementChange, at index: Int) throws {
        switch change {
        case .remove: break
        case .bytes(let bytes, let vr): try encoded.put(tag, vr, bytes)
        case .text(let text, let vr): try encoded.put(tag, vr, object.encoded(text, vr, at: index, changes))
        }
    }

    /// One more item of Contributing Equipment Sequence.
    private mutating func addNote(beside sequence: Int?) throws {
        isNoted = true
        encoded.beginSequence(Self.contributingEquipment)
        if let sequence { for item in object.dataSet.children(of: sequence) { try append(item) } }
        encoded.beginItem()
        try encoded.put(.manufacturer, .LO, Array("dcmscrub".utf8))
        try encoded.put(.manufacturerModelName, .LO, Array("dcmscrub relink".utf8))
        try encoded.put(.softwareVersions, .LO, Array(note.software.utf8))
        try encoded.put(AttributeTag(0x0018, 0xA003), .ST, Array(note.description.utf8))
        encoded.beginSequence(AttributeTag(0x0040, 0xA170))
        encoded.beginItem()
        try encoded.put(.codeValue, .SH, Array("109103".utf8))
        try encoded.put(.codingSchemeDesignator, .SH, Array("DCM".utf8))
        try encoded.put(.codeMeaning, .LO, Array("Modifying Equipment".utf8))
        try encoded.end()
        try encoded.end()
        try encoded.end()
        try encoded.end()
    }
}
