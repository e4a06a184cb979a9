// SPDX-License-Identifier: Apache-2.0

internal import CPixelCodecs
package import DICOMIO
package import DICOMModel

/// Why what was found cannot be blanked, in words for people.
package struct UnblankedPixels: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Prepares a file to be written with boxes of its pixels blanked, in the transfer syntax that it has.
package struct PixelBlanking {
    private let file: DICOMFile
    private let dataSet: DataSet
    private let seen: SeenPixels
    private var form: ImageForm { seen.form }

    /// - Parameter scratchDirectory: Takes a file without a name where code streams are written anew.
    /// - Throws: ``UnblankedPixels`` where the boxes cannot be blanked so that all else stays.
    package static func apply(_ seen: SeenPixels, to file: DICOMFile, _ dataSet: DataSet, scratchDirectory: String) throws(UnblankedPixels) {
        guard !seen.boxes.isEmpty else { return }
        let blanking = PixelBlanking(file: file, dataSet: dataSet, seen: seen)
        do {
            if seen.form.layout == .encapsulated {
                try blanking.replace(scratchDirectory)
            } else {
                try file.fillPixels(dataSet.nodes[seen.form.node], blanking.fill)
            }
        } catch let error as UnblankedPixels {
            throw error
        } catch {
            throw UnblankedPixels("\(error)")
        }
    }

    // MARK: - Native

    private var fill: PixelFill {
        let form = form, sample = SampleReader(form)
        let cells = seen.fill.map { form.isBigEndian ? sample.bytes(of: $0).reversed() : sample.bytes(of: $0) }
        let row = form.columns * form.cellBytes
        switch form.layout {
        case .bits(let framesBeginWithBytes):
            let stride = framesBeginWithBytes ? form.frameLength * 8 : form.pixels
            return PixelFill(
                seen.boxes,
                .init(
                    frames: form.frames, frameStride: stride, planeStride: stride, rowStride: form.columns, hasSwappedBytes: form.hasSwappedBytes),
                bit: seen.fill.first == 1)
        case .halfChroma:
            return PixelFill(
                seen.boxes,
                .init(
                    frames: form.frames, frameStride: form.frameLength, planeStride: form.frameLength, rowStride: (form.columns + 1) / 2 * 4,
                    columnsOfCell: 2, hasSwappedBytes: form.hasSwappedBytes),
                cells: [cells[0] + cells[0] + cells[1] + cells[2]])
        case .byPlane:
            return PixelFill(
                seen.boxes,
                .init(
                    frames: form.frames, frameStride: form.frameLength, planeStride: form.pixels * form.cellBytes, rowStride: row,
                    hasSwappedBytes: form.hasSwappedBytes),
                cells: cells)
        default:
            return PixelFill(
                seen.boxes,
                .init(
                    frames: form.frames, frameStride: form.frameLength, planeStride: form.frameLength, rowStride: row * form.samples,
                    hasSwappedBytes: form.hasSwappedBytes),
                cells: [cells.flatMap { $0 }])
        }
    }

    // MARK: - Encapsulated

    private func replace(_ scratchDirectory: String) throws {
        let frames = try FrameReader(file, dataSet, form), codec = Codec(form)
        let value = try PixelReplacement(scratchDirectory: scratchDirectory)
        // A table of offsets is written where there is one, and filled in at the end.
        let hasTable = try file.readSource(node: form.node, offset: 4, count: 4) != [0, 0, 0, 0]
        try value.append(Self.item(hasTable ? 4 * form.frames : 0))
        if hasTable { try value.append([UInt8](repeating: 0, count: 4 * form.frames)) }
        let first = value.length
        var offsets: [Int] = []
        for index in 0..<form.frames {
            offsets.append(value.length - first)
            var code = try blanked(index, frames, codec)
            if code.count % 2 == 1 { code.append(0) }
            guard code.count < Int(UInt32.max) - 1 else { throw UnblankedPixels("a frame becomes longer than an item may be") }
            try value.append(Self.item(code.count))
            try value.append(code)
        }
        try value.append([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0])
        if hasTable {
            // Readers find the frames without a table where it has no room for the offsets.
            guard (offsets.last ?? 0) <= Int(UInt32.max) else { throw UnblankedPixels("the frames become longer than a table of offsets can say") }
            try value.put(offsets.flatMap { Self.little($0) }, at: 8)
        }
        try file.replacePixels(dataSet.nodes[form.node], with: value)
    }

    private func blanked(_ index: Int, _ frames: FrameReader, _ codec: Codec) throws -> [UInt8] {
        if Codec.isOfBlocks(form.transferSyntax) {
            guard let result = codec.blank(seen.boxes, in: try frames.code(index), fill: seen.fill.map(Int32.init)) else {
                throw UnblankedPixels("the blocks of frame \(index + 1) cannot be blanked")
            }
            return result.code
        }
        var (frame, stream) = try frames.frame(index)
        frame.blank(seen.boxes, seen.fill, form)
        guard let stream, let code = codec.encode(frame, like: stream) else {
            throw UnblankedPixels("nothing here writes code streams of this transfer syntax, or of this kind of it")
        }
        return code
    }

    private static func item(_ length: Int) -> [UInt8] { [0xFE, 0xFF, 0x00, 0xE0] + little(length) }

    private static func little(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}

extension DecodedFrame {
    /// Sets boxes to one colour.
    mutating func blank(_ boxes: [PixelBox], _ colour: [Int], _ form: ImageForm) {
        let sample = SampleReader(form)
        let pixel = colour.flatMap { sample.bytes(of: $0) }
        let columns = form.columns
        bytes.withUnsafeMutableBufferPointer { bytes in
            for box in boxes {
                for row in box.top..<box.bottom {
                    var place = (row * columns + box.left) * pixel.count
                    for _ in box.left..<box.right {
                        for byte in pixel {
                            bytes[place] = byte
                            place += 1
                        }
                    }
                }
            }
        }
    }
}
