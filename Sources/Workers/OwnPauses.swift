// SPDX-License-Identifier: Apache-2.0

/// Notices when this process itself was stopped, and for how long: its workers were too, or could not be listened to. That time is none that a
/// file took.
struct OwnPauses {
    private var last: Double

    /// Whoever polls looks several times a second, and comes late on a busy machine.
    static let longestUsual = 5.0

    init(at time: Double) { last = time }

    /// Called at each look.
    /// - Returns: Seconds by which every deadline moves; mostly none.
    mutating func look(at time: Double) -> Double {
        defer { last = time }
        return time - last > Self.longestUsual ? time - last : 0
    }
}
