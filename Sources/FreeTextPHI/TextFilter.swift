// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// One line of work for a filter: the fields of a JSONL line.
public struct TextLine: Sendable, Hashable {
    /// Given back as it is.
    public var id: String
    /// What is cleaned.
    public var text: String
    /// ISO 639-1; empty means any. A hint: all packs are used in either case.
    public var lang: String
    /// A DICOM keyword; empty means unknown.
    public var field: String
    /// DICOM keyword to value.
    public var known: [String: String]

    /// A line of which only the text is known, unless more is given.
    public init(id: String, text: String, lang: String = "", field: String = "", known: [String: String] = [:]) {
        self.id = id
        self.text = text
        self.lang = lang
        self.field = field
        self.known = known
    }
}

/// Cleans a stream of lines. Remembers the header last seen, since lines of one study come together.
public struct TextFilter: Sendable {
    /// Shared by all lines.
    public let detector: PHIDetector
    /// The same for all lines.
    public let policy: ReplacementPolicy
    private var header: [String: String] = [:]
    private var identifiers: KnownIdentifiers?

    /// Labels for everything, unless a policy says something else.
    public init(detector: PHIDetector = PHIDetector(), policy: ReplacementPolicy = .labels) {
        self.detector = detector
        self.policy = policy
    }

    /// - Returns: The spans found and the cleaned text.
    public mutating func clean(_ line: TextLine) -> CleanResult {
        if line.known != header {
            header = line.known
            identifiers = line.known.isEmpty ? nil : KnownIdentifiers(header: line.known)
        }
        return detector.clean(
            line.text, field: FieldContext(keyword: line.field), known: identifiers, languages: line.lang.isEmpty ? [] : [line.lang], policy: policy)
    }
}
