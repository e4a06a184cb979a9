// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "BlocksHuffman.hpp"

#include <memory>

namespace blocks {

struct Bytes {
    const uint8_t *begin = nullptr, *end = nullptr;
};

struct Component {
    uint8_t identifier = 0;
    uint32_t horizontal = 1, vertical = 1;
    uint8_t quantizer = 0;
    /// In blocks: those that hold pixels, and those that an interleaved scan has.
    uint32_t across = 0, down = 0, paddedAcross = 0, paddedDown = 0;
    bool hasScan = false;
};

struct Frame {
    int precision = 0;
    uint32_t columns = 0, rows = 0;
    uint32_t horizontal = 1, vertical = 1;  ///< the largest factors
    /// In units of an interleaved scan of more than one component.
    uint32_t unitsAcross = 0, unitsDown = 0;
    std::vector<Component> components;

    /// The largest number of bits of a difference of DC coefficients; AC coefficients have one less.
    int bitsOfDifference() const { return precision + 3; }
};

struct ScanComponent {
    size_t index;
    uint8_t dc, ac;    ///< destinations of its tables
    int32_t quantum;   ///< step of its DC coefficient
};

using TableReference = std::shared_ptr<const HuffmanTable>;
/// DC and AC, four destinations each.
using Tables = std::array<std::array<TableReference, 4>, 2>;

struct Scan {
    std::vector<ScanComponent> components;
    Tables tables;
    uint32_t restartInterval = 0;
    Bytes coded;
};

/// Bytes that stay as they are; where `scan` is one, the header of that scan, and what it has coded follows.
struct Piece {
    Bytes bytes;
    int scan = -1;
};

/// A sequential JPEG image, taken apart but for what its scans have coded.
struct Stream {
    Frame frame;
    std::vector<Scan> scans;
    std::vector<Piece> pieces;
};

/// Throws PIXELCODEC_UNSUPPORTED for other processes than sequential DCT with Huffman codes, PIXELCODEC_UNREADABLE for what is damaged, has more
/// than one image, or no end. The result points into the bytes.
Stream parse(Bytes bytes);

}  // namespace blocks
