// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import ProfileImport
@testable import Profiles

/// What an importer wrote, as a run loads it.
func loaded(_ yaml: String) throws -> ConfidentialityProfile {
    try ConfidentialityProfile.load(
        ProfileBundle(name: "i", sources: ["i": yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
}

/// One line of another tool's script, and the one rule that it becomes.
struct ImportedLine: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Where it becomes none, neither is there.
    let selector: Selector?
    let action: RuleAction?
    /// Part of a note on the line; empty where nobody has to be told anything.
    let note: String

    init(_ text: String, _ selector: Selector?, _ action: RuleAction?, _ note: String = "") {
        (testDescription, self.selector, self.action, self.note) = (text, selector, action, note)
    }

    /// - Parameters:
    ///   - script: A whole script, of which this line alone becomes rules or notes.
    ///   - number: That of this line in it.
    func expect(in script: (String) -> String, file: String, number: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let result = try ImportedProfile(from: script(testDescription), file: file)
        var expected: [Rule.Target] = []
        if let selector, let action { expected = [.element(selector, action)] }
        #expect(try loaded(result.yaml).rules.map(\.target) == expected, "\(result.yaml)", sourceLocation: sourceLocation)
        #expect(
            note.isEmpty ? result.notes.isEmpty : result.notes.contains { $0.lines == [number] && $0.message.contains(note) }, "\(result.notes)",
            sourceLocation: sourceLocation)
    }
}
