// SPDX-License-Identifier: Apache-2.0

/// The words one language gives to the detectors. A new language is a new value of this type and nothing else.
public struct LanguagePack: Sendable {
    /// ISO 639-1, such as `de`.
    public let code: String
    /// Phrases, parted by `|`, and what they announce.
    package let cues: [(Cue, StaticString)]
    /// Twelve groups parted by `|`; in a group, names parted by spaces.
    package let months: StaticString

    package init(code: String, cues: [(Cue, StaticString)], months: StaticString = "") {
        self.code = code
        self.cues = cues
        self.months = months
    }

    /// Every pack that is built in.
    public static let all: [LanguagePack] = [english, chinese, german, french, spanish, japanese]
}
