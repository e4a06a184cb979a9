// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Engine
import Pseudonyms
import ScrubTestSupport
import Testing

@Suite struct UnchangedCases {
    private static let diffusion: [RawElement] = [
        RawElement(0x0018_9087, .FD, [0, 0, 0, 0, 0, 0x40, 0x8F, 0x40]),
        .sequence(0x0018_9076, [RawElement(0x0018_9089, .FD, Array(repeating: 0x3F, count: 24))]), RawElement(0x0018_9075, .CS, "DIRECTIONAL"),
    ]

    static let all: [Planting] = [
        .root(
            "unchanged: an image",
            [
                RawElement(0x0018_1020, .LO, "VA48A"), RawElement(0x0054_1001, .CS, "BQML"), RawElement(0x0028_1054, .LO, "HU"),
                RawElement(0x0018_1210, .SH, "B30f"), RawElement(0x0020_0060, .CS, "L"),
            ] + diffusion),
        .root("unchanged: an image in implicit VR", diffusion) { $0.transferSyntax = FileBytes.implicitLittleEndian },
        .root(
            "unchanged: two frames",
            [RawElement(0x0028_0008, .IS, "2"), RawElement(0x7FE0_0010, .OW, Patient.pixels + Patient.pixels.reversed())] + diffusion),
    ]

    private static let attributes: [UInt32] = [
        0x0008_0016, 0x0008_0060, 0x0018_0050, 0x0020_0032, 0x0020_0037, 0x0028_0002, 0x0028_0004, 0x0028_0008, 0x0028_0010, 0x0028_0011, 0x0028_0030,
        0x0028_0100, 0x0028_0101, 0x0028_0102, 0x0028_0103,
        0x0028_1050, 0x0028_1051, 0x0028_1052, 0x0028_1053, 0x0018_9087, 0x0018_9075, 0x0054_1001, 0x0028_1054, 0x0018_1210, 0x0020_0060, 0x0018_0015,
        0x0008_0008,
    ]

    @Test("Pixels, geometry, windows, b-values and units leave as they came", arguments: all) func unchanged(_ planting: Planting) throws {
        try planting.expectGone()
        for profile in planting.profiles {
            let release = try LeakRelease.of(profile)
            let dataSet = try release.dataSet(planting)
            for element in planting.file.elements where Self.attributes.contains(element.tag.number) {
                guard case .value(let bytes) = element.content else { continue }
                let index = dataSet.find(element.tag)
                #expect(index.map { Array(dataSet.value(of: $0)) } == bytes, "\(profile.rawValue): \(element.tag)")
            }
            guard case .value(let pixels)? = planting.file.elements.first(where: { $0.tag == .pixelData })?.content else { continue }
            #expect(Array(try #require(release.output(planting)).bytes.suffix(pixels.count)) == pixels, "\(profile.rawValue)")
        }
    }

    @Test("References between objects still meet", arguments: ReleaseProfile.standard) func references(_ profile: ReleaseProfile) throws {
        let release = try LeakRelease.of(profile)
        let study = Set(try Self.all.map { try #require(try release.dataSet($0).text(.studyInstanceUID)) })
        #expect(study == [LeakRelease.identity.uid(for: "1.2.826.0.1.3680043.10.1337.6")])
    }
}
