// SPDX-License-Identifier: Apache-2.0

internal import CDCMTK
public import DICOMModel

/// The File Meta Information that is written anew (PS3.10 section 7.1).
public struct FileMetaInformation: Sendable, Hashable {
    public let mediaStorageSOPClassUID: String
    public let mediaStorageSOPInstanceUID: String

    public init(mediaStorageSOPClassUID: String, mediaStorageSOPInstanceUID: String) {
        self.mediaStorageSOPClassUID = mediaStorageSOPClassUID
        self.mediaStorageSOPInstanceUID = mediaStorageSOPInstanceUID
    }

    /// Names this software in (0002,0012): a UID of the UUID root, so that no site is named.
    public static let implementationClassUID = "2.25.269117823749302817562849173651728394561"
    public static let implementationVersionName = "DCMSCRUB_1"

    /// An empty preamble, the prefix, and the elements of group 0002.
    func encoded(transferSyntaxUID: String) -> [UInt8] {
        var elements: [UInt8] = []
        func add(_ element: UInt8, _ vr: StaticString, _ value: [UInt8], padding: UInt8 = 0) {
            let length = (value.count + 1) & ~1
            elements += [2, 0, element, 0] + (unsafe [vr.utf8Start[0], vr.utf8Start[1]])
            if element == 1 { elements += [0, 0] }
            elements += [UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
            if element == 1 { elements += [0, 0] }
            elements += value
            if length > value.count { elements.append(padding) }
        }
        add(0x01, "OB", [0, 1])
        if !mediaStorageSOPClassUID.isEmpty { add(0x02, "UI", Array(mediaStorageSOPClassUID.utf8)) }
        add(0x03, "UI", Array(mediaStorageSOPInstanceUID.utf8))
        add(0x10, "UI", Array(transferSyntaxUID.utf8))
        add(0x12, "UI", Array(Self.implementationClassUID.utf8))
        add(0x13, "SH", Array(Self.implementationVersionName.utf8), padding: 0x20)
        let count = elements.count
        return [UInt8](repeating: 0, count: 128) + "DICM".utf8 + [2, 0, 0, 0, UInt8(ascii: "U"), UInt8(ascii: "L"), 4, 0]
            + [UInt8(truncatingIfNeeded: count), UInt8(truncatingIfNeeded: count >> 8), 0, 0] + elements
    }
}

/// What bytes belong to.
public struct FileStreams: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let file = FileStreams(rawValue: 1)
    /// The value of top-level Pixel Data, before any deflating.
    public static let pixels = FileStreams(rawValue: 2)
}

/// Takes the encoded file, in order.
public protocol FileSink: AnyObject {
    /// - Returns: `false` to stop.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool
    /// Sees every byte of each stream once, in its order, before it is written.
    func see(_ bytes: UnsafeRawBufferPointer, of streams: FileStreams)
}

extension DICOMFile {
    /// Edits ranges of Pixel Data when it is written, and clears bits of native pixels. A second call replaces what the first one said.
    /// - Parameters:
    ///   - edits: In order, none overlapping another. What they leave of a native value has an even length.
    ///   - mask: Of one cell, as it lies in the file; a bit stays where the mask has a one. Empty to keep all.
    public func editPixels(_ node: DataSet.Node, _ edits: [PixelEdit], mask: [UInt8] = []) throws(FileError) {
        let changes = PixelChanges(length: length(of: node), edits: edits, mask: mask)
        let isNative = !node.flags.contains(.encapsulated)
        guard node.kind == .pixels, changes.areValid, isNative || mask.isEmpty, !isNative || changes.keptLength % 2 == 0,
            [0, 1, 2, 4, 8].contains(mask.count)
        else { throw .cannotWrite(errno: 0) }
        pixelChanges[node.tag] = changes
    }

    /// Fills boxes of native Pixel Data when it is written. A second call replaces what the first one said.
    public func fillPixels(_ node: DataSet.Node, _ fill: PixelFill) throws(FileError) {
        guard node.kind == .pixels, !node.flags.contains(.encapsulated) else { throw .cannotWrite(errno: 0) }
        pixelFills[node.tag] = fill
    }

    /// Writes another value in place of encapsulated Pixel Data: items and delimiter, as they lie in a file.
    public func replacePixels(_ node: DataSet.Node, with replacement: PixelReplacement) throws(FileError) {
        guard node.kind == .pixels, node.flags.contains(.encapsulated) else { throw .cannotWrite(errno: 0) }
        pixelReplacements[node.tag] = replacement
    }

    private func length(of node: DataSet.Node) -> Int { pixelReplacements[node.tag]?.length ?? node.length }

    /// Writes a Data Set in the transfer syntax the file came in, with an empty preamble and new File Meta Information.
    /// - Parameter dataSet: What was read from this file, with its changes.
    /// - Throws: ``FileError/cannotWrite(errno:)`` when the sink stops or an element cannot be encoded.
    public func write(_ meta: FileMetaInformation, _ dataSet: EncodedDataSet, to sink: some FileSink) throws(FileError) {
        try write(head: meta.encoded(transferSyntaxUID: information.transferSyntaxUID), dataSet, to: sink)
    }

    /// The same behind a head of the caller's.
    /// - Parameter head: Preamble, prefix and File Meta Information, which name the transfer syntax the file came in.
    public func write(head: [UInt8], _ dataSet: EncodedDataSet, to sink: some FileSink) throws(FileError) {
        let buffer = WriteBuffer(sink)
        try buffer.append(head[...])
        if information.isDeflated { try buffer.deflateFromHere() }
        var place = 0
        for insertion in dataSet.insertions {
            try buffer.append(dataSet.bytes[place..<insertion.place])
            place = insertion.place
            let node = dataSet.source.nodes[insertion.node]
            if node.kind == .pixels {
                try writePixels(insertion.node, node, to: buffer)
            } else if node.flags.contains(.large) {
                try writeLarge(insertion.node, node, to: buffer)
            } else {
                try buffer.append(dataSet.source.value(of: insertion.node))
            }
        }
        try buffer.append(dataSet.bytes[place...])
        try buffer.finish()
    }

    private func writeLarge(_ index: Int, _ node: DataSet.Node, to buffer: WriteBuffer) throws(FileError) {
        let size = information.isBigEndian ? EncodedDataSet.writtenVR(node.vr, node.length).bytesOfNumber : nil
        for offset in stride(from: 0, to: node.length, by: 1 << 16) {
            var piece = try read(node: index, offset: offset, count: min(1 << 16, node.length - offset))
            if let size { reverseNumbers(in: &piece, from: 0, size: size) }
            try buffer.append(piece[...])
        }
    }

    private static let pixelVRs = Set(["OB", "OW", "OF", "OD", "OL", "OV", "UN"].map { Array($0.utf8) })

    /// Copies Pixel Data from the input as it is, but for what is edited, past the sink's eyes.
    private func writePixels(_ index: Int, _ node: DataSet.Node, to buffer: WriteBuffer) throws(FileError) {
        let length = length(of: node), replacement = pixelReplacements[node.tag]
        var changes = pixelChanges[node.tag] ?? .none(length)
        changes.fill = pixelFills[node.tag]
        var header = [UInt8](repeating: 0, count: 12)
        var count = 0
        let status = unsafe cdcmtk_pixels_header(handle, UInt32(index), &header, &count)
        guard status == CDCMTK_OK else { throw FileError(status) }
        // Pixels of a VR with a short length are none of the standard's, and readers look for items of elements in a sequence.
        guard information.isImplicit || count == 12 && Self.pixelVRs.contains(Array(header[4...5])) else { throw .cannotWrite(errno: 0) }
        // What is reserved behind the VR is zero (PS3.5 section 7.1.2), whatever the sender hid there.
        if count == 12 { header[6...7] = [0, 0] }
        if !node.flags.contains(.encapsulated) {
            let kept = UInt32(changes.keptLength)
            for byte in 0..<4 {
                header[count - 4 + byte] = UInt8(truncatingIfNeeded: kept >> UInt32(8 * (information.isBigEndian ? 3 - byte : byte)))
            }
        }
        try buffer.append(header[..<count])
        var done = 0
        var written = 0
        // What is left out at the end is not read.
        while done < length, written < changes.keptLength {
            let kept = try unsafe buffer.addPixels(atMost: length - done) { piece throws(FileError) in
                if let replacement {
                    try unsafe replacement.read(piece, at: done)
                } else {
                    let status = unsafe cdcmtk_node_read(
                        handle, UInt32(index), UInt64(done), piece.baseAddress!.assumingMemoryBound(to: UInt8.self), piece.count)
                    guard status == CDCMTK_OK else { throw FileError(status) }
                }
                done += piece.count
                return unsafe changes.apply(to: piece, at: done - piece.count)
            }
            written += kept
        }
    }
}
