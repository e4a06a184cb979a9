// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// A pseudonym that stands whole in a text: nothing before or behind it makes it part of something longer.
struct TextToken {
    enum Kind {
        case uid
        /// - Parameter isMarked: It begins with a prefix that other words do not have.
        case patient(isMarked: Bool)
    }

    let kind: Kind
    let range: Range<Int>
}

/// Finds what has the form of a pseudonym in text whose ASCII is ASCII.
struct TextTokens {
    let prefixes: [[UInt8]]

    private static let uidPrefix = Array("2.25.".utf8)
    private static let codeLength = 16

    /// - Parameter receive: Gets the tokens in their order.
    func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ receive: (TextToken) throws -> Void) rethrows {
        var index = 0
        var before: UInt8 = 0x20
        while index < bytes.count {
            let byte = bytes[index]
            if !isLatinAlphanumeric(before), let token = token(bytes, index, before) {
                try receive(token)
                index = token.range.upperBound
                before = bytes[index - 1]
                continue
            }
            before = byte
            index += 1
        }
    }

    private func token(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ before: UInt8) -> TextToken? {
        if bytes[start] == 0x32, before != UInt8(ascii: "."), let end = uidEnd(bytes, start) { return TextToken(kind: .uid, range: start..<end) }
        for prefix in prefixes {
            let end = start + prefix.count + Self.codeLength
            guard end <= bytes.count, starts(bytes, start, with: prefix), end == bytes.count || !isLatinAlphanumeric(bytes[end]) else { continue }
            if (start + prefix.count..<end).allSatisfy({ isCrockford(bytes[$0]) }) {
                return TextToken(kind: .patient(isMarked: !prefix.isEmpty), range: start..<end)
            }
        }
        return nil
    }

    /// `2.25.` and all its digits, where no more of a UID or word follows.
    private func uidEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard starts(bytes, start, with: Self.uidPrefix) else { return nil }
        let first = start + Self.uidPrefix.count
        var end = first
        while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
        guard end > first, end - first <= 39 else { return nil }
        guard end < bytes.count else { return end }
        if isLatinAlphanumeric(bytes[end]) { return nil }
        return bytes[end] == UInt8(ascii: ".") && end + 1 < bytes.count && (0x30...0x39).contains(bytes[end + 1]) ? nil : end
    }

    private func starts(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, with prefix: [UInt8]) -> Bool {
        guard start + prefix.count <= bytes.count else { return false }
        for offset in prefix.indices where bytes[start + offset] != prefix[offset] { return false }
        return true
    }
}

/// A text in which pseudonyms are replaced, and what was found in it.
struct RelinkedText {
    var text: String
    var replaced = 0
    /// Patients of ours that it names.
    var patients: [[ReleasedPatient]] = []
    /// Something with the form of a patient's pseudonym that is none of ours.
    var hasUnknownPatient = false
}

extension Origins {
    /// Replaces what stands whole in a text: UIDs by the originals, a patient's pseudonym by the ID, or in a name by the name.
    func relinked(_ text: String, isName: Bool) throws -> RelinkedText {
        var text = text
        var result = RelinkedText(text: text)
        let parts = try text.withUTF8 { bytes in
            var parts: [UInt8] = []
            var done = 0
            try TextTokens(prefixes: prefixes).forEach(in: bytes) { token in
                let found = String(decoding: bytes[token.range], as: UTF8.self)
                guard let original = try original(of: found, token.kind, isName: isName, &result) else { return }
                parts += bytes[done..<token.range.lowerBound]
                parts += original.utf8
                done = token.range.upperBound
                result.replaced += 1
            }
            return parts + bytes[done...]
        }
        if result.replaced > 0 { result.text = String(decoding: parts, as: UTF8.self) }
        return result
    }

    private func original(of token: String, _ kind: TextToken.Kind, isName: Bool, _ result: inout RelinkedText) throws -> String? {
        switch kind {
        case .uid: return try uid(token)?.original
        case .patient(let isMarked):
            let known = try patients(token)
            guard !known.isEmpty else {
                result.hasUnknownPatient = result.hasUnknownPatient || isMarked
                return nil
            }
            result.patients.append(Array(known.keys))
            let name = isName ? Pseudonym.name(known) : ""
            return name.isEmpty ? try identifier(ofPatient: token) : name
        }
    }
}
