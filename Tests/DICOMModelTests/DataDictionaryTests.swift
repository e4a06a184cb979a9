// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@Suite struct DataDictionaryTests {
    struct Known: Sendable, CustomTestStringConvertible {
        let tag: AttributeTag
        let vrs: [ValueRepresentation]
        let vm: String
        let keyword: String
        var isRetired = false
        var testDescription: String { "\(tag) \(keyword)" }
    }

    @Test(
        "A standard attribute has the VR, VM and keyword of PS3.6",
        arguments: [
            Known(tag: AttributeTag(0x0008, 0x0005), vrs: [.CS], vm: "1-n", keyword: "SpecificCharacterSet"),
            Known(tag: AttributeTag(0x0010, 0x0010), vrs: [.PN], vm: "1", keyword: "PatientName"),
            Known(tag: AttributeTag(0x0010, 0x1000), vrs: [.LO], vm: "1-n", keyword: "OtherPatientIDs", isRetired: true),
            Known(tag: AttributeTag(0x0028, 0x0106), vrs: [.US, .SS], vm: "1", keyword: "SmallestImagePixelValue"),
            Known(tag: AttributeTag(0x0028, 0x3006), vrs: [.US, .OW], vm: "1-n", keyword: "LUTData"),
            Known(tag: AttributeTag(0x7FE0, 0x0010), vrs: [.OB, .OW], vm: "1", keyword: "PixelData"),
            Known(tag: AttributeTag(0xFFFC, 0xFFFC), vrs: [.OB], vm: "1", keyword: "DataSetTrailingPadding"),
        ])
    func standardAttribute(_ known: Known) throws {
        let entry = try #require(DataDictionary.entry(for: known.tag))
        #expect(entry.tag == known.tag)
        #expect([entry.vr] + entry.alternativeVRs == known.vrs)
        #expect(entry.vm == known.vm)
        #expect(entry.keyword == known.keyword)
        #expect(entry.isRetired == known.isRetired)
        #expect(DataDictionary.tag(forKeyword: known.keyword) == known.tag)
    }

    @Test(
        "An attribute newer than the dictionary's source comes from Table E.1-1",
        arguments: [
            Known(tag: AttributeTag(0x0010, 0x0011), vrs: [.SQ], vm: "1", keyword: "PersonNamesToUseSequence"),
            Known(tag: AttributeTag(0x0010, 0x2162), vrs: [.UC], vm: "1-n", keyword: "EthnicGroups"),
            Known(tag: AttributeTag(0x3004, 0x007F), vrs: [.LO], vm: "1", keyword: "DoseCalculationModelName"),
        ])
    func newAttribute(_ known: Known) throws {
        try standardAttribute(known)
    }

    @Test(
        "A repeating group is found at every even group of its range",
        arguments: [
            Known(tag: AttributeTag(0x5000, 0x3000), vrs: [.OB, .OW], vm: "1", keyword: "CurveData", isRetired: true),
            Known(tag: AttributeTag(0x501E, 0x0022), vrs: [.LO], vm: "1", keyword: "CurveDescription", isRetired: true),
            Known(tag: AttributeTag(0x6000, 0x3000), vrs: [.OB, .OW], vm: "1", keyword: "OverlayData"),
            Known(tag: AttributeTag(0x6002, 0x3000), vrs: [.OB, .OW], vm: "1", keyword: "OverlayData"),
            Known(tag: AttributeTag(0x601E, 0x0050), vrs: [.SS], vm: "2", keyword: "OverlayOrigin"),
            Known(tag: AttributeTag(0x0020, 0x3142), vrs: [.CS], vm: "1-n", keyword: "SourceImageIDs", isRetired: true),
            Known(tag: AttributeTag(0x0028, 0x0420), vrs: [.US], vm: "1", keyword: "RowsForNthOrderCoefficients", isRetired: true),
            Known(tag: AttributeTag(0x7F20, 0x0010), vrs: [.OB, .OW], vm: "1", keyword: "VariablePixelData", isRetired: true),
        ])
    func repeatingGroup(_ known: Known) throws {
        let entry = try #require(DataDictionary.entry(for: known.tag))
        #expect(entry.tag == known.tag)
        #expect([entry.vr] + entry.alternativeVRs == known.vrs)
        #expect(entry.vm == known.vm)
        #expect(entry.keyword == known.keyword)
        #expect(entry.isRetired == known.isRetired)
        #expect(DataDictionary.tag(forKeyword: known.keyword) == nil)
    }

    @Test(
        "A private, unregistered or out-of-range tag has no entry",
        arguments: [
            AttributeTag(0x0009, 0x0010), AttributeTag(0x6001, 0x3000), AttributeTag(0x6020, 0x3000),
            AttributeTag(0x5020, 0x3000), AttributeTag(0x7FE1, 0x0010), AttributeTag(0x0010, 0xFFFF),
            AttributeTag(0x1010, 0x0000), AttributeTag(0xFFFE, 0xE000), AttributeTag(0xFFFF, 0xFFFF),
        ])
    func noEntry(_ tag: AttributeTag) {
        #expect(DataDictionary.entry(for: tag) == nil)
    }

    @Test("The dictionary is whole, sorted, and names no keyword twice")
    func whole() {
        #expect(DataDictionary.all.count == 5114)
        #expect(DataDictionary.repeating.count == 88)
        #expect(zip(DataDictionary.all, DataDictionary.all.dropFirst()).allSatisfy { $0.tag < $1.tag })
        #expect(DataDictionary.all.allSatisfy { DataDictionary.entry(for: $0.tag) == $0 })
        let named = DataDictionary.all.filter { !$0.keyword.isEmpty }
        #expect(named.count == 5108)
        #expect(named.allSatisfy { DataDictionary.tag(forKeyword: $0.keyword) == $0.tag })
        #expect(DataDictionary.tag(forKeyword: "") == nil)
        #expect(DataDictionary.tag(forKeyword: "patientname") == nil)
    }

    @Test("A repeating entry is a range only where every element between its ends belongs to it")
    func ranges() throws {
        let overlay = try #require(DataDictionary.repeating.first { $0.entry.keyword == "OverlayData" })
        #expect(overlay.isRange)
        #expect(overlay.lower == AttributeTag(0x6000, 0x3000))
        #expect(overlay.upper == AttributeTag(0x601E, 0x3000))
        let variable = try #require(DataDictionary.repeating.first { $0.entry.keyword == "VariablePixelData" })
        #expect(variable.upper == AttributeTag(0x7FFE, 0x0010))
        let zonal = try #require(DataDictionary.repeating.first { $0.entry.keyword == "ZonalMap" })
        #expect(zonal.isRange && zonal.upper == AttributeTag(0x1010, 0xFFFF))
        let rows = try #require(DataDictionary.repeating.first { $0.entry.keyword == "RowsForNthOrderCoefficients" })
        #expect(!rows.isRange)
    }
}
