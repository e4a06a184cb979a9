// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@testable import Profiles

@Suite struct PixelTextParserTests {
    static func load(_ yaml: String, base: String = "extends: basic\n", adding options: [String] = []) throws -> ConfidentialityProfile {
        try ConfidentialityProfile.load(
            ProfileBundle(
                name: "own.yaml", sources: ["own.yaml": yaml, "base.yaml": base, "basic": ShippedProfile.text(named: "basic")!], added: options,
                keepsWeekday: false))
    }

    static let whole = """
        extends: basic
        burned-in: clean
        pixel-text:
          look-at: likely
          blank: all
          keep: [L, R, AP ERECT]
          review: detected
          outside-ultrasound-regions: blank
          regions: [{when: {manufacturer: ACME, rows: 600}, boxes: [[0, 0, 800, 40]]}]
        """

    @Test("All keys are read as they are documented") func reads() throws {
        let profile = try Self.load(Self.whole)
        var policy = PixelTextPolicy()
        policy.keep = ["L", "R", "AP ERECT"]
        policy.blanksOutsideUltrasoundRegions = true
        policy.regions = [
            PixelRegionRule(
                conditions: [
                    Condition(attribute: .manufacturer, test: .anyOf(["ACME"])), Condition(attribute: .rows, test: .anyOf(["600"])),
                ], boxes: [PixelBox(left: 0, top: 0, right: 800, bottom: 40)], profile: "own.yaml", line: 9)
        ]
        #expect(profile.burnedIn == .clean && profile.pixelText == policy)
        #expect(profile.pixelTextSummary.contains("  region of own.yaml, line 9: [0, 0, 800, 40] where Manufacturer is ACME and Rows is 600"))
    }

    @Test("Without any key likely images are looked at, and doubtful ones reviewed") func defaults() throws {
        #expect(try Self.load("extends: basic\nburned-in: clean\n").pixelText == PixelTextPolicy())
        #expect(try Self.load("extends: basic\n").burnedIn == .flag)
    }

    @Test("Of each key the last profile counts; terms and regions are added up") func extends() throws {
        let base = """
            extends: basic
            burned-in: clean
            pixel-text:
              look-at: all
              blank: unlisted
              keep: [L]
              review: required
              outside-ultrasound-regions: blank
              regions: [{when: {rows: 600}, boxes: [[0, 0, 1, 1]]}]
            """
        let own = """
            extends: base.yaml
            pixel-text:
              keep: [R]
              review: none
              outside-ultrasound-regions: keep
              regions: [{when: [{modality: US}, {Modality: {not: SC}}], boxes: [[0, 0, 2, 2], [5, 5, 9, 9]]}]
            """
        let policy = try Self.load(own, base: base).pixelText
        #expect(policy.lookAt == .all && policy.blank == .unlisted && policy.review == .none && !policy.blanksOutsideUltrasoundRegions)
        #expect(policy.keep == ["L", "R"] && policy.regions.map(\.boxes.count) == [1, 2] && policy.regions[1].conditions.count == 2)
    }

    @Test("The option means clean and all, and is claimed by no profile as a whole") func option() throws {
        let profile = try Self.load("extends: basic\nburned-in: quarantine\n", adding: ["clean-pixel-data"])
        #expect(profile.burnedIn == .clean && profile.pixelText.lookAt == .all && profile.methodCodes == ["113100"])
        let likely = try Self.load("extends: basic\noptions: [clean-pixel-data]\npixel-text: {look-at: likely}\n")
        #expect(likely.burnedIn == .clean && likely.pixelText.lookAt == .likely)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let yaml: String
        let line: Int
        let says: String
        var testDescription: String { says }
    }

    private static func key(_ text: String, _ says: String) -> Mistake {
        Mistake(yaml: "extends: basic\nburned-in: clean\npixel-text:\n  \(text)\n", line: 4, says: says)
    }

    private static func region(_ text: String, _ says: String) -> Mistake { key("regions: [{\(text)}]", says) }

    static let mistakes = [
        Mistake(yaml: "extends: basic\nburned-in: cleen\n", line: 2, says: "release, flag, quarantine, clean"),
        Mistake(yaml: "extends: basic\npixel-text: clean\n", line: 2, says: "lines of 'key: value'"),
        Mistake(yaml: "extends: basic\noptions: [clean-pixel-data]\nburned-in: flag\n", line: 3, says: "means 'burned-in: clean'"),
        key("look: all", "'look' is not known here. Known are look-at, blank"), key("look-at: some", "'look-at' is one of likely, all"),
        key("blank: none", "'blank' is one of all, unlisted"), key("review: always", "'review' is one of none, detected, required"),
        key("outside-ultrasound-regions: true", "one of blank, keep"), key("keep: L", "'keep' is a list"), key("keep: ['']", "'keep' is empty"),
        key("keep: [' ']", "a whole line of text"), key("keep: ['L*']", "without '*'"),
        key("keep: ['\(String(repeating: "x", count: 65))']", "at most 64"), key("regions: all", "'regions' is a list"),
        region("boxes: [[0, 0, 8, 4]]", "needs 'when'"), region("when: {rows: 600}", "needs 'boxes'"),
        region("when: {rows: 600}, boxes: []", "has no box"), region("when: {rows: 600}, boxes: [[0, 0, 8]]", "four whole numbers"),
        region("when: {rows: 600}, boxes: [[0, 0, 8, 4.5]]", "four whole numbers"),
        region("when: {rows: 600}, boxes: [[0, 0, -8, 4]]", "four whole numbers"),
        region("when: {rows: 600}, boxes: [[0, 0, 65536, 4]]", "from 0 to 65535"),
        region("when: {rows: 600}, boxes: [[600, 400, 200, 100]]", "not width and height"),
        region("when: {rows: 600}, boxes: [[0, 0, 0, 9]]", "this box is empty"), region("when: {}, boxes: [[0, 0, 8, 4]]", "'when' is empty"),
        region("when: [], boxes: [[0, 0, 8, 4]]", "'when' is empty"), region("when: {rows: tall}, boxes: [[0, 0, 8, 4]]", "is a whole number"),
        region("when: {rows: {not: -1}}, boxes: [[0, 0, 8, 4]]", "is a whole number"),
        region("when: {colour: red}, boxes: [[0, 0, 8, 4]]", "image-type, manufacturer, modality, model, rows, sop-class"),
        region("when: {rows: 600}, boxes: [[0, 0, 8, 4]], because: x", "'because' is not known here"),
        Mistake(
            yaml: "extends: basic\nrules:\n  - {tag: BurnedInAnnotation, action: replace, with: {value: 'NO'}}\n", line: 3,
            says: "whether somebody looked"),
    ]

    @Test("A mistake has its line and what to do", arguments: mistakes) func mistake(_ mistake: Mistake) {
        do {
            _ = try Self.load(mistake.yaml)
            Issue.record("no error for\n\(mistake.yaml)")
        } catch {
            let error = error as? ProfileError
            #expect(error?.line == mistake.line && error?.message.contains(mistake.says) == true, "\(String(describing: error))")
        }
    }
}
