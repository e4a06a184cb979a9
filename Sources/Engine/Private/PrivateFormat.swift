// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Private values whose form is known: rebuilt from the numbers and terms that converters and viewers read, without all else.
///
/// One maker's format is one file. What comes out is searched by the gate like any value that the plan makes.
enum PrivateFormat {
    /// Protocols have some hundred kilobytes; no header needs more than this.
    static let mostBytes = 1 << 20

    /// - Returns: The value without what may identify; `nil` where the element has no known form, or the value does not read as one.
    static func cleaned(_ value: [UInt8], group: UInt16, owner: PrivateOwner) -> [UInt8]? {
        rebuild(group, owner)?(value)
    }

    /// Whether the element has a known form: what is left of its value are numbers and terms.
    static func covers(group: UInt16, owner: PrivateOwner) -> Bool { rebuild(group, owner) != nil }

    private static func rebuild(_ group: UInt16, _ owner: PrivateOwner) -> (([UInt8]) -> [UInt8]?)? {
        switch (owner.creator, group, owner.offset) {
        case ("SIEMENS CSA HEADER", 0x0029, 0x10), ("SIEMENS CSA HEADER", 0x0029, 0x20): CSAHeader.cleaned
        case ("SIEMENS MR SDS 01", 0x0021, 0x19): SiemensProtocol.cleaned
        case ("SIEMENS MR HEADER", 0x0051, let offset): { SiemensText.cleaned($0, of: offset) }
        case ("GEMS_SERS_01", 0x0025, 0x1B): GEProtocolBlock.cleaned
        case ("GEMS_PARM_01", 0x0043, 0x2A): GEUserData.cleaned
        default: nil
        }
    }
}
