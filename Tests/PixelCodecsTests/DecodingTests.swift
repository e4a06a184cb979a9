// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs
import Foundation
import Testing

/// Code streams that nobody here writes, against what other decoders see in them.
@Suite struct DecodingTests {
    struct Fixture: CustomTestStringConvertible {
        var name: String
        var syntax: String
        var samples = 1, bitsAllocated = 8, bits = 8
        var photometric: String?
        var isRGB = false, hasTransform = false, isLossy = true
        var status = PIXELCODEC_OK
        var testDescription: String { name }

        var form: TestForm {
            TestForm(
                syntax: syntax, columns: 26, rows: 20, samples: samples, bitsAllocated: bitsAllocated, bits: bits, photometric: photometric)
        }

        func bytes(_ kind: String) throws -> [UInt8] {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
            return [UInt8](try Data(contentsOf: folder.appending(path: "\(name).\(kind)")))
        }
    }

    static let fixtures = [
        Fixture(name: "jpeg-gray", syntax: TestForm.jpeg(50)),
        Fixture(name: "jpeg-420", syntax: TestForm.jpeg(50), samples: 3, photometric: "YBR_FULL_422"),
        // The marker of the stream outweighs the header.
        Fixture(name: "jpeg-scans", syntax: TestForm.jpeg(50), samples: 3, photometric: "RGB"),
        Fixture(name: "jpeg-rgb", syntax: TestForm.jpeg(50), samples: 3, photometric: "YBR_FULL", isRGB: true),
        Fixture(name: "jpeg-progressive", syntax: TestForm.jpeg(50), status: PIXELCODEC_UNSUPPORTED),
        Fixture(name: "jpeg-12", syntax: TestForm.jpeg(51), bitsAllocated: 16, bits: 12),
        Fixture(name: "jpeg-lossless-6", syntax: TestForm.jpeg(57), bitsAllocated: 16, bits: 16, isLossy: false),
        Fixture(name: "jpeg-ls-near", syntax: TestForm.jpeg(81), samples: 3, isRGB: true),
        Fixture(name: "j2k-irreversible", syntax: TestForm.jpeg(91), samples: 3, photometric: "YBR_ICT", isRGB: true, hasTransform: true),
        Fixture(
            name: "j2k-tiles", syntax: TestForm.jpeg(90), samples: 3, photometric: "YBR_RCT", isRGB: true, hasTransform: true, isLossy: false),
        Fixture(name: "htj2k-irreversible", syntax: TestForm.jpeg(203), bitsAllocated: 16, bits: 16),
        Fixture(name: "deflated-bits", syntax: TestForm.deflated, bitsAllocated: 1, bits: 1, isLossy: false),
    ]

    @Test(arguments: fixtures) func decodesAsOthersDo(fixture: Fixture) throws {
        let (status, samples, stream) = fixture.form.decode(try fixture.bytes("stream"))
        #expect(status == fixture.status)
        guard status == PIXELCODEC_OK else { return }
        #expect(samples == (try fixture.bytes("samples")))
        #expect(Int(stream.bits) == fixture.bits && !stream.is_signed && stream.is_lossy == fixture.isLossy)
        #expect(stream.has_component_transform == fixture.hasTransform)
        if fixture.samples == 3 { #expect(stream.is_rgb == fixture.isRGB) }
    }

    @Test(arguments: fixtures) func refusesAFormThatTheStreamContradicts(fixture: Fixture) throws {
        let code = try fixture.bytes("stream")
        for change: (inout TestForm) -> Void in [{ $0.columns += 1 }, { $0.rows -= 1 }, { $0.samples = 4 - $0.samples }, { $0.columns = 65535 }] {
            var form = fixture.form
            change(&form)
            #expect(form.decode(code).status != PIXELCODEC_OK)
        }
        if fixture.bits > 8 {
            var form = fixture.form
            form.bitsAllocated = 8
            form.bits = 8
            #expect(form.decode(code).status != PIXELCODEC_OK)
        }
    }

    @Test(arguments: [52, 53, 92, 93, 100, 102, 107, 110, 111, 112, 94].map(TestForm.jpeg) + ["1.2.840.10008.1.2.1", "", "1.2.840.10008.1.2.50"])
    func othersAreUnsupported(syntax: String) {
        let form = TestForm(syntax: syntax, columns: 4, rows: 4)
        #expect(form.decode([0xFF, 0xD8, 0xFF, 0xD9]).status == PIXELCODEC_UNSUPPORTED)
        #expect(form.encode([UInt8](repeating: 0, count: 16), like: form.stream()).status == PIXELCODEC_UNSUPPORTED)
    }

    /// Lossy JPEG is blanked in its coefficients.
    @Test func lossyJPEGIsNotEncoded() {
        let form = TestForm(syntax: TestForm.jpeg(50), columns: 4, rows: 4)
        #expect(form.encode([UInt8](repeating: 0, count: 16), like: form.stream()).status == PIXELCODEC_UNSUPPORTED)
    }
}
