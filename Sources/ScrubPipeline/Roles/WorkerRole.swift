// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
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
    /// Says which files a DICOMDIR references.
    case listMedia(scratch: BytePath)
    /// Opens archives into a folder.
    case unpack(into: BytePath)
    /// Reads what `inspect` shows of a file.
    case inspect(Inspection.Request, scratch: BytePath)
    /// Reads what `inspect` shows of two.
    case contrast(scratch: BytePath)
    /// Searches released files for what the state folder knows of their patients.
    case search(state: BytePath, key: BytePath?, ReleaseDocument, scratch: BytePath)
    /// Compares released files with what the manifest says of them.
    case compare(scratch: BytePath)
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
        case .scrub, .listMedia, .unpack, .contrast, .compare, .arrivals, .relink: false
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
    /// A folder of the workers' own in the state folder: it holds nothing that they may not read.
    package let scratchDirectory: String
    /// Where they write the new files; `nil` where there are none, as in a report.
    package let temporaryFolder: BytePath?
    /// What is recorded of the plans; `nil` where nothing is.
    package let recording: RecordingSettings?
    /// What persons decided about pixels, and where is put what they are still asked; `nil` where nobody is asked, as in a report.
    package let review: ReviewSetting?

    package init(
        siteKey: String, project: String, profileSource: String, scratchDirectory: String, temporaryFolder: BytePath? = nil,
        recording: RecordingSettings? = nil, review: ReviewSetting? = nil
    ) {
        self.siteKey = siteKey
        self.project = project
        self.profileSource = profileSource
        self.scratchDirectory = scratchDirectory
        self.temporaryFolder = temporaryFolder
        self.recording = recording
        self.review = review
    }

    var folders: [WorkFolder] {
        [WorkFolder(BytePath(scratchDirectory))] + (temporaryFolder.map { [WorkFolder($0)] } ?? [])
            + (review.map { [WorkFolder($0.heldFolder, isReadable: false)] } ?? [])
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

/// What a worker can be asked besides to scrub a file. The files that it is about come open, beside the question.
enum WorkerQuestion: Codable, Sendable {
    /// Asks which files a DICOMDIR references.
    case listMedia
    /// Asks whose a file in an inbox is.
    case owner
    case unpack(UnpackRequest)
    case inspect
    case contrast(ShownValues)
    /// Of the patients of as many files.
    case search(patients: [String])
    /// Of as many files.
    case check([ReleasedContent.Claim])
    /// Asks what an original would bring into a crosswalk.
    case index
    /// - Parameter name: Of the file: labels are told by it.
    case survey(name: BytePath)
    case relink(name: BytePath, to: BytePath)
}

enum WorkerAnswer: Codable, Sendable {
    /// Referenced File IDs in components, or `nil` where this is no readable DICOMDIR.
    case media([[BytePath]]?)
    case owner(FoundOwner)
    case unpacked(UnpackResult)
    case inspection(Inspection)
    case comparison(Comparison)
    /// What is wrong with each of some released files, if anything.
    case problems([String?])
    case indexed([SealedOriginal])
    case surveyed(ReturnedSurvey)
    case relinked(RelinkCounts)
    case notRelinked(RelinkProblem)
    /// The question cannot be answered.
    case failed(PipelineError)
}

extension WorkerConversation {
    convenience init(_ launcher: WorkerLauncher, _ role: WorkerRole, holding lock: FileDescriptor? = nil, keeping kept: AnyObject? = nil) {
        self.init(launcher, role: role.bytes, holding: lock, keeping: kept)
    }

    /// With a folder for what is inflated, which goes with the conversation.
    static func inScratch(_ launcher: WorkerLauncher, _ role: (_ scratch: BytePath) -> WorkerRole) throws -> WorkerConversation {
        let folder = try PrivateFolder(in: BytePath(NSTemporaryDirectory()))
        return WorkerConversation(launcher, role(folder.path), keeping: folder)
    }

    func ask(
        _ question: WorkerQuestion, about paths: [BytePath], bytes size: Int64, whileWaiting tick: () throws -> Void = {}
    ) throws -> Answer<WorkerAnswer> {
        try ask(try jsonLine(question), about: paths, bytes: size, whileWaiting: tick) { try fromJSON(WorkerAnswer.self, $0) }
    }
}
