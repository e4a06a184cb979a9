// SPDX-License-Identifier: Apache-2.0

internal import CPixelCodecs
internal import DICOMModel

/// The code streams of one file: decoded, encoded like those that came, or with blocks of them blanked.
struct Codec {
    private let form: ImageForm

    init(_ form: ImageForm) { self.form = form }

    func decode(_ code: [UInt8], frame: Int) throws(UnreadablePixels) -> (DecodedFrame, pixelcodec_stream) {
        var stream = pixelcodec_stream()
        var status = PIXELCODEC_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: form.decodedLength) { buffer, count in
            status = withForm { pixelcodec_decode($0, code, code.count, buffer.baseAddress, form.decodedLength, &stream) }
            count = status == PIXELCODEC_OK ? form.decodedLength : 0
        }
        guard status == PIXELCODEC_OK else { throw UnreadablePixels(Self.words(status, frame: frame)) }
        return (DecodedFrame(bytes: bytes, isRGB: stream.is_rgb), stream)
    }

    func encode(_ frame: DecodedFrame, like stream: pixelcodec_stream) -> [UInt8]? {
        var stream = stream
        return collect { sink, context in
            withForm { pixelcodec_encode($0, &stream, frame.bytes, frame.bytes.count, sink, context) }
        }
    }

    /// Whether code streams of this syntax are blanked block by block, and never decoded for it.
    static func isOfBlocks(_ transferSyntax: String) -> Bool { ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"].contains(transferSyntax) }

    /// - Returns: the code stream, and the boxes grown to the blocks that changed.
    func blank(_ boxes: [PixelBox], in code: [UInt8], fill: [Int32]) -> (code: [UInt8], touched: [PixelBox])? {
        let wanted = boxes.map { pixelcodec_box(left: Int32($0.left), top: Int32($0.top), right: Int32($0.right), bottom: Int32($0.bottom)) }
        var touched = wanted
        let fill = fill + [Int32](repeating: 0, count: max(0, 4 - fill.count))
        let result = collect { sink, context in
            withForm { pixelcodec_blank_blocks($0, code, code.count, wanted, wanted.count, fill, &touched, sink, context) }
        }
        return result.map { code in
            (code, touched.map { PixelBox(left: Int($0.left), top: Int($0.top), right: Int($0.right), bottom: Int($0.bottom)) })
        }
    }

    private func withForm<Result>(_ body: (UnsafePointer<pixelcodec_form>) -> Result) -> Result {
        form.transferSyntax.withCString { syntax in
            form.photometric.withCString { photometric in
                var form = pixelcodec_form(
                    transfer_syntax: syntax, columns: UInt32(form.columns), rows: UInt32(form.rows), samples: UInt16(form.samples),
                    bits_allocated: UInt16(form.bitsAllocated), bits_stored: UInt16(form.bits?.bitsStored ?? 1),
                    high_bit: UInt16(form.bits?.highBit ?? 0), planar_configuration: UInt16(clamping: form.planarConfiguration),
                    is_signed: form.isSigned, photometric: photometric)
                return body(&form)
            }
        }
    }

    private final class Collector {
        var bytes: [UInt8] = []
    }

    private func collect(_ body: (pixelcodec_sink, UnsafeMutableRawPointer) -> pixelcodec_status) -> [UInt8]? {
        let collector = Collector()
        let status = withExtendedLifetime(collector) {
            body(
                { context, bytes, count in
                    guard let context else { return false }
                    Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue().bytes.append(
                        contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                    return true
                }, Unmanaged.passUnretained(collector).toOpaque())
        }
        return status == PIXELCODEC_OK ? collector.bytes : nil
    }

    private static func words(_ status: pixelcodec_status, frame: Int) -> String {
        switch status {
        case PIXELCODEC_UNSUPPORTED: "nothing here decodes its transfer syntax, or this kind of it"
        case PIXELCODEC_NO_MEMORY: "frame \(frame + 1) needs more memory than there is"
        default: "frame \(frame + 1) is damaged, or is another image than the header says"
        }
    }
}
