// SPDX-License-Identifier: Apache-2.0

#include "BlocksHuffman.hpp"

#include "BlocksFailure.hpp"

#include <algorithm>
#include <utility>

namespace blocks {

HuffmanTable::HuffmanTable(const std::array<uint8_t, longest> &counts, std::vector<uint8_t> symbols)
    : counts(counts), symbols(std::move(symbols)) {
    uint32_t code = 0;
    size_t index = 0;
    for (int length = 1; length <= longest; ++length) {
        shift[length] = static_cast<int32_t>(index) - static_cast<int32_t>(code);
        for (int nth = 0; nth < counts[length - 1]; ++nth, ++code, ++index) {
            require(index < this->symbols.size() && code < 1u << length);
            const uint8_t symbol = this->symbols[index];
            codes[symbol] = {static_cast<uint16_t>(code), static_cast<uint8_t>(length)};
            if (length <= lookahead) {
                std::fill_n(first.begin() + (code << (lookahead - length)), 1 << (lookahead - length), Match{symbol, static_cast<uint8_t>(length)});
            }
        }
        limit[length] = code << (longest - length);
        code <<= 1;
    }
    require(index == this->symbols.size());
}

HuffmanTable::Match HuffmanTable::matchLong(uint32_t head) const {
    for (int length = lookahead + 1; length <= longest; ++length) {
        if (head < limit[length]) {
            return {symbols[static_cast<size_t>(static_cast<int32_t>(head >> (longest - length)) + shift[length])], static_cast<uint8_t>(length)};
        }
    }
    return {0, 0};
}

bool HuffmanTable::holds(const SymbolCounts &needed) const {
    for (size_t symbol = 0; symbol < needed.size(); ++symbol) {
        if (needed[symbol] != 0 && codes[symbol].length == 0) return false;
    }
    return true;
}

bool HuffmanTable::hasSymbolAbove(uint8_t bound) const {
    return std::any_of(symbols.begin(), symbols.end(), [=](uint8_t symbol) { return symbol > bound; });
}

std::vector<uint8_t> HuffmanTable::segment(uint8_t place) const {
    const size_t length = 2 + 1 + counts.size() + symbols.size();
    std::vector<uint8_t> bytes;
    bytes.reserve(2 + length);
    bytes = {0xFF, 0xC4, static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length), place};
    bytes.insert(bytes.end(), counts.begin(), counts.end());
    bytes.insert(bytes.end(), symbols.begin(), symbols.end());
    return bytes;
}

HuffmanTable HuffmanTable::best(const SymbolCounts &needed) {
    // A symbol that does not exist takes the longest code, which is all ones.
    constexpr size_t reserved = 256;
    struct Tree {
        uint64_t weight;
        size_t highest;  ///< of equal trees the one with the highest symbol is joined first, so that the reserved one goes deepest
        std::vector<uint16_t> leaves;
    };
    std::vector<Tree> trees{{1, reserved, {reserved}}};
    std::array<uint16_t, reserved + 1> depth{};
    for (size_t symbol = 0; symbol < reserved; ++symbol) {
        if (needed[symbol] != 0) trees.push_back({needed[symbol], symbol, {static_cast<uint16_t>(symbol)}});
    }
    const auto isHeavier = [](const Tree &one, const Tree &other) {
        return one.weight != other.weight ? one.weight > other.weight : one.highest < other.highest;
    };
    while (trees.size() > 1) {
        std::sort(trees.begin(), trees.end(), isHeavier);
        Tree least = std::move(trees.back());
        trees.pop_back();
        Tree &next = trees.back();
        next.weight += least.weight;
        next.highest = std::max(next.highest, least.highest);
        next.leaves.insert(next.leaves.end(), least.leaves.begin(), least.leaves.end());
        for (const uint16_t leaf : next.leaves) ++depth[leaf];
    }

    // Codes that are too long move up in pairs, and a shorter code makes room for them.
    std::array<int, reserved + 2> count{};
    int deepest = 0;
    for (const uint16_t bits : depth) {
        if (bits != 0) ++count[bits];
        deepest = std::max<int>(deepest, bits);
    }
    for (int length = deepest; length > longest; --length) {
        while (count[length] > 0) {
            int shorter = length - 2;
            while (count[shorter] == 0) --shorter;
            count[length] -= 2;
            count[length - 1] += 1;
            count[shorter + 1] += 2;
            count[shorter] -= 1;
        }
    }
    int last = std::min(deepest, longest);
    while (last > 0 && count[last] == 0) --last;
    if (last > 0) --count[last];

    std::vector<uint8_t> symbols;
    for (size_t symbol = 0; symbol < reserved; ++symbol) {
        if (needed[symbol] != 0) symbols.push_back(static_cast<uint8_t>(symbol));
    }
    std::sort(symbols.begin(), symbols.end(), [&](uint8_t one, uint8_t other) {
        return depth[one] != depth[other] ? depth[one] < depth[other] : one < other;
    });
    std::array<uint8_t, longest> lengths{};
    for (int length = 1; length <= longest; ++length) lengths[length - 1] = static_cast<uint8_t>(count[length]);
    return HuffmanTable(lengths, std::move(symbols));
}

}  // namespace blocks
