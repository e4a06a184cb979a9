// SPDX-License-Identifier: Apache-2.0

import Engine
import Records
import Testing

@Suite struct WireFormTests {
    @Test("Numbers come back as they were packed") func packing() throws {
        var facts = FileFacts()
        facts.see(year: 2021)
        facts.see(year: 1999)
        facts.bytes = [-5: 3, Int64.max: 1 << 40, 0: 127]
        (facts.seenPixels, facts.blankedPixels) = (1 << 50, 3)
        #expect(try FileFacts(wireForm: facts.wireForm) == facts)
    }

    /// Whoever adds up the files of a run relies on it.
    @Test("Counts that no file has, and one key twice, are lies", arguments: [1 << 41, Int.max]) func lies(_ count: Int) {
        func facts(_ parts: [(Int64, Int)], seen: Int = 0) -> [UInt8] {
            var wire = WireWriter()
            for year in [2019, 2021] { wire.append(year) }
            wire.append(all: parts) { wire, part in
                wire.append(fixed: part.0)
                wire.append(part.1)
            }
            for pixels in [seen, 0] { wire.append(pixels) }
            return wire.bytes
        }
        #expect(throws: Never.self) { try FileFacts(wireForm: facts([(5, 1), (6, 1)], seen: 1 << 50)) }
        #expect(throws: WireReader.Malformed.self) { try FileFacts(wireForm: facts([(5, count)])) }
        #expect(throws: WireReader.Malformed.self) { try FileFacts(wireForm: facts([(5, 1), (5, 1)])) }
        #expect(throws: WireReader.Malformed.self) { try FileFacts(wireForm: facts([], seen: max(count, 1 << 51))) }

        var entry = PlanEntry(row: 1, occurrences: 1, filled: 1)
        func shape() -> [UInt8] {
            PlanShape(modality: "CT", hasPixels: false, pixelRisk: nil, look: nil, maker: "", model: "", defects: [], entries: [entry]).wireForm
        }
        #expect(throws: Never.self) { try PlanShape(wireForm: shape()) }
        entry.texts = count
        #expect(throws: WireReader.Malformed.self) { try PlanShape(wireForm: shape()) }
    }
}
