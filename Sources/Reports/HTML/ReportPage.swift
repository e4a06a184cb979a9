// SPDX-License-Identifier: Apache-2.0

/// The report as one page.
public enum ReportPage {
    public static func html(for document: ReportDocument, language: ReportLanguage) throws -> String {
        "<!DOCTYPE html><html lang=\"\(language.rawValue)\"><title>dcmscrub</title><p>\(document.verdict.files)</p></html>\n"
    }
}
