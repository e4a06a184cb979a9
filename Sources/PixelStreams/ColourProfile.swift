// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// What an ICC profile says in words (ISO 15076-1): its name, its maker, a copyright, and bytes that no tag owns. Colours do not depend on them.
enum ColourProfile {
    private static let numbers: Set<String> = [
        "XYZ ", "curv", "para", "mft1", "mft2", "mAB ", "mBA ", "sf32", "uf32", "ui08", "ui16", "ui32", "ui64", "chrm", "clro", "clrt", "meas",
        "view",
        "sig ", "dtim", "rcs2", "vcgt", "ndin", "mpet", "data",
    ]

    static func texts(in profile: [UInt8], at places: Pieces) throws(FileError) -> Pieces {
        func number(_ offset: Int) -> Int { profile[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard profile.count >= 132 else { return places }
        let tags = number(128)
        let head = 132 + 12 * tags
        guard tags <= 256, head <= profile.count else { return places }
        var isNeeded = Array(repeating: false, count: profile.count)
        for index in 0..<head { isNeeded[index] = true }
        for tag in 0..<tags {
            let offset = number(132 + 12 * tag + 4), size = number(132 + 12 * tag + 8)
            guard offset >= head, size >= 8, offset <= profile.count, size <= profile.count - offset else { continue }
            let isNumeric = numbers.contains(String(decoding: profile[offset..<offset + 4], as: UTF8.self))
            for index in offset..<offset + (isNumeric ? size : needed(of: profile[offset..<offset + size])) { isNeeded[index] = true }
        }
        var result = Pieces()
        var start = 0
        while let first = isNeeded[start...].firstIndex(of: false) {
            let end = isNeeded[first...].firstIndex(of: true) ?? profile.count
            for range in places.slice(first..<end).ranges { try result.add(range) }
            start = end
        }
        return result
    }

    /// How many first bytes of a text tag tell its form.
    private static func needed(of tag: ArraySlice<UInt8>) -> Int {
        let bytes = Array(tag)
        switch String(decoding: bytes[..<4], as: UTF8.self) {
        case "mluc" where bytes.count >= 16:
            let records = bytes[8..<12].reduce(0) { $0 << 8 | Int($1) }
            return records < 1000 ? min(bytes.count, 16 + 12 * records) : 16
        case "desc": return min(bytes.count, 12)
        default: return 8
        }
    }
}
