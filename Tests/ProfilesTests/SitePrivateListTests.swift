// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Standard
import Testing

@testable import Profiles

@Suite struct SitePrivateListTests {
    static let header = "private_creator,group,element_offset,vr,disposition\n"

    struct Mistake: Sendable, CustomTestStringConvertible {
        let csv: String
        let line: Int
        let says: String
        var testDescription: String { says }
    }

    @Test(
        "A mistake in a list is reported with file, line and what to do",
        arguments: [
            Mistake(csv: "", line: 1, says: "it names the columns"),
            Mistake(csv: header, line: 1, says: "leave it out"),
            Mistake(csv: "private_creator;group;element_offset;vr;disposition\nA;0019;0C;DS;keep\n", line: 1, says: "save the file with commas"),
            Mistake(csv: "private_creator\tgroup\n", line: 1, says: "tabs; save the file with commas"),
            Mistake(csv: "private_creator,group,element_offset,vr\n", line: 1, says: "'disposition' is missing"),
            Mistake(csv: "creator,group,element_offset,vr,disposition\n", line: 1, says: "there is no column 'creator'"),
            Mistake(csv: "group,group,element_offset,vr,disposition\n", line: 1, says: "stands here twice"),
            Mistake(csv: header + "A,0019,0C,DS\n", line: 2, says: "has 4 fields"),
            Mistake(csv: header + "A, Inc,0019,0C,DS,keep\n", line: 2, says: "quotation marks"),
            Mistake(csv: header + "\"A,0019,0C,DS,keep\nB,0019,0D,DS,keep\n", line: 2, says: "not closed"),
            Mistake(csv: header + "A \"x\",0019,0C,DS,keep\n", line: 2, says: "inside a field"),
            Mistake(csv: header + "\"A\" x,0019,0C,DS,keep\n", line: 2, says: "follows a closing"),
            Mistake(csv: header + "\n ,0019,0C,DS,keep\n", line: 3, says: "'private_creator' is empty"),
            Mistake(csv: header + "A\\B,0019,0C,DS,keep\n", line: 2, says: "no backslash"),
            Mistake(csv: header + "A,0018,0C,DS,keep\n", line: 2, says: "'group' is an odd number"),
            Mistake(csv: header + "A,0007,0C,DS,keep\n", line: 2, says: "'group' is an odd number"),
            Mistake(csv: header + "A,19,0C,DS,keep\n", line: 2, says: "'group' is an odd number"),
            Mistake(csv: header + "A,0019,100C,DS,keep\n", line: 2, says: "'element_offset' is"),
            Mistake(csv: header + "A,0019,0G,DS,keep\n", line: 2, says: "'element_offset' is"),
            Mistake(csv: header + "A,0019,0C,XX,keep\n", line: 2, says: "'vr' is one VR"),
            Mistake(csv: header + "A,0019,0C,US or SS,keep\n", line: 2, says: "'vr' is one VR"),
            Mistake(csv: header + "A,0019,0C,DS,\n", line: 2, says: "'disposition' is one of"),
            Mistake(csv: header + "A,0019,0C,DS,Keep\n", line: 2, says: "'disposition' is one of"),
            Mistake(csv: header + "A,0019,0C,DS,keep\nA,0019,0c,DS,remove\n", line: 3, says: "stands in line 2 already"),
        ])
    func mistakes(_ mistake: Mistake) {
        do throws(ProfileError) {
            _ = try SitePrivateList(file: "site.csv", text: mistake.csv).elements()
            Issue.record("no error")
        } catch {
            #expect(error.profile == "site.csv" && error.line == mistake.line && error.message.contains(mistake.says), "\(error)")
        }
    }

    @Test("Quotes, line ends of Windows and a byte order mark are read") func forms() throws {
        let csv = "\u{FEFF}disposition,private_creator,group,element_offset,vr,comment\r\nkeep,\"ACME \"\"X\"\", Inc\",0019,0c,,why\r\n\r\n"
        let elements = try SitePrivateList(file: "site.csv", text: csv).elements()
        #expect(elements == [.init(creator: "ACME \"X\", Inc", group: 0x0019, offset: 0x0C): SafePrivateElement(vr: nil, disposition: .keep)])
    }

    @Test("Of rows for several sequences the most protective counts") func inside() throws {
        let csv = "private_creator,group,element_offset,vr,disposition,inside\nA,0019,0C,DS,keep,\nA,0019,0C,LO,remove,X\nA,0019,0C,DS,hash-uid,Y\n"
        let elements = try SitePrivateList(file: "site.csv", text: csv).elements()
        #expect(elements.values.first == SafePrivateElement(vr: nil, disposition: .remove))
    }

    @Test("A list beside the profile travels in the bundle and counts in the digest") func bundle() throws {
        let folder = try TemporaryFolder()
        let profile = folder.path + "/own.yaml", list = folder.path + "/lists.csv"
        try Data("extends: basic\noptions: [retain-safe-private]\nprivate-lists: [ps3.15, lists.csv]\n".utf8).write(to: URL(fileURLWithPath: profile))
        func load(_ csv: String) throws -> ConfidentialityProfile {
            try Data(csv.utf8).write(to: URL(fileURLWithPath: list))
            return try ConfidentialityProfile.load(nameOrPath: profile)
        }
        let first = try load(Self.header + "ACME,0019,0C,DS,keep\n")
        let second = try load(Self.header + "ACME,0019,0C,DS,remove\n")
        #expect(first.digest != second.digest)
        try FileManager.default.removeItem(atPath: list)
        try FileManager.default.removeItem(atPath: profile)
        let again = try ConfidentialityProfile.load(first.bundle)
        #expect(again.digest == first.digest && again.privateLists.map(\.name) == ["ps3.15", "lists.csv"])
        #expect(again.privateLists[1].element(creator: "ACME", group: 0x0019, offset: 0x0C)?.disposition == .keep)
    }

    @Test("A list that is not there is an error with its line") func missing() throws {
        let bundle = ProfileBundle(
            name: "own", sources: ["own": "extends: basic\nprivate-lists: [gone.csv]\n", "basic": ShippedProfile.text(named: "basic")!], added: [],
            keepsWeekday: false)
        do {
            _ = try ConfidentialityProfile.load(bundle)
            Issue.record("no error")
        } catch let error as ProfileError {
            #expect(error.line == 2 && error.message.contains("check it and the permissions"))
        }
    }
}
