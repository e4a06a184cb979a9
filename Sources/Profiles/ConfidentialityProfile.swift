// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
internal import Foundation
public import Pseudonyms
public import Standard

/// A resolved profile: PS3.15 options and rules, those of the profiles it extends first.
public struct ConfidentialityProfile: Sendable {
    public let name: String
    /// A sentence for people.
    public let summary: String
    /// Whether Table E.1-1 decides where no rule does. Without it nothing is claimed in (0012,0062) and (0012,0064).
    public let appliesBasicProfile: Bool
    /// An allow-list: what no rule names is removed.
    public let removesUnnamed: Bool
    public let options: Set<ProfileOption>
    public let privateLists: [PrivateList]
    public let rules: [Rule]
    public let pseudonymPrefix: String
    public let patientKey: PatientKey.Policy
    public let keepsWeekday: Bool
    public let burnedIn: BurnedInPolicy
    public let pixelText: PixelTextPolicy
    /// Terms that stay in free text, and terms that go, whatever the detectors say.
    public let allowedTerms: [String]
    public let deniedTerms: [String]
    public let textThresholds: TextThresholds
    /// Of a free text that is cleaned only words of the clinical vocabulary stay.
    public let keepsTermsOnly: Bool
    public let pixelSegments: PixelSegmentPolicy
    /// SHA-256 over the sources of this profile and those it extends, and the options added.
    public let digest: String
    /// The YAML of this profile, then of each it extends, with the options added: enough to load it again elsewhere.
    public let bundle: ProfileBundle

    /// The options in the order of CID 7050.
    public var orderedOptions: [ProfileOption] { options.sorted { $0.method.codeValue < $1.method.codeValue } }

    /// The codes of CID 7050 that a release under this profile claims.
    public var methodCodes: [String] {
        claimedMethods.map(\.codeValue)
    }

    /// Private elements of another list than PS3.15's own are no part of the Retain Safe Private Option. Clean pixels are claimed file by file.
    package var claimedMethods: [DeidentificationMethod] {
        guard appliesBasicProfile else { return [] }
        let claimed = orderedOptions.filter { option in
            switch option {
            case .retainSafePrivate: privateLists.contains(.shipped(.ps315))
            // Of a file that was looked at, its plan says so.
            case .cleanPixelData: false
            default: true
            }
        }
        return [.basicProfile] + claimed.map(\.method)
    }

    /// Some dates are moved by the patient's days.
    package var movesDates: Bool {
        options.contains(.retainLongModifiedDates)
            || rules.contains { rule in
                guard case .element(let selector, .shiftDate) = rule.target else { return false }
                return selector.meansDates
            }
    }

    /// What (0028,0303) says of the dates that stay (PS3.3 section C.12.1.1.8).
    package var temporalModification: String {
        let dateRules = rules.compactMap { rule -> RuleAction? in
            guard case .element(let selector, let action) = rule.target, selector.meansDates else { return nil }
            return action
        }
        let isModified = dateRules.contains { action in
            if case .generalize(let generalization) = action { return generalization.date != nil }
            return action == .shiftDate
        }
        if options.contains(.retainLongModifiedDates) || isModified { return "MODIFIED" }
        return options.contains(.retainLongFullDates) || dateRules.contains(.table(.keep)) ? "UNMODIFIED" : "REMOVED"
    }
}

extension ConfidentialityProfile {
    /// The bundle as JSON, its keys sorted.
    public func encodedBundle() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(bundle), as: UTF8.self)
    }
}

/// The texts a profile was made from.
public struct ProfileBundle: Sendable, Codable, Hashable {
    public let name: String
    /// Name or path, and YAML; for a private list of the site's own its path and CSV.
    public let sources: [String: String]
    public let added: [String]
    public let keepsWeekday: Bool

    package init(name: String, sources: [String: String], added: [String], keepsWeekday: Bool) {
        self.name = name
        self.sources = sources
        self.added = added
        self.keepsWeekday = keepsWeekday
    }
}

/// What happens to files whose pixels may hold burned-in text.
public enum BurnedInPolicy: String, Sendable, CaseIterable {
    case release, flag, quarantine
    /// The images are looked at, and what is found is blanked as ``PixelTextPolicy`` says.
    case clean
}

/// How sure the free-text core must be before it takes a word out.
public enum TextThresholds: String, Sendable, CaseIterable {
    /// Hides when in doubt.
    case protective
    /// Weighs a lost word as much as a missed identifier.
    case balanced
}

/// What happens to the parts of compressed frames that are no image: comments and application data.
public enum PixelSegmentPolicy: String, Sendable, CaseIterable {
    /// Those in which a known identifier of the file is found are blanked.
    case identified
    /// All are blanked but those that a decoder needs.
    case all
    case keep
}

/// A list of private elements known to be safe.
public enum PrivateList: Sendable, Hashable {
    case shipped(SafePrivateList)
    case site(name: String, elements: [SiteElement: SafePrivateElement])

    public struct SiteElement: Sendable, Hashable {
        let creator: String
        let group: UInt16
        let offset: UInt8
    }

    package var isShipped: Bool { if case .shipped = self { true } else { false } }

    public var name: String {
        switch self {
        case .shipped(let list): list.rawValue
        case .site(let name, _): name
        }
    }

    /// Whether the list has a block of this creator.
    package func knows(creator: String) -> Bool {
        switch self {
        case .shipped(let list): list.creators.contains(creator)
        case .site(_, let elements): elements.keys.contains { $0.creator == creator }
        }
    }

    package func element(creator: String, group: UInt16, offset: UInt8) -> SafePrivateElement? {
        switch self {
        case .shipped(let list): list.element(creator: creator, group: group, elementOffset: offset)
        case .site(_, let elements): elements[SiteElement(creator: creator, group: group, offset: offset)]
        }
    }
}

/// One rule of a profile. The last one that matches an element wins.
public struct Rule: Sendable, Hashable {
    public let target: Target
    public let conditions: [Condition]
    public let because: String?
    /// Only for attributes that no other rule and no row of a table names.
    public let unlessListed: Bool
    /// The profile and line it stands in.
    public let profile: String
    public let line: Int

    public enum Target: Sendable, Hashable {
        case element(Selector, RuleAction)
        case file(FileAction)
    }

    public enum FileAction: String, Sendable, CaseIterable { case quarantine, skip }
}

/// Which elements a rule means.
public enum Selector: Sendable, Hashable {
    /// An attribute at any depth.
    case tag(AttributeTag)
    /// `60xx,3000`: the bits that count, and their values.
    case pattern(value: UInt32, mask: UInt32)
    case vr(ValueRepresentation)
    /// An element of a private creator, whatever its block.
    case privateElement(group: UInt16, creator: String, offset: UInt8?)
    /// Sequences from the top, then the element; `*` stands for any items, `**` for any depth.
    case path([PathStep])

    public enum PathStep: Sendable, Hashable {
        case tag(AttributeTag)
        case anyDepth
    }

    package var meansDates: Bool {
        func isDate(_ tag: AttributeTag) -> Bool { DataDictionary.entry(for: tag).map { $0.vr == .DA || $0.vr == .DT } ?? false }
        return switch self {
        case .tag(let tag): isDate(tag)
        case .vr(let vr): vr == .DA || vr == .DT
        case .path(let steps): if case .tag(let tag)? = steps.last { isDate(tag) } else { false }
        case .pattern, .privateElement: false
        }
    }
}

/// What a rule does.
public enum RuleAction: Sendable, Hashable {
    /// A code of PS3.15; compound forms are resolved by IOD and Type.
    case table(ActionCode)
    case shiftDate
    case pseudonym
    case hash(length: Int?)
    case mask
    case generalize(Generalization)
    case replace(String)
    /// Icons only: made anew from the pixels.
    case rebuild
}

/// How exact a value may stay.
public struct Generalization: Sendable, Hashable {
    /// The width of an age band in years, or of a number's band.
    public let bin: Int?
    /// Ages above become this many years plus one.
    public let capInYears: Int?
    /// Dates keep the year, or year and month.
    public let date: DatePart?
    /// How many first characters stay, as of a postal code.
    public let prefix: Int?

    public enum DatePart: String, Sendable, CaseIterable { case year, month }
}

/// What must be true of an instance for a rule to apply.
public struct Condition: Sendable, Hashable {
    public let attribute: AttributeTag
    public let test: Test

    public enum Test: Sendable, Hashable {
        /// One of the values equals one of these, whatever the case; `*` stands for any characters.
        case anyOf([String])
        case noneOf([String])
        case isPresent(Bool)
    }
}

extension Condition: CustomStringConvertible {
    public var description: String {
        let name = DataDictionary.entry(for: attribute)?.keyword ?? attribute.description
        return switch test {
        case .anyOf(let values): "\(name) is \(values.joined(separator: " or "))"
        case .noneOf(let values): "\(name) is not \(values.joined(separator: " or "))"
        case .isPresent(let isPresent): "\(name) is \(isPresent ? "present" : "absent")"
        }
    }
}
