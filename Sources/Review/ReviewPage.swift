// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
package import Filesystem
internal import Foundation

/// A sheet as one HTML file for a browser: it loads nothing, sends nothing, and gives out decisions as a file that the person saves.
package enum ReviewPage {
    /// A browser pages through so many bytes of pictures without waiting.
    static let mostPictureBytes: Int64 = 96 << 20
    static let mostImages = 1000

    /// Splits images into pages that a browser can hold.
    package static func parts(_ images: [ReviewFolder.Found]) -> [[ReviewFolder.Found]] {
        var parts: [[ReviewFolder.Found]] = []
        var bytes: Int64 = 0
        for found in images {
            let image = found.image
            // A PNG of noise is about as large as its pixels in the levels that are kept.
            let size = (image.before + image.after + image.details).reduce(0) { $0 + Int64($1.columns * $1.rows * image.fill.count) }
            if parts.isEmpty || bytes + size > mostPictureBytes * 2 || parts[parts.count - 1].count >= mostImages {
                parts.append([])
                bytes = 0
            }
            parts[parts.count - 1].append(found)
            bytes += size
        }
        return parts
    }

    /// Writes the page, readable by its owner alone. The same images give the same bytes.
    /// - Parameters:
    ///   - part: Which of how many pages it is; `nil` for the only one.
    ///   - path: Where to. What is there is replaced.
    /// - Returns: The SHA-256 of the page.
    /// - Throws: ``ReviewError/held(_:_:)`` where a picture is not as it was written.
    package static func write(_ sheet: ReviewSheet, of folder: ReviewFolder, part: (number: Int, count: Int)?, to path: BytePath) throws -> String {
        let file = try AtomicFile(path, mode: 0o600)
        let script = [PackageResources.pictures_js, PackageResources.boxes_js, PackageResources.review_js].map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: "\n")
        let style = String(decoding: PackageResources.review_css, as: UTF8.self)
        let values = [
            "policy": policy(style: style, script: script), "digest": sheet.digest, "css": style, "js": script, "words": try words(),
            "part": part.map { "\($0.number)/\($0.count)" } ?? "", "data": String(decoding: sheet.data, as: UTF8.self),
        ]
        // Pieces of the template and names of values by turns.
        for (index, piece) in String(decoding: PackageResources.review_html, as: UTF8.self).split(separator: "%%", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index.isMultiple(of: 2) {
                try file.write(piece.utf8)
            } else if piece == "pictures" {
                try writePictures(sheet, of: folder, to: file)
            } else {
                try file.write((values[String(piece)] ?? "").utf8)
            }
        }
        return try file.commit()
    }

    private static func writePictures(_ sheet: ReviewSheet, of folder: ReviewFolder, to file: AtomicFile) throws {
        for (number, found) in sheet.images.enumerated() {
            for (kind, pictures) in [("b", found.image.before), ("a", found.image.after), ("d", found.image.details)] {
                for (index, picture) in pictures.enumerated() {
                    guard let bytes = try? readFile(folder.held.appending(picture.name)), hexadecimal(SHA256.hash(data: bytes)) == picture.sha256
                    else {
                        throw ReviewError.held(found.image.key, "a picture of it is missing or was changed")
                    }
                    try file.write("<script type=\"text/plain\" id=\"\(kind)\(number)-\(index)\">".utf8)
                    try file.write(Data(bytes).base64EncodedString().utf8)
                    try file.write("</script>\n".utf8)
                }
            }
        }
    }

    /// Nothing is loaded but pictures that are in the page, and nothing runs but this style and this script.
    private static func policy(style: String, script: String) -> String {
        func source(_ text: String) -> String { "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'" }
        return "default-src 'none'; img-src data:; style-src \(source(style)); script-src \(source(script)); base-uri 'none'; form-action 'none'"
    }

    /// The words of the page in each language, as JSON.
    private static func words() throws -> String {
        var tables: [String: [String: String]] = [:]
        for (language, bytes) in [("en", PackageResources.en_txt), ("zh-Hans", PackageResources.zh_txt)] {
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
                guard let sign = line.firstRange(of: " = ") else { continue }
                tables[language, default: [:]][String(line[..<sign.lowerBound])] = String(line[sign.upperBound...])
            }
        }
        return String(decoding: try jsonLine(tables), as: UTF8.self).replacing("<", with: "\\u003c")
    }
}
