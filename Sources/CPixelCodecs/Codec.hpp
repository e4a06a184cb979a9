// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "CPixelCodecs.h"

#include <new>
#include <vector>

namespace codecs {

/// What a codec throws to end a call with this status.
struct Refusal {
    pixelcodec_status status;
};

[[noreturn]] inline void unreadable() { throw Refusal{PIXELCODEC_UNREADABLE}; }
[[noreturn]] inline void unsupported() { throw Refusal{PIXELCODEC_UNSUPPORTED}; }
inline void require(bool holds) {
    if (!holds) unreadable();
}

/// Bytes of somebody else.
struct Bytes {
    const uint8_t *start;
    size_t count;

    uint8_t operator[](size_t index) const { return start[index]; }
    uint32_t big16(size_t at) const { return uint32_t(start[at]) << 8 | start[at + 1]; }
    uint32_t big32(size_t at) const { return big16(at) << 16 | big16(at + 2); }
    uint32_t little32(size_t at) const {
        return uint32_t(start[at]) | uint32_t(start[at + 1]) << 8 | uint32_t(start[at + 2]) << 16 | uint32_t(start[at + 3]) << 24;
    }
    Bytes from(size_t at) const { return {start + at, count - at}; }
};

/// The header's words about a frame as numbers that a codec needs.
struct Form {
    uint32_t columns, rows, samples, bits, cell;
    bool isPlanar, isRGB, isSubsampled;

    size_t pixels() const { return size_t(columns) * rows; }
    size_t cells() const { return pixels() * samples; }
    size_t bytes() const { return cells() * cell; }
    /// Bytes of a frame as uncompressed pixel data has it.
    size_t nativeBytes() const { return bits == 1 ? (cells() + 7) / 8 : bytes(); }
};

/// The frame as cells of one, two or four bytes, the components of a pixel side by side.
template <typename Byte> struct CellsOf {
    Byte *start;
    uint32_t cell;

    uint32_t get(size_t index) const {
        const Byte *at = start + index * cell;
        switch (cell) {
        case 1: return at[0];
        case 2: return uint32_t(at[0]) | uint32_t(at[1]) << 8;
        default: return uint32_t(at[0]) | uint32_t(at[1]) << 8 | uint32_t(at[2]) << 16 | uint32_t(at[3]) << 24;
        }
    }
    void put(size_t index, uint32_t value) const {
        Byte *at = start + index * cell;
        at[0] = Byte(value);
        if (cell == 1) return;
        at[1] = Byte(value >> 8);
        if (cell == 2) return;
        at[2] = Byte(value >> 16);
        at[3] = Byte(value >> 24);
    }
};
using Cells = CellsOf<uint8_t>;
using ConstCells = CellsOf<const uint8_t>;

/// Hands bytes to the caller's sink.
struct Sink {
    pixelcodec_sink take;
    void *context;

    void write(const uint8_t *bytes, size_t count) const {
        if (count > 0 && !take(context, bytes, count)) throw Refusal{PIXELCODEC_STOPPED};
    }
    void write(const std::vector<uint8_t> &bytes) const { write(bytes.data(), bytes.size()); }
};

inline void append16(std::vector<uint8_t> &bytes, uint32_t value) {
    bytes.push_back(uint8_t(value >> 8));
    bytes.push_back(uint8_t(value));
}
inline void append32(std::vector<uint8_t> &bytes, uint32_t value) {
    append16(bytes, value >> 16);
    append16(bytes, value & 0xFFFF);
}

// Each decoder fills all cells or throws. Each encoder reads cells that it may trust to be there, not to fit the bits.
void decodeRLE(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeRLE(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void decodeNative(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeNative(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void decodeDeflated(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeDeflated(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void decodeJPEG(const Form &, Bytes, Cells, pixelcodec_stream &);
void decodeLosslessJPEG(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeLosslessJPEG(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void decodeJPEGLS(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeJPEGLS(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void decodeJPEG2000(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeJPEG2000(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void decodeHTJ2K(const Form &, Bytes, Cells, pixelcodec_stream &);
void encodeHTJ2K(const Form &, const pixelcodec_stream &, ConstCells, Sink);
void encodeHTJ2KByResolution(const Form &, const pixelcodec_stream &, ConstCells, Sink);

}  // namespace codecs
