// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "Codec.hpp"

namespace codecs {

/// Where in a block the coefficients stand that come one after the other.
extern const uint8_t zigzag[64];

/// The bits of an entropy-coded segment, up to the next marker.
class BitReader {
public:
    BitReader(Bytes bytes, size_t at) : bytes(bytes), at(at) {}

    /// The next 16 bits, with zeros for those behind the end.
    uint32_t look16() {
        if (held < 16) fill();
        return held >= 16 ? uint32_t(buffer >> (held - 16)) & 0xFFFF : uint32_t(buffer << (16 - held)) & 0xFFFF;
    }
    void skip(int count) {
        require(count <= held);
        held -= count;
    }
    uint32_t take(int count) {
        if (held < count) fill();
        skip(count);
        return uint32_t(buffer >> held) & ((uint32_t(1) << count) - 1);
    }
    /// The place of the marker behind the segment. Whole bytes that nobody asked for are damage.
    size_t end() const {
        require(held < 8 && at + 2 <= bytes.count && bytes[at] == 0xFF);
        return at;
    }

private:
    void fill();

    Bytes bytes;
    size_t at;
    uint64_t buffer = 0;
    int held = 0;
};

class HuffmanDecoder {
public:
    HuffmanDecoder() = default;
    /// - counts: How many codes there are of 1 to 16 bits.
    HuffmanDecoder(const uint8_t *counts, const uint8_t *values, size_t valueCount);

    int symbol(BitReader &bits) const {
        const uint32_t look = bits.look16();
        const Entry entry = fast[look >> 8];
        if (entry.length != 0) {
            bits.skip(entry.length);
            return entry.value;
        }
        return longSymbol(bits, look);
    }
    bool isDefined() const { return !values.empty(); }

private:
    struct Entry {
        uint8_t length, value;
    };
    int longSymbol(BitReader &bits, uint32_t look) const;

    Entry fast[256] = {};
    /// One more than the last code of each length, at the top of 16 bits, and what added to a code gives its value's index.
    uint32_t limit[17] = {};
    int32_t offset[17] = {};
    std::vector<uint8_t> values;
};

/// The signed number that `category` bits stand for.
inline int32_t difference(BitReader &bits, int category) {
    if (category == 0) return 0;
    const int32_t value = int32_t(bits.take(category));
    return value < int32_t(1) << (category - 1) ? value - (int32_t(1) << category) + 1 : value;
}

struct JPEGComponent {
    uint32_t id, across, down, quantization;
    bool isDecoded;
};

struct JPEGScan {
    struct Part {
        uint32_t component;
        const HuffmanDecoder *first, *second;
    };
    std::vector<Part> parts;
    uint32_t start, end, high, low;
};

/// Reads a sequential JPEG image marker by marker, as strictly as the standard is written: all that libjpeg warns of is an error.
class JPEGReader {
public:
    JPEGReader(const Form &form, Bytes bytes, bool isLossless) : form(form), bytes(bytes), isLossless(isLossless) {}
    virtual ~JPEGReader() = default;

    void read();
    /// What markers, else the names of the components, say of the colours.
    bool isRGB() const;

    uint32_t precision = 0;

protected:
    /// Called when the frame header is known.
    virtual void begin() = 0;
    virtual void decode(const JPEGScan &, BitReader &) = 0;
    /// Called between two units of a scan: restarts the bits where the interval is over, and says so.
    bool restarts(BitReader &, size_t unit) const;

    const Form &form;
    std::vector<JPEGComponent> components;
    uint16_t quantization[4][64] = {};
    bool hasQuantization[4] = {};
    uint32_t restartInterval = 0;

private:
    void readFrame(Bytes body);
    void readHuffman(Bytes body);
    void readQuantization(Bytes body);
    size_t readScan(Bytes body, size_t data);
    bool isComplete() const;

    Bytes bytes;
    bool isLossless, hasJFIF = false;
    int adobeTransform = -1;
    HuffmanDecoder huffman[2][4];
};

}  // namespace codecs
