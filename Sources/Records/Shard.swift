// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// One of several runs that share the files of an input between them.
public struct Shard: Hashable, Sendable, Codable {
    /// From 1.
    public let number: Int
    /// How many share the inputs.
    public let count: Int

    /// - Parameter text: `K/N`, K from 1 to N.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], count > 0, (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// Whether the file is this run's, by SHA-256 of its path below the input.
    package func takes(_ relativePath: some Sequence<UInt8>) -> Bool {
        let code = SHA256.hash(data: Array(relativePath)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return code % UInt64(count) == UInt64(number - 1)
    }
}
