// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Foundation
internal import Glibc
internal import Pseudonyms
internal import Records
internal import Relink
internal import RunState
internal import Workers

/// What a worker needs to put returned files on their patients. It holds keys, so it goes through the pipe and nowhere else.
struct RelinkSetting: Codable, Sendable {
    let crosswalk: BytePath
    /// Base 64.
    let keys: [String]
    /// Of the originals, where those are indexed.
    let project: String
    let scratch: String
    /// What (0018,A003) says.
    let description: String
}

/// What is to be known of a returned file before any is written.
enum ReturnedSurvey: Codable, Sendable {
    case object(ReturnedObject.Survey)
    /// - Parameter namesOurs: Something in it is a pseudonym of a release.
    case labels(namesOurs: Bool)
    case problem(RelinkProblem)
}

/// The worker of `relink`.
final class Relinking: RoleAnswering {
    private let setting: RelinkSetting
    private let keys: [SiteKey]
    private lazy var index = OriginalsIndex(keys[0], project: setting.project)
    private let origins: Origins
    var folders: [WorkFolder] { [WorkFolder(BytePath(setting.scratch))] }

    init(_ setting: RelinkSetting) throws {
        self.setting = setting
        keys = setting.keys.compactMap { Data(base64Encoded: $0).flatMap { SiteKey($0) } }
        guard !keys.isEmpty else { throw FileScrubberError.unusableKey }
        let crosswalk = try Crosswalk(reading: setting.crosswalk)
        origins = Origins(try CrosswalkOrigins(crosswalk, keys))
        // SQLite opens what lies beside the file with the first question.
        _ = try crosswalk.holds(pseudonym: "", project: "")
    }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) throws -> WorkerAnswer? {
        guard files.count == 1 else { return nil }
        do {
            switch question {
            case .index:
                guard let descriptor = files[0].descriptor else { throw RelinkProblem.unreadable }
                let file = try DICOMFile(descriptor: descriptor.number, scratchDirectory: setting.scratch)
                return .indexed(index.entries(of: try file.dataSet()))
            case .survey(let name): return .surveyed(try survey(files[0], name))
            case .relink(let name, let target): return .relinked(try relink(files[0], name, to: target))
            default: return nil
            }
        } catch let problem as RelinkProblem {
            return .notRelinked(problem)
        } catch is FileError {
            return .notRelinked(.unreadable)
        } catch let error as SystemError {
            throw PipelineError.stopped(by: error)
        }
    }

    // MARK: - Reading

    private enum Content {
        case object(ReturnedObject, head: [UInt8])
        case labels([UInt8], ReturnedLabels.Form)
    }

    private func content(_ file: HandedFile, _ name: BytePath) throws -> Content {
        let input: InputFile
        do { input = try InputFile(file) } catch { throw RelinkProblem.unreadable }
        let head = try bytes(input, upTo: 1 << 18)
        do throws(FileError) {
            let file = try DICOMFile(descriptor: input.descriptor.number, scratchDirectory: setting.scratch)
            return .object(try object(file), head: head)
        } catch .notDICOM {
            guard let form = ReturnedLabels.form(name: name.readable, head: head.prefix(64)) else {
                throw RelinkProblem.notUnderstood
            }
            guard input.size <= ReturnedLabels.longest else { throw RelinkProblem.tooLarge }
            return .labels(try bytes(input, upTo: ReturnedLabels.longest), form)
        }
    }

    private func object(_ file: DICOMFile) throws(FileError) -> ReturnedObject {
        do {
            return try ReturnedObject(file, origins)
        } catch let error as FileError {
            throw error
        } catch {
            throw .toolkit
        }
    }

    private func bytes(_ input: InputFile, upTo count: Int) throws -> [UInt8] {
        guard lseek(input.descriptor.number, 0, SEEK_SET) == 0 else { throw RelinkProblem.unreadable }
        var result: [UInt8] = []
        while result.count < count {
            let block = try input.descriptor.read(upTo: min(1 << 20, count - result.count))
            if block.isEmpty { break }
            result += block
        }
        return result
    }

    private func survey(_ file: HandedFile, _ name: BytePath) throws -> ReturnedSurvey {
        switch try content(file, name) {
        case .object(let object, _): return .object(object.survey)
        case .labels(let bytes, let form):
            do {
                _ = try ReturnedLabels.relinked(bytes, form, origins)
                return .labels(namesOurs: true)
            } catch let problem as RelinkProblem {
                return .problem(problem)
            }
        }
    }

    // MARK: - Writing

    private func relink(_ file: HandedFile, _ name: BytePath, to target: BytePath) throws -> RelinkCounts {
        switch try content(file, name) {
        case .object(let object, let head):
            guard let name = target.text else { throw RelinkProblem.unreadable }
            let output = try OutputFile(path: name, mode: 0o600)
            let note = ReturnedObject.Note(software: ToolVersion.current, description: setting.description)
            let counts = try object.write(note, head: head, to: output)
            try readBack(target, object)
            return counts
        case .labels(let bytes, let form):
            let (new, counts) = try ReturnedLabels.relinked(bytes, form, origins)
            let descriptor = try FileDescriptor(opening: target, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600, for: "write a file")
            try descriptor.write(new)
            return counts
        }
    }

    /// What was written has to read whole, and to be of a patient and study that are not the release's.
    private func readBack(_ path: BytePath, _ object: ReturnedObject) throws {
        let file = try DICOMFile(path: path.bytes, scratchDirectory: setting.scratch)
        let written = try file.dataSet()
        let study = written.firstText(.studyInstanceUID) ?? ""
        guard file.information.isReadAsItIs, !study.isEmpty, object.isRestored(study: study, instance: written.firstText(.sopInstanceUID) ?? "")
        else {
            throw RelinkProblem.writtenWrong
        }
    }
}
