// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Filesystem
internal import Glibc

/// Media Storage Directory Storage
private let mediaStorageDirectory = Array("1.2.840.10008.1.3.10".utf8)

/// Whether the content is a DICOMDIR's, told without a parser.
func isMediaDirectory(_ path: BytePath) -> Bool {
    guard let head = try? InputFile(path).descriptor.read(upTo: 1024), head.count > 132, Array(head[128..<132]) == Array("DICM".utf8)
    else { return false }
    guard let range = head[132...].firstRange(of: mediaStorageDirectory), range.upperBound < head.count else { return false }
    let next = head[range.upperBound]
    return next != UInt8(ascii: ".") && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
}

/// The Referenced File IDs (0004,1500) of a DICOMDIR's records, in components.
func referencedFiles(ofMediaDirectory file: HandedFile, scratchDirectory: String) -> [[BytePath]]? {
    guard let input = try? InputFile(file),
        let file = try? DICOMFile(descriptor: input.descriptor.number, scratchDirectory: scratchDirectory), let dataSet = try? file.dataSet(),
        input.isUnchanged,
        let records = dataSet.find(.directoryRecordSequence)
    else { return nil }
    return dataSet.children(of: records).compactMap { record in
        guard let index = dataSet.find(.referencedFileID, in: record) else { return nil }
        let components = MediaResolver.components(of: dataSet.value(of: index))
        return components.isEmpty ? nil : components
    }
}

/// Finds files by the names that a DICOMDIR has for them: exact, or else without regard to case, the version of ISO 9660 (`;1`)
/// and a final full stop; a file also with an extension, which may stand behind its name on the medium (PS3.10 section 8.2).
final class MediaResolver {
    private let root: BytePath
    private var listings: [BytePath: Listing] = [:]

    init(_ root: BytePath) { self.root = root }

    private struct Listing {
        /// By folded name, and by what stands before the extension.
        var names: [[UInt8]: [UInt8]] = [:]
        var stems: [[UInt8]: [UInt8]] = [:]
    }

    /// The components of a Referenced File ID. Some writers part them by `/`.
    static func components(of value: some Collection<UInt8>) -> [BytePath] {
        value.split { $0 == UInt8(ascii: "\\") || $0 == slash }.map { component in
            let isPadding = { (byte: UInt8) in byte == 0x20 || byte == 0 }
            return BytePath(Array(component.drop(while: isPadding).reversed().drop(while: isPadding).reversed()))
        }.filter { !$0.bytes.isEmpty }
    }

    /// - Returns: `nil` for a reference that would lead out of the folder.
    func resolve(_ components: [BytePath]) -> BytePath? {
        guard components.allSatisfy({ ![".", ".."].contains($0.text) && !$0.bytes.contains(slash) && !$0.bytes.contains(0) }) else { return nil }
        return components.enumerated().reduce(root) { folder, component in
            let exact = folder.appending(component.element.bytes)
            if FileStatus(exact) != nil { return exact }
            let listing = listing(of: folder)
            let folded = Self.folded(component.element.bytes)
            let isLast = component.offset == components.count - 1
            let name = listing.names[folded] ?? (isLast ? listing.stems[folded] ?? listing.names[Self.stem(folded)] : nil)
            return name.map { folder.appending($0) } ?? exact
        }
    }

    private func listing(of folder: BytePath) -> Listing {
        if let known = listings[folder] { return known }
        var names: [[UInt8]] = []
        try? forEachName(in: folder) { name, _ in names.append(name) }
        // Where several have one name but for the extension, the one that says it is DICOM comes first.
        let isDICOM = { (name: [UInt8]) in name.suffix(4).elementsEqual(".dcm".utf8) ? 0 : 1 }
        let sorted = names.map { (folded: Self.folded($0), name: $0) }
            .sorted { (isDICOM($0.folded), BytePath($0.name)) < (isDICOM($1.folded), BytePath($1.name)) }
        var listing = Listing()
        for (folded, name) in sorted {
            listing.names[folded] = listing.names[folded] ?? name
            let stem = Self.stem(folded)
            if stem != folded { listing.stems[stem] = listing.stems[stem] ?? name }
        }
        listings[folder] = listing
        return listing
    }

    private static func folded(_ name: [UInt8]) -> [UInt8] {
        var result = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if let sign = result.lastIndex(of: UInt8(ascii: ";")), sign > 0, sign + 1 < result.count,
            result[(sign + 1)...].allSatisfy({ (0x30...0x39).contains($0) })
        {
            result.removeSubrange(sign...)
        }
        if result.count > 1, result.last == UInt8(ascii: ".") { result.removeLast() }
        return result
    }

    private static func stem(_ folded: [UInt8]) -> [UInt8] {
        guard let stop = folded.lastIndex(of: UInt8(ascii: ".")), stop > 0 else { return folded }
        return Array(folded[..<stop])
    }
}
