// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import ScrubPipeline

/// The state folder that a command looks into.
struct StateOption: ParsableArguments {
    @OptionGroup var passphrase: KeyPassphrase

    @Option(help: ArgumentHelp("The state folder. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?

    @Option(help: ArgumentHelp("The project whose state folder it is, where --state names none.", valueName: "name"))
    var project = "default"

    func path() throws -> BytePath {
        guard isProjectName(project) else { throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.' only") }
        return try state?.path ?? StateFolder.standardPath(project: project, environment: ProcessInfo.processInfo.environment)
    }
}
