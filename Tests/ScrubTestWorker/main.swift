// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Glibc
import ScrubPipeline

// Stands in for `dcmscrub` in tests. As a worker it obeys the files it is given; with `scrub` it is a whole run that
// kills itself when so many files are done.

/// Reads `release PATIENT STUDY SERIES INSTANCE`, `quarantine`, `crash`, `crash-once`, `hang` or `full` in a file's first line.
final class ObedientScrubber: FileScrubbing {
    let configuration: WorkerConfiguration

    init(_ configuration: WorkerConfiguration) { self.configuration = configuration }

    func scrub(_ job: FileJob) -> FileOutcome {
        guard let content = FileManager.default.contents(atPath: job.path.readable) else {
            return .quarantined(reason: .unreadable, detail: "")
        }
        let words = String(decoding: content.prefix { $0 != 0x0A }, as: UTF8.self).split(separator: " ").map(String.init)
        switch words.first {
        case "release": return release(job, content, words)
        case "quarantine": return .quarantined(reason: .malformed, detail: "")
        case "crash": abort()
        case "crash-once":
            let mark = configuration.scratchDirectory + "/crashed"
            if FileManager.default.createFile(atPath: mark, contents: nil), words.count == 6, !didCrash(mark + words[5]) { abort() }
            return release(job, content, words)
        case "hang": while true { pause() }
        case "full": return .failed(errno: ENOSPC)
        case "stray": return .notDICOM(kind: .mediaDirectory)
        default: return outcomeOfWhatIsNotDICOM(job.path)
        }
    }

    private func release(_ job: FileJob, _ content: Data, _ words: [String]) -> FileOutcome {
        // What stands behind `wrapper:` is around the image, and does not get into the output.
        let output = Data("scrubbed ".utf8) + (content.firstRange(of: Data("wrapper:".utf8)).map { content[..<$0.lowerBound] } ?? content)
        if configuration.recording?.isDryRun == true {
            let digests = job.wantsDigest ? PlannedInstance.Digests(content: digest(content), output: digest(output)) : nil
            return .planned(PlannedInstance(patient: words[1], study: words[2], series: words[3], instance: words[4], digests: digests))
        }
        guard FileManager.default.createFile(atPath: job.temporaryPath, contents: output) else { return .failed(errno: errno) }
        let (patient, study, series, instance) = (words[1], words[2], words[3], words[4])
        return .released(
            ReleasedFile(
                relativePath: "images/\(patient)/\(study)/\(series)/\(instance).dcm", bytes: output.count, sha256: digest(output),
                pixelSHA256: nil, sopClass: "1.2.840.10008.5.1.4.1.1.7", transferSyntax: "1.2.840.10008.1.2.1", modality: "OT",
                patient: patient, study: study, series: series, instance: instance, actions: ["remove": 3],
                contentDigest: digest(content),
                crosswalk: [CrosswalkEntry(kind: "instance", pseudonym: instance, sealedOriginal: Data("sealed".utf8).base64EncodedString())]))
    }

    private func didCrash(_ mark: String) -> Bool {
        if FileManager.default.fileExists(atPath: mark) { return true }
        _ = FileManager.default.createFile(atPath: mark, contents: nil)
        return false
    }

    private func digest(_ data: Data) -> String { SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined() }
}

/// `scrub INPUT OUTPUT STATE JOBS KILL-AT`
func runAndDie(_ arguments: [String]) -> Int32 {
    var request = ScrubRequest(inputs: [BytePath(arguments[0])], output: BytePath(arguments[1]))
    request.state = BytePath(arguments[2])
    request.jobs = Int(arguments[3])!
    request.resume = true
    let last = Int(arguments[4])!
    var observer = RunObserver()
    observer.progress = { progress in
        if progress.phase == .scrubbing, progress.done >= last { kill(getpid(), SIGKILL) }
    }
    do {
        return try ScrubRun(request, launcher: WorkerLauncher(), observer: observer).run().exitCode
    } catch {
        return error.exitCode
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "worker": exit(runWorker { ObedientScrubber($0) })
case "refusing-worker": exit(runWorker { _ in throw PipelineError.usage("no such profile") })
case "dead-worker": exit(9)
// Understand their role, and fail at the first request.
case "crashing-worker":
    _ = readLine()
    _ = readLine()
    abort()
case "hanging-worker": while true { pause() }
case "scrub": exit(runAndDie(Array(arguments.dropFirst())))
default: exit(64)
}
