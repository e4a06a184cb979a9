// SPDX-License-Identifier: Apache-2.0

/// What the caller knows of a text's languages.
public struct LanguageHint: Sendable {
    public let isJapanese: Bool
    public let isChinese: Bool

    public static let none = LanguageHint([])

    /// - Parameter languages: ISO 639-1 codes, also with a region, such as `zh-TW`.
    public init(_ languages: [String]) {
        let codes = languages.map { $0.prefix { $0 != "-" && $0 != "_" }.lowercased() }
        isJapanese = codes.contains("ja") && !codes.contains("zh")
        isChinese = codes.contains("zh")
    }
}
