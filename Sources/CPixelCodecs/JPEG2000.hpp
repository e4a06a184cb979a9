// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "J2KHeader.hpp"

namespace codecs {

void decodeWithOpenJPEG(const Form &, const J2KHeader &, Cells);
void describe(const J2KHeader &, const Form &, pixelcodec_stream &);

/// Gives the numbers in cells to an encoder, and refuses those that the bits of the stream do not hold.
class SampleReader {
public:
    SampleReader(const Form &form, const pixelcodec_stream &kind) : shift(32 - 8 * form.cell), bits(kind.bits), isSigned(kind.is_signed) {}

    int32_t value(uint32_t cell) const {
        if (!isSigned) {
            require(uint64_t(cell) >> bits == 0);
            return int32_t(cell);
        }
        const int32_t value = int32_t(cell << shift) >> shift, half = int32_t(1) << (bits - 1);
        require(value >= -half && value < half);
        return value;
    }

private:
    uint32_t shift, bits;
    bool isSigned;
};

}  // namespace codecs
