// SPDX-License-Identifier: Apache-2.0

/// One reason to take a piece of text for an identifier, with an example of what it finds and of what looks alike and stays.
public final class Rule: Sendable {
    /// A stable name, such as `date.iso`.
    public let id: String
    /// The kind of identifier, unless the text at hand tells another.
    public let type: PHIType
    /// The weight of a find, 0 to 1, unless the text at hand speaks for more or less.
    public let weight: Double
    public let source: Hit.Source
    /// A text in which the rule finds what stands from `⟦` to `⟧`.
    public let matching: String
    /// A text in which it finds nothing.
    public let notMatching: String
    /// The field in which both texts stand.
    public let field: FieldContext

    public init(
        _ id: String, _ type: PHIType, _ weight: Double, _ source: Hit.Source, matching: String, notMatching: String, field: FieldContext = .none
    ) {
        self.id = id
        self.type = type
        self.weight = weight
        self.source = source
        self.matching = matching
        self.notMatching = notMatching
        self.field = field
    }
}

extension Rule: Equatable {
    public static func == (a: Rule, b: Rule) -> Bool { a === b }
}

extension FieldContext {
    /// A value that is the name or the initials of a person.
    public static let person = FieldContext(fieldClass: .identifier, holdsPerson: true)
}
