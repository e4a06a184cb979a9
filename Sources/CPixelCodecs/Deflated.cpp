// SPDX-License-Identifier: Apache-2.0

#include "Native.hpp"

#include <zlib.h>

#include <algorithm>
#include <climits>

namespace codecs {

namespace {

const int withoutZlibHeader = -MAX_WBITS;

struct Inflater {
    z_stream state{};
    Inflater() {
        if (inflateInit2(&state, withoutZlibHeader) != Z_OK) throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&state); }
};

struct Deflater {
    z_stream state{};
    Deflater() {
        if (deflateInit2(&state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, withoutZlibHeader, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    }
    ~Deflater() { deflateEnd(&state); }
};

/// zlib counts in 32 bits.
uInt portion(size_t count) { return uInt(std::min<size_t>(count, INT_MAX)); }

}  // namespace

void decodeDeflated(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &) {
    if (form.isSubsampled) unsupported();
    // A byte more than the frame shows that the stream holds more.
    std::vector<uint8_t> native(form.nativeBytes() + 1);
    Inflater inflater;
    z_stream &state = inflater.state;
    size_t taken = 0, given = 0;
    for (int outcome = Z_OK; outcome != Z_STREAM_END;) {
        state.next_in = const_cast<Bytef *>(bytes.start + taken);
        state.avail_in = portion(bytes.count - taken);
        state.next_out = native.data() + given;
        state.avail_out = portion(native.size() - given);
        const uInt offered = state.avail_in, room = state.avail_out;
        require(room > 0);
        outcome = inflate(&state, Z_NO_FLUSH);
        if (outcome == Z_MEM_ERROR) throw std::bad_alloc();
        taken += offered - state.avail_in;
        given += room - state.avail_out;
        require(outcome == Z_OK || outcome == Z_STREAM_END);
    }
    require(given == form.nativeBytes() || given == form.nativeBytes() + form.nativeBytes() % 2);
    cellsFromNative(form, native.data(), cells);
}

void encodeDeflated(const Form &form, const pixelcodec_stream &, ConstCells cells, Sink sink) {
    const std::vector<uint8_t> native = nativeFromCells(form, cells);
    std::vector<uint8_t> part(1 << 16);
    Deflater deflater;
    z_stream &state = deflater.state;
    size_t taken = 0;
    for (int outcome = Z_OK; outcome != Z_STREAM_END;) {
        state.next_in = const_cast<Bytef *>(native.data() + taken);
        state.avail_in = portion(native.size() - taken);
        state.next_out = part.data();
        state.avail_out = uInt(part.size());
        const uInt offered = state.avail_in;
        const bool isLast = offered == native.size() - taken;
        outcome = deflate(&state, isLast ? Z_FINISH : Z_NO_FLUSH);
        require(outcome == Z_OK || outcome == Z_STREAM_END);
        taken += offered - state.avail_in;
        sink.write(part.data(), part.size() - state.avail_out);
    }
}

}  // namespace codecs
