// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import ScrubTestSupport

/// Patients whose IDs are written in several ways or missing, UIDs that several patients have, copies, and what is damaged.
enum ConflictingExport {
    private struct Instance {
        var id: String? = "MRN-1"
        var issuer = ""
        var name = "Quill^Jonas"
        var birthDate = "19511122"
        var study = 1
        var instance = 1
        var number = 1

        var bytes: [UInt8] {
            let root = "1.2.826.0.1.3680043.10.1337.61."
            var builder = DataSetBuilder()
            builder.add(.specificCharacterSet, .CS, "ISO_IR 192")
            builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
            builder.add(.sopInstanceUID, .UI, "\(root)\(study).1.\(instance)")
            builder.add(.modality, .CS, "CT")
            builder.add(.patientName, .PN, name)
            if let id { builder.add(.patientID, .LO, id) }
            if !issuer.isEmpty { builder.add(.issuerOfPatientID, .LO, issuer) }
            builder.add(.patientBirthDate, .DA, birthDate)
            builder.add(.studyInstanceUID, .UI, "\(root)\(study)")
            builder.add(.seriesInstanceUID, .UI, "\(root)\(study).1")
            builder.add(AttributeTag(0x20, 0x13), .IS, "\(number)")
            return FileBytes.file(builder.build())
        }
    }

    static func write(to folder: URL) throws {
        func add(_ name: String, _ bytes: [UInt8]) throws {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        // One ID in several spellings, of several issuers, and none, all in one study.
        let ids = ["abc12", "ABC12", " abc12 ", "000abc12", "ａｂｃ１２", "", nil]
        for (index, id) in ids.enumerated() {
            for issuer in ["", "HOSP-A", "hosp-a"] {
                let instance = Instance(
                    id: id, issuer: issuer, study: 1, instance: index * 3 + issuer.utf8.count % 3 + (issuer == "hosp-a" ? 100 : 1))
                try add("spelling/\(index)\(issuer)", instance.bytes)
            }
        }
        for (index, name) in ["Quill^Jonas", "QUILL^JONAS", ""].enumerated() {
            try add("no-id/\(index)", Instance(id: nil, name: name, birthDate: index == 0 ? "19511122" : "", study: 2 + index, instance: 1).bytes)
        }
        // One SOP Instance UID in three patients, with copies of some of them elsewhere, and a damaged one.
        for number in 1...6 {
            for patient in 0...2 {
                let bytes = Instance(id: "MRN-\(number + patient)", study: 10 + number, number: patient).bytes
                try add("conflict/\(number)/\(patient)", bytes)
                if (number + patient) % 2 == 0 { try add("copies/deep/\(number)-\(patient)", bytes) }
                if patient == 0 { try add("damaged/\(number)", Array(bytes.dropLast(3))) }
            }
        }
        try add("text", Array("this is no DICOM".utf8))
    }
}
