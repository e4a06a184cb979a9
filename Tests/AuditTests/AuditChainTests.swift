// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

@testable import Audit

@Suite struct AuditChainTests {
    static let key = AuditKey(seed: Array(1...32))!

    /// A log of 40 lines, and its head.
    static func log() throws -> (lines: [[UInt8]], head: AuditHead) {
        var lines: [[UInt8]] = [], previous = AuditChain.start
        for number in 1...40 {
            var event = AuditEvent(number % 3 == 0 ? "verified" : "run-finished", toolVersion: "1.0.0")
            event.time = "2026-01-01T00:00:\(number + 10).000Z"
            event.user = "ada"
            event.counts = ["released": number]
            event.previous = previous
            lines.append(try event.line)
            previous = AuditChain.digest(lines[number - 1])
        }
        return (lines, try AuditHead(.init(lines: 40, digest: previous), key: key))
    }

    static func isWhole(_ lines: [[UInt8]], _ head: AuditHead) -> Bool {
        var chain = AuditChain()
        do {
            for line in lines { _ = try chain.take(line) }
            try head.check(chain, key: key)
            return true
        } catch { return false }
    }

    @Test("A log as it was written is whole, and one whose last line a crash kept away, but not one whose last line was cut off") func whole() throws
    {
        let (lines, head) = try Self.log()
        #expect(Self.isWhole(lines, head))
        #expect(!Self.isWhole(lines.dropLast(), head))
        let announced = try AuditHead(.init(lines: 39, digest: AuditChain.digest(lines[38])), next: head.end, key: Self.key)
        #expect(Self.isWhole(lines, announced))
        #expect(Self.isWhole(lines.dropLast(), announced))
        #expect(!Self.isWhole(lines.dropLast(2), announced))
    }

    @Test("A byte changed, a line removed, two swapped, the tail cut: found at a thousand places") func attacked() throws {
        let (lines, head) = try Self.log()
        var random = Seeded(13)
        for round in 0..<1000 {
            var changed = lines
            let place = Int.random(in: 0..<lines.count, using: &random)
            switch round % 4 {
            case 0:
                let byte = Int.random(in: 0..<changed[place].count, using: &random)
                changed[place][byte] ^= UInt8.random(in: 1...127, using: &random)
            case 1: changed.remove(at: place)
            case 2: changed.swapAt(place, (place + 1) % lines.count)
            default: changed.removeLast(Int.random(in: 1...lines.count, using: &random))
            }
            #expect(!Self.isWhole(changed, head), "round \(round)")
        }
    }

    @Test("A head of another folder, and one that was written anew without the key, are found") func otherHead() throws {
        let (lines, head) = try Self.log()
        var forged = head
        forged.end = .init(lines: 20, digest: AuditChain.digest(lines[19]))
        #expect(!Self.isWhole(Array(lines.prefix(20)), forged))
        let other = try AuditHead(forged.end, key: AuditKey(seed: Array(2...33))!)
        #expect(!Self.isWhole(Array(lines.prefix(20)), other))
    }
}
