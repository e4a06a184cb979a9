// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Profiles

/// A profile is written by people. Whatever they get wrong is an error with a line and a remedy, never a silent default.
@Suite struct ProfileMistakeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let yaml: String
        let line: Int
        let says: String
        var testDescription: String { "line \(line): \(says)" }
        init(_ yaml: String, _ line: Int, _ says: String) { (self.yaml, self.line, self.says) = (yaml, line, says) }
    }

    /// The mistake stands in line 3 or below.
    private static func rule(_ rule: String, _ line: Int, _ says: String) -> Row { Row("extends: basic\nrules:\n\(rule)\n", line, says) }
    private static func flow(_ rule: String, _ says: String) -> Row { Self.rule("  - {\(rule)}", 3, says) }

    static let form: [Row] = [
        Row("", 1, "the profile is empty"),
        Row("# only a comment\n", 1, "the profile is empty"),
        Row("basic\n", 1, "lines of 'key: value'"),
        Row("- extends: basic\n", 1, "lines of 'key: value'"),
        Row("extends: basic\nrules:\n\t- tag: PatientName\n", 3, "check the indentation"),
        Row("extends: basic\nrules:\n  - tag: PatientName\n   action: keep\n", 4, "check the indentation"),
        Row("extends: basic\n options: [retain-uids]\n", 2, "check the indentation"),
        Row("extends: basic\nrules: [\n", 3, "check the indentation"),
        Row("extends: basic\ndescription: \"open\n", 3, "check the indentation"),
        Row("extends: basic\ndescription: a: b\n", 2, "check the indentation"),
        Row("extends: basic\n---\nextends: basic\n", 2, "one document"),
        Row("extends: basic\noptions: *other\n", 2, "check the indentation"),
        Row("extends: basic\nextends: basic\n", 2, "stands here twice"),
        Row("extends: basic\noptions: []\nrules: []\noptions: []\n", 4, "stands here twice"),
        Row("extends: basic\n? [a, b]\n: c\n", 2, "a key is a plain word"),
    ]

    static let head: [Row] = [
        Row("extends: basic\nrule: []\n", 2, "'rule' is not known here"),
        Row("Extends: basic\n", 1, "'Extends' is not known here"),
        Row("extends: basic\noption: [retain-uids]\n", 2, "'option' is not known here"),
        Row("extends: [basic]\n", 1, "'extends' is a single value"),
        Row("extends:\n", 1, "'extends' is empty"),
        Row("extends: ''\n", 1, "'extends' is empty"),
        Row("extends: own\n", 1, "extends itself"),
        Row("extends: bsic\n", 1, "no such profile"),
        Row("extends: circle\n", 1, "in a circle"),
        Row("name: a b\nextends: basic\n", 1, "a name has letters"),
        Row("name: ''\nextends: basic\n", 1, "'name' is empty"),
        Row("name: [x]\nextends: basic\n", 1, "'name' is a single value"),
        Row("name: Müller\nextends: basic\n", 1, "a name has letters"),
        Row("name: \"a\\tb\"\nextends: basic\n", 1, "a name has letters"),
        Row("name: \(String(repeating: "a", count: 41))\nextends: basic\n", 1, "at most 40"),
        Row("extends: basic\ndescription: [x]\n", 2, "'description' is a single value"),
        Row("extends: basic\ndescription: \"a\\eb\"\n", 2, "control characters"),
        Row("table: e.1-2\n", 1, "'table' can only be e.1-1"),
        Row("table: [e.1-1]\n", 1, "'table' is a single value"),
        Row("extends: basic\ntext: strict\n", 2, "'text' is one of protective, balanced"),
        Row("extends: basic\ntext:\n  strict: often\n", 3, "'strict' is true or false"),
        Row("extends: basic\ntext:\n  strikt: true\n", 3, "'strikt' is not known here. Known are thresholds, strict, allow, deny."),
        Row("extends: basic\ntext:\n  thresholds: mild\n", 3, "'text' is one of protective, balanced"),
        Row("extends: basic\ntext:\n  allow: Oakfield\n", 3, "'allow' is a list"),
        Row("extends: basic\ndefault: drop\n", 2, "'default' is 'keep' or 'remove'"),
        Row("extends: basic\ndefault:\n", 2, "'default' is empty"),
        Row("extends: basic\ndefault: true\n", 2, "'default' is 'keep' or 'remove'"),
        Row("extends: basic\noptions: retain-uids\n", 2, "'options' is a list"),
        Row("extends: basic\noptions: 3\n", 2, "'options' is a list"),
        Row("extends: basic\noptions:\n", 2, "'options' is a list"),
        Row("extends: basic\noptions: {retain-uids: true}\n", 2, "'options' is a list"),
        Row("extends: basic\noptions: [retain-uid]\n", 2, "is not a PS3.15 option"),
        Row("extends: basic\noptions:\n  - retain-uids\n  - Retain-Device-Identity\n", 4, "is not a PS3.15 option"),
        Row("extends: basic\noptions: [113110]\n", 2, "is not a PS3.15 option"),
        Row("extends: basic\noptions: [[retain-uids]]\n", 2, "'options' is a single value"),
        Row("extends: basic\noptions: [retain-uids, retain-uids]\n", 2, "stands here twice"),
        Row("extends: basic\noptions:\n  - retain-uids\n  -\n", 4, "'options' is empty"),
        Row("extends: basic\nprivate-lists: tcia\n", 2, "'private-lists' is a list"),
        Row("extends: basic\nprivate-lists: []\n", 2, "names no list"),
        Row("extends: basic\nprivate-lists: [ps3.16]\n", 2, "is not a list of private elements"),
        Row("extends: basic\nprivate-lists: [TCIA]\n", 2, "is not a list of private elements"),
        Row("extends: basic\nprivate-lists: [tcia, tcia]\n", 2, "stands here twice"),
        Row("extends: basic\nprivate-lists: [own.csv]\n", 2, "cannot be read"),
        Row("extends: basic\npseudonym-prefix: a b\n", 2, "a prefix has"),
        Row("extends: basic\npseudonym-prefix: 12345678901234567\n", 2, "a prefix has"),
        Row("extends: basic\npseudonym-prefix: [P]\n", 2, "'pseudonym-prefix' is a single value"),
        Row("extends: basic\npseudonym-prefix: a^b\n", 2, "a prefix has"),
        Row("extends: basic\npatient-key: issuer\n", 2, "'patient-key' is id, issuer-and-id"),
        Row("extends: basic\npatient-key:\n", 2, "'patient-key' is id, issuer-and-id"),
        Row("extends: basic\npatient-key: [id]\n", 2, "'patient-key' is id, issuer-and-id"),
        Row("extends: basic\npatient-key:\n  issuer: true\n  fold-caps: true\n", 4, "'fold-caps' is not known here. Known are issuer, fold-case"),
        Row("extends: basic\npatient-key: {fold-case: always}\n", 2, "'fold-case' is true or false"),
        Row("extends: basic\npatient-key: {issuer: \"true\"}\n", 2, "'issuer' is true or false"),
        Row("extends: basic\nkeep-weekday: sometimes\n", 2, "'keep-weekday' is true or false"),
        Row("extends: basic\nkeep-weekday: 1\n", 2, "'keep-weekday' is true or false"),
        Row("extends: basic\nkeep-weekday: \"true\"\n", 2, "'keep-weekday' is true or false"),
        Row("extends: basic\nburned-in: remove\n", 2, "'burned-in' is one of"),
        Row("extends: basic\nburned-in:\n", 2, "'burned-in' is empty"),
        Row("extends: basic\nrules: keep\n", 2, "'rules' is a list"),
        Row("extends: basic\nrules:\n", 2, "'rules' is a list"),
        Row("extends: basic\nrules: {tag: PatientName, action: keep}\n", 2, "'rules' is a list"),
    ]

    static let rules: [Row] = [
        rule("  - PatientName", 3, "lines of 'key: value'"),
        rule("  -", 3, "lines of 'key: value'"),
        flow("tag: PatientName, action: rebuild", "is for IconImageSequence only"),
        flow("tag: EncryptedAttributesSequence, action: keep", "is removed from every release"),
        flow("tag: '(0400,0551)', action: clean", "is removed from every release"),
        flow("tag: PatientName", "no 'action'"),
        flow("action: keep", "names no element"),
        flow("", "no 'action'"),
        flow("tag: PatientName, action: keep, why: x", "'why' is not known here"),
        flow("tags: PatientName, action: keep", "'tags' is not known here"),
        rule("  - tag: PatientName\n    tag: PatientID\n    action: keep", 4, "stands here twice"),
        flow("tag: PatientName, action: keep, action: remove", "stands here twice"),
        flow("tag: PatientName, vr: PN, action: keep", "'tag' or 'vr', not both"),
        flow("tag: [PatientName, PatientID], action: keep", "'tag' is a single value"),
        flow("tag: , action: keep", "'tag' is empty"),
        flow("tag: PatientNam, action: keep", "neither a keyword"),
        flow("tag: patientname, action: keep", "neither a keyword"),
        flow("tag: '(0010,001)', action: keep", "neither a keyword"),
        flow("tag: '(0010,0010', action: keep", "neither a keyword"),
        flow("tag: '(0010;0010)', action: keep", "neither a keyword"),
        flow("tag: '(001G,0010)', action: keep", "neither a keyword"),
        flow("tag: '(0019,100C)', action: keep", "named with its creator"),
        flow("tag: '(0019,0010)', action: keep", "named with its creator"),
        flow("tag: '(0002,0010)', action: keep", "written by the program"),
        flow("tag: '(0008,0000)', action: keep", "written by the program"),
        flow("tag: PatientIdentityRemoved, action: keep", "written by the program"),
        flow("tag: '(60xx,30)', action: keep", "a pattern is written"),
        flow("tag: '(xxxx,xxxx)', action: keep", "a pattern is written"),
        flow("tag: '(60yx,3000)', action: keep", "a pattern is written"),
        flow("tag: '(0019,xxxx)', action: keep", "named with its creator"),
        flow("tag: '(0019,\"ACME\",0G)', action: keep", "a private element is written"),
        flow("tag: '(0019,\"ACME\",100C)', action: keep", "a private element is written"),
        flow("tag: '(0018,\"ACME\",0C)', action: keep", "a private element is written"),
        flow("tag: '(0019,\"\",0C)', action: keep", "a private element is written"),
        flow("tag: '(0019,\"ACME,0C)', action: keep", "a private element is written"),
        flow("tag: '(0019,\"ACME\",0C', action: keep", "a private element is written"),
        flow("tag: '(0019 \"ACME\" 0C)', action: keep", "a private element is written"),
        flow("tag: '(0007,\"ACME\",0C)', action: keep", "a private element is written"),
        flow("tag: 'PatientName/', action: keep", "is no sequence"),
        flow("tag: '/PatientName', action: keep", "neither a keyword"),
        flow("tag: 'RequestAttributesSequence/*', action: keep", "a path ends with an attribute"),
        flow("tag: 'RequestAttributesSequence/**', action: keep", "a path ends with an attribute"),
        flow("tag: '*/PatientName', action: keep", "a path begins with a sequence"),
        flow("tag: 'PatientName/*/PatientID', action: keep", "is no sequence"),
        flow("tag: 'Nothing/*/PatientID', action: keep", "neither a keyword"),
        flow("vr: XX, action: keep", "there is no such VR"),
        flow("vr: pn, action: keep", "there is no such VR"),
        flow("vr: [PN], action: keep", "'vr' is a single value"),
        flow("tag: PatientName, action: Q", "is not an action"),
        flow("tag: PatientName, action: Keep", "is not an action"),
        flow("tag: PatientName, action: x", "is not an action"),
        flow("tag: PatientName, action: Z/X", "is not an action"),
        flow("tag: PatientName, action: shift_date", "is not an action"),
        flow("tag: PatientName, action: ", "'action' is empty"),
        flow("tag: PatientName, action: [keep]", "'action' is a single value"),
        flow("tag: PatientName, action: keep, unless-listed: maybe", "'unless-listed' is true or false"),
        flow("tag: PatientName, action: keep, because: [x]", "'because' is a single value"),
        flow("tag: PatientName, action: keep, because: ", "'because' is empty"),
        flow("tag: PatientName, action: keep, because: \"a\\eb\"", "control characters"),
        flow("tag: PatientName, action: shift-date", "holds no date"),
        flow("tag: Rows, action: mask", "holds no text"),
        flow("vr: OB, action: mask", "holds no text"),
        flow("tag: ReferencedImageSequence, action: mask", "holds no text"),
        flow("tag: Rows, action: hash", "holds no text"),
        flow("tag: Rows, action: pseudonym", "holds no text"),
        flow("tag: SOPInstanceUID, action: hash", "hash-uid"),
        flow("tag: PatientName, action: hash-uid", "holds no UID"),
        flow("vr: LO, action: U", "holds no UID"),
    ]

    static let arguments: [Row] = [
        flow("tag: PatientName, action: keep, with: {length: 8}", "takes no 'with'"),
        flow("tag: PatientName, action: X/Z, with: {length: 8}", "takes no 'with'"),
        flow("tag: PatientID, action: hash, with: {length: 4}", "'length' is a whole number from 8 to 26"),
        flow("tag: PatientID, action: hash, with: {length: 99}", "'length' is a whole number from 8 to 26"),
        flow("tag: PatientID, action: hash, with: {length: long}", "'length' is a whole number from 8 to 26"),
        flow("tag: AccessionNumber, action: hash, with: {length: 20}", "at most 16"),
        flow("tag: PatientID, action: hash, with: {len: 8}", "'len' is not known here"),
        flow("tag: PatientID, action: hash, with: 8", "lines of 'key: value'"),
        flow("tag: PatientID, action: hash, with: {}", "'with' is empty"),
        flow("tag: PatientID, action: hash, with: ", "lines of 'key: value'"),
        flow("tag: PatientAge, action: generalize", "'generalize' needs 'with'"),
        flow("tag: PatientAge, action: generalize, with: {bin: wide}", "'bin' is a number from 1"),
        flow("tag: PatientAge, action: generalize, with: {bin: 0}", "'bin' is a number from 1"),
        flow("tag: PatientAge, action: generalize, with: {bin: 5M}", "'bin' is a number from 1"),
        flow("tag: PatientAge, action: generalize, with: {cap: 90Y}", "'cap' is a number from 1 to 89"),
        flow("tag: PatientAge, action: generalize, with: {cap: -1}", "'cap' is a number from 1 to 89"),
        flow("tag: PatientAge, action: generalize, with: {bins: 5Y}", "'bins' is not known here"),
        flow("tag: PatientWeight, action: generalize, with: {bin: 5, cap: 80}", "'cap' is for ages"),
        flow("tag: PatientAge, action: generalize, with: {date: year}", "'date' is for dates"),
        flow("tag: StudyDate, action: generalize, with: {date: day}", "'date' is year or month"),
        flow("tag: StudyDate, action: generalize, with: {date: [year]}", "'date' is a single value"),
        flow("tag: StudyDate, action: generalize, with: {bin: 5}", "use 'date'"),
        flow("tag: StudyDate, action: generalize, with: {date: year, prefix: 4}", "one of"),
        flow("tag: StudyTime, action: generalize, with: {date: year}", "'date' is for dates"),
        flow("tag: PatientAddress, action: generalize, with: {prefix: 0}", "'prefix' is a whole number from 1 to 16"),
        flow("tag: PatientAddress, action: generalize, with: {bin: 5}", "use 'prefix'"),
        flow("tag: Rows, action: generalize, with: {prefix: 2}", "holds no text"),
        flow("tag: PatientName, action: replace", "'replace' needs 'with: {value: ...}'"),
        flow("tag: PatientName, action: replace, with: {}", "'with' is empty"),
        flow("tag: PatientName, action: replace, with: {text: x}", "'text' is not known here"),
        flow("tag: PatientName, action: replace, with: {value: [x]}", "'value' is a single value"),
        flow("tag: PatientName, action: replace, with: {value: ''}", "use 'empty'"),
        flow("tag: PatientName, action: replace, with: {value: }", "use 'empty'"),
        flow("tag: PatientName, action: replace, with: {value: \"a\\eb\"}", "control characters"),
        flow("tag: StationName, action: replace, with: {value: more than sixteen characters}", "at most 16 characters"),
        flow("tag: Modality, action: replace, with: {value: ct}", "capital letters"),
        flow("tag: StudyDate, action: replace, with: {value: 20201301}", "no value of VR DA"),
        flow("tag: StudyTime, action: replace, with: {value: noon}", "no value of VR TM"),
        flow("tag: PatientAge, action: replace, with: {value: 40}", "no value of VR AS"),
        flow("tag: PatientWeight, action: replace, with: {value: heavy}", "no value of VR DS"),
        flow("tag: SeriesNumber, action: replace, with: {value: 1.5}", "no value of VR IS"),
        flow("tag: SOPInstanceUID, action: replace, with: {value: 1.2.x}", "no value of VR UI"),
        flow("tag: Rows, action: replace, with: {value: 512}", "holds no text"),
        flow("tag: ReferencedImageSequence, action: replace, with: {value: x}", "holds no text"),
        flow("tag: StudyDescription, action: replace, with: {value: a\\b}", "backslash"),
    ]

    static let conditions: [Row] = [
        flow("file: quarantine", "needs 'when'"),
        flow("file: burn, when: {modality: US}", "'file' is quarantine or skip"),
        flow("file: , when: {modality: US}", "'file' is empty"),
        flow("file: quarantine, when: {modality: US}, tag: PatientName", "make two rules"),
        flow("file: quarantine, when: {modality: US}, action: keep", "make two rules"),
        flow("file: quarantine, when: {modality: US}, unless-listed: true", "make two rules"),
        flow("tag: PatientName, action: keep, when: {}", "'when' is empty"),
        flow("tag: PatientName, action: keep, when: ", "lines of 'key: value'"),
        flow("tag: PatientName, action: keep, when: US", "lines of 'key: value'"),
        flow("tag: PatientName, action: keep, when: [modality]", "lines of 'key: value'"),
        flow("tag: PatientName, action: keep, when: {modalty: US}", "neither a keyword nor one of"),
        flow("tag: PatientName, action: keep, when: {'(0019,100C)': x}", "private"),
        flow("tag: PatientName, action: keep, when: {modality: }", "has no value"),
        flow("tag: PatientName, action: keep, when: {modality: []}", "has no value"),
        flow("tag: PatientName, action: keep, when: {modality: ''}", "has no value"),
        flow("tag: PatientName, action: keep, when: {modality: [US, [CT]]}", "'when' is a single value"),
        flow("tag: PatientName, action: keep, when: {modality: [US, '']}", "has no value"),
        flow("tag: PatientName, action: keep, when: {modality: {is: US}}", "'is' is not known here"),
        flow("tag: PatientName, action: keep, when: {modality: {not: US, present: true}}", "either 'not' or 'present'"),
        flow("tag: PatientName, action: keep, when: {modality: {}}", "either 'not' or 'present'"),
        flow("tag: PatientName, action: keep, when: {modality: {present: often}}", "'present' is true or false"),
        flow("tag: PatientName, action: keep, when: {modality: {not: }}", "has no value"),
        flow("tag: PatientName, action: keep, when: {modality: {not: []}}", "has no value"),
        flow("tag: PatientName, action: keep, when: {modality: US, Modality: CT}", "stands here twice"),
        flow("tag: PatientName, action: keep, when: {Rows: 512}", "cannot be compared"),
        flow("tag: PatientName, action: keep, when: {ReferencedImageSequence: x}", "cannot be compared"),
    ]

    @Test("A mistake has its line and what to do", arguments: [form, head, rules, arguments, conditions].flatMap { $0 })
    func mistakes(_ row: Row) {
        let sources = [
            "own": row.yaml, "basic": ShippedProfile.text(named: "basic")!, "circle": "extends: own\n",
        ]
        do {
            _ = try ConfidentialityProfile.load(ProfileBundle(name: "own", sources: sources, added: [], keepsWeekday: false))
            Issue.record("no error for\n\(row.yaml)")
        } catch {
            let error = error as? ProfileError
            #expect(error?.line == row.line && error?.message.contains(row.says) == true, "\(String(describing: error)) for\n\(row.yaml)")
        }
    }

    @Test(
        "What is not a mistake loads",
        arguments: [
            "extends: basic\nrules:\n  - {tag: '(60xx,3000)', action: remove}\n",
            "extends: basic\nrules:\n  - {tag: '(0028,xxxx)', action: keep, unless-listed: true}\n",
            "extends: basic\nrules:\n  - {tag: '(0019,\"SIEMENS MR HEADER\",0C)', action: keep}\n",
            "extends: basic\nrules:\n  - {tag: '(0019,\"SIEMENS MR HEADER\",xx)', action: keep}\n",
            "extends: basic\nrules:\n  - {tag: 'RequestAttributesSequence/*/ScheduledProcedureStepID', action: hash}\n",
            "extends: basic\nrules:\n  - {tag: '**/ScheduledProcedureStepID', action: hash}\n",
            "extends: basic\nrules:\n  - {tag: '(0011,\"A\",01)/*/PatientID', action: remove}\n".replacing(
                "(0011,\"A\",01)/*/PatientID", with: "ReferencedImageSequence/**/PatientID"),
            "extends: basic\nrules:\n  - {tag: SeriesDescription, action: generalize, with: {prefix: 3}}\n",
            "extends: basic\nrules:\n  - {tag: PatientAge, action: generalize, with: {bin: 5Y, cap: 89Y}}\n",
            "extends: basic\nrules:\n  - {tag: SeriesNumber, action: replace, with: {value: 7}}\n",
            "extends: basic\nrules:\n  - {tag: PatientSex, action: keep, when: {SoftwareVersions: {present: false}, Rows: {present: true}}}\n",
            "extends: basic\nrules:\n  - {when: {image-type: ['*SECONDARY*', DERIVED]}, file: skip}\n",
        ])
    func correct(_ yaml: String) throws {
        _ = try ConfidentialityProfile.load(
            ProfileBundle(name: "own", sources: ["own": yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
    }
}
