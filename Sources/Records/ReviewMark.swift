// SPDX-License-Identifier: Apache-2.0

/// Says of a file that a person has to see, or has seen, its pixels.
package struct ReviewMark: Sendable, Hashable {
    /// SHA-256 of the content of the input: what the person was asked is kept under it.
    package var key: String
    /// The digest of the decision that the outcome goes by; `nil` where there was none that fits, and the file waits.
    package var decision: String?

    package init(key: String, decision: String?) {
        self.key = key
        self.decision = decision
    }
}

extension ReviewMark: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(key)
        wire.append(decision) { $0.append($1) }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        key = try wire.text()
        decision = try wire.optional { wire throws(WireReader.Malformed) in try wire.text() }
    }
}
