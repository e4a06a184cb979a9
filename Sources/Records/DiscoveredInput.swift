// SPDX-License-Identifier: Apache-2.0

package import Filesystem

/// Something met on the way through the inputs. Every one of them is accounted for.
package enum DiscoveredInput: Hashable, Sendable {
    case file(BytePath, FileIdentity)
    /// A link, which is not followed, or a pipe, socket or device, which is not opened.
    case notAFile(BytePath, isLink: Bool)
    /// A folder that cannot be listed, or a named file that is not there.
    case unreadable(BytePath, detail: String)

    package var path: BytePath {
        switch self {
        case .file(let path, _), .notAFile(let path, _), .unreadable(let path, _): path
        }
    }
}
