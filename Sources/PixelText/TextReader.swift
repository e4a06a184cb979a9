// SPDX-License-Identifier: Apache-2.0

internal import CTesseract

/// Reads located lines, to match them against what is known of the patient and against listed terms. It never decides alone that something
/// unknown may stay.
package final class TextReader {
    /// Ends a line that was read without being sure of it. No listed term has it.
    package static let doubt: Character = "\u{FFFD}"
    /// Below it, of 100, a line is in doubt.
    private static let sure: Int32 = 60

    /// What stands in every frame of an image is read once. Reading costs much more than finding.
    private static let mostRemembered = 256

    private struct Picture: Hashable {
        var columns: Int
        var pixels: [UInt8]
    }

    private let handle: OpaquePointer
    private var remembered: [Picture: String] = [:]

    /// - Returns: `nil` where the machine has no Tesseract, or none of its languages.
    package init?() {
        guard let handle = ctesseract_open() else { return nil }
        self.handle = handle
    }

    deinit { ctesseract_close(handle) }

    package var version: String { String(cString: ctesseract_version(handle)) }

    /// - Parameter gray: Gray values of the box with a margin, row by row, in any range of 16 bits and of either polarity: letters cover less
    ///   area than the ground.
    /// - Returns: One line without blanks around it; empty where nothing could be read; with ``doubt`` at its end where it may be something else.
    package func read(_ gray: [UInt16], columns: Int, rows: Int) -> String {
        guard columns > 0, rows > 0, gray.count == columns * rows, let levels = InkLevels(gray) else { return "" }
        let picture = Picture(columns: columns, pixels: levels.darkOnBright(gray))
        if let line = remembered[picture] { return line }
        let line = read(picture, levels, rows: rows)
        if remembered.count >= Self.mostRemembered { remembered.removeAll() }
        remembered[picture] = line
        return line
    }

    private func read(_ picture: Picture, _ levels: InkLevels, rows: Int) -> String {
        var text = [CChar](repeating: 0, count: 4096)
        let count = ctesseract_read_line(handle, picture.pixels, UInt32(clamping: picture.columns), UInt32(clamping: rows), &text, text.count)
        guard count > 0 else { return "" }
        let scalars = String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let line = scalars.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !line.isEmpty else { return "" }
        let isSure = ctesseract_confidence(handle) >= Self.sure && levels.fits(line, picture.pixels, columns: picture.columns)
        return isSure ? line : line + String(Self.doubt)
    }
}
