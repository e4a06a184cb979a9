// SPDX-License-Identifier: Apache-2.0

/// Why a handoff is refused. The texts name files, roles and fields, never a value from a header.
package enum HandoffError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A key file that cannot be used.
    case key(String)
    /// `approvers.yaml` is wrong at a line and column.
    case approvers(line: Int, column: Int, String)
    /// The request is not one, was changed, or does not fit the release.
    case request(String)
    /// A rule of the site forbids it.
    case refused(String)

    package var description: String {
        switch self {
        case .key(let text), .request(let text), .refused(let text): text
        case .approvers(let line, let column, let text): "approvers.yaml:\(line):\(column): \(text)"
        }
    }
}
