// SPDX-License-Identifier: Apache-2.0

/// What is known of the field a text came from.
public struct FieldContext: Sendable, Hashable {
    /// The kind of text the field usually holds; thresholds differ.
    public enum Class: Sendable, Hashable, CaseIterable {
        /// Short labels: study, series, protocol, station.
        case descriptor
        /// Notes typed by people.
        case comment
        /// Sentences: reports, SR text.
        case report
        /// A value that mostly is an identifier itself.
        case identifier
        case unknown
    }

    /// What the field usually holds; decides the threshold.
    public let fieldClass: Class
    /// The value is a person's name or initials.
    public let holdsPerson: Bool
    /// The longest value, in characters, that fits; `nil` if unlimited or unknown.
    public let maximumLength: Int?

    /// For a field that is no DICOM attribute; one that is has its own initializer, by keyword.
    public init(fieldClass: Class, holdsPerson: Bool = false, maximumLength: Int? = nil) {
        self.fieldClass = fieldClass
        self.holdsPerson = holdsPerson
        self.maximumLength = maximumLength
    }

    /// No context.
    public static let none = FieldContext(fieldClass: .unknown)
}
