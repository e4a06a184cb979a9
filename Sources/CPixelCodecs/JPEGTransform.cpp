// SPDX-License-Identifier: Apache-2.0

#include "JPEGTransform.hpp"

#include <algorithm>

namespace codecs {

namespace {

// Cosines in 13 bits of fraction.
const int fractionBits = 13;
const int64_t c0_298631336 = 2446, c0_390180644 = 3196, c0_541196100 = 4433, c0_765366865 = 6270, c0_899976223 = 7373, c1_175875602 = 9633,
              c1_501321110 = 12299, c1_847759065 = 15137, c1_961570560 = 16069, c2_053119869 = 16819, c2_562915447 = 20995, c3_072711026 = 25172;

/// One dimension of the transform after Loeffler, Ligtenberg and Moschytz, in place.
void transformLine(int64_t *line, size_t step, int shift) {
    const auto in = [&](size_t index) { return line[index * step]; };
    int64_t z1 = (in(2) + in(6)) * c0_541196100;
    const int64_t even2 = z1 - in(6) * c1_847759065, even3 = z1 + in(2) * c0_765366865;
    const int64_t even0 = (in(0) + in(4)) * (1 << fractionBits), even1 = (in(0) - in(4)) * (1 << fractionBits);
    const int64_t sums[4] = {even0 + even3, even1 + even2, even1 - even2, even0 - even3};

    int64_t odd0 = in(7), odd1 = in(5), odd2 = in(3), odd3 = in(1);
    z1 = -(odd0 + odd3) * c0_899976223;
    const int64_t z2 = -(odd1 + odd2) * c2_562915447;
    const int64_t z5 = (odd0 + odd2 + odd1 + odd3) * c1_175875602;
    const int64_t z3 = z5 - (odd0 + odd2) * c1_961570560, z4 = z5 - (odd1 + odd3) * c0_390180644;
    odd0 = odd0 * c0_298631336 + z1 + z3;
    odd1 = odd1 * c2_053119869 + z2 + z4;
    odd2 = odd2 * c3_072711026 + z2 + z3;
    odd3 = odd3 * c1_501321110 + z1 + z4;
    const int64_t odds[4] = {odd3, odd2, odd1, odd0};

    const int64_t half = int64_t(1) << (shift - 1);
    for (size_t index = 0; index < 4; ++index) {
        line[index * step] = (sums[index] + odds[index] + half) >> shift;
        line[(7 - index) * step] = (sums[index] - odds[index] + half) >> shift;
    }
}

}  // namespace

void inverseTransform(int64_t *coefficients, uint32_t precision, uint16_t *samples, size_t stride) {
    const int keptBits = precision > 8 ? 1 : 2;
    const int64_t center = int64_t(1) << (precision - 1), most = 2 * center - 1;
    for (size_t column = 0; column < 8; ++column) transformLine(coefficients + column, 8, fractionBits - keptBits);
    for (size_t row = 0; row < 8; ++row) {
        int64_t *line = coefficients + 8 * row;
        transformLine(line, 1, fractionBits + keptBits + 3);
        for (size_t column = 0; column < 8; ++column)
            samples[row * stride + column] = uint16_t(std::clamp<int64_t>(line[column] + center, 0, most));
    }
}

}  // namespace codecs
