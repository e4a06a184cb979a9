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

    public struct CoreTag: Codable, Hashable, Sendable {
        public var rank: Int
        public var tag: String
        public var keyword: String
        /// Files that hold it with a value.
        public var files: Int
        /// What is done with it, as counted; empty where it does not occur.
        public var actions: [Count]
        public var why: String

        public init(rank: Int, tag: String, keyword: String, files: Int, actions: [Count], why: String) {
            self.rank = rank
            self.tag = tag
            self.keyword = keyword
            self.files = files
            self.actions = actions
            self.why = why
        }
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

        public init(
            path: String, keyword: String, vr: String, files: Int, occurrences: Int, distinctValues: Int? = nil, isApproximate: Bool,
            action: String, reason: String, optionsThatChangeIt: [String], examples: [String]? = nil
        ) {
            self.path = path
            self.keyword = keyword
            self.vr = vr
            self.files = files
            self.occurrences = occurrences
            self.distinctValues = distinctValues
            self.isApproximate = isApproximate
            self.action = action
            self.reason = reason
            self.optionsThatChangeIt = optionsThatChangeIt
            self.examples = examples
        }
    }

    public struct PrivateBlock: Codable, Hashable, Sendable {
        public var group: String
        /// `nil` where the creator's value is on no list, and may say anything.
        public var creator: String?
        public var files: Int
        public var elements: Int
        public var safeElements: Int
        public var bytes: Int64

        public init(group: String, creator: String? = nil, files: Int, elements: Int, safeElements: Int, bytes: Int64) {
            self.group = group
            self.creator = creator
            self.files = files
            self.elements = elements
            self.safeElements = safeElements
            self.bytes = bytes
        }
    }

    public struct UnknownElement: Codable, Hashable, Sendable {
        public var path: String
        public var vr: String
        public var files: Int
        public var bytes: Int64
        public var action: String

        public init(path: String, vr: String, files: Int, bytes: Int64, action: String) {
            self.path = path
            self.vr = vr
            self.files = files
            self.bytes = bytes
            self.action = action
        }
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

            public init(kind: String, detector: String, count: Int) {
                self.kind = kind
                self.detector = detector
                self.count = count
            }
        }

        public init(path: String, keyword: String, values: Int, valuesWithHits: Int, hits: [Hit]) {
            self.path = path
            self.keyword = keyword
            self.values = values
            self.valuesWithHits = valuesWithHits
            self.hits = hits
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

    public struct PixelRisk: Codable, Hashable, Sendable {
        /// `burned-in-annotation`, `secondary-capture`, ..., or `none-found`.
        public var risk: String
        public var files: Int
        /// `released`, `flagged`, `looked-at` or `quarantined`.
        public var outcome: String
        public var modalities: [Count]

        public init(risk: String, files: Int, outcome: String, modalities: [Count]) {
            self.risk = risk
            self.files = files
            self.outcome = outcome
            self.modalities = modalities
        }
    }

    /// Images of one modality and maker that somebody was to look at.
    public struct PixelText: Codable, Hashable, Sendable {
        public var modality: String
        /// A maker of our own list, `other`, or empty.
        public var manufacturer: String
        /// Every frame was seen. All others but ``unreadable`` are among them.
        public var lookedAt = 0
        /// Released with something blanked.
        public var changed = 0
        /// Released after a person looked.
        public var reviewed = 0
        /// Held back until a person looks.
        public var waiting = 0
        /// A person held them back.
        public var refused = 0
        /// What was found cannot be blanked.
        public var notBlanked = 0
        /// A frame cannot be decoded: quarantined.
        public var unreadable = 0
        /// Of all frames of the released ones, and those of them that are blanked.
        public var pixels = 0
        public var blankedPixels = 0

        public init(modality: String, manufacturer: String) {
            self.modality = modality
            self.manufacturer = manufacturer
        }
    }

    public struct Equipment: Codable, Hashable, Sendable {
        /// A maker of our own list, or masked.
        public var manufacturer: String
        /// Masked unless values are shown whole.
        public var model: String
        public var files: Int
        public var patients: Int

        public init(manufacturer: String, model: String, files: Int, patients: Int) {
            self.manufacturer = manufacturer
            self.model = model
            self.files = files
            self.patients = patients
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
