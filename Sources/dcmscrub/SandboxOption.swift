// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ScrubPipeline

/// `--sandbox` of every command that has worker processes read files.
struct SandboxOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the kernel cannot keep the processes in that read files: 'try' says so and goes on, 'require' refuses to start.",
            valueName: "require|try"))
    var sandbox = SandboxMode.try.rawValue

    /// Holds for all workers from now on.
    func apply() throws(PipelineError) {
        guard let mode = SandboxMode(rawValue: sandbox) else { throw .usage("--sandbox takes require or try") }
        SandboxMode.ofThisProcess = mode
        if let warning = try mode.warning(WorkerSandbox.ofThisMachine()) { printError("dcmscrub: \(warning)") }
    }
}

/// A command that starts workers.
protocol WorkerStarting {
    var guarding: SandboxOption { get }
}
