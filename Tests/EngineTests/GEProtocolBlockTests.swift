// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct GEProtocolBlockTests {
    /// A gzip file named after the patient: her name as description, as an option and in place of a number, and a UID.
    static let block = [UInt8](
        Data(
            base64Encoded:
                """
                lgAAAB+LCAgAAAAAAANXaGl0Y29tYmUATYyxCsIwEED3fMVxswRjFepqctWDpheSSOeqgXaoOuj/m9HlLY/3giTOLANg+r6XZ0GVyFGygOO8fO\
                6v9VZgLtMDFUvIgBR4A52PleOFsxV/otr0bEmiowhoUA2S+nowB1Q5/p1QBXf2V3bV6Z1u91ttTNOao250zX5l/I7ejAAAAA==
                """
        )!)

    @Test("Of a protocol block the numbers and known words stay, and nothing else") func cleans() throws {
        let cleaned = try #require(GEProtocolBlock.cleaned(Self.block))
        let text = String(decoding: cleaned, as: UTF8.self)
        #expect(text.contains("IOPT \"EPI, FMRI\"\nSLICEORDER \"1\"\nNOSLC \"15\"\n"))
        #expect(!text.lowercased().contains("whitcombe") && !text.contains("1.2.840") && !text.contains("Supine"))
        #expect(GEProtocolBlock.cleaned(cleaned) == cleaned)
    }

    @Test(
        "What is no protocol block is not let through",
        arguments: [[], Array(block.prefix(60)), Array("no gzip file at all, but long enough to be one".utf8)] as [[UInt8]])
    func refuses(_ bytes: [UInt8]) {
        #expect(GEProtocolBlock.cleaned(bytes) == nil)
    }

    @Test("The gate reads a block that is only stored, and distrusts one that is compressed") func gate() throws {
        let tag = AttributeTag(0x0025, 0x101B)
        let node = { (bytes: [UInt8]) in Sample.instance { $0.add(tag, .OB, bytes) }.nodes.first { $0.tag == tag }! }
        let cleaned = try #require(GEProtocolBlock.cleaned(Self.block))
        #expect(CompressedText.isHeld(by: Self.block, node(Self.block)) && !CompressedText.isHeld(by: cleaned, node(cleaned)))
    }
}
