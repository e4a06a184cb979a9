// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import ScrubPipeline

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Joins the releases of shards to the one that a single machine would have made.",
        discussion: """
            Example, of an export that two machines shared:
              dcmscrub scrub EXPORT --output PART-1 --shard 1/2 --key site.key
              dcmscrub scrub EXPORT --output PART-2 --shard 2/2 --key site.key
              dcmscrub merge PART-1 PART-2 --output RELEASE --key site.key

            All shards have to be there and finished. The state folder of each is needed too: it is looked for in its standard place, \
            or named with --shard-state. If a merge is interrupted, give the same command again.
            """)

    @Argument(help: ArgumentHelp("The releases of all shards, in any order.", valueName: "release"))
    var releases: [PathArgument]

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the joined release. It must be new or empty.", valueName: "folder"))
    var output: PathArgument

    @Option(help: ArgumentHelp("The state folder of the joined release. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?

    @Option(
        help: ArgumentHelp(
            "The state folder of a shard; repeated, in any order. (default: ~/.local/state/dcmscrub/<project>.shard-K-of-N)", valueName: "folder"))
    var shardState: [PathArgument] = []

    @Option(help: ArgumentHelp("The site key of the shards. Without it, site.key in the state folder or in that of a shard.", valueName: "file"))
    var key: PathArgument?

    @OptionGroup var passphrase: KeyPassphrase

    @OptionGroup var work: WorkOptions

    @Flag(help: "Prints the result as one line of JSON.")
    var json = false

    func run() throws {
        var request = MergeRequest(releases: releases.map(\.path), output: output.path)
        request.state = state?.path
        request.shardStates = shardState.map(\.path)
        request.key = key?.path
        request.environment = ProcessInfo.processInfo.environment
        request.jobs = try work.numberOfJobs()
        let summary = try work.observed { try MergeRun(request, observer: $0).run() }
        try tell(summary, json: json, project: nil)
    }
}
