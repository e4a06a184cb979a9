// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Engine
internal import Filesystem

/// A line of `MANIFEST.jsonl`: one file of a release. All of it may leave; every name and number in it is a pseudonym or a count.
public struct ManifestEntry: Decodable, Hashable, Sendable {
    /// Counted from the folder of the release.
    public package(set) var path: String
    /// The length of the file.
    public package(set) var bytes = 0
    /// Of the file, in hexadecimal digits.
    public package(set) var sha256 = ""
    /// Of the value of Pixel Data or its like, as it stands in the file; `nil` where there is none.
    public package(set) var pixelSHA256: String?
    /// The UID of the SOP Class.
    public package(set) var sopClass = ""
    /// The UID of the transfer syntax.
    public package(set) var transferSyntax = ""
    /// Modality (0008,0060) of the file.
    public package(set) var modality = ""
    /// The pseudonym of the patient.
    public package(set) var patient: String
    /// Study Instance UID (0020,000D) of the file.
    public package(set) var study: String
    /// Series Instance UID (0020,000E) of the file.
    public package(set) var series: String
    /// SOP Instance UID (0008,0018) of the file.
    public package(set) var instance: String
    /// How many elements each action met, by the names that `inspect` prints.
    public package(set) var actions: [String: Int] = [:]
    /// What a person should know of the file, such as that burned-in text is likely.
    public package(set) var flags: [String]?
    /// Bytes beyond the last pixel that were cut off.
    public package(set) var trailingPixelBytes: Int?
    /// Bytes of comments and application data inside compressed frames that were blanked.
    public package(set) var blankedPixelBytes: Int?
    /// Bytes of compressed values that belong to nothing, written as zeros.
    public package(set) var zeroedPixelBytes: Int?
    /// Bytes of pixel cells in which bits of an overlay were cleared.
    public package(set) var clearedPixelBytes: Int?
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
        let found = Array("\"path\":\"\(old)\"".utf8)
        guard let start = position(of: found, in: line) else { return nil }
        return line[..<start] + Array("\"path\":\"\(new)\"".utf8) + line[(start + found.count)...]
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
