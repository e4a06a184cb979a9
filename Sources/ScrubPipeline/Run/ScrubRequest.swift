// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records

/// What `scrub` was asked to do.
public struct ScrubRequest: Sendable {
    public var inputs: [BytePath]
    public var output: BytePath
    public var state: BytePath?
    public var key: BytePath?
    public var project = "default"
    /// A shipped profile's name or a file.
    public var profile = "basic"
    public var options: [String] = []
    public var keepsWeekday = false
    public var jobs = 1
    public var resume = false
    public var shard: Shard?
    public var layout = ReleaseLayout.uid
    /// `review/decisions.jsonl` of another state folder: what was decided there holds here.
    public var decisions: BytePath?
    /// Where the list of paths lies when an input is `-`; `nil` for standard input. What a DICOMDIR on it references is not taken along.
    package var list: BytePath?
    public var environment: [String: String] = [:]

    public init(inputs: [BytePath], output: BytePath) {
        self.inputs = inputs
        self.output = output
    }
}

/// Where a run stands.
public struct RunProgress: Hashable, Sendable {
    public enum Phase: Sendable { case discovering, checking, scrubbing, planning, comparing, finishing }

    public var phase: Phase
    /// Inputs found so far.
    public var total = 0
    public var done = 0
    public var totalBytes: Int64 = 0
    public var doneBytes: Int64 = 0
    public var quarantined = 0
}

/// How a run tells what it does.
public struct RunObserver {
    /// Takes a sentence for a person, without any name from the inputs.
    public var notice: (String) -> Void = { _ in }
    public var progress: (RunProgress) -> Void = { _ in }
    /// Asked again and again; `true` ends the run in order.
    public var isInterrupted: () -> Bool = { false }

    public init() {}
}
