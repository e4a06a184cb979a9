// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records
internal import Release
internal import RunState
internal import Workers

/// What one worker does with one file. One instance lives as long as a worker process; it is not shared between threads.
package protocol FileScrubbing: AnyObject {
    func scrub(_ job: FileJob) -> FileRecord
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

/// - Parameter make: What takes the place of the scrubber in tests.
package func runWorker(making make: @escaping (WorkerConfiguration) throws -> any FileScrubbing) -> Int32 {
    serveParent { role in
        let message = try fromJSON(RoleMessage.self, role)
        OpenedKeys.add(message.openedKeys)
        return switch message.role {
        case .scrub(let configuration): Scrubbing(scrubber: try make(configuration), scratchDirectory: configuration.scratchDirectory)
        case .inspect: Inspecting()
        case .search(let state, let key, let document): Searching(gate: try ReleaseGate(state: state, key: key, document))
        case .compare: Checking()
        case .arrivals(let key, let project, let scratch):
            try ArrivalReading(siteKey: key, project: project, scratchDirectory: scratch)
        case .relink(let setting): try Relinking(setting)
        }
    }
}

/// Answers questions of one role.
protocol RoleAnswering: Answering {
    func answer(_ question: WorkerQuestion) throws -> WorkerAnswer?
}

extension RoleAnswering {
    func scrub(_ job: FileJob) -> FileRecord? { nil }

    func answer(_ question: [UInt8]) -> [UInt8]? {
        guard let question = try? fromJSON(WorkerQuestion.self, question) else { return nil }
        do {
            return try answer(question).map { try jsonLine($0) }
        } catch {
            return try? jsonLine(WorkerAnswer.failed(error as? PipelineError ?? .stopped("\(type(of: error))")))
        }
    }
}

private struct Scrubbing: RoleAnswering {
    let scrubber: any FileScrubbing
    let scratchDirectory: String

    func scrub(_ job: FileJob) -> FileRecord? { scrubber.scrub(job) }

    func answer(_ question: WorkerQuestion) -> WorkerAnswer? {
        switch question {
        case .unpack(let request): .unpacked(Unpacker.unpack(request))
        case .listMedia(let path): .media(referencedFiles(ofMediaDirectory: path, scratchDirectory: scratchDirectory))
        default: nil
        }
    }
}

private final class Inspecting: RoleAnswering {
    /// Of the last request: a profile takes longer to load than a file to plan.
    private var setting: Inspection.Setting?

    func answer(_ question: WorkerQuestion) throws -> WorkerAnswer? {
        switch question {
        case .inspect(let path, let request):
            let setting = if let setting, setting.request == request { setting } else { try Inspection.Setting(request) }
            self.setting = setting
            return .inspection(try Inspection(reading: path, setting))
        case .compare(let before, let after, let values): return .comparison(try Comparison(reading: before, after, values: values))
        default: return nil
        }
    }
}

private struct Searching: RoleAnswering {
    let gate: ReleaseGate

    func answer(_ question: WorkerQuestion) throws -> WorkerAnswer? {
        guard case .search(let path, let patient) = question else { return nil }
        do {
            return .problem(try gate.problem(in: path, patient: patient))
        } catch {
            throw error as? PipelineError ?? .stopped("the state folder: \(type(of: error))")
        }
    }
}

private struct Checking: RoleAnswering {
    func answer(_ question: WorkerQuestion) -> WorkerAnswer? {
        guard case .check(let claims) = question else { return nil }
        return .problems(claims.map { ReleasedContent.problem(with: $0) })
    }
}
