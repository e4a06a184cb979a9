// SPDX-License-Identifier: Apache-2.0

internal import CTesseract

/// Reads located lines, to match them against what is known of the patient and against listed terms.
package final class TextReader {
    package init?() { return nil }
    package var version: String { "" }
    package func read(_ gray: [UInt16], columns: Int, rows: Int) -> String { "" }
}

/// What a line that was read means.
package enum LineReading { case known, listed, unknown }

package struct LineJudge {
    package init(keep: [String], isKnown: @escaping (String) -> Bool) {}
    package func judge(_ text: String) -> LineReading { .unknown }
}
