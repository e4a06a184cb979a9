// SPDX-License-Identifier: Apache-2.0

/// A detector's raw find, in original offsets.
public struct Hit: Sendable {
    public enum Source: UInt8, Sendable, CaseIterable {
        case user, known, format, date, cue, names, hanNames, place

        public var name: String {
            switch self {
            case .user: "user"
            case .known: "known"
            case .format: "format"
            case .date: "date"
            case .cue: "cue"
            case .names: "names"
            case .hanNames: "han-names"
            case .place: "place"
            }
        }
    }

    public var start: Int
    public var end: Int
    public var type: PHIType
    public var score: Double
    public var rule: String
    public var source: Source

    public init(start: Int, end: Int, type: PHIType, score: Double, rule: String, source: Source) {
        self.start = start
        self.end = end
        self.type = type
        self.score = score
        self.rule = rule
        self.source = source
    }

    /// What a rule finds, in original offsets.
    public init(start: Int, end: Int, rule: Rule, type: PHIType? = nil, weight: Double? = nil) {
        self.init(start: start, end: end, type: type ?? rule.type, score: weight ?? rule.weight, rule: rule.id, source: rule.source)
    }
}
