// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

/// Native pixels from file to file.
extension PixelSegmentTests {
    private static func us(_ element: UInt32, _ value: Int) -> RawElement {
        RawElement(0x0028_0000 | element, .US, [UInt8(value & 0xFF), UInt8(value >> 8)])
    }

    private static func image(bits: Int = 16, stored: Int = 12, high: Int = 11, signed: Int = 0, _ pixels: [UInt8], _ others: RawElement...)
        -> RawFile
    {
        let instance = Sample.instance()
        var elements = instance.children(of: 0).map {
            RawElement(instance.nodes[$0].tag.number, instance.nodes[$0].vr, Array(instance.value(of: $0)))
        }
        elements += [
            us(0x02, 1), RawElement(0x0028_0004, .CS, "MONOCHROME2"), us(0x10, 8), us(0x11, 8), us(0x100, bits), us(0x101, stored), us(0x102, high),
            us(0x103, signed),
        ]
        let own = others + [RawElement(0x7FE0_0010, .OW, pixels)]
        return RawFile(elements.filter { element in !own.contains { $0.tag == element.tag } } + own)
    }

    private static func cells(_ cell: (Int) -> Int) -> [UInt8] { (0..<64).flatMap { [UInt8(cell($0) & 0xFF), UInt8(cell($0) >> 8 & 0xFF)] } }

    private static func plane(_ group: UInt32, bit: UInt8) -> [RawElement] {
        let group = group << 16
        return [
            RawElement(group | 0x10, .US, [8, 0]), RawElement(group | 0x11, .US, [8, 0]), RawElement(group | 0x40, .CS, "G"),
            RawElement(group | 0x50, .SS, [1, 0, 1, 0]),
            RawElement(group | 0x100, .US, [16, 0]), RawElement(group | 0x102, .US, [bit, 0]),
        ]
    }

    @Test(
        "An overlay in bits beside the sample is cleared with its plane, whatever group and bit",
        arguments: [
            (0x6000, 12, 11, 0), (0x6006, 15, 11, 1), (0x601E, 0, 15, 0), (0x6000, 3, 15, 0),
        ] as [(UInt32, UInt8, Int, Int)])
    func overlayBits(_ group: UInt32, _ bit: UInt8, _ high: Int, _ signed: Int) throws {
        let sample = { (index: Int) in (index * 37 % 4096) << (high - 11) }
        var file = Self.image(high: high, signed: signed, Self.cells { sample($0) | ($0 % 3 == 0 ? 1 << Int(bit) : 0) })
        file.elements += Self.plane(group, bit: bit)
        for yaml in ["extends: basic", "extends: basic\noptions: [clean-graphics]"] {
            let output = try scrub(file.bytes, profile: yaml)
            #expect(Array(output.bytes.suffix(128)) == Self.cells(sample))
            #expect(output.file.clearedPixelBytes == 22 && output.file.flags == ["overlay-bits-cleared"])
            #expect(String(decoding: output.bytes, as: UTF8.self).contains("113103") == yaml.contains("graphics"))
        }
        // Where a rule keeps overlays they stay, and somebody is told to look.
        let kept = try scrub(file.bytes, profile: "extends: basic\noptions: [clean-graphics]\nrules:\n  - tag: (60xx,3000)\n    action: keep")
        #expect(kept.file.flags?.contains("burned-in-text-likely:overlay-in-pixels") == true && kept.file.clearedPixelBytes == nil)
        #expect(!String(decoding: kept.bytes, as: UTF8.self).contains("113103"))
    }

    @Test("An overlay that cannot be cleared is flagged, or quarantined") func overlayInSample() throws {
        var file = Self.image(stored: 16, high: 15, Self.cells { $0 * 37 })
        file.elements += Self.plane(0x6000, bit: 3)
        let output = try scrub(file.bytes)
        #expect(output.file.flags == ["burned-in-text-likely:overlay-in-pixels"] && Array(output.bytes.suffix(128)) == Self.cells { $0 * 37 })
        #expect(throws: Held.self) { try scrub(file.bytes, profile: "extends: basic\nburned-in: quarantine") }
    }

    @Test("Other bits beside the sample are told, a sign that goes on is none") func unusedBits() throws {
        #expect(try scrub(Self.image(Self.cells { $0 | 1 << 14 }).bytes).file.flags == ["unused-pixel-bits-set"])
        #expect(try scrub(Self.image(signed: 1, Self.cells { 20 - $0 }).bytes).file.flags == nil)
        #expect(try scrub(Self.image(signed: 1, Self.cells { $0 | 1 << 14 }).bytes).file.flags == ["unused-pixel-bits-set"])
        #expect(try scrub(Self.image(Self.cells { $0 }).bytes).file.flags == nil)
    }

    @Test("Pixels whose size the header does not tell are malformed") func noSize() throws {
        for missing in [0x0028_0010, 0x0028_0011, 0x0028_0100] as [UInt32] {
            var file = Self.image(Self.cells { $0 })
            file.elements.removeAll { $0.tag.number == missing }
            do {
                _ = try scrub(file.bytes)
                Issue.record("released")
            } catch let held as Held {
                #expect(held.outcome.contains("malformed"))
            }
        }
    }

    @Test(
        "Pixel Data that other readers refuse or take for items is malformed",
        arguments: [
            ("1.2.840.10008.1.2.4.50", .OW), ("1.2.840.10008.1.2.5", .OB), ("1.2.840.10008.1.2.4.102", .OW),
            (FileBytes.explicitLittleEndian, .SQ), (FileBytes.explicitLittleEndian, .UT), (FileBytes.explicitLittleEndian, .US),
            (FileBytes.explicitLittleEndian, .OF), (FileBytes.explicitLittleEndian, .OL),
        ] as [(String, ValueRepresentation)])
    func foreignForm(_ syntax: String, _ vr: ValueRepresentation) throws {
        var file = Self.image([])
        file.transferSyntax = syntax
        file.elements.removeAll { $0.tag == .pixelData }
        file.elements.append(RawElement(.pixelData, vr, .value(Self.cells { $0 })))
        do {
            _ = try scrub(file.bytes)
            Issue.record("released")
        } catch let held as Held {
            #expect(held.outcome.contains("malformed"))
        }
    }

    @Test("Fragments of compressed frames under the VR UN are the items of a sequence to other readers, and malformed") func fragmentsOfUnknown()
        throws
    {
        var file = Self.image([])
        file.transferSyntax = "1.2.840.10008.1.2.4.50"
        file.elements.removeAll { $0.tag == .pixelData }
        file.elements.append(RawElement(.pixelData, .UN, .fragments([[], Array(repeating: 0xFF, count: 8)])))
        do {
            _ = try scrub(file.bytes)
            Issue.record("released")
        } catch let held as Held {
            #expect(held.outcome.contains("malformed"))
        }
    }

    @Test("A pixel element that goes, since it is a text, leaves no digest of pixels in the manifest") func noPixels() throws {
        var file = Self.image([])
        file.elements.removeAll { $0.tag == .pixelData }
        file.elements.append(RawElement(0x7FE0_0009, .PN, "Crabtree^Zebulon"))
        let released = try scrub(file.bytes)
        #expect(released.file.pixelSHA256 == nil)
        #expect(!String(decoding: released.bytes, as: UTF8.self).contains("Crabtree"))
    }

    @Test(
        "An identifier that stands in File Meta Information holds a file back, deflated or not",
        arguments: [FileBytes.explicitLittleEndian, "1.2.840.10008.1.2.1.99"])
    func metaInformation(_ syntax: String) throws {
        let dataSet = Sample.instance { $0.add(AttributeTag(0x0010, 0x1001), .PN, "DCMSCRUB_1^Grey") }
        var bytes = FileBytes.file(dataSet, transferSyntax: syntax)
        if syntax != FileBytes.explicitLittleEndian {
            // One block that is stored (RFC 1951 section 3.2.4).
            let start = 144 + Int(bytes[140]) + Int(bytes[141]) << 8, length = UInt16(bytes.count - start)
            bytes.insert(contentsOf: [1] + [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, at: start)
        }
        let held = #expect(throws: Held.self) { try scrub(bytes) }
        #expect(held?.outcome.contains("File Meta Information") == true, "\(held?.outcome ?? "")")
    }

    @Test("A header behind the pixels that cannot be read to its end is malformed, and what belongs to nothing behind a whole file is cut")
    func brokenBehindPixels() throws {
        var file = Self.image(Self.cells { $0 })
        file.trailer = Array("Zebulon Crabtree, KX-991204".utf8)
        let released = try scrub(file.bytes)
        #expect(!String(decoding: released.bytes, as: UTF8.self).contains("Crabtree"))
        for keep in [0, 3] {
            var turned = file
            let pixels = file.elements.filter { $0.tag == .pixelData }, others = file.elements.filter { $0.tag != .pixelData }
            turned.elements = pixels + others.prefix(keep)
            turned.isUnordered = true
            // Without Rows it would be malformed for another reason.
            let held = #expect(throws: Held.self) { try scrub(turned.bytes) }
            #expect(held?.outcome.contains("truncated") == true, "\(held?.outcome ?? "")")
        }
    }

    @Test(
        "A text in the place of Rows or the like goes, and the pixels with it", arguments: [0x10, 0x11, 0x02, 0x100] as [UInt32],
        [(.US, "Whitcombe^Eleanor "), (.CS, "F ")] as [(ValueRepresentation, String)])
    func textForSize(_ element: UInt32, _ text: (vr: ValueRepresentation, value: String)) throws {
        let file = Self.image(Self.cells { $0 }, RawElement(0x0028_0000 | element, text.vr, text.value))
        do {
            _ = try scrub(file.bytes)
            Issue.record("released")
        } catch let held as Held {
            #expect(held.outcome.contains("malformed"))
        }
    }

    @Test("The byte that makes a cut value even is zero, whatever stood there") func oddCut() throws {
        let pixels = (0..<63).map { UInt8($0 + 100) }
        let file = Self.image(
            bits: 8, stored: 8, high: 7, pixels + Array("Zebulon Crabtree".utf8), Self.us(0x10, 7), Self.us(0x11, 9))
        let output = try scrub(file.bytes)
        #expect(Array(output.bytes.suffix(64)) == pixels + [0] && output.file.trailingPixelBytes == 16 && output.file.zeroedPixelBytes == 1)
    }

    static let labels: [RawElement] = [
        RawElement(0x0048_0010, .CS, "YES"), RawElement(0x0048_0010, .CS, "yes "), RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\LABEL\\NONE"),
        RawElement(0x0008_0008, .CS, "label"), RawElement(0x0008_0008, .CS, "DERIVED\\PRIMARY\\VOLUME\\Overview"),
        .sequence(0x0040_0710, [RawElement(0x0008_9007, .CS, "ORIGINAL\\PRIMARY\\LABEL\\NONE")]),
    ]

    @Test("A picture of a label is quarantined in every class and under every profile", arguments: labels) func slideLabels(_ element: RawElement)
        throws
    {
        for sopClass in ["1.2.840.10008.5.1.4.1.1.77.1.6", "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.77.1.2", "1.3.46.670589.99.1"] {
            let file = Self.image(Self.cells { $0 }, element, RawElement(0x0008_0016, .UI, sopClass), RawElement(0x0008_0060, .CS, "SM"))
            for yaml in ["extends: basic", "extends: core-18", "extends: basic\nburned-in: release"] {
                do {
                    _ = try scrub(file.bytes, profile: yaml)
                    Issue.record("released: \(sopClass) \(yaml)")
                } catch let held as Held {
                    #expect(held.outcome.contains("slide-label"))
                }
            }
        }
    }

    @Test("A label of spins is an image") func spinLabels() throws {
        let file = Self.image(Self.cells { $0 }, RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\ASL\\LABEL"), RawElement(0x0008_0060, .CS, "MR"))
        _ = try scrub(file.bytes)
    }

    @Test("Palettes and icons end where their descriptors say") func tables() throws {
        let palette = (0..<16).flatMap { [UInt8($0), 1] } + Array("Zebulon Crabtree".utf8)
        let file = Self.image(
            Self.cells { $0 }, RawElement(0x0028_1101, .US, [16, 0, 0, 0, 16, 0]), RawElement(0x0028_1201, .OW, palette),
            .sequence(
                0x0088_0200,
                [Self.us(0x10, 4), Self.us(0x11, 4), Self.us(0x100, 8), RawElement(0x7FE0_0010, .OB, Array("0123456789abcdefZebulon Crabtree".utf8))])
        )
        let output = try scrub(file.bytes, profile: "extends: basic\nrules:\n  - {tag: IconImageSequence, action: keep}")
        let text = String(decoding: output.bytes, as: UTF8.self)
        #expect(!text.contains("Crabtree") && text.contains("0123456789abcdef"))
    }
}
