// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ScrubPipeline

/// What `scrub` starts for each job.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Scrubs the files that its parent process names.", shouldDisplay: false)

    func run() throws {
        throw ExitCode(runWorker())
    }
}
