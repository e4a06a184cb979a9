// SPDX-License-Identifier: Apache-2.0

import CTextSight
import Testing

@Suite struct TextSightTests {
    /// Boxes as rows of numbers, so that they compare.
    private func boxes(in plane: DrawnPlane, isPlain: Bool = false, tile: Int32 = 240) throws -> [[Int32]] {
        var found = Array(repeating: textsight_box(), count: 200)
        var count = 0
        let status = textsight_find_by(
            plane.values, UInt32(plane.columns), UInt32(plane.rows), &found, found.count, &count, isPlain ? 1 : 0, tile)
        try #require(status == TEXTSIGHT_OK)
        return found.prefix(count).map { [$0.left, $0.top, $0.right, $0.bottom, $0.score, $0.is_weak] }
    }

    @Test("A plane of one value, of noise, or too small for a letter has no text")
    func seesNothing() throws {
        var noise = DrawnPlane(columns: 128, rows: 96)
        noise.addNoise(upTo: 200)
        #expect(try boxes(in: noise).isEmpty)
        #expect(try boxes(in: DrawnPlane(columns: 64, rows: 64, value: 1000)).isEmpty)
        var small = DrawnPlane(columns: 200, rows: 15)
        _ = small.write("SMITH", left: 4, top: 4, dot: 1, value: 255)
        #expect(try boxes(in: small).isEmpty)
    }

    @Test("Letters of any size and either polarity are found whole", arguments: [1, 2, 3, 5], [UInt16(0), 255])
    func findsLetters(dot: Int, ground: UInt16) throws {
        var plane = DrawnPlane(columns: 30 * dot * 2 + 60, rows: 7 * dot + 60, value: ground)
        let ink = plane.write("SMITH 1970", left: 20, top: 30, dot: dot, value: 255 - ground)
        let found = try boxes(in: plane)
        // Words may have boxes of their own; what matters is that no dot lies outside all of them.
        let outside = plane.values.indices.filter { index in
            guard plane.values[index] != ground else { return false }
            let (x, y) = (Int32(index % plane.columns), Int32(index / plane.columns))
            return !found.contains { $0[0] <= x && x < $0[2] && $0[1] <= y && y < $0[3] }
        }
        #expect(outside.isEmpty, "\(dot) pixels a dot: \(found) for \(ink)")
    }

    @Test("Every processor, every division into parts and every affine copy gives the same boxes")
    func isTheSameEverywhere() throws {
        var plane = DrawnPlane(columns: 170, rows: 106, value: 300)
        plane.addNoise(upTo: 100)
        _ = plane.write("SMITH ANNA", left: 20, top: 20, dot: 2, value: 900)
        _ = plane.write("1970", left: 110, top: 80, dot: 1, value: 0)
        let expected = try boxes(in: plane)
        #expect(!expected.isEmpty)
        #expect(try boxes(in: plane, isPlain: true) == expected)
        #expect(try boxes(in: plane, tile: 24) == expected)
        var copy = plane
        copy.values = plane.values.map { $0 * 61 + 250 }
        #expect(try boxes(in: copy) == expected)
    }

    @Test("With too little room the count is still told")
    func tellsTheCount() {
        var plane = DrawnPlane(columns: 160, rows: 64)
        _ = plane.write("SMITH", left: 20, top: 20, dot: 2, value: 255)
        var count = 0
        #expect(textsight_find(plane.values, 160, 64, nil, 0, &count) == TEXTSIGHT_TOO_MANY)
        #expect(count >= 1)
    }

    @Test("The weights are there and have a digest")
    func hasDigest() {
        #expect(String(cString: textsight_digest()).utf8.count == 64)
    }
}
