// SPDX-License-Identifier: Apache-2.0

/// Every planted file of the suite, by case.
enum LeakCases {
    static let all: [Planting] = [
        HeaderCases.l01, HeaderCases.l02, HeaderCases.l03, HeaderCases.l04, HeaderCases.l07, HeaderCases.l08, HeaderCases.l09,
        NameCases.l10, NameCases.l11, NameCases.l12, NameCases.l16, NameCases.l17, NumberCases.l13, NumberCases.l14, NumberCases.l15,
        NumberCases.l18,
        SequenceCases.l19, SequenceCases.l20, SequenceCases.l21, SequenceCases.l22, SequenceCases.l23, SequenceCases.l24, ReportCases.l25,
        ReportCases.l26, ReportCases.l27, ReportCases.l28,
        PrivateCases.l29, PrivateCases.l30, PrivateCases.l31, PrivateCases.l32, PrivateCases.l33,
        PixelCases.l34, PixelCases.l35, PixelCases.l36, PixelCases.l37, PixelCases.l38, PixelCases.l38Behind, PixelCases.l39, PixelCases.l40,
        DateCases.l41, DateCases.l42, DateCases.l43, DateCases.l44, DateCases.l45, DateCases.l47, DateCases.l48,
        TextCases.l51, TextCases.l52, UnchangedCases.all, GateCopyCases.all, GateCopyCases.harmless,
    ].flatMap { $0 }
}
