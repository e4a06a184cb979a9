// SPDX-License-Identifier: Apache-2.0

public import FreeTextCore

/// What takes the place of an identifier, by type.
public struct ReplacementPolicy: Sendable {
    /// What happens to one identifier.
    public enum Action: Sendable, Hashable {
        /// Nothing; spaces close up and left-over words go.
        case remove
        /// `[PERSON]`
        case label
        /// `J** D**`, `320***********1234`
        case mask
        /// Another value of the same script and shape, always the same for the same value and key.
        case surrogate
        /// `[PERSON:kqxvbn]`, always the same for the same value and key.
        case hash
        /// A date moved by ``shiftInDays`` in the format found; a label where that cannot be done.
        case shiftDate
        /// The year of a date; a label where there is none.
        case yearOnly
        /// `90+`
        case capAge
        /// What ``seal`` returns.
        case encrypt
        case keep
    }

    /// Turns bytes into a keyed digest of at least 16 bytes, such as HMAC-SHA256 with the project's text key.
    public typealias KeyedDigest = @Sendable ([UInt8]) -> [UInt8]

    /// By type; ``otherwise`` is for the rest.
    public var actions: [PHIType: Action]
    /// For types that ``actions`` does not name.
    public var otherwise: Action
    /// Whole days added by ``Action/shiftDate``; negative moves back.
    public var shiftInDays: Int
    /// Needed by ``Action/surrogate`` and ``Action/hash``; without it they act as ``Action/label``.
    public var keyedDigest: KeyedDigest?
    /// Stores a value in the crosswalk and returns the token that takes its place.
    public var seal: (@Sendable (String, PHIType) -> String)?

    /// A label for everything that `actions` does not name, unless `otherwise` says something else.
    public init(
        actions: [PHIType: Action] = [:], otherwise: Action = .label, shiftInDays: Int = 0, keyedDigest: KeyedDigest? = nil,
        seal: (@Sendable (String, PHIType) -> String)? = nil
    ) {
        self.actions = actions
        self.otherwise = otherwise
        self.shiftInDays = shiftInDays
        self.keyedDigest = keyedDigest
        self.seal = seal
    }

    /// A label for everything.
    public static let labels: ReplacementPolicy = ReplacementPolicy()
    /// Nothing is left of any identifier.
    public static let removal = ReplacementPolicy(otherwise: .remove)
    /// Asterisks.
    public static let masks = ReplacementPolicy(actions: [.age: .capAge], otherwise: .mask)

    /// What happens to identifiers of a type.
    public func action(for type: PHIType) -> Action { actions[type] ?? otherwise }

}
