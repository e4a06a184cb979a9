// SPDX-License-Identifier: Apache-2.0

/// What an export holds and what a run does with it, as aggregates: nothing here grows with the number of files.
///
/// Written as JSON it has the shape of `docs/report.schema.json`, keys in snake case. No text in it is a value of a header, but for
/// ``TagRow/examples``, which are there only where they were asked for.
public struct ReportDocument: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Sendable {
        /// Before a run: what would be done.
        case dryRun = "dry-run"
        /// `REPORT.html` of a release: what was done.
        case release
    }

    public var format = "dcmscrub-report/1"
    public var kind: Kind
    public var toolVersion: String
    public var project: String
    public var profile: Profile
    public var verdict: Verdict
    /// The 18 most identifying attributes, in the order of their rank, present or not.
    public var mostIdentifying: [CoreTag]
    /// By tag path.
    public var tags: [TagRow]
    public var privateBlocks: [PrivateBlock]
    public var unknown: [UnknownElement]
    public var freeText: [FreeTextField]
    public var uids: UIDCounts
    public var dates: DateCounts
    public var pixels: [PixelRisk]
    public var equipment: [Equipment]
    public var studiesByModality: [Count]
    /// Elements by action, in the order of falling counts.
    public var actions: [Count]
    public var broken: [Count]
    public var risk: Risk
    /// What a reader has to know about these figures: approximations, files that could not be read, values shown.
    public var notes: [Note]

    public struct Profile: Codable, Hashable, Sendable {
        public var name: String
        public var sha256: String
        public var options: [String]
        /// CID 7050, as `113100 Basic Application Confidentiality Profile`.
        public var methodCodes: [String]
    }

    public struct Verdict: Codable, Hashable, Sendable {
        public var files: Int
        public var patients: Int
        public var studies: Int
        public var series: Int
        public var released: Int
        public var quarantined: Int
        public var skipped: Int
        public var notDICOM: Int
        /// Copies of a file that is released already, and files that share its SOP Instance UID; judged from the header alone in a dry run.
        public var duplicates: Int
        public var bytes: Int64
        public var quarantineReasons: [Count]
    }

    /// A word of a closed list, and how often.
    public struct Count: Codable, Hashable, Sendable {
        public var name: String
        public var count: Int
    }

    public struct CoreTag: Codable, Hashable, Sendable {
        public var rank: Int
        public var tag: String
        public var keyword: String
        /// Files that hold it with a value.
        public var files: Int
        /// What is done with it, as counted; empty where it does not occur.
        public var actions: [Count]
        public var why: String
    }

    /// One attribute at one place and what is done with it: rows with the same path differ in VR, action or reason.
    public struct TagRow: Codable, Hashable, Sendable {
        /// `(0040,A730)[*]/(0040,A160)`; private elements as `(0019,"SIEMENS MR HEADER",0C)` where the creator is on a list, else `(0019,xx0C)`.
        public var path: String
        public var keyword: String
        public var vr: String
        public var files: Int
        public var occurrences: Int
        /// `nil` in the report of a release.
        public var distinctValues: Int?
        /// `true` where ``distinctValues`` is an estimate.
        public var isApproximate: Bool
        /// A word of `ActionName`, or `add`.
        public var action: String
        /// The profile line, table row, option or detector that decided.
        public var reason: String
        /// Options (kebab-case) that would change the action.
        public var optionsThatChangeIt: [String]
        /// Masked or whole, as asked; `nil` where values are not shown.
        public var examples: [String]?
    }

    public struct PrivateBlock: Codable, Hashable, Sendable {
        public var group: String
        /// `nil` where the creator's value is on no list, and may say anything.
        public var creator: String?
        public var files: Int
        public var elements: Int
        public var safeElements: Int
        public var bytes: Int64
    }

    public struct UnknownElement: Codable, Hashable, Sendable {
        public var path: String
        public var vr: String
        public var files: Int
        public var bytes: Int64
        public var action: String
    }

    public struct FreeTextField: Codable, Hashable, Sendable {
        public var path: String
        public var keyword: String
        /// Values looked at, and those in which something was found.
        public var values: Int
        public var valuesWithHits: Int
        public var hits: [Hit]

        public struct Hit: Codable, Hashable, Sendable {
            /// PERSON, DATE, ID, ...
            public var kind: String
            public var detector: String
            public var count: Int
        }
    }

    public struct UIDCounts: Codable, Hashable, Sendable {
        public var mapped: Int
        public var registered: Int
        public var kept: Int
    }

    public struct DateCounts: Codable, Hashable, Sendable {
        public var shifted: Int
        public var removed: Int
        public var kept: Int
        /// Of all dates that parse.
        public var firstYear: Int?
        public var lastYear: Int?
    }

    public struct PixelRisk: Codable, Hashable, Sendable {
        /// `burned-in-annotation`, `secondary-capture`, ..., or `none-found`.
        public var risk: String
        public var files: Int
        /// `released`, `flagged` or `quarantined`.
        public var outcome: String
        public var modalities: [Count]
    }

    public struct Equipment: Codable, Hashable, Sendable {
        /// A maker of our own list, or masked.
        public var manufacturer: String
        /// Masked unless values are shown whole.
        public var model: String
        public var files: Int
        public var patients: Int
    }

    /// k-anonymity over what would be kept.
    public struct Risk: Codable, Hashable, Sendable {
        public var patients: Int
        /// How many patients share the smallest equivalence class; 0 without patients.
        public var smallestClass: Int
        public var alone: Int
        public var classes: Int
        /// 1/k of the smallest class.
        public var highestRisk: Double
        /// Mean of 1/k over the patients.
        public var averageRisk: Double
        public var quasiIdentifiers: [QuasiIdentifier]
        /// Patients by size of their class: `1`, `2`, `3-4`, `5-9`, `10-19`, `20+`.
        public var patientsByClassSize: [Count]
        public var isApproximate: Bool

        public struct QuasiIdentifier: Codable, Hashable, Sendable {
            /// The keyword.
            public var name: String
            public var distinctValues: Int
            /// How many patients would no longer be alone if this one were removed.
            public var patientsFreed: Int
            /// An option or rule that would coarsen it; `nil` where there is none.
            public var remedy: String?
        }
    }

    /// A sentence from a closed list, so that every format can say it in its language.
    public struct Note: Codable, Hashable, Sendable {
        public var id: String
        public var count: Int?
    }
}
