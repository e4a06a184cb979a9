// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs
import Foundation

/// One frame's form, as a header would give it.
struct TestForm {
    var syntax: String
    var columns: Int, rows: Int
    var samples = 1, bitsAllocated = 8, bits = 8
    var isPlanar = false, isSigned = false
    var photometric: String?

    var cellBytes: Int { (bitsAllocated + 7) / 8 }
    var length: Int { columns * rows * samples * cellBytes }

    func with<Result>(_ body: (UnsafePointer<pixelcodec_form>) -> Result) -> Result {
        syntax.withCString { syntax in
            (photometric ?? (samples == 3 ? "RGB" : "MONOCHROME2")).withCString { photometric in
                var form = pixelcodec_form(
                    transfer_syntax: syntax, columns: UInt32(columns), rows: UInt32(rows), samples: UInt16(samples),
                    bits_allocated: UInt16(bitsAllocated), bits_stored: UInt16(bits), high_bit: UInt16(bits - 1),
                    planar_configuration: isPlanar ? 1 : 0, is_signed: isSigned, photometric: photometric)
                return body(&form)
            }
        }
    }

    /// - Returns: what became of it, and the samples of a frame that was decoded.
    func decode(_ code: [UInt8]) -> (status: pixelcodec_status, samples: [UInt8], stream: pixelcodec_stream) {
        // The bytes behind the frame show a decoder that writes too far.
        var buffer = [UInt8](repeating: 0xA5, count: length + 64)
        var stream = pixelcodec_stream()
        let status = with { pixelcodec_decode($0, code, code.count, &buffer, length, &stream) }
        precondition(buffer[length...].allSatisfy { $0 == 0xA5 })
        return (status, status == PIXELCODEC_OK ? Array(buffer[..<length]) : [], stream)
    }

    func encode(_ samples: [UInt8], like stream: pixelcodec_stream) -> (status: pixelcodec_status, code: [UInt8]) {
        final class Collector { var bytes: [UInt8] = [] }
        let collector = Collector()
        var stream = stream
        let status = with { form in
            pixelcodec_encode(
                form, &stream, samples, samples.count,
                { context, bytes, count in
                    Unmanaged<Collector>.fromOpaque(context!).takeUnretainedValue().bytes += UnsafeBufferPointer(start: bytes, count: count)
                    return true
                }, Unmanaged.passUnretained(collector).toOpaque())
        }
        return (status, collector.bytes)
    }
}

extension TestForm {
    static let rle = "1.2.840.10008.1.2.5", uncompressed = "1.2.840.10008.1.2.1.98", deflated = "1.2.840.10008.1.2.8.1"
    static func jpeg(_ number: Int) -> String { "1.2.840.10008.1.2.4.\(number)" }

    static let byBytes = [rle, uncompressed, deflated]
    static let byComponents = [90, 91, 201, 202, 203].map(jpeg)
    static let encodable = byBytes + [57, 70, 80, 81].map(jpeg) + byComponents

    /// The kind of code stream that the frame has where nobody says otherwise.
    func stream(hasTransform: Bool = false) -> pixelcodec_stream {
        pixelcodec_stream(
            bits: UInt16(Self.byBytes.contains(syntax) ? bitsAllocated : bits), is_signed: isSigned && Self.byComponents.contains(syntax),
            is_rgb: samples == 3, has_component_transform: hasTransform, is_lossy: false)
    }

    /// Cells of a picture in `bits` bits: waves, noise over all values, or one value.
    func picture(_ kind: Picture) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        var state: UInt64 = 88_172_645_463_325_252
        let values = UInt64(1) << UInt64(bits)
        // Components with a sign are numbers; elsewhere the bits above those stored are none of the code stream's.
        let extendsSign = isSigned && Self.byComponents.contains(syntax)
        for row in 0..<rows {
            for column in 0..<columns {
                for sample in 0..<samples {
                    state ^= state << 13
                    state ^= state >> 7
                    state ^= state << 17
                    var value =
                        switch kind {
                        case .noise: state % values
                        case .waves: UInt64(Double(values - 1) * (2 + sin(Double(column) / 5) + cos(Double(row * (sample + 1)) / 7)) / 4)
                        case .flat: values - 1
                        case .extremes: state & 1024 == 0 ? 0 : values - 1
                        }
                    if extendsSign, value >= values / 2 { value |= ~(values - 1) }
                    for byte in 0..<cellBytes { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
                }
            }
        }
        return bytes
    }

    enum Picture: CaseIterable { case waves, noise, flat, extremes }
}
