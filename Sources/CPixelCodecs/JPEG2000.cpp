// SPDX-License-Identifier: Apache-2.0

#include "J2KHeader.hpp"
#include "JPEG2000.hpp"

#include <openjpeg-2.5/openjpeg.h>

#include <algorithm>
#include <csetjmp>
#include <csignal>
#include <cstring>
#include <memory>

namespace codecs {

namespace {

template <auto release> struct Releaser {
    template <typename Thing> void operator()(Thing *thing) const { release(thing); }
};
using Codec = std::unique_ptr<opj_codec_t, Releaser<opj_destroy_codec>>;
using Stream = std::unique_ptr<opj_stream_t, Releaser<opj_stream_destroy>>;
using Image = std::unique_ptr<opj_image_t, Releaser<opj_image_destroy>>;

template <typename Thing> Thing *given(Thing *thing) {
    if (thing == nullptr) throw std::bad_alloc();
    return thing;
}

struct Source {
    Bytes bytes;
    size_t at;
};

OPJ_SIZE_T readSource(void *buffer, OPJ_SIZE_T count, void *data) {
    auto &source = *static_cast<Source *>(data);
    const size_t taken = std::min<size_t>(count, source.bytes.count - source.at);
    if (taken == 0) return OPJ_SIZE_T(-1);
    std::memcpy(buffer, source.bytes.start + source.at, taken);
    source.at += taken;
    return taken;
}

OPJ_OFF_T skipSource(OPJ_OFF_T count, void *data) {
    auto &source = *static_cast<Source *>(data);
    if (count < 0) return -1;
    const size_t taken = std::min<size_t>(size_t(count), source.bytes.count - source.at);
    source.at += taken;
    return taken == 0 && count > 0 ? -1 : OPJ_OFF_T(taken);
}

OPJ_BOOL seekSource(OPJ_OFF_T at, void *data) {
    auto &source = *static_cast<Source *>(data);
    if (at < 0 || size_t(at) > source.bytes.count) return OPJ_FALSE;
    source.at = size_t(at);
    return OPJ_TRUE;
}

struct Target {
    std::vector<uint8_t> bytes;
    size_t at = 0;
    bool isFull = false;
};

OPJ_SIZE_T writeTarget(void *buffer, OPJ_SIZE_T count, void *data) {
    auto &target = *static_cast<Target *>(data);
    try {
        if (target.at + count > target.bytes.size()) target.bytes.resize(target.at + count);
    } catch (...) {
        target.isFull = true;
        return OPJ_SIZE_T(-1);
    }
    std::memcpy(target.bytes.data() + target.at, buffer, count);
    target.at += count;
    return count;
}

OPJ_OFF_T skipTarget(OPJ_OFF_T count, void *data) {
    static_cast<Target *>(data)->at += size_t(count);
    return count;
}

OPJ_BOOL seekTarget(OPJ_OFF_T at, void *data) {
    static_cast<Target *>(data)->at = size_t(at);
    return OPJ_TRUE;
}

void note(const char *, void *hasSpoken) { *static_cast<bool *>(hasSpoken) = true; }

/// Some writers count tile-parts one short, which harms nothing: the walk over the tile-parts has found all tiles and the end.
void noteWarning(const char *message, void *hasSpoken) {
    static const char harmless[] = "Non conformant codestream TPsot==TNsot.";
    if (std::strncmp(message, harmless, sizeof harmless - 1) != 0) note(message, hasSpoken);
}

void ignore(const char *, void *) {}

void listen(opj_codec_t *codec, bool &hasSpoken) {
    opj_set_info_handler(codec, ignore, nullptr);
    opj_set_warning_handler(codec, noteWarning, &hasSpoken);
    opj_set_error_handler(codec, note, &hasSpoken);
}

const uint32_t mostBits = 24;

thread_local sigjmp_buf *whereAbortsGo = nullptr;

void leave(int) {
    if (whereAbortsGo != nullptr) siglongjmp(*whereAbortsGo, 1);
}

enum class Decoded { whole, damaged, aborted };

/// Debian's OpenJPEG is built with its assertions, and some of those of HTJ2K are about what stands in the stream: they would end the process. All
/// frames that are left out on the way back are OpenJPEG's own, in C; what they held is lost.
Decoded decode(opj_codec_t *codec, opj_stream_t *stream, opj_image_t *image) {
    struct sigaction action = {}, before = {};
    action.sa_handler = leave;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGABRT, &action, &before) != 0) return Decoded::damaged;
    sigjmp_buf here;
    whereAbortsGo = &here;
    volatile Decoded result = Decoded::aborted;
    if (sigsetjmp(here, 1) == 0) {
        const bool isWhole = opj_decode(codec, stream, image) == OPJ_TRUE && opj_end_decompress(codec, stream) == OPJ_TRUE;
        result = isWhole ? Decoded::whole : Decoded::damaged;
    }
    whereAbortsGo = nullptr;
    sigaction(SIGABRT, &before, nullptr);
    return result;
}

}  // namespace

void decodeJPEG2000(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &found) {
    const J2KHeader header = readJ2KHeader(form, bytes);
    decodeWithOpenJPEG(form, header, cells);
    describe(header, form, found);
}

void describe(const J2KHeader &header, const Form &form, pixelcodec_stream &found) {
    found.bits = uint16_t(header.bits);
    found.is_signed = header.isSigned;
    found.has_component_transform = header.hasComponentTransform;
    found.is_rgb = form.samples == 3 && (header.hasComponentTransform || form.isRGB);
    found.is_lossy = !header.isReversible;
}

void decodeWithOpenJPEG(const Form &form, const J2KHeader &header, Cells cells) {
    if (header.bits > mostBits) unsupported();
    bool hasSpoken = false;
    Source source{header.stream, 0};
    Codec codec(given(opj_create_decompress(OPJ_CODEC_J2K)));
    listen(codec.get(), hasSpoken);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    require(opj_setup_decoder(codec.get(), &parameters) == OPJ_TRUE);
    require(opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE) == OPJ_TRUE);
    // Whatever OPJ_NUM_THREADS says.
    opj_codec_set_threads(codec.get(), 0);
    Stream stream(given(opj_stream_create(1 << 16, OPJ_TRUE)));
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), source.bytes.count);
    opj_stream_set_read_function(stream.get(), readSource);
    opj_stream_set_skip_function(stream.get(), skipSource);
    opj_stream_set_seek_function(stream.get(), seekSource);

    opj_image_t *decoded = nullptr;
    const bool hasHeader = opj_read_header(stream.get(), codec.get(), &decoded) == OPJ_TRUE;
    Image image(decoded);
    require(hasHeader && image != nullptr);
    const Decoded outcome = decode(codec.get(), stream.get(), image.get());
    if (outcome == Decoded::aborted) {
        // In the middle of something, they are not touched again.
        codec.release();
        stream.release();
        image.release();
    }
    require(outcome == Decoded::whole);
    require(!hasSpoken && image->numcomps == form.samples);
    for (uint32_t sample = 0; sample < form.samples; ++sample) {
        const opj_image_comp_t &component = image->comps[sample];
        require(component.w == form.columns && component.h == form.rows && component.data != nullptr);
        for (size_t pixel = 0; pixel < form.pixels(); ++pixel) cells.put(pixel * form.samples + sample, uint32_t(component.data[pixel]));
    }
}

void encodeJPEG2000(const Form &form, const pixelcodec_stream &kind, ConstCells cells, Sink sink) {
    // OpenJPEG reserves too little for noise of one bit.
    if (kind.bits > mostBits || (kind.bits == 1 && form.samples > 1)) unsupported();
    bool hasSpoken = false;
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = 0;
    parameters.cp_disto_alloc = 1;
    parameters.irreversible = 0;
    parameters.tcp_mct = kind.has_component_transform && form.samples == 3 ? 1 : 0;
    parameters.numresolution = 1;
    while (parameters.numresolution < 6 && std::min(form.columns, form.rows) >> parameters.numresolution != 0) ++parameters.numresolution;

    opj_image_cmptparm_t components[3] = {};
    for (opj_image_cmptparm_t &component : components) {
        component.dx = component.dy = 1;
        component.w = form.columns;
        component.h = form.rows;
        component.prec = kind.bits;
        component.sgnd = kind.is_signed;
    }
    const Image image(given(opj_image_create(form.samples, components, form.samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY)));
    image->x1 = form.columns;
    image->y1 = form.rows;
    const SampleReader samples(form, kind);
    for (uint32_t sample = 0; sample < form.samples; ++sample)
        for (size_t pixel = 0; pixel < form.pixels(); ++pixel)
            image->comps[sample].data[pixel] = samples.value(cells.get(pixel * form.samples + sample));

    Target target;
    const Codec codec(given(opj_create_compress(OPJ_CODEC_J2K)));
    listen(codec.get(), hasSpoken);
    require(opj_setup_encoder(codec.get(), &parameters, image.get()) == OPJ_TRUE);
    opj_codec_set_threads(codec.get(), 0);
    const Stream stream(given(opj_stream_create(1 << 16, OPJ_FALSE)));
    opj_stream_set_user_data(stream.get(), &target, nullptr);
    opj_stream_set_write_function(stream.get(), writeTarget);
    opj_stream_set_skip_function(stream.get(), skipTarget);
    opj_stream_set_seek_function(stream.get(), seekTarget);
    const bool isWritten = opj_start_compress(codec.get(), image.get(), stream.get()) == OPJ_TRUE &&
                           opj_encode(codec.get(), stream.get()) == OPJ_TRUE && opj_end_compress(codec.get(), stream.get()) == OPJ_TRUE;
    if (target.isFull) throw std::bad_alloc();
    require(isWritten && !hasSpoken);
    sink.write(target.bytes);
}

}  // namespace codecs
