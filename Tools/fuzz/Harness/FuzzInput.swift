// SPDX-License-Identifier: Apache-2.0

/// The bytes that libFuzzer made, taken from the front; zeros once there are none left.
struct FuzzInput {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { rest = ArraySlice(bytes) }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// Two bytes, the lowest first.
    mutating func number() -> Int { Int(byte()) | Int(byte()) << 8 }

    mutating func choice<Choice>(of choices: [Choice]) -> Choice { choices[Int(byte()) % choices.count] }

    /// Whole numbers as headers have them: small ones mostly, and those that nobody expects.
    mutating func count() -> Int {
        switch byte() {
        case 0xFF: Int.max
        case 0xFE: 1 << 62
        case 0xFD: 1 << 32
        case 0xFC: 65_535
        case 0xFB: 0
        case let small: Int(small)
        }
    }

    /// As many bytes as a number in front of them says.
    mutating func field() -> [UInt8] {
        let count = min(number(), rest.count)
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

/// Ends the process where a law is broken, as a trap of Swift does, so that libFuzzer keeps the input.
func require(_ holds: Bool, _ text: @autoclosure () -> String) {
    if !holds { fatalError("broken law: \(text())") }
}
