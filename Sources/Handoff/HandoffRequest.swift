// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Foundation

/// `HANDOFF.json`: what is to leave, for whom and why. Approvers sign its bytes.
///
/// Canonical JSON: keys sorted, UTF-8, no space, one line feed at the end. The only clock in it is ``preparedAt``.
package struct HandoffRequest: Codable, Hashable, Sendable {
    package var format = Self.format
    /// UTC, to the millisecond.
    package var preparedAt: String
    package var recipient: String
    package var purpose: String
    /// The last day on which it may be released and used, as `YYYY-MM-DD` in UTC.
    package var expires: String?
    package var project: String
    package var keyFingerprint: String
    package var toolVersion: String
    /// The edition of PS3.15 whose Table E.1-1 decided.
    package var tableEdition: String
    package var profile: Profile
    package var options: [String]
    package var methodCodes: [String]
    /// SHA-256 of the documents of the release, by name.
    package var documents: [String: String]
    package var counts: Counts
    package var notDone: NotDone
    package var risk: Risk?
    /// What the release holds by class of information, and by level of GB/T 39725-2020.
    package var classes: [InformationClass]

    package struct Profile: Codable, Hashable, Sendable {
        package var name: String
        package var sha256: String
        package init(name: String, sha256: String) { (self.name, self.sha256) = (name, sha256) }
    }

    package struct Counts: Codable, Hashable, Sendable {
        package var files: Int
        package var bytes: Int
        package var patients: Int
        package var studies: Int
        package var series: Int
        package init(files: Int, bytes: Int, patients: Int, studies: Int, series: Int) {
            (self.files, self.bytes, self.patients, self.studies, self.series) = (files, bytes, patients, studies, series)
        }
    }

    /// What nobody did, so that nobody takes it for done.
    package struct NotDone: Codable, Hashable, Sendable {
        /// Every file with pixels was looked at, and what was found in it is blanked or listed.
        package var pixelsCleaned: Bool
        /// Files with pixels, and those of them of which that is true; `nil` in requests of versions that never looked.
        package var images: Int?
        package var imagesLookedAt: Int?
        package var facesRemoved: Bool
        /// Files by flag of the manifest.
        package var flags: [String: Int]
        /// Inputs that did not leave, by reason.
        package var quarantined: [String: Int]
        package init(images: Int, imagesLookedAt: Int, facesRemoved: Bool, flags: [String: Int], quarantined: [String: Int]) {
            pixelsCleaned = images > 0 && imagesLookedAt == images
            (self.images, self.imagesLookedAt) = (images, imagesLookedAt)
            (self.facesRemoved, self.flags, self.quarantined) = (facesRemoved, flags, quarantined)
        }

        /// What was done about text in pixels, for people.
        package var pixelsInWords: String {
            if pixelsCleaned { return "was cleaned in every image" }
            guard let images, let imagesLookedAt, imagesLookedAt > 0 else { return "was NOT cleaned" }
            return "was cleaned in \(imagesLookedAt) of \(images) images, and NOT in the others, which nobody looked at"
        }

        enum CodingKeys: String, CodingKey {
            case flags, quarantined, images
            case imagesLookedAt = "images_looked_at"
            case pixelsCleaned = "pixels_cleaned"
            case facesRemoved = "faces_removed"
        }
    }

    package struct Risk: Codable, Hashable, Sendable {
        package var patients: Int
        package var alone: Int
        package var smallestClass: Int
        /// Mean of 1/k over the patients, in ten thousandths: whole numbers have one spelling.
        package var averagePerTenThousand: Int
        package init(patients: Int, alone: Int, smallestClass: Int, averagePerTenThousand: Int) {
            (self.patients, self.alone, self.smallestClass, self.averagePerTenThousand) = (patients, alone, smallestClass, averagePerTenThousand)
        }

        enum CodingKeys: String, CodingKey {
            case patients, alone
            case smallestClass = "smallest_class"
            case averagePerTenThousand = "average_per_ten_thousand"
        }
    }

    /// A class of information, with the rule that puts attributes there, and its level of GB/T 39725-2020 before and after.
    package struct InformationClass: Codable, Hashable, Sendable {
        package var name: String
        package var rule: String
        package var attributesBefore: Int
        package var attributesAfter: Int
        package var levelBefore: Int
        package var levelAfter: Int
        package init(name: String, rule: String, attributesBefore: Int, attributesAfter: Int, levelBefore: Int, levelAfter: Int) {
            (self.name, self.rule) = (name, rule)
            (self.attributesBefore, self.attributesAfter, self.levelBefore, self.levelAfter) = (
                attributesBefore, attributesAfter, levelBefore, levelAfter
            )
        }

        enum CodingKeys: String, CodingKey {
            case name, rule
            case attributesBefore = "attributes_before"
            case attributesAfter = "attributes_after"
            case levelBefore = "level_before"
            case levelAfter = "level_after"
        }
    }

    enum CodingKeys: String, CodingKey {
        case format, recipient, purpose, expires, project, profile, options, documents, counts, risk, classes
        case preparedAt = "prepared_at"
        case keyFingerprint = "key_fingerprint"
        case toolVersion = "tool_version"
        case tableEdition = "table_edition"
        case methodCodes = "deidentification_method_codes"
        case notDone = "not_done"
    }

    package static let format = "dcmscrub-handoff/1"
    package static let fileName = "HANDOFF.json"

    package init(
        preparedAt: String, recipient: String, purpose: String, expires: String?, project: String, keyFingerprint: String, toolVersion: String,
        tableEdition: String, profile: Profile, options: [String], methodCodes: [String], documents: [String: String], counts: Counts,
        notDone: NotDone, risk: Risk?, classes: [InformationClass]
    ) {
        self.preparedAt = preparedAt
        self.recipient = recipient
        self.purpose = purpose
        self.expires = expires
        self.project = project
        self.keyFingerprint = keyFingerprint
        self.toolVersion = toolVersion
        self.tableEdition = tableEdition
        self.profile = profile
        self.options = options
        self.methodCodes = methodCodes
        self.documents = documents
        self.counts = counts
        self.notDone = notDone
        self.risk = risk
        self.classes = classes
    }

    /// - Throws: ``HandoffError/request(_:)`` where the bytes are not exactly those of a request.
    package init(bytes: [UInt8]) throws(HandoffError) {
        guard let request = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
            throw .request("this is not a request of 'dcmscrub handoff prepare'")
        }
        guard request.format == Self.format else { throw .request("the request is of another version of dcmscrub; prepare a new one") }
        guard request.bytes == bytes else { throw .request("the request was changed after it was prepared; prepare a new one") }
        self = request
    }

    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array((try? encoder.encode(self)) ?? Data()) + [0x0A]
    }

    /// SHA-256 of the bytes.
    package var digest: String { hexadecimal(SHA256.hash(data: bytes)) }

    /// - Parameter day: `YYYY-MM-DD`.
    package func isExpired(on day: String) -> Bool { expires.map { $0 < day } ?? false }
}
