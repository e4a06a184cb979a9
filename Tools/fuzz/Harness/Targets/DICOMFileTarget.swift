// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import PixelStreams

extension FuzzTarget {
    static let dicomFile = FuzzTarget("dicom-file", law: "what is written parses to the same elements and values, with each of three readers") {
        input in
        let onlyToolkit = input.byte() & 1 == 1
        let path = Scratch.write(input.rest, to: "in.dcm")
        guard let (file, dataSet) = try? open(path, onlyToolkit) else { return }
        // What is judged is no longer written as it came.
        if let (judged, same) = try? open(path, onlyToolkit) { _ = try? PixelTreatment.isStray(in: judged, same) { _ in false } }
        // The engine lets none of them through.
        let isStructure = { (node: DataSet.Node) in
            node.kind != .item && (node.tag.group < 0x0008 || node.tag.group >= 0xFFFC || node.tag.isGroupLength)
        }
        guard !dataSet.nodes.contains(where: isStructure) else { return }
        let sink = CollectingSink()
        guard let encoded = try? EncodedDataSet(all: dataSet, like: file.information),
            (try? file.write(meta, encoded, to: sink)) != nil
        else { return }
        let copy = Scratch.write(sink.bytes, to: "out.dcm")
        for onlyToolkit in [false, true] {
            guard let (read, again) = try? open(copy, onlyToolkit) else { fatalError("broken law: what was written is read") }
            require(read.information.isReadAsItIs, "what was written has one reading")
            compare(file, dataSet, again, isImplicit: file.information.isImplicit) {
                try? read.read(node: $0, offset: 0, count: again.nodes[$0].length)
            }
        }
        guard !file.information.isDeflated else { return }
        guard let written = try? WrittenFile(path: Array(copy.utf8)) else { fatalError("broken law: our own reader reads what was written") }
        compare(file, dataSet, written.dataSet, isImplicit: true) {
            try? written.read(node: $0, offset: 0, count: written.dataSet.nodes[$0].length)
        }
    }

    private static let meta = FileMetaInformation(mediaStorageSOPClassUID: "1.2.840.10008.5.1.4.1.1.2", mediaStorageSOPInstanceUID: "2.25.1")

    private static func open(_ path: String, _ onlyToolkit: Bool) throws(FileError) -> (DICOMFile, DataSet) {
        let file = try DICOMFile(path: Array(path.utf8), scratchDirectory: Scratch.folder, onlyToolkit: onlyToolkit)
        let dataSet = try file.dataSet()
        let repeats = try file.repeatedElements()
        require(repeats.isEmpty == (file.information.repeatedElements == 0), "each element that is sent again is read")
        return (file, dataSet)
    }

    /// - Parameter isImplicit: The VRs are those of a dictionary, and not compared.
    private static func compare(_ file: DICOMFile, _ source: DataSet, _ read: DataSet, isImplicit: Bool, _ value: (Int) -> [UInt8]?) {
        require(source.nodes.count == read.nodes.count, "as many nodes are read as were written")
        for (index, (before, after)) in zip(source.nodes, read.nodes).enumerated() {
            require(
                before.tag == after.tag && before.kind == after.kind && before.parent == after.parent && before.end == after.end, "the tree stays")
            guard before.kind == .element || before.kind == .pixels else { continue }
            require(before.length == after.length, "the length of \(before.tag) stays")
            let isShort = before.length <= 0xFFFF || before.vr.hasLongLength
            require(isImplicit || !isShort || before.kind == .pixels || before.vr == after.vr, "the VR of \(before.tag) stays")
            let isLarge = after.flags.contains(.large) || after.kind == .pixels
            let isLargeBefore = before.flags.contains(.large) || before.kind == .pixels
            guard before.vr.bytesOfNumber == after.vr.bytesOfNumber || !file.information.isBigEndian else { continue }
            let left = isLargeBefore ? try? file.read(node: index, offset: 0, count: before.length) : Array(source.value(of: index))
            let right = isLarge ? value(index) : Array(read.value(of: index))
            require(left != nil && left == right, "the value of \(before.tag) stays")
        }
    }
}

/// Holds what a file writes.
private final class CollectingSink: FileSink {
    private(set) var bytes: [UInt8] = []

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        self.bytes += bytes
        return true
    }

    func see(_ bytes: UnsafeRawBufferPointer, of streams: FileStreams) {}
}
