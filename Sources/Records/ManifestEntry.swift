// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Engine

/// A line of `MANIFEST.jsonl`.
package struct ManifestEntry: Decodable, Hashable, Sendable {
    package var path: String
    package var bytes = 0
    package var sha256 = ""
    package var pixelSHA256: String?
    package var sopClass = ""
    package var transferSyntax = ""
    package var modality = ""
    package var patient: String
    package var study: String
    package var series: String
    package var instance: String
    /// How many elements each action met.
    package var actions: [String: Int] = [:]
    package var flags: [String]?
    /// Bytes beyond the last pixel that were cut off.
    package var trailingPixelBytes: Int?
    /// Bytes of comments and application data inside compressed frames that were blanked.
    package var blankedPixelBytes: Int?
    /// Bytes of compressed values that belong to nothing, written as zeros.
    package var zeroedPixelBytes: Int?
    /// Bytes of pixel cells in which bits of an overlay were cleared.
    package var clearedPixelBytes: Int?
    /// What was seen in the pixels; `nil` where nobody looked.
    package var pixelText: PixelTextEntry?

    enum CodingKeys: String, CodingKey {
        case path, bytes, sha256, modality, patient, study, series, instance, actions, flags
        case pixelSHA256 = "pixel_sha256"
        case sopClass = "sop_class"
        case transferSyntax = "transfer_syntax"
        case trailingPixelBytes = "trailing_pixel_bytes"
        case blankedPixelBytes = "blanked_pixel_bytes"
        case zeroedPixelBytes = "zeroed_pixel_bytes"
        case clearedPixelBytes = "cleared_pixel_bytes"
        case pixelText = "pixel_text"
    }

    /// One in its place by UID.
    package init(patient: String, study: String, series: String, instance: String) {
        path = InstanceRecord.place(patient, study, series, instance)
        self.patient = patient
        self.study = study
        self.series = series
        self.instance = instance
    }

    /// Compact, keys sorted: equal entries give equal bytes. Written by hand, since every file of a run needs one.
    package var line: [UInt8] {
        var line = JSONLine()
        line.key("actions", actions)
        line.key("blanked_pixel_bytes", blankedPixelBytes)
        line.key("bytes", bytes)
        line.key("cleared_pixel_bytes", clearedPixelBytes)
        line.key("flags", flags)
        line.key("instance", instance)
        line.key("modality", modality)
        line.key("path", path)
        line.key("patient", patient)
        // Said even where there are no pixels: every line has the same keys.
        line.key("pixel_sha256", orNull: pixelSHA256)
        line.key("pixel_text", pixelText)
        line.key("series", series)
        line.key("sha256", sha256)
        line.key("sop_class", sopClass)
        line.key("study", study)
        line.key("trailing_pixel_bytes", trailingPixelBytes)
        line.key("transfer_syntax", transferSyntax)
        line.key("zeroed_pixel_bytes", zeroedPixelBytes)
        return line.closed
    }

    /// The line with another path, which has to be as plain as the old one. In it stands `"path":"` once: in any text the quotes are escaped.
    package static func line(_ line: [UInt8], moving old: String, to new: String) -> [UInt8]? {
        guard let range = line.firstRange(of: Array("\"path\":\"\(old)\"".utf8)) else { return nil }
        return line[..<range.lowerBound] + Array("\"path\":\"\(new)\"".utf8) + line[range.upperBound...]
    }
}

/// An object in the making.
private struct JSONLine {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() { bytes.reserveCapacity(1024) }

    var closed: [UInt8] { bytes + [UInt8(ascii: "}")] }

    mutating func key(_ key: String, _ number: Int?) {
        guard let number else { return }
        begin(key)
        bytes += String(number).utf8
    }

    mutating func key(_ key: String, _ text: String) {
        begin(key)
        append(text)
    }

    mutating func key(_ key: String, orNull text: String?) {
        begin(key)
        if let text { append(text) } else { bytes += "null".utf8 }
    }

    mutating func key(_ key: String, _ texts: [String]?) {
        guard let texts else { return }
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (place, text) in texts.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            append(text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func key(_ key: String, _ counts: [String: Int]) {
        begin(key)
        var object = JSONLine()
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { object.key(name, count) }
        bytes += object.closed
    }

    mutating func key(_ key: String, _ text: PixelTextEntry?) {
        guard let text else { return }
        begin(key)
        var object = JSONLine()
        object.key("area", text.area)
        object.key("boxes", text.findings)
        object.key("frames", text.frames)
        if let reader = text.reader { object.key("reader", reader) }
        object.begin("reviewed")
        object.bytes += (text.isReviewed ? "true" : "false").utf8
        object.key("weights", text.weights)
        bytes += object.closed
    }

    private mutating func key(_ key: String, _ findings: [PixelFinding]) {
        begin(key)
        let boxes = findings.map { finding in
            let box = finding.box
            return "[\(box.left),\(box.top),\(box.right),\(box.bottom),\"\(finding.evidence.rawValue)\"]"
        }
        bytes += "[\(boxes.joined(separator: ","))]".utf8
    }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        append(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case ..<0x20:
                bytes += "\\u00".utf8
                for digit in [byte >> 4, byte & 0x0F] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
