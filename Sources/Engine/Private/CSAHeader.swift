// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The header that Siemens MR keeps in (0029,xx10) and (0029,xx20) of `SIEMENS CSA HEADER`: named items with values as text.
///
/// Numbers say how the image was made; texts can say for whom. Of the known items numbers and terms stay, of the protocol inside the lines that
/// ``SiemensProtocol`` keeps; an item of an unknown name loses its name too.
enum CSAHeader {
    private static let numericVRs: Set<String> = ["DS", "FD", "FL", "IS", "SL", "SS", "UL", "US"]

    /// Numbers that say who or when.
    private static let removedNumbers: Set<String> = [
        "UsedPatientWeight", "PatientAge", "PatientSize", "DeviceSerialNumber", "PatientReg", "MiscSequenceParam", "ReferencedImageSequence",
    ]

    /// - Returns: The header with every other value blanked where it stands; `nil` if it does not read as one from end to end.
    static func cleaned(_ original: [UInt8]) -> [UInt8]? {
        var bytes = original
        guard bytes.count > 24 else { return nil }
        let isSecond = Array(bytes[0..<4]) == Array("SV10".utf8)
        var position = isSecond ? 8 : 0
        guard let count = number(bytes, position), (1...1000).contains(count) else { return nil }
        position += 8
        for _ in 0..<count {
            guard position + 84 <= bytes.count else { return nil }
            let name = text(bytes[position..<position + 64])
            let vr = text(bytes[position + 68..<position + 72])
            guard let items = number(bytes, position + 76), (0...4096).contains(items) else { return nil }
            let isKnown = SiemensParameters.items.contains(name)
            blankTail(of: isKnown ? name : "", in: &bytes, position..<position + 64)
            blankTail(of: numericVRs.contains(vr) || textVRs.contains(vr) ? vr : "", in: &bytes, position + 68..<position + 72)
            position += 84
            for _ in 0..<items {
                // Four numbers, one of which is the length; the first format counts from that of the first item.
                guard position + 16 <= bytes.count, let length = number(bytes, position + 4), length >= 0, position + 16 + length <= bytes.count
                else { return nil }
                position += 16
                let kept = isKnown ? cleanedValue(Array(bytes[position..<position + length]), name, vr) : []
                bytes.replaceSubrange(position..<position + length, with: kept + Array(repeating: 0, count: length - kept.count))
                let next = position + (length + 3) / 4 * 4
                // Up to three bytes of whatever was in memory.
                for index in min(position + length, bytes.count)..<min(next, bytes.count) { bytes[index] = 0 }
                position = next
            }
        }
        guard position <= bytes.count + 3 else { return nil }
        if position < bytes.count { for index in position..<bytes.count { bytes[index] = 0 } }
        return bytes
    }

    private static let textVRs: Set<String> = ["AE", "AS", "CS", "DA", "DT", "LO", "LT", "OB", "OW", "PN", "SH", "SQ", "ST", "TM", "UI", "UN", "UT"]

    /// - Returns: What stays of a value, not longer than it.
    private static func cleanedValue(_ value: [UInt8], _ name: String, _ vr: String) -> [UInt8] {
        if name == "MrPhoenixProtocol" || name == "MrProtocol" {
            guard let lines = SiemensProtocol.cleaned(value), lines.count <= value.count else { return [] }
            return lines
        }
        let text = trimmed(String(decoding: value.prefix { $0 != 0 }, as: UTF8.self))
        let isKept = numericVRs.contains(vr) ? !removedNumbers.contains(name) && SiemensProtocol.isNumber(text) : SiemensText.isTerm(text, of: name)
        return isKept ? Array(value.prefix { $0 != 0 }) : []
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> Int? {
        guard offset + 4 <= bytes.count else { return nil }
        return Int(UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16 | UInt32(bytes[offset + 3]) << 24)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }

    /// Behind the NUL of a name lies whatever was in memory.
    private static func blankTail(of name: String, in bytes: inout [UInt8], _ range: Range<Int>) {
        for index in min(range.lowerBound + name.utf8.count, range.upperBound)..<range.upperBound { bytes[index] = 0 }
    }
}
