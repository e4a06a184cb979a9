// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation
internal import Mustache

/// The templates, styles and script of the page, embedded in the program.
struct PageTemplates: Sendable {
    let library: MustacheLibrary
    let style: String
    let script: String

    static let shared = Result { try PageTemplates() }

    private init() throws {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var library = MustacheLibrary()
        let pieces = [
            "page": PackageResources.page_mustache, "verdict": PackageResources.verdict_mustache, "tags": PackageResources.tags_mustache,
            "findings": PackageResources.findings_mustache, "risk": PackageResources.risk_mustache,
        ]
        for (name, bytes) in pieces {
            // A partial starts with the engine's own escaping unless it says otherwise.
            try library.register("{{% CONTENT_TYPE:\(PageText.name)}}\n" + String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
        style = String(decoding: PackageResources.report_css, as: UTF8.self)
        script = String(decoding: PackageResources.report_js, as: UTF8.self)
    }

    /// A Content Security Policy: nothing is loaded, and nothing runs but this style and this script.
    static func policy(style: String, script: String) -> String {
        "default-src 'none'; style-src '\(digest(style))'; script-src '\(digest(script))'; base-uri 'none'; form-action 'none'"
    }

    /// A source expression of a Content Security Policy.
    private static func digest(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }
}
