// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What the bytes of a value are, and so how they are searched (law 6: numbers are data).
enum ValueMeaning {
    /// Characters that a person may have typed, one text or several.
    case text
    /// UIDs, each of them registered, a maker's or somebody's.
    case uids
    /// Binary numbers: their bytes spell nothing, unless there is nothing but letters in them.
    case numbers
    /// Nobody knows: UN, OB, private blobs.
    case bytes
    /// A private creator: it stays whole, or its block goes.
    case owner

    init(_ tag: AttributeTag, _ vr: ValueRepresentation) {
        if tag.isPrivateCreator {
            self = .owner
            return
        }
        switch vr {
        case .UI: self = .uids
        case .US, .SS, .UL, .SL, .UV, .SV, .FL, .FD, .AT, .OF, .OD, .OL, .OV, .OW: self = .numbers
        case .OB, .UN, .SQ: self = .bytes
        default: self = .text
        }
    }
}

/// What single values are in their VR, so that digits are not taken for an identifier.
enum Quantity {
    /// The value is what its VR says: a number, a day, a time or an age.
    static func holds(_ text: String, _ vr: ValueRepresentation) -> Bool {
        switch vr {
        case .DS, .IS: isNumber(text.utf8)
        case .DA, .DT: DateShift(shiftInDays: 0).shifted(text, vr) != nil
        case .TM: isTime(text)
        case .AS: Age(text) != nil
        default: false
        }
    }

    /// A decimal number, with an exponent or without (PS3.5 section 6.2).
    static func isNumber(_ text: some Collection<UInt8>) -> Bool {
        var rest = text[...]
        func skipSign() { if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() } }
        func skipDigits() -> Int {
            let left = rest.drop { (0x30...0x39).contains($0) }
            defer { rest = left }
            return rest.count - left.count
        }
        skipSign()
        var digits = skipDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        guard let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") else { return rest.isEmpty }
        rest = rest.dropFirst()
        skipSign()
        return skipDigits() > 0 && rest.isEmpty
    }

    /// Whether the bytes are decimal numbers, as many as there are, with blanks around them.
    static func areNumbers(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        func isDigit() -> Bool { place < bytes.count && bytes[place] >= 0x30 && bytes[place] <= 0x39 }
        func skipSign() { if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") { place += 1 } }
        func skipBlanks() { while place < bytes.count, bytes[place] == 0x20 { place += 1 } }
        func skipDigits() -> Int {
            let start = place
            while isDigit() { place += 1 }
            return place - start
        }
        while true {
            skipBlanks()
            if place < bytes.count, bytes[place] != UInt8(ascii: "\\") {
                skipSign()
                var digits = skipDigits()
                if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
                    place += 1
                    digits += skipDigits()
                }
                guard digits > 0 else { return false }
                if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
                    place += 1
                    skipSign()
                    guard skipDigits() > 0 else { return false }
                }
                skipBlanks()
            }
            if place == bytes.count { return true }
            guard bytes[place] == UInt8(ascii: "\\") else { return false }
            place += 1
        }
    }

    /// Whether the bytes are numbers of this VR and what parts them, and nothing else: a piece of a list of any length.
    static func isListOfNumbers(_ bytes: some Collection<UInt8>, _ vr: ValueRepresentation) -> Bool {
        guard vr == .DS || vr == .IS else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "\\"), UInt8(ascii: "e"), UInt8(ascii: "E"), 0x20,
                0:
                true
            default: false
            }
        }
    }
}
