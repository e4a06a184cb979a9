// SPDX-License-Identifier: Apache-2.0

/// The ways in which people write a day.
enum DateSpellings {
    static func all(of day: CalendarDay) -> [String] {
        let (year, month, date) = day.components
        let y = String(year), m = padded(month, 2), d = padded(date, 2)
        let long = months[month - 1], short = String(long.prefix(3))
        var result = [y + m + d, "\(y)年\(month)月\(date)日", "\(y)年\(m)月\(d)日"]
        for joint in ["-", "/", ".", " "] {
            result.append([y, m, d].joined(separator: joint))
            for (first, second) in [(d, m), (m, d)] { result.append([first, second, y].joined(separator: joint)) }
            for (first, second) in [(date, month), (month, date)] { result.append("\(first)\(joint)\(second)\(joint)\(y)") }
            result.append("\(y)\(joint)\(month)\(joint)\(date)")
        }
        result += [d + m + y, m + d + y]
        let short2 = y.suffix(2)
        for joint in ["/", "-", "."] { result += [[d, m], [m, d]].map { ($0 + [String(short2)]).joined(separator: joint) } }
        let ordinal = String(date) + (11...13 ~= date ? "th" : [1: "st", 2: "nd", 3: "rd"][date % 10] ?? "th")
        result += ["\(ordinal) \(short) \(y)", "\(ordinal) \(long) \(y)", "\(short) \(ordinal), \(y)", "\(long) \(ordinal), \(y)", "\(d)\(short)\(short2)"]
        for names in foreignMonths { result += ["\(date) \(names[month - 1]) \(y)", "\(date). \(names[month - 1]) \(y)", "\(date) de \(names[month - 1]) de \(y)"] }
        for name in [short, long] {
            for joint in [" ", "-", "", ". "] {
                for number in [d, String(date)] { result.append(number + joint + name + joint + y) }
            }
            for number in [d, String(date)] { result += ["\(name) \(number), \(y)", "\(name) \(number) \(y)", "\(name)-\(number)-\(y)"] }
        }
        for joint in ["/", "-", "."] { result += ["\(date)\(joint)\(month)\(joint)\(short2)", "\(month)\(joint)\(date)\(joint)\(short2)", "\(short2)\(joint)\(m)\(joint)\(d)"] }
        for number in [d, String(date)] { result += ["-", " ", "/"].map { "\(number)\($0)\(short)\($0)\(short2)" } }
        result += ["\(short2)\(m)\(d)", "\(d)\(m)\(short2)", "\(m)\(d)\(short2)"] + months(of: day)
        if let (era, eraYear) = japaneseEra(day, year) { result.append("\(era)\(eraYear)年\(month)月\(date)日") }
        return result
    }

    /// The month of a day, which is all that some people write.
    private static func months(of day: CalendarDay) -> [String] {
        let (year, month, _) = day.components
        let m = padded(month, 2), long = months[month - 1], short = String(long.prefix(3))
        let numbers = ["/", "-", "."].flatMap { ["\(year)\($0)\(m)", "\(year)\($0)\(month)", "\(m)\($0)\(year)", "\(month)\($0)\(year)"] }
        return numbers + [short, long].flatMap { name in [" ", "-", ", "].map { "\(name)\($0)\(year)" } } + ["\(year)年\(month)月", "\(year)年\(m)月"]
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    private static let foreignMonths = [
        ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    ]

    private static func japaneseEra(_ day: CalendarDay, _ year: Int) -> (String, Int)? {
        let eras: [(String, Int, Int, Int)] = [("令和", 2019, 5, 1), ("平成", 1989, 1, 8), ("昭和", 1926, 12, 25), ("大正", 1912, 7, 30)]
        for (name, firstYear, month, date) in eras {
            if let start = CalendarDay(year: firstYear, month: month, day: date), day >= start { return (name, year - firstYear + 1) }
        }
        return nil
    }
}
