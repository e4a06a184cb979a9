// SPDX-License-Identifier: Apache-2.0

/// Lines compiled into the executable in the order of their bytes, searched where they stand: nothing is parsed or copied.
struct SortedLines {
    private let text: StaticString

    init(_ text: StaticString) { self.text = text }

    func contains(_ line: String) -> Bool {
        guard !line.utf8.contains(UInt8(ascii: "\n")) else { return false }
        let sought = Array(line.utf8)
        let all = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        var low = 0, high = all.count
        while low < high {
            // The line around the middle.
            let middle = (low + high) / 2
            let start = all[low..<middle].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? low
            let end = all[middle..<high].firstIndex(of: UInt8(ascii: "\n")) ?? high
            let found = all[start..<end]
            if found.elementsEqual(sought) { return true }
            if found.lexicographicallyPrecedes(sought) { low = min(end + 1, high) } else { high = start }
        }
        return false
    }
}
