// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Elements at one path with one VR that meet the same action for the same reason. Reports count these.
public struct PlanRow: Hashable, Codable, Sendable {
    /// `(0040,A730)[*]/(0040,A160)`; a private element with its creator where that is on a list, else as `(0019,xx0C)`.
    public var path: String
    /// Group and element of the last step; of a private element without its block.
    public var tag: UInt32
    public var keyword: String
    public var vr: String
    /// A raw value of ``ActionName``, or `add`.
    public var action: String
    public var reason: String
    /// Options that would change the action, in the order of CID 7050. One that the profile has changes it by being left out.
    public var options: [String]
    /// The option that decided; `nil` where something else did.
    public var decidingOption: String?
    /// Whether ``ActionPlan/counts`` counts it.
    public var isCounted: Bool
    /// The maker's block it lies in, or reserves; `nil` for a standard element.
    public var block: PrivateBlockName?
    /// On one of the profile's lists of safe private elements.
    public var isSafe: Bool
    /// In no dictionary and not private.
    public var isUnknown: Bool

    public struct PrivateBlockName: Hashable, Codable, Sendable {
        public var group: UInt16
        /// `nil` where the creator's value is on no list.
        public var creator: String?
    }

    /// What lengths in bytes are added up under: a private block, or an unknown element; `nil` for all others.
    public var bytesKey: String? {
        if let block { return "\(block.group)|\(block.creator ?? "")" }
        return isUnknown ? "\(path)|\(vr)|\(action)" : nil
    }
}

/// What a file has of a row.
public struct PlanEntry: Hashable, Sendable {
    /// An index of ``PlanReader/rows``.
    public var row: Int
    public var occurrences: Int
    /// Occurrences with a value.
    public var filled: Int
    /// Free text that was looked at, and values in which something was found.
    public var texts = 0
    public var textsWithHits = 0
    public var hits: [TextHit: Int] = [:]

    public init(row: Int, occurrences: Int, filled: Int) {
        self.row = row
        self.occurrences = occurrences
        self.filled = filled
    }
}

/// A kind of identifier in free text, and what found it.
public struct TextHit: Hashable, Codable, Sendable, Comparable {
    public var kind: String
    public var detector: String

    public init(kind: String, detector: String) {
        self.kind = kind
        self.detector = detector
    }

    public static func < (left: TextHit, right: TextHit) -> Bool { (left.kind, left.detector) < (right.kind, right.detector) }
}
