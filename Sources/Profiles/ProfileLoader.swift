// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Foundation
internal import Pseudonyms
internal import ShippedProfiles
package import Standard

extension ConfidentialityProfile {
    /// Loads a shipped profile by name, or one from a YAML file, with the profiles it extends.
    /// - Parameters:
    ///   - nameOrPath: A name of ``ShippedProfile``, or a path with a slash or a `.yaml` ending.
    ///   - options: Kebab-case names of PS3.15 options to add.
    /// - Throws: ``ProfileError`` for everything that is not understood, and for options that exclude each other.
    public static func load(nameOrPath: String, adding options: [String] = [], keepsWeekday: Bool = false) throws -> ConfidentialityProfile {
        var sources: [String: String] = [:]
        var next: String? = nameOrPath
        var base: ProfileParser?
        var visited: [String] = []
        while let name = next {
            visited.append(name)
            let text = try source(of: name, extendedFrom: base)
            sources[name] = text
            let parser = ProfileParser(name: name, text: text)
            // A list that cannot be read is reported by the parser, with its line.
            for path in try parser.privateListFiles() {
                sources[path] = FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
            }
            base = parser
            next = try parser.extends(after: visited)
        }
        return try load(ProfileBundle(name: nameOrPath, sources: sources, added: options, keepsWeekday: keepsWeekday))
    }

    /// Loads a profile from texts brought along, reading no file.
    public static func load(_ bundle: ProfileBundle) throws -> ConfidentialityProfile {
        var chain: [ProfileDocument] = []
        var visited: [String] = []
        var base: ProfileParser?
        var next: String? = bundle.name
        while let name = next {
            guard let text = bundle.sources[name] else { throw try noProfile(name, base) }
            visited.append(name)
            let parser = ProfileParser(name: name, text: text, sources: bundle.sources)
            chain.append(try parser.document())
            base = parser
            next = try parser.extends(after: visited)
        }
        return try resolve(chain.reversed(), bundle)
    }

    private static func source(of name: String, extendedFrom base: ProfileParser?) throws -> String {
        if let shipped = ShippedProfile.text(named: name) { return shipped }
        guard name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { throw try noProfile(name, base) }
        guard let data = FileManager.default.contents(atPath: name), let text = String(data: data, encoding: .utf8) else {
            let message = "'\(name)' cannot be read as UTF-8 text; check its path and permissions"
            throw try base?.extendsError(message) ?? ProfileError(profile: name, message)
        }
        return text
    }

    private static func noProfile(_ name: String, _ base: ProfileParser?) throws -> ProfileError {
        let message =
            """
            there is no such profile as '\(name)'. Shipped are \(ShippedProfile.names.joined(separator: ", ")); for one \
            of your own give the path of its YAML file.
            """
        return try base?.extendsError(message) ?? ProfileError(profile: name, message)
    }

    private static func resolve(_ chain: [ProfileDocument], _ bundle: ProfileBundle) throws -> ConfidentialityProfile {
        guard let own = chain.last else { throw ProfileError(profile: bundle.name, "the profile is empty") }
        let added = try bundle.added.map { name in
            guard let option = ProfileOption(rawValue: name) else { throw ProfileError(profile: "--with", ProfileParser.unknownOption(name)) }
            return option
        }
        let options = Set(chain.flatMap(\.options) + added)
        let appliesBasicProfile = chain.contains(where: \.appliesTable)
        try OptionCheck.check(options, profile: own.name)
        if !appliesBasicProfile, !options.isEmpty {
            throw ProfileError(
                profile: own.name, "options change Table E.1-1, which this profile does not apply. Add 'extends: basic', or leave the options out.")
        }
        let lists = chain.last { !$0.privateLists.isEmpty }?.privateLists ?? [.shipped(.ps315)]
        let canonical =
            chain.flatMap { ["\($0.name)\n\($0.text)"] + $0.privateListTexts }.joined(separator: "\u{1E}") + "\u{1E}"
            + bundle.added.sorted().joined(separator: ",")
            + "\u{1E}\(bundle.keepsWeekday)"
        return ConfidentialityProfile(
            name: own.name, summary: own.summary, appliesBasicProfile: appliesBasicProfile, removesUnnamed: chain.contains(where: \.removesUnnamed),
            options: options, privateLists: lists, rules: chain.flatMap(\.rules),
            pseudonymPrefix: chain.last { $0.pseudonymPrefix != nil }?.pseudonymPrefix ?? "P-",
            patientKey: chain.last { $0.patientKey != nil }?.patientKey ?? PatientKey.Policy(),
            keepsWeekday: bundle.keepsWeekday || chain.contains(where: \.keepsWeekday),
            burnedIn: try burnedIn(chain, claims: options.contains(.cleanPixelData)),
            pixelText: PixelTextPolicy(chain.map(\.pixelText), claims: options.contains(.cleanPixelData)),
            allowedTerms: chain.flatMap(\.allowedTerms), deniedTerms: chain.flatMap(\.deniedTerms),
            textThresholds: chain.last { $0.textThresholds != nil }?.textThresholds ?? .protective,
            keepsTermsOnly: chain.last { $0.keepsTermsOnly != nil }?.keepsTermsOnly ?? false,
            pixelSegments: chain.last { $0.pixelSegments != nil }?.pixelSegments ?? .identified,
            digest: hexadecimal(SHA256.hash(data: Data(canonical.utf8))), bundle: bundle)
    }
}

extension ConfidentialityProfile {
    /// The option means `burned-in: clean`, whatever the profiles before it say.
    private static func burnedIn(_ chain: [ProfileDocument], claims: Bool) throws -> BurnedInPolicy {
        if let claim = chain.firstIndex(where: { $0.options.contains(.cleanPixelData) }),
            let other = chain[claim...].first(where: { $0.burnedIn.map { $0 != .clean } ?? false })
        {
            throw ProfileError(
                profile: other.name, line: other.burnedInLine, column: 1,
                "option clean-pixel-data means 'burned-in: clean'; write that, or leave the option out")
        }
        return claims ? .clean : chain.last { $0.burnedIn != nil }?.burnedIn ?? .flag
    }
}

/// Which options can be had together, and which this version can do.
package enum OptionCheck {
    package static let supported: Set<ProfileOption> = [
        .retainSafePrivate, .retainUIDs, .retainDeviceIdentity, .retainInstitutionIdentity, .retainPatientCharacteristics,
        .retainLongFullDates, .retainLongModifiedDates, .cleanDescriptors, .cleanStructuredContent, .cleanGraphics, .cleanPixelData,
    ]

    static func check(_ options: Set<ProfileOption>, profile: String) throws(ProfileError) {
        if options.isSuperset(of: [.retainLongFullDates, .retainLongModifiedDates]) {
            throw ProfileError(
                profile: profile, "retain-long-full-dates and retain-long-modified-dates exclude each other (PS3.15 section E.3.6); choose one.")
        }
        if let unsupported = options.subtracting(supported).sorted(by: { $0.rawValue < $1.rawValue }).first {
            throw ProfileError(
                profile: profile,
                "option \(unsupported.rawValue) is not carried out by this program, which knows no faces; leave it out.")
        }
    }
}

/// The profiles that come with the program.
public enum ShippedProfile {
    public static let names = ["basic", "core-18", "ai-labeling", "ai-labeling-minimal", "hipaa-safe-harbor", "research-longitudinal"]

    public static func text(named name: String) -> String? {
        guard names.contains(name) else { return nil }
        return shippedProfileText(name)
    }
}
