// SPDX-License-Identifier: Apache-2.0

internal import CPixelCodecs
internal import DICOMIO
internal import DICOMModel
internal import PixelStreams

/// Reads the frames of one file, one after the other.
struct FrameReader {
    let form: ImageForm
    let file: DICOMFile
    private let places: FramePlaces?

    init(_ file: DICOMFile, _ dataSet: DataSet, _ form: ImageForm) throws(UnreadablePixels) {
        self.file = file
        self.form = form
        do throws(FileError) {
            places = form.layout == .encapsulated ? try FramePlaces(in: file, dataSet, node: form.node, frames: form.frames) : nil
        } catch {
            throw UnreadablePixels("the frames cannot be told apart")
        }
    }

    /// A frame and what its code stream turned out to be; of native pixels, no stream.
    func frame(_ index: Int) throws(UnreadablePixels) -> (frame: DecodedFrame, stream: pixelcodec_stream?) {
        guard form.layout == .encapsulated else { return (try native(index), nil) }
        return try Codec(form).decode(try code(index), frame: index)
    }

    /// The code stream of a frame.
    func code(_ index: Int) throws(UnreadablePixels) -> [UInt8] {
        guard let places else { throw UnreadablePixels("the frames are no code streams") }
        var code: [UInt8] = []
        for range in places.frames[index] { code += try read(range) }
        return code
    }

    private func read(_ range: Range<Int>) throws(UnreadablePixels) -> [UInt8] {
        do throws(FileError) {
            return try file.readSource(node: form.node, offset: range.lowerBound, count: range.count)
        } catch {
            throw UnreadablePixels("the pixels cannot be read to their end")
        }
    }

    // MARK: - Native

    private func native(_ index: Int) throws(UnreadablePixels) -> DecodedFrame {
        let isRGB = !form.photometric.hasPrefix("YBR")
        switch form.layout {
        case .byPixel: return DecodedFrame(bytes: inOrder(try value(index * form.frameLength, form.frameLength)), isRGB: isRGB)
        case .byPlane: return DecodedFrame(bytes: sideBySide(inOrder(try value(index * form.frameLength, form.frameLength))), isRGB: isRGB)
        case .halfChroma: return DecodedFrame(bytes: wholeChroma(try value(index * form.frameLength, form.frameLength)), isRGB: false)
        case .bits(let framesBeginWithBytes):
            let first = framesBeginWithBytes ? index * form.frameLength * 8 : index * form.pixels
            let bytes = try value(first / 8, (first % 8 + form.pixels + 7) / 8)
            return DecodedFrame(bytes: (0..<form.pixels).map { bytes[(first % 8 + $0) / 8] >> UInt8((first % 8 + $0) % 8) & 1 }, isRGB: true)
        case .encapsulated: throw UnreadablePixels("the frames are code streams")
        }
    }

    /// Bytes of the value, with those of words of one byte a pixel back in the order of the pixels.
    private func value(_ offset: Int, _ count: Int) throws(UnreadablePixels) -> [UInt8] {
        guard form.hasSwappedBytes else { return try read(offset..<offset + count) }
        let start = offset & ~1
        var bytes = try read(start..<(offset + count + 1) & ~1)
        for place in stride(from: 0, to: bytes.count - 1, by: 2) { bytes.swapAt(place, place + 1) }
        return Array(bytes[(offset - start)..<(offset - start + count)])
    }

    private func inOrder(_ bytes: [UInt8]) -> [UInt8] {
        let size = form.cellBytes
        guard form.isBigEndian, size > 1 else { return bytes }
        var bytes = bytes
        for cell in stride(from: 0, to: bytes.count, by: size) { bytes[cell..<cell + size].reverse() }
        return bytes
    }

    private func sideBySide(_ planes: [UInt8]) -> [UInt8] {
        let size = form.cellBytes, samples = form.samples, plane = form.pixels * size
        return [UInt8](unsafeUninitializedCapacity: planes.count) { result, count in
            for pixel in 0..<form.pixels {
                for sample in 0..<samples {
                    for byte in 0..<size { result[(pixel * samples + sample) * size + byte] = planes[sample * plane + pixel * size + byte] }
                }
            }
            count = planes.count
        }
    }

    private func wholeChroma(_ bytes: [UInt8]) -> [UInt8] {
        let pairs = (form.columns + 1) / 2
        var result = [UInt8](repeating: 0, count: form.decodedLength)
        for row in 0..<form.rows {
            for column in 0..<form.columns {
                let pair = (row * pairs + column / 2) * 4
                let pixel = (row * form.columns + column) * 3
                result[pixel] = bytes[pair + column % 2]
                result[pixel + 1] = bytes[pair + 2]
                result[pixel + 2] = bytes[pair + 3]
            }
        }
        return result
    }
}
