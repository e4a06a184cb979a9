// SPDX-License-Identifier: Apache-2.0

// Scrubs a folder, reads what came of it, and checks it:  scrub-folder EXPORT RELEASE STATE
import Foundation
import ScrubPipeline

// First of all: hostile files are read in processes of their own, which are this program again.
runWorkerIfAsked()
refuseCoreDumps()
refuseNameServices()

guard CommandLine.arguments.count == 4 else {
    print("usage: scrub-folder EXPORT RELEASE STATE")
    exit(64)
}
let paths = CommandLine.arguments.dropFirst().map { BytePath($0) }
var request = ScrubRequest(inputs: [paths[0]], output: paths[1])
request.state = paths[2]  // key, crosswalk and log: they never leave
request.profile = "ai-labeling"
request.jobs = 2

var observer = RunObserver()
observer.notice = { print("note: \($0)") }

do throws(PipelineError) {
    let summary = try ScrubRun(request, observer: observer).run()
    print(
        "\(summary.released) of \(summary.inputs) files released, \(summary.patients) patients; \(summary.quarantined) in \(summary.quarantineList)"
    )

    var bytes: [String: Int] = [:]
    var manifest = try ReleaseManifest(ofRelease: request.output)
    while let file = try manifest.next() { bytes[file.modality, default: 0] += file.bytes }
    for (modality, count) in bytes.sorted(by: { $0.key < $1.key }) { print("\(modality): \(count) bytes") }

    let result = try ReleaseVerifier.verify(request.output, state: request.state)
    for problem in result.problems { print("problem: \(problem)") }
    exit(result.isValid ? summary.exitCode : 3)
} catch {
    print("error: \(error)")  // says what to do next, and holds no value from a file
    exit(error.exitCode)
}
