// SPDX-License-Identifier: Apache-2.0

internal import CDCMTK
public import DICOMModel
internal import Glibc

/// What the outside of a file says.
public struct FileInformation: Sendable, Hashable {
    /// As declared, or as found where the declaration is missing or wrong.
    public let transferSyntaxUID: String
    /// Media Storage SOP Class UID (0002,0002); empty where there is no File Meta Information.
    public let mediaStorageSOPClassUID: String
    /// The Data Set is in Implicit VR.
    public let isImplicit: Bool
    public let isBigEndian: Bool
    public let isDeflated: Bool
    /// Elements sent twice at the top level. The first is kept.
    public let repeatedElements: Int
    /// Bytes behind the last element, which are not kept.
    public let trailingBytes: Int
    public let lengthInBytes: Int
    /// Whether DCMTK read the Data Set.
    public let isReadByToolkit: Bool
    /// What was put right before the Data Set could be read; where it holds something, offsets are not those of the file.
    public let mends: Set<Mend>

    /// Every byte of the Data Set belongs to an element of the only reading there is, and is kept.
    public var isReadAsItIs: Bool { repeatedElements == 0 && trailingBytes == 0 && mends.isEmpty }

    /// A breach of PS3.5 or PS3.10 that leaves one reading.
    public enum Mend: String, Sendable, CaseIterable {
        /// A delimiter that ends nothing, or that has a length.
        case strayDelimiter = "stray-delimiter"
        case missingDelimiter = "missing-delimiter"
        /// Elements without a VR in Explicit VR, of which the dictionary or what follows says how long they are.
        case missingVR = "missing-vr"
        /// Elements of group 0002 at the head of the Data Set.
        case fileMetaInDataSet = "file-meta-in-data-set"
        /// Items in Explicit VR in an element of VR UN.
        case explicitInUnknown = "explicit-in-unknown"
    }
}

/// An open DICOM file, closed when nobody holds it any more. One task at a time: not `Sendable`.
@safe public final class DICOMFile {
    let handle: OpaquePointer
    /// By the tag of the Pixel Data element.
    var pixelChanges: [AttributeTag: PixelChanges] = [:]
    var pixelFills: [AttributeTag: PixelFill] = [:]
    var pixelReplacements: [AttributeTag: PixelReplacement] = [:]
    public let information: FileInformation
    private var walked: DataSet?
    /// What the disk refused a part of a value with, ever, or 0. Who asked may have taken the value for one that cannot stay: what came of it
    /// is void.
    public private(set) var readFailure: Int32 = 0

    /// Sets DCMTK up, for a process that cannot open files later. Else the first file that needs it does.
    public static func startToolkit() { if toolkitStatus == CDCMTK_OK { _ = cdcmtk_start_toolkit() } }

    /// Parses everything of an open regular file but the top-level Pixel Data.
    ///
    /// All that is read, now and later, is read from this open file, whatever becomes of its name.
    /// - Parameters:
    ///   - descriptor: Stays the caller's, who may close it. Its position does not matter.
    ///   - scratchDirectory: Takes an unnamed temporary file when the Data Set is deflated.
    ///   - onlyToolkit: DCMTK reads every file; else only those that are not in every respect as the standard says.
    /// - Throws: ``FileError``, for anything that is not a DICOM file whole from the first byte to the last.
    public init(descriptor: Int32, scratchDirectory: String, onlyToolkit: Bool = false) throws(FileError) {
        guard toolkitStatus == CDCMTK_OK else { throw .toolkit }
        var handle: OpaquePointer?
        let status = unsafe cdcmtk_file_open(descriptor, scratchDirectory, onlyToolkit, &handle)
        guard status == CDCMTK_OK, let handle = unsafe handle else { throw FileError(status) }
        unsafe self.handle = unsafe handle
        information = unsafe FileInformation(cdcmtk_file_about(handle).pointee)
    }

    /// Opens a file that nobody else changes. A last component that is a link is not followed.
    /// - Parameter path: The path as the file system has it, without a final NUL.
    public convenience init(path: [UInt8], scratchDirectory: String, onlyToolkit: Bool = false) throws(FileError) {
        let descriptor = try openToRead(path)
        defer { close(descriptor) }
        try self.init(descriptor: descriptor, scratchDirectory: scratchDirectory, onlyToolkit: onlyToolkit)
    }

    deinit { unsafe cdcmtk_file_close(handle) }

    /// The Data Set as it stands, Pixel Data as a node without bytes.
    public func dataSet() throws(FileError) -> DataSet {
        if let walked { return walked }
        let dataSet = try unsafe Self.walk(handle)
        walked = dataSet
        return dataSet
    }

    /// What elements say that the file sends again, the second time first. The Data Set does not have them. Asked once.
    public func repeatedElements() throws(FileError) -> [DataSet] {
        var result: [DataSet] = []
        while information.repeatedElements > 0, let repeated = unsafe cdcmtk_file_repeated(handle, UInt32(result.count)) {
            defer { unsafe cdcmtk_file_close(repeated) }
            result.append(try unsafe Self.walk(repeated))
        }
        return result
    }

    private static func walk(_ handle: OpaquePointer) throws(FileError) -> DataSet {
        var nodes: UnsafePointer<cdcmtk_node>?
        var count = 0
        var length = 0
        var status = unsafe cdcmtk_file_walk(handle, &nodes, &count, &length)
        guard status == CDCMTK_OK else { throw FileError(status) }
        let list = unsafe UnsafeBufferPointer(start: nodes, count: count).map { DataSet.Node($0) }
        // With one byte more there is always a buffer to point at.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, initialized in
            status = unsafe cdcmtk_file_values(handle, buffer.baseAddress!)
            initialized = status == CDCMTK_OK ? length : 0
        }
        guard status == CDCMTK_OK else { throw FileError(status) }
        return DataSet(nodes: list, bytes: bytes)
    }

    /// Forgets the values that ``dataSet()`` gave, once nobody asks for them any more. Those that are read on demand still are.
    public func letGoOfValues() { walked = walked.map { DataSet(nodes: $0.nodes, bytes: []) } }

    /// Reads part of a value as it will be written but for edits and fills, also of one too large for ``DataSet`` or of Pixel Data.
    public func read(node: Int, offset: Int, count: Int) throws(FileError) -> [UInt8] {
        guard let replacement = replacement(of: node) else { return try readSource(node: node, offset: offset, count: count) }
        var bytes = [UInt8](repeating: 0, count: count)
        var result = Result<Void, FileError>.success(())
        unsafe bytes.withUnsafeMutableBytes { buffer in
            result = Result { () throws(FileError) in try unsafe replacement.read(buffer, at: offset) }
        }
        try result.get()
        return bytes
    }

    /// The length of a value of Pixel Data as it will be written but for edits.
    public func pixelLength(node: Int) -> Int { replacement(of: node)?.length ?? walked?.nodes[node].length ?? 0 }

    private func replacement(of node: Int) -> PixelReplacement? {
        guard !pixelReplacements.isEmpty, let node = walked?.nodes[node], node.kind == .pixels else { return nil }
        return pixelReplacements[node.tag]
    }

    /// Reads part of a value as it came.
    public func readSource(node: Int, offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var status = CDCMTK_OK
        let result = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard count > 0, let start = buffer.baseAddress else { return }
            status = unsafe cdcmtk_node_read(handle, UInt32(node), UInt64(offset), start, count)
            initialized = status == CDCMTK_OK ? count : 0
        }
        guard status == CDCMTK_OK else {
            let error = FileError(status)
            if case .cannotRead(let number) = error, readFailure == 0 { readFailure = number }
            throw error
        }
        return result
    }
}

extension FileError {
    init(_ status: cdcmtk_status) {
        switch status {
        case CDCMTK_CANNOT_READ: self = .cannotRead(errno: errno)
        case CDCMTK_NOT_DICOM: self = .notDICOM
        case CDCMTK_TRUNCATED: self = .truncated
        case CDCMTK_MALFORMED: self = .malformed
        case CDCMTK_NO_SCRATCH: self = .noScratch(errno: errno)
        case CDCMTK_TOO_DEEP: self = .tooDeep
        case CDCMTK_INFLATES_TOO_FAR: self = .inflatesTooFar
        case CDCMTK_NO_MEMORY: self = .noMemory
        default: self = .toolkit
        }
    }
}

extension FileInformation {
    init(_ about: cdcmtk_file_info) {
        var about = about
        transferSyntaxUID = unsafe withUnsafeBytes(of: &about.transfer_syntax) { unsafe text($0) }
        mediaStorageSOPClassUID = unsafe withUnsafeBytes(of: &about.media_storage_sop_class) { unsafe text($0) }
        isImplicit = about.is_implicit
        isBigEndian = about.is_big_endian
        isDeflated = about.is_deflated
        repeatedElements = Int(about.repeated_elements)
        trailingBytes = Int(about.trailing_bytes)
        lengthInBytes = Int(about.length)
        isReadByToolkit = about.by_toolkit
        mends = about.mends == 0 ? [] : Set(Mend.allCases.enumerated().filter { about.mends >> UInt32($0.offset) & 1 == 1 }.map(\.element))
    }
}

/// What stands before the first NUL.
private func text(_ bytes: UnsafeRawBufferPointer) -> String {
    unsafe bytes.withMemoryRebound(to: UInt8.self) { bytes in
        unsafe trimmedASCII(UnsafeBufferPointer(rebasing: bytes[..<(bytes.firstIndex(of: 0) ?? bytes.endIndex)]))
    }
}

extension DataSet.Node {
    init(_ node: cdcmtk_node) {
        self.init(
            tag: AttributeTag(number: node.tag), vr: ValueRepresentation(letters: node.vr) ?? .UN,
            kind: DataSet.Kind(rawValue: node.kind) ?? .element, flags: DataSet.Flags(rawValue: node.flags),
            parent: Int(node.parent), end: Int(node.end), offset: Int(node.offset), length: Int(node.length))
    }
}
