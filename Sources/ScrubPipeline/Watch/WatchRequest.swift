// SPDX-License-Identifier: Apache-2.0

/// What `watch` was asked to do.
public struct WatchRequest: Sendable {
    /// Where studies arrive.
    public var inbox: BytePath
    /// Project, profile, key and state as in a run. Its output is the folder that the releases get into; it has no inputs.
    public var scrub: ScrubRequest
    /// How long a study has to be left alone before it is taken.
    public var secondsQuiet = 60.0
    /// How often the whole inbox is looked at, since changes on a share come without an event.
    public var secondsBetweenScans = 300.0
    /// Where the files of a study go once its release is out; `nil` where they stay.
    public var doneFolder: BytePath?
    /// Ends when what lies there now is done.
    public var once = false

    /// A request under the profile `basic`, with one worker, that does not end by itself.
    public init(inbox: BytePath, output: BytePath) {
        self.inbox = inbox
        scrub = ScrubRequest(inputs: [], output: output)
    }
}

/// How a watch tells what it does.
public struct WatchObserver {
    /// Whether a person should look at a line.
    public enum Weight: Sendable { case usual, important }

    /// Takes a line for a log: pseudonyms and counts, no name from the inbox.
    public var notice: (String, Weight) -> Void = { _, _ in }
    /// Asked again and again; `true` ends the watch in order.
    public var isInterrupted: () -> Bool = { false }
    /// Asked again and again; `true` has the whole inbox looked at.
    public var takesScanRequest: () -> Bool = { false }

    /// One that says nothing and never ends the watch.
    public init() {}
}

/// What a watch did until it ended.
public struct WatchSummary: Hashable, Sendable {
    /// Releases that are out.
    public var releases = 0
    /// Files of those releases.
    public var released = 0
    /// Files that are listed with a reason and not copied.
    public var quarantined = 0
    /// What could not be done yet; the next watch goes on with it.
    public var unfinished = 0

    /// 70 where something is left to do, 2 where files were quarantined.
    public var exitCode: Int32 { unfinished > 0 ? 70 : quarantined > 0 ? 2 : 0 }
}

/// Time and waiting, so that tests need none.
package struct WatchClock {
    /// Seconds of a clock that only goes forward, whatever becomes of the time of day.
    package var time: () -> Double
    /// Waits for events, for so many seconds at most.
    package var pause: (_ seconds: Double, _ untilEvent: (Double) -> Void) -> Void

    package init(time: @escaping () -> Double, pause: @escaping (_ seconds: Double, _ untilEvent: (Double) -> Void) -> Void) {
        self.time = time
        self.pause = pause
    }
}
