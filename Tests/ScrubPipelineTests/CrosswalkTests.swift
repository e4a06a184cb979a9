// SPDX-License-Identifier: Apache-2.0

import Engine
import Filesystem
import Foundation
import GRDB
import Pseudonyms
import Records
import Relink
import ScrubTestSupport
import Testing

@testable import RunState
@testable import ScrubPipeline

/// Who is behind a pseudonym, sealed.
@Suite struct CrosswalkTests {
    let folder = try! TemporaryFolder()
    static let key = SiteKey(Array(0..<32))!

    func path(_ name: String) -> BytePath { BytePath(folder.appending(name).path) }

    func entry(_ original: String, _ kind: CrosswalkPair.Kind = .uid, key: SiteKey = key) throws -> CrosswalkEntry {
        let sealer = CrosswalkSealer(key: key.derive(project: "p", purpose: .crosswalk))
        return try #require(sealer.entry(CrosswalkPair(kind: kind, pseudonym: "2.25.1", original: original), study: "2.25.9"))
    }

    @Test("Of two originals behind one pseudonym the same one stays, whichever came first; equal ones are sealed alike") func order() throws {
        let (one, two) = (try entry("1.2"), try entry("1.3"))
        #expect(try entry("1.2") == one && one.sealedOriginal != two.sealedOriginal)
        let kept = try [[one, two], [two, one]].enumerated().map { index, entries in
            let crosswalk = try Crosswalk(path: path("\(index)"))
            for entry in entries { try crosswalk.add([entry], project: "p", key: Self.key.fingerprint) }
            return try #require(try crosswalk.rows(kinds: [.uid], pseudonym: "2.25.1", project: "p").first).sealed
        }
        #expect(kept[0] == kept[1])
    }

    @Test("A worker hands each original over once, both that have one pseudonym, and goes on so however many it has handed over") func once() throws {
        let sealer = CrosswalkSealer(key: Self.key.derive(project: "p", purpose: .crosswalk))
        func isHandedOver(_ pseudonym: String, _ original: String) -> Bool {
            sealer.entry(CrosswalkPair(kind: .uid, pseudonym: pseudonym, original: original), study: "2.25.9") != nil
        }
        for number in 0...CrosswalkSealer.mostRemembered {
            #expect(isHandedOver("2.25.\(number)", "1.2"))
            #expect(!isHandedOver("2.25.\(number)", "1.2"))
        }
        #expect(isHandedOver("2.25.0", "1.2") && isHandedOver("2.25.0", "1.3"))
        #expect(!isHandedOver("2.25.0", "1.2") && !isHandedOver("2.25.0", "1.3"))
    }

    @Test("Another key opens nothing; the length of an original does not show; an instance has its study") func seal() throws {
        let key = Self.key.derive(project: "p", purpose: .crosswalk)
        let box = Data(try entry("1.2", .instance).sealedOriginal)
        #expect(CrosswalkSealer.parts(try #require(CrosswalkSealer.opened(box, key))) == ("1.2", "2.25.9"))
        #expect(CrosswalkSealer.opened(box, SiteKey.random().derive(project: "p", purpose: .crosswalk)) == nil)
        #expect(CrosswalkSealer.opened(box, Self.key.derive(project: "q", purpose: .crosswalk)) == nil)
        #expect(try entry("Li", .accession).sealedOriginal.count == entry("Whitcombe-Featherstone", .accession).sealedOriginal.count)
    }

    @Test("A crosswalk of before keys were told apart is read, taken on, and told apart when the key is rotated") func older() throws {
        let database = try DatabaseQueue(path: folder.appending("old").path)
        let old = try entry("1.2")
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE entries (project TEXT NOT NULL, kind TEXT NOT NULL, pseudonym TEXT NOT NULL, sealed BLOB NOT NULL,
                    PRIMARY KEY (project, kind, pseudonym)) WITHOUT ROWID
                    """)
            try database.execute(sql: "INSERT INTO entries VALUES ('p', 'uid', '2.25.1', ?)", arguments: [Data(old.sealedOriginal)])
        }
        try database.close()
        let before = try CrosswalkOrigins(Crosswalk(reading: path("old")), [Self.key])
        #expect(try before.uid("2.25.1")?.original == "1.2")
        #expect(throws: PipelineError.self) { try CrosswalkOrigins(Crosswalk(reading: path("old")), [SiteKey.random()]) }
        let crosswalk = try Crosswalk(path: path("old"))
        try crosswalk.settle(key: Self.key.fingerprint)
        #expect(try crosswalk.keys().values.sorted() == [Self.key.fingerprint])
        #expect(throws: PipelineError.self) { try CrosswalkOrigins(crosswalk, [SiteKey.random()]) }
        #expect(try CrosswalkOrigins(crosswalk, [SiteKey.random(), Self.key]).uid("2.25.1")?.original == "1.2")
    }

    @Test("Several files of a patient are one, whatever their order; fields of a later version are passed over") func facts() throws {
        var (one, two) = (OriginalFacts(), OriginalFacts())
        one[.name] = "Doe^Jane"
        two[.name] = "DOE^JANE"
        two[.sex] = "F"
        let merged = OriginalFacts.merged([one, two])
        #expect(merged == OriginalFacts.merged([two, one]) && merged[.name] == "DOE^JANE" && merged[.sex] == "F")
        #expect(OriginalFacts(text: merged.text + "\u{1F}more") == merged)
    }

    @Test(
        "A cell of the export is text to a spreadsheet, whatever an original says; numbers stay",
        arguments: [
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""), ("@SUM(A1)", "'@SUM(A1)"), ("-A17", "'-A17"), ("-358", "-358"), ("0012", "0012"),
            ("Doe, \"Jo\"", "\"Doe, \"\"Jo\"\"\""), ("Doe^Jane", "Doe^Jane"), ("", ""),
        ])
    func cells(_ text: String, _ cell: String) { #expect(CrosswalkSearch.cell(text) == cell) }
}
