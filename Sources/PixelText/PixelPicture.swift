// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import DICOMModel

/// A frame as a person sees it: gray or RGB, 8 bits a sample, row by row.
package struct PixelPicture: Sendable, Hashable {
    package let samples: Int
    package let before: [UInt8]
    /// The same with the boxes blanked.
    package let after: [UInt8]
    /// What blanked pixels look like.
    package let fill: [UInt8]
}

extension SeenPixels {
    /// Pictures of one frame, before and after the boxes are blanked.
    package func picture(_ index: Int, _ file: DICOMFile, _ dataSet: DataSet) throws(UnreadablePixels) -> PixelPicture {
        let old = try FrameReader(file, dataSet, form).frame(index).frame
        var new = old
        new.blank(boxes, fill, form)
        let (before, after) = form.samples == 3 ? (colours(old), colours(new)) : grays(old, new)
        let first = boxes.first.map { ($0.top * columns + $0.left) * form.samples } ?? 0
        return PixelPicture(samples: form.samples, before: before, after: after, fill: Array(after[first..<first + form.samples]))
    }

    /// Both over the range of the first, what is drawn beside the samples in white.
    private func grays(_ old: DecodedFrame, _ new: DecodedFrame) -> ([UInt8], [UInt8]) {
        let (before, after) = (PlaneMaker(form, palette).planes(old), PlaneMaker(form, palette).planes(new))
        let low = Int(before[0].values.min() ?? 0), high = max(low + 1, Int(before[0].values.max() ?? 0))
        func gray(_ planes: [GrayPlane]) -> [UInt8] {
            var result = planes[0].values.map { UInt8(clamping: (Int($0) - low) * 255 / (high - low)) }
            if let drawn = planes.first(where: \.isOfUnusedBits) {
                for place in result.indices where drawn.values[place] != 0 { result[place] = 255 }
            }
            return result
        }
        return (gray(before), gray(after))
    }

    private func colours(_ frame: DecodedFrame) -> [UInt8] {
        let sample = SampleReader(form), top = sample.range.upperBound
        func byte(_ value: Int) -> UInt8 { UInt8(clamping: value * 255 / max(1, top)) }
        return (0..<form.pixels).flatMap { pixel -> [UInt8] in
            let (a, b, c) = (sample.value(frame, 3 * pixel), sample.value(frame, 3 * pixel + 1), sample.value(frame, 3 * pixel + 2))
            if frame.isRGB { return [byte(a), byte(b), byte(c)] }
            let (blue, red) = (b - sample.neutral, c - sample.neutral)
            return [byte(a + red * 1402 / 1000), byte(a - blue * 344 / 1000 - red * 714 / 1000), byte(a + blue * 1772 / 1000)]
        }
    }
}
