// SPDX-License-Identifier: Apache-2.0

/// What one check of the machine came to. It holds no path and no value from a file.
public struct DoctorFinding: Hashable, Sendable, Encodable {
    /// Whether a person has to do something.
    public enum Status: String, Sendable, Encodable {
        case ok
        /// Something is wrong, and a person has to put it right.
        case mend
        /// No fault, and worth to know.
        case note
    }

    /// What came of it.
    public let status: Status
    /// What was looked at.
    public let topic: String
    /// What was found, for a person.
    public let text: String
    /// What to do; `nil` where nothing is to be done.
    public let remedy: String?

    static func ok(_ topic: String, _ text: String) -> DoctorFinding { DoctorFinding(status: .ok, topic: topic, text: text, remedy: nil) }

    static func mend(_ topic: String, _ text: String, _ remedy: String) -> DoctorFinding {
        DoctorFinding(status: .mend, topic: topic, text: text, remedy: remedy)
    }

    static func note(_ topic: String, _ text: String, _ remedy: String? = nil) -> DoctorFinding {
        DoctorFinding(status: .note, topic: topic, text: text, remedy: remedy)
    }

    /// One line for a person.
    public var line: String {
        let head = status == .mend ? "MEND" : status.rawValue.padding(to: 4)
        return "\(head) \(topic): \(text)" + (remedy.map { ": \($0)" } ?? "")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
