// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextRules

extension KnownIdentifiers {
    /// Adds a hit for every known identifier in the text.
    func scan(_ a: inout Analysis) {
        scanTerms(&a)
        scanIDs(&a)
        scanDates(&a)
        if a.hasLatin { scanLatin(&a) }
        if a.hasHan || a.hasKana { scanHan(&a) }
        scanLoose(&a)
    }

    // MARK: - Institutions, addresses

    private func scanTerms(_ a: inout Analysis) {
        guard !terms.isEmpty else { return }
        var i = 0
        while i < a.tokens.count {
            var end = 0
            var type = PHIType.hospital
            if termFirsts.contains(a.tokens[i].hash) {
                var h: UInt64 = 7
                var words = 0
                var k = i
                while k < a.tokens.count, words < longestTerm, k - i < longestTerm * 2 + 4 {
                    if a.tokens[k].kind != .mark {
                        h = h &* 0x9e37_79b9_7f4a_7c15 ^ a.tokens[k].hash
                        words += 1
                        if let t = terms[h] {
                            end = k + 1
                            type = t
                        }
                    }
                    k += 1
                }
            }
            if end > 0 {
                a.hit(i, end, .knownSite, type: type, take: type != .address)
                i = end
            } else {
                i += 1
            }
        }
    }
}
