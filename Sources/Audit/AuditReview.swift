// SPDX-License-Identifier: Apache-2.0

/// What is unusual in an audit log against the site's own history. Plain statistics: median and spread, and what is new.
package struct AuditReview {
    package struct Note: Hashable, Sendable, CustomStringConvertible {
        package var time: String
        package var what: String
        /// What it was compared with.
        package var because: String
        package var description: String { "\(time)  \(what); \(because)" }
    }

    /// Look-ups of one account on one day.
    private var lookups: [Key: Int] = [:]
    private var hours = Array(repeating: 0, count: 24)
    private var offHours: [(time: String, user: String, hour: Int)] = []
    private var firstDay: String?
    private var users: Set<String> = []
    private var recipients: Set<String> = []
    private var notes: [Note] = []

    private struct Key: Hashable { let day: String, user: String }

    /// Until the log has this many events, nothing is called new.
    private static let shortestHistory = 20
    private var events = 0

    package init() {}

    /// Takes the events in the order of the log.
    package mutating func add(_ event: AuditEvent) {
        let day = String(event.time.prefix(10))
        let hour = Int(event.time.dropFirst(11).prefix(2)) ?? 0
        if firstDay == nil { firstDay = day }
        let isYoung = events < Self.shortestHistory
        events += 1
        if users.insert(event.user).inserted, !isYoung {
            notes.append(
                Note(
                    time: event.time, what: "the account '\(event.user)' worked here for the first time",
                    because: "\(users.count - 1) others did before"))
        }
        if event.action == "handoff-released", let recipient = event.recipient, recipients.insert(recipient).inserted, recipients.count > 1 {
            notes.append(Note(time: event.time, what: "a handoff went to a new recipient", because: "\(recipients.count - 1) had one before"))
        }
        if event.result == .refused {
            notes.append(Note(time: event.time, what: "'\(event.action)' by '\(event.user)' was refused", because: "any refusal is worth a look"))
        }
        if event.action == "crosswalk-found" || event.action == "crosswalk-exported" { lookups[Key(day: day, user: event.user), default: 0] += 1 }
        hours[hour] += 1
        offHours.append((event.time, event.user, hour))
    }

    /// The notes in the order of time.
    package func finish() -> [Note] {
        var result = notes
        let counts = lookups.values.sorted()
        let usual = median(counts), spread = median(counts.map { abs($0 - usual) }.sorted())
        let limit = max(usual + 5 * max(spread, 1), 10)
        for (key, count) in lookups where count > limit {
            result.append(
                Note(
                    time: key.day + "T24:00:00", what: "'\(key.user)' looked \(count) times into the crosswalk that day",
                    because: "the median of a day is \(usual), its spread \(spread), and more than \(limit) is unusual"))
        }
        if events >= Self.shortestHistory {
            for (time, user, hour) in offHours where hours[hour] * 50 < events && isOutside(hour) {
                result.append(
                    Note(
                        time: time, what: "'\(user)' worked at \(hour) o'clock UTC",
                        because: "\(hours[hour]) of \(events) events of this log are in that hour"))
            }
        }
        return result.sorted { ($0.time, $0.what) < ($1.time, $1.what) }
    }

    /// Whether the hours beside it are quiet too.
    private func isOutside(_ hour: Int) -> Bool {
        [(hour + 23) % 24, (hour + 1) % 24].allSatisfy { hours[$0] * 20 < events }
    }

    private func median(_ sorted: [Int]) -> Int { sorted.isEmpty ? 0 : sorted[sorted.count / 2] }
}
