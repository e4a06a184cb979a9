// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Engine
import Filesystem
import Foundation
import Records
import Testing

@Suite struct ManifestEntryTests {
    @Test("A line is what a JSON encoder with sorted keys writes, whatever the texts hold") func encoding() throws {
        var entry = ManifestEntry(patient: "P-1", study: "1.2", series: "1.3", instance: "1.4")
        entry.bytes = 1 << 40
        entry.pixelSHA256 = "00ff"
        entry.modality = String(String.UnicodeScalarView((0...0x7F).map { Unicode.Scalar(UInt8($0)) })) + "é患者\u{2028}😀"
        for action in ActionName.allCases { entry.actions[action.rawValue] = action.rawValue.count }
        entry.flags = ["b", "a\"/\\"]
        (entry.trailingPixelBytes, entry.blankedPixelBytes, entry.zeroedPixelBytes, entry.clearedPixelBytes) = (1, 2, 3, 4)
        entry.pixelText = PixelTextEntry(
            findings: PixelFinding.Evidence.allCases.enumerated().map { number, evidence in
                PixelFinding(box: PixelBox(left: number, top: 2, right: 65535, bottom: 40), evidence: evidence)
            }, frames: 3, area: 1 << 31, isReviewed: true, weights: "00ff", reader: "5.3.0 \"eng\"")
        #expect(try fromJSON(ManifestEntry.self, entry.line) == entry)
        for _ in 0..<2 {
            let object = try JSONSerialization.jsonObject(with: Data(entry.line))
            let reference = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
            #expect(String(decoding: entry.line, as: UTF8.self) == String(decoding: reference, as: UTF8.self))
            entry.pixelText = entry.pixelText.map {
                PixelTextEntry(findings: [], frames: $0.frames, area: 0, isReviewed: false, weights: $0.weights, reader: nil)
            }
            (entry.pixelSHA256, entry.flags, entry.actions, entry.blankedPixelBytes) = (nil, nil, [:], nil)
        }
    }

    @Test("A line moves to another path with nothing else changed") func moves() throws {
        var entry = ManifestEntry(patient: "P-1", study: "1.2", series: "1.3", instance: "1.4")
        entry.flags = ["\"path\":\"images/P-1/1.2/1.3/1.4.dcm\""]
        let line = ManifestEntry.line(entry.line, moving: entry.path, to: "DICOM/P0000001/S0000001/R0000001/I0000001")
        entry.path = "DICOM/P0000001/S0000001/R0000001/I0000001"
        #expect(line == entry.line)
        #expect(ManifestEntry.line(entry.line, moving: "images/other", to: "x") == nil)
    }
}
