// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
package import Filesystem

/// An image that waits for a person: `review/held/KEY.json` in the state folder, with pictures beside it. It shows what the original shows.
package struct HeldImage: Sendable, Hashable, Codable {
    package static let format = "dcmscrub-held/1"

    /// Why a person is asked.
    package enum Doubt: String, Sendable, Hashable, Codable {
        /// What was found may be text or not.
        case weak
        /// The profile wants every image to be seen.
        case required
    }

    /// A frame, or a part of one, as a PNG.
    package struct Picture: Sendable, Hashable, Codable {
        package let frame: Int
        /// Its file, beside the description.
        package let name: String
        package let sha256: String
        package let columns: Int
        package let rows: Int
        /// For a part: the number of the finding that it shows.
        package let finding: Int?
    }

    package var format = Self.format
    package let question: HeldQuestion
    package let doubt: Doubt
    package let modality: String
    /// The pseudonym of its series: images of one series are shown together.
    package let series: String
    /// SHA-256 of the profile and of the detector's weights that found what it says.
    package let profile: String
    package let weights: String
    /// Gray, or red, green and blue: what blanked pixels look like.
    package let fill: [UInt8]
    /// The frames that a person has to see, as they came.
    package let before: [Picture]
    /// The same with the findings blanked, where the worker made them.
    package let after: [Picture]
    /// Findings at their full size and with all their contrast.
    package let details: [Picture]

    package var key: String { question.key }

    /// What is wrong with it; `nil` where nothing is. What lies in the state folder was written by a worker, which read a hostile file.
    package var problem: String? {
        if format != Self.format { return "it is of another version of dcmscrub" }
        if let problem = question.problem { return problem }
        guard (fill.count == 1 || fill.count == 3), modality.utf8.count <= 16, series.utf8.count <= 64, isDigest(profile), isDigest(weights) else {
            return "its description is malformed"
        }
        let pictures = before + after + details
        guard !before.isEmpty, pictures.count <= 4 * HeldQuestion.mostFramesShown + HeldImageWriter.mostDetails else {
            return "its pictures are too few or too many"
        }
        guard
            pictures.allSatisfy({
                $0.name.hasPrefix(key) && $0.name.hasSuffix(".png") && $0.name.utf8.allSatisfy { $0 != slash } && isDigest($0.sha256)
                    && (0..<question.frames).contains($0.frame) && (1...4096).contains($0.columns) && (1...4096).contains($0.rows)
            })
        else { return "a picture of it is malformed" }
        return nil
    }
}

/// `review` in the state folder.
package struct ReviewFolder: Sendable {
    package let path: BytePath

    /// - Parameter state: The state folder.
    package init(state: BytePath) { path = state.appending("review") }

    /// Images that wait or waited for a person.
    package var held: BytePath { path.appending("held") }
    /// What was on each sheet that was made.
    package var sheets: BytePath { path.appending("sheets") }
    /// Who decided what, and when.
    package var decisions: BytePath { path.appending("decisions.jsonl") }
    /// Where a sheet is written if no other place is named.
    package var sheet: BytePath { path.appending("review.html") }

    package func description(of key: String) -> BytePath { held.appending(key + ".json") }

    package struct Found: Sendable {
        package let image: HeldImage
        /// SHA-256 of its description, and with it of its pictures.
        package let digest: String
    }

    /// - Returns: `nil` where nothing is held under the key.
    /// - Throws: ``ReviewError`` for a description that cannot be used.
    package func image(_ key: String) throws -> Found? {
        guard isDigest(key), FileStatus(description(of: key))?.kind == .file else { return nil }
        let bytes = try readFile(description(of: key), limit: 1 << 22)
        guard let image = try? fromJSON(HeldImage.self, bytes) else { throw ReviewError.held(key, "it is no JSON of a held image") }
        if let problem = image.problem { throw ReviewError.held(key, problem) }
        guard image.key == key else { throw ReviewError.held(key, "it is of another image") }
        return Found(image: image, digest: hexadecimal(SHA256.hash(data: bytes)))
    }
}
