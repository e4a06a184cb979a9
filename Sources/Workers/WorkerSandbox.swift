// SPDX-License-Identifier: Apache-2.0

internal import CSandbox
package import Filesystem
internal import Glibc
public import Records
internal import Synchronization

/// What keeps a worker in, as far as the kernel has it. See `docs/sandbox.md`.
public struct WorkerSandbox: Hashable, Sendable {
    /// The version of Landlock's rules over files, networks and signals; 0 where there are none.
    public var landlock: Int
    /// System calls are filtered.
    public var filtersCalls: Bool
    /// No program that is started can gain privileges.
    public var gainsNoPrivileges: Bool

    package init(landlock: Int, filtersCalls: Bool, gainsNoPrivileges: Bool) {
        (self.landlock, self.filtersCalls, self.gainsNoPrivileges) = (landlock, filtersCalls, gainsNoPrivileges)
    }

    package static let none = WorkerSandbox(landlock: 0, filtersCalls: false, gainsNoPrivileges: false)

    /// What workers would have on this machine.
    public static func ofThisMachine() -> WorkerSandbox { WorkerSandbox(csandbox_probe()) }

    /// What is missing, for a person; empty where nothing is.
    public var missing: [String] {
        (landlock > 0 ? [] : ["Landlock"]) + (filtersCalls ? [] : ["seccomp"]) + (gainsNoPrivileges ? [] : ["no_new_privs"])
    }

    /// Whether nothing is missing.
    public var isWhole: Bool { missing.isEmpty }

    /// What to do where something is missing.
    public static let remedy =
        "Use a kernel of 5.13 or newer with Landlock and seccomp on (cat /sys/kernel/security/lsm names landlock), and in a container a profile "
        + "that allows them."

    fileprivate init(_ state: csandbox_state) {
        self.init(landlock: Int(state.landlock), filtersCalls: state.seccomp, gainsNoPrivileges: state.no_new_privs)
    }
}

/// What holds, as the audit log has it: `landlock-7,seccomp,no-new-privs`, or `none`.
extension WorkerSandbox: CustomStringConvertible {
    public var description: String {
        let parts =
            (landlock > 0 ? ["landlock-\(landlock)"] : []) + (filtersCalls ? ["seccomp"] : []) + (gainsNoPrivileges ? ["no-new-privs"] : [])
        return parts.isEmpty ? "none" : parts.joined(separator: ",")
    }
}

extension WorkerSandbox: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(landlock)
        wire.append(filtersCalls)
        wire.append(gainsNoPrivileges)
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        self.init(landlock: try wire.number(), filtersCalls: try wire.flag(), gainsNoPrivileges: try wire.flag())
    }
}

/// What becomes of a command where the kernel cannot keep its workers in.
public enum SandboxMode: String, CaseIterable, Sendable {
    /// It refuses to start.
    case require
    /// It goes on, and says so.
    case `try`

    private static let chosen = Mutex(SandboxMode.try)

    /// Of all workers that this process starts from now on.
    public static var ofThisProcess: SandboxMode {
        get { chosen.withLock { $0 } }
        set { chosen.withLock { $0 = newValue } }
    }

    /// - Throws: ``PipelineError`` where workers are kept in by less than is required.
    package func check(_ sandbox: WorkerSandbox) throws(PipelineError) { _ = try warning(sandbox) }

    /// - Returns: What a person is told who did not ask for more; `nil` where nothing is missing.
    /// - Throws: ``PipelineError`` where workers are kept in by less than is required.
    public func warning(_ sandbox: WorkerSandbox) throws(PipelineError) -> String? {
        guard !sandbox.isWhole else { return nil }
        let missing = sandbox.missing.joined(separator: ", ")
        guard self == .try else {
            throw .stopped(
                "--sandbox require: worker processes cannot be kept in here, since this is missing: \(missing). \(WorkerSandbox.remedy) "
                    + "With --sandbox try the command runs without.")
        }
        return
            "WARNING: worker processes are not fully kept in here, since this is missing: \(missing). A file made to attack a parser could reach "
            + "other files or the network. \(WorkerSandbox.remedy) With --sandbox require nothing is read like this."
    }
}

/// A folder in which a worker makes, writes, renames and removes files.
package struct WorkFolder: Hashable, Sendable {
    package let path: BytePath
    /// What lies in it can be read, too.
    package let isReadable: Bool

    package init(_ path: BytePath, isReadable: Bool = true) { (self.path, self.isReadable) = (path, isReadable) }
}

/// Keeps this process in until it ends: of the disk it can open what lies in the folders, and nothing else.
/// - Throws: ``PipelineError`` where the process has other threads, which would not be kept in.
func enterSandbox(_ folders: [WorkFolder]) throws(PipelineError) -> WorkerSandbox {
    let names = folders.map { folder in folder.path.withCString { strdup($0) } }
    defer { names.forEach { free($0) } }
    let rules = zip(folders, names).map { folder, name in
        csandbox_rule(folder: name, use: folder.isReadable ? CSANDBOX_WORK : CSANDBOX_DEPOSIT)
    }
    let state = csandbox_enter(rules, rules.count)
    guard state.landlock == 0 || state.threads <= 1 else { throw .stopped("a worker process has several threads before it is kept in") }
    return WorkerSandbox(state)
}
