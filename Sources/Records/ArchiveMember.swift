// SPDX-License-Identifier: Apache-2.0

package import Filesystem

/// What an archive holds, one a line of the list.
package struct ArchiveMember: Codable, Sendable, Hashable {
    package enum Kind: String, Codable { case file, link, special, locked }

    /// As the archive has it; it is never used as a path.
    package var name: BytePath
    package var kind: Kind
    /// The file in the folder.
    package var file: Int?
    package var size: Int64 = 0
    /// Why it is quarantined.
    package var detail: String?

    package init(name: BytePath, kind: Kind, file: Int? = nil, size: Int64 = 0, detail: String? = nil) {
        self.name = name
        self.kind = kind
        self.file = file
        self.size = size
        self.detail = detail
    }
}
