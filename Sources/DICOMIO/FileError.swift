// SPDX-License-Identifier: Apache-2.0

/// Why a file cannot be read or written. No case holds anything from inside the file.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotRead(errno: Int32)
    case notDICOM
    case truncated
    case malformed
    case cannotWrite(errno: Int32)
    case noMemory
    case toolkit

    public var description: String {
        switch self {
        case .cannotRead(let number): "the file cannot be read (error \(number)); check its permissions and the medium"
        case .notDICOM: "the content is not DICOM"
        case .truncated: "the file ends inside an element; export it again"
        case .malformed: "the content cannot be parsed as a DICOM Data Set; export it again"
        case .cannotWrite(let number): "the output cannot be written (error \(number)); check free space and permissions"
        case .noMemory: "not enough memory for this file"
        case .toolkit: "the DICOM toolkit failed on this file"
        }
    }
}
