// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct PixelLookTests {
    static let slice: [AttributeTag: (ValueRepresentation, String)] = [
        AttributeTag(0x0008, 0x0016): (.UI, Sample.ctImageStorage), .modality: (.CS, "CT"), .samplesPerPixel: (.US, "1"),
        .photometricInterpretation: (.CS, "MONOCHROME2 "), .rows: (.US, "600"), .columns: (.US, "800"), .bitsAllocated: (.US, "16"),
        .bitsStored: (.US, "12"), AttributeTag(0x0020, 0x0032): (.DS, "1\\2\\3 "), AttributeTag(0x0020, 0x0037): (.DS, "1\\0\\0\\0\\1\\0 "),
        AttributeTag(0x0028, 0x0030): (.DS, "1\\1 "),
    ]

    /// A plain CT section, but for what is given.
    static func image(
        _ changes: [AttributeTag: (ValueRepresentation, String)] = [:], pixels: AttributeTag? = .pixelData,
        _ body: (inout DataSetBuilder) -> Void = { _ in }
    ) -> DataSet {
        var builder = DataSetBuilder()
        let elements = slice.merging(changes) { $1 }.sorted { $0.key < $1.key }
        for (tag, (vr, text)) in elements where !text.isEmpty {
            if vr == .US {
                let number = Int(text)!
                builder.add(tag, .US, [UInt8(number & 0xFF), UInt8(number >> 8)])
            } else {
                builder.add(tag, vr, text)
            }
        }
        body(&builder)
        if let pixels { builder.addPixels(pixels, length: 960_000) }
        return builder.build()
    }

    static func plan(_ dataSet: DataSet, _ pixelText: String = "", burnedIn: String = "clean", more: String = "") throws -> ActionPlan {
        let yaml = "extends: basic\nburned-in: \(burnedIn)\n\(pixelText.isEmpty ? "" : "pixel-text: {\(pixelText)}\n")\(more)"
        let profile = try ConfidentialityProfile.load(
            ProfileBundle(name: "own", sources: ["own": yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
        return ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity).plan(
            dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: "0"))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        let changes: [AttributeTag: (ValueRepresentation, String)]
        /// `nil` where nobody looks.
        let reason: String?
        var testDescription: String { what }

        init(_ what: String, _ changes: [AttributeTag: (ValueRepresentation, String)], _ reason: String?) {
            (self.what, self.changes, self.reason) = (what, changes, reason)
        }
    }

    private static func kind(_ what: String, _ sopClass: String, _ modality: String, _ reason: String?) -> Row {
        Row(what, [AttributeTag(0x0008, 0x0016): (.UI, "1.2.840.10008.5.1.4.1.1." + sopClass), .modality: (.CS, modality)], reason)
    }

    static let rows = [
        Row("a CT section", [:], nil), kind("an MR section", "4", "MR", nil), kind("PET", "128", "PT", nil),
        kind("enhanced CT", "2.1", "CT", nil), kind("NM", "20", "NM", nil), kind("a dose", "481.2", "RTDOSE", nil),
        kind("segments", "66.4", "SEG", nil), kind("ultrasound", "6.1", "US", "captured-screen"),
        kind("a secondary capture", "7", "OT", "secondary-capture"), kind("a capture that says CT", "7", "CT", "secondary-capture"),
        kind("angiography", "12.1", "XA", "kind-of-image"), kind("fluoroscopy", "12.2", "RF", "kind-of-image"),
        kind("computed radiography", "1", "CR", "kind-of-image"), kind("mammography", "1.2", "MG", "kind-of-image"),
        kind("floats", "30", "MR", "kind-of-image"), kind("a class of a maker", "999", "CT", "kind-of-image"),
        kind("ultrasound in the class of CT", "2", "US", "captured-screen"), kind("OT in the class of CT", "2", "OT", "class-and-modality-differ"),
        Row("annotated", [.burnedInAnnotation: (.CS, "YES ")], "burned-in-annotation"),
        Row("not annotated, it says", [.burnedInAnnotation: (.CS, "NO")], nil),
        Row("a screen save", [.imageType: (.CS, "DERIVED\\SECONDARY\\SCREEN SAVE")], "screen-save"),
        Row("three samples", [.samplesPerPixel: (.US, "3"), .photometricInterpretation: (.CS, "RGB ")], "not-gray"),
        Row("three samples that say gray", [.samplesPerPixel: (.US, "3")], "not-gray"),
        Row("a palette", [.photometricInterpretation: (.CS, "PALETTE COLOR ")], "not-gray"),
        Row("no interpretation", [.photometricInterpretation: (.CS, "")], "not-gray"),
        Row("eight bits", [.bitsAllocated: (.US, "8"), .bitsStored: (.US, "8")], "eight-bits"),
        Row("no position", [AttributeTag(0x0020, 0x0032): (.DS, "")], "no-geometry"),
        Row("several frames", [.numberOfFrames: (.IS, "2 ")], "several-frames"),
        Row("converted", [AttributeTag(0x0008, 0x0064): (.CS, "WSD ")], "conversion"),
    ]

    @Test("Plain sections are left alone, all else is looked at", arguments: rows) func likely(_ row: Row) throws {
        #expect(try Self.plan(Self.image(row.changes)).look?.reason == row.reason)
        #expect(try (Self.plan(Self.image(row.changes)).look != nil) == (row.reason != nil))
        #expect(try Self.plan(Self.image(row.changes), "look-at: all").look == PixelLook(reason: row.reason, boxes: []))
        #expect(try Self.plan(Self.image(row.changes), burnedIn: "flag").look == nil)
    }

    @Test("Without pixels there is nothing to look at, and a place where they can be had is refused") func elsewhere() throws {
        #expect(try Self.plan(Self.image(pixels: nil), "look-at: all").look == nil)
        let provider = Self.image([.pixelDataProviderURL: (.UR, "https://pacs/1")], pixels: nil)
        let keeps = "rules: [{tag: PixelDataProviderURL, action: keep}]\n"
        #expect(try Self.plan(provider, "look-at: all", more: keeps).refusal == .pixelsElsewhere)
        #expect(try Self.plan(provider, "look-at: all", more: "rules: [{tag: PixelDataProviderURL, action: remove}]\n").refusal == nil)
    }

    @Test("What is refused is not looked at, and a look takes the place of the flag") func flags() throws {
        let dataSet = Self.image([.burnedInAnnotation: (.CS, "YES ")])
        let plan = try Self.plan(dataSet)
        #expect(plan.burnedInRisk == nil && plan.pixelRisk == "burned-in-annotation")
        let refused = try Self.plan(dataSet, more: "rules: [{when: {modality: CT}, file: quarantine}]\n")
        #expect(refused.refusal != nil && refused.look == nil)
    }

    @Test(
        "Regions hold for images of a maker, model and size",
        arguments: [
            ("{rows: 600}", true), ("{rows: [512, 600]}", true), ("{rows: 512}", false), ("{rows: {not: 512}}", true), ("{columns: 0800}", false),
            ("{manufacturer: 'acme*', columns: 800}", true), ("{manufacturer: ACME}", false), ("[{modality: CT}, {modality: {not: C*}}]", false),
            ("{model: {present: false}}", true),
        ])
    func regions(_ when: String, _ holds: Bool) throws {
        let dataSet = Self.image([.manufacturer: (.LO, "ACME Corp ")])
        let look = try Self.plan(dataSet, "regions: [{when: \(when), boxes: [[700, 0, 900, 40], [900, 0, 950, 9]]}]").look
        #expect(look == (holds ? PixelLook(reason: "region-of-profile", boxes: [PixelBox(left: 700, top: 0, right: 800, bottom: 40)]) : nil))
    }

    static func ultrasound(_ regions: [[UInt32]]) -> DataSet {
        image([.modality: (.CS, "US"), .rows: (.US, "100"), .columns: (.US, "200")]) { builder in
            builder.addSequence(
                AttributeTag(0x0018, 0x6011),
                items: regions.map { sides in
                    { item in
                        for (element, side) in zip([0x6018, 0x601A, 0x601C, 0x601E] as [UInt16], sides) {
                            item.add(AttributeTag(0x0018, element), .UL, (0..<4).map { UInt8(truncatingIfNeeded: side >> UInt32(8 * $0)) })
                        }
                    }
                })
        }
    }

    struct Ultrasound: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let regions: [[UInt32]]
        let boxes: [[Int]]
    }

    @Test(
        "What lies outside of all ultrasound regions is blanked",
        arguments: [
            Ultrasound(
                testDescription: "one inside", regions: [[10, 20, 189, 79]],
                boxes: [[0, 0, 200, 20], [0, 20, 10, 80], [190, 20, 200, 80], [0, 80, 200, 100]]),
            Ultrasound(testDescription: "the whole frame", regions: [[0, 0, 199, 99]], boxes: []),
            Ultrasound(
                testDescription: "two that overlap", regions: [[0, 0, 99, 99], [50, 0, 149, 99]], boxes: [[150, 0, 200, 100]]),
            Ultrasound(
                testDescription: "two in a corner each", regions: [[0, 0, 99, 49], [100, 50, 199, 99]],
                boxes: [[100, 0, 200, 50], [0, 50, 100, 100]]),
            Ultrasound(testDescription: "beyond the frame", regions: [[0, 50, 4_294_967_295, 4_294_967_295]], boxes: [[0, 0, 200, 50]]),
            Ultrasound(testDescription: "upside down", regions: [[100, 50, 20, 10]], boxes: []),
            Ultrasound(testDescription: "outside of the frame", regions: [[200, 100, 300, 200]], boxes: []),
            Ultrasound(testDescription: "half a region", regions: [[0, 0]], boxes: []),
            Ultrasound(testDescription: "none", regions: [], boxes: []),
        ])
    func outside(_ row: Ultrasound) throws {
        let look = try Self.plan(Self.ultrasound(row.regions), "outside-ultrasound-regions: blank").look
        #expect(look?.boxes == row.boxes.map { PixelBox(left: $0[0], top: $0[1], right: $0[2], bottom: $0[3]) }.sorted())
        #expect(try Self.plan(Self.ultrasound(row.regions)).look?.boxes == [])
    }

    @Test("Many regions make few boxes, and all of them and the regions cover the frame") func many() throws {
        let regions = (0..<5000).map { index -> [UInt32] in
            let left = UInt32(index * 7 % 190), top = UInt32(index * 13 % 90)
            return [left, top, left + 5, top + 3]
        }
        let boxes = try Self.plan(Self.ultrasound(regions), "outside-ultrasound-regions: blank").look?.boxes ?? []
        let kept = regions.prefix(64).map { PixelBox(left: Int($0[0]), top: Int($0[1]), right: Int($0[2]) + 1, bottom: Int($0[3]) + 1) }
        #expect(boxes.count < 64 * 130 && boxes.coveredArea + kept.coveredArea == 20_000 && (boxes + kept).coveredArea == 20_000)
    }
}
