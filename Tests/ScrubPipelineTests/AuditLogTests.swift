// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Records
import RunState
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

@Suite struct AuditLogTests {
    /// A state folder with a key and some events.
    private static func box(events: Int) throws -> (Sandbox, AuditLog) {
        let box = try Sandbox()
        let state = try StateFolder(opening: BytePath(box.state))
        try SiteKeyFile.create(state.siteKey)
        let log = AuditLog(state)
        for number in 0..<events {
            var event = AuditEvent(number % 2 == 0 ? "verified" : "run-finished")
            event.counts = ["files": number]
            try log.append(event)
        }
        return (box, log)
    }

    private static func isWhole(_ log: AuditLog) -> Bool {
        do {
            return try log.check().isSigned
        } catch { return false }
    }

    @Test("A byte changed, a line removed, two swapped, the tail cut anywhere: found at a thousand random places") func attacked() throws {
        let (box, log) = try Self.box(events: 12)
        #expect(Self.isWhole(log))
        let path = box.state + "/audit.jsonl"
        let whole = try readFile(BytePath(path))
        let lines = whole.split(separator: 0x0A).map { Array($0) + [0x0A] }
        var random = Seeded(14)
        for round in 0..<1000 {
            var changed = whole
            let line = Int.random(in: 0..<lines.count, using: &random)
            switch round % 4 {
            case 0: changed[Int.random(in: 0..<whole.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            case 1: changed = Array((lines[..<line] + lines[(line + 1)...]).joined())
            case 2:
                var moved = lines
                moved.swapAt(line, (line + 1 + Int.random(in: 0..<lines.count - 1, using: &random)) % lines.count)
                changed = Array(moved.joined())
            default: changed.removeLast(Int.random(in: 1...whole.count, using: &random))
            }
            try Data(changed).write(to: URL(filePath: path))
            #expect(!Self.isWhole(log), "round \(round)")
        }
        try Data(whole).write(to: URL(filePath: path))
        #expect(Self.isWhole(log))
    }

    @Test("A log that is gone, a head that is gone or of before, and another key are found", arguments: 0..<5) func heads(_ attack: Int) throws {
        let (box, log) = try Self.box(events: 3)
        let head = URL(filePath: box.state + "/audit.head"), key = URL(filePath: box.state + "/audit.key")
        let before = try Data(contentsOf: head)
        try log.append(AuditEvent("verified"))
        switch attack {
        case 0: try FileManager.default.removeItem(atPath: box.state + "/audit.jsonl")
        case 1: try FileManager.default.removeItem(at: head)
        case 2: try before.write(to: head)
        case 3: for file in [head, key] { try FileManager.default.removeItem(at: file) }
        default: try Data(repeating: 7, count: 32).write(to: key)
        }
        #expect(!Self.isWhole(log))
    }

    @Test("Whoever writes behind a changed log says so for good") func remembers() throws {
        let (box, log) = try Self.box(events: 4)
        let path = URL(filePath: box.state + "/audit.jsonl")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
        try Data(lines.dropLast(2).map { $0 + "\n" }.joined().utf8).write(to: path)
        try log.append(AuditEvent("verified"))
        #expect(throws: AuditError.line(3, "says that what is before it is not as it was written; whoever wrote it noticed that then")) {
            try log.check()
        }
    }

    @Test("Before there is a key, lines say that nothing signs their end; the first key signs all of them") func unsigned() throws {
        let box = try Sandbox()
        let state = try StateFolder(opening: BytePath(box.state))
        let log = AuditLog(state)
        try log.append(AuditEvent("inspected"))
        #expect(try !log.check().isSigned)
        try SiteKeyFile.create(state.siteKey)
        try log.append(AuditEvent("verified"))
        #expect(try log.check() == (2, true))
    }

    @Test("With the site key named, the log has to be signed by it") func namedKey() throws {
        let (box, log) = try Self.box(events: 2)
        #expect(try log.check(key: BytePath(box.state + "/site.key")).isSigned)
        let other = BytePath(box.root + "/other.key")
        try SiteKeyFile.create(other)
        #expect(throws: AuditError.self) { try log.check(key: other) }
    }
}
