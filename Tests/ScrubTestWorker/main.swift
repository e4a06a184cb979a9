// SPDX-License-Identifier: Apache-2.0

import CSandbox
import Crypto
import DICOMModel
import Engine
import Filesystem
import Foundation
import Glibc
import Records
import Review
import ScrubPipeline
import Workers

// Stands in for `dcmscrub` in tests. As a worker it obeys the files it is given; with `scrub` it is a whole run that
// kills itself where it is told to.

/// Reads `release PATIENT STUDY SERIES INSTANCE`, `review` with the same, `quarantine`, `crash`, `crash-once`, `hang`, `full`,
/// `escape KIND PATH` or a lie in a file's first line.
final class ObedientScrubber: FileScrubbing {
    let configuration: WorkerConfiguration

    init(_ configuration: WorkerConfiguration) { self.configuration = configuration }

    func scrub(_ job: ScrubTask) -> FileRecord {
        guard let descriptor = job.input.descriptor, let size = descriptor.size, let bytes = try? descriptor.bytes(at: 0, count: Int(size)) else {
            return FileRecord(.quarantined(reason: .unreadable, detail: ""))
        }
        let content = Data(bytes)
        let words = String(decoding: content.prefix { $0 != 0x0A }, as: UTF8.self).split(separator: " ").map(String.init)
        if job.isSurvey { return FileRecord(surveyed(job, content, words)) }
        return words.first == "review" ? reviewed(job, content, words) : FileRecord(outcome(of: job, content, words))
    }

    private func surveyed(_ job: ScrubTask, _ content: Data, _ words: [String]) -> FileOutcome {
        if ["release", "review"].contains(words.first) { return .surveyed(ShareUnit(patient: words[1]), isArchive: false) }
        let isArchive = if case .archive = outcomeOfWhatIsNotDICOM(job.input) { true } else { false }
        return .surveyed(
            ShareUnit(head: Array(content.prefix(ShareUnit.headLengthInBytes)), size: Int64(content.count)), isArchive: isArchive)
    }

    /// Asks a person, and goes by the decision.
    private func reviewed(_ job: ScrubTask, _ content: Data, _ words: [String]) -> FileRecord {
        guard let review = configuration.review else { return FileRecord(release(job, content, words)) }
        let finding = HeldFinding(box: PixelBox(left: 4, top: 4, right: 40, bottom: 12), evidence: .weak, score: 500, frame: 0)
        let question = HeldQuestion(key: digest(content), columns: 64, rows: 48, frames: 1, findings: [finding])
        let mark = ReviewMark(key: question.key, decision: review.decisions.digest(on: question))
        switch review.decisions.decision(on: question) {
        case nil:
            do {
                var writer = try HeldImageWriter(folder: review.heldFolder, question: question)
                try writer.add(frame: 0, HeldPixels(columns: 64, rows: 48, samples: 1, bytes: Array(repeating: 90, count: 64 * 48))!)
                let none = String(repeating: "0", count: 64)
                _ = try writer.finish(doubt: .weak, modality: "US", series: words[3], profile: none, weights: none, fill: [0])
            } catch {
                return FileRecord(.failed(errno: EIO))
            }
            return FileRecord(.quarantined(reason: .waitsForReview, detail: ""), review: mark)
        case .refuse: return FileRecord(.quarantined(reason: .refusedByReviewer, detail: ""), review: mark)
        case .release(let boxes):
            let output = content + Data("blanked \(boxes.sorted())".utf8)
            return FileRecord(release(job, output, words), review: mark)
        }
    }

    private func outcome(of job: ScrubTask, _ content: Data, _ words: [String]) -> FileOutcome {
        switch words.first {
        case "release": return release(job, content, words)
        case "quarantine": return .quarantined(reason: .malformed, detail: "")
        case "crash": abort()
        case "crash-once":
            let mark = configuration.scratchDirectory + "/crashed"
            if FileManager.default.createFile(atPath: mark, contents: nil), words.count == 6, !didCrash(mark + words[5]) { abort() }
            return release(job, content, words)
        case "hang": while true { pause() }
        case "escape": return escaped(job, Escape(rawValue: words[1])!, words[2])
        case "full": return .failed(errno: ENOSPC)
        case "lie": lie(words[1], job)
        case "stray": return .notDICOM(kind: .mediaDirectory)
        default: return outcomeOfWhatIsNotDICOM(job.input)
        }
    }

    private func release(_ job: ScrubTask, _ content: Data, _ words: [String]) -> FileOutcome {
        // What stands behind `wrapper:` is around the image, and does not get into the output.
        let output = Data("scrubbed ".utf8) + (content.firstRange(of: Data("wrapper:".utf8)).map { content[..<$0.lowerBound] } ?? content)
        if configuration.recording?.isDryRun == true {
            var instance = InstanceRecord(patient: words[1], study: words[2], series: words[3], instance: words[4])
            if job.wantsDigest { (instance.contentDigest, instance.sha256) = (digest(content), digest(output)) }
            return .released(instance)
        }
        guard FileManager.default.createFile(atPath: job.temporaryPath, contents: output) else { return .failed(errno: errno) }
        var entry = ManifestEntry(patient: words[1], study: words[2], series: words[3], instance: words[4])
        entry.bytes = output.count
        entry.sha256 = digest(output)
        entry.sopClass = "1.2.840.10008.5.1.4.1.1.7"
        entry.transferSyntax = "1.2.840.10008.1.2.1"
        entry.modality = "OT"
        entry.actions = ["remove": 3]
        let sealed = CrosswalkEntry(kind: "instance", pseudonym: words[4], sealedOriginal: Array("sealed".utf8))
        return .released(InstanceRecord(entry, contentDigest: digest(content), crosswalk: [sealed]))
    }

    /// Writes what is no reply to the job in hand, and goes on living.
    private func lie(_ kind: String, _ job: ScrubTask) -> Never {
        func send(_ length: UInt32, _ content: [UInt8]) {
            FileHandle.standardOutput.write(Data(withUnsafeBytes(of: length.littleEndian) { Array($0) } + content))
        }
        switch kind {
        case "half-frame":
            send(100, [2, 1, 0, 0])
            abort()
        case "half-number":
            FileHandle.standardOutput.write(Data([7, 0]))
            abort()
        case "endless-frame": send(.max, Array(repeating: 1, count: 1000))
        case "long-frame": send(64 << 20 + 1, Array(repeating: 1, count: 1000))
        case "empty-frame": send(0, [])
        case "nonsense": send(5, [9, 9, 9, 9, 9])
        case "text-that-is-none": send(16, [2] + Array(repeating: 0, count: 8) + [1, 2, 0xFF, 0xFE, 0, 0, 0])
        case "many-elements": send(13, [2] + Array(repeating: 0, count: 8) + [0, 0xFF, 0xFF, 0x7F])
        case "answer": send(3, [3, 1, 0])
        case "other-job": send(11, [2] + withUnsafeBytes(of: (job.id + 1).littleEndian) { Array($0) } + [3, 0])
        default: abort()
        }
        while true { pause() }
    }

    /// Says how it went in the detail.
    private func escaped(_ job: ScrubTask, _ escape: Escape, _ path: String) -> FileOutcome {
        let number = escape.attempt(path, open: job.input.descriptor?.number ?? -1)
        return .quarantined(reason: .internalError, detail: Escape.isRefusal(number) ? "refused" : "errno \(number)")
    }

    private func didCrash(_ mark: String) -> Bool {
        if FileManager.default.fileExists(atPath: mark) { return true }
        _ = FileManager.default.createFile(atPath: mark, contents: nil)
        return false
    }

    private func digest(_ data: Data) -> String { SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined() }
}

/// `scrub INPUT OUTPUT STATE JOBS KILL-AT`, where that is a number of files, or a step of recording and which one of them.
func runAndDie(_ arguments: [String]) -> Int32 {
    var request = ScrubRequest(inputs: [BytePath(arguments[0])], output: BytePath(arguments[1]))
    request.state = BytePath(arguments[2])
    request.jobs = Int(arguments[3])!
    request.resume = true
    let place = arguments[4].split(separator: ":")
    var observer = RunObserver()
    if let last = Int(place[0]) {
        observer.progress = { progress in
            if progress.phase == .scrubbing, progress.done >= last { kill(getpid(), SIGKILL) }
        }
    }
    var run = ScrubRun(request, launcher: WorkerLauncher(), observer: observer)
    if place.count == 2, let fatal = Recorder.Step(rawValue: String(place[0])), let which = Int(place[1]) {
        // The recorder calls from its own thread, and never twice at once.
        nonisolated(unsafe) var count = 0
        run.onRecorderStep = { step in
            if step == fatal { count += 1 }
            if step == fatal, count >= which { kill(getpid(), SIGKILL) }
        }
    }
    do {
        return try run.run().exitCode
    } catch {
        return error.exitCode
    }
}

/// `merge ROOT COUNT STEP` of the folders of a test, killed behind a step.
func mergeAndDie(_ arguments: [String]) -> Int32 {
    let root = BytePath(arguments[0]), numbers = 1...Int(arguments[1])!
    var request = MergeRequest(releases: numbers.map { root.appending("out-\($0)") }, output: root.appending("merged"))
    (request.state, request.key) = (root.appending("merged-state"), root.appending("site.key"))
    request.shardStates = numbers.map { root.appending("state-\($0)") }
    var run = MergeRun(request)
    run.onStep = { if $0.rawValue == arguments[2] { kill(getpid(), SIGKILL) } }
    do {
        return try run.run().exitCode
    } catch {
        return error.exitCode
    }
}

/// Reads a frame from standard input.
func readFrame() {
    let input = FileHandle.standardInput
    guard let head = try? input.read(upToCount: 4), head.count == 4 else { return }
    let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
    _ = try? input.read(upToCount: length)
}

WorkerLauncher.allowOurselves()
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "worker": exit(runWorker { ObedientScrubber($0) })
case "refusing-worker": exit(runWorker { _ in throw PipelineError.usage("no such profile") })
case "escaping-worker":
    exit(
        runWorker {
            ObedientScrubber($0)
        } wrap: {
            Escaping(worker: $0, folder: arguments[1])
        })
case "unguarded-worker":
    // As in a container that refuses to have its processes kept in.
    guard csandbox_refuse() else { exit(9) }
    exit(runWorker { ObedientScrubber($0) })
case "probe":
    guard csandbox_refuse() else { exit(9) }
    print(WorkerSandbox.ofThisMachine())
case "dead-worker": exit(9)
// Understand their role, and fail at the first request.
case "crashing-worker":
    readFrame()
    readFrame()
    abort()
case "hanging-worker": while true { pause() }
case "scrub": exit(runAndDie(Array(arguments.dropFirst())))
case "merge": exit(mergeAndDie(Array(arguments.dropFirst())))
default: exit(64)
}
