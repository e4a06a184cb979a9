// SPDX-License-Identifier: Apache-2.0

@testable import Engine

extension FuzzTarget {
    static let privateFormats = FuzzTarget("private-formats", law: "what stays of a maker's value stays when it is read again: numbers above all") {
        input in
        let (creator, group, offset) = input.choice(of: formats)
        let owner = PrivateOwner(creator: creator, offset: offset == 0 ? input.byte() : offset)
        let value = Array(input.rest)
        guard let cleaned = PrivateFormat.cleaned(value, group: group, owner: owner) else { return }
        // A protocol of lines and a packed block become shorter.
        let keepsLength = group == 0x0029 || group == 0x0043
        require(!keepsLength || cleaned.count == value.count, "the length stays")
        guard let again = PrivateFormat.cleaned(cleaned, group: group, owner: owner) else { fatalError("broken law: what stays is such a value") }
        require(again == cleaned, "what stays, stays")
    }

    private static let formats: [(String, UInt16, UInt8)] = [
        ("SIEMENS CSA HEADER", 0x0029, 0x10), ("SIEMENS MR SDS 01", 0x0021, 0x19), ("SIEMENS MR HEADER", 0x0051, 0), ("GEMS_SERS_01", 0x0025, 0x1B),
        ("GEMS_PARM_01", 0x0043, 0x2A),
    ]
}
