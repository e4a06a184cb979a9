// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// A frame as gray values of 16 bits, row by row, larger is brighter.
struct GrayPlane: Equatable {
    let columns: Int
    let rows: Int
    var values: [UInt16]
    /// Bits beside the samples, where older writers drew overlays.
    var isOfUnusedBits = false

    /// The values of a box that lies inside.
    func crop(_ box: PixelBox) -> [UInt16] {
        (box.top..<box.bottom).flatMap { values[($0 * columns + box.left)..<($0 * columns + box.right)] }
    }

    /// Blanks boxes with the darkest value.
    mutating func blank(_ boxes: [PixelBox]) {
        let darkest = values.min() ?? 0
        values.withUnsafeMutableBufferPointer { values in
            for box in boxes {
                for row in box.top..<box.bottom {
                    for column in box.left..<box.right { values[row * columns + column] = darkest }
                }
            }
        }
    }
}

/// Makes of a frame the planes that are looked at.
struct PlaneMaker {
    private let form: ImageForm
    private let palette: Palette?
    private let sample: SampleReader

    init(_ form: ImageForm, _ palette: Palette?) {
        self.form = form
        self.palette = palette
        sample = SampleReader(form)
    }

    func planes(_ frame: DecodedFrame) -> [GrayPlane] {
        if form.samples == 3 { return colour(frame) }
        var planes = [plane(oneSample(frame))]
        if let unused = unusedBits(frame) { planes.append(unused) }
        return planes
    }

    private func plane(_ values: [UInt16]) -> GrayPlane { GrayPlane(columns: form.columns, rows: form.rows, values: values) }

    // MARK: - One sample

    private func oneSample(_ frame: DecodedFrame) -> [UInt16] {
        let count = form.pixels
        let low = sample.range.lowerBound, high = sample.range.upperBound
        var shift = 0
        while (high - low) >> shift > 0xFFFF { shift += 1 }
        if shift > 0 {
            // Few use more than 16 bits; what they use of them is spread.
            var least = Int.max, most = Int.min
            for index in 0..<count {
                let value = sample.value(frame, index)
                least = min(least, value)
                most = max(most, value)
            }
            shift = 0
            while (most - least) >> shift > 0xFFFF { shift += 1 }
            return fill(count) { UInt16((sample.value(frame, $0) - least) >> shift) }
        }
        if let palette { return fill(count) { palette[sample.value(frame, $0)] } }
        if form.isMonochrome1 { return fill(count) { UInt16(high - sample.value(frame, $0)) } }
        return fill(count) { UInt16(sample.value(frame, $0) - low) }
    }

    private func fill(_ count: Int, _ value: (Int) -> UInt16) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer[index] = value(index) }
            initialized = count
        }
    }

    /// Where bits that belong to no sample differ from pixel to pixel, but for the sign that some writers go on with above High Bit.
    private func unusedBits(_ frame: DecodedFrame) -> GrayPlane? {
        guard let bits = form.bits, bits.unused != 0 else { return nil }
        var all = UInt64.max, any: UInt64 = 0
        for index in 0..<form.pixels {
            let stray = sample.strayBits(frame, index)
            all &= stray
            any |= stray
        }
        let varying = any & ~all
        guard varying != 0 else { return nil }
        var plane = plane(fill(form.pixels) { sample.strayBits(frame, $0) & varying == 0 ? 0 : 0xFFFF })
        plane.isOfUnusedBits = true
        return plane
    }

    // MARK: - Colour

    /// The luminance and, where there are colours, how strong they are: letters of one luminance with the ground stand out there.
    private func colour(_ frame: DecodedFrame) -> [GrayPlane] {
        let bits = min(16, form.bits?.bitsStored ?? 8), neutral = 1 << (bits - 1)
        var strongest = 0
        let strength = fill(form.pixels) { pixel in
            let (a, b, c) = components(frame, pixel)
            let value = frame.isRGB ? max(a, b, c) - min(a, b, c) : abs(b - neutral) + abs(c - neutral)
            strongest = max(strongest, value)
            return UInt16(clamping: value)
        }
        let luminance = fill(form.pixels) { pixel in
            let (a, b, c) = components(frame, pixel)
            return frame.isRGB ? PixelText.luminance(a, b, c) : UInt16(clamping: a)
        }
        return strongest > 1 << (bits - 3) ? [plane(luminance), plane(strength)] : [plane(luminance)]
    }

    /// Of 16 bits at most.
    private func components(_ frame: DecodedFrame, _ pixel: Int) -> (Int, Int, Int) {
        let shift = max(0, (form.bits?.bitsStored ?? 0) - 16)
        return (
            sample.value(frame, 3 * pixel) >> shift, sample.value(frame, 3 * pixel + 1) >> shift, sample.value(frame, 3 * pixel + 2) >> shift
        )
    }
}

/// Takes the samples out of the cells of a decoded frame.
struct SampleReader {
    let range: ClosedRange<Int>
    private let size: Int
    private let shift: Int
    private let mask: Int
    private let sign: Int
    private let unused: Int
    private let isSigned: Bool

    init(_ form: ImageForm) {
        size = form.cellBytes
        let stored = form.bits?.bitsStored ?? 1
        shift = (form.bits?.highBit ?? 0) + 1 - stored
        mask = stored >= 63 ? Int.max : 1 << stored - 1
        isSigned = form.isSigned && form.bitsAllocated > 1
        sign = isSigned ? 1 << (stored - 1) : 0
        unused = Int(form.bits?.unused ?? 0)
        range = isSigned ? -(1 << (stored - 1))...(1 << (stored - 1) - 1) : 0...mask
    }

    /// Of the differences of colour, for samples without a sign.
    var neutral: Int { (range.upperBound + 1) / 2 }

    func value(_ frame: DecodedFrame, _ index: Int) -> Int {
        let value = (cell(frame, index) >> shift) & mask
        return value & sign == 0 ? value : value - mask - 1
    }

    /// The bits of a cell that belong to no sample. Those of a sign that goes on above High Bit are none.
    func strayBits(_ frame: DecodedFrame, _ index: Int) -> UInt64 {
        let cell = cell(frame, index)
        let stray = cell & unused
        if isSigned, (cell >> shift) & sign != 0, stray == unused { return 0 }
        return UInt64(stray)
    }

    private func cell(_ frame: DecodedFrame, _ index: Int) -> Int {
        frame.bytes.withUnsafeBufferPointer { bytes in
            switch size {
            case 1: Int(bytes[index])
            case 2: Int(bytes[2 * index]) | Int(bytes[2 * index + 1]) << 8
            default:
                Int(bytes[4 * index]) | Int(bytes[4 * index + 1]) << 8 | Int(bytes[4 * index + 2]) << 16 | Int(bytes[4 * index + 3]) << 24
            }
        }
    }

    /// The cell of a sample, little endian. Its other bits are 0; a sign goes on above High Bit, as decoders and most writers have it.
    func bytes(of value: Int) -> [UInt8] {
        let cell = value < 0 ? value << shift : (value & mask) << shift
        return (0..<size).map { UInt8(truncatingIfNeeded: cell >> (8 * $0)) }
    }
}
