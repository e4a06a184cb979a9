// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// A codestream of JPEG XL (ISO/IEC 18181-1): its headers, and the sizes of the sections of each frame. Nothing is decoded.
///
/// What would have to be decoded to be passed over (a colour profile, a table of contents in another order), extensions, and names of layers
/// and channels are not followed: such a codestream is quarantined.
struct JPEGXLWalker {
    private var bits: BitReader
    private var width = 0
    private var height = 0
    private var isXYB = true
    private var extraChannels = 0
    private var hasAnimation = false
    private var hasTimeCodes = false

    static func walk(_ frame: inout FrameBytes, _ receive: PixelSpanReceiver) throws(FileError) {
        guard try frame.ahead(2) == [0xFF, 0x0A] else { throw .pixelsNotFollowed }
        try frame.pass(2)
        var walker = JPEGXLWalker(bits: BitReader(frame))
        try walker.imageHeader()
        while try !walker.frame() {}
        frame = walker.bits.frame
    }

    private init(bits: BitReader) { self.bits = bits }

    // MARK: - The image

    private mutating func imageHeader() throws(FileError) {
        (width, height) = try size()
        if try !bits.flag() {
            let hasMore = try bits.flag()
            if hasMore {
                _ = try bits.read(3)
                if try bits.flag() { _ = try size() }
                if try bits.flag() { throw .pixelsNotFollowed }  // a preview
                hasAnimation = try bits.flag()
                if hasAnimation {
                    try skip(.value(100), .value(1000), .bits(10, 1), .bits(30, 1))
                    try skip(.value(1), .value(1001), .bits(8, 1), .bits(10, 1))
                    try skip(.value(0), .bits(3, 0), .bits(16, 0), .bits(32, 0))
                    hasTimeCodes = try bits.flag()
                }
            }
            try bitDepth()
            _ = try bits.flag()
            extraChannels = try bits.number(.value(0), .value(1), .bits(4, 2), .bits(12, 1))
            for _ in 0..<extraChannels { try extraChannel() }
            isXYB = try bits.flag()
            try colours()
            if hasMore, try !bits.flag() {
                try bits.skip(32)
                _ = try bits.flag()
                try bits.skip(16)
            }
            try noExtensions()
        }
        if try !bits.flag() {
            if isXYB, try !bits.flag() { try bits.skip(16 * 16) }
            let weights = try bits.read(3)
            for (bit, count) in [15, 55, 210].enumerated() where weights >> bit & 1 == 1 { try bits.skip(16 * count) }
        }
        try bits.align()
    }

    private mutating func size() throws(FileError) -> (Int, Int) {
        let isSmall = try bits.flag()
        let height = try side(isSmall)
        switch try bits.read(3) {
        case 0: return (try side(isSmall), height)
        case let ratio:
            let (over, under) = [(1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)][ratio - 1]
            return (height * over / under, height)
        }
    }

    private mutating func side(_ isSmall: Bool) throws(FileError) -> Int {
        isSmall ? (try bits.read(5) + 1) * 8 : try bits.number(.bits(9, 1), .bits(13, 1), .bits(18, 1), .bits(30, 1))
    }

    private mutating func bitDepth() throws(FileError) {
        if try bits.flag() {
            try skip(.value(32), .value(16), .value(24), .bits(6, 1))
            _ = try bits.read(4)
        } else {
            try skip(.value(8), .value(10), .value(12), .bits(6, 1))
        }
    }

    private mutating func extraChannel() throws(FileError) {
        if try bits.flag() { return }
        let type = try enumeration()
        try bitDepth()
        try skip(.value(0), .value(3), .value(4), .bits(3, 1))
        try noName()
        switch type {
        case 0: _ = try bits.flag()
        case 2: try bits.skip(64)
        case 5: try skip(.value(1), .bits(2, 0), .bits(4, 3), .bits(8, 19))
        default: break
        }
    }

    private mutating func colours() throws(FileError) {
        if try bits.flag() { return }
        let hasProfile = try bits.flag()
        if hasProfile { throw .pixelsNotFollowed }
        let space = try enumeration()  // 1 is grey, 2 is XYB
        if space != 2, try enumeration() == 2 { try point() }
        if space != 2, space != 1, try enumeration() == 2 { for _ in 0..<3 { try point() } }
        if space != 2 { if try bits.flag() { try bits.skip(24) } else { _ = try enumeration() } }
        _ = try enumeration()
    }

    private mutating func point() throws(FileError) {
        for _ in 0..<2 { try skip(.bits(19, 0), .bits(19, 524_288), .bits(20, 1_048_576), .bits(21, 2_097_152)) }
    }

    // MARK: - A frame

    /// - Returns: Whether it was the last.
    private mutating func frame() throws(FileError) -> Bool {
        var header = FrameHeader(width: width, height: height)
        if try !bits.flag() { try read(&header) }
        let (across, down) = (ceiling(header.width, header.groupSide), ceiling(header.height, header.groupSide))
        let (lowAcross, lowDown) = (ceiling(header.width, header.groupSide * 8), ceiling(header.height, header.groupSide * 8))
        guard across * down < 1 << 24, header.passes <= 11 else { throw .pixelsNotFollowed }
        let sections = across * down == 1 && header.passes == 1 ? 1 : 2 + lowAcross * lowDown + header.passes * across * down
        if try bits.flag() { throw .pixelsNotFollowed }  // in another order, which is coded
        try bits.align()
        var length = 0
        for _ in 0..<sections { length += try bits.number(.bits(10, 0), .bits(14, 1024), .bits(22, 17408), .bits(30, 4_211_712)) }
        try bits.align()
        guard try bits.frame.places(length).count == length else { throw .pixelsNotFollowed }
        return header.isLast
    }

    private struct FrameHeader {
        var width: Int
        var height: Int
        var groupSide = 256
        var passes = 1
        var isLast = true
    }

    private mutating func read(_ header: inout FrameHeader) throws(FileError) {
        let type = try bits.read(2)  // regular, of low frequencies, for reference only, regular without progress
        let isModular = try bits.flag()
        let flags = try bits.number64()
        let isYCbCr = isXYB ? false : try bits.flag()
        let usesLowFrequencies = flags & 0x20 != 0
        if isYCbCr, !usesLowFrequencies { try bits.skip(6) }
        var upsampling = 1
        if !usesLowFrequencies {
            upsampling = try bits.number(.value(1), .value(2), .value(4), .value(8))
            for _ in 0..<extraChannels { try skip(.value(1), .value(2), .value(4), .value(8)) }
        }
        if isModular { header.groupSide = 128 << (try bits.read(2)) } else if isXYB { try bits.skip(6) }
        if type != 2 { header.passes = try passes() }
        var level = 0
        if type == 1 { level = try bits.number(.value(1), .value(2), .value(3), .value(4)) }
        var isPartial = false
        if type != 1, try bits.flag() { isPartial = try crop(type, &header) }
        var replaces = true
        var duration = 0
        header.isLast = false
        if type == 0 || type == 3 {
            replaces = try blending(isPartial) && replaces
            for _ in 0..<extraChannels { _ = try blending(isPartial) }
            if hasAnimation {
                duration = try bits.number(.value(0), .value(1), .bits(8, 0), .bits(32, 0))
                if hasTimeCodes { try bits.skip(32) }
            }
            header.isLast = try bits.flag()
        }
        var saved = 0
        if type != 1, !header.isLast { saved = try bits.read(2) }
        let canBeReferenced = type != 1 && !header.isLast && (duration == 0 || saved != 0)
        if type == 2 || canBeReferenced && replaces && !isPartial { _ = try bits.flag() }
        try noName()
        try filters(isModular)
        try noExtensions()
        let scale = upsampling << (3 * level)
        header.width = ceiling(header.width, scale)
        header.height = ceiling(header.height, scale)
    }

    private mutating func passes() throws(FileError) -> Int {
        let passes = try bits.number(.value(1), .value(2), .value(3), .bits(3, 4))
        guard passes > 1 else { return 1 }
        let steps = try bits.number(.value(0), .value(1), .value(2), .bits(1, 3))
        try bits.skip(2 * (passes - 1))
        for _ in 0..<steps { try skip(.value(1), .value(2), .value(4), .value(8)) }
        for _ in 0..<steps { try skip(.value(0), .value(1), .value(2), .bits(3, 0)) }
        return passes
    }

    private mutating func crop(_ type: Int, _ header: inout FrameHeader) throws(FileError) -> Bool {
        var numbers: [Int] = []
        for _ in 0..<(type == 2 ? 2 : 4) { numbers.append(try bits.number(.bits(8, 0), .bits(11, 256), .bits(14, 2304), .bits(30, 18688))) }
        header.width = numbers[numbers.count - 2]
        header.height = numbers[numbers.count - 1]
        guard header.width > 0, header.height > 0 else { throw .pixelsNotFollowed }
        guard type != 2 else { return false }
        let origin = (unpacked(numbers[0]), unpacked(numbers[1]))
        return origin.0 > 0 || origin.1 > 0 || origin.0 + header.width < width || origin.1 + header.height < height
    }

    private func unpacked(_ number: Int) -> Int { number & 1 == 0 ? number / 2 : -(number / 2) - 1 }

    /// - Returns: Whether the frame replaces what was there.
    private mutating func blending(_ isPartial: Bool) throws(FileError) -> Bool {
        let mode = try bits.number(.value(0), .value(1), .value(2), .bits(2, 3))
        let usesAlpha = extraChannels > 0 && (mode == 2 || mode == 3)
        if usesAlpha { try skip(.value(0), .value(1), .value(2), .bits(3, 3)) }
        if usesAlpha || mode == 4 { _ = try bits.flag() }
        if mode != 0 || isPartial { _ = try bits.read(2) }
        return mode == 0
    }

    private mutating func filters(_ isModular: Bool) throws(FileError) {
        if try bits.flag() { return }
        if try bits.flag(), try bits.flag() { try bits.skip(6 * 16) }
        if try bits.read(2) > 0 {
            if !isModular, try bits.flag() { try bits.skip(8 * 16) }
            if try bits.flag() { try bits.skip(5 * 16) }
            if try bits.flag() { try bits.skip((isModular ? 3 : 4) * 16) }
            if isModular { try bits.skip(16) }
        }
        try noExtensions()
    }

    // MARK: -

    private mutating func noExtensions() throws(FileError) { if try bits.number64() != 0 { throw .pixelsNotFollowed } }

    private mutating func noName() throws(FileError) {
        if try bits.number(.value(0), .bits(4, 0), .bits(5, 16), .bits(10, 48)) != 0 { throw .pixelsNotFollowed }
    }

    private mutating func enumeration() throws(FileError) -> Int { try bits.number(.value(0), .value(1), .bits(4, 2), .bits(6, 18)) }

    private mutating func skip(_ first: BitReader.Choice, _ second: BitReader.Choice, _ third: BitReader.Choice, _ fourth: BitReader.Choice)
        throws(FileError)
    {
        _ = try bits.number(first, second, third, fourth)
    }

    private func ceiling(_ number: Int, _ divisor: Int) -> Int { (number + divisor - 1) / divisor }
}

/// Bits of a frame, the lowest of each byte first.
private struct BitReader {
    var frame: FrameBytes
    private var byte = 0
    private var left = 0

    enum Choice {
        case value(Int)
        /// So many bits, and what is added to them.
        case bits(Int, Int)
    }

    init(_ frame: FrameBytes) { self.frame = frame }

    mutating func read(_ count: Int) throws(FileError) -> Int {
        var result = 0
        for bit in 0..<count {
            if left == 0 {
                guard let next = try frame.next() else { throw .pixelsNotFollowed }
                (byte, left) = (Int(next), 8)
            }
            result |= (byte & 1) << bit
            byte >>= 1
            left -= 1
        }
        return result
    }

    mutating func skip(_ count: Int) throws(FileError) { for _ in 0..<count { _ = try read(1) } }
    mutating func flag() throws(FileError) -> Bool { try read(1) == 1 }

    /// One of four ways to write a number.
    mutating func number(_ first: Choice, _ second: Choice, _ third: Choice, _ fourth: Choice) throws(FileError) -> Int {
        switch [first, second, third, fourth][try read(2)] {
        case .value(let number): return number
        case .bits(let count, let offset): return try read(count) + offset
        }
    }

    mutating func number64() throws(FileError) -> UInt64 {
        switch try read(2) {
        case 0: return 0
        case 1: return UInt64(try read(4)) + 1
        case 2: return UInt64(try read(8)) + 17
        default:
            var result = UInt64(try read(12))
            var shift: UInt64 = 12
            while try flag() {
                if shift == 60 { return result | UInt64(try read(4)) << 60 }
                result |= UInt64(try read(8)) << shift
                shift += 8
            }
            return result
        }
    }

    /// Only zeros fill up the last byte.
    mutating func align() throws(FileError) {
        if try read(left) != 0 { throw .pixelsNotFollowed }
    }
}
