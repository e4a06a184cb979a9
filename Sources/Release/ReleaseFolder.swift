// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
package import Records
package import Reports
package import RunState

/// Where things lie in a release.
package struct ReleaseFolder {
    package let path: BytePath

    package init(path: BytePath) { self.path = path }

    package static let manifestName = "MANIFEST.jsonl"
    package static let documentName = "RELEASE.json"
    package static let reportName = "REPORT.html"
    package static let checksumsName = "SHA256SUMS"
    static let imagesName = InstanceRecord.imagesFolder
    static let temporaryName = ".dcmscrub-part"

    package var manifest: BytePath { path.appending(Self.manifestName) }
    package var document: BytePath { path.appending(Self.documentName) }
    package var report: BytePath { path.appending(Self.reportName) }
    package var checksums: BytePath { path.appending(Self.checksumsName) }
    package var images: BytePath { path.appending(Self.imagesName) }
    /// Files in the making; gone when a run ends.
    package var temporary: BytePath { path.appending(Self.temporaryName) }
}

/// `RELEASE.json`. It holds no clock, host or random number: equal runs write equal bytes.
package struct ReleaseDocument: Codable {
    var format = "dcmscrub-release/1"
    package var toolVersion: String
    package var project: String
    package var keyFingerprint: String
    package var profile: Profile
    package var methodCodes: [String]
    package var counts: Counts
    var manifestSHA256: String
    /// `nil` where no pixels were looked at.
    package var pixelText: PixelTextCounts?
    package var shard: Shard?
    /// `nil` where no person was asked to look at pixels.
    var review: Review?

    /// How many files people looked at, or have to.
    package struct Review: Codable {
        package var released = 0
        package var refused = 0
        package var waiting = 0
        /// The digest of the decisions that released and refused files went by, without names and times: runs with equal decisions have an equal
        /// one. It stands with what was seen in the pixels.
        package var decisions: String?

        package init() {}

        enum CodingKeys: String, CodingKey { case released, refused, waiting }
    }

    package struct Profile: Codable {
        package var name: String
        package var sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    package struct Counts: Codable {
        package var released: Int
        package var quarantined: Int
        package var notDICOM: Int
        package var duplicates: Int
        package var patients: Int
        package var studies: Int
        package var series: Int

        enum CodingKeys: String, CodingKey {
            case released, quarantined, duplicates, patients, studies, series
            case notDICOM = "not_dicom"
        }
    }

    enum CodingKeys: String, CodingKey {
        case format, project, profile, counts, shard, review
        case toolVersion = "tool_version"
        case keyFingerprint = "key_fingerprint"
        case methodCodes = "deidentification_method_codes"
        case manifestSHA256 = "manifest_sha256"
        case pixelText = "pixel_text"
    }

    func write(to path: BytePath) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let file = try AtomicFile(path)
        try file.write(Array(try encoder.encode(self)) + [0x0A])
        return try file.commit()
    }
}

extension ReleaseFolder {
    /// Writes the documents of a release from the journal. What it writes depends on the released files alone.
    /// - Parameter review: What people decided about pixels; `nil` where nobody was asked.
    /// - Returns: The SHA-256 of SHA256SUMS.
    package func writeDocuments(
        _ journal: Journal, _ run: RunRecord, _ profile: ReleaseDocument.Profile, methodCodes: [String], _ summary: RunSummary,
        _ review: ReleaseDocument.Review?, _ page: ReportDocument
    ) throws -> String {
        let isMedia = run.settings.layout == .dicomdir
        var names = MediaNames()
        let manifestFile = try AtomicFile(manifest)
        var pixelText = PixelTextCounts(decisions: review?.decisions)
        try journal.forEachReleased(of: run.id) { place, _, line in
            try pixelText.add(Array(line))
            if isMedia {
                guard let moved = ManifestEntry.line(Array(line), moving: place, to: try names.next(place)) else {
                    throw PipelineError.stopped("a line of the manifest is not as it was written. " + PipelineError.continuation)
                }
                try manifestFile.write(moved)
            } else {
                try manifestFile.write(line)
            }
            try manifestFile.write([0x0A])
        }
        let manifestDigest = try manifestFile.commit()
        let documentDigest = try ReleaseDocument(
            toolVersion: ToolVersion.current, project: run.settings.project, keyFingerprint: run.settings.keyFingerprint,
            profile: profile, methodCodes: methodCodes,
            counts: .init(
                released: summary.released, quarantined: summary.quarantined, notDICOM: summary.notDICOM,
                duplicates: summary.duplicates, patients: summary.patients, studies: summary.studies, series: summary.series),
            manifestSHA256: manifestDigest, pixelText: pixelText.isEmpty ? nil : pixelText, shard: run.settings.shard, review: review
        ).write(to: document)
        let reportFile = try AtomicFile(report)
        try reportFile.write(try ReportPage.html(for: page, language: .en).utf8)
        let reportDigest = try reportFile.commit()
        // In the order of the bytes: `DICOM/`, `DICOMDIR`, other capital letters, `images`.
        let sums = try AtomicFile(checksums)
        if isMedia {
            names = MediaNames()
            try journal.forEachReleased(of: run.id) { place, digest in try sums.write("\(digest)  \(try names.next(place))\n".utf8) }
            try sums.write("\(digest(ofFile: directory).sha256)  \(MediaNames.directory)\n".utf8)
        }
        try sums.write("\(manifestDigest)  \(Self.manifestName)\n\(documentDigest)  \(Self.documentName)\n\(reportDigest)  \(Self.reportName)\n".utf8)
        if !isMedia { try journal.forEachReleased(of: run.id) { place, digest in try sums.write("\(digest)  \(place)\n".utf8) } }
        return try sums.commit()
    }
}
