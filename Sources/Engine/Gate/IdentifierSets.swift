// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import Identifiers

/// The identifier sets of the studies that an engine met last, so that files of several studies may come in any order.
///
/// A set follows from what a file says alone, so that nothing depends on which are still there.
struct IdentifierSets {
    private let mostBytes: Int
    private var sets: [[UInt8]: (set: IdentifierSet, use: Int)] = [:]
    private var uses = 0

    init(mostBytes: Int = 16 << 20) { self.mostBytes = mostBytes }

    /// The set of a file that says so of its patient and study.
    /// - Parameter declared: The character sets that the file declares.
    mutating func set(_ identity: Identity, declared: [SpecificCharacterSet]) -> IdentifierSet {
        let key = identity.fingerprint + declared.flatMap { [0x5C] + $0.terms.joined(separator: "\\").utf8 }
        uses += 1
        if let known = sets[key]?.set {
            sets[key]?.use = uses
            return known
        }
        let set = IdentifierSet(identity, declared: declared)
        sets[key] = (set, uses)
        trim()
        return set
    }

    /// A set and what was found in the free text of the same instance.
    mutating func set(_ known: IdentifierSet, adding found: [IdentifierSet.Found]) -> IdentifierSet {
        found.isEmpty ? known : set(known.identity(adding: found), declared: known.declared)
    }

    var count: Int { sets.count }

    /// They grow with what is remembered in them, so that it is asked anew.
    var bytes: Int { sets.values.reduce(0) { $0 + $1.set.bytes } }

    /// The last one stays.
    private mutating func trim() {
        var bytes = bytes
        guard bytes > mostBytes else { return }
        for (key, (set, _)) in sets.sorted(by: { $0.value.use < $1.value.use }).dropLast() where bytes > mostBytes / 2 {
            bytes -= set.bytes
            sets[key] = nil
        }
    }
}
