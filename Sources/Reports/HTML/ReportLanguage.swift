// SPDX-License-Identifier: Apache-2.0

/// A language of the report page.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case en, zh

    /// For the `lang` attribute.
    var tag: String {
        switch self {
        case .en: "en"
        case .zh: "zh-Hans"
        }
    }
}
