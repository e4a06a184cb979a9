// SPDX-License-Identifier: Apache-2.0

/// A Value Representation (PS3.5 section 6.2).
public enum ValueRepresentation: String, Hashable, Sendable, CaseIterable {
    case AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OB, OD, OF, OL, OV, OW
    case PN, SH, SL, SQ, SS, ST, SV, TM, UC, UI, UL, UN, UR, US, UT, UV

    /// The value is characters, in whatever repertoire.
    public var isText: Bool {
        switch self {
        case .AE, .AS, .CS, .DA, .DS, .DT, .IS, .LO, .LT, .PN, .SH, .ST, .TM, .UC, .UI, .UR, .UT: true
        default: false
        }
    }

    /// Specific Character Set (0008,0005) governs the value (PS3.5 section 6.1.2.2).
    public var usesSpecificCharacterSet: Bool {
        switch self {
        case .LO, .LT, .PN, .SH, .ST, .UC, .UT: true
        default: false
        }
    }

    /// A backslash separates values. In LT, ST, UT and UR it is a character like any other.
    public var separatesValues: Bool {
        switch self {
        case .LT, .ST, .UT, .UR: false
        default: isText
        }
    }

    /// People write sentences into it.
    public var isFreeText: Bool {
        switch self {
        case .LO, .LT, .SH, .ST, .UC, .UT: true
        default: false
        }
    }

    /// How many bytes one binary number takes; `nil` for a VR of anything else.
    public var bytesOfNumber: Int? {
        switch self {
        case .US, .SS, .OW, .AT: 2
        case .UL, .SL, .FL, .OF, .OL: 4
        case .UV, .SV, .FD, .OD, .OV: 8
        default: nil
        }
    }

    /// The most characters one value may have; `nil` where the standard sets no small limit. For PN, of one group.
    public var maximumCharacters: Int? {
        switch self {
        case .AE, .CS, .DS, .SH: 16
        case .AS: 4
        case .DA: 8
        case .DT: 26
        case .IS: 12
        case .LO, .PN, .UI: 64
        case .ST: 1024
        case .LT: 10240
        case .TM: 14
        default: nil
        }
    }
}

extension ValueRepresentation {
    /// The VR of two letters in one number, the first in the upper byte; `nil` for none of the standard's.
    public init?(letters: UInt16) {
        let first = Int(letters >> 8) - 0x41
        let second = Int(letters & 0xFF) - 0x41
        guard (0..<26).contains(first), (0..<26).contains(second), let match = Self.byLetters[first * 26 + second] else { return nil }
        self = match
    }

    /// The two letters as bytes.
    public var letters: (UInt8, UInt8) { Self.letterPairs[Int(ordinal)] }

    /// The length of an element has four bytes behind two that are reserved (PS3.5 section 7.1.2).
    public var hasLongLength: Bool {
        switch self {
        case .OB, .OD, .OF, .OL, .OV, .OW, .SQ, .SV, .UC, .UN, .UR, .UT, .UV: true
        default: false
        }
    }

    /// The place among ``allCases``: an enumeration without payloads is stored as this number.
    private var ordinal: UInt8 { unsafeBitCast(self, to: UInt8.self) }

    private static let letterPairs: [(UInt8, UInt8)] = allCases.map { representation in
        let utf8 = Array(representation.rawValue.utf8)
        return (utf8[0], utf8[1])
    }

    private static let byLetters: [ValueRepresentation?] = {
        var result = [ValueRepresentation?](repeating: nil, count: 26 * 26)
        for representation in allCases {
            let (first, second) = representation.letters
            result[Int(first - 0x41) * 26 + Int(second - 0x41)] = representation
        }
        return result
    }()
}
