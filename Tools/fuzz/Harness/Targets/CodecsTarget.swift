// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs
import CTextSight

extension FuzzTarget {
    static let codecs = FuzzTarget("codecs", law: "a frame is decoded or refused; what was without loss is written and decoded to the same again") {
        input in
        let frame = CodedFrame(&input)
        let code = Array(input.rest)
        guard let (samples, stream) = frame.decode(code) else { return }
        guard !stream.is_lossy, let again = frame.encode(samples, like: stream) else { return blank(frame, code, samples) }
        guard let (copy, _) = frame.decode(again) else { fatalError("broken law: what was encoded is decoded") }
        require(copy == samples, "the samples stay")
    }

    static let textSight = FuzzTarget("text-sight", law: "boxes lie in the plane, in order, the same with and without newer instructions") { input in
        let columns = UInt32(input.byte()) + 1, rows = UInt32(input.byte()) + 1
        var plane = [UInt16](repeating: 0, count: Int(columns * rows))
        let scale = UInt16(input.byte()) + 1
        let bytes = Array(input.rest)
        guard !bytes.isEmpty else { return }
        for place in plane.indices { plane[place] = UInt16(bytes[place % bytes.count]) &* scale }
        let found = boxes(plane, columns, rows, isPlain: false)
        for (index, box) in found.enumerated() {
            require(box.left >= 0 && box.top >= 0 && box.left < box.right && box.top < box.bottom, "a box has a size")
            require(box.right <= columns && box.bottom <= rows && (0...1000).contains(box.score), "a box lies in the plane")
            require(index == 0 || (found[index - 1].top, found[index - 1].left) <= (box.top, box.left), "boxes are in order")
        }
        let plain = boxes(plane, columns, rows, isPlain: true)
        require(
            plain.elementsEqual(found) { $0.left == $1.left && $0.top == $1.top && $0.right == $1.right && $0.score == $1.score },
            "all machines agree")
    }

    /// Blanks a corner of a sequential JPEG in its coefficients.
    private static func blank(_ frame: CodedFrame, _ code: [UInt8], _ samples: [UInt8]) {
        guard let (changed, touched) = frame.blankCorner(code) else { return }
        guard let (after, _) = frame.decode(changed) else { fatalError("broken law: a blanked frame is decoded") }
        require(frame.isSame(samples, after, outside: touched), "pixels outside the blocks stay")
    }

    private static func boxes(_ plane: [UInt16], _ columns: UInt32, _ rows: UInt32, isPlain: Bool) -> [textsight_box] {
        var boxes = [textsight_box](repeating: textsight_box(), count: 4096)
        var count = 0
        let status =
            isPlain
            ? textsight_find_by(plane, columns, rows, &boxes, boxes.count, &count, 1, 24)
            : textsight_find(plane, columns, rows, &boxes, boxes.count, &count)
        return status == TEXTSIGHT_OK ? Array(boxes.prefix(count)) : []
    }
}
