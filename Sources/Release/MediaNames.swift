// SPDX-License-Identifier: Apache-2.0

internal import Records

/// Numbers released files, which have to come in the order of their places: so the same files always get the same names.
package struct MediaNames {
    static let folder = "DICOM"
    static let directory = "DICOMDIR"

    private var components: [Substring] = []
    private(set) var numbers = [0, 0, 0, 0]
    /// The first level at which the last file differs from the one before: 0 patient, 1 study, 2 series, 3 instance.
    private(set) var level = 0

    package init() {}

    /// - Returns: The path from the release, such as `DICOM/P0000001/S0000001/R0000001/I0000001`.
    package mutating func next(_ place: String) throws -> String {
        let own = place.split(separator: "/").dropFirst().map { $0 }
        level = zip(own, components).prefix { $0 == $1 }.count
        level = min(level, 3)
        components = own
        numbers[level] += 1
        for below in (level + 1)..<4 where level < 3 { numbers[below] = 1 }
        guard numbers[level] < 10_000_000 else { throw PipelineError.stopped("there are more files than 8.3 names; use --layout uid") }
        return
            ([Self.folder]
            + zip(["P", "S", "R", "I"], numbers).map { letter, number in
                let digits = String(number)
                return letter + String(repeating: "0", count: 7 - digits.count) + digits
            }).joined(separator: "/")
    }

    static func isName(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 && parts[0] == folder
            && zip(["P", "S", "R", "I"], parts.dropFirst()).allSatisfy { letter, part in
                part.utf8.count == 8 && part.hasPrefix(letter) && part.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}

extension ManifestEntry {
    var isInItsPlace: Bool { path == InstanceRecord.place(patient, study, series, instance) || MediaNames.isName(path) }
}
