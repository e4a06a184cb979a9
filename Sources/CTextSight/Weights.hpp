// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_WEIGHTS_HPP
#define TEXTSIGHT_WEIGHTS_HPP

#include <array>
#include <cstddef>
#include <cstdint>

namespace textsight {

/// One convolution of 3 x 3 in whole numbers: `out = clamp((sum + bias) * multiplier >> shift)`.
struct Layer {
    int inputs, outputs, stride, dilation;
    /// Ordered by tap, group of 4 inputs, output, input in its group. Within -64...64, so that the sum of two products of
    /// bytes never saturates 16 bits.
    const int8_t *weights;
    const int32_t *bias;
    const int32_t *multipliers;
    int32_t shift;
};

/// The weighted sum of a cell's channels, in 64ths of a logit.
struct Head {
    int inputs;
    const int8_t *weights;
    int32_t bias, multiplier, shift;
};

constexpr int layerCount = 11;
/// The layers that run on every cell. The rest runs around cells in which the first head sees something.
constexpr int trunkCount = 5;
constexpr int widest = 32;

/// From which values on something is seen, in 64ths of a logit, and sizes in cells. They belong to the weights and share their digest.
struct Thresholds {
    int32_t attention, cell, weak, strong, leastCells, leastSum, reach, unused;
};

struct Weights {
    std::array<Layer, layerCount> layers;
    Head first, second;
    Thresholds thresholds;
    /// Whether the embedded table has the size and the mark that this code was made for.
    bool isWhole;
};

/// The embedded table, read once.
const Weights &weights();

/// SHA-256 of the embedded table.
const char *weightsDigest();

}  // namespace textsight

#endif
