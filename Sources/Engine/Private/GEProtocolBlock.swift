// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The scan protocol that GE writes into (0025,"GEMS_SERS_01",1B): a length and a gzip file of lines such as `SLICEORDER "1"`.
///
/// The lines that converters of MR need stay, where their values are numbers or known words; all others go, with them the name in the gzip header.
enum GEProtocolBlock {
    private static let mostBytes = 1 << 20

    /// - Returns: The block with the lines that may stay, not compressed, so that it can be searched; `nil` if the bytes are not such a block.
    static func cleaned(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 22, Array(bytes[4..<7]) == [0x1F, 0x8B, 0x08], let text = inflated(Array(bytes[4...])) else { return nil }
        let kept = String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap(cleanedLine).joined(separator: "\n") + "\n"
        guard kept.utf8.count <= 0xFFFF else { return nil }
        let file = stored(Array(kept.utf8))
        return little(UInt32(file.count)) + file + (file.count % 2 == 1 ? [0] : [])
    }

    private static func cleanedLine(_ line: Substring) -> String? {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[1].utf8.count >= 2, parts[1].hasPrefix("\""), parts[1].hasSuffix("\"") else { return nil }
        let key = String(parts[0]), value = parts[1].dropFirst().dropLast()
        if numbers.contains(key) {
            // A list of numbers, one for each phase; none of them long enough to be a date or an identity.
            let isNumbers =
                value.utf8.count <= 512 && value.split { " ,;".contains($0) }.allSatisfy { $0.utf8.count <= 10 && Double($0)?.isFinite == true }
            return isNumbers || key == "DELACQ" && value == "Minimum" ? "\(key) \"\(value)\"" : nil
        }
        guard key == "IOPT" else { return nil }
        let words = value.split(separator: ",").map { trimmed(String($0)) }.filter { options.contains($0.uppercased()) }
        return words.isEmpty ? nil : "IOPT \"\(words.joined(separator: ", "))\""
    }

    private static let numbers: Set<String> = [
        "SLICEORDER", "VIEWORDER", "NOSLC", "MBACCEL", "DELACQ", "DELACQNOAV", "DELAYS1", "PHASEDELAYS1", "NUMSHOTS", "NECHO", "TR", "TE", "FLIPANG",
        "SLTHICK", "SPC", "TEMPORALPHASES",
        "SLPERLOC", "MATRIXX", "MATRIXY", "PHASEFOV", "NEX",
    ]

    private static let options: Set<String> = [
        "MPHVAR", "MPHASE", "EPIRT", "ASL", "3DASL", "CINE", "PSIR", "FLAIR", "CUBE", "RTR", "RT", "TRRF", "GRX", "SAT", "TAILORED RF", "DW", "DTI",
        "MUSE", "HYPERSENSE", "POWER",
        "EPI", "FMRI", "DIFF", "ASSET", "ARC", "HYPERBAND", "MPH", "FAST", "EDR", "SEQ", "FC", "FR", "NPW", "ZIP512", "ZIP2", "ZIP4", "IRP", "PROP",
        "FLEX",
    ]

    private static func inflated(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: mostBytes)
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                return inflate(&stream, Z_FINISH) == Z_STREAM_END ? Array(output.prefix(Int(stream.total_out))) : nil
            }
        }
    }

    /// A gzip file of one stored block, without name and time (RFC 1951 section 3.2.4, RFC 1952 section 2.3).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        let check = bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, uInt($0.count))) }
        return [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF, 1] + little(count) + little(~count) + bytes + little(check) + little(UInt32(bytes.count))
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
