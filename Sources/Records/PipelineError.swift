// SPDX-License-Identifier: Apache-2.0

/// Why a run did not happen or did not end. The texts name what the user typed, never what was found in the inputs.
public enum PipelineError: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What was asked for cannot be done; exit code 64.
    case usage(String)
    /// The run could not go on; exit code 70.
    case stopped(String)
    /// A check failed or a rule forbids it; exit code 3.
    case refused(String)

    /// An error as it is told, where nothing can be added to it.
    package init(_ error: any Error) { self = error as? PipelineError ?? .stopped(by: error) }

    /// Of a disk, mostly. It says what to do next.
    /// - Parameter place: What could not be read or written.
    package static func stopped(by error: any Error, at place: String? = nil) -> PipelineError {
        .stopped("\(place.map { "\($0): " } ?? "")\(error)\n\(repetition)")
    }

    /// What to do after a run that stopped.
    package static let continuation = "Nothing is lost: put it right, then run the same command with --resume."
    /// The same of commands that are no runs, and where it is not known which of both stopped.
    package static let again = "Put it right, and give the command again."
    package static let repetition = "Put it right, and give the command again; that of a run with --resume."

    public var description: String {
        switch self {
        case .usage(let text), .stopped(let text), .refused(let text): text
        }
    }

    /// What the command line ends with.
    public var exitCode: Int32 {
        switch self {
        case .usage: 64
        case .stopped: 70
        case .refused: 3
        }
    }
}

extension PipelineError: WireFormed {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .usage(let text):
            wire.append(0)
            wire.append(text)
        case .stopped(let text):
            wire.append(1)
            wire.append(text)
        case .refused(let text):
            wire.append(2)
            wire.append(text)
        }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        switch try wire.number() {
        case 0: self = .usage(try wire.text())
        case 1: self = .stopped(try wire.text())
        case 2: self = .refused(try wire.text())
        default: throw WireReader.Malformed()
        }
    }
}
