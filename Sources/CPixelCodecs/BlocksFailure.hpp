// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "CPixelCodecs.h"

namespace blocks {

/// Ends the work; `pixelcodec_blank_blocks` turns it into its status.
struct Failure {
    pixelcodec_status status;
};

inline void require(bool condition, pixelcodec_status otherwise = PIXELCODEC_UNREADABLE) {
    if (!condition) throw Failure{otherwise};
}

}  // namespace blocks
