// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// What `merge` was asked to do.
public struct MergeRequest: Sendable {
    /// The releases of all shards, in any order.
    public var releases: [BytePath]
    /// The folder of the joined release; new or empty, or that of a merge to continue.
    public var output: BytePath
    /// Takes the joined state; without it, the standard folder of the project.
    public var state: BytePath?
    /// The state folders of shards that are not in their standard place, in any order.
    public var shardStates: [BytePath] = []
    /// The key of all shards; without it, `site.key` in the state folder or in that of a shard.
    public var key: BytePath?
    /// How many files are worked on at a time.
    public var jobs = 1
    /// Where `HOME` and `XDG_STATE_HOME` are looked up.
    public var environment: [String: String] = [:]

    /// Takes the releases of all N shards, each once.
    public init(releases: [BytePath], output: BytePath) {
        self.releases = releases
        self.output = output
    }
}
