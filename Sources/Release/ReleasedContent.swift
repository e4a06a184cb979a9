// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
package import Filesystem
internal import Foundation
package import Records

/// Whether the DICOM inside a released file is what its line of the manifest says.
package enum ReleasedContent {
    /// What the manifest says.
    package struct Claim: Codable, Sendable {
        let instance: String
        let series: String
        let study: String
        let sopClass: String
        let transferSyntax: String
        let pixelSHA256: String?

        package init(_ entry: ManifestEntry) {
            (instance, series, study) = (entry.instance, entry.series, entry.study)
            (sopClass, transferSyntax, pixelSHA256) = (entry.sopClass, entry.transferSyntax, entry.pixelSHA256)
        }
    }

    /// - Returns: What differs, or `nil`.
    package static func problem(with claim: Claim, _ given: HandedFile, scratch: BytePath) -> String? {
        guard let descriptor = given.descriptor,
            let file = try? DICOMFile(descriptor: descriptor.number, scratchDirectory: scratch.readable), let dataSet = try? file.dataSet()
        else { return "cannot be read as DICOM" }
        let said: [(AttributeTag, String, String)] = [
            (.sopInstanceUID, claim.instance, "SOP Instance UID"), (.seriesInstanceUID, claim.series, "Series Instance UID"),
            (.studyInstanceUID, claim.study, "Study Instance UID"), (.sopClassUID, claim.sopClass, "SOP Class UID"),
        ]
        // What a file does not have the manifest makes up for the path.
        for (tag, value, name) in said where dataSet.firstText(tag).map({ !$0.isEmpty && $0 != value }) ?? false {
            return "holds another \(name) than the manifest says"
        }
        if file.information.transferSyntaxUID != claim.transferSyntax { return "has another transfer syntax than the manifest says" }
        if file.information.mediaStorageSOPClassUID != claim.sopClass { return "names another SOP Class in its File Meta Information" }
        do {
            return try pixelDigest(file, dataSet) == claim.pixelSHA256 ? nil : "has other pixels than the manifest says"
        } catch {
            return "has pixels that cannot be read"
        }
    }

    private static func pixelDigest(_ file: DICOMFile, _ dataSet: DataSet) throws -> String? {
        var hash = SHA256(), hasPixels = false
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .pixels {
            hasPixels = true
            var offset = 0
            while offset < node.length {
                let block = try file.read(node: index, offset: offset, count: min(1 << 18, node.length - offset))
                hash.update(data: block)
                offset += block.count
            }
        }
        return hasPixels ? hexadecimal(hash.finalize()) : nil
    }
}

/// Looks at released files while its caller goes on.
package protocol ReleasedFileChecking: AnyObject {
    /// - Parameters:
    ///   - entry: The file's line of the manifest.
    ///   - place: Relative to the release.
    ///   - path: Of the file.
    func add(_ entry: ManifestEntry, _ place: String, at path: BytePath, bytes: Int)
    /// Waits for all answers.
    /// - Returns: How many problems there are, and the first thousand by place.
    func finish() throws -> (count: Int, first: [(place: String, what: String)])
}
