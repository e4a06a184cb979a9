// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Records
internal import Release
internal import Relink
package import Review
internal import RunState
internal import Workers

/// What a worker is for, the first that it is told. It holds the key, so it goes through the pipe and nowhere else.
enum WorkerRole: Codable, Sendable {
    /// Scrubs or plans files.
    case scrub(WorkerConfiguration)
    /// Reads what `inspect` shows.
    case inspect
    /// Searches released files for what the state folder knows of their patients.
    case search(state: BytePath, key: BytePath?, ReleaseDocument)
    /// Compares released files with what the manifest says of them.
    case compare
    /// Tells of which study the files of an inbox are.
    case arrivals(siteKey: [UInt8], project: String, scratchDirectory: String)
    /// Puts returned files on their patients.
    case relink(RelinkSetting)

    /// A worker refuses an empty one.
    var bytes: [UInt8] { (try? jsonLine(RoleMessage(role: self, openedKeys: readsKeyFiles ? OpenedKeys.all : [:]))) ?? [] }

    /// The others are given the key that they need, or need none.
    private var readsKeyFiles: Bool {
        switch self {
        case .inspect, .search: true
        case .scrub, .compare, .arrivals, .relink: false
        }
    }
}

/// The first message to a worker.
struct RoleMessage: Codable {
    let role: WorkerRole
    /// Keys whose passphrase the parent was told.
    let openedKeys: [String: [UInt8]]
}

/// What makes a worker's scrubber.
package struct WorkerConfiguration: Codable, Sendable {
    /// Base 64.
    package let siteKey: String
    package let project: String
    /// Enough to load the profile again without any file.
    package let profileSource: String
    /// In the state folder.
    package let scratchDirectory: String
    /// What is recorded of the plans; `nil` where nothing is.
    package let recording: RecordingSettings?
    /// What persons decided about pixels, and where is put what they are still asked; `nil` where nobody is asked, as in a report.
    package let review: ReviewSetting?

    package init(
        siteKey: String, project: String, profileSource: String, scratchDirectory: String, recording: RecordingSettings? = nil,
        review: ReviewSetting? = nil
    ) {
        self.siteKey = siteKey
        self.project = project
        self.profileSource = profileSource
        self.scratchDirectory = scratchDirectory
        self.recording = recording
        self.review = review
    }
}

package struct ReviewSetting: Codable, Sendable {
    package let decisions: ReviewDecisions
    /// Takes the ``HeldImage``s: `review/held` in the state folder.
    package let heldFolder: BytePath

    package init(decisions: ReviewDecisions, heldFolder: BytePath) {
        self.decisions = decisions
        self.heldFolder = heldFolder
    }
}

/// What a worker can be asked besides to scrub a file.
enum WorkerQuestion: Codable, Sendable {
    /// Asks which files a DICOMDIR references.
    case listMedia(BytePath)
    /// Asks whose a file in an inbox is.
    case owner(BytePath)
    case unpack(UnpackRequest)
    case inspect(BytePath, Inspection.Request)
    case compare(BytePath, BytePath, ShownValues)
    case search(BytePath, patient: String)
    case check([ReleasedContent.Claim])
    /// Asks what an original would bring into a crosswalk.
    case index(BytePath)
    case survey(BytePath)
    case relink(BytePath, to: BytePath)
}

enum WorkerAnswer: Codable, Sendable {
    /// Referenced File IDs in components, or `nil` where this is no readable DICOMDIR.
    case media([[BytePath]]?)
    case owner(FoundOwner)
    case unpacked(UnpackResult)
    case inspection(Inspection)
    case comparison(Comparison)
    /// What is wrong with a released file, if anything.
    case problem(String?)
    /// The same of several files.
    case problems([String?])
    case indexed([SealedOriginal])
    case surveyed(ReturnedSurvey)
    case relinked(RelinkCounts)
    case notRelinked(RelinkProblem)
    /// The question cannot be answered.
    case failed(PipelineError)
}

extension WorkerConversation {
    convenience init(_ launcher: WorkerLauncher, _ role: WorkerRole, holding lock: FileDescriptor? = nil) {
        self.init(launcher, role: role.bytes, holding: lock)
    }

    func ask(_ question: WorkerQuestion, aboutBytes size: Int64, whileWaiting tick: () throws -> Void = {}) throws -> Answer<WorkerAnswer> {
        try ask(try jsonLine(question), aboutBytes: size, whileWaiting: tick) { try fromJSON(WorkerAnswer.self, $0) }
    }
}
