// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a held image or a file of decisions. The texts name keys, which are digests, and never what a picture shows.
package enum ReviewError: Error, Hashable, CustomStringConvertible {
    /// A description in `review/held`: its key, and what is wrong with it.
    case held(String, String)
    /// The file is no file of decisions.
    case malformed(String)
    /// The file does not belong to what is held, or was changed.
    case refused(String)

    package var description: String {
        switch self {
        case .held(let key, let text):
            "review/held/\(key.prefix(16))….json in the state folder: \(text). Remove it; 'dcmscrub scrub' with --resume writes it anew."
        case .malformed(let text), .refused(let text): text
        }
    }
}
