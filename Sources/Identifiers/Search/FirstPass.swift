// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets

/// The pass that most values need and no other: the bytes through the automaton as they stand, without a copy.
///
/// It is never wrong where it says that nothing is there; where it does not, ``IdentifierIndex/matches(in:as:)`` and
/// ``IdentifierIndex/matches(inBytes:)`` say what is there and whether it counts.
extension IdentifierIndex {
    /// Whether a search of a text finds nothing.
    /// - Parameters:
    ///   - bytes: The text in ASCII; anything else is left to the search.
    ///   - separator: Parts values that are searched one by one.
    package func holdsNothing(inPlain bytes: UnsafeBufferPointer<UInt8>, separator: UInt8?) -> Bool {
        guard scripts.isEmpty else { return false }
        var node: Int32 = 0
        var hash = WholeFilter.seed
        var digits = 0
        for byte in bytes {
            let column = ByteClass.table[Int(byte)]
            if column < ByteClass.gap {
                node = automaton.next(node, column: Int(column))
                if automaton.isOutput(node) { return false }
                hash = WholeFilter.hash(hash, Symbol(byte | 0x20))
                if column < 10 { digits += 1 }
            } else if byte == separator {
                if wholeFilter.mayHold(hash) { return false }
                node = 0
                hash = WholeFilter.seed
            } else if column != ByteClass.gap || byte == 0x0B {
                return false
            }
        }
        return !wholeFilter.mayHold(hash) && (digits < Self.fewestDigits || !mayHoldOwn(UnsafeRawBufferPointer(bytes)))
    }

    /// Whether a search of bytes of unknown meaning finds nothing.
    package func holdsNothing(inBytes bytes: UnsafeRawBufferPointer) -> Bool {
        guard !isEmpty, bytes.count >= NeedleBuilder.shortestBytes else { return true }
        var node: Int32 = 0
        var (digits, letters, controls, high) = (0, 0, 0, 0)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            let column = ByteClass.table[Int(byte)]
            if column < ByteClass.gap {
                node = automaton.next(node, column: Int(column))
                if column < 10 { digits += 1 }
                letters += 1
                if automaton.isOutput(node) { return false }
            } else if column == ByteClass.gap {
                letters += 1
            } else if column != ByteClass.zero {
                if byte == 0x1B, CompactText.escape(bytes, place) != nil { return false }
                node = automaton.next(node, highByte: byte)
                if byte >= 0x80 { high += 1 } else { controls += 1 }
                if automaton.isOutput(node) { return false }
            }
            place += 1
        }
        if high > 0 {
            if !guessedSets.isEmpty, Self.mayBeText(bytes) { return false }
            if TextInBytes.isText(bytes), !scripts.isEmpty || isFoundInText(automaton, bytes) || own.map({ isFoundInText($0, bytes) }) == true {
                return false
            }
        } else if letters > controls * 3 {
            guard scripts.isEmpty, controls == 0 || !isFound(automaton, bytes) else { return false }
        }
        for needle in exact where Self.find(needle.bytes, in: bytes, from: 0) != nil { return false }
        return digits < Self.fewestDigits || !mayHoldOwn(bytes)
    }

    /// No UID that is looked for has fewer.
    private static let fewestDigits = 8

    /// Whether one of the UIDs of ``adding(uids:)`` may be in bytes of ASCII.
    package func mayHoldOwn(_ bytes: UnsafeRawBufferPointer) -> Bool { own.map { isFound($0, bytes) } ?? false }

    /// Whether some UID may be in the bytes, in any of their readings.
    /// - Parameter texts: The bytes as they were decoded.
    package func mayHoldUID(_ bytes: UnsafeRawBufferPointer, _ texts: [String]) -> Bool {
        let isLong = { (text: CompactText) in text.symbols.count { $0 >= 48 && $0 <= 57 } >= Self.fewestDigits }
        return isLong(CompactText(bytes: bytes)) || texts.contains { isLong(CompactText($0)) }
            || TextInBytes(bytes).map { isLong(CompactText(scalars: $0.scalars)) } ?? false
            || guessedSets.contains { isLong(CompactText(scalars: $0.read(bytes).scalars)) }
    }

    /// Whether a needle ends, or may end, in what ``TextInBytes`` reads.
    private func isFoundInText(_ automaton: Automaton, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var node: Int32 = 0
        var place = 0
        func goesOn(_ symbol: Symbol) -> Bool {
            node = automaton.next(node, symbol)
            return !automaton.isOutput(node)
        }
        while place < bytes.count {
            let (scalar, length) = TextInBytes.character(bytes, place)
            place += length
            switch ScalarFolding.shared.fold(scalar) {
            case .symbol(let symbol):
                switch SymbolClass(symbol) {
                // They have romanizations and look-alikes.
                case .cyrillic, .greek, .kana: return true
                default: guard goesOn(symbol) else { return true }
                }
            case .two(let first, let second): guard goesOn(first), goesOn(second) else { return true }
            case .three(let first, let second, let third): guard goesOn(first), goesOn(second), goesOn(third) else { return true }
            case .nothing, .gap: break
            case .joins: return true
            }
        }
        return false
    }

    /// Whether a needle ends in the bytes without their control characters, zeros and marks.
    private func isFound(_ automaton: Automaton, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var node: Int32 = 0
        for byte in bytes {
            let column = ByteClass.table[Int(byte)]
            if column < ByteClass.gap {
                node = automaton.next(node, column: Int(column))
                if automaton.isOutput(node) { return true }
            } else if byte >= 0x80 {
                node = 0
            }
        }
        return false
    }
}

/// What ``ScalarFolding`` makes of a byte of ASCII: a column of the automaton's rows, or one of these.
enum ByteClass {
    static let gap: UInt8 = 40
    static let zero: UInt8 = 41
    /// Control characters, and what is no ASCII.
    static let other: UInt8 = 42

    nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            table[Int(byte)] =
                switch byte < 0x80 ? ScalarFolding.ascii(byte) : .nothing {
                case .symbol(let symbol): Automaton.column(of: symbol).map { UInt8($0) } ?? other
                case .gap(let kind): kind == .zero ? zero : gap
                default: other
                }
        }
        return UnsafePointer(table)
    }()
}
