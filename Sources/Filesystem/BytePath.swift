// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A path as the file system has it: bytes, which need not be UTF-8.
public struct BytePath: Hashable, Comparable, Sendable {
    /// Without a terminating zero.
    public let bytes: [UInt8]

    /// The bytes as they are; nothing is resolved.
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    /// The path whose bytes are the text in UTF-8.
    public init(_ text: String) { bytes = Array(text.utf8) }

    public static func < (left: BytePath, right: BytePath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// It begins with a slash.
    public var isAbsolute: Bool { bytes.first == slash }

    /// The path with one more component.
    public func appending(_ component: some Sequence<UInt8>) -> BytePath {
        bytes.last == slash || bytes.isEmpty ? BytePath(bytes + component) : BytePath(bytes + [slash] + component)
    }

    /// The path with one more component.
    public func appending(_ component: String) -> BytePath { appending(component.utf8) }

    /// The folder above; `.` for a single name.
    public var parent: BytePath {
        guard let index = bytes.lastIndex(of: slash) else { return BytePath(".") }
        return index == 0 ? BytePath("/") : BytePath(bytes[..<index])
    }

    /// What stands behind the last slash.
    public var lastComponent: [UInt8] { Array(bytes[(bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)...]) }

    /// Whether this is the other path or lies below it. Both must be canonical.
    public func isInside(_ other: BytePath) -> Bool {
        bytes == other.bytes || other.bytes == [slash] || bytes.starts(with: other.bytes + [slash])
    }

    /// The text, where the bytes are UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// For people: what is not UTF-8 becomes U+FFFD.
    public var readable: String { String(decoding: bytes, as: UTF8.self) }

    package func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
        return try terminated.withUnsafeBufferPointer { try body($0.baseAddress!) }
    }
}

package let slash = UInt8(ascii: "/")

/// In JSON: base 64 of the bytes.
extension BytePath: Codable {
    public init(from decoder: any Decoder) throws {
        bytes = Array(try decoder.singleValueContainer().decode(Data.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes))
    }
}
