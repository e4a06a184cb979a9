// SPDX-License-Identifier: Apache-2.0

package import Audit
package import Filesystem
internal import Records
package import Release
internal import RunState

/// Notes in the audit log what commands did that only read.
package enum AuditTrail {
    /// Where it is noted, and what of.
    package struct Place {
        /// `nil` where nobody named one and there is no home folder.
        var state: BytePath?
        var project: String
        var profile: String
        /// Somebody named the folder.
        var isNamed: Bool
        /// Values of originals are shown, which nobody does unseen.
        var showsValues: Bool

        package init(state: BytePath?, project: String, profile: String, isNamed: Bool, showsValues: Bool) {
            (self.state, self.project, self.profile, self.isNamed, self.showsValues) = (state, project, profile, isNamed, showsValues)
        }
    }

    /// Runs something that reads originals. Where there is no state folder, one is made for the log if values are shown.
    package static func reading<Result>(_ action: String, from place: Place, _ body: (inout AuditEvent) throws -> Result) throws -> Result {
        guard let log = try log(place) else {
            var unused = AuditEvent(action)
            return try body(&unused)
        }
        var event = AuditEvent(action)
        event.project = place.project
        event.profile = BytePath(place.profile).lastComponent.isEmpty ? nil : BytePath(BytePath(place.profile).lastComponent).readable
        if place.showsValues { event.reason = "values shown" }
        return try noted(event, in: log, body)
    }

    private static func log(_ place: Place) throws -> AuditLog? {
        do {
            guard let state = place.state else {
                guard place.showsValues else { return nil }
                throw PipelineError.usage("HOME is not set; name the state folder with --state, where it is noted that values were shown")
            }
            if place.showsValues { return AuditLog(try StateFolder(opening: state)) }
            guard FileStatus(state, followLinks: true)?.kind == .folder else {
                guard place.isNamed else { return nil }
                throw PipelineError.usage("the state folder does not exist")
            }
            return AuditLog(state: state)
        } catch {
            throw PipelineError(error, "the log", in: "the state folder", advice: "What was asked for was not done. \(PipelineError.again)")
        }
    }

    /// Checks a release, and notes it where the state folder is named.
    package static func verified(_ path: BytePath, state: BytePath?, _ body: () throws -> ReleaseVerifier.Result) throws
        -> ReleaseVerifier.Result
    {
        guard let state, FileStatus(state.appending("audit.jsonl")) != nil else { return try body() }
        var event = AuditEvent(AuditAction.verified)
        let sums = [path, path.appending("release")].compactMap { fileDigest(ReleaseFolder(path: $0).checksums)?.sha256 }.first
        event.digests = sums.map { [ReleaseFolder.checksumsName: $0] }
        return try noted(event, in: AuditLog(state: state)) { event in
            let result = try body()
            event.counts = ["files": result.files, "problems": result.problemCount]
            if !result.isValid { event.result = .failed }
            return result
        }
    }

    /// - Throws: What the body throws, after it was noted, and what the log throws.
    private static func noted<Result>(_ event: AuditEvent, in log: AuditLog, _ body: (inout AuditEvent) throws -> Result) throws -> Result {
        var event = event
        do {
            let result = try body(&event)
            try log.append(event)
            return result
        } catch {
            if event.result == nil {
                event.result = if case PipelineError.refused = error { .refused } else { .failed }
                // Texts of errors name what the user typed, never what was found.
                if let error = error as? PipelineError { event.reason = error.description }
                try? log.append(event)
            }
            throw error
        }
    }
}
