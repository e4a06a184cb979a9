// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Glibc

/// Media Storage Directory Storage
private let mediaStorageDirectory = Array("1.2.840.10008.1.3.10".utf8)

/// Whether the content is a DICOMDIR's, told without a parser.
func isMediaDirectory(_ path: BytePath) -> Bool {
    guard let descriptor = try? FileDescriptor(opening: path, O_RDONLY | O_NONBLOCK, for: "read a file"),
        let head = try? descriptor.read(upTo: 1024), head.count > 132, Array(head[128..<132]) == Array("DICM".utf8)
    else { return false }
    guard let range = head[132...].firstRange(of: mediaStorageDirectory), range.upperBound < head.count else { return false }
    let next = head[range.upperBound]
    return next != UInt8(ascii: ".") && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
}

/// The Referenced File IDs (0004,1500) of a DICOMDIR's records.
func referencedFiles(ofMediaDirectory path: BytePath, scratchDirectory: String) -> [[BytePath]]? {
    guard let file = try? DICOMFile(path: path.bytes, scratchDirectory: scratchDirectory), let dataSet = try? file.dataSet(),
        let records = dataSet.find(AttributeTag(0x0004, 0x1220))
    else { return nil }
    return dataSet.children(of: records).compactMap { record in
        guard let index = dataSet.find(AttributeTag(0x0004, 0x1500), in: record) else { return nil }
        let components = dataSet.value(of: index).split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false)
            .map { component in
                let isPadding = { (byte: UInt8) in byte == 0x20 || byte == 0 }
                return BytePath(Array(component.drop(while: isPadding).reversed().drop(while: isPadding).reversed()))
            }
        let isSafe = components.allSatisfy { !$0.bytes.isEmpty && ![".", ".."].contains($0.text) && !$0.bytes.contains(slash) && !$0.bytes.contains(0) }
        return isSafe ? components : nil
    }
}

/// Finds files by the names that a DICOMDIR has for them: exact, or else without regard to case, `;1` and a final full stop.
final class MediaResolver {
    private let root: BytePath
    private var listings: [BytePath: [[UInt8]: [UInt8]]] = [:]

    init(_ root: BytePath) { self.root = root }

    func resolve(_ components: [BytePath]) -> BytePath {
        components.reduce(root) { folder, component in
            let exact = folder.appending(component.bytes)
            if FileStatus(exact) != nil { return exact }
            return listing(of: folder)[Self.folded(component.bytes)].map { folder.appending($0) } ?? exact
        }
    }

    private func listing(of folder: BytePath) -> [[UInt8]: [UInt8]] {
        if let known = listings[folder] { return known }
        var names: [[UInt8]] = []
        try? forEachName(in: folder) { name, _ in names.append(name) }
        names.sort { $0.lexicographicallyPrecedes($1) }
        let result = Dictionary(names.map { (Self.folded($0), $0) }) { first, _ in first }
        listings[folder] = result
        return result
    }

    private static func folded(_ name: [UInt8]) -> [UInt8] {
        var result = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if result.count > 2, result.suffix(2).elementsEqual(";1".utf8) { result.removeLast(2) }
        if result.count > 1, result.last == UInt8(ascii: ".") { result.removeLast() }
        return result
    }
}
