// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs

/// The form of a frame that a fuzzer chose, as a header would give it.
struct CodedFrame {
    private let syntax: String
    private let columns, rows, samples, bitsAllocated, bitsStored: Int
    private let isPlanar, isSigned: Bool

    private static let syntaxes =
        ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1"]
        + [50, 51, 57, 70, 80, 81, 90, 91, 201, 202, 203].map { "1.2.840.10008.1.2.4.\($0)" }

    init(_ input: inout FuzzInput) {
        syntax = input.choice(of: Self.syntaxes)
        (columns, rows) = (Int(input.byte()) + 1, Int(input.byte()) + 1)
        let flags = input.byte()
        samples = flags & 1 == 0 ? 1 : 3
        isPlanar = flags & 2 != 0
        isSigned = flags & 4 != 0
        bitsAllocated = [8, 16, 1, 32][Int(flags >> 4 & 3)]
        bitsStored = Int(input.byte()) % bitsAllocated + 1
    }

    private var length: Int { columns * rows * samples * ((bitsAllocated + 7) / 8) }

    private func with<Result>(_ body: (UnsafePointer<pixelcodec_form>) -> Result) -> Result {
        syntax.withCString { syntax in
            (samples == 3 ? "RGB" : "MONOCHROME2").withCString { photometric in
                var form = pixelcodec_form(
                    transfer_syntax: syntax, columns: UInt32(columns), rows: UInt32(rows), samples: UInt16(samples),
                    bits_allocated: UInt16(bitsAllocated), bits_stored: UInt16(bitsStored), high_bit: UInt16(bitsStored - 1),
                    planar_configuration: isPlanar ? 1 : 0, is_signed: isSigned, photometric: photometric)
                return body(&form)
            }
        }
    }

    func decode(_ code: [UInt8]) -> (samples: [UInt8], stream: pixelcodec_stream)? {
        var cells = [UInt8](repeating: 0, count: length)
        var stream = pixelcodec_stream()
        let status = with { pixelcodec_decode($0, code, code.count, &cells, cells.count, &stream) }
        return status == PIXELCODEC_OK ? (cells, stream) : nil
    }

    func encode(_ cells: [UInt8], like stream: pixelcodec_stream) -> [UInt8]? {
        let code = Collected()
        var stream = stream
        let status = with { pixelcodec_encode($0, &stream, cells, cells.count, Collected.take, Unmanaged.passUnretained(code).toOpaque()) }
        return status == PIXELCODEC_OK ? code.bytes : nil
    }

    func blankCorner(_ code: [UInt8]) -> (code: [UInt8], touched: pixelcodec_box)? {
        let changed = Collected()
        var box = pixelcodec_box(left: 0, top: 0, right: Int32(min(5, columns)), bottom: Int32(min(3, rows)))
        var touched = pixelcodec_box()
        let fill = [Int32](repeating: 0, count: samples)
        let status = with {
            pixelcodec_blank_blocks($0, code, code.count, &box, 1, fill, &touched, Collected.take, Unmanaged.passUnretained(changed).toOpaque())
        }
        return status == PIXELCODEC_OK ? (changed.bytes, touched) : nil
    }

    func isSame(_ before: [UInt8], _ after: [UInt8], outside box: pixelcodec_box) -> Bool {
        let size = samples * ((bitsAllocated + 7) / 8)
        for row in 0..<rows {
            for column in 0..<columns where row < box.top || row >= box.bottom || column < box.left || column >= box.right {
                let start = (row * columns + column) * size
                if before[start..<start + size] != after[start..<start + size] { return false }
            }
        }
        return true
    }
}

private final class Collected {
    var bytes: [UInt8] = []

    static let take: pixelcodec_sink = { context, start, count in
        Unmanaged<Collected>.fromOpaque(context!).takeUnretainedValue().bytes += UnsafeBufferPointer(start: start, count: count)
        return true
    }
}
