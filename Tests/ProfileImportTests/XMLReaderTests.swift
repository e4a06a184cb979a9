// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ProfileImport

@Suite struct XMLReaderTests {
    @Test(
        "Text that is not well-formed is refused at its place",
        arguments: [
            ("", 1, 1), ("<a>", 1, 4), ("<a></b>", 1, 7), ("<a>\n</a", 2, 4), ("<a/><b/>", 1, 7), ("<a x=1/>", 1, 6), ("<a x='1' x='2'/>", 1, 15),
            ("<a x='<'/>", 1, 7), ("<a>&nbsp;</a>", 1, 4), ("<a>&#0;</a>", 1, 4), ("<a><!-- </a>", 1, 13), ("<a><![CDATA[</a>", 1, 17),
            ("<a/>text", 1, 9), ("<a x='1'y='2'/>", 1, 9), ("<a>\u{1}</a>", 1, 4), ("<a/><!DOCTYPE a>", 1, 14), ("<a>\u{0}</a>", 1, 4),
        ])
    func refuses(_ text: String, _ line: Int, _ column: Int) {
        #expect(throws: XMLReader.Failure(line: line, column: column)) { try XMLReader.events(of: text) }
    }

    @Test("Attributes, references, CDATA, comments and ends of lines read as XML says") func reads() throws {
        let text =
            "\u{FEFF}<?xml version=\"1.0\"?>\r\n<!DOCTYPE s [<!ENTITY e 'x'>]>\r\n<s a=\"1&lt;2\" b='say\n&quot;hi&quot;'>"
            + "<!-- no <e> -->A&amp;B&#x41;&#66;<![CDATA[<&]]>\r\n<e/></s>\n"
        #expect(
            try XMLReader.events(of: text) == [
                .start(name: "s", attributes: ["a": "1<2", "b": "say \"hi\""], line: 3), .text("A&BAB"), .text("<&"), .text("\n"),
                .start(name: "e", attributes: [:], line: 5), .end(name: "e"), .end(name: "s"),
            ])
    }
}
