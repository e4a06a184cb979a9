// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Standard
import Testing

@Suite struct ConfidentialityTableTests {
    @Test("Table E.1-1 has its 657 rows, in order, with the published number of each action")
    func whole() {
        #expect(ConfidentialityTable.rows.count == 657)
        #expect(ConfidentialityTable.rows.first?.publishedTag == "(0000,1000)")
        #expect(ConfidentialityTable.rows.last?.publishedTag == "(gggg,eeee)")
        var counts: [ActionCode: Int] = [:]
        for row in ConfidentialityTable.rows { counts[row.basic, default: 0] += 1 }
        #expect(
            counts == [
                .remove: 417, .dummy: 93, .mapUID: 55, .empty: 42, .removeOrDummy: 23, .removeOrEmpty: 11,
                .removeEmptyOrDummy: 8, .emptyOrDummy: 6, .removeEmptyOrMapUIDs: 2,
            ])
        #expect(ConfidentialityTable.rows.allSatisfy { $0.tag == nil || ConfidentialityTable.row(for: $0.tag!) == $0 })
        #expect(ConfidentialityTable.rows.filter(\.isRetired).count == 102)
        #expect(ConfidentialityTable.rows.filter(\.isInStandardCompositeIOD).count == 473)
    }

    struct Column: Sendable, CustomTestStringConvertible {
        let option: ProfileOption
        let kept: Int
        let cleaned: Int
        var testDescription: String { option.rawValue }
    }

    @Test(
        "Each Option has the published number of K and C",
        arguments: [
            Column(option: .retainSafePrivate, kept: 0, cleaned: 1),
            Column(option: .retainUIDs, kept: 60, cleaned: 0),
            Column(option: .retainDeviceIdentity, kept: 48, cleaned: 11),
            Column(option: .retainInstitutionIdentity, kept: 10, cleaned: 0),
            Column(option: .retainPatientCharacteristics, kept: 14, cleaned: 5),
            Column(option: .retainLongFullDates, kept: 169, cleaned: 0),
            Column(option: .retainLongModifiedDates, kept: 0, cleaned: 169),
            Column(option: .cleanDescriptors, kept: 0, cleaned: 141),
            Column(option: .cleanStructuredContent, kept: 0, cleaned: 4),
            Column(option: .cleanGraphics, kept: 0, cleaned: 4),
            Column(option: .cleanPixelData, kept: 0, cleaned: 0),
            Column(option: .cleanRecognizableVisualFeatures, kept: 0, cleaned: 0),
        ])
    func column(_ column: Column) {
        let cells = ConfidentialityTable.rows.map { $0.options[column.option] }
        #expect(cells.filter { $0 == .keep }.count == column.kept)
        #expect(cells.filter { $0 == .clean }.count == column.cleaned)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let tag: AttributeTag
        let keyword: String
        let basic: ActionCode
        var options: [ProfileOption: OptionAction] = [:]
        var testDescription: String { "\(tag) \(keyword)" }
    }

    @Test(
        "A tag finds the row that covers it",
        arguments: [
            Row(tag: AttributeTag(0x0010, 0x0010), keyword: "PatientName", basic: .empty),
            Row(tag: AttributeTag(0x0010, 0x0020), keyword: "PatientID", basic: .emptyOrDummy),
            Row(
                tag: AttributeTag(0x0008, 0x0020), keyword: "StudyDate", basic: .empty,
                options: [.retainLongFullDates: .keep, .retainLongModifiedDates: .clean]),
            Row(
                tag: AttributeTag(0x0008, 0x0054), keyword: "RetrieveAETitle", basic: .remove,
                options: [.retainDeviceIdentity: .clean]),
            Row(
                tag: AttributeTag(0x0008, 0x0080), keyword: "InstitutionName", basic: .removeEmptyOrDummy,
                options: [.retainInstitutionIdentity: .keep]),
            Row(
                tag: AttributeTag(0x0008, 0x1140), keyword: "ReferencedImageSequence", basic: .removeEmptyOrMapUIDs,
                options: [.retainUIDs: .keep]),
            Row(
                tag: AttributeTag(0x0018, 0x1200), keyword: "DateOfLastCalibration", basic: .remove,
                options: [.retainDeviceIdentity: .keep, .retainLongFullDates: .keep, .retainLongModifiedDates: .clean]),
            Row(
                tag: AttributeTag(0x0018, 0x1400), keyword: "AcquisitionDeviceProcessingDescription", basic: .removeOrDummy,
                options: [.cleanDescriptors: .clean]),
            Row(
                tag: AttributeTag(0x0040, 0x0555), keyword: "AcquisitionContextSequence", basic: .removeOrEmpty,
                options: [.cleanStructuredContent: .clean]),
            Row(
                tag: AttributeTag(0x0070, 0x0001), keyword: "GraphicAnnotationSequence", basic: .dummy,
                options: [.cleanGraphics: .clean]),
            Row(tag: AttributeTag(0x5000, 0x0022), keyword: "CurveData", basic: .remove, options: [.cleanGraphics: .clean]),
            Row(tag: AttributeTag(0x501E, 0x3000), keyword: "CurveData", basic: .remove, options: [.cleanGraphics: .clean]),
            Row(tag: AttributeTag(0x6000, 0x3000), keyword: "OverlayData", basic: .remove, options: [.cleanGraphics: .clean]),
            Row(tag: AttributeTag(0x601E, 0x3000), keyword: "OverlayData", basic: .remove, options: [.cleanGraphics: .clean]),
            Row(tag: AttributeTag(0x6010, 0x4000), keyword: "OverlayComments", basic: .remove, options: [.cleanGraphics: .clean]),
            Row(
                tag: AttributeTag(0x6001, 0x3000), keyword: "PrivateAttributes", basic: .remove,
                options: [.retainSafePrivate: .clean]),
            Row(
                tag: AttributeTag(0x0009, 0x0010), keyword: "PrivateAttributes", basic: .remove,
                options: [.retainSafePrivate: .clean]),
        ])
    func covers(_ expected: Row) throws {
        let row = try #require(ConfidentialityTable.row(for: expected.tag))
        #expect(row.keyword == expected.keyword)
        #expect(row.basic == expected.basic)
        for option in ProfileOption.allCases { #expect(row.options[option] == expected.options[option]) }
    }

    @Test(
        "A tag without a row has none",
        arguments: [
            AttributeTag(0x6020, 0x3000), AttributeTag(0x5020, 0x3000), AttributeTag(0x6000, 0x1500),
            AttributeTag(0x0008, 0x0060), AttributeTag(0x7FE0, 0x0010),
        ])
    func noRow(_ tag: AttributeTag) {
        #expect(ConfidentialityTable.row(for: tag) == nil)
    }

    @Test("Every single row agrees with the data dictionary")
    func agreesWithDictionary() {
        for row in ConfidentialityTable.rows where row.tag != nil {
            let entry = DataDictionary.entry(for: row.tag!)
            #expect(entry?.keyword == row.keyword && entry?.vr == row.vr && entry?.vm == row.vm, "\(row.publishedTag)")
        }
    }
}

@Suite struct ProfileOptionTests {
    @Test(
        "Every Option carries its code of CID 7050",
        arguments: [
            (ProfileOption.cleanPixelData, "113101", "E.3.1"), (.cleanRecognizableVisualFeatures, "113102", "E.3.2"),
            (.cleanGraphics, "113103", "E.3.3"), (.cleanStructuredContent, "113104", "E.3.4"),
            (.cleanDescriptors, "113105", "E.3.5"), (.retainLongFullDates, "113106", "E.3.6"),
            (.retainLongModifiedDates, "113107", "E.3.6"), (.retainPatientCharacteristics, "113108", "E.3.7"),
            (.retainDeviceIdentity, "113109", "E.3.8"), (.retainUIDs, "113110", "E.3.9"),
            (.retainSafePrivate, "113111", "E.3.10"), (.retainInstitutionIdentity, "113112", "E.3.11"),
        ])
    func code(_ option: ProfileOption, value: String, section: String) {
        #expect(option.method.codeValue == value)
        #expect(option.method.section == section)
    }

    @Test("The Basic Profile has a code of its own, and meanings are as published")
    func meanings() {
        #expect(DeidentificationMethod.basicProfile.codeValue == "113100")
        #expect(DeidentificationMethod.basicProfile.codeMeaning == "Basic Application Confidentiality Profile")
        #expect(ProfileOption.retainUIDs.method.codeMeaning == "Retain UIDs Option")
    }
}

@Suite struct AttributeTypeTableTests {
    static let ct = "1.2.840.10008.5.1.4.1.1.2"
    static let enhancedCT = "1.2.840.10008.5.1.4.1.1.2.1"
    static let rtPlan = "1.2.840.10008.5.1.4.1.1.481.5"
    static let rtBeamsTreatmentRecord = "1.2.840.10008.5.1.4.1.1.481.4"

    static let institutionName = AttributeTag(0x0008, 0x0080)
    static let deviceSerialNumber = AttributeTag(0x0018, 0x1000)
    static let operatorIdentification = AttributeTag(0x0008, 0x1072)
    static let contributingEquipment = AttributeTag(0x0018, 0xA001)
    static let treatmentMachine = AttributeTag(0x300A, 0x0206)

    struct Row: Sendable, CustomTestStringConvertible {
        let tag: AttributeTag
        var path: [AttributeTag] = []
        let sopClass: String
        let expected: AttributeType?
        var testDescription: String { (path + [tag]).map(\.description).joined() + " in " + sopClass }
    }

    @Test(
        "The Type is that of the attribute in its IOD, at its place",
        arguments: [
            Row(tag: deviceSerialNumber, sopClass: ct, expected: nil),
            Row(tag: deviceSerialNumber, sopClass: enhancedCT, expected: .type1),
            Row(tag: AttributeTag(0x0010, 0x0020), sopClass: ct, expected: .type2),
            Row(tag: AttributeTag(0x0008, 0x0023), sopClass: ct, expected: .type2),
            Row(tag: AttributeTag(0x0008, 0x0023), sopClass: enhancedCT, expected: .type1),
            Row(tag: institutionName, sopClass: ct, expected: nil),
            Row(tag: institutionName, path: [contributingEquipment], sopClass: ct, expected: nil),
            Row(tag: institutionName, path: [contributingEquipment, operatorIdentification], sopClass: ct, expected: .type1),
            Row(tag: deviceSerialNumber, path: [treatmentMachine], sopClass: rtPlan, expected: nil),
            Row(tag: deviceSerialNumber, path: [treatmentMachine], sopClass: rtBeamsTreatmentRecord, expected: .type2),
            // Attributes without a row in Table E.1-1.
            Row(tag: AttributeTag(0x0028, 0x0010), sopClass: ct, expected: .type1),
            Row(tag: AttributeTag(0x0018, 0x0050), sopClass: ct, expected: .type2),
            Row(tag: AttributeTag(0x3004, 0x000E), sopClass: "1.2.840.10008.5.1.4.1.1.481.2", expected: .type1),
            Row(tag: AttributeTag(0x0048, 0x0006), sopClass: "1.2.840.10008.5.1.4.1.1.77.1.6", expected: .type1),
            Row(tag: AttributeTag(0x0040, 0x9096), path: [AttributeTag(0x5200, 0x9229)], sopClass: "1.2.840.10008.5.1.4.1.1.30", expected: .type1),
            Row(tag: AttributeTag(0x0028, 0x0010), sopClass: "1.2.840.10008.5.1.4.1.1.6", expected: .type1),
        ])
    func type(_ row: Row) {
        #expect(AttributeTypeTable.type(of: row.tag, inside: row.path, sopClass: row.sopClass) == row.expected)
    }

    @Test(
        "At a path that the IOD does not define, the sequence directly above decides",
        arguments: [
            Row(tag: institutionName, path: [AttributeTag(0x0040, 0xA730), operatorIdentification], sopClass: ct, expected: .type1),
            Row(
                tag: institutionName, path: [AttributeTag(0x0029, 0x1001), contributingEquipment, operatorIdentification], sopClass: ct,
                expected: .type1),
        ])
    func fallsBackToParent(_ row: Row) {
        type(row)
    }

    @Test(
        "Without a place in a known IOD there is no Type",
        arguments: [
            Row(tag: deviceSerialNumber, sopClass: "1.2.826.0.1.3680043.2.1", expected: nil),
            Row(tag: institutionName, path: [operatorIdentification], sopClass: "1.2.826.0.1.3680043.2.1", expected: nil),
            Row(tag: AttributeTag(0x300A, 0x0006), sopClass: ct, expected: nil),
            Row(tag: institutionName, path: [AttributeTag(0x0009, 0x1001)], sopClass: ct, expected: nil),
            Row(tag: AttributeTag(0x0028, 0x1050), sopClass: "1.2.840.10008.5.1.4.1.1.88.11", expected: nil),
        ])
    func noType(_ row: Row) {
        type(row)
    }

    @Test("SOP Classes are known by their IOD")
    func sopClasses() {
        #expect(AttributeTypeTable.iodName(sopClass: Self.ct) == "CT Image")
        #expect(AttributeTypeTable.iodName(sopClass: Self.enhancedCT) == "Enhanced CT Image")
        #expect(AttributeTypeTable.iodName(sopClass: "1.2.826.0.1.3680043.2.1") == nil)
        #expect(!AttributeTypeTable.isKnown(sopClass: "1.2.840.10008.1.1"))
        #expect(UIDRegistry.all.filter { AttributeTypeTable.isKnown(sopClass: $0) }.count == 187)
        let serialIsType1 = UIDRegistry.all.filter {
            AttributeTypeTable.type(of: Self.deviceSerialNumber, inside: [], sopClass: $0) == .type1
        }
        #expect(serialIsType1.count == 110)
    }
}

@Suite struct SafePrivateListTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let list: SafePrivateList
        let creator: String
        let group: UInt16
        let offset: UInt8
        let vr: ValueRepresentation?
        let disposition: SafePrivateElement.Disposition
        var testDescription: String { "\(list.rawValue): \(creator) \(String(group, radix: 16)) \(String(offset, radix: 16))" }
    }

    @Test(
        "A listed element has its published VR and disposition",
        arguments: [
            Row(list: .ps315, creator: "Philips PET Private Group", group: 0x7053, offset: 0x00, vr: .DS, disposition: .keep),
            Row(list: .ps315, creator: "SIEMENS MR HEADER", group: 0x0019, offset: 0x0C, vr: .IS, disposition: .keep),
            Row(list: .ps315, creator: "Philips Imaging DD 001", group: 0x2001, offset: 0xFF, vr: .OW, disposition: .keep),
            Row(list: .ps315, creator: "SIEMENS Ultrasound SC2000", group: 0x0119, offset: 0x11, vr: nil, disposition: .keep),
            Row(list: .ps315, creator: "NQHeader", group: 0x0099, offset: 0x02, vr: .UI, disposition: .keep),
            Row(list: .tcia, creator: "Philips PET Private Group", group: 0x7053, offset: 0x09, vr: .DS, disposition: .keep),
            Row(list: .tcia, creator: "Philips PET Private Group", group: 0x7053, offset: 0x03, vr: .ST, disposition: .remove),
            Row(list: .tcia, creator: "A.L.I. Technologies, Inc.", group: 0x3711, offset: 0x0C, vr: .UI, disposition: .hashUID),
            Row(list: .tcia, creator: "GEMS_ACQU_01", group: 0x0019, offset: 0x9D, vr: nil, disposition: .shiftDate),
        ])
    func listed(_ row: Row) throws {
        let element = try #require(
            row.list.element(creator: row.creator, group: row.group, elementOffset: row.offset))
        #expect(element.vr == row.vr)
        #expect(element.disposition == row.disposition)
    }

    @Test(
        "Of two dispositions the more protective one counts",
        arguments: [
            Row(list: .tcia, creator: "Philips Imaging DD 001", group: 0x2001, offset: 0xC1, vr: .LO, disposition: .remove),
            Row(list: .tcia, creator: "Philips MR Imaging DD 003", group: 0x2005, offset: 0x00, vr: .UL, disposition: .hashUID),
            Row(list: .tcia, creator: "SIEMENS MEDCOM HEADER", group: 0x0029, offset: 0x31, vr: .LO, disposition: .remove),
        ])
    func mostProtective(_ row: Row) throws {
        try listed(row)
    }

    @Test("An element is not listed under another creator, spelling, group or offset")
    func notListed() {
        let list = SafePrivateList.ps315
        #expect(list.element(creator: "PHILIPS PET PRIVATE GROUP", group: 0x7053, elementOffset: 0) == nil)
        #expect(list.element(creator: "Philips PET Private Group ", group: 0x7053, elementOffset: 0) == nil)
        #expect(list.element(creator: "", group: 0x7053, elementOffset: 0) == nil)
        #expect(list.element(creator: "Philips PET Private Group", group: 0x7051, elementOffset: 0) == nil)
        #expect(list.element(creator: "Philips PET Private Group", group: 0x7053, elementOffset: 1) == nil)
        #expect(SafePrivateList.tcia.element(creator: "Unnamed Private Block - 10", group: 0x0019, elementOffset: 0) == nil)
    }

    @Test("Both lists are whole")
    func whole() {
        #expect(SafePrivateList.ps315.count == 479)
        #expect(SafePrivateList.tcia.count == 4746)
    }
}

@Suite struct SmallStandardTablesTests {
    @Test("Table E.3.4-1 has its 213 rows and tells value types of one concept apart")
    func structuredContent() throws {
        #expect(StructuredContentTable.rows.count == 213)
        var counts: [ActionCode: Int] = [:]
        for row in StructuredContentTable.rows { counts[row.basic, default: 0] += 1 }
        #expect(counts == [.remove: 135, .dummy: 60, .removeOrDummy: 18])
        let report = StructuredContentTable.row(codingScheme: "SCT", codeValue: "371524004", valueType: "TEXT")
        #expect(report?.basic == .remove && report?.options[.cleanDescriptors] == .clean)
        #expect(report?.options[.retainUIDs] == nil)
        let copy = StructuredContentTable.row(codingScheme: "SCT", codeValue: "371524004", valueType: "COMPOSITE")
        #expect(copy?.options[.retainUIDs] == .keep && copy?.options[.cleanDescriptors] == nil)
        let studyDate = try #require(
            StructuredContentTable.row(codingScheme: "DCM", codeValue: "111060", valueType: "DATE"))
        #expect(studyDate.basic == .removeOrDummy && studyDate.codeMeaning == "Study Date")
        #expect(studyDate.options[.retainLongFullDates] == .keep && studyDate.options[.retainLongModifiedDates] == .clean)
        let age = StructuredContentTable.row(codingScheme: "DCM", codeValue: "121033", valueType: "NUM")
        #expect(age?.options[.retainPatientCharacteristics] == .keep)
        #expect(StructuredContentTable.row(codingScheme: "DCM", codeValue: "371524004", valueType: "TEXT") == nil)
    }

    @Test(
        "An attribute beyond Table E.1-1 has a role and a suggestion",
        arguments: [
            (AttributeTag(0x0008, 0x0008), SupplementaryRow.Role.quasiIdentifier, SupplementaryRow.Action.keepAndReport),
            (AttributeTag(0x0004, 0x1432), .instanceUID, .mapUID),
            (AttributeTag(0x0004, 0x1510), .classOrRegistryUID, .keep),
            (AttributeTag(0x0010, 0x0033), .date, .remove),
            (AttributeTag(0x0010, 0x1022), .quasiIdentifier, .removeUnlessRetainPatientCharacteristics),
            (AttributeTag(0x0040, 0xE031), .organisationUID, .mapUID),
            (AttributeTag(0x0042, 0x0010), .description, .text),
            (AttributeTag(0x0040, 0x1006), .identifier, .remove), (AttributeTag(0x0040, 0x2006), .identifier, .remove),
            (AttributeTag(0x0018, 0x1803), .network, .remove), (AttributeTag(0x0088, 0x0130), .media, .remove),
            (AttributeTag(0x0018, 0x1003), .device, .remove), (AttributeTag(0x2000, 0x0050), .media, .remove),
            (AttributeTag(0x3008, 0x0202), .comment, .text), (AttributeTag(0x0040, 0xE001), .identifier, .remove),
            (AttributeTag(0x0008, 0x0116), .institution, .remove), (AttributeTag(0x0018, 0x1210), .term, .search),
            (AttributeTag(0x601E, 0x0022), .description, .text), (AttributeTag(0x0008, 0x0104), .codePart, .code),
        ])
    func supplementary(tag: AttributeTag, role: SupplementaryRow.Role, action: SupplementaryRow.Action) throws {
        let row = try #require(SupplementaryTable.row(for: tag))
        #expect(row.role == role)
        #expect(row.action == action)
    }

    @Test("The supplementary table has 617 rows, none of them in Table E.1-1, all of them in the dictionary")
    func supplementaryIsSupplementary() {
        #expect(SupplementaryTable.rows.count == 617)
        for row in SupplementaryTable.rows {
            #expect(ConfidentialityTable.row(for: row.tag) == nil, "\(row.tag)")
            #expect(DataDictionary.entry(for: row.tag)?.keyword == row.keyword, "\(row.tag)")
            #expect(!row.reason.isEmpty, "\(row.tag)")
        }
    }

    @Test("The 18 core attributes are covered by Table E.1-1")
    func core() throws {
        #expect(CoreAttribute.all.count == 18)
        #expect(CoreAttribute.all.allSatisfy { ConfidentialityTable.row(for: $0.tag)?.keyword == $0.keyword })
        let first = try #require(CoreAttribute.all.first)
        #expect(first.tag == AttributeTag(0x0010, 0x0010) && first.group == .direct && first.reason == "names the person")
        #expect(first.sameContentIn == [(0x0010, 0x1001), (0x0010, 0x1005), (0x0010, 0x2297)].map { AttributeTag($0, $1) })
        let groups = Dictionary(grouping: CoreAttribute.all, by: \.group).mapValues(\.count)
        #expect(groups == [.direct: 4, .quasi: 5, .linkage: 4, .device: 2, .staff: 3])
    }
}
