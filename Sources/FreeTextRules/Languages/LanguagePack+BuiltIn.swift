// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

extension LanguagePack {
    /// Every pack that is built in.
    package static let builtIn: [LanguagePack] = [
        pack("en", PackageResources.en_txt), pack("zh", PackageResources.zh_txt), pack("de", PackageResources.de_txt),
        pack("fr", PackageResources.fr_txt), pack("es", PackageResources.es_txt), pack("ja", PackageResources.ja_txt),
    ]

    private static func pack(_ code: String, _ bytes: [UInt8]) -> LanguagePack {
        do {
            return try LanguagePack(code: code, text: String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("language pack \(code): \(error)")
        }
    }
}
