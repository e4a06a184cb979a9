// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Engine
internal import Filesystem
internal import Foundation
internal import Pseudonyms
internal import Records
internal import RunState

/// A state folder that is opened to see who is who. Every time, refused or not, is audited with its reason.
struct CrosswalkAccess {
    let state: StateFolder
    let reason: String
    /// The first is the one that is named, or the current one.
    private(set) var keys: [SiteKey] = []
    private(set) var keyBytes: [[UInt8]] = []
    private var refusal: PipelineError?

    /// - Parameter project: Says where the standard state folder is.
    /// - Throws: ``PipelineError/usage(_:)`` for what cannot be audited. What else is wrong is told by ``audited(_:_:)``.
    init(
        state path: BytePath?, key: BytePath?, project: String, environment: [String: String], reason: String, needsCrosswalk: Bool = true
    ) throws {
        guard isProjectName(project) else { throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.' only") }
        self.reason = String(reason.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init)).trimmingCharacters(
            in: .whitespaces)
        guard !self.reason.isEmpty else { throw PipelineError.usage("--reason takes a sentence: why somebody has to know who is who") }
        let given = try path ?? StateFolder.standardPath(project: project, environment: environment)
        guard let path = canonicalPath(given) else { throw PipelineError.usage("the state folder cannot be resolved") }
        if needsCrosswalk {
            guard FileStatus(path)?.kind == .folder else { throw PipelineError.usage("the state folder does not exist; name it with --state") }
            state = StateFolder(at: path)
        } else {
            state = try StateFolder(opening: path)
        }
        do {
            if needsCrosswalk, FileStatus(state.crosswalk) == nil {
                throw PipelineError.usage("there is no crosswalk.sqlite; name the state folder of the run with --state")
            }
            for file in try keyFiles(key) {
                let (key, bytes) = try SiteKeyFile.read(file)
                keys.append(key)
                keyBytes.append(bytes)
            }
        } catch let error as PipelineError {
            refusal = error
        }
    }

    /// A key that is named stands alone: it must be the right one.
    private func keyFiles(_ key: BytePath?) throws -> [BytePath] {
        if let key { return [key] }
        return [state.siteKey] + (try state.formerKeys())
    }

    func origins() throws -> CrosswalkOrigins { try CrosswalkOrigins(Crosswalk(reading: state.crosswalk), keys) }

    /// Does something and notes it, whatever comes of it.
    func audited<Result>(_ action: String, _ body: (inout AuditEvent) throws -> Result) throws -> Result {
        var event = AuditEvent(action)
        event.reason = reason
        event.keyFingerprint = keys.first?.fingerprint
        do {
            if let refusal { throw refusal }
            let result = try body(&event)
            event.result = .success
            try AuditLog(state, siteKey: keys.first).append(event)
            return result
        } catch {
            if case .usage = error as? PipelineError { event.result = .refused } else { event.result = .failed }
            try AuditLog(state, siteKey: keys.first).append(event)
            throw error
        }
    }
}
