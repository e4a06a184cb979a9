// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import Pseudonyms
import ScrubTestSupport
import Testing

@testable import Relink

/// One DICOM object that came back.
@Suite struct ObjectTests {
    let folder = try! TemporaryFolder()

    private final class Bytes: FileSink {
        var content: [UInt8] = []
        func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
            content += bytes
            return true
        }
        func see(_ bytes: UnsafeRawBufferPointer, of streams: FileStreams) {}
    }

    /// A capture of the first patient, and what `body` adds behind group 0020.
    func capture(
        patient: String = KnownOrigins.first, study: String = "2.25.1", instance: String = "1.9.9", characterSet: String = "ISO_IR 100",
        date: String = "20240122", _ body: (inout DataSetBuilder) -> Void = { _ in }
    ) -> DataSet {
        var builder = DataSetBuilder()
        builder.add(.specificCharacterSet, .CS, characterSet)
        builder.add(.sopClassUID, .UI, "1.2.840.10008.5.1.4.1.1.7")
        builder.add(.sopInstanceUID, .UI, instance)
        builder.add(.studyDate, .DA, date)
        builder.add(AttributeTag(0x0008, 0x0023), .DA, "20261130")
        builder.add(.accessionNumber, .SH, "")
        builder.add(.patientName, .PN, patient)
        builder.add(.patientID, .LO, patient)
        builder.add(.patientIdentityRemoved, .CS, "YES")
        builder.add(.studyInstanceUID, .UI, study)
        builder.add(.seriesInstanceUID, .UI, "1.9")
        body(&builder)
        return builder.build()
    }

    func object(_ dataSet: DataSet, _ source: KnownOrigins, syntax: String = FileBytes.explicitLittleEndian) throws -> (ReturnedObject, [UInt8]) {
        let bytes = FileBytes.file(dataSet, transferSyntax: syntax)
        let path = folder.appending("in.dcm")
        try Data(bytes).write(to: path)
        let file = try DICOMFile(path: Array(path.path.utf8), scratchDirectory: folder.path)
        return (try ReturnedObject(file, Origins(source)), bytes)
    }

    func relinked(_ dataSet: DataSet, _ source: KnownOrigins = KnownOrigins(), syntax: String = FileBytes.explicitLittleEndian) throws -> DataSet {
        let (object, head) = try object(dataSet, source, syntax: syntax)
        let sink = Bytes()
        _ = try object.write(ReturnedObject.Note(software: "1", description: "d"), head: head, to: sink)
        let path = folder.appending("out.dcm")
        try Data(sink.content).write(to: path)
        let file = try DICOMFile(path: Array(path.path.utf8), scratchDirectory: folder.path)
        #expect(file.information.transferSyntaxUID == syntax && file.information.isReadAsItIs)
        return try file.dataSet()
    }

    @Test(
        "Patient, study and references come back in every syntax; the vendor's own UIDs and dates stay",
        arguments: [FileBytes.explicitLittleEndian, FileBytes.implicitLittleEndian])
    func restores(_ syntax: String) throws {
        let result = try relinked(
            capture { builder in
                builder.add(AttributeTag(0x0028, 0x0303), .CS, "MODIFIED")
                builder.addSequence(
                    AttributeTag(0x0040, 0xA730),
                    items: [
                        { item in
                            item.add(AttributeTag(0x0008, 0x0022), .DA, "20240123")
                            item.add(.referencedSOPInstanceUID, .UI, "2.25.101\\2.25.102\\1.2.840.10008.1.2")
                        }
                    ])
            }, syntax: syntax)
        #expect(result.text(.patientID) == "MRN 1" && result.text(.patientName) == "Doe^Jane" && result.text(.accessionNumber) == "ACC-1")
        #expect(result.text(.studyInstanceUID) == "1.2.1" && result.text(.studyDate) == "20240501" && result.text(.sopInstanceUID) == "1.9.9")
        #expect(result.text(AttributeTag(0x0008, 0x0023)) == "20261130" && result.find(.patientIdentityRemoved) == nil)
        let item = result.children(of: try #require(result.find(AttributeTag(0x0040, 0xA730))))[0]
        #expect(result.text(.referencedSOPInstanceUID, in: item) == "1.2.1.1\\1.2.1.2\\1.2.840.10008.1.2")
        #expect(result.text(AttributeTag(0x0008, 0x0022), in: item) == "20240502")
        let equipment = result.children(of: try #require(result.find(AttributeTag(0x0018, 0xA001))))
        #expect(equipment.count == 1 && result.find(AttributeTag(0x0028, 0x0303)) == nil)
    }

    @Test("A name that the file's set does not have moves the whole file to Unicode, its other texts with it") func unicode() throws {
        let latin = [UInt8](arrayLiteral: 0x47, 0x72, 0xF6, 0xDF, 0x65, 0x20)
        let result = try relinked(
            capture { $0.add(AttributeTag(0x0020, 0x4000), .LT, latin) }, KnownOrigins(name: "Yamada^Tarou=山田^太郎"))
        #expect(result.text(.specificCharacterSet) == "ISO_IR 192")
        #expect(Array(result.value(of: result.find(.patientName)!)).starts(with: "Yamada^Tarou=山田^太郎".utf8))
        #expect(Array(result.value(of: result.find(AttributeTag(0x0020, 0x4000))!)).starts(with: "Größe".utf8))
    }

    @Test("A private block keeps its bytes but for UIDs and pseudonyms of ours") func privateBlock() throws {
        let result = try relinked(
            capture { builder in
                builder.add(AttributeTag(0x3287, 0x0010), .LO, "VENDOR")
                builder.add(AttributeTag(0x3287, 0x1001), .UI, "2.25.101\\1.2.3")
                builder.add(AttributeTag(0x3287, 0x1002), .UN, "2.25.102")
                builder.add(AttributeTag(0x3287, 0x1003), .OB, Array("2.25.102".utf8))
                builder.add(AttributeTag(0x3287, 0x1004), .LO, "case \(KnownOrigins.first), 2.25.1011")
            })
        #expect(result.text(AttributeTag(0x3287, 0x1001)) == "1.2.1.1\\1.2.3" && result.text(AttributeTag(0x3287, 0x1002)) == "1.2.1.2")
        #expect(result.text(AttributeTag(0x3287, 0x1003)) == "2.25.102" && result.text(AttributeTag(0x3287, 0x1004)) == "case MRN 1, 2.25.1011")
    }

    @Test("What is not of one patient of ours is refused") func refused() throws {
        let reference = { (uid: String) in
            { (builder: inout DataSetBuilder) in
                builder.addSequence(AttributeTag(0x0040, 0xA730), items: [{ $0.add(.referencedSOPInstanceUID, .UI, uid) }])
            }
        }
        let cases: [(DataSet, RelinkProblem?, [String])] = [
            (capture(body: reference("2.25.101")), nil, []), (capture(body: reference("2.25.201")), .twoPatients, []),
            (capture(body: reference("1.9.8")), nil, ["1.9.8"]), (capture(patient: KnownOrigins.second), .twoPatients, []),
            (capture(patient: "SOMEBODY"), .patientNotOurs, []), (capture(patient: "P-0000000000000000"), .patientNotOurs, []),
            (capture(study: "1.7"), .studyNotOurs, []), (capture(patient: "", study: "1.7"), .notOurs, []), (capture(patient: ""), nil, []),
            (capture(instance: "2.25.101"), .ownObject, []),
            (capture { $0.add(AttributeTag(0x0020, 0x4000), .LT, "see \(KnownOrigins.second)") }, .twoPatients, []),
            (capture(patient: "MRN 1"), nil, []),
        ]
        for (index, (dataSet, problem, foreign)) in cases.enumerated() {
            let survey = try object(dataSet, KnownOrigins()).0.survey
            #expect(survey.problem == problem && survey.foreign == foreign, "case \(index)")
        }
    }
}

extension ObjectTests {
    fileprivate func capture(body: (inout DataSetBuilder) -> Void) -> DataSet { capture(patient: KnownOrigins.first, body) }
}
