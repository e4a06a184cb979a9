// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import DICOMModel
internal import Engine

/// Proves of a written file that its frames are those of the input but for the boxes, and that no text is left that can be seen.
package enum PixelProof {
    /// Decoders smooth the colours of subsampled blocks over their edges.
    private static let smoothing = 2

    /// - Parameters:
    ///   - written: The new file, and its Data Set.
    ///   - source: What it was made from.
    /// - Throws: ``UnblankedPixels`` with what is wrong; ``UnreadablePixels`` where the new frames cannot be decoded.
    package static func check(
        _ seen: SeenPixels, written: (file: DICOMFile, dataSet: DataSet), source: (file: DICOMFile, dataSet: DataSet)
    ) throws {
        let form = try ImageForm(written.file, written.dataSet)
        guard form.columns == seen.form.columns, form.rows == seen.form.rows, form.frames == seen.form.frames,
            form.decodedLength == seen.form.decodedLength, form.transferSyntax == seen.form.transferSyntax
        else { throw UnblankedPixels("the written image is of another form") }
        let new = try FrameReader(written.file, written.dataSet, form)
        let old = try FrameReader(source.file, source.dataSet, seen.form)
        let palette = form.hasPalette ? Palette(written.file, written.dataSet) : nil
        let planes = PlaneMaker(form, palette)
        let mask = mask(seen)
        var last: [GrayPlane]?
        for index in 0..<form.frames {
            let frame = try new.frame(index).frame
            guard isEqual(frame, try old.frame(index).frame, outside: mask, form) else {
                throw UnblankedPixels("frame \(index + 1) changed outside of the boxes")
            }
            let now = planes.planes(frame)
            if last == now { continue }
            for plane in now {
                for line in try TextSight.lines(in: plane) where !line.isWeak && !isAccounted(line.box, seen) {
                    throw UnblankedPixels("text is left in frame \(index + 1)")
                }
            }
            last = now
        }
    }

    /// For each row the columns that may have changed.
    private static func mask(_ seen: SeenPixels) -> [[Range<Int>]] {
        let form = seen.form
        var mask = [[Range<Int>]](repeating: [], count: form.rows)
        for box in seen.boxes {
            var box = box
            if Codec.isOfBlocks(form.transferSyntax) {
                // At most two by two blocks of eight by eight make a unit of the code stream; some have four in a row.
                let width = 32, height = 16
                box = PixelBox(
                    left: box.left / width * width - smoothing, top: box.top / height * height - smoothing,
                    right: (box.right + width - 1) / width * width + smoothing, bottom: (box.bottom + height - 1) / height * height + smoothing
                )
                .clipped(columns: form.columns, rows: form.rows)
            }
            for row in box.top..<box.bottom { mask[row].append(box.left..<box.right) }
        }
        return mask.map { ranges in ranges.sorted { $0.lowerBound < $1.lowerBound } }
    }

    private static func isEqual(_ a: DecodedFrame, _ b: DecodedFrame, outside mask: [[Range<Int>]], _ form: ImageForm) -> Bool {
        let width = form.samples * form.cellBytes, length = form.columns * width
        return a.bytes.withUnsafeBytes { a in
            b.bytes.withUnsafeBytes { b in
                for row in 0..<form.rows {
                    var place = row * length
                    func isSame(until end: Int) -> Bool {
                        guard place < end else { return true }
                        return a[place..<end].elementsEqual(b[place..<end])
                    }
                    for range in mask[row] {
                        guard isSame(until: row * length + range.lowerBound * width) else { return false }
                        place = max(place, row * length + range.upperBound * width)
                    }
                    guard isSame(until: (row + 1) * length) else { return false }
                }
                return true
            }
        }
    }

    /// What is seen where everything was blanked is the edge of a box; what reads as a listed term stays, and so does what a person was shown and
    /// wants to stay.
    static func isAccounted(_ box: PixelBox, _ seen: SeenPixels) -> Bool {
        let blanked = seen.boxes.map { $0.intersection(box) }.filter { !$0.isEmpty }
        if 2 * blanked.coveredArea >= box.area { return true }
        if seen.conclusion.isReviewed, seen.found.contains(where: { $0.box.intersects(box) }) { return true }
        return seen.conclusion.findings.contains { !$0.isBlanked && $0.box.intersects(box) }
    }
}
