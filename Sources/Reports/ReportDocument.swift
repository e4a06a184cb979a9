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
    /// What was seen in the pixels; empty where the profile asks nobody to look.
    public var pixelText: [PixelText]
    public var equipment: [Equipment]
    public var studiesByModality: [Count]
    /// Elements by action, in the order of falling counts.
    public var actions: [Count]
    public var broken: [Count]
    public var risk: Risk
    /// What the files hold by class of information, before and after.
    public var classes: [InformationClass]
    /// What a reader has to know about these figures: approximations, files that could not be read, values shown.
    public var notes: [Note]

    public struct Profile: Codable, Hashable, Sendable {
        public var name: String
        public var sha256: String
        public var options: [String]
        /// CID 7050, as `113100 Basic Application Confidentiality Profile`.
        public var methodCodes: [String]

        public init(name: String, sha256: String, options: [String], methodCodes: [String]) {
            self.name = name
            self.sha256 = sha256
            self.options = options
            self.methodCodes = methodCodes
        }
    }

    public struct Verdict: Codable, Hashable, Sendable {
        public var files: Int
        public var patients: Int
        public var studies: Int
        public var series: Int
        /// Studies whose files fall under more than one patient key.
        public var studiesOfSeveralPatients: Int
        public var released: Int
        public var quarantined: Int
        public var skipped: Int
        public var notDICOM: Int
        /// Copies of a file that is released already, and files that share its SOP Instance UID; judged from the header alone in a dry run.
        public var duplicates: Int
        public var bytes: Int64
        public var quarantineReasons: [Count]

        public init(
            files: Int, patients: Int, studies: Int, series: Int, studiesOfSeveralPatients: Int, released: Int, quarantined: Int, skipped: Int,
            notDICOM: Int, duplicates: Int, bytes: Int64, quarantineReasons: [Count]
        ) {
            self.files = files
            self.patients = patients
            self.studies = studies
            self.series = series
            self.studiesOfSeveralPatients = studiesOfSeveralPatients
            self.released = released
            self.quarantined = quarantined
            self.skipped = skipped
            self.notDICOM = notDICOM
            self.duplicates = duplicates
            self.bytes = bytes
            self.quarantineReasons = quarantineReasons
        }
    }

    /// A word of a closed list, and how often.
    public struct Count: Codable, Hashable, Sendable {
        public var name: String
        public var count: Int

        public init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    public struct UIDCounts: Codable, Hashable, Sendable {
        public var mapped: Int
        public var registered: Int
        public var kept: Int

        public init(mapped: Int, registered: Int, kept: Int) {
            self.mapped = mapped
            self.registered = registered
            self.kept = kept
        }
    }

    public struct DateCounts: Codable, Hashable, Sendable {
        public var shifted: Int
        public var removed: Int
        public var kept: Int
        /// Of all dates that parse.
        public var firstYear: Int?
        public var lastYear: Int?

        public init(shifted: Int, removed: Int, kept: Int, firstYear: Int? = nil, lastYear: Int? = nil) {
            self.shifted = shifted
            self.removed = removed
            self.kept = kept
            self.firstYear = firstYear
            self.lastYear = lastYear
        }
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

            public init(name: String, distinctValues: Int, patientsFreed: Int, remedy: String? = nil) {
                self.name = name
                self.distinctValues = distinctValues
                self.patientsFreed = patientsFreed
                self.remedy = remedy
            }
        }

        public init(
            patients: Int, smallestClass: Int, alone: Int, classes: Int, highestRisk: Double, averageRisk: Double,
            quasiIdentifiers: [QuasiIdentifier], patientsByClassSize: [Count], isApproximate: Bool
        ) {
            self.patients = patients
            self.smallestClass = smallestClass
            self.alone = alone
            self.classes = classes
            self.highestRisk = highestRisk
            self.averageRisk = averageRisk
            self.quasiIdentifiers = quasiIdentifiers
            self.patientsByClassSize = patientsByClassSize
            self.isApproximate = isApproximate
        }
    }

    /// A sentence from a closed list, so that every format can say it in its language.
    public struct Note: Codable, Hashable, Sendable {
        public var id: String
        public var count: Int?

        public init(id: String, count: Int? = nil) {
            self.id = id
            self.count = count
        }
    }

    public init(
        kind: Kind, toolVersion: String, project: String, profile: Profile, verdict: Verdict, mostIdentifying: [CoreTag],
        tags: [TagRow], privateBlocks: [PrivateBlock], unknown: [UnknownElement], freeText: [FreeTextField], uids: UIDCounts,
        dates: DateCounts, pixels: [PixelRisk], pixelText: [PixelText] = [], equipment: [Equipment], studiesByModality: [Count], actions: [Count],
        broken: [Count],
        risk: Risk, classes: [InformationClass], notes: [Note]
    ) {
        self.kind = kind
        self.toolVersion = toolVersion
        self.project = project
        self.profile = profile
        self.verdict = verdict
        self.mostIdentifying = mostIdentifying
        self.tags = tags
        self.privateBlocks = privateBlocks
        self.unknown = unknown
        self.freeText = freeText
        self.uids = uids
        self.dates = dates
        self.pixels = pixels
        self.pixelText = pixelText
        self.equipment = equipment
        self.studiesByModality = studiesByModality
        self.actions = actions
        self.broken = broken
        self.risk = risk
        self.classes = classes
        self.notes = notes
    }
}
