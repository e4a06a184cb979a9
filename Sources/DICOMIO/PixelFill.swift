// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// Boxes of native pixels that are written as one colour, in every frame.
public struct PixelFill: Sendable, Hashable {
    /// How the pixels lie in the value.
    public struct Geometry: Sendable, Hashable {
        public var frames: Int
        /// Of a frame, of a plane of it, of a row; in bytes, or in bits where a cell is one bit.
        public var frameStride: Int
        public var planeStride: Int
        public var rowStride: Int
        /// Columns that one cell stands for.
        public var columnsOfCell: Int
        /// Two bytes of a word have changed places.
        public var hasSwappedBytes: Bool

        public init(frames: Int, frameStride: Int, planeStride: Int, rowStride: Int, columnsOfCell: Int = 1, hasSwappedBytes: Bool = false) {
            self.frames = frames
            self.frameStride = frameStride
            self.planeStride = planeStride
            self.rowStride = rowStride
            self.columnsOfCell = columnsOfCell
            self.hasSwappedBytes = hasSwappedBytes
        }
    }

    private let boxes: [PixelBox]
    private let geometry: Geometry
    /// What a cell is written as, for each plane, as it lies in the file; empty where a cell is one bit.
    private let cells: [[UInt8]]
    private let bit: Bool

    /// - Parameters:
    ///   - boxes: In pixels, inside of the frame.
    ///   - cells: For each plane the bytes of a cell, all of one length.
    public init(_ boxes: [PixelBox], _ geometry: Geometry, cells: [[UInt8]]) {
        self.boxes = boxes
        self.geometry = geometry
        self.cells = cells
        bit = false
    }

    /// Of pixels of one bit.
    public init(_ boxes: [PixelBox], _ geometry: Geometry, bit: Bool) {
        self.boxes = boxes
        self.geometry = geometry
        cells = []
        self.bit = bit
    }

    /// Fills what of the boxes lies in a piece of the value.
    /// - Parameter offset: Of the piece in the value; even where bytes are swapped.
    func apply(to piece: UnsafeMutableRawBufferPointer, at offset: Int) {
        let unit = cells.isEmpty ? 8 : 1
        let range = offset * unit..<(offset + piece.count) * unit
        let first = max(0, range.lowerBound / geometry.frameStride)
        let last = min(geometry.frames - 1, (range.upperBound - 1) / geometry.frameStride)
        guard first <= last, unsafe !piece.isEmpty else { return }
        for frame in first...last {
            for plane in 0..<max(1, cells.count) {
                let start = frame * geometry.frameStride + plane * geometry.planeStride
                for box in boxes { unsafe fill(box, plane, start, range, piece) }
            }
        }
    }

    private func fill(_ box: PixelBox, _ plane: Int, _ start: Int, _ range: Range<Int>, _ piece: UnsafeMutableRawBufferPointer) {
        let width = cells.first?.count ?? 1
        let left = box.left / geometry.columnsOfCell * width
        let right = (box.right + geometry.columnsOfCell - 1) / geometry.columnsOfCell * width
        let top = max(box.top, (range.lowerBound - start) / geometry.rowStride)
        let bottom = min(box.bottom, (range.upperBound - start) / geometry.rowStride + 1)
        guard top < bottom else { return }
        for row in top..<bottom {
            let base = start + row * geometry.rowStride
            let from = max(base + left, range.lowerBound), to = min(base + right, range.upperBound)
            guard from < to else { continue }
            if cells.isEmpty {
                for place in from..<to { unsafe setBit(place - range.lowerBound, piece) }
            } else {
                let cell = cells[plane]
                for place in from..<to { unsafe piece[at(place) - range.lowerBound] = cell[(place - base - left) % width] }
            }
        }
    }

    private func at(_ place: Int) -> Int { geometry.hasSwappedBytes ? place ^ 1 : place }

    private func setBit(_ place: Int, _ piece: UnsafeMutableRawBufferPointer) {
        let byte = at(place / 8), mask = UInt8(1) << UInt8(place % 8)
        unsafe piece[byte] = bit ? piece[byte] | mask : piece[byte] & ~mask
    }
}
