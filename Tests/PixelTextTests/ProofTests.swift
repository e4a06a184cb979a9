// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Engine
import Testing

@testable import PixelText

/// What may still be seen in a file that was written.
@Suite struct ProofTests {
    static let name = PixelBox(left: 0, top: 0, right: 4, bottom: 1), scale = PixelBox(left: 0, top: 3, right: 4, bottom: 4)

    private func seen() throws -> SeenPixels {
        try Picture("8 bits", pixels: PlaneTests.gray).open { file, dataSet in
            SeenPixels(
                try ImageForm(file, dataSet), nil,
                found: [Self.name, Self.scale].map { FoundText(box: $0, evidence: .text, score: 900, frame: 0) }, fill: [0], needsReview: true)
        }
    }

    @Test("What a person was shown and wants to stay may be seen afterwards, and nothing else") func person() throws {
        var seen = try seen()
        seen.review([PixelFinding(box: Self.name, evidence: .text)])
        #expect(PixelProof.isAccounted(Self.scale, seen))
        #expect(!PixelProof.isAccounted(PixelBox(left: 0, top: 1, right: 4, bottom: 3), seen))
    }

    @Test("Without a person only what lies in blanked boxes may be seen") func nobody() throws {
        let seen = try seen()
        #expect(PixelProof.isAccounted(Self.name, seen) && PixelProof.isAccounted(Self.scale, seen))
        #expect(!PixelProof.isAccounted(PixelBox(left: 0, top: 0, right: 6, bottom: 3), seen))
    }
}
