// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Engine
import Foundation
import Glibc
import Pseudonyms
import ScrubTestSupport
import Synchronization
import Testing

/// All planted files, released under one profile; made once for all tests.
final class LeakRelease: Sendable {
    let profile: ReleaseProfile
    let printed: String
    let release: URL
    let state: URL
    /// Every file of the release by its path, and the images by their names.
    private let contents: [String: [UInt8]]
    private let pathsByName: [String: String]
    private let quarantined: [String: String]

    private static let shared: [ReleaseProfile: Result<LeakRelease, any Error>] = {
        Dictionary(uniqueKeysWithValues: ReleaseProfile.allCases.map { profile in (profile, Result { try LeakRelease(profile) }) })
    }()

    static func of(_ profile: ReleaseProfile) throws -> LeakRelease { try shared[profile]!.get() }

    private static let folder = try! TemporaryFolder()
    static let key = Array(UInt8(0)..<32)
    static let identity = ProjectIdentity(siteKey: SiteKey(key)!, project: "default")
    private static let keyFile: URL = {
        let url = folder.appending("key")
        try! Data(key).write(to: url)
        try! FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        return url
    }()

    private static let planted = LeakCases.all.enumerated().map { number, planting in
        guard planting.ownsUID else { return planting }
        var planting = planting
        planting.file.elements.removeAll { $0.tag == .sopInstanceUID }
        planting.file.elements.append(RawElement(0x0008_0018, .UI, "1.2.826.0.1.3680043.10.1337.5.\(number + 1)"))
        return planting
    }
    private static let numbers = Dictionary(uniqueKeysWithValues: LeakCases.all.enumerated().map { ($1.title, $0) })

    private init(_ profile: ReleaseProfile) throws {
        self.profile = profile
        let name = profile.rawValue.replacing(" ", with: "-")
        let input = Self.folder.appending("in-" + name)
        try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
        for (number, planting) in Self.planted.enumerated() where planting.profiles.contains(profile) {
            try Data(planting.file.bytes).write(to: input.appending(path: "\(number).dcm"))
        }
        release = Self.folder.appending("out-" + name)
        state = Self.folder.appending("state-" + name)
        let run = try Program(
            ["scrub", input.path, "--output", release.path, "--state", state.path, "--key", Self.keyFile.path, "--jobs", "2", "--quiet"]
                + profile.arguments)
        printed = run.output + run.errors
        contents = Dictionary(uniqueKeysWithValues: try Location.files(below: release).map { ($0.path, [UInt8](try Data(contentsOf: $0))) })
        pathsByName = Dictionary(contents.keys.map { (URL(filePath: $0).lastPathComponent, $0) }) { first, _ in first }
        let list = (try? String(contentsOf: state.appending(path: "quarantine.jsonl"), encoding: .utf8)) ?? ""
        quarantined = Dictionary(
            uniqueKeysWithValues: try list.split(separator: "\n").map { line in
                let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
                return (URL(filePath: entry["path"] as! String).lastPathComponent, "\(entry["reason"]!) \(entry["detail"] ?? "")")
            })
    }

    /// Why a planting is in quarantine.
    func quarantineReason(_ planting: Planting) -> String? { quarantined["\(Self.numbers[planting.title]!).dcm"] }

    /// The released file of a planting.
    func output(_ planting: Planting) -> (path: String, bytes: [UInt8])? {
        let name = Self.identity.uid(for: Self.planted[Self.numbers[planting.title]!].instanceUID) + ".dcm"
        return pathsByName[name].map { ($0, contents[$0]!) }
    }

    func dataSet(_ planting: Planting) throws -> DataSet {
        let found = try #require(self.output(planting), "\(profile.rawValue): not released: \(quarantineReason(planting) ?? "?")")
        return try DICOMFile(path: Array(found.path.utf8), scratchDirectory: NSTemporaryDirectory()).dataSet()
    }

    /// The flags that the manifest gives a planting.
    func manifestFlags(_ planting: Planting) throws -> [String] {
        let path = try #require(self.output(planting)).path
        let manifest = try #require(contents.first { $0.key.hasSuffix("/MANIFEST.jsonl") }).value
        for line in manifest.split(separator: 0x0A) {
            let entry = try JSONSerialization.jsonObject(with: Data(line)) as! [String: Any]
            if path.hasSuffix(entry["path"] as! String) { return entry["flags"] as? [String] ?? [] }
        }
        return []
    }

    /// Files of the release besides the images, and their own names.
    var documents: [(name: String, bytes: [UInt8])] {
        contents.filter { !$0.key.hasSuffix(".dcm") }.map { ($0.key, $0.value) }
    }

    var imagePaths: [String] { contents.keys.filter { $0.hasSuffix(".dcm") } }
}

extension Planting {
    /// Released under every one of its profiles, without what was planted, and with what has to stay.
    func expectGone(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for profile in profiles {
            let release = try LeakRelease.of(profile)
            guard let output = release.output(self) else {
                Issue.record(
                    "\(profile.rawValue): not released: \(release.quarantineReason(self) ?? release.printed)", sourceLocation: sourceLocation)
                continue
            }
            let content = Needles.lowercased(output.bytes)
            for identifier in gone + Patient.identifiers {
                for (encoding, needle) in Needles.of(identifier) where content.range(of: needle) != nil {
                    let places = (try? Self.places(of: needle, in: release.dataSet(self))) ?? []
                    Issue.record("\(profile.rawValue): '\(identifier)' (\(encoding)) is left in \(places)", sourceLocation: sourceLocation)
                    break
                }
            }
            let dataSet = try release.dataSet(self)
            for word in goneWords {
                let places = Self.places(ofWord: word, in: dataSet)
                if !places.isEmpty { Issue.record("\(profile.rawValue): the word '\(word)' is left in \(places)", sourceLocation: sourceLocation) }
            }
            for blob in goneBytes where Needles.contains(blob, in: output.bytes, exactly: true) {
                Issue.record("\(profile.rawValue): a blob is left", sourceLocation: sourceLocation)
            }
            for text in kept where !Needles.contains(Array(text.utf8), in: output.bytes, exactly: true) {
                Issue.record("\(profile.rawValue): '\(text)' is gone", sourceLocation: sourceLocation)
            }
        }
    }

    private static func places(of needle: Data, in dataSet: DataSet) -> [String] {
        dataSet.nodes.indices.filter { Needles.lowercased(Array(dataSet.value(of: $0))).range(of: needle) != nil }.map { place($0, dataSet) }
    }

    private static func places(ofWord word: String, in dataSet: DataSet) -> [String] {
        dataSet.nodes.indices.filter { index in
            let text = String(decoding: dataSet.value(of: index), as: UTF8.self)
            return text.split { !$0.isLetter && !$0.isNumber }.contains { $0.caseInsensitiveCompare(word) == .orderedSame }
        }.map { place($0, dataSet) }
    }

    private static func place(_ index: Int, _ dataSet: DataSet) -> String {
        "\(dataSet.nodes[index].tag) \(dataSet.nodes[index].vr) at depth \(dataSet.path(to: index).count)"
    }
}

/// Identifiers as bytes.
enum Needles {
    private static let known = Mutex<[String: [(String, Data)]]>([:])

    /// The text in every encoding, letters of ASCII in lower case.
    static func of(_ text: String) -> [(String, Data)] {
        known.withLock { known in
            if let found = known[text] { return found }
            let made = encodings(of: text).map { ($0.0, lowercased($0.1)) }
            known[text] = made
            return made
        }
    }

    static func lowercased(_ bytes: [UInt8]) -> Data { Data(bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }) }

    private static func encodings(of text: String) -> [(String, [UInt8])] {
        var result = [("UTF-8", Array(text.utf8))]
        let encodings: [(String, String.Encoding)] = [
            ("UTF-16LE", .utf16LittleEndian), ("UTF-16BE", .utf16BigEndian), ("Shift-JIS", .shiftJIS), ("EUC-JP", .japaneseEUC),
            ("ISO-2022-JP", .iso2022JP),
        ]
        for (name, encoding) in encodings { if let data = text.data(using: encoding) { result.append((name, [UInt8](data))) } }
        for name in ["GB18030", "BIG5", "EUC-KR"] {
            if let bytes = converted(text, name) { result.append((name, bytes)) }
        }
        var seen: Set<[UInt8]> = []
        return result.filter { $0.1.count >= 4 && seen.insert($0.1).inserted }
    }

    private static func converted(_ text: String, _ charset: String) -> [UInt8]? {
        let converter = iconv_open(charset, "UTF-8")
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = Array(text.utf8CString.dropLast())
        var output = [CChar](repeating: 0, count: input.count * 4 + 16)
        var inputLeft = input.count, outputLeft = output.count
        let size = output.count
        let isDone = input.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { to in
                var source = from.baseAddress, target = to.baseAddress
                return iconv(converter, &source, &inputLeft, &target, &outputLeft) != -1
            }
        }
        return isDone ? output.prefix(size - outputLeft).map { UInt8(bitPattern: $0) } : nil
    }

    /// ASCII letters of any case are equal.
    static func contains(_ needle: [UInt8], in bytes: [UInt8], exactly: Bool = false) -> Bool {
        let lower = { (bytes: [UInt8]) in exactly ? bytes : bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
        let (haystack, needle) = (lower(bytes), lower(needle))
        return Data(haystack).range(of: Data(needle)) != nil
    }
}
