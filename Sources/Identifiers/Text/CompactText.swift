// SPDX-License-Identifier: Apache-2.0

/// A text folded once to its symbols, with what stands between them and the way back to the original.
struct CompactText {
    private(set) var symbols: [Symbol] = []
    /// What is before each symbol.
    private(set) var gaps: [Gap] = []
    /// The unit (scalar or byte) from which a symbol comes, and where that ends with the signs on it.
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []
    /// Scripts that have romanizations, or look-alikes of Latin letters.
    private(set) var hasLetters = Scripts()

    struct Scripts: OptionSet {
        let rawValue: UInt8
        static let latin = Scripts(rawValue: 1)
        static let cyrillic = Scripts(rawValue: 2)
        static let greek = Scripts(rawValue: 4)
        static let kana = Scripts(rawValue: 8)
        static let han = Scripts(rawValue: 16)
        static let hangul = Scripts(rawValue: 32)
        static let other = Scripts(rawValue: 64)
    }

    var count: Int { symbols.count }

    init(_ text: String) {
        let utf8 = text.utf8
        let isPlain = utf8.withContiguousStorageIfAvailable { Self.isPlain($0) } ?? utf8.allSatisfy { $0 < 0x80 }
        if isPlain {
            appendPlain(utf8)
        } else {
            append(text.unicodeScalars.lazy.map(\.value))
        }
    }

    init(scalars: some Sequence<UInt32>) { append(scalars) }

    init(symbols: [Symbol], gaps: [Gap], starts: [Int32], ends: [Int32]) {
        (self.symbols, self.gaps, self.starts, self.ends) = (symbols, gaps, starts, ends)
    }

    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes { found |= byte }
        return found < 0x80
    }

    mutating func reserve(_ count: Int) {
        symbols.reserveCapacity(count)
        gaps.reserveCapacity(count)
        starts.reserveCapacity(count)
        ends.reserveCapacity(count)
    }

    private mutating func appendPlain(_ bytes: some Collection<UInt8>) {
        reserve(bytes.count)
        var gap = Gap()
        var position: Int32 = 0
        for byte in bytes {
            switch ScalarFolding.ascii(byte) {
            case .symbol(let symbol):
                if symbol != Symbol(byte) { gap.formUnion(.capital) }
                add(symbol, &gap, position)
            case .gap(let kind): gap.formUnion(kind)
            default: break
            }
            position += 1
        }
        if !symbols.isEmpty { hasLetters = .latin }
    }

    @inline(__always)
    mutating func add(_ symbol: Symbol, _ gap: inout Gap, _ position: Int32) {
        symbols.append(symbol)
        gaps.append(gap)
        starts.append(position)
        ends.append(position + 1)
        gap = []
    }

    private mutating func append(_ scalars: some Sequence<UInt32>) {
        let folding = ScalarFolding.shared
        reserve(scalars.underestimatedCount)
        var gap = Gap()
        var position: Int32 = 0
        for scalar in scalars {
            let result = folding.fold(scalar)
            switch result {
            case .symbol(let symbol):
                if ScalarFolding.isCapital(scalar) { gap.formUnion(.capital) }
                add(symbol, &gap, position)
                note(symbol)
            case .two(let first, let second):
                if ScalarFolding.isCapital(scalar) { gap.formUnion(.capital) }
                add(first, &gap, position)
                add(second, &gap, position)
                note(first)
            case .three(let first, let second, let third):
                for symbol in [first, second, third] { add(symbol, &gap, position) }
                note(first)
            case .nothing:
                if !ends.isEmpty, gap.isEmpty { ends[ends.count - 1] = position + 1 }
            case .gap(let kind):
                gap.formUnion(kind)
            case .joins(let mark):
                join(mark, &gap, position)
            }
            position += 1
        }
        if hasLetters.contains(.latin), !hasLetters.isDisjoint(with: [.cyrillic, .greek]) { foldLookAlikes() }
    }

    private mutating func join(_ mark: Symbol, _ gap: inout Gap, _ position: Int32) {
        if gap.isEmpty, let last = symbols.last {
            if mark == 0x3005, SymbolClass(last) == .han {
                add(last, &gap, position)
                return
            }
            if let whole = ScalarFolding.joined(last, mark) {
                symbols[symbols.count - 1] = whole
                ends[ends.count - 1] = position + 1
                note(whole)
                return
            }
        }
        if mark != 0x3099 && mark != 0x309A { add(mark, &gap, position) }
    }

    @inline(__always)
    private mutating func note(_ symbol: Symbol) {
        if symbol < 0x370 {
            hasLetters.formUnion(.latin)
            return
        }
        switch SymbolClass(symbol) {
        case .cyrillic: hasLetters.formUnion(.cyrillic)
        case .greek: hasLetters.formUnion(.greek)
        case .kana: hasLetters.formUnion(.kana)
        case .han: hasLetters.formUnion(.han)
        case .hangul: hasLetters.formUnion(.hangul)
        default: hasLetters.formUnion(.other)
        }
    }

    /// A word of Latin letters with some of another alphabet in it is meant to be read as Latin.
    private mutating func foldLookAlikes() {
        var start = 0
        while start < count {
            var end = start
            var latin = false
            var foreign = false
            while end < count, end == start || !gaps[end].isOpen {
                let kind = SymbolClass(symbols[end])
                if kind == .latin { latin = true } else if kind == .cyrillic || kind == .greek { foreign = true } else if kind != .digit { break }
                end += 1
            }
            if latin, foreign {
                for place in start..<end { if let letter = ScalarFolding.lookAlikes[symbols[place]] { symbols[place] = letter } }
            }
            start = max(end, start + 1)
        }
    }

    /// The symbols of each word.
    var words: [[Symbol]] {
        var result: [[Symbol]] = []
        for place in symbols.indices {
            if place == 0 || gaps[place].isOpen { result.append([]) }
            result[result.count - 1].append(symbols[place])
        }
        return result
    }

    /// The same text with runs of symbols spelled otherwise.
    /// - Parameter spell: Of the symbol at a place and so many up to the end of its word: how many it takes, and what they become; `nil` leaves it.
    func respelled(_ spell: (_ symbols: [Symbol], _ place: Int, _ left: Int) -> (Int, [UInt8])?) -> CompactText {
        var result = CompactText(symbols: [], gaps: [], starts: [], ends: [])
        result.reserve(count * 2)
        var place = 0
        var end = 0
        while place < count {
            if end <= place {
                end = place + 1
                while end < count, !gaps[end].isOpen { end += 1 }
            }
            if let (length, letters) = spell(symbols, place, end - place) {
                for (number, letter) in letters.enumerated() {
                    result.symbols.append(Symbol(letter))
                    result.gaps.append(number == 0 ? gaps[place] : gaps[place].intersection(.capital))
                    result.starts.append(starts[place])
                    result.ends.append(ends[place + length - 1])
                }
                place += length
            } else {
                result.symbols.append(symbols[place])
                result.gaps.append(gaps[place])
                result.starts.append(starts[place])
                result.ends.append(ends[place])
                place += 1
            }
        }
        return result
    }
}
