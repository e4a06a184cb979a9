// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ScrubPipeline

/// Shows progress on standard error: a line that renews itself on a terminal, else a line every few seconds.
final class ProgressDisplay {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var lastTime = -Double.infinity
    private var phase: RunProgress.Phase?
    private var start: (time: Double, bytes: Int64, files: Int) = (0, 0, 0)
    private var hasLine = false

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func notice(_ text: String) {
        end()
        printError(text)
    }

    func show(_ progress: RunProgress) {
        guard !isQuiet else { return }
        let time = seconds()
        if phase != progress.phase {
            phase = progress.phase
            start = (time, progress.doneBytes, progress.done)
            lastTime = isTerminal ? -Double.infinity : time
        }
        guard time - lastTime >= (isTerminal ? 0.1 : 5) else { return }
        lastTime = time
        let text = line(progress, elapsed: time - start.time)
        if isTerminal {
            writeError("\r\u{1B}[K" + text)
            hasLine = true
        } else {
            printError(text)
        }
    }

    /// Leaves the line as it is and goes to the next.
    func end() {
        if hasLine { writeError("\n") }
        hasLine = false
    }

    private func line(_ progress: RunProgress, elapsed: Double) -> String {
        switch progress.phase {
        case .discovering: return "looking for files: \(progress.total)"
        case .sharing: return "looking whose each file is: \(progress.done)/\(progress.total)"
        case .merging: return "\(bar(progress)) \(progress.done)/\(progress.total) files joined"
        case .checking: return "checking what is done"
        case .comparing: return "comparing files that share a SOP Instance UID"
        case .finishing: return "writing the manifest"
        case .planning:
            let rate = elapsed > 0.5 ? Double(progress.done - start.files) / elapsed : 0
            var text = "\(bar(progress)) \(progress.done)/\(progress.total) files, \(Int(rate)) files/s"
            if rate > 0 { text += ", \(duration(Double(progress.total - progress.done) / rate)) left" }
            return text + ", \(progress.quarantined) would be quarantined"
        case .scrubbing:
            let rate = elapsed > 0.5 ? Double(progress.doneBytes - start.bytes) / elapsed : 0
            var text = "\(bar(progress)) \(progress.done)/\(progress.total) files, \(megabytes(rate)) MB/s"
            if rate > 0 { text += ", \(duration(Double(progress.totalBytes - progress.doneBytes) / rate)) left" }
            return text + ", \(progress.quarantined) quarantined"
        }
    }

    private func bar(_ progress: RunProgress) -> String {
        let share = progress.total == 0 ? 1 : Double(progress.done) / Double(progress.total)
        guard isTerminal else { return "\(Int(share * 100))%" }
        let filled = Int(share * 20)
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled) + "]"
    }

    private func megabytes(_ bytes: Double) -> String {
        let tenths = Int(bytes / 100_000)
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 8_640_000).rounded(.up))
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) min"
        default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
        }
    }

    private func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
