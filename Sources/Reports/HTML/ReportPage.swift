// SPDX-License-Identifier: Apache-2.0

internal import Mustache

/// The report as one HTML file that needs nothing else and links nowhere.
public enum ReportPage {
    /// The same document gives the same bytes. In the report of a release, distinct counts and examples are left out, whatever the document holds.
    /// - Throws: What the template engine finds wrong with the templates of this program; never because of the document.
    public static func html(for document: ReportDocument, language: ReportLanguage) throws -> String {
        let templates = try PageTemplates.shared.get()
        let context = PageContext(document, language, templates).values
        return templates.library.render(context, withTemplate: "page") ?? ""
    }
}
