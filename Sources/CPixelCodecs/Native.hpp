// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "Codec.hpp"

namespace codecs {

/// Takes a frame as uncompressed pixel data has it: `form.nativeBytes()` bytes, one bit a pixel packed from the lowest bit on.
void cellsFromNative(const Form &, const uint8_t *bytes, Cells);
std::vector<uint8_t> nativeFromCells(const Form &, ConstCells);

}  // namespace codecs
