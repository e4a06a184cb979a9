// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Filesystem
internal import Foundation
internal import Glibc

extension Doctor {
    /// Has DCMTK read a Data Set of ours, writes it, and has it read again.
    func toolkit() -> [DoctorFinding] {
        let topic = "DCMTK"
        let remedy = "install Debian's libdcmtk17, or the package of dcmscrub again"
        do {
            let folder = try PrivateFolder(in: BytePath(NSTemporaryDirectory()))
            let first = folder.path.appending("first"), second = folder.path.appending("second")
            try FileDescriptor(opening: first, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600, for: "write a file").write(Self.sample)
            let file = try DICOMFile(path: first.bytes, scratchDirectory: folder.path.readable, onlyToolkit: true)
            let dataSet = try file.dataSet()
            let output = try OutputFile(path: second.readable, mode: 0o600)
            let information = FileMetaInformation(mediaStorageSOPClassUID: Self.sopClass, mediaStorageSOPInstanceUID: Self.instance)
            try file.write(information, EncodedDataSet(all: dataSet, like: file.information), to: output)
            let again = try DICOMFile(path: second.bytes, scratchDirectory: folder.path.readable, onlyToolkit: true)
            let isSame = try again.information.isReadAsItIs && again.dataSet().firstText(.patientID) == "DOCTOR" && dataSet.nodes.count == 4
            return [isSame ? .ok(topic, "reads and writes") : .mend(topic, "does not read what was written", remedy)]
        } catch let error as SystemError {
            return [.mend("temporary folder", "\(error)", "make room there, or set TMPDIR to a folder of yours")]
        } catch {
            return [.mend(topic, "cannot read a file that is as the standard says", remedy)]
        }
    }

    private static let sopClass = "1.2.840.10008.5.1.4.1.1.7"
    private static let instance = "2.25.1"

    /// Explicit VR Little Endian, three elements of nobody.
    private static let sample: [UInt8] = {
        var meta: [UInt8] = [2, 0, 1, 0, 0x4F, 0x42, 0, 0, 2, 0, 0, 0, 0, 1]
        meta += element(2, 2, "UI", sopClass)
        meta += element(2, 3, "UI", instance)
        meta += element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
        meta += element(2, 0x12, "UI", "2.25.2")
        var file = [UInt8](repeating: 0, count: 128)
        file += Array("DICM".utf8)
        file += [2, 0, 0, 0, 0x55, 0x4C, 4, 0, UInt8(meta.count), 0, 0, 0]
        file += meta
        file += element(8, 0x16, "UI", sopClass)
        file += element(8, 0x18, "UI", instance)
        file += element(0x10, 0x20, "LO", "DOCTOR")
        return file
    }()

    private static func element(_ group: UInt8, _ number: UInt8, _ vr: String, _ text: String) -> [UInt8] {
        var value = Array(text.utf8)
        if value.count % 2 != 0 { value.append(0) }
        var bytes: [UInt8] = [group, 0, number, 0]
        bytes += Array(vr.utf8)
        bytes += [UInt8(value.count), 0]
        return bytes + value
    }
}
