// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace blocks {

/// How often each symbol has to be written.
using SymbolCounts = std::array<uint64_t, 256>;

/// One Huffman table of a JPEG stream, for reading and for writing.
class HuffmanTable {
public:
    static constexpr int longest = 16;

    /// Throws PIXELCODEC_UNREADABLE where the lengths make no prefix code.
    /// - counts: How many codes have 1, 2, ... 16 bits.
    HuffmanTable(const std::array<uint8_t, longest> &counts, std::vector<uint8_t> symbols);

    /// The shortest codes for what has to be written, none longer than 16 bits and none all ones (T.81, Annex K.2).
    static HuffmanTable best(const SymbolCounts &counts);

    struct Code {
        uint16_t bits = 0;
        uint8_t length = 0;  ///< 0 where the table has no code for the symbol
    };

    Code code(uint8_t symbol) const { return codes[symbol]; }

    /// - head: The next 16 bits of the stream.
    /// - Returns: The symbol, and the length of its code; length 0 where no code starts like this.
    struct Match {
        uint8_t symbol, length;
    };
    Match match(uint32_t head) const {
        const Match quick = first[head >> (longest - lookahead)];
        return quick.length != 0 ? quick : matchLong(head);
    }

    bool holds(const SymbolCounts &needed) const;
    bool hasSymbolAbove(uint8_t bound) const;

    /// A DHT segment of this table alone.
    /// - place: The class in the upper four bits, the destination in the lower.
    std::vector<uint8_t> segment(uint8_t place) const;

private:
    static constexpr int lookahead = 9;

    Match matchLong(uint32_t head) const;

    std::array<uint8_t, longest> counts;
    std::vector<uint8_t> symbols;
    std::array<Code, 256> codes{};
    std::array<Match, 1 << lookahead> first{};
    std::array<uint32_t, longest + 1> limit{};  ///< of each length the end of its codes, moved up to 16 bits
    std::array<int32_t, longest + 1> shift{};   ///< from a code of each length to the index of its symbol
};

}  // namespace blocks
