// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import ScrubPipeline

/// Which state folder it is, by itself or by its project.
struct StateFolderOption: ParsableArguments {
    @Option(help: ArgumentHelp("The state folder. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?

    @Option(help: ArgumentHelp("The project whose state folder it is, where --state names none.", valueName: "name"))
    var project = "default"
}

/// The state folder that a command looks into, and what opens the key in it.
struct StateOption: ParsableArguments {
    @OptionGroup var passphrase: KeyPassphrase

    @OptionGroup var folder: StateFolderOption

    func path() throws -> BytePath {
        let project = try projectName(folder.project)
        return try folder.state?.path ?? StateFolder.standardPath(project: project, environment: ProcessInfo.processInfo.environment)
    }
}

/// - Throws: Wrong usage, where no project can have the name.
func projectName(_ name: String) throws(PipelineError) -> String {
    guard isProjectName(name) else { throw .usage("--project takes letters, digits, '-', '_' and '.' only") }
    return name
}
