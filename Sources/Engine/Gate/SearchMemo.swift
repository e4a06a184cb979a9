// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Values in which the whole search found nothing, for the files of one patient and study.
///
/// A value is known by all that decides what a search of it finds, so that no answer depends on the files before. UIDs of one file
/// alone are no part of the study: whether one of them may be in the value is asked each time.
final class SearchMemo {
    /// All that decides besides the study itself.
    struct Key: Hashable {
        fileprivate let bytes: [UInt8]
        fileprivate let value: Range<Int>

        init(_ value: WrittenValue, _ decision: Decision, _ instance: SearchedInstance) {
            let element = instance.dataSet.nodes[value.node]
            let isUnicode = value.isPlanned && decision.isUnicode
            var bytes: [UInt8] = []
            bytes.reserveCapacity(value.bytes.count + 40)
            withUnsafeBytes(of: element.tag.number) { bytes += $0 }
            bytes += element.vr.rawValue.utf8
            bytes += value.vr.rawValue.utf8
            bytes.append((value.isPlanned ? 1 : 0) | (decision.action == .clean ? 2 : 0) | (isUnicode ? 4 : 0))
            bytes += instance.declaredSet(at: value.node)
            bytes.append(0)
            if element.tag.isOfCodingScheme, let scheme = instance.dataSet.find(.codingSchemeDesignator, in: element.parent) {
                bytes += instance.dataSet.value(of: scheme)
            }
            bytes.append(0)
            let start = bytes.count
            bytes += value.bytes
            self.value = start..<bytes.count
            self.bytes = bytes
        }

        static func == (left: Key, right: Key) -> Bool { left.value == right.value && left.bytes == right.bytes }
        func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

        fileprivate var isPlain: Bool { !bytes[value].contains { $0 >= 0x80 || $0 == 0x1B } }
    }

    private static let mostBytes = 1 << 18
    /// Whether some UID may be in the value.
    private var clean: [Key: Bool] = [:]
    private(set) var size = 0

    /// Whether nothing was found in the value, nor can one of the file's own UIDs be in it.
    func holds(_ key: Key, _ index: IdentifierIndex) -> Bool {
        guard let mayHoldUID = clean[key] else { return false }
        guard mayHoldUID else { return true }
        return key.isPlain && !key.bytes.withUnsafeBytes { index.mayHoldOwn(UnsafeRawBufferPointer(rebasing: $0[key.value])) }
    }

    /// - Parameter texts: The value as it was decoded.
    func insert(_ key: Key, _ index: IdentifierIndex, _ texts: @autoclosure () -> [String]) {
        guard key.bytes.count <= Self.mostBytes / 8 else { return }
        let mayHoldUID = key.isPlain || key.bytes.withUnsafeBytes { index.mayHoldUID(UnsafeRawBufferPointer(rebasing: $0[key.value]), texts()) }
        size += key.bytes.count + 64
        if size > Self.mostBytes {
            clean = [:]
            size = key.bytes.count + 64
        }
        clean[key] = mayHoldUID
    }
}
