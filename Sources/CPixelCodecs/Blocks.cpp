// SPDX-License-Identifier: Apache-2.0

#include "CPixelCodecs.h"

pixelcodec_status pixelcodec_blank_blocks(
    const pixelcodec_form *, const uint8_t *, size_t, const pixelcodec_box *, size_t, const int32_t *, pixelcodec_box *, pixelcodec_sink, void *) {
    return PIXELCODEC_UNSUPPORTED;
}
