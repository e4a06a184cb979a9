// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs
import Testing

/// Streams that are cut, damaged or ask for more than they deserve.
@Suite struct DamageTests {
    /// A frame of each syntax, with the samples that it has.
    static func whole(_ syntax: String) -> (form: TestForm, code: [UInt8], samples: [UInt8]) {
        let form = TestForm(syntax: syntax, columns: 67, rows: 41, samples: 3)
        let samples = form.picture(.noise)
        return (form, form.encode(samples, like: form.stream()).code, samples)
    }

    @Test(arguments: TestForm.encodable) func cutStreamIsUnreadable(syntax: String) {
        let (form, code, _) = Self.whole(syntax)
        for length in Array(stride(from: 0, to: code.count - 2, by: max(1, code.count / 150))) + [code.count - 3, code.count - 2] {
            #expect(form.decode(Array(code[..<length])).status == PIXELCODEC_UNREADABLE, "\(length) of \(code.count)")
        }
    }

    @Test(arguments: DecodingTests.fixtures.filter { $0.status == PIXELCODEC_OK })
    func cutFixtureIsUnreadable(fixture: DecodingTests.Fixture) throws {
        let code = try fixture.bytes("stream"), form = fixture.form
        // A marker of the end in what stands before it would end the stream: none does. The last byte of the deflated frame may be all padding.
        for length in 0..<code.count - 1 { #expect(form.decode(Array(code[..<length])).status == PIXELCODEC_UNREADABLE, "\(length)") }
    }

    /// The padding to an even length, and zeros beyond it, harm nothing.
    @Test(arguments: TestForm.encodable) func paddingIsNoDamage(syntax: String) {
        let (form, code, samples) = Self.whole(syntax)
        let (status, again, _) = form.decode(code + (code.count % 2 == 0 ? [] : [0]))
        #expect(status == PIXELCODEC_OK && again == samples)
    }

    @Test func bytesBeforeAMarkerAreDamage() throws {
        let form = TestForm(syntax: TestForm.jpeg(70), columns: 67, rows: 41)
        let code = form.encode(form.picture(.noise), like: form.stream()).code
        #expect(form.decode(Array(code.dropLast(2)) + [0x12, 0xFF, 0xD9]).status == PIXELCODEC_UNREADABLE)
        let start = try #require(code.firstRange(of: [0xFF, 0xDA]))
        #expect(form.decode(Array(code[..<start.lowerBound]) + [0] + Array(code[start.lowerBound...])).status == PIXELCODEC_UNREADABLE)
    }

    /// A code stream of a thousand bytes says that it is 65,535 pixels wide and high.
    @Test(arguments: [50, 57, 80, 90, 201], [(64, 64), (65535, 1)]) func largerImageThanTheHeaderSaysIsRefused(number: Int, size: (Int, Int)) throws {
        let source = number == 50 ? nil : TestForm(syntax: TestForm.jpeg(number), columns: 8, rows: 8)
        var code = source.map { $0.encode($0.picture(.noise), like: $0.stream()).code } ?? []
        if code.isEmpty { code = try DecodingTests.fixtures[0].bytes("stream") }
        if number >= 90 {
            let marker = try #require(code.firstRange(of: [0xFF, 0x51])).lowerBound
            for place in [6, 10, 22, 26] { code.replaceSubrange(marker + place..<marker + place + 4, with: [0, 0, 0xFF, 0xFF]) }
        } else {
            let frame = try #require(code.indices.first { code[$0] == 0xFF && [0xC0, 0xC3, 0xF7].contains(code[$0 + 1]) })
            for place in 5..<9 { code[frame + place] = 0xFF }
        }
        let form = TestForm(syntax: TestForm.jpeg(number), columns: size.0, rows: size.1)
        #expect(form.decode(code).status == PIXELCODEC_UNREADABLE)
    }

    /// Tiles of one pixel, precincts of one pixel and thousands of layers cost a decoder memory that no pixel needs.
    @Test func moreTilesThanAnImageNeedsAreRefused() throws {
        let form = TestForm(syntax: TestForm.jpeg(90), columns: 300, rows: 300)
        var code = form.encode(form.picture(.flat), like: form.stream()).code
        let size = try #require(code.firstRange(of: [0xFF, 0x51])).lowerBound
        for place in [22, 26] { code.replaceSubrange(size + place..<size + place + 4, with: [0, 0, 0, 1]) }
        #expect(form.decode(code).status == PIXELCODEC_UNSUPPORTED)
    }

    /// Changed bytes may give another image where nothing in a syntax tells, but never a crash, and never more than the frame.
    @Test(arguments: TestForm.encodable) func changedBytesNeverCrash(syntax: String) {
        let (form, code, _) = Self.whole(syntax)
        var state: UInt32 = 2_463_534_242
        for _ in 0..<300 {
            var changed = code
            for _ in 0..<4 {
                state ^= state << 13
                state ^= state >> 17
                state ^= state << 5
                let place = Int(state >> 8) % (state % 3 == 0 ? code.count : min(120, code.count))
                changed[place] = UInt8(truncatingIfNeeded: state)
            }
            _ = form.decode(changed)
        }
    }
}
