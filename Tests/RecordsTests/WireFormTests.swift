// SPDX-License-Identifier: Apache-2.0

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
}
