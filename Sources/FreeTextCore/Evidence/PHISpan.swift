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
    private let start: Int32
    private let end: Int32
    /// The rule's own score, 0 to 1.
    public let weight: Double

    /// Offsets in Unicode scalars of the text that was searched.
    public var range: Range<Int> { Int(start)..<Int(end) }

    init(_ hit: Hit) {
        rule = hit.rule
        start = Int32(hit.start)
        end = Int32(hit.end)
        weight = hit.score
    }
}

/// An identifier found in a text.
///
/// Small, since a long text has tens of thousands: the spans of a window share one list of reasons.
public struct PHISpan: Sendable, Hashable {
    private let start: Int32
    private let end: Int32
    /// The most likely one.
    public let type: PHIType
    private let source: Hit.Source
    /// 0 to 1, after evidence of different detectors was combined.
    public let score: Double
    private let reasons: [Evidence]
    private let first: Int32
    private let last: Int32

    /// Offsets in Unicode scalars, not in `Character`s.
    public var range: Range<Int> { Int(start)..<Int(end) }
    /// The detector whose evidence decided: `known`, `format`, `date`, `cue`, `names`, `han-names`, `place`, `user`.
    public var detector: String { source.name }
    /// True if the value was matched against the known identifiers of the study.
    public var isKnown: Bool { source == .known }
    /// Every rule that fired inside the span.
    public var evidence: [Evidence] { reasons[Int(first)..<Int(last)].filter { $0.range.overlaps(range) } }

    /// - Parameters:
    ///   - reasons: The evidence of the window, in order of its starts.
    ///   - part: The indices among which the span's own evidence lies.
    init(range: Range<Int>, type: PHIType, source: Hit.Source, score: Double, reasons: [Evidence], part: Range<Int>) {
        start = Int32(range.lowerBound)
        end = Int32(range.upperBound)
        self.type = type
        self.source = source
        self.score = score
        self.reasons = reasons
        first = Int32(part.lowerBound)
        last = Int32(part.upperBound)
    }

    /// The same find over another range.
    package func widened(to range: Range<Int>, score: Double, part: Range<Int>? = nil) -> PHISpan {
        PHISpan(range: range, type: type, source: source, score: score, reasons: reasons, part: part ?? Int(first)..<Int(last))
    }

    public static func == (a: PHISpan, b: PHISpan) -> Bool {
        a.range == b.range && a.type == b.type && a.source == b.source && a.score == b.score && a.evidence == b.evidence
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(range)
        hasher.combine(type)
        hasher.combine(source)
    }
}
