// SPDX-License-Identifier: Apache-2.0

internal import FreeTextRules

// What the library's users see of the core. The rest of it is public because only public functions are inlined in another target.
@_exported public import struct FreeTextCore.Evidence
@_exported public import struct FreeTextCore.FieldContext
@_exported public import struct FreeTextCore.LanguagePack
@_exported public import enum FreeTextCore.LanguagePackError
@_exported public import struct FreeTextCore.PHISpan
@_exported public import enum FreeTextCore.PHIType
@_exported public import struct FreeTextCore.Thresholds

extension LanguagePack {
    /// Every pack that is built in.
    public static let all: [LanguagePack] = builtIn
}
