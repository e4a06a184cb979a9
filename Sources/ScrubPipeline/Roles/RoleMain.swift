// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMIO
internal import Filesystem
internal import Glibc
internal import Records
internal import Release
internal import RunState
package import Workers

/// What one worker does with one file. One instance lives as long as a worker process; it is not shared between threads.
package protocol FileScrubbing: AnyObject {
    func scrub(_ task: ScrubTask) -> FileRecord
}

/// Serves a parent and ends the process, if this process was started as a worker; otherwise does nothing.
///
/// Hostile files are read in processes of their own, and a worker is this same program, started with the one argument `worker`. A program that uses
/// the library calls this first of all in `main`, before it reads arguments or starts threads. Until then no run, report or check starts a worker:
/// a program that does not serve as one would start itself again and again.
public func runWorkerIfAsked() {
    WorkerLauncher.allowOurselves()
    guard CommandLine.arguments.dropFirst() == ["worker"] else { return }
    // What the program does for itself comes after this call.
    refuseCoreDumps()
    refuseNameServices()
    exit(runWorker())
}

/// The life of a worker process, whatever its role.
package func runWorker() -> Int32 {
    runWorker(making: makeFileScrubber)
}

/// - Parameters:
///   - make: What takes the place of the scrubber in tests.
///   - wrap: What stands around a worker of any role in tests.
package func runWorker(
    making make: @escaping (WorkerConfiguration) throws -> any FileScrubbing, wrap: (any Answering) -> any Answering = { $0 }
) -> Int32 {
    serveParent { role in
        let message = try fromJSON(RoleMessage.self, role)
        OpenedKeys.add(message.openedKeys)
        DICOMFile.startToolkit()
        SpecificCharacterSet.loadConversions()
        let worker: any Answering =
            switch message.role {
            case .scrub(let configuration): Scrubbing(scrubber: try make(configuration), folders: configuration.folders)
            case .listMedia(let scratch): MediaListing(scratch: scratch)
            case .unpack(let folder): Unpacking(into: folder)
            case .inspect(let request, let scratch): Inspecting(setting: try Inspection.Setting(request, scratch: scratch))
            case .contrast(let scratch): Contrasting(scratch: scratch)
            case .search(let state, let key, let document, let scratch):
                Searching(gate: try ReleaseGate(state: state, key: key, document, scratch: scratch), folders: [WorkFolder(scratch)])
            case .compare(let scratch): Checking(scratch: scratch)
            case .arrivals(let key, let project, let scratch): try ArrivalReading(siteKey: key, project: project, scratchDirectory: scratch)
            case .relink(let setting): try Relinking(setting)
            }
        return wrap(worker)
    }
}

/// Answers questions of one role.
protocol RoleAnswering: Answering {
    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) throws -> WorkerAnswer?
}

extension RoleAnswering {
    func scrub(_ task: ScrubTask) -> FileRecord? { nil }

    func answer(_ question: [UInt8], _ files: [HandedFile]) -> [UInt8]? {
        guard let question = try? fromJSON(WorkerQuestion.self, question) else { return nil }
        do {
            return try answer(question, files).map { try jsonLine($0) }
        } catch {
            return try? jsonLine(WorkerAnswer.failed(error as? PipelineError ?? .stopped("\(type(of: error))")))
        }
    }
}

private struct Scrubbing: RoleAnswering {
    let scrubber: any FileScrubbing
    let folders: [WorkFolder]

    func scrub(_ task: ScrubTask) -> FileRecord? { scrubber.scrub(task) }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) -> WorkerAnswer? { nil }
}

private struct MediaListing: RoleAnswering {
    let scratch: BytePath
    var folders: [WorkFolder] { [WorkFolder(scratch)] }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) -> WorkerAnswer? {
        guard case .listMedia = question, files.count == 1 else { return nil }
        return .media(referencedFiles(ofMediaDirectory: files[0], scratchDirectory: scratch.readable))
    }
}

private struct Unpacking: RoleAnswering {
    let folders: [WorkFolder]

    init(into folder: BytePath) {
        folders = [WorkFolder(folder)]
        // libarchive asks for both: names in UTF-8 are then what they are, and others stay bytes.
        setlocale(LC_CTYPE, "C.UTF-8")
        tzset()
    }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) -> WorkerAnswer? {
        guard case .unpack(let request) = question, files.count == 1 else { return nil }
        return .unpacked(Unpacker.unpack(request, files[0]))
    }
}

private struct Inspecting: RoleAnswering {
    let setting: Inspection.Setting
    var folders: [WorkFolder] { [WorkFolder(setting.scratch)] }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) throws -> WorkerAnswer? {
        guard case .inspect = question, files.count == 1 else { return nil }
        return .inspection(try Inspection(reading: files[0], setting))
    }
}

private struct Contrasting: RoleAnswering {
    let scratch: BytePath
    var folders: [WorkFolder] { [WorkFolder(scratch)] }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) throws -> WorkerAnswer? {
        guard case .contrast(let values) = question, files.count == 2 else { return nil }
        return .comparison(try Comparison(reading: files[0], files[1], values: values, scratch: scratch))
    }
}

private struct Searching: RoleAnswering {
    let gate: ReleaseGate
    let folders: [WorkFolder]

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) throws -> WorkerAnswer? {
        guard case .search(let patients) = question, patients.count == files.count else { return nil }
        do {
            return .problems(try zip(patients, files).map { try gate.problem(in: $1, patient: $0) })
        } catch {
            throw error as? PipelineError ?? .stopped("the state folder: \(type(of: error))")
        }
    }
}

private struct Checking: RoleAnswering {
    let scratch: BytePath
    var folders: [WorkFolder] { [WorkFolder(scratch)] }

    func answer(_ question: WorkerQuestion, _ files: [HandedFile]) -> WorkerAnswer? {
        guard case .check(let claims) = question, claims.count == files.count else { return nil }
        return .problems(zip(claims, files).map { ReleasedContent.problem(with: $0, $1, scratch: scratch) })
    }
}
