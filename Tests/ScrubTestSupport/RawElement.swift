// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// One Data Element as a device might write it, right or wrong.
public struct RawElement: Sendable {
    public enum Content: Sendable {
        case value([UInt8])
        /// Items of explicit length, or of undefined length with delimiters.
        case items([[RawElement]], isUndefinedLength: Bool)
        /// The items in Implicit VR Little Endian, sent as UN of explicit length.
        case unknownSequence([[RawElement]])
        case fragments([[UInt8]])
    }

    public let tag: AttributeTag
    public let vr: ValueRepresentation
    public let content: Content

    public init(_ tag: AttributeTag, _ vr: ValueRepresentation, _ content: Content) {
        self.tag = tag
        self.vr = vr
        self.content = content
    }

    /// Text in UTF-8, padded to an even length.
    public init(_ number: UInt32, _ vr: ValueRepresentation, _ text: String) {
        self.init(number, vr, Array(text.utf8))
    }

    public init(_ number: UInt32, _ vr: ValueRepresentation, _ bytes: [UInt8]) {
        let padding: [UInt8] = bytes.count % 2 == 1 ? [vr == .UI || !vr.isText ? 0 : 0x20] : []
        self.init(AttributeTag(number: number), vr, .value(bytes + padding))
    }

    public static func sequence(_ number: UInt32, _ items: [RawElement]..., isUndefinedLength: Bool = false) -> RawElement {
        RawElement(AttributeTag(number: number), .SQ, .items(items, isUndefinedLength: isUndefinedLength))
    }

    public static func unknownSequence(_ number: UInt32, _ items: [RawElement]...) -> RawElement {
        RawElement(AttributeTag(number: number), .UN, .unknownSequence(items))
    }

    /// The element inside `depth` sequences, each of which every shipped profile keeps.
    public static func nested(_ elements: [RawElement], depth: Int, isUndefinedLength: Bool = false) -> RawElement {
        let anatomicRegion: UInt32 = 0x0008_2218
        var inner = RawElement.sequence(anatomicRegion, elements, isUndefinedLength: isUndefinedLength)
        for _ in 1..<depth { inner = .sequence(anatomicRegion, [inner], isUndefinedLength: isUndefinedLength) }
        return inner
    }
}

extension RawElement {
    /// The element's bytes as they stand in a file.
    public func encoded(isImplicit: Bool) -> [UInt8] {
        switch content {
        case .value(let bytes): return FileBytes.element(tag, vr, bytes, isImplicit: isImplicit)
        case .items(let items, let isUndefinedLength):
            let body = items.flatMap { Self.item($0, isImplicit: isImplicit, isUndefinedLength: isUndefinedLength) }
            guard isUndefinedLength else { return FileBytes.element(tag, .SQ, body, isImplicit: isImplicit) }
            return open(isImplicit) + body + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        case .unknownSequence(let items):
            return FileBytes.element(tag, .UN, items.flatMap { Self.item($0, isImplicit: true, isUndefinedLength: false) }, isImplicit: isImplicit)
        case .fragments(let fragments): return open(isImplicit) + FileBytes.encapsulated(fragments)
        }
    }

    private func open(_ isImplicit: Bool) -> [UInt8] {
        let header = FileBytes.element(tag, vr, [], isImplicit: isImplicit)
        return header.dropLast(4) + [0xFF, 0xFF, 0xFF, 0xFF]
    }

    private static func item(_ elements: [RawElement], isImplicit: Bool, isUndefinedLength: Bool) -> [UInt8] {
        let body = elements.sorted { $0.tag < $1.tag }.flatMap { $0.encoded(isImplicit: isImplicit) }
        if isUndefinedLength { return [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF] + body + [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0] }
        return [0xFE, 0xFF, 0x00, 0xE0] + withUnsafeBytes(of: UInt32(body.count).littleEndian) { Array($0) } + body
    }
}

/// A whole file, as devices and tools write them.
public struct RawFile: Sendable {
    public var preamble: [UInt8] = []
    /// Behind the usual File Meta elements.
    public var meta: [RawElement] = []
    public var transferSyntax = FileBytes.explicitLittleEndian
    /// Media Storage SOP Instance UID, if it is not that of the Data Set.
    public var mediaStorageSOPInstanceUID: String?
    public var elements: [RawElement]
    /// Written in the order given, not in that of the tags.
    public var isUnordered = false
    /// Without preamble and File Meta Information.
    public var isBare = false
    public var trailer: [UInt8] = []

    public init(_ elements: [RawElement]) { self.elements = elements }

    public var bytes: [UInt8] {
        let isImplicit = transferSyntax == FileBytes.implicitLittleEndian
        let ordered = isUnordered ? elements : elements.sorted { $0.tag < $1.tag }
        let dataSet = ordered.flatMap { $0.encoded(isImplicit: isImplicit) }
        if isBare { return dataSet + trailer }
        func text(_ number: UInt32) -> [UInt8] {
            guard let element = elements.first(where: { $0.tag.number == number }), case .value(let bytes) = element.content else { return [] }
            return bytes
        }
        let group =
            [
                RawElement(0x0002_0001, .OB, [0, 1]), RawElement(0x0002_0002, .UI, text(0x0008_0016)),
                mediaStorageSOPInstanceUID.map { RawElement(0x0002_0003, .UI, $0) } ?? RawElement(0x0002_0003, .UI, text(0x0008_0018)),
                RawElement(0x0002_0010, .UI, transferSyntax), RawElement(0x0002_0012, .UI, "1.2.826.0.1.3680043.10.1337.9"),
            ] + meta
        let encoded = group.sorted { $0.tag < $1.tag }.flatMap { $0.encoded(isImplicit: false) }
        let length = FileBytes.element(
            AttributeTag(2, 0), .UL, withUnsafeBytes(of: UInt32(encoded.count).littleEndian) { Array($0) }, isImplicit: false)
        var file = Array(preamble.prefix(128))
        file += Array(repeating: 0, count: 128 - file.count)
        file += Array("DICM".utf8) + length + encoded
        return file + dataSet + trailer
    }
}
