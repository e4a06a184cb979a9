// SPDX-License-Identifier: Apache-2.0

#include "CPixelCodecs.h"

pixelcodec_status pixelcodec_decode(const pixelcodec_form *, const uint8_t *, size_t, uint8_t *, size_t, pixelcodec_stream *) {
    return PIXELCODEC_UNSUPPORTED;
}

pixelcodec_status pixelcodec_encode(const pixelcodec_form *, const pixelcodec_stream *, const uint8_t *, size_t, pixelcodec_sink, void *) {
    return PIXELCODEC_UNSUPPORTED;
}
