// SPDX-License-Identifier: Apache-2.0

/// An instance that is released, or of a report one that would be. All of it is pseudonymous but the digest of the input and the sealed originals.
package struct InstanceRecord: Sendable {
    package var patient: String
    package var study: String
    package var series: String
    package var instance: String
    /// SHA-256 of the input file: tells duplicates from conflicts. `nil` where a report did not ask for it.
    package var contentDigest: String?
    /// Of the new file.
    package var sha256: String?
    /// Its line of `MANIFEST.jsonl`, without the line feed; empty in a report.
    package var manifest: [UInt8] = []
    package var crosswalk: [CrosswalkEntry] = []

    /// One that a report foresees.
    package init(patient: String, study: String, series: String, instance: String) {
        self.patient = patient
        self.study = study
        self.series = series
        self.instance = instance
    }

    /// One that was written.
    package init(_ entry: ManifestEntry, contentDigest: String, crosswalk: [CrosswalkEntry]) {
        self.init(patient: entry.patient, study: entry.study, series: entry.series, instance: entry.instance)
        self.contentDigest = contentDigest
        sha256 = entry.sha256
        manifest = entry.line
        self.crosswalk = crosswalk
    }

    /// Where it lies in a release.
    package var place: String { Self.place(patient, study, series, instance) }

    /// The folder of a release in which its files lie by UID.
    package static let imagesFolder = "images"

    /// `images/<patient>/<study uid>/<series uid>/<instance uid>.dcm`
    package static func place(_ patient: String, _ study: String, _ series: String, _ instance: String) -> String {
        "\(imagesFolder)/\(patient)/\(study)/\(series)/\(instance).dcm"
    }

    /// Whether its names are letters, digits, `-`, `_` and `.`, none of which leads out of the release.
    package var hasSafePlace: Bool {
        [patient, study, series, instance].allSatisfy { name in
            !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 251
                && name.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D || byte == 0x2E || byte == 0x5F
                }
        }
    }
}

extension InstanceRecord: WireFormed {
    package func write(to wire: inout WireWriter) {
        for name in [patient, study, series, instance] { wire.append(name) }
        for digest in [contentDigest, sha256] { wire.append(digest) { $0.append($1) } }
        wire.append(manifest)
        wire.append(all: crosswalk) { $1.write(to: &$0) }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        patient = try wire.text()
        study = try wire.text()
        series = try wire.text()
        instance = try wire.text()
        contentDigest = try wire.optional { wire throws(WireReader.Malformed) in try wire.text() }
        sha256 = try wire.optional { wire throws(WireReader.Malformed) in try wire.text() }
        manifest = try wire.field()
        crosswalk = try wire.all { wire throws(WireReader.Malformed) in try CrosswalkEntry(from: &wire) }
    }
}

/// A pseudonym and the sealed original behind it.
package struct CrosswalkEntry: Sendable, Hashable {
    /// `patient`, `study`, `series`, `instance`, `accession`, ...
    package let kind: String
    package let pseudonym: String
    /// An AES-GCM box.
    package let sealedOriginal: [UInt8]

    package init(kind: String, pseudonym: String, sealedOriginal: [UInt8]) {
        self.kind = kind
        self.pseudonym = pseudonym
        self.sealedOriginal = sealedOriginal
    }
}

extension CrosswalkEntry: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(kind)
        wire.append(pseudonym)
        wire.append(sealedOriginal)
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        kind = try wire.text()
        pseudonym = try wire.text()
        sealedOriginal = try wire.field()
    }
}
