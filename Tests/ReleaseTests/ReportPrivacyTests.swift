// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// No original value in any form of the report, and nothing that a value could do to its reader.
@Suite struct ReportPrivacyTests {
    let folder = try! TemporaryFolder()
    static let formats = ["table", "json", "csv", "html"]

    /// Every value of every text element of the sample longer than three characters, but short numbers and UIDs of the standard.
    static let values: Set<String> = {
        var result: Set<String> = []
        for url in Location.files(below: Location.fixtures.appending(path: "pacs-export")) {
            guard let file = try? DICOMFile(path: Array(url.path.utf8), scratchDirectory: NSTemporaryDirectory()), let dataSet = try? file.dataSet()
            else { continue }
            for (index, node) in dataSet.nodes.enumerated() where node.kind == .element && node.vr.isText {
                for part in dataSet.value(of: index).split(separator: UInt8(ascii: "\\")) {
                    let value = String(decoding: part, as: UTF8.self).trimmingCharacters(in: .whitespaces.union(.controlCharacters))
                    guard value.count > 3, !value.contains("\u{FFFD}"), UIDRegistry.kind(of: value) == nil else { continue }
                    if value.count < 6, Double(value) != nil { continue }
                    result.insert(value)
                }
            }
        }
        return result
    }()

    /// Creators of published lists and defined terms are named: modalities, and DATE and IMAGE, which the sample has as Value Types and the report
    /// as words of its own.
    private static func isListed(_ value: String) -> Bool {
        ["RTPLAN", "RTSTRUCT", "DATE", "IMAGE", "SIEMENS MR HEADER", "SIEMENS CSA HEADER", "SIEMENS MR SDS 01", "GEMS_PARM_01", "GEMS_SERS_01"]
            .contains {
                $0.contains(value)
            }
    }

    /// What the report says whatever the input: the report of a file that has every attribute of the sample, and other values.
    private func ownWords(_ format: String) throws -> String {
        let file = folder.appending("own.dcm")
        var dataSet = DataSetBuilder()
        for entry in DataDictionary.all where entry.tag.group >= 8 && entry.tag.group < 0x7FE0 && entry.vr.isText && !entry.keyword.isEmpty {
            dataSet.add(entry.tag, entry.vr, entry.tag == .sopClassUID ? Sample.ctImageStorage : entry.vr == .UI ? "1.2.3" : "")
        }
        try Data(FileBytes.file(dataSet.build())).write(to: file)
        return try Program(["report", file.path, "--quiet", "--format", format]).output
    }

    @Test("Without --show-values no value of any header occurs in any form", arguments: ["basic", "ai-labeling"])
    func noValues(profile: String) throws {
        #expect(Self.values.count > 300)
        for format in Self.formats {
            let run = try Program(["report", ReportEqualityTests.export, "--quiet", "--format", format, "--profile", profile])
            let own = try ownWords(format)
            #expect(run.exitCode == 2)
            for value in Self.values where (run.output + run.errors).contains(value) && !own.contains(value) {
                guard !Self.isListed(value) else { continue }
                Issue.record("a value of \(value.count) characters, \(value.prefix(2))..., in \(format)")
            }
        }
    }

    @Test("The page of a release holds no value of any header that is not kept on purpose") func releasePage() throws {
        let sample = try SampleRelease.shared.get()
        let page = try String(contentsOf: sample.release.appending(path: "REPORT.html"), encoding: .utf8)
        let own = try ownWords("html")
        for value in Self.values where page.contains(value) && !own.contains(value) {
            guard !Self.isListed(value) else { continue }
            Issue.record("a value of \(value.count) characters, \(value.prefix(2))...")
        }
        let sums = try String(contentsOf: sample.release.appending(path: "SHA256SUMS"), encoding: .utf8)
        #expect(sums.contains("  REPORT.html\n"))
    }

    @Test("A page that was changed does not verify") func changedPage() throws {
        let sample = try SampleRelease.shared.get()
        let copy = folder.appending("copy")
        try FileManager.default.copyItem(at: sample.release, to: copy)
        #expect(try Program(["verify", copy.path]).exitCode == 0)
        try Data("<p>".utf8).write(to: copy.appending(path: "REPORT.html"))
        #expect(try Program(["verify", copy.path]).exitCode == 3)
        try FileManager.default.removeItem(at: copy.appending(path: "REPORT.html"))
        #expect(try Program(["verify", copy.path]).exitCode == 3)
    }

    // MARK: - Malicious values

    private func maliciousFile() throws -> URL {
        let file = folder.appending("bad.dcm")
        try Data(Self.malicious).write(to: file)
        return file
    }

    private static let malicious: [UInt8] = {
        var builder = DataSetBuilder()
        builder.add(.specificCharacterSet, .CS, "ISO_IR 192")
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        builder.add(.sopInstanceUID, .UI, "1.2.3.4.5")
        builder.add(.modality, .CS, "<script>alert(1)")
        builder.add(.manufacturer, .LO, "<script>alert(1)</script>")
        builder.add(AttributeTag(0x0008, 0x1030), .LO, "=cmd()|' /C calc'!A0")
        builder.add(AttributeTag(0x0008, 0x103E), .LO, "abc\u{202E}fdp.exe\u{7}\u{1B}[31m\r\nX")
        builder.add(.manufacturerModelName, .LO, "<img src=x onerror=alert(1)>")
        builder.add(AttributeTag(0x0009, 0x0010), .LO, "<script>alert(2)</script>")
        builder.add(AttributeTag(0x0009, 0x1001), .LO, "@SUM(1+1)*cmd")
        builder.add(.patientName, .PN, "+1+1=2^\"quoted\", and more")
        builder.add(.patientID, .LO, "320123456789011234")
        builder.add(.studyInstanceUID, .UI, "1.2.3")
        builder.add(.seriesInstanceUID, .UI, "1.2.3.4")
        builder.add(AttributeTag(0x0020, 0x4000), .LT, "-\tone\ttwo")
        builder.add(AttributeTag(0x0040, 0xA160), .UT, String(repeating: "ten megabytes ", count: 750_000))
        return FileBytes.file(builder.build())
    }()

    @Test("Values that want to do something are shown as text, or not at all", arguments: formats, ["none", "masked", "full"])
    func malicious(format: String, values: String) throws {
        let output = folder.appending("report")
        let file = try maliciousFile()
        let run = try Program(
            ["report", file.path, "--quiet", "--format", format, "--output", output.path] + (values == "none" ? [] : ["--show-values=\(values)"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        #expect(text.utf8.count < 1_000_000)
        if format == "html" { #expect(!text.contains("<script>alert") && !text.contains("<img src=x")) }
        let isHarmless = text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\r" || format == "html" && scalar == "\t"
                || scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value)
        }
        #expect(isHarmless)
        if format == "csv" {
            for field in text.split(whereSeparator: { ",\r\n".contains($0) }) {
                let first = field.first { $0 != "\"" }
                #expect(!(field.first == "=" || field.first == "@" || field.first == "+" || field.first == "-") && first != "=", "\(field)")
            }
        }
        // The page may show less.
        #expect(text.contains("320123456789011234") == (values == "full") || format == "html" && values == "full")
        if values == "masked", format != "html" { #expect(text.contains("320***********1234")) }
        let mode = try FileManager.default.attributesOfItem(atPath: output.path)[.posixPermissions] as? Int
        if values != "none" { #expect(mode == 0o600) }
    }

    @Test("Whole values do not go into a pipe, and are warned of") func full() throws {
        let file = try maliciousFile()
        let refused = try Program(["report", file.path, "--quiet", "--show-values=full"])
        #expect(refused.exitCode == 64 && refused.output.isEmpty)
        #expect(try Program(["inspect", file.path, "--show-values=full"]).exitCode == 64)
        let allowed = try Program(["report", file.path, "--quiet", "--show-values=full", "--output", folder.appending("r").path])
        #expect(allowed.exitCode == 0 && allowed.errors.contains("like the originals"))
    }

    @Test("CSV begins with a byte order mark where one is asked for, and every line has the fields of the first") func csv() throws {
        let run = try Program(["report", try maliciousFile().path, "--quiet", "--format", "csv", "--bom"])
        #expect(run.output.unicodeScalars.first == "\u{FEFF}")
        let plain = try Program(["report", try maliciousFile().path, "--quiet", "--format", "csv"]).output
        #expect(plain.hasPrefix("path,keyword,vr,"))
        for line in plain.split(separator: "\r\n") {
            var isQuoted = false
            let commas = line.count { character in
                if character == "\"" { isQuoted.toggle() }
                return character == "," && !isQuoted
            }
            #expect(commas == 9, "\(line)")
        }
    }
}
