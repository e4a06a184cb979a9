// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Filesystem
internal import Profiles
internal import Records
internal import Standard
internal import Workers

/// What the pipeline needs to know of a profile; workers load it again from the source.
struct LoadedProfile: Sendable {
    let name: String
    let digest: String
    /// Codes of CID 7050.
    let methodCodes: [String]
    /// The same with their meanings.
    let methods: [String]
    let options: [String]
    /// Whether files with a risk of burned-in text are said to have one.
    let flagsBurnedIn: Bool
    /// Whether images are decoded and looked at.
    let looksAtPixels: Bool
    /// Enough to load the profile again without any file.
    let source: String

    /// What a byte of compressed pixels may take where every frame is decoded, looked at, written anew and looked at once more.
    private static let slowestLook = 50_000.0

    /// Workers that are given the time that the profile asks for.
    func patient(_ launcher: WorkerLauncher) -> WorkerLauncher {
        var launcher = launcher
        if looksAtPixels { launcher.bytesPerSecond = min(launcher.bytesPerSecond, Self.slowestLook) }
        return launcher
    }
}

extension LoadedProfile {
    /// - Throws: ``PipelineError/usage(_:)``
    init(_ nameOrPath: String, adding options: [String], keepsWeekday: Bool) throws {
        let profile: ConfidentialityProfile
        do {
            profile = try ConfidentialityProfile.load(nameOrPath: nameOrPath, adding: options, keepsWeekday: keepsWeekday)
        } catch {
            throw PipelineError.usage("the profile: \(error)")
        }
        try self.init(profile)
    }

    /// - Parameter source: What ``source`` was of the same profile.
    init(source: String) throws {
        do {
            try self.init(ConfidentialityProfile.load(fromJSON(ProfileBundle.self, source.utf8)))
        } catch {
            throw PipelineError.usage("the profile of the run cannot be loaded any more; give the command of the run again with --resume")
        }
    }

    private init(_ profile: ConfidentialityProfile) throws {
        // Clean pixels are claimed file by file.
        let ofAllFiles = profile.orderedOptions.filter { $0 != .cleanPixelData }.map(\.method)
        let methods = profile.appliesBasicProfile ? [DeidentificationMethod.basicProfile] + ofAllFiles : []
        name = profile.name
        digest = profile.digest
        methodCodes = profile.methodCodes
        self.methods = methods.map { "\($0.codeValue) \($0.codeMeaning)" }
        self.options = profile.orderedOptions.map(\.rawValue)
        flagsBurnedIn = profile.burnedIn == .flag || profile.burnedIn == .quarantine
        looksAtPixels = profile.burnedIn == .clean
        source = try profile.encodedBundle()
    }
}
