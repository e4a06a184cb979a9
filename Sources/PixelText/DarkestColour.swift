// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel

/// Finds what boxes are filled with: Pixel Padding Value, else the darkest value that occurs in any frame. It shows as black on a usual display and
/// looks like no tissue.
struct DarkestColour {
    private let form: ImageForm
    private let sample: SampleReader
    private var fixed: [Int]?
    private var darkest: [Int]?
    private var luminanceOfDarkest = Int.max

    init(_ form: ImageForm, _ palette: Palette?, _ dataSet: DataSet) {
        self.form = form
        sample = SampleReader(form)
        if let palette {
            fixed = palette.darkest(in: sample.range).map { [$0] }
        } else if form.samples == 1, let padding = Self.padding(dataSet, form), sample.range.contains(padding) {
            fixed = [padding]
        }
    }

    private static func padding(_ dataSet: DataSet, _ form: ImageForm) -> Int? {
        guard let value = dataSet.number(AttributeTag(0x0028, 0x0120)) else { return nil }
        return form.isSigned ? Int(Int16(truncatingIfNeeded: value)) : value & 0xFFFF
    }

    /// Takes the colours of a frame in. The order of frames makes no difference.
    mutating func take(_ frame: DecodedFrame) {
        guard fixed == nil else { return }
        if form.samples == 1 {
            var least = Int.max, most = Int.min
            for index in 0..<form.pixels {
                let value = sample.value(frame, index)
                least = min(least, value)
                most = max(most, value)
            }
            let value = form.isMonochrome1 ? most : least
            darkest = [darkest.map { form.isMonochrome1 ? max($0[0], value) : min($0[0], value) } ?? value]
            return
        }
        for pixel in 0..<form.pixels {
            let first = sample.value(frame, 3 * pixel)
            guard frame.isRGB else {
                if first < luminanceOfDarkest {
                    luminanceOfDarkest = first
                    darkest = [first, sample.neutral, sample.neutral]
                }
                continue
            }
            let colour = [first, sample.value(frame, 3 * pixel + 1), sample.value(frame, 3 * pixel + 2)]
            let luminance = 77 * colour[0] + 150 * colour[1] + 29 * colour[2]
            if luminance < luminanceOfDarkest || luminance == luminanceOfDarkest && colour.lexicographicallyPrecedes(darkest ?? colour) {
                luminanceOfDarkest = luminance
                darkest = colour
            }
        }
    }

    /// One value for each sample of a pixel.
    var colour: [Int] { fixed ?? darkest ?? [Int](repeating: max(0, sample.range.lowerBound), count: form.samples) }
}
