// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport

/// A file as one of a series has it: chosen by chance, or like another but for one thing.
struct SeriesFile {
    private static let names = ["Whitcombe^Eleanor", "Baker^Tom", "Müller^Änne", "Grey^Meredith"]
    private static let plainTexts = [
        "CT ABDOMEN", "Baker cyst", "", "chest pain", "LOCAL KERNEL", "no change", "Weiß, flach", "GREY T2", "A1234567 T2",
    ]
    private static let texts = [
        "Patient Whitcombe, tel 555 0143 221", "Ref. by Dr. Grey", "MRN00123 again", "seen by Eleanor Whitcombe", "größer, seen by Eleanor Whitcombe",
        "call 555 0143 221, Dr. Grey",
    ]
    private static let kinds = [Sample.ctImageStorage, Sample.enhancedCTImageStorage, "1.2.840.10008.5.1.4.1.1.88.33", "1.2.3.4", ""]
    private static let sets = [nil, "ISO_IR 100", "ISO_IR 192", "ISO_IR 999"]
    private static let codes = [("113100", "Patient"), ("JD", "Jane Doe")]
    private static let makers = ["SIEMENS MR HEADER", "GEMS_PARM_01", "Whitcombe", "", "SIEMENS GRÜN"]

    private var set: String?
    private var kind: String
    private var imageType: String
    private var instance: Int
    private var date: String
    private var accession: String
    private var modality: String
    private var texts: [String]
    private var code: (value: String, meaning: String)
    private var scheme: String
    private var patient: Int
    private var age: String
    private var maker: String?
    private var block: UInt16
    private var isReservedTwice: Bool
    private var version: String
    /// Whose the items of a sequence are, and the character sets that they declare.
    private var items: [(patient: Int, set: String?)]
    private var content: (value: String, meaning: String)
    private var number: String
    private var windowCenter: String
    private var protocolVR: ValueRepresentation

    init(_ number: Int, _ chance: inout Seeded) {
        patient = Int.random(in: 0..<4, using: &chance)
        set = Self.sets.randomElement(using: &chance)!
        kind = Self.kinds.randomElement(using: &chance)!
        imageType = ["ORIGINAL\\PRIMARY", "DERIVED\\SECONDARY\\JANE"].randomElement(using: &chance)!
        instance = number % 7
        date = ["20210317", "19000101", "tomorrow", ""].randomElement(using: &chance)!
        accession = ["A1234567", "A7654321"].randomElement(using: &chance)!
        modality = ["CT", "US", "MR"].randomElement(using: &chance)!
        let texts = Bool.random(using: &chance) ? Self.plainTexts : Self.plainTexts + Self.texts
        self.texts = (0..<6).map { _ in texts.randomElement(using: &chance)! }
        code = Self.codes.randomElement(using: &chance)!
        scheme = ["DCM", "99SITE", "SCT"].randomElement(using: &chance)!
        age = ["093Y", "041Y", "old"].randomElement(using: &chance)!
        maker = Bool.random(using: &chance) ? Self.makers.randomElement(using: &chance)! : nil
        block = UInt16.random(in: 0x10...0x12, using: &chance)
        isReservedTwice = Bool.random(using: &chance)
        version = ["VA48A", "VA48A by Jane Doe"].randomElement(using: &chance)!
        items = (0..<Int.random(in: 0...2, using: &chance)).map { _ in
            (Int.random(in: 0..<4, using: &chance), Int.random(in: 0..<4, using: &chance) == 0 ? "ISO_IR 144" : nil)
        }
        content = [("121033", "Subject Age"), ("121206", "Distance")].randomElement(using: &chance)!
        self.number = ["93", "41"].randomElement(using: &chance)!
        windowCenter = String(number)
        protocolVR = Bool.random(using: &chance) ? .LO : .UN
    }

    static let likenesses = 17

    /// The next file of the series, which differs in one thing alone.
    func like(_ likeness: Int, _ chance: inout Seeded) -> SeriesFile {
        var file = self
        let place = Int.random(in: 0..<texts.count, using: &chance)
        switch likeness {
        case 0: file.texts[place] = Self.plainTexts.randomElement(using: &chance)!
        case 1: file.texts[place] = ""
        case 2: file.texts[place] = Self.texts.randomElement(using: &chance)!
        case 3: file.set = Self.sets.randomElement(using: &chance)!
        case 4: file.patient = (patient + 1) % 4
        case 5: file.kind = Self.kinds.randomElement(using: &chance)!
        case 6: file.scheme = ["DCM", "99SITE", "SCT"].randomElement(using: &chance)!
        case 7: file.modality = ["CT", "US", "MR"].randomElement(using: &chance)!
        case 8: file.maker = Self.makers.randomElement(using: &chance)!
        case 9: file.items = items.map { ($0.patient, $0.set == nil ? "ISO_IR 144" : nil) }
        case 10: file.items = items.map { (($0.patient + 1) % 4, $0.set) }
        case 11: file.age = age == "093Y" ? "041Y" : "093Y"
        case 12: (file.number, file.content) = (number == "93" ? "41" : "93", ("121033", "Subject Age"))
        case 13: (file.date, file.accession) = (date == "20210317" ? "20210318" : "20210317", "A1234568")
        case 14: file.protocolVR = protocolVR == .LO ? .UN : .LO
        case 15: (file.texts[0], file.texts[3]) = ("Ref. by Dr. Grey", "GREY T2")
        default: (file.version, file.imageType) = ("VA48A by Dr. Grey", "DERIVED\\SECONDARY\\MPR")
        }
        return file
    }

    var dataSet: DataSet {
        var builder = DataSetBuilder()
        if let set { builder.add(.specificCharacterSet, .CS, set) }
        builder.add(.imageType, .CS, imageType)
        builder.add(.sopClassUID, .UI, kind)
        builder.add(.sopInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1.1.\(instance)")
        builder.add(.studyDate, .DA, date)
        builder.add(.accessionNumber, .SH, accession)
        builder.add(.modality, .CS, modality)
        builder.add(AttributeTag(0x0008, 0x1030), .LO, texts[0])
        add(code.value, scheme, code.meaning, as: AttributeTag(0x0008, 0x1032), to: &builder)
        builder.add(.patientName, .PN, Self.names[patient])
        builder.add(.patientID, .LO, "MRN0012\(patient)")
        builder.add(.patientAge, .AS, age)
        if let maker { addBlock(of: maker, to: &builder) }
        builder.add(AttributeTag(0x0018, 0x0010), .LO, texts[1])
        builder.add(AttributeTag(0x0018, 0x1020), .LO, version)
        builder.add(AttributeTag(0x0018, 0x1030), protocolVR, texts[2])
        builder.add(AttributeTag(0x0018, 0x1210), .SH, texts[2])
        builder.add(.studyInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.\(patient)")
        builder.add(.seriesInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.\(patient).1")
        builder.add(AttributeTag(0x0020, 0x4000), .LT, texts[3])
        builder.add(AttributeTag(0x0028, 0x1050), .DS, windowCenter)
        builder.addSequence(
            AttributeTag(0x0038, 0x0004),
            items: items.map { own in
                { item in
                    if let set = own.set { item.add(.specificCharacterSet, .CS, set) }
                    item.add(.patientID, .LO, "MRN0012\(own.patient)")
                    item.add(AttributeTag(0x0008, 0x1030), .LO, texts[4])
                }
            })
        addNumber(to: &builder)
        return builder.build()
    }

    private func add(_ value: String, _ scheme: String, _ meaning: String, as tag: AttributeTag, to builder: inout DataSetBuilder) {
        builder.addSequence(
            tag,
            items: [
                { item in
                    item.add(.codeValue, .SH, value)
                    item.add(.codingSchemeDesignator, .SH, scheme)
                    item.add(.codeMeaning, .LO, meaning)
                }
            ])
    }

    private func addBlock(of maker: String, to builder: inout DataSetBuilder) {
        builder.add(AttributeTag(0x0019, block), .LO, maker)
        if isReservedTwice { builder.add(AttributeTag(0x0019, block), .LO, "SECOND") }
        builder.add(AttributeTag(0x0019, block << 8 | 0x0A), .US, [4, 0])
        builder.add(AttributeTag(0x0019, block << 8 | 0x0C), .IS, "1000")
        builder.add(AttributeTag(0x0019, block << 8 | 0x0E), .LO, texts[5])
    }

    /// The patient's age, or another number of the same attributes.
    private func addNumber(to builder: inout DataSetBuilder) {
        builder.addSequence(
            .contentSequence,
            items: [
                { item in
                    item.add(AttributeTag(0x0040, 0xA040), .CS, "NUM")
                    add(content.value, "DCM", content.meaning, as: AttributeTag(0x0040, 0xA043), to: &item)
                    item.addSequence(
                        AttributeTag(0x0040, 0xA300),
                        items: [
                            { measured in
                                add("a", "UCUM", "year", as: AttributeTag(0x0040, 0x08EA), to: &measured)
                                measured.add(AttributeTag(0x0040, 0xA30A), .DS, number)
                            }
                        ])
                }
            ])
    }
}
