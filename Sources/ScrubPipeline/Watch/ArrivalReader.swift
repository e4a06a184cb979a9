// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Filesystem
internal import Pseudonyms
internal import Records
internal import RunState
internal import Workers

/// What a worker says of a file in an inbox. It knows the key, so that no UID of a patient gets out of it.
enum FoundOwner: Codable, Hashable, Sendable {
    /// The pseudonym of the Study Instance UID.
    case study(String)
    case archive
    case other
    /// Somebody writes into the file.
    case busy
    /// The disk does not give the file.
    case unreadable
}

/// Reads headers of arrivals, in a worker.
struct ArrivalReading: RoleAnswering {
    private let identity: ProjectIdentity
    private let scratchDirectory: String
    var folders: [WorkFolder] { [WorkFolder(BytePath(scratchDirectory))] }

    init(siteKey: [UInt8], project: String, scratchDirectory: String) throws(PipelineError) {
        guard let key = SiteKey(siteKey) else { throw .stopped("the site key cannot be used") }
        identity = ProjectIdentity(siteKey: key, project: project)
        self.scratchDirectory = scratchDirectory
    }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) -> WorkerAnswer? {
        guard case .owner = question, files.count == 1 else { return nil }
        do throws(InputFile.Refusal) {
            let input = try InputFile(files[0])
            let owner = owner(of: input)
            return .owner(input.isUnchanged ? owner : .busy)
        } catch {
            let owner: FoundOwner =
                switch error {
                case .changed: .busy
                case .unreadable(let number): SystemError.isOfDisk(number) ? .unreadable : .other
                }
            return .owner(owner)
        }
    }

    private func owner(of input: InputFile) -> FoundOwner {
        do throws(FileError) {
            let dataSet = try DICOMFile(descriptor: input.descriptor.number, scratchDirectory: scratchDirectory).dataSet()
            guard dataSet.find(.directoryRecordSequence) == nil, let study = dataSet.firstText(.studyInstanceUID), !study.isEmpty else {
                return .other
            }
            return .study(identity.uid(for: study))
        } catch FileError.notDICOM {
            do throws(SystemError) {
                return switch try ArchiveKind(input.descriptor) {
                case .zip, .tar, .gzip: .archive
                case .other, nil: .other
                }
            } catch {
                // The disk does not say: it is looked at again.
                return .busy
            }
        } catch FileError.cannotRead(let number) where SystemError.isOfDisk(number) {
            return .unreadable
        } catch {
            return .other
        }
    }
}

/// Asks a worker whose files are: the parser may crash or hang, and the watch must not.
struct ArrivalReader {
    private let conversation: WorkerConversation

    init(_ launcher: WorkerLauncher, _ role: WorkerRole) { conversation = WorkerConversation(launcher, role) }

    func owner(of path: BytePath, bytes: Int64) throws -> FoundOwner {
        // A disk may fail once. One that fails again costs the file, in a run of its own that says so.
        for _ in 0..<2 {
            guard case .reply(.owner(let owner)) = try conversation.ask(.owner, about: [path], bytes: bytes) else { break }
            if owner != .unreadable { return owner }
        }
        return .other
    }
}
