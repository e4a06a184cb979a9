// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Filesystem
internal import Records
internal import RunState
internal import Workers

extension Doctor {
    func sandbox() -> [DoctorFinding] {
        let topic = "sandbox", machine = surroundings.sandbox
        guard machine.isWhole else {
            return [.mend(topic, "worker processes are not fully kept in; missing: \(machine.missing.joined(separator: ", "))", WorkerSandbox.remedy)]
        }
        return [.ok(topic, "worker processes are kept in: \(machine)")]
    }

    // MARK: - The clock

    func clock() -> [DoctorFinding] {
        let topic = "clock", remedy = "set it, and have it kept by chrony or systemd-timesyncd"
        // An hour: clocks of machines that keep local time are off by as much twice a year.
        if surroundings.now + 3600 < surroundings.programDate { return [.mend(topic, "it is before the program was made", remedy)] }
        if let newest = newestEvent, surroundings.now + 3600 < newest {
            return [.mend(topic, "it is before the newest line of the audit log", remedy)]
        }
        return switch surroundings.clockIsSynchronized {
        case true?: [.ok(topic, "kept in step with others")]
        case false?: [.note(topic, "not kept in step with others; times in the audit log are as good as it is", remedy)]
        case nil: [.note(topic, "it cannot be told whether it is kept in step with others")]
        }
    }

    /// Seconds since 1970 of the last line of the log; `nil` where there is none.
    private var newestEvent: Double? {
        guard let state, let descriptor = try? FileDescriptor(openingFile: StateFolder(at: state).auditLog, for: "read the audit log"),
            let size = descriptor.size
        else { return nil }
        let start = max(0, size - 1 << 16)
        guard let tail = try? descriptor.bytes(at: start, count: Int(size - start)),
            let line = tail.split(separator: 0x0A).last, let event = try? AuditEvent(line: Array(line))
        else { return nil }
        return seconds(of: event.time).map(Double.init)
    }

    // MARK: - The rest

    func characterSets() -> [DoctorFinding] {
        let missing = surroundings.missingConversions()
        guard missing.isEmpty else {
            return [
                .mend(
                    "character sets", "the C library lacks \(missing.joined(separator: ", ")); files in these are quarantined",
                    "install its conversions (libc6, or libc-gconv-modules-extra)")
            ]
        }
        return [.ok("character sets", "all can be read")]
    }

    func locale() -> [DoctorFinding] {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { request.environment[$0] }.first { !$0.isEmpty } ?? "C"
        let folded = name.lowercased().filter { $0 != "-" }
        guard folded.hasSuffix("utf8") else {
            return [
                .note(
                    "locale", "not UTF-8; paths are taken as bytes all the same, and names in other scripts may look wrong on the terminal",
                    "export LC_ALL=C.UTF-8")
            ]
        }
        return [.ok("locale", "UTF-8")]
    }

    func coreDumps() -> [DoctorFinding] {
        guard let limit = surroundings.coreLimit, limit <= 1 else {
            return [.mend("core dumps", "they are on, and would hold what files hold", "run as a user who may lower limits (ulimit -c 0)")]
        }
        return [.ok("core dumps", "off")]
    }

    func processor() -> [DoctorFinding] {
        let flags = surroundings.processor.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") } ?? ""
        let words = Set(flags.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init))
        guard !words.isDisjoint(with: ["sha_ni", "sha2"]) else {
            return [.note("processor", "no SHA-256 in hardware; hashing takes longer, and everything else is the same")]
        }
        return [.ok("processor", "SHA-256 in hardware")]
    }

    func textReader() -> [DoctorFinding] {
        guard let version = surroundings.textReader() else {
            return [
                .note(
                    "Tesseract", "not there; only a profile with 'pixel-text: {blank: unlisted}' asks for it",
                    "apt install libtesseract5 tesseract-ocr-eng tesseract-ocr-chi-sim")
            ]
        }
        return [.ok("Tesseract", version)]
    }
}
