// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let ageOver89 = Rule(
        "age.over-89", .age, 0.9, .date, matching: "⟦93⟧-year-old woman", notMatching: "79-year-old woman")
    static let dateISO = Rule(
        "date.iso", .date, 0.9, .date, matching: "on ⟦2015-06-18⟧", notMatching: "2015-16-18")
    static let dateDMY = Rule(
        "date.dmy", .date, 0.97, .date, matching: "⟦3/7/2014⟧", notMatching: "33/7/2014")
    static let dateMonthYear = Rule(
        "date.month-year", .date, 0.75, .date, matching: "on ⟦4/2014⟧", notMatching: "4/20")
    static let dateShortYear = Rule(
        "date.short-year", .date, 0.45, .date, matching: "compared to ⟦12/08/19⟧", notMatching: "T12.08.19")
    static let dateShortYearFirst = Rule(
        "date.short-year-first", .date, 0.6, .date, matching: "⟦24.3.1⟧片对比", notMatching: "24.3.1 mm")
    static let dateROC = Rule(
        "date.roc", .date, 0.7, .date, matching: "比較⟦109.07.14⟧片", notMatching: "109.07.14")
    static let dateRomanMonth = Rule(
        "date.roman-month", .date, 0.95, .date, matching: "⟦22.XI.2017⟧", notMatching: "22.XV.2017")
    static let dateEraLetter = Rule(
        "date.era-letter", .date, 0.8, .date, matching: "⟦H30.5.12⟧", notMatching: "L30.5.12")
    static let dateDayMonthStop = Rule(
        "date.day-month-stop", .date, 0.5, .date, matching: "LMP ⟦22.11.⟧, Unfall", notMatching: "LMP 22.11 cm")
    static let dateMonthDayDot = Rule(
        "date.month-day-dot", .date, 0.45, .date, matching: "车祸伤⟦8.30⟧", notMatching: "病灶8.30")
    static let dateDayMonth = Rule(
        "date.day-month", .date, 0.45, .date, matching: "⟦03/02⟧", notMatching: "image 3/4")
    static let dateDayMonthCue = Rule(
        "date.day-month-cue", .date, 0.6, .date, matching: "admitted ⟦2/17⟧", notMatching: "score 2/17")
    static let dateDayMonthFirst = Rule(
        "date.day-month-first", .date, 0.5, .date, matching: "⟦4/9⟧跌伤", notMatching: "4/9")
    static let dateDayMonthName = Rule(
        "date.day-month-name", .date, 0.7, .date, matching: "⟦12 dec⟧", notMatching: "12 decibel")
    static let dateWeekday = Rule(
        "date.weekday", .date, 0.6, .date, matching: "Monday ⟦3/4⟧", notMatching: "3/4")
    static let dateMonthName = Rule(
        "date.month-name", .date, 0.97, .date, matching: "⟦30 May 2017⟧", notMatching: "may measure 30 mm")
    static let dateMonthDay = Rule(
        "date.month-day", .date, 0.75, .date, matching: "on ⟦Oct 30⟧", notMatching: "may 30")
    static let dateCompact = Rule(
        "date.compact", .date, 0.8, .date, matching: "⟦19290602⟧", notMatching: "19291302")
    static let dateHan = Rule(
        "date.han", .date, 0.95, .date, matching: "⟦2017年5月20日⟧", notMatching: "2017年")
    static let dateHanMonth = Rule(
        "date.han-month", .date, 0.85, .date, matching: "⟦18年3月⟧复查", notMatching: "3年")
    static let dateHanDay = Rule(
        "date.han-day", .date, 0.6, .date, matching: "改约至⟦9月17⟧，", notMatching: "9月")
    static let dateEra = Rule(
        "date.era", .date, 0.95, .date, matching: "⟦令和3.10.2⟧", notMatching: "和3.10.2")
    static let dateEraYear = Rule(
        "date.era-year", .date, 0.6, .date, matching: "⟦令和元年⟧", notMatching: "元年")

    static let dates = [
        ageOver89, dateISO, dateDMY, dateMonthYear, dateShortYear, dateShortYearFirst, dateROC, dateRomanMonth, dateEraLetter,
        dateDayMonthStop, dateMonthDayDot, dateDayMonth, dateDayMonthCue, dateDayMonthFirst, dateDayMonthName, dateWeekday, dateMonthName,
        dateMonthDay, dateCompact, dateHan, dateHanMonth, dateHanDay, dateEra, dateEraYear,
    ]
}
