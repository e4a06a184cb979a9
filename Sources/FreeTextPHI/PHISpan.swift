// SPDX-License-Identifier: Apache-2.0

/// A kind of identifier.
public enum PHIType: String, Sendable, Hashable, CaseIterable, Codable {
    case person = "PERSON"
    case date = "DATE"
    case id = "ID"
    case phone = "PHONE"
    case email = "EMAIL"
    case url = "URL"
    case ip = "IP"
    case address = "ADDRESS"
    case location = "LOCATION"
    case hospital = "HOSPITAL"
    case organization = "ORGANIZATION"
    case age = "AGE"
}

/// One reason for a span: the rule that fired, where, and how much it counts.
public struct Evidence: Sendable, Hashable {
    /// A stable rule name, such as `date.iso` or `known.name`.
    public let rule: String
    /// Offsets in Unicode scalars of the text that was searched.
    public let range: Range<Int>
    /// The rule's own score, 0 to 1.
    public let weight: Double

    public init(rule: String, range: Range<Int>, weight: Double) {
        self.rule = rule
        self.range = range
        self.weight = weight
    }
}

/// An identifier found in a text.
public struct PHISpan: Sendable, Hashable {
    /// Offsets in Unicode scalars, not in `Character`s.
    public let range: Range<Int>
    public let type: PHIType
    /// The detector whose evidence decided: `known`, `format`, `date`, `cue`, `names`, `han-names`, `place`, `user`.
    public let detector: String
    /// 0 to 1, after evidence of different detectors was combined.
    public let score: Double
    /// True if the value was matched against the known identifiers of the study.
    public let isKnown: Bool
    public let evidence: [Evidence]

    public init(range: Range<Int>, type: PHIType, detector: String, score: Double, isKnown: Bool, evidence: [Evidence]) {
        self.range = range
        self.type = type
        self.detector = detector
        self.score = score
        self.isKnown = isKnown
        self.evidence = evidence
    }
}
