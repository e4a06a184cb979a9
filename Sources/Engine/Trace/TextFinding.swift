// SPDX-License-Identifier: Apache-2.0

internal import FreeTextPHI

/// An identifier found in free text, without what it says.
public struct TextFinding: Hashable, Codable, Sendable {
    /// A raw value of `PHIType`.
    public let kind: String
    public let detector: String
    /// The rule with most weight, such as `date.iso`.
    public let rule: String
    /// 0 to 1, of hundredths.
    public let score: Double
}

extension TextFinding {
    init(_ span: PHISpan) {
        kind = span.type.rawValue
        detector = span.detector
        rule = span.evidence.max { $0.weight < $1.weight }?.rule ?? ""
        score = (span.score * 100).rounded() / 100
    }
}
