// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a profile, where, and what to do about it.
public struct ProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The profile's name or file.
    public let profile: String
    /// From 1; `nil` where the whole profile is meant.
    public let line: Int?
    public let column: Int?
    public let message: String

    public init(profile: String, line: Int? = nil, column: Int? = nil, _ message: String) {
        self.profile = profile
        self.line = line
        self.column = column
        self.message = message
    }

    public var description: String {
        guard let line else { return "\(profile): \(message)" }
        return "\(profile):\(line):\(column ?? 1): \(message)"
    }
}
