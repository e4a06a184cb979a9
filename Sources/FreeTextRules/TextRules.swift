// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// All rules in the order in which they run: what an earlier one takes, a later one leaves alone.
package enum TextRules {
    /// Every rule, by folder.
    package static let all = Rule.formats + Rule.dates + Rule.numbers + Rule.places + Rule.names + Rule.han + Rule.japanese

    /// Marks what clinical phrases own and finds what is certain by its form. The identifiers of the header come next.
    package static func begin(_ a: inout Analysis) {
        TermPhrases.mark(&a)
        FormatDetector.scan(&a)
    }

    /// Finds everything else.
    package static func find(_ a: inout Analysis, model: NameModel) {
        DateDetector.scan(&a)
        AgeDetector.scan(&a)
        NumberDetector.scan(&a)
        InstitutionDetector.scan(&a)
        AddressDetector.scan(&a)
        HanPlaceDetector.scan(&a)
        PersonCueDetector.scan(&a)
        PinyinNameDetector.scan(&a)
        LabelNameDetector.scan(&a)
        NameDetector.scan(&a, model: model, bias: a.field.fieldClass == .descriptor ? 0.3 : 0)
        HanNameDetector.scan(&a)
        JapaneseNameDetector.scan(&a)
        Initials.grow(&a)
        Codes.grow(&a)
    }
}
