// SPDX-License-Identifier: Apache-2.0

/// Numbers as the page writes them: the same on every machine, in every locale.
enum Figures {
    /// `1,234,567`
    static func count(_ value: some BinaryInteger) -> String {
        let digits = String(value.magnitude)
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `12.3 %` of the whole; what is there never becomes `0 %`, and what is not all never `100 %`.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        if part == whole { return "100 %" }
        if part <= 0 { return "0 %" }
        let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
        if tenths == 0 { return "< 0.1 %" }
        return "\(min(tenths, 999) / 10).\(min(tenths, 999) % 10) %"
    }

    /// A risk between 0 and 1.
    static func risk(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "0 %" }
        let tenths = Int((min(value, 1) * 1000).rounded())
        if tenths == 0 { return "< 0.1 %" }
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// `1.2 GB`, in powers of 1,000 as disks are sold.
    static func bytes(_ value: Int64) -> String {
        if value < 1000 { return "\(value) B" }
        var size = Double(value) / 1000
        for unit in ["kB", "MB", "GB", "TB"] {
            if size < 9.95 { return "\(Int((size * 10).rounded()) / 10).\(Int((size * 10).rounded()) % 10) \(unit)" }
            if size < 999.5 { return "\(Int(size.rounded())) \(unit)" }
            size /= 1000
        }
        return "\(count(Int(size.rounded()))) PB"
    }

    /// The length of a bar, `37.5%`, for the `width` or `x` of an SVG rectangle.
    static func length(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return "0%" }
        let hundredths = min(10_000, Int((Double(part) / Double(whole) * 10_000).rounded()))
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%"
    }
}
