// SPDX-License-Identifier: Apache-2.0

#include "JPEG2000.hpp"

#include <openjph/ojph_arch.h>
#include <openjph/ojph_base.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_params.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_message.h>

#include <algorithm>
#include <cstdio>
#include <mutex>

namespace codecs {

namespace {

ssize_t drop(void *, const char *, size_t count) { return ssize_t(count); }

/// OpenJPH 0.9 prints what it throws, and heeds only the stream that it prints to. A worker that is kept in can open no file for it.
void silence() {
    static std::FILE *const nowhere = ::fopencookie(nullptr, "w", {nullptr, drop, nullptr, nullptr});
    if (nowhere == nullptr) unsupported();
    static std::once_flag once;
    std::call_once(once, [] {
        ojph::set_info_stream(nowhere);
        ojph::set_warning_stream(nowhere);
        ojph::set_error_stream(nowhere);
    });
}

class Collector : public ojph::outfile_base {
public:
    std::vector<uint8_t> bytes;
    size_t write(const void *start, size_t count) override {
        const auto *first = static_cast<const uint8_t *>(start);
        bytes.insert(bytes.end(), first, first + count);
        return count;
    }
    ojph::si64 tell() override { return ojph::si64(bytes.size()); }
};

std::vector<uint8_t> encoded(const Form &form, const pixelcodec_stream &kind, ConstCells cells, const char *progression) {
    // The integer lifting of OpenJPH keeps 32 bits.
    if (kind.bits > 24) unsupported();
    silence();
    Collector collector;
    ojph::codestream stream;
    ojph::param_siz size = stream.access_siz();
    size.set_image_extent(ojph::point(form.columns, form.rows));
    size.set_num_components(form.samples);
    for (uint32_t sample = 0; sample < form.samples; ++sample) size.set_component(sample, ojph::point(1, 1), kind.bits, kind.is_signed);
    ojph::param_cod coding = stream.access_cod();
    // The smallest image in it is a thumbnail of at most 64 pixels.
    uint32_t levels = 0;
    while (levels < 10 && std::max(form.columns, form.rows) >> levels > 64) ++levels;
    coding.set_num_decomposition(std::max(levels, std::min(form.columns, form.rows) >= 32 ? 5u : 0u));
    coding.set_block_dims(64, 64);
    coding.set_progression_order(progression);
    coding.set_color_transform(kind.has_component_transform && form.samples == 3);
    coding.set_reversible(true);
    stream.set_planar(false);
    stream.write_headers(&collector);
    const SampleReader samples(form, kind);
    uint32_t component = 0;
    ojph::line_buf *line = stream.exchange(nullptr, component);
    for (uint32_t row = 0; row < form.rows; ++row)
        for (uint32_t sample = 0; sample < form.samples; ++sample) {
            require(line != nullptr && component == sample);
            const size_t first = size_t(row) * form.columns;
            for (uint32_t column = 0; column < form.columns; ++column)
                line->i32[column] = samples.value(cells.get((first + column) * form.samples + sample));
            line = stream.exchange(line, component);
        }
    stream.flush();
    return std::move(collector.bytes);
}

/// Puts the list of tile-part lengths before the first tile-part, as the syntax by resolution wants it.
std::vector<uint8_t> withTileLengths(const std::vector<uint8_t> &bytes) {
    const Bytes stream{bytes.data(), bytes.size()};
    size_t at = 2;
    while (at + 4 <= stream.count && stream.big16(at) != 0xFF90) at += 2 + stream.big16(at + 2);
    const size_t mainHeader = at;
    std::vector<uint8_t> entries;
    while (at + 12 <= stream.count && stream.big16(at) == 0xFF90) {
        const size_t length = stream.big32(at + 6);
        require(length >= 14 && length <= stream.count - at);
        append16(entries, stream.big16(at + 4));
        append32(entries, uint32_t(length));
        at += length;
    }
    require(entries.size() <= 0xF000);
    std::vector<uint8_t> result(bytes.begin(), bytes.begin() + ptrdiff_t(mainHeader));
    append16(result, 0xFF55);
    append16(result, uint32_t(4 + entries.size()));
    result.push_back(0);     // the first such segment
    result.push_back(0x60);  // indices of two bytes, lengths of four
    result.insert(result.end(), entries.begin(), entries.end());
    result.insert(result.end(), bytes.begin() + ptrdiff_t(mainHeader), bytes.end());
    return result;
}

}  // namespace

void decodeHTJ2K(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &found) { decodeJPEG2000(form, bytes, cells, found); }

void encodeHTJ2K(const Form &form, const pixelcodec_stream &kind, ConstCells cells, Sink sink) {
    sink.write(encoded(form, kind, cells, "LRCP"));
}

void encodeHTJ2KByResolution(const Form &form, const pixelcodec_stream &kind, ConstCells cells, Sink sink) {
    sink.write(withTileLengths(encoded(form, kind, cells, "RPCL")));
}

}  // namespace codecs
