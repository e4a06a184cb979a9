// SPDX-License-Identifier: Apache-2.0

#include "Codec.hpp"

#include <charls/charls.h>

namespace codecs {

namespace {

/// Runs one step of CharLS, whose errors are damage of the stream but for memory.
template <typename Step> auto step(Step &&body) {
    try {
        return body();
    } catch (const charls::jpegls_error &error) {
        if (error.code() == charls::jpegls_errc::not_enough_memory) throw std::bad_alloc();
        throw Refusal{PIXELCODEC_UNREADABLE};
    }
}

bool hasColourTransform(Bytes bytes) {
    // HP's own APP8 marker "mrfx" stands before the frame header; CharLS takes its transform back.
    for (size_t at = 2; at + 9 < bytes.count && bytes[at] == 0xFF && bytes[at + 1] != 0xDA; at += 2 + bytes.big16(at + 2))
        if (bytes.big16(at) == 0xFFE8 && bytes.big32(at + 4) == 0x6D726678) return bytes[at + 8] != 0;
    return false;
}

/// The stream up to its end marker. CharLS reads zeros for seconds behind a stream that lacks it.
Bytes whole(Bytes bytes) {
    for (size_t count = bytes.count; count >= 4; --count)
        if (bytes.big16(count - 2) == 0xFFD9) return {bytes.start, count};
    unreadable();
}

}  // namespace

void decodeJPEGLS(const Form &form, Bytes given, Cells cells, pixelcodec_stream &stream) {
    const Bytes bytes = whole(given);
    charls::jpegls_decoder decoder;
    // Not the SPIFF header: writers put another colour space there than the image has, for which CharLS would refuse it.
    step([&] {
        decoder.source(bytes.start, bytes.count);
        decoder.read_header();
    });
    const charls::frame_info &info = decoder.frame_info();
    require(info.width == form.columns && info.height == form.rows && uint32_t(info.component_count) == form.samples);
    require(info.bits_per_sample >= 1 && uint32_t(info.bits_per_sample) <= form.bits);
    const uint32_t cell = info.bits_per_sample > 8 ? 2 : 1;
    std::vector<uint8_t> decoded(form.cells() * cell);
    step([&] { decoder.decode(decoded.data(), decoded.size()); });

    const ConstCells source{decoded.data(), cell};
    const bool isPlanar = form.samples > 1 && decoder.interleave_mode() == charls::interleave_mode::none;
    for (size_t pixel = 0; pixel < form.pixels(); ++pixel)
        for (uint32_t sample = 0; sample < form.samples; ++sample) {
            const size_t index = pixel * form.samples + sample;
            cells.put(index, source.get(isPlanar ? sample * form.pixels() + pixel : index));
        }
    stream.bits = uint16_t(info.bits_per_sample);
    for (uint32_t sample = 0; sample < form.samples; ++sample)
        if (decoder.near_lossless(int32_t(isPlanar ? sample : 0)) != 0) stream.is_lossy = true;
    if (form.samples == 3 && hasColourTransform(bytes)) stream.is_rgb = true;
}

void encodeJPEGLS(const Form &form, const pixelcodec_stream &stream, ConstCells cells, Sink sink) {
    if (stream.bits < 2 || stream.bits > 16) unsupported();
    const uint32_t cell = stream.bits > 8 ? 2 : 1;
    std::vector<uint8_t> source(form.cells() * cell);
    for (size_t index = 0; index < form.cells(); ++index) {
        require(cells.get(index) >> stream.bits == 0);
        Cells{source.data(), cell}.put(index, cells.get(index));
    }
    std::vector<uint8_t> encoded;
    step([&] {
        charls::jpegls_encoder encoder;
        encoder.frame_info({form.columns, form.rows, stream.bits, int32_t(form.samples)});
        if (form.samples > 1) encoder.interleave_mode(charls::interleave_mode::sample);
        // Noise grows: no sample needs more than the longest code, which is under four times its bits.
        encoded.resize(source.size() * 4 + 4096);
        encoder.destination(encoded.data(), encoded.size());
        encoded.resize(encoder.encode(source.data(), source.size()));
    });
    sink.write(encoded);
}

}  // namespace codecs
