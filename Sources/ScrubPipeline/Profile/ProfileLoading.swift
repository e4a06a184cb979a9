// SPDX-License-Identifier: Apache-2.0

internal import ProfileEngine

/// What the pipeline needs to know of a profile; workers load it again from the source.
struct LoadedProfile: Sendable {
    let name: String
    let digest: String
    /// Codes of CID 7050.
    let methodCodes: [String]
    /// Enough to load the profile again without any file.
    let source: String
}

func loadProfile(nameOrPath: String, adding options: [String], keepWeekday: Bool) throws -> LoadedProfile {
    let profile = try ConfidentialityProfile.load(nameOrPath: nameOrPath, adding: options, keepsWeekday: keepWeekday)
    return LoadedProfile(name: profile.name, digest: profile.digest, methodCodes: profile.methodCodes, source: try profile.encodedBundle())
}
