// SPDX-License-Identifier: Apache-2.0

/// A language of the report page.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case en, zh
}
