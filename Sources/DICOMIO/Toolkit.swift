// SPDX-License-Identifier: Apache-2.0

internal import CDCMTK
internal import DICOMModel

/// DCMTK's one-time set-up: log off, our dictionary in place of its run-time file. Swift runs it once, on first use.
let toolkitStatus: cdcmtk_status = {
    var entries: [cdcmtk_dictionary_entry] = []
    entries.reserveCapacity(5200)
    for entry in DataDictionary.all {
        entries.append(row(entry, from: entry.tag, to: entry.tag))
    }
    for repeater in DataDictionary.repeating where repeater.isRange {
        entries.append(row(repeater.entry, from: repeater.lower, to: repeater.upper))
    }
    return unsafe entries.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return CDCMTK_INTERNAL }
        return unsafe cdcmtk_initialize(start, buffer.count)
    }
}()

private func row(_ entry: DictionaryEntry, from lower: AttributeTag, to upper: AttributeTag) -> cdcmtk_dictionary_entry {
    let letters = toolkitLetters(entry)
    return cdcmtk_dictionary_entry(
        tag: lower.number, upper: upper.number, vr: (CChar(bitPattern: letters.0), CChar(bitPattern: letters.1)))
}

/// DCMTK has names of its own for attributes with a choice of VR: `xs` (US or SS), `ox` (OB or OW), `lt` (with OW).
private func toolkitLetters(_ entry: DictionaryEntry) -> (UInt8, UInt8) {
    guard !entry.alternativeVRs.isEmpty else { return entry.vr.letters }
    let choice = Set([entry.vr] + entry.alternativeVRs)
    let name: StaticString = choice.isSubset(of: [.US, .SS]) ? "xs" : choice.isSubset(of: [.OB, .OW]) ? "ox" : "lt"
    return unsafe (name.utf8Start[0], name.utf8Start[1])
}
