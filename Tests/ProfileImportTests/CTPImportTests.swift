// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import ProfileImport
@testable import Profiles

@Suite struct CTPImportTests {
    static let removal = #"<r en="T" t="privategroups">x</r>"#

    struct Row: Sendable, CustomTestStringConvertible {
        let tag: String
        let script: String
        /// Of the rules, in their order.
        let actions: [RuleAction]
        /// Part of a note, empty where there is none.
        let note: String
        var testDescription: String { "\(tag) \(script)" }
        init(_ tag: String, _ script: String, _ actions: [RuleAction], _ note: String = "") {
            (self.tag, self.script, self.actions, self.note) = (tag, script, actions, note)
        }
    }

    private static let year = RuleAction.generalize(Generalization(bin: nil, capInYears: nil, date: .year, prefix: nil))

    @Test(
        "A script becomes an action, or one that protects more and a note",
        arguments: [
            Row("00100030", "@empty()", [.table(.empty)]),
            Row("00100030", "@blank(8)", [.table(.empty)]),
            Row("00081030", "@remove()", [.table(.remove)]),
            Row("00081030", "", [.table(.remove)]),
            Row("00100040", "@keep()", [.table(.keep)]),
            Row("00081140", "@keep()", [.table(.keep)], "inside a kept sequence is still scrubbed"),
            Row("00081140", "@process()", [.table(.keep)]),
            Row("00080060", "@require()", [.table(.keep)], "not created"),
            Row("00080018", "@hashuid(@UIDROOT,this)", [.table(.mapUID)]),
            Row("00081030", "@hashuid(@UIDROOT,this)", [.table(.remove)], "holds no UID"),
            Row("00100020", "@hashptid(@SITEID,PatientID)", [.pseudonym], "cannot be joined"),
            Row("00100010", "@hashname(this,6,2)", [.pseudonym]),
            Row("00120040", "@always()@hashptid(@SITEID,PatientID)", [.pseudonym], "absent is not created"),
            Row("00080050", "@hash(this,16)", [.hash(length: 16)]),
            Row("00080050", "@hash(this,4)", [.hash(length: nil)]),
            Row("00080050", "@hash(StudyInstanceUID,16)", [.table(.empty)], "@hash of another attribute"),
            Row("00080020", "@incrementdate(this,@DATEINC)", [.shiftDate], "computed for each patient"),
            Row("00080020", "@hashdate(this,PatientID)", [.shiftDate]),
            Row("00080020", "@incrementdate(SeriesDate,-5)", [.table(.empty)], "of another attribute"),
            Row("00080020", "@modifydate(this,*,1,1)", [year]),
            Row("00080020", "@modifydate(this,2000,*,*)", [.table(.empty)], "this form of @modifydate"),
            Row("00101010", "@round(this,10)", [.generalize(Generalization(bin: 10, capInYears: 89, date: nil, prefix: nil))], "centres its bands"),
            Row("00102180", "@truncate(this,3)", [.generalize(Generalization(bin: nil, capInYears: nil, date: nil, prefix: 3))]),
            Row("00120030", "@param(@SITEID)", [.replace("7")]),
            Row("00120031", "Site @param(@SITEID)", [.replace("Site 7")]),
            Row("00120030", "@param(@NONE)", [.table(.empty)], "does not set"),
            Row("00080080", "Somewhere", [.replace("Somewhere")]),
            Row("00081010", "A name that is too long", [.table(.removeEmptyOrDummy)], "cannot hold"),
            Row("00080020", "20200101", [.table(.empty)], "cannot hold"),
            Row("00080080", "@contents(this,\"[0-9]\")", [.table(.removeEmptyOrDummy)], "@contents cannot"),
            Row("00080080", "@lookup(this,site)", [.table(.removeEmptyOrDummy)], "@lookup cannot"),
            Row("00080080", "@date()", [.table(.removeEmptyOrDummy)], "@date cannot"),
            Row("00080080", "@integer(this,ptid,8)", [.table(.removeEmptyOrDummy)]),
            Row("00080080", "@encrypt(this,\"k\")", [.table(.removeEmptyOrDummy)]),
            Row("00080080", "@somethingnew(this)", [.table(.removeEmptyOrDummy)], "@somethingnew"),
            Row("00080080", "@keep() @contents(StationName)", [.table(.removeEmptyOrDummy)], "put together with @keep"),
            Row("00080080", "@if(this,isblank){@keep()}{@empty()}", [.table(.empty)]),
            Row("00080080", "@if(this,exists){@empty()}{@remove()}", [.table(.empty)]),
            Row("00080080", "@if(Modality,equals,\"CT\"){@keep()}{@remove()}", [.table(.remove), .table(.keep)]),
            Row("00080080", "@if(Modality,contains,\"R\"){@keep()}{@empty()}", [.table(.empty), .table(.keep)]),
            Row("00080080", "@if(this,contains,\"X\"){@keep()}{@remove()}", [.table(.remove)], "protects more"),
            Row("00080080", "@if(Modality,matches,\"C.\"){@keep()}{@empty()}", [.table(.empty)], "protects more"),
            Row("00080080", "@if(Modality,equals){@keep()}", [.table(.removeEmptyOrDummy)], "not complete"),
            Row("0020000d", "@select(){@keep()}{@hashuid(@UIDROOT,this)}", [.table(.mapUID)], "at every level"),
            Row("00120062", "@always()YES", [], "writes this attribute itself"),
            Row("00120064", "113100/113105", [], "writes this attribute itself"),
            Row("00020016", "@keep()", [], "writes this attribute itself"),
            Row("00131010", "@keep()", [], "without its creator"),
            Row("0019[ACME 1]0c", "@keep()", [.table(.keep)], "compared with its case"),
            Row("zz", "@keep()", [], "is no tag"),
        ])
    func scripts(_ row: Row) throws {
        let script = row.script.replacing("\"", with: "&quot;")
        let xml = "<script>\n<p t=\"SITEID\">7</p>\n<e en=\"T\" t=\"\(row.tag)\" n=\"x\">\(script)</e>\n\(Self.removal)</script>"
        let result = try ImportedProfile(from: xml, file: "a.script")
        let actions = try loaded(result.yaml).rules.compactMap { rule -> RuleAction? in
            if case .element(_, let action) = rule.target { return action }
            return nil
        }
        #expect(actions == row.actions, "\(result.yaml)")
        if row.note.isEmpty {
            #expect(result.notes.allSatisfy { $0.lines == [3] })
        } else {
            #expect(result.notes.contains { $0.lines == [3] && $0.message.contains(row.note) }, "\(result.notes)")
        }
    }

    @Test(
        "Quarantine in a condition becomes a rule for files",
        arguments: [
            ("@if(Modality,equals,\"US\"){@quarantine()}{@keep()}", "US"), ("@if(Modality,equals,\"US\"){@skip()}{@keep()}", "US"),
            ("@if(this,equals,\"US\"){@keep()}{@quarantine()}", "US"),
        ])
    func quarantine(_ script: String, _ value: String) throws {
        let xml = "<script><e en=\"T\" t=\"00080060\" n=\"x\">\(script.replacing("\"", with: "&quot;"))</e></script>"
        let rules = try loaded(try ImportedProfile(from: xml, file: "a").yaml).rules
        let file = try #require(rules.first { $0.target == .file(.quarantine) })
        #expect(file.conditions.first?.test == (script.hasSuffix("{@quarantine()}") ? .noneOf([value]) : .anyOf([value])))
    }

    @Test("Unspecified elements make an allow-list; kept groups keep what no table protects") func groups() throws {
        let xml = """
            <script>
            <k en="T" t="0018">Keep</k>
            <k en="T" t="0028">Keep</k>
            <k en="T" t="safeprivateelements">Keep</k>
            <r en="T" t="unspecifiedelements">x</r>
            <r en="T" t="curves">x</r>
            <r en="F" t="overlays">x</r>
            <r en="F" t="privategroups">x</r>
            <r en="T" t="flowers">x</r>
            <e en="F" t="00100010" n="PatientName">@keep()</e>
            </script>
            """
        let result = try ImportedProfile(from: xml, file: "dir/my script.xml")
        let profile = try loaded(result.yaml)
        #expect(profile.name == "imported-my-script.xml" && profile.removesUnnamed && profile.options == [.retainSafePrivate])
        #expect(profile.rules.filter { $0.unlessListed }.count == 2)
        #expect(Set(result.notes.flatMap(\.lines)) == [2, 3, 4, 7, 8, 9, 10], "\(result.notes)")
    }

    @Test(
        "What is no script is an error with its line",
        arguments: [
            ("<script><e en=\"T\"", 1, "not XML"), ("<script>\n<e en=\"T\" t=\"00100010\">@remove()</e>", 2, "not XML"),
            ("<filter></filter>", 1, "whose root is <script>"), ("<script>\n<x t=\"1\"/></script>", 2, "none of <e>"),
            ("<script>\n<e en=\"T\"/></script>", 2, "none of <e>"), ("hello", 1, "neither a CTP"), ("", 1, "neither a CTP"),
        ])
    func errors(_ text: String, _ line: Int, _ says: String) {
        do {
            _ = try ImportedProfile(from: text, file: "a")
            Issue.record("no error")
        } catch {
            let error = error as? ProfileError
            #expect(error?.line == line && error?.message.contains(says) == true, "\(String(describing: error))")
        }
    }
}
