// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Filesystem
internal import Glibc
internal import Records

/// Writes a DICOMDIR (PS3.3 Annex F) record by record; the offsets between records are put in as they become known, so that
/// it needs the same memory for any number of files.
struct DirectoryWriter {
    private let descriptor: FileDescriptor
    private var length = 0
    private let firstRootPlace: Int
    /// Where the last record of each level lies, if it has the same parent as the next one.
    private var last: [Int?] = [nil, nil, nil, nil]

    static let fileSetID = "DCMSCRUB"
    private static let nextOffsetPlace = 16
    private static let lowerOffsetPlace = 38

    init(path: BytePath, instanceUID: String) throws {
        try removeFile(path)
        descriptor = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, for: "write a file")
        typealias E = ExplicitEncoding
        let meta =
            E.element(AttributeTag(2, 1), .OB, [0, 1])
            + E.element(AttributeTag(2, 2), .UI, "1.2.840.10008.1.3.10") + E.element(AttributeTag(2, 3), .UI, instanceUID)
            + E.element(AttributeTag(2, 0x10), .UI, "1.2.840.10008.1.2.1")
            + E.element(AttributeTag(2, 0x12), .UI, FileMetaInformation.implementationClassUID)
            + E.element(AttributeTag(2, 0x13), .SH, FileMetaInformation.implementationVersionName)
        var head =
            Array(repeating: UInt8(0), count: 128) + Array("DICM".utf8) + E.element(AttributeTag(2, 0), .UL, E.little(UInt32(meta.count))) + meta
        head += E.element(AttributeTag(4, 0x1130), .CS, Self.fileSetID)
        firstRootPlace = head.count + 8
        head += E.element(AttributeTag(4, 0x1200), .UL, E.little(UInt32(0))) + E.element(AttributeTag(4, 0x1202), .UL, E.little(UInt32(0)))
        head += E.element(AttributeTag(4, 0x1212), .US, [0, 0])
        head += [4, 0, 0x20, 0x12, 0x53, 0x51, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        try append(head)
    }

    /// Adds the record of a file, and before it those of its patient, study and series where they are new.
    /// - Parameter names: As they stand after the file.
    mutating func add(_ dataSet: DataSet, sopClass: String, transferSyntax: String, path: String, names: MediaNames) throws {
        for level in names.level..<3 { try put(.upper(level, number: names.numbers[level]), dataSet, level: level, []) }
        let record = DirectoryRecord.instance(
            sopClass: sopClass, hasPixels: dataSet.nodes.contains { $0.kind == .pixels }, number: names.numbers[3])
        var reference: [UInt8] = []
        typealias E = ExplicitEncoding
        if record.type == "PRIVATE" { reference += E.element(AttributeTag(4, 0x1432), .UI, sopClass) }
        reference += E.element(AttributeTag(4, 0x1500), .CS, path.split(separator: "/").joined(separator: "\\"))
        reference += E.element(AttributeTag(4, 0x1510), .UI, sopClass)
        reference += E.element(AttributeTag(4, 0x1511), .UI, dataSet.text(.sopInstanceUID) ?? "")
        reference += E.element(AttributeTag(4, 0x1512), .UI, transferSyntax)
        try put(record, dataSet, level: 3, reference)
    }

    mutating func finish() throws {
        try append([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0])
        if let root = last[0] { try patch(firstRootPlace + 12, root) }
        try descriptor.flush()
    }

    private mutating func put(_ record: DirectoryRecord, _ dataSet: DataSet, level: Int, _ reference: [UInt8]) throws {
        typealias E = ExplicitEncoding
        var content = E.element(AttributeTag(4, 0x1400), .UL, E.little(UInt32(0))) + E.element(AttributeTag(4, 0x1410), .US, [0xFF, 0xFF])
        content += E.element(AttributeTag(4, 0x1420), .UL, E.little(UInt32(0))) + E.element(AttributeTag(4, 0x1430), .CS, record.type) + reference
        let keys = ([DirectoryRecord.Key(0x0008, 0x0005, .CS, .ifPresent)] + record.keys).sorted { $0.tag < $1.tag }
        for key in keys { content += Self.value(of: key, in: dataSet) }

        let start = length
        if let sibling = last[level] {
            try patch(sibling + Self.nextOffsetPlace, start)
        } else if level > 0, let parent = last[level - 1] {
            try patch(parent + Self.lowerOffsetPlace, start)
        } else if level == 0 {
            try patch(firstRootPlace, start)
        }
        last[level] = start
        for below in last.indices where below > level { last[below] = nil }
        try append(E.item(content))
    }

    private static func value(of key: DirectoryRecord.Key, in dataSet: DataSet) -> [UInt8] {
        var place = dataSet.find(key.tag)
        if case .requiredIf(let tag, let value, _) = key.need {
            guard dataSet.text(tag)?.lowercased() == value.lowercased() else { return [] }
            place = place ?? dataSet.nodes.firstIndex { $0.tag == key.tag }
        }
        let found = place.flatMap { index -> Int? in
            let node = dataSet.nodes[index]
            return node.vr == key.vr && !node.flags.contains(.large) ? index : nil
        }
        let isEmpty = found.map { dataSet.nodes[$0].kind == .element && trimmedASCII(dataSet.value(of: $0)).isEmpty } ?? true
        if let found, !isEmpty || key.vr == .US || key.vr == .UL { return ExplicitEncoding.copy(of: found, in: dataSet) }
        return switch key.need {
        case .required(let text), .requiredIf(_, _, let text): ExplicitEncoding.element(key.tag, key.vr, text)
        case .maybeEmpty: ExplicitEncoding.element(key.tag, key.vr, [])
        case .ifPresent: []
        }
    }

    private mutating func append(_ bytes: [UInt8]) throws {
        guard length + bytes.count < Int(UInt32.max) else {
            throw PipelineError.stopped("there are more files than a DICOMDIR can list; use --layout uid")
        }
        try descriptor.write(bytes)
        length += bytes.count
    }

    private func patch(_ place: Int, _ offset: Int) throws {
        try descriptor.write(ExplicitEncoding.little(UInt32(offset)), at: place)
    }
}
