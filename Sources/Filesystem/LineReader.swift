// SPDX-License-Identifier: Apache-2.0

/// The pieces of a byte stream between separators, without them, one at a time.
package final class LineReader {
    private let descriptor: FileDescriptor
    private let separator: UInt8
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd = false
    private let longest: Int
    private var isTooLong = false

    /// - Parameters:
    ///   - start: Bytes already read from the descriptor.
    ///   - longest: A piece of more bytes is not kept; it comes as an empty one.
    package init(_ descriptor: FileDescriptor, separator: UInt8 = 0x0A, start: [UInt8] = [], longest: Int = .max) {
        self.longest = longest
        self.descriptor = descriptor
        self.separator = separator
        buffer = start
    }

    package func next() throws(SystemError) -> [UInt8]? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: separator) {
                defer {
                    position = end + 1
                    isTooLong = false
                }
                return isTooLong || end - position > longest ? [] : Array(buffer[position..<end])
            }
            searched = buffer.count - position
            buffer.removeFirst(position)
            position = 0
            if buffer.count > longest {
                isTooLong = true
                buffer = []
                searched = 0
            }
            if isAtEnd {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : buffer
            }
            let block = try descriptor.read(upTo: 1 << 16)
            isAtEnd = block.isEmpty
            buffer += block
        }
    }
}
