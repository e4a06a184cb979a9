// SPDX-License-Identifier: Apache-2.0

#include "J2KHeader.hpp"

#include <algorithm>

namespace codecs {

namespace {

enum : uint32_t { startOfStream = 0xFF4F, size = 0xFF51, coding = 0xFF52, componentCoding = 0xFF53, startOfTile = 0xFF90, startOfData = 0xFF93,
                  endOfStream = 0xFFD9, multipleTransform = 0xFF74 };

/// Decoders keep a record for each: more than this is no image but an attack on memory.
const uint64_t mostTiles = 4096, mostPrecincts = 1 << 18, mostPackets = 1 << 22;

/// Finds the code stream in the boxes of a JP2 file.
Bytes streamInBoxes(Bytes bytes) {
    static const uint8_t signature[] = {0, 0, 0, 12, 'j', 'P', ' ', ' ', 0x0D, 0x0A, 0x87, 0x0A};
    if (bytes.count < sizeof signature || !std::equal(signature, signature + sizeof signature, bytes.start)) return bytes;
    size_t at = 0;
    while (at + 8 <= bytes.count) {
        uint64_t length = bytes.big32(at);
        size_t header = 8;
        if (length == 1) {
            require(at + 16 <= bytes.count);
            length = uint64_t(bytes.big32(at + 8)) << 32 | bytes.big32(at + 12);
            header = 16;
        } else if (length == 0) {
            length = bytes.count - at;
        }
        require(length >= header && length <= bytes.count - at);
        if (bytes.big32(at + 4) == 0x6A703263) return {bytes.start + at + header, size_t(length) - header};
        at += size_t(length);
    }
    unreadable();
}

uint64_t dividedUp(uint64_t value, uint64_t by) { return (value + by - 1) / by; }

class Reader {
public:
    Reader(const Form &form, Bytes bytes) : form(form), bytes(bytes) {}

    J2KHeader read() {
        require(bytes.count > 4 && bytes.big16(0) == startOfStream);
        size_t at = 2;
        for (;;) {
            require(at + 4 <= bytes.count);
            const uint32_t marker = bytes.big16(at);
            if (marker == startOfTile) break;
            const size_t length = bytes.big16(at + 2);
            require(length >= 2 && length <= bytes.count - at - 2);
            segment(marker, {bytes.start + at + 4, length - 2});
            at += 2 + length;
        }
        require(hasSize && hasCoding);
        walkTiles(at);
        return {bytes, bits, isSigned, isHighThroughput, hasTransform, isReversible};
    }

private:
    const Form &form;
    Bytes bytes;
    bool hasSize = false, hasCoding = false, isSigned = false, isHighThroughput = false, hasTransform = false, isReversible = true;
    uint32_t bits = 0;
    uint64_t tiles = 0, tileColumns = 0, tileRows = 0, layers = 1;

    void segment(uint32_t marker, Bytes body) {
        switch (marker) {
        case size: readSize(body); break;
        case coding:
            require(hasSize && body.count >= 10);
            layers = body.big16(2);
            require(layers > 0);
            hasTransform = hasTransform || body[4] != 0;
            readCoding(body.from(5), (body[0] & 1) != 0);
            hasCoding = true;
            break;
        case componentCoding:
            require(hasSize && body.count >= 7);
            readCoding(body.from(2), (body[1] & 1) != 0);
            break;
        case multipleTransform: unsupported();  // arrays of Part 2
        default: break;
        }
    }

    void readSize(Bytes body) {
        require(!hasSize && body.count >= 36);
        isHighThroughput = (body.big16(0) & 0x4000) != 0;
        const uint64_t right = body.big32(2), bottom = body.big32(6), left = body.big32(10), top = body.big32(14);
        tileColumns = body.big32(18);
        tileRows = body.big32(22);
        const uint64_t tileLeft = body.big32(26), tileTop = body.big32(30);
        require(right > left && right - left == form.columns && bottom > top && bottom - top == form.rows);
        require(tileColumns > 0 && tileRows > 0 && tileLeft <= left && tileTop <= top);
        require(tileLeft + tileColumns > left && tileTop + tileRows > top);
        tiles = dividedUp(right - tileLeft, tileColumns) * dividedUp(bottom - tileTop, tileRows);
        if (tiles > mostTiles) unsupported();
        require(body.big16(34) == form.samples && body.count == 36 + 3 * size_t(form.samples));
        for (uint32_t sample = 0; sample < form.samples; ++sample) {
            const uint8_t *component = body.start + 36 + 3 * sample;
            if (component[1] != 1 || component[2] != 1) unsupported();
            if (component[0] != body[36]) unsupported();
        }
        bits = (body[36] & 0x7Fu) + 1;
        isSigned = (body[36] & 0x80) != 0;
        require(bits <= form.bits);
        hasSize = true;
    }

    /// Bounds what the resolutions, precincts and layers of the coding style ask for.
    void readCoding(Bytes style, bool hasPrecincts) {
        require(style.count >= 5);
        const uint32_t levels = style[0];
        require(levels <= 32 && style.count >= 5 + (hasPrecincts ? levels + 1 : 0));
        isReversible = isReversible && style[4] == 1;
        require(style[4] <= 1);
        if ((style[3] & 0x40) != 0) isHighThroughput = true;
        if (!hasPrecincts) return;
        const uint64_t across = std::min<uint64_t>(tileColumns, form.columns), down = std::min<uint64_t>(tileRows, form.rows);
        uint64_t precincts = 0;
        for (uint32_t resolution = 0; resolution <= levels; ++resolution) {
            const uint32_t shift = levels - resolution, exponents = style[5 + resolution];
            precincts += (dividedUp(dividedUp(across, uint64_t(1) << shift), uint64_t(1) << (exponents & 15)) + 1) *
                         (dividedUp(dividedUp(down, uint64_t(1) << shift), uint64_t(1) << (exponents >> 4)) + 1);
        }
        precincts *= form.samples;
        if (precincts * tiles > mostPrecincts || precincts * layers > mostPackets) unsupported();
    }

    /// Every tile has to be there, and the stream has to have its end: decoders fill what is not there with nothing and say nothing.
    void walkTiles(size_t at) {
        std::vector<bool> seen(tiles);
        for (;;) {
            require(at + 2 <= bytes.count);
            if (bytes.big16(at) == endOfStream) break;
            require(at + 12 <= bytes.count && bytes.big16(at) == startOfTile && bytes.big16(at + 2) == 10);
            const uint32_t tile = bytes.big16(at + 4);
            size_t length = bytes.big32(at + 6);
            require(tile < tiles);
            seen[tile] = true;
            // The last tile-part may leave its length open.
            if (length == 0) length = lastEnd() - at;
            require(length >= 14 && length <= bytes.count - at);
            walkTileHeader({bytes.start + at + 12, length - 12});
            at += length;
        }
        bytes.count = at + 2;
        require(std::find(seen.begin(), seen.end(), false) == seen.end());
    }

    void walkTileHeader(Bytes part) {
        size_t at = 0;
        for (;;) {
            require(at + 2 <= part.count);
            if (part.big16(at) == startOfData) return;
            require(at + 4 <= part.count);
            const size_t length = part.big16(at + 2);
            require(part[at] == 0xFF && length >= 2 && length <= part.count - at - 2);
            segment(part.big16(at), {part.start + at + 4, length - 2});
            at += 2 + length;
        }
    }

    size_t lastEnd() const {
        size_t end = bytes.count;
        while (end > 2 && bytes[end - 1] == 0) --end;
        require(end > 2 && bytes.big16(end - 2) == endOfStream);
        return end - 2;
    }
};

}  // namespace

J2KHeader readJ2KHeader(const Form &form, Bytes bytes) { return Reader(form, streamInBoxes(bytes)).read(); }

}  // namespace codecs
