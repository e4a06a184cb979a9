// SPDX-License-Identifier: Apache-2.0

/// The pieces of a byte stream between separators, without them, one at a time.
final class LineReader {
    private let descriptor: FileDescriptor
    private let separator: UInt8
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd = false

    /// - Parameter start: Bytes already read from the descriptor.
    init(_ descriptor: FileDescriptor, separator: UInt8 = 0x0A, start: [UInt8] = []) {
        self.descriptor = descriptor
        self.separator = separator
        buffer = start
    }

    func next() throws(SystemError) -> [UInt8]? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: separator) {
                defer { position = end + 1 }
                return Array(buffer[position..<end])
            }
            searched = buffer.count - position
            buffer.removeFirst(position)
            position = 0
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
