// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import DICOMModel
package import Engine
package import Profiles

/// Accounts for every byte of the pixel values of a file: what is image leaves as it came, the rest is cut, blanked or zeroed when it is written.
package final class PixelTreatment {
    private let file: DICOMFile
    private let dataSet: DataSet
    private let policy: PixelSegmentPolicy
    private let holdsKnownIdentifier: ([UInt8]) -> Bool
    private var account = PixelAccount()

    /// Looks at the values, and tells the file what is to be written of them.
    /// - Parameter search: For what the gate of the plan looked for.
    /// - Throws: ``FileError`` for values that cannot be accounted for; the file must not be released then.
    package static func apply(
        _ profile: ConfidentialityProfile, _ plan: ActionPlan, _ search: IdentifierSearch, to file: DICOMFile, _ dataSet: DataSet
    ) throws(FileError) -> PixelAccount {
        // A picture in small, beside pixels that were blanked, shows them as they were.
        let policy = plan.pixels?.changesPixels == true ? .all : profile.pixelSegments
        let treatment = PixelTreatment(file, dataSet, policy) { search.holdsKnownIdentifier($0) }
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .pixels && plan.decisions[index].change == .none {
            guard saysSize(plan, dataSet) else { throw .pixelSizeUnknown }
            // Other readers would take the bytes for something else.
            guard pixelVRs[node.tag]?.contains(node.vr) ?? false else { throw .malformed }
            if node.flags.contains(.encapsulated) {
                // Of undefined length they are the items of a sequence to them (PS3.5 section 6.2.2).
                guard node.vr != .UN else { throw .malformed }
                try treatment.encapsulated(index)
            } else {
                guard !EncapsulatedPixels.isMeant(by: file.information.transferSyntaxUID) else { throw .pixelsNotEncapsulated }
                try treatment.native(index, clearsUnusedBits: plan.clearsUnusedBits)
            }
        }
        try treatment.offsetElements(plan)
        return treatment.account
    }

    /// Whether a released file has anything beside its image that belongs to nothing or holds a known identifier. Nothing is changed.
    /// - Throws: ``FileError`` for a value that cannot be followed.
    package static func isStray(in file: DICOMFile, _ dataSet: DataSet, _ holdsKnownIdentifier: @escaping ([UInt8]) -> Bool) throws(FileError) -> Bool
    {
        let treatment = PixelTreatment(file, dataSet, .identified, holdsKnownIdentifier)
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .pixels {
            if node.flags.contains(.encapsulated) { try treatment.encapsulated(index) } else { try treatment.native(index, clearsUnusedBits: false) }
        }
        return treatment.account.changesPixels || treatment.account.cutBytes > 0 || treatment.account.holdsIdentifier
    }

    /// Whether the header will say of the pixels what it says now: a text where a number should be went, and its first bytes are no number of rows.
    private static func saysSize(_ plan: ActionPlan, _ dataSet: DataSet) -> Bool {
        [AttributeTag.rows, .columns, .samplesPerPixel, .bitsAllocated, .numberOfFrames].allSatisfy { tag in
            dataSet.find(tag).map { plan.decisions[$0].change == .none || dataSet.nodes[$0].length == 0 || dataSet.number(tag) == 1 } ?? true
        }
    }

    /// In native values of unknown VR the bytes are those of the right one.
    private static let pixelVRs: [AttributeTag: Set<ValueRepresentation>] = [
        .pixelData: [.OB, .OW, .UN], .floatPixelData: [.OF, .UN], .doubleFloatPixelData: [.OD, .UN],
    ]

    private init(_ file: DICOMFile, _ dataSet: DataSet, _ policy: PixelSegmentPolicy, _ holdsKnownIdentifier: @escaping ([UInt8]) -> Bool) {
        self.file = file
        self.dataSet = dataSet
        self.policy = policy
        self.holdsKnownIdentifier = holdsKnownIdentifier
    }

    // MARK: - Native

    private func native(_ index: Int, clearsUnusedBits: Bool) throws(FileError) {
        let node = dataSet.nodes[index]
        var kept = node.length
        var edits: [PixelEdit] = []
        if case .first(let length) = NativePixels(node.tag, length: kept, in: dataSet) {
            edits = [PixelEdit(length..<kept, fill: nil)]
            account.cutBytes += kept - length
            kept = length
        }
        switch NativePixels(node.tag, length: kept, in: dataSet) {
        case .cannotTell: throw .pixelSizeUnknown
        case .all(let last?):
            // In a word of two pixels that has the higher byte first the last pixel stands behind what evens out the length.
            let padding = file.information.isBigEndian && node.vr == .OW && (dataSet.number(.bitsAllocated) ?? 0) <= 8 ? last - 1 : last
            guard try file.read(node: index, offset: padding, count: 1) != [0] else { break }
            edits.insert(PixelEdit(padding..<padding + 1, fill: 0), at: 0)
            account.zeroedBytes += 1
        case .all(nil), .first: break
        }
        guard clearsUnusedBits, node.tag == .pixelData, let mask = StoredBits(in: dataSet)?.bytes(isBigEndian: file.information.isBigEndian) else {
            if !edits.isEmpty { try file.editPixels(node, edits) }
            return
        }
        try file.editPixels(node, edits, mask: mask)
        var offset = 0
        while offset < kept {
            let chunk = try file.read(node: index, offset: offset, count: min(1 << 16, kept - offset))
            for (place, byte) in chunk.enumerated() where byte & ~mask[place % mask.count] != 0 { account.clearedBytes += 1 }
            offset += chunk.count
        }
    }

    // MARK: - Encapsulated

    private func encapsulated(_ index: Int) throws(FileError) {
        guard let form = FrameForm(file.information.transferSyntaxUID, in: dataSet) else { throw .pixelSizeUnknown }
        let file = file
        let bytes = PixelBytes(length: file.pixelLength(node: index)) { (offset, count) throws(FileError) in
            try file.read(node: index, offset: offset, count: count)
        }
        let edits = PixelEdits(bytes, policy, holdsKnownIdentifier)
        try edits.checkTable(frames: VideoCoding(transferSyntax: form.transferSyntax) == nil ? form.frames : 1)
        try EncapsulatedPixels.walk(bytes, form) { (span) throws(FileError) in try edits.take(span) }
        if EncapsulatedPixels.hasSeams(form.transferSyntax) {
            try edits.searchSeams(isVideo: VideoCoding(transferSyntax: form.transferSyntax) != nil)
        }
        try edits.checkDelimiter()
        let ordered = try edits.ordered()
        if !ordered.isEmpty { try file.editPixels(dataSet.nodes[index], ordered) }
        account.add(edits.account)
    }

    // MARK: - Tables of offsets in elements of their own

    private static let offsets = AttributeTag.extendedOffsetTable, lengths = AttributeTag.extendedOffsetTableLengths,
        totalLength = AttributeTag.encapsulatedPixelDataValueTotalLength

    /// Extended Offset Table, its Lengths and Encapsulated Pixel Data Value Total Length stay if they say what is so.
    private func offsetElements(_ plan: ActionPlan) throws(FileError) {
        let tags = [Self.offsets, Self.lengths, Self.totalLength]
        let nodes = tags.compactMap { dataSet.find($0) }.filter {
            plan.decisions[$0].change == .none && dataSet.nodes[$0].kind == .element && dataSet.nodes[$0].length > 0
        }
        guard !nodes.isEmpty else { return }
        let pixels = dataSet.find(.pixelData).flatMap { index in
            plan.decisions[index].change == .none && dataSet.nodes[index].flags.contains(.encapsulated) ? index : nil
        }
        var isTrue = false
        if let pixels { isTrue = try extendedTableIsTrue(pixels) }
        for node in nodes {
            if dataSet.nodes[node].tag == Self.totalLength {
                if let pixels, dataSet.nodes[node].length == 8, file.pixelLength(node: pixels) == dataSet.nodes[pixels].length,
                    try number(node, 0) <= dataSet.nodes[pixels].length
                {
                    continue
                }
            } else if isTrue {
                continue
            }
            account.cutBytes += dataSet.nodes[node].length
            account.removedNodes.insert(node)
        }
    }

    private func extendedTableIsTrue(_ pixels: Int) throws(FileError) -> Bool {
        guard let offsets = dataSet.find(Self.offsets), let lengths = dataSet.find(Self.lengths),
            let frames = NativePixels.numberOfFrames(in: dataSet),
            dataSet.nodes[offsets].length == 8 * frames, dataSet.nodes[lengths].length == 8 * frames
        else { return false }
        let file = file
        let bytes = PixelBytes(length: file.pixelLength(node: pixels)) { (offset, count) throws(FileError) in
            try file.read(node: pixels, offset: offset, count: count)
        }
        let first = OffsetTable(bytes).range.upperBound
        guard try OffsetTable.isTrue(frames: frames, firstItem: first, bytes, { (index) throws(FileError) in try number(offsets, index) }) else {
            return false
        }
        // Each frame has one item then.
        var items = Items()
        _ = try items.next(bytes)
        for index in 0..<frames {
            guard let item = try items.next(bytes) else { return false }
            let length = try number(lengths, index)
            guard length == item.count || length == item.count - 1 else { return false }
        }
        return true
    }

    /// The highest bit cut off, so that it fits.
    private func number(_ node: Int, _ index: Int) throws(FileError) -> Int {
        let bytes = try file.read(node: node, offset: 8 * index, count: 8)
        return Int(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & UInt64(Int.max))
    }
}
