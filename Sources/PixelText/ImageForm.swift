// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel

/// Why nobody can say what is in the pixels of a file, in words for people. It holds no value from the header.
package struct UnreadablePixels: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// What the header says of the image (PS3.3 section C.7.6.3), checked against the length of native pixels.
struct ImageForm: Sendable {
    /// How the cells of native pixels follow each other.
    enum Layout: Sendable, Equatable {
        /// The samples of a pixel side by side, or one sample.
        case byPixel
        /// One plane a component.
        case byPlane
        /// Y Y Cb Cr for two pixels of a row.
        case halfChroma
        /// One bit a pixel. Where a frame does not begin with a byte of its own it begins within one.
        case bits(framesBeginWithBytes: Bool)
        /// Frames are code streams.
        case encapsulated
    }

    let transferSyntax: String
    let columns: Int
    let rows: Int
    let frames: Int
    let samples: Int
    let bitsAllocated: Int
    let bits: StoredBits?
    let isSigned: Bool
    let photometric: String
    let planarConfiguration: Int
    let layout: Layout
    let isBigEndian: Bool
    /// Bytes of a word of VR OW stand in the other order (PS3.5 section 7.3), so two pixels of one byte have changed places.
    let hasSwappedBytes: Bool
    /// Of Pixel Data.
    let node: Int

    /// A larger frame is not decoded, so that a worker's memory is bounded: about 8,000 by 8,000.
    static let mostPixels = 1 << 26
    static let mostFrames = 1 << 20

    private static let photometrics: Set<String> = [
        "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT",
    ]

    var pixels: Int { columns * rows }
    var cellBytes: Int { bitsAllocated == 1 ? 1 : bitsAllocated / 8 }
    /// Of a frame as it is decoded: the samples of a pixel side by side.
    var decodedLength: Int { pixels * samples * cellBytes }
    var isMonochrome1: Bool { samples == 1 && photometric == "MONOCHROME1" }
    var hasPalette: Bool { samples == 1 && photometric == "PALETTE COLOR" }

    init(_ file: DICOMFile, _ dataSet: DataSet) throws(UnreadablePixels) {
        guard let node = dataSet.find(.pixelData), dataSet.nodes[node].kind == .pixels,
            dataSet.nodes.count(where: { $0.kind == .pixels }) == 1
        else { throw UnreadablePixels("pixels of floating point numbers, or of another kind than an image") }
        self.node = node
        guard let columns = dataSet.number(.columns), let rows = dataSet.number(.rows), (1...65535).contains(columns), (1...65535).contains(rows)
        else { throw UnreadablePixels("the header does not say how many rows and columns there are") }
        guard columns * rows <= Self.mostPixels else { throw UnreadablePixels("a frame has more than \(Self.mostPixels) pixels") }
        guard let frames = NativePixels.numberOfFrames(in: dataSet), frames <= Self.mostFrames else {
            throw UnreadablePixels("the header does not say how many frames there are, or more than \(Self.mostFrames)")
        }
        let samples = dataSet.number(.samplesPerPixel) ?? 1
        let allocated = dataSet.number(.bitsAllocated) ?? 0
        guard samples == 1 || samples == 3, [1, 8, 16, 32].contains(allocated), allocated > 1 || samples == 1
        else { throw UnreadablePixels("samples of a kind that is not decoded") }
        transferSyntax = file.information.transferSyntaxUID
        self.columns = columns
        self.rows = rows
        self.frames = frames
        self.samples = samples
        bitsAllocated = allocated
        bits = StoredBits(in: dataSet)
        guard allocated == 1 || bits != nil else { throw UnreadablePixels("the header contradicts itself about the bits of a sample") }
        isSigned = dataSet.number(.pixelRepresentation) == 1
        photometric = (dataSet.firstText(.photometricInterpretation) ?? "").uppercased()
        guard Self.photometrics.contains(photometric) else { throw UnreadablePixels("the header names no colours that are known") }
        planarConfiguration = dataSet.number(AttributeTag(0x0028, 0x0006)) ?? 0
        isBigEndian = file.information.isBigEndian
        hasSwappedBytes = isBigEndian && allocated <= 8 && dataSet.nodes[node].vr == .OW
        layout =
            dataSet.nodes[node].flags.contains(.encapsulated)
            ? .encapsulated
            : try Self.layout(
                length: dataSet.nodes[node].length, columns, rows, frames, samples, allocated, photometric, isPlanar: planarConfiguration == 1)
    }

    /// The one that the length of the value allows; the header's first.
    private static func layout(
        length: Int, _ columns: Int, _ rows: Int, _ frames: Int, _ samples: Int, _ allocated: Int, _ photometric: String, isPlanar: Bool
    ) throws(UnreadablePixels) -> Layout {
        let pixels = columns * rows
        if allocated == 1 {
            let packed = (pixels * frames + 7) / 8, byFrame = (pixels + 7) / 8 * frames
            if length == byFrame, byFrame > packed + packed % 2 { return .bits(framesBeginWithBytes: true) }
            if length >= packed { return .bits(framesBeginWithBytes: pixels % 8 == 0) }
        } else {
            let whole = pixels * samples * allocated / 8 * frames
            let half = rows * ((columns + 1) / 2) * 4 * frames
            if samples == 3, allocated == 8, photometric.hasSuffix("_422"), length < whole, length >= half { return .halfChroma }
            if length >= whole { return samples > 1 && isPlanar ? .byPlane : .byPixel }
        }
        throw UnreadablePixels("there are fewer pixels than the header says, or they are packed in a way that is not decoded")
    }

    /// A box of whole cells, inside of the frame: two pixels that share their colour are blanked together.
    func whole(_ box: PixelBox) -> PixelBox {
        var box = box
        if layout == .halfChroma {
            box.left &= ~1
            box.right = (box.right + 1) & ~1
        }
        return box.clipped(columns: columns, rows: rows)
    }

    /// Of a frame in the value, in bytes; of single bits that begin within bytes, of all.
    var frameLength: Int {
        switch layout {
        case .halfChroma: rows * ((columns + 1) / 2) * 4
        case .bits: (pixels + 7) / 8
        default: decodedLength
        }
    }
}

/// One frame, its samples in cells of whole bytes: little endian, the components of a pixel side by side, one bit as a byte of 0 or 1.
struct DecodedFrame {
    var bytes: [UInt8]
    /// The components are red, green and blue; else the first is the luminance, if there are three.
    let isRGB: Bool
}
