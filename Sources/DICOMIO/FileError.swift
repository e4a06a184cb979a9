// SPDX-License-Identifier: Apache-2.0

/// Why a file cannot be read or written. No case holds anything from inside the file.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotRead(errno: Int32)
    case notDICOM
    case truncated
    case malformed
    /// Pixel Data whose header does not say how many of its bytes are pixels.
    case pixelSizeUnknown
    /// Compressed frames whose ends are not told: what else they hold cannot be told from image.
    case pixelsNotFollowed
    /// Native Pixel Data in a transfer syntax of compressed frames.
    case pixelsNotEncapsulated
    case cannotWrite(errno: Int32)
    /// The scratch folder cannot take what the file inflates to.
    case noScratch(errno: Int32)
    case tooDeep
    case inflatesTooFar
    case noMemory
    case toolkit

    public var description: String {
        switch self {
        case .cannotRead(0): "the file ended while it was read"
        case .cannotRead(let number): "the file cannot be read (error \(number)); check its permissions and the medium"
        case .notDICOM: "the content is not DICOM"
        case .truncated: "the file ends inside an element; export it again"
        case .malformed: "the content cannot be parsed as a DICOM Data Set; export it again"
        case .pixelSizeUnknown:
            "rows, columns, bits, samples and frames do not say how many bytes of the pixel data are image; export it again"
        case .pixelsNotFollowed:
            "the compressed pixel data cannot be followed to its end, so it may hold more than image; compress it again, or decompress it"
        case .pixelsNotEncapsulated:
            "(0002,0010) names a syntax of compressed frames, and the pixel data are not in fragments, so other readers refuse them; export it again"
        case .cannotWrite(let number): "the output cannot be written (error \(number)); check free space and permissions"
        case .noScratch(let number):
            "the scratch folder cannot take a copy of the Data Set (error \(number)); a deflated or mended file may use half of what is free there"
        case .tooDeep: "sequences lie more than 256 levels deep inside one another"
        case .inflatesTooFar: "the Data Set inflates to more than 256 MiB and more than 200 times the file"
        case .noMemory: "not enough memory for this file"
        case .toolkit: "the DICOM toolkit failed on this file"
        }
    }
}
