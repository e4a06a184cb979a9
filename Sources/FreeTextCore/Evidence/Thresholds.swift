// SPDX-License-Identifier: Apache-2.0

/// The lowest score, 0 to 1, at which a find counts, by the kind of field it was found in.
public struct Thresholds: Sendable, Hashable {
    /// Short labels, where a lone word is seldom a name.
    public var descriptor: Double
    /// Notes typed by people.
    public var comment: Double
    /// Sentences.
    public var report: Double
    /// Values that mostly are identifiers.
    public var identifier: Double
    /// Where nothing is known of the field.
    public var unknown: Double

    /// Scores from 0 to 1; lower hides more.
    public init(descriptor: Double, comment: Double, report: Double, identifier: Double, unknown: Double) {
        self.descriptor = descriptor
        self.comment = comment
        self.report = report
        self.identifier = identifier
        self.unknown = unknown
    }

    /// Hides when in doubt.
    public static let protective = Thresholds(descriptor: 0.42, comment: 0.4, report: 0.4, identifier: 0.35, unknown: 0.4)
    /// Weighs a lost word as much as a missed identifier.
    public static let balanced = Thresholds(descriptor: 0.55, comment: 0.5, report: 0.5, identifier: 0.45, unknown: 0.5)

    /// The one for a kind of field.
    public func value(for fieldClass: FieldContext.Class) -> Double {
        switch fieldClass {
        case .descriptor: descriptor
        case .comment: comment
        case .report: report
        case .identifier: identifier
        case .unknown: unknown
        }
    }
}
