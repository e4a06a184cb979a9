// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import Filesystem
internal import Foundation
internal import Records
internal import RunState
internal import Workers

/// What `doctor` is asked to look at.
public struct DoctorRequest: Sendable {
    /// The export: its bytes are held against what is free.
    public var inputs: [BytePath] = []
    /// Where the release is to go; without it, room for it is not looked at.
    public var output: BytePath?
    /// The state folder; without it, the standard one of the project.
    public var state: BytePath?
    /// The site key; without it, `site.key` in the state folder.
    public var key: BytePath?
    /// Names the standard state folder.
    public var project = "default"
    /// Where `HOME`, `XDG_STATE_HOME` and the locale are looked up.
    public var environment: [String: String] = [:]

    /// Asks about the machine alone, and the standard state folder.
    public init() {}
}

/// What the checks see of the machine; tests put something else in its place.
struct Surroundings: Sendable {
    var sandbox = WorkerSandbox.ofThisMachine()
    /// Seconds since 1970.
    var now = Date().timeIntervalSince1970
    /// When the program was made, or put here.
    var programDate = FileStatus(BytePath("/proc/self/exe"), followLinks: true).map { Double($0.identity.modified) / 1e9 } ?? 0
    var clockIsSynchronized = DoctorSystem.clockIsSynchronized
    var processor = (try? readFile(BytePath("/proc/cpuinfo"), limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    var coreLimit = DoctorSystem.coreLimit
    /// Bytes and files that the file system of a folder still takes.
    var room: @Sendable (BytePath) -> DoctorSystem.Room? = DoctorSystem.room
    var kind: @Sendable (BytePath) -> DoctorSystem.Kind = DoctorSystem.kind
    var missingConversions: @Sendable () -> [String] = SpecificCharacterSet.missingConversions
    var textReader: @Sendable () -> String? = DoctorSystem.textReader
}

/// Looks at everything that a run stands on, before there is one. Nothing is changed but a folder that is made in the state folder and removed.
public struct Doctor {
    /// One thing that is looked at.
    private typealias Check = @Sendable (Doctor) -> [DoctorFinding]

    let request: DoctorRequest
    let surroundings: Surroundings
    let state: BytePath?

    private static let checks: [Check] = [
        { $0.toolkit() }, { $0.characterSets() }, { $0.key() }, { $0.stateFolder() }, { $0.space() }, { $0.sandbox() }, { $0.clock() },
        { $0.locale() }, { $0.coreDumps() }, { $0.processor() }, { $0.textReader() },
    ]

    /// Nothing is looked at yet.
    public init(_ request: DoctorRequest) { self.init(request, Surroundings()) }

    init(_ request: DoctorRequest, _ surroundings: Surroundings) {
        self.request = request
        self.surroundings = surroundings
        state = request.state ?? (try? StateFolder.standardPath(project: request.project, environment: request.environment))
    }

    /// What each check came to, in the order of the checks. A check that cannot be made is a finding; nothing is thrown.
    public func findings() -> [DoctorFinding] { Self.checks.flatMap { $0(self) } }

    private struct Result: Encodable {
        let healthy: Bool
        let findings: [DoctorFinding]
    }

    /// One line, for programs.
    public static func json(_ findings: [DoctorFinding]) throws -> String {
        String(decoding: try jsonLine(Result(healthy: isHealthy(findings), findings: findings)), as: UTF8.self)
    }

    /// Whether nothing has to be put right.
    public static func isHealthy(_ findings: [DoctorFinding]) -> Bool { findings.allSatisfy { $0.status != .mend } }
}
