// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records

/// What `scrub` was asked to do.
public struct ScrubRequest: Sendable {
    /// Files, folders, archives or a DICOMDIR. They are read, never changed.
    public var inputs: [BytePath]
    /// The folder for what may leave; new or empty, unless ``resume`` says otherwise. It may not lie in an input or in ``state``, nor they in it.
    public var output: BytePath
    /// The folder for everything that can identify; `nil` for the standard one of ``project``, which is found by ``environment``.
    public var state: BytePath?
    /// The site key; `nil` for `site.key` in the state folder, which is made on first use. Without it new releases do not match old ones.
    public var key: BytePath?
    /// Two projects have different pseudonyms, so that two receivers cannot join their data.
    public var project = "default"
    /// A shipped profile's name or a file.
    public var profile = "basic"
    /// Options of PS3.15 that the profile gets besides its own, by their names there, as `retain-uids`.
    public var options: [String] = []
    /// Dates move by whole weeks.
    public var keepsWeekday = false
    /// How many worker processes read files. The release is the same with any number.
    public var jobs = 1
    /// Continues a run that did not end: same inputs, output, profile and key.
    public var resume = false
    /// The part of the inputs that this run takes; `nil` for all.
    public var shard: Shard?
    /// How the files of the release are named.
    public var layout = ReleaseLayout.uid
    /// `review/decisions.jsonl` of another state folder: what was decided there holds here.
    public var decisions: BytePath?
    /// Where the list of paths lies when an input is `-`; `nil` for standard input. What a DICOMDIR on it references is not taken along.
    package var list: BytePath?
    /// The folder that all paths of ``list`` lie in: where it goes away, the run stops as with an input that goes.
    package var listFolder: BytePath?
    /// Where the standard state folder is: `XDG_STATE_HOME` and `HOME`. The library does not read the environment of the process by itself.
    public var environment: [String: String] = [:]

    /// A request under the profile `basic`, with one worker.
    public init(inputs: [BytePath], output: BytePath) {
        self.inputs = inputs
        self.output = output
    }
}

/// Where a run stands.
public struct RunProgress: Hashable, Sendable {
    /// What is being done; the phases of a run, a report and a check do not all occur in each.
    public enum Phase: Sendable { case discovering, sharing, checking, scrubbing, merging, planning, comparing, finishing }

    /// The last one that began.
    public var phase: Phase
    /// Inputs found so far.
    public var total = 0
    /// Inputs dealt with, however they ended.
    public var done = 0
    /// Of the inputs found so far.
    public var totalBytes: Int64 = 0
    /// Of the inputs dealt with.
    public var doneBytes: Int64 = 0
    /// Of the inputs dealt with, so far.
    public var quarantined = 0
}

/// How a run tells what it does.
public struct RunObserver {
    /// Takes a sentence for a person, without any name from the inputs.
    public var notice: (String) -> Void = { _ in }
    /// Called on the thread of the run, which waits for it.
    public var progress: (RunProgress) -> Void = { _ in }
    /// Asked again and again; `true` ends the run in order.
    public var isInterrupted: () -> Bool = { false }

    /// One that says nothing and never ends the run.
    public init() {}
}
