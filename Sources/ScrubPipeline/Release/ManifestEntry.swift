// SPDX-License-Identifier: Apache-2.0

/// A line of `MANIFEST.jsonl`.
struct ManifestEntry: Codable, Hashable {
    var path: String
    var bytes: Int
    var sha256: String
    var pixelSHA256: String?
    var sopClass: String
    var transferSyntax: String
    var modality: String
    var patient: String
    var study: String
    var series: String
    var instance: String
    var actions: [String: Int]
    var flags: [String]?
    var trailingPixelBytes: Int?
    var blankedPixelBytes: Int?
    var zeroedPixelBytes: Int?
    var clearedPixelBytes: Int?

    enum CodingKeys: String, CodingKey {
        case path, bytes, sha256, modality, patient, study, series, instance, actions, flags
        case pixelSHA256 = "pixel_sha256"
        case sopClass = "sop_class"
        case transferSyntax = "transfer_syntax"
        case trailingPixelBytes = "trailing_pixel_bytes"
        case blankedPixelBytes = "blanked_pixel_bytes"
        case zeroedPixelBytes = "zeroed_pixel_bytes"
        case clearedPixelBytes = "cleared_pixel_bytes"
    }

    init(_ file: ReleasedFile) {
        path = file.relativePath
        bytes = file.bytes
        sha256 = file.sha256
        pixelSHA256 = file.pixelSHA256
        sopClass = file.sopClass
        transferSyntax = file.transferSyntax
        modality = file.modality
        patient = file.patient
        study = file.study
        series = file.series
        instance = file.instance
        actions = file.actions
        flags = file.flags
        trailingPixelBytes = file.trailingPixelBytes
        blankedPixelBytes = file.blankedPixelBytes
        zeroedPixelBytes = file.zeroedPixelBytes
        clearedPixelBytes = file.clearedPixelBytes
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(bytes, forKey: .bytes)
        try container.encode(sha256, forKey: .sha256)
        // Said even where there are no pixels: every line has the same keys.
        try container.encode(pixelSHA256, forKey: .pixelSHA256)
        try container.encode(sopClass, forKey: .sopClass)
        try container.encode(transferSyntax, forKey: .transferSyntax)
        try container.encode(modality, forKey: .modality)
        try container.encode(patient, forKey: .patient)
        try container.encode(study, forKey: .study)
        try container.encode(series, forKey: .series)
        try container.encode(instance, forKey: .instance)
        try container.encode(actions, forKey: .actions)
        try container.encodeIfPresent(flags, forKey: .flags)
        try container.encodeIfPresent(trailingPixelBytes, forKey: .trailingPixelBytes)
        try container.encodeIfPresent(blankedPixelBytes, forKey: .blankedPixelBytes)
        try container.encodeIfPresent(zeroedPixelBytes, forKey: .zeroedPixelBytes)
        try container.encodeIfPresent(clearedPixelBytes, forKey: .clearedPixelBytes)
    }

    var isInItsPlace: Bool { path == "images/\(patient)/\(study)/\(series)/\(instance).dcm" || MediaNames.isName(path) }
}
