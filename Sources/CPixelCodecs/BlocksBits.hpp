// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "BlocksFailure.hpp"
#include "BlocksStream.hpp"

namespace blocks {

/// Reads the coded bytes of a scan bit by bit. Throws where a bit is asked for that is not there.
class BitReader {
public:
    explicit BitReader(Bytes bytes) : next(bytes.begin), end(bytes.end) {}

    uint8_t symbol(const HuffmanTable &table) {
        if (held < HuffmanTable::longest) fill();
        const auto match = table.match(static_cast<uint32_t>(window >> 48));
        require(match.length != 0 && match.length <= held);
        drop(match.length);
        return match.symbol;
    }

    /// - count: 0 to 16.
    uint32_t bits(int count) {
        if (count == 0) return 0;
        if (held < count) fill();
        require(count <= held);
        const auto value = static_cast<uint32_t>(window >> (64 - count));
        drop(count);
        return value;
    }

    /// Passes the marker between two restart intervals.
    void restart(int nth) {
        endOfInterval();
        require(next < end && *next == 0xFF);
        while (next < end && *next == 0xFF) ++next;
        require(next < end && *next == 0xD0 + nth);
        ++next;
    }

    void endOfScan() {
        endOfInterval();
        require(next == end);
    }

private:
    void fill() {
        while (held <= 56 && next < end) {
            const uint8_t byte = *next;
            if (byte == 0xFF) {
                if (end - next < 2 || next[1] != 0) break;
                ++next;
            }
            ++next;
            window |= uint64_t(byte) << (56 - held);
            held += 8;
        }
    }

    void drop(int count) {
        window <<= count;
        held -= count;
    }

    /// Less than a byte is left, which only fills up.
    void endOfInterval() {
        fill();
        require(held < 8);
        window = 0;
        held = 0;
    }

    const uint8_t *next, *end;
    uint64_t window = 0;  ///< the next bits from the top; zeros behind those that are held
    int held = 0;
};

/// Hands bytes on in pieces.
class Output {
public:
    Output(pixelcodec_sink sink, void *context) : sink(sink), context(context) { buffer.reserve(size); }

    void byte(uint8_t value) {
        buffer.push_back(value);
        if (buffer.size() == size) flush();
    }

    void bytes(const uint8_t *values, size_t count) {
        flush();
        if (count > 0) require(sink(context, values, count), PIXELCODEC_STOPPED);
    }

    void flush() {
        if (!buffer.empty()) require(sink(context, buffer.data(), buffer.size()), PIXELCODEC_STOPPED);
        buffer.clear();
    }

private:
    static constexpr size_t size = 1 << 16;
    pixelcodec_sink sink;
    void *context;
    std::vector<uint8_t> buffer;
};

/// Takes the symbols of a scan and counts them.
class SymbolCounter {
public:
    std::array<std::array<SymbolCounts, 4>, 2> counts{};

    void symbol(int kind, int destination, uint8_t symbol, uint32_t) { ++counts[kind][destination][symbol]; }
    void restart(int) {}
    void end() {}
};

/// Takes the symbols of a scan and writes their codes.
class SymbolWriter {
public:
    SymbolWriter(const Tables &tables, Output &output) : tables(tables), output(output) {}

    /// - extra: As many bits as the lower half of the symbol says.
    void symbol(int kind, int destination, uint8_t symbol, uint32_t extra) {
        const auto code = tables[kind][destination]->code(symbol);
        require(code.length != 0);
        put(code.bits, code.length);
        put(extra, symbol & 15);
    }

    void restart(int nth) {
        end();
        output.byte(0xFF);
        output.byte(static_cast<uint8_t>(0xD0 + nth));
    }

    /// Fills the last byte up with ones.
    void end() {
        if (held > 0) put(0x7F, 8 - held);
    }

private:
    void put(uint32_t bits, int count) {
        window = window << count | (bits & ((1u << count) - 1));
        held += count;
        while (held >= 8) {
            held -= 8;
            const auto byte = static_cast<uint8_t>(window >> held);
            output.byte(byte);
            if (byte == 0xFF) output.byte(0);
        }
    }

    const Tables &tables;
    Output &output;
    uint64_t window = 0;
    int held = 0;
};

}  // namespace blocks
