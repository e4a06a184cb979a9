// SPDX-License-Identifier: Apache-2.0

#include "JPEGReader.hpp"

namespace codecs {

void BitReader::fill() {
    while (held <= 48 && at < bytes.count) {
        const uint8_t byte = bytes[at];
        if (byte == 0xFF) {
            // A zero is stuffed behind a byte of data that looks like a marker.
            if (at + 1 >= bytes.count || bytes[at + 1] != 0) return;
            ++at;
        }
        ++at;
        buffer = buffer << 8 | byte;
        held += 8;
    }
}

HuffmanDecoder::HuffmanDecoder(const uint8_t *counts, const uint8_t *firstValue, size_t valueCount) : values(firstValue, firstValue + valueCount) {
    uint32_t code = 0;
    size_t index = 0;
    for (uint32_t length = 1; length <= 16; ++length) {
        offset[length] = int32_t(index) - int32_t(code);
        for (uint32_t left = counts[length - 1]; left > 0; --left, ++code, ++index) {
            require(code < uint32_t(1) << length && index < valueCount);
            if (length > 8) continue;
            for (uint32_t tail = 0; tail < uint32_t(1) << (8 - length); ++tail)
                fast[code << (8 - length) | tail] = {uint8_t(length), values[index]};
        }
        limit[length] = code << (16 - length);
        code <<= 1;
    }
    require(index == valueCount && index > 0);
}

int HuffmanDecoder::longSymbol(BitReader &bits, uint32_t look) const {
    for (int length = 9; length <= 16; ++length) {
        if (look >= limit[length]) continue;
        bits.skip(length);
        const int64_t index = int64_t(look >> (16 - length)) + offset[length];
        require(index >= 0 && size_t(index) < values.size());
        return values[size_t(index)];
    }
    unreadable();
}

}  // namespace codecs
