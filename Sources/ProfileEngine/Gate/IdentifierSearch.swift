// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel

/// Looks for what a file knows of its own patient in bytes that are no element: comments inside compressed frames.
public struct IdentifierSearch {
    private let known: KnownIdentifiers
    private let binary: BinaryNeedles
    private let characterSet: SpecificCharacterSet

    init(_ known: IdentifierSet, characterSet: SpecificCharacterSet) {
        self.known = known.identifiers
        binary = known.binary
        self.characterSet = characterSet
    }

    /// Longer than anything that is looked for, so that pieces of a long value may overlap by it.
    public static let longestIdentifierInBytes = 512

    /// Whether a known identifier stands in the bytes, as text in any usual encoding or among binary values.
    public func holdsKnownIdentifier(_ bytes: [UInt8]) -> Bool {
        if !binary.ranges(in: bytes).isEmpty { return true }
        return readings(of: bytes).contains { text in known.needles.contains { find($0, in: text) != nil } }
    }

    private func readings(of bytes: [UInt8]) -> [[UInt8]] {
        // UTF-16 of Latin letters reads as Latin-1 without the zeros.
        let narrow = bytes.filter { $0 != 0 }
        var result = [folded(String(decoding: narrow, as: UTF8.self))]
        if bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) {
            result.append(folded(String(String.UnicodeScalarView(narrow.map { Unicode.Scalar($0) }))))
            result.append(folded(characterSet.decodeLeniently(narrow, as: .UT)))
        }
        // Exif writes the days of a date with colons.
        if bytes.contains(UInt8(ascii: ":")) {
            result.append(result[0].map { $0 == UInt8(ascii: ":") ? UInt8(ascii: "-") : $0 })
        }
        return result
    }
}

extension ActionPlan {
    /// The search for the identifiers that the gate of this plan looked for.
    public func identifierSearch(in dataSet: DataSet) -> IdentifierSearch {
        IdentifierSearch(known, characterSet: SpecificCharacterSet(in: dataSet))
    }
}
