// SPDX-License-Identifier: Apache-2.0

import CSHA256
import Crypto
import Testing

/// The digests of two streams at once are those of each.
@Suite struct TwoDigestsTests {
    static let bytes: [UInt8] = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &>> 3) }

    private func digest(_ hash: csha256) -> [UInt8] {
        var hash = hash
        var result = [UInt8](repeating: 0, count: 32)
        csha256_end(&hash, &result)
        return result
    }

    @Test(
        "Whatever stands in front, and however the bytes are cut",
        arguments: [0, 1, 55, 56, 63, 64, 65, 127, 1000], [1, 3, 63, 64, 65, 128, 4099, 100_000])
    func equal(_ head: Int, _ piece: Int) {
        var whole = csha256()
        var pixels = csha256()
        csha256_begin(&whole)
        csha256_begin(&pixels)
        Self.bytes.withUnsafeBufferPointer { bytes in
            let start = bytes.baseAddress!
            csha256_add(&whole, start, head)
            let end = piece < 64 ? head + 3000 : bytes.count
            for place in stride(from: head, to: end, by: piece) { csha256_add_to_both(&whole, &pixels, start + place, min(piece, end - place)) }
            #expect(digest(whole) == Array(SHA256.hash(data: Self.bytes[..<end])))
            #expect(digest(pixels) == Array(SHA256.hash(data: Self.bytes[head..<end])))
        }
    }

    @Test("Nothing has a digest too") func nothing() {
        var hash = csha256()
        csha256_begin(&hash)
        #expect(digest(hash) == Array(SHA256.hash(data: [UInt8]())))
    }
}
