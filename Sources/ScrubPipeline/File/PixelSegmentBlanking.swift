// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import ProfileEngine

/// Blanks what compressed frames hold beside the image, as the profile says. Coded image data is never touched.
final class PixelSegmentBlanking {
    private let file: DICOMFile
    private let node: Int
    private let policy: PixelSegmentPolicy
    private let search: IdentifierSearch
    private var blanks: [DICOMFile.Blank] = []
    /// Tiles of a slide all say the same.
    private var lastClean: [UInt8] = []

    private static let mostBlanks = 1 << 20
    private static let chunk = 1 << 16

    /// - Returns: How many bytes will be written as blanks.
    /// - Throws: ``FileError`` for frames that cannot be read or have more segments than any writer makes; the file must
    ///   not be released then.
    static func apply(_ policy: PixelSegmentPolicy, _ plan: ActionPlan, to file: DICOMFile, _ dataSet: DataSet) throws(FileError) -> Int {
        guard policy != .keep else { return 0 }
        var blankedBytes = 0
        for (index, node) in dataSet.nodes.enumerated() {
            guard node.kind == .pixels, node.flags.contains(.encapsulated), plan.decisions[index].change == .none else { continue }
            let blanking = PixelSegmentBlanking(file, index, policy, plan.identifierSearch)
            blankedBytes += try blanking.run(lengthInBytes: node.length)
        }
        return blankedBytes
    }

    private init(_ file: DICOMFile, _ node: Int, _ policy: PixelSegmentPolicy, _ search: IdentifierSearch) {
        self.file = file
        self.node = node
        self.policy = policy
        self.search = search
    }

    private func run(lengthInBytes: Int) throws(FileError) -> Int {
        try CodestreamScanner.scan(length: lengthInBytes, read: read) { (segment) throws(FileError) in
            guard try self.isBlanked(segment) else { return }
            self.blanks += segment.pieces.map { DICOMFile.Blank($0, fill: segment.fill) }
            guard self.blanks.count <= Self.mostBlanks else { throw .malformed }
        }
        if !blanks.isEmpty { try file.blankPixels(node: node, blanks) }
        return blanks.reduce(0) { $0 + $1.range.count }
    }

    private func read(_ offset: Int, _ count: Int) throws(FileError) -> [UInt8] {
        try file.read(node: node, offset: offset, count: count)
    }

    private func isBlanked(_ segment: PixelSegment) throws(FileError) -> Bool {
        // What cannot be searched is not let through.
        if policy == .all || segment.kind == .compressedBox { return true }
        var bytes: [UInt8] = []
        for piece in segment.pieces {
            var offset = piece.lowerBound
            while offset < piece.upperBound {
                let count = min(Self.chunk - bytes.count, piece.upperBound - offset)
                bytes += try read(offset, count)
                offset += count
                guard bytes.count == Self.chunk else { continue }
                if search.holdsKnownIdentifier(bytes) { return true }
                bytes.removeFirst(bytes.count - IdentifierSearch.longestIdentifierInBytes)
            }
        }
        if bytes == lastClean { return false }
        if search.holdsKnownIdentifier(bytes) { return true }
        if segment.lengthInBytes < Self.chunk { lastClean = bytes }
        return false
    }
}
