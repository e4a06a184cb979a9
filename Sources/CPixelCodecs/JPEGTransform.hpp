// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace codecs {

/// Turns 64 dequantized coefficients into samples, bit by bit as the "islow" transform of libjpeg does, so that other readers see the same.
/// - coefficients: Row by row, lost afterwards.
void inverseTransform(int64_t *coefficients, uint32_t precision, uint16_t *samples, size_t stride);

}  // namespace codecs
