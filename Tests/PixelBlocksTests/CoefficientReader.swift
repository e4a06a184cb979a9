// SPDX-License-Identifier: Apache-2.0

/// The quantized coefficients of a sequential JPEG image, read in the plainest way: what the tests compare with.
struct CoefficientReader {
    struct Component {
        var identifier: UInt8
        var horizontal: Int
        var vertical: Int
        var quantizer: Int
        /// Step of DC when its scan began.
        var quantum = 0
        /// Blocks that hold pixels, and those that there are in all.
        var across = 0
        var down = 0
        var stride = 0
        var blocks: [[Int]] = []
    }

    struct Damaged: Error {}

    private struct Table {
        var codes: [Int: UInt8] = [:]  // a one, and the code behind it
    }

    private(set) var columns = 0
    private(set) var rows = 0
    private(set) var precision = 0
    private(set) var components: [Component] = []
    private(set) var restartInterval = 0
    /// Markers in their order, but for those of restarts, and the bytes of their segments.
    private(set) var segments: [(marker: UInt8, bytes: [UInt8])] = []

    private var tables: [Int: Table] = [:]
    private var quanta: [Int: Int] = [:]
    private let bytes: [UInt8]
    private var position = 0
    private var bit = 0

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        while position + 1 < bytes.count {
            guard bytes[position] == 0xFF else { throw Damaged() }
            let marker = bytes[position + 1]
            position += 2
            if marker == 0xFF {
                position -= 1
                continue
            }
            if marker == 0xD8 || marker == 0xD9 {
                segments.append((marker, []))
                if marker == 0xD9 { return }
                continue
            }
            let length = try byte(at: position) << 8 | byte(at: position + 1)
            guard length >= 2, position + length <= bytes.count else { throw Damaged() }
            let content = Array(bytes[position + 2..<position + length])
            segments.append((marker, content))
            position += length
            try read(marker, content)
        }
        throw Damaged()
    }

    private func byte(at index: Int) throws -> Int {
        guard bytes.indices.contains(index) else { throw Damaged() }
        return Int(bytes[index])
    }

    private mutating func read(_ marker: UInt8, _ content: [UInt8]) throws {
        var rest = content.map(Int.init)[...]
        func next() throws -> Int {
            guard let first = rest.popFirst() else { throw Damaged() }
            return first
        }
        switch marker {
        case 0xC0, 0xC1:
            precision = try next()
            rows = try next() << 8 | next()
            columns = try next() << 8 | next()
            for _ in 0..<(try next()) {
                let identifier = try UInt8(next())
                let factors = try next()
                components.append(
                    Component(identifier: identifier, horizontal: factors >> 4, vertical: factors & 15, quantizer: try next()))
            }
            arrange()
        case 0xC4:
            while !rest.isEmpty {
                let place = try next()
                let counts = try (0..<16).map { _ in try next() }
                var table = Table()
                var code = 0
                for (index, count) in counts.enumerated() {
                    for _ in 0..<count {
                        table.codes[1 << (index + 1) | code] = try UInt8(next())
                        code += 1
                    }
                    guard code <= 1 << (index + 1) else { throw Damaged() }
                    code <<= 1
                }
                tables[place] = table
            }
        case 0xDB:
            while !rest.isEmpty {
                let place = try next()
                let steps = try (0..<64).map { _ in place >> 4 == 0 ? try next() : try next() << 8 | next() }
                quanta[place & 15] = steps[0]
            }
        case 0xDD: restartInterval = try next() << 8 | next()
        case 0xDA:
            var parts: [(index: Int, dc: Table, ac: Table)] = []
            for _ in 0..<(try next()) {
                let identifier = try next()
                let destinations = try next()
                guard let index = components.firstIndex(where: { Int($0.identifier) == identifier }),
                    let dc = tables[destinations >> 4], let ac = tables[0x10 | destinations & 15],
                    let quantum = quanta[components[index].quantizer]
                else { throw Damaged() }
                components[index].quantum = quantum
                parts.append((index, dc, ac))
            }
            try readScan(parts)
        default: break
        }
    }

    private mutating func arrange() {
        let (widest, highest) = (components.map(\.horizontal).max() ?? 1, components.map(\.vertical).max() ?? 1)
        for index in components.indices {
            let (horizontal, vertical) = (components[index].horizontal, components[index].vertical)
            let (width, height) = ((columns * horizontal + widest - 1) / widest, (rows * vertical + highest - 1) / highest)
            components[index].across = (width + 7) / 8
            components[index].down = (height + 7) / 8
            let stride = (columns + 8 * widest - 1) / (8 * widest) * horizontal
            components[index].stride = stride
            let down = (rows + 8 * highest - 1) / (8 * highest) * vertical
            components[index].blocks = Array(repeating: Array(repeating: 0, count: 64), count: stride * down)
        }
    }

    private mutating func readScan(_ parts: [(index: Int, dc: Table, ac: Table)]) throws {
        let isAlone = parts.count == 1
        let (widest, highest) = (components.map(\.horizontal).max() ?? 1, components.map(\.vertical).max() ?? 1)
        let first = components[parts[0].index]
        let across = isAlone ? first.across : (columns + 8 * widest - 1) / (8 * widest)
        let down = isAlone ? first.down : (rows + 8 * highest - 1) / (8 * highest)
        var predictions = Array(repeating: 0, count: parts.count)
        bit = 0
        for unit in 0..<across * down {
            if restartInterval > 0, unit > 0, unit % restartInterval == 0 {
                if bit > 0 { skipByte() }
                guard try byte(at: position) == 0xFF, try byte(at: position + 1) == 0xD0 + (unit / restartInterval - 1) % 8 else { throw Damaged() }
                position += 2
                predictions = Array(repeating: 0, count: parts.count)
            }
            for (nth, part) in parts.enumerated() {
                let component = components[part.index]
                let (wide, high) = isAlone ? (1, 1) : (component.horizontal, component.vertical)
                for inner in 0..<wide * high {
                    let column = unit % across * wide + inner % wide
                    let row = unit / across * high + inner / wide
                    let block = try readBlock(part.dc, part.ac, &predictions[nth])
                    components[part.index].blocks[row * component.stride + column] = block
                }
            }
        }
        if bit > 0 { skipByte() }
    }

    private mutating func readBlock(_ dc: Table, _ ac: Table, _ prediction: inout Int) throws -> [Int] {
        var block = Array(repeating: 0, count: 64)
        prediction += try number(Int(symbol(dc)))
        block[0] = prediction
        var index = 1
        while index < 64 {
            let next = Int(try symbol(ac))
            if next == 0 { break }
            index += next >> 4
            guard index < 64 || (index == 64 && next == 0xF0) else { throw Damaged() }
            if index < 64 { block[index] = try number(next & 15) }
            index += 1
        }
        return block
    }

    private mutating func skipByte() {
        position += bytes[position] == 0xFF ? 2 : 1
        bit = 0
    }

    private mutating func nextBit() throws -> Int {
        let value = try byte(at: position)
        if value == 0xFF { guard try byte(at: position + 1) == 0 else { throw Damaged() } }
        let result = value >> (7 - bit) & 1
        bit += 1
        if bit == 8 { skipByte() }
        return result
    }

    private mutating func symbol(_ table: Table) throws -> UInt8 {
        var code = 1
        for _ in 0..<16 {
            code = code << 1 | (try nextBit())
            if let symbol = table.codes[code] { return symbol }
        }
        throw Damaged()
    }

    private mutating func number(_ size: Int) throws -> Int {
        guard size > 0 else { return 0 }
        var bits = 0
        for _ in 0..<size { bits = bits << 1 | (try nextBit()) }
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits
    }
}
