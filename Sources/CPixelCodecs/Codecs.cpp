// SPDX-License-Identifier: Apache-2.0

#include "Codec.hpp"

#include <cstring>

using namespace codecs;

namespace {

struct Codec {
    const char *transferSyntax;
    void (*decode)(const Form &, Bytes, Cells, pixelcodec_stream &);
    void (*encode)(const Form &, const pixelcodec_stream &, ConstCells, Sink);
};

const Codec codecs[] = {
    {"1.2.840.10008.1.2.5", decodeRLE, encodeRLE},
    {"1.2.840.10008.1.2.1.98", decodeNative, encodeNative},
    {"1.2.840.10008.1.2.8.1", decodeDeflated, encodeDeflated},
    {"1.2.840.10008.1.2.4.50", decodeJPEG, nullptr},
    {"1.2.840.10008.1.2.4.51", decodeJPEG, nullptr},
    {"1.2.840.10008.1.2.4.57", decodeLosslessJPEG, encodeLosslessJPEG},
    {"1.2.840.10008.1.2.4.70", decodeLosslessJPEG, encodeLosslessJPEG},
    {"1.2.840.10008.1.2.4.80", decodeJPEGLS, encodeJPEGLS},
    {"1.2.840.10008.1.2.4.81", decodeJPEGLS, encodeJPEGLS},
    {"1.2.840.10008.1.2.4.90", decodeJPEG2000, encodeJPEG2000},
    {"1.2.840.10008.1.2.4.91", decodeJPEG2000, encodeJPEG2000},
    {"1.2.840.10008.1.2.4.201", decodeHTJ2K, encodeHTJ2K},
    {"1.2.840.10008.1.2.4.202", decodeHTJ2K, encodeHTJ2KByResolution},
    {"1.2.840.10008.1.2.4.203", decodeHTJ2K, encodeHTJ2K},
};

const Codec &codecFor(const char *transferSyntax) {
    for (const Codec &codec : codecs)
        if (transferSyntax != nullptr && std::strcmp(codec.transferSyntax, transferSyntax) == 0) return codec;
    unsupported();
}

bool startsWith(const char *text, const char *start) { return text != nullptr && std::strncmp(text, start, std::strlen(start)) == 0; }

Form checkedForm(const pixelcodec_form &form) {
    if (form.samples != 1 && form.samples != 3) unsupported();
    if (form.bits_allocated != 1 && form.bits_allocated != 8 && form.bits_allocated != 16 && form.bits_allocated != 32) unsupported();
    require(form.columns > 0 && form.columns <= 0xFFFF && form.rows > 0 && form.rows <= 0xFFFF);
    const char *photometric = form.photometric;
    return {form.columns, form.rows, form.samples, form.bits_allocated, (form.bits_allocated + 7u) / 8u,
            form.planar_configuration == 1 && form.samples > 1, photometric != nullptr && std::strcmp(photometric, "RGB") == 0,
            startsWith(photometric, "YBR_FULL_42") || startsWith(photometric, "YBR_PARTIAL_42")};
}

template <typename Body> pixelcodec_status guarded(Body &&body) noexcept {
    try {
        body();
        return PIXELCODEC_OK;
    } catch (const Refusal &refusal) {
        return refusal.status;
    } catch (const std::bad_alloc &) {
        return PIXELCODEC_NO_MEMORY;
    } catch (...) {
        return PIXELCODEC_UNREADABLE;
    }
}

}  // namespace

pixelcodec_status pixelcodec_decode(
    const pixelcodec_form *form, const uint8_t *bytes, size_t count, uint8_t *samples, size_t capacity, pixelcodec_stream *stream) {
    return guarded([&] {
        const Codec &codec = codecFor(form->transfer_syntax);
        const Form checked = checkedForm(*form);
        require(bytes != nullptr && samples != nullptr && checked.bytes() <= capacity);
        pixelcodec_stream found{uint16_t(checked.bits), false, checked.isRGB, false, false};
        codec.decode(checked, {bytes, count}, {samples, checked.cell}, found);
        *stream = found;
    });
}

pixelcodec_status pixelcodec_encode(
    const pixelcodec_form *form, const pixelcodec_stream *stream, const uint8_t *samples, size_t count, pixelcodec_sink sink, void *context) {
    return guarded([&] {
        const Codec &codec = codecFor(form->transfer_syntax);
        if (codec.encode == nullptr) unsupported();
        const Form checked = checkedForm(*form);
        require(samples != nullptr && checked.bytes() == count && stream->bits > 0 && stream->bits <= checked.bits);
        codec.encode(checked, *stream, {samples, checked.cell}, {sink, context});
    });
}
