// SPDX-License-Identifier: Apache-2.0

package import Audit
package import Filesystem
internal import Glibc
internal import Pseudonyms
internal import Records

extension AuditLog {
    static let brokenAction = "audit-broken"

    /// Reads the log from its first line, checks the chain and its signed end, and hands out each event.
    /// - Parameter key: The site key, where `audit.key` in the folder is not to be trusted.
    /// - Returns: How many lines there are, and whether their end is signed.
    /// - Throws: ``AuditError`` with the first line that is not as it was written, and ``PipelineError``.
    @discardableResult
    package func check(key path: BytePath? = nil, _ body: (AuditEvent) throws -> Void = { _ in }) throws -> (lines: Int, isSigned: Bool) {
        guard FileStatus(state.auditLog) != nil else {
            guard FileStatus(state.auditHead) == nil else {
                throw AuditError.head("audit.jsonl is gone, and audit.head is there: the log was removed")
            }
            throw PipelineError.usage("there is no audit.jsonl; name the state folder with --state")
        }
        let descriptor = try FileDescriptor(openingFile: state.auditLog, for: "read the audit log")
        while flock(descriptor.number, LOCK_SH) != 0, errno == EINTR {}
        let size = lseek(descriptor.number, 0, SEEK_END)
        lseek(descriptor.number, max(0, size - 1), SEEK_SET)
        let lastByte = try descriptor.read(upTo: 1)
        let isCutShort = size > 0 && lastByte != [0x0A]
        lseek(descriptor.number, 0, SEEK_SET)
        let reader = LineReader(descriptor, longest: 1 << 20)
        var chain = AuditChain(), broken: Int?, hasSignedEnd = false
        var line = try reader.next()
        while let current = line {
            line = try reader.next()
            // A last line without its line feed was cut short.
            if line == nil, isCutShort { break }
            let event = try chain.take(current)
            if event.action == Self.brokenAction, broken == nil { broken = chain.lines }
            hasSignedEnd = event.hasSignedEnd
            try body(event)
        }
        if let broken { throw AuditError.line(broken, "says that what is before it is not as it was written; whoever wrote it noticed that then") }
        let isSigned = try checkHead(chain, isCutShort: isCutShort, mustBeThere: hasSignedEnd, site: path)
        return (chain.lines, isSigned)
    }

    private func checkHead(_ chain: AuditChain, isCutShort: Bool, mustBeThere: Bool, site path: BytePath?) throws -> Bool {
        let kept = try readFileIfThere(state.auditKey, limit: AuditKey.lengthInBytes + 1)
        let site: [UInt8]? =
            if let path {
                try SiteKeyFile.read(path).key.auditSeed
            } else if kept == nil, FileStatus(state.siteKey) != nil {
                try SiteKeyFile.read(state.siteKey).key.auditSeed
            } else { nil }
        guard let text = try readFileIfThere(state.auditHead) else {
            guard kept == nil, !mustBeThere else { throw AuditError.head("audit.head is missing: nothing shows whether the tail of the log was cut") }
            return false
        }
        guard let head = try? fromJSON(AuditHead.self, text), try jsonLine(head) + [0x0A] == text else {
            throw AuditError.head("audit.head was changed")
        }
        guard let key = (site ?? kept).flatMap({ AuditKey(seed: $0) }) else {
            throw AuditError.head("there is no key to check audit.head with; name the site key with --key")
        }
        try head.check(chain, isCutShort: isCutShort, key: key)
        return true
    }
}
