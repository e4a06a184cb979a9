// SPDX-License-Identifier: Apache-2.0

#include "JPEGReader.hpp"

#include <algorithm>
#include <cstring>

namespace codecs {

namespace {

enum : uint32_t { baseline = 0xC0, extended = 0xC1, huffmanLossless = 0xC3, huffmanTables = 0xC4, firstRestart = 0xD0,
                  startOfImage = 0xD8, endOfImage = 0xD9, startOfScan = 0xDA, quantizationTables = 0xDB, restartDistance = 0xDD,
                  jfif = 0xE0, adobe = 0xEE };

}  // namespace

const uint8_t zigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
                            41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
                            30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

void JPEGReader::read() {
    require(bytes.count > 4 && bytes.big16(0) == (0xFF00 | startOfImage));
    size_t at = 2;
    for (;;) {
        // Any marker may have more bytes of ones before it.
        require(at + 2 <= bytes.count && bytes[at] == 0xFF);
        while (bytes[at + 1] == 0xFF) require(++at + 2 <= bytes.count);
        const uint32_t marker = bytes[at + 1];
        at += 2;
        if (marker == endOfImage) break;
        require(marker >= baseline && !(marker >= firstRestart && marker <= startOfImage));
        require(at + 2 <= bytes.count);
        const size_t length = bytes.big16(at);
        require(length >= 2 && length <= bytes.count - at);
        const Bytes body{bytes.start + at + 2, length - 2};
        at += length;
        switch (marker) {
        case baseline:
        case extended:
        case huffmanLossless:
            require(isLossless == (marker == huffmanLossless));
            readFrame(body);
            break;
        case huffmanTables: readHuffman(body); break;
        case quantizationTables: readQuantization(body); break;
        case startOfScan: at = readScan(body, at); break;
        case restartDistance:
            require(body.count == 2);
            restartInterval = body.big16(0);
            break;
        case jfif: hasJFIF = hasJFIF || (body.count >= 5 && std::memcmp(body.start, "JFIF", 5) == 0); break;
        case adobe:
            if (body.count >= 12 && std::memcmp(body.start, "Adobe", 5) == 0) adobeTransform = body[11];
            break;
        default:
            // Progressive, hierarchical and arithmetic images, and those whose height comes late. Applications and comments are passed over.
            if (marker < jfif) unsupported();
        }
    }
    require(isComplete());
}

bool JPEGReader::isRGB() const {
    if (components.size() != 3) return form.isRGB;
    if (adobeTransform >= 0) return adobeTransform == 0;
    if (hasJFIF && !isLossless) return false;
    if (components[0].id == 'R' && components[1].id == 'G' && components[2].id == 'B') return true;
    return form.isRGB;
}

void JPEGReader::readFrame(Bytes body) {
    require(components.empty() && body.count >= 6);
    precision = body[0];
    require(precision >= 2 && precision <= (isLossless ? 16 : 12) && precision <= form.bits);
    if (!isLossless && precision != 8 && precision != 12) unsupported();
    if (body.big16(1) == 0) unsupported();
    require(body.big16(1) == form.rows && body.big16(3) == form.columns && body[5] == form.samples);
    require(body.count == 6 + 3 * size_t(form.samples));
    for (uint32_t index = 0; index < form.samples; ++index) {
        const uint8_t *entry = body.start + 6 + 3 * index;
        JPEGComponent component{entry[0], uint32_t(entry[1]) >> 4, entry[1] & 15u, entry[2], false};
        require(component.across >= 1 && component.across <= 4 && component.down >= 1 && component.down <= 4 && component.quantization < 4);
        for (const JPEGComponent &other : components) require(other.id != component.id);
        components.push_back(component);
    }
    begin();
}

void JPEGReader::readHuffman(Bytes body) {
    size_t at = 0;
    while (at < body.count) {
        require(body.count - at >= 17);
        const uint32_t kind = body[at] >> 4, index = body[at] & 15;
        require(kind <= 1 && index <= 3);
        size_t count = 0;
        for (size_t length = 1; length <= 16; ++length) count += body[at + length];
        require(count <= body.count - at - 17 && count <= 256);
        huffman[kind][index] = HuffmanDecoder(body.start + at + 1, body.start + at + 17, count);
        at += 17 + count;
    }
}

void JPEGReader::readQuantization(Bytes body) {
    size_t at = 0;
    while (at < body.count) {
        const uint32_t isWide = body[at] >> 4, index = body[at] & 15;
        const size_t width = isWide + 1;
        require(isWide <= 1 && index <= 3 && body.count - at >= 1 + 64 * width);
        for (size_t place = 0; place < 64; ++place) {
            const size_t entry = at + 1 + place * width;
            quantization[index][zigzag[place]] = uint16_t(isWide ? body.big16(entry) : body[entry]);
        }
        hasQuantization[index] = true;
        at += 1 + 64 * width;
    }
}

size_t JPEGReader::readScan(Bytes body, size_t data) {
    require(!components.empty() && body.count >= 1);
    const size_t count = body[0];
    require(count >= 1 && count <= components.size() && body.count == 4 + 2 * count);
    JPEGScan scan;
    for (size_t index = 0; index < count; ++index) {
        const uint32_t id = body[1 + 2 * index], first = body[2 + 2 * index] >> 4, second = body[2 + 2 * index] & 15;
        require(first <= 3 && second <= 3);
        uint32_t place = 0;
        while (place < components.size() && components[place].id != id) ++place;
        require(place < components.size() && !components[place].isDecoded);
        components[place].isDecoded = true;
        require(huffman[0][first].isDefined() && (isLossless || huffman[1][second].isDefined()));
        scan.parts.push_back({place, &huffman[0][first], &huffman[1][second]});
    }
    const uint8_t *tail = body.start + 1 + 2 * count;
    scan.start = tail[0];
    scan.end = tail[1];
    scan.high = tail[2] >> 4;
    scan.low = tail[2] & 15;
    BitReader bits(bytes, data);
    decode(scan, bits);
    return bits.end();
}

bool JPEGReader::restarts(BitReader &bits, size_t unit) const {
    if (restartInterval == 0 || unit == 0 || unit % restartInterval != 0) return false;
    size_t at = bits.end();
    while (bytes[at + 1] == 0xFF) require(++at + 2 <= bytes.count);
    require(bytes[at + 1] == (firstRestart | ((unit / restartInterval - 1) & 7)));
    bits = BitReader(bytes, at + 2);
    return true;
}

bool JPEGReader::isComplete() const {
    return !components.empty() && std::all_of(components.begin(), components.end(), [](const JPEGComponent &each) { return each.isDecoded; });
}

}  // namespace codecs
