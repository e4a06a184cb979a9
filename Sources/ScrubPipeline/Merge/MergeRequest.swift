// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// What `merge` was asked to do.
public struct MergeRequest: Sendable {
    /// The releases of all shards, in any order.
    public var releases: [BytePath]
    public var output: BytePath
    public var state: BytePath?
    /// The state folders of shards that are not in their standard place, in any order.
    public var shardStates: [BytePath] = []
    public var key: BytePath?
    public var jobs = 1
    public var environment: [String: String] = [:]

    public init(releases: [BytePath], output: BytePath) {
        self.releases = releases
        self.output = output
    }
}
