// SPDX-License-Identifier: Apache-2.0

#include "Convolution.hpp"

namespace textsight {

void convolvePlain(const Layer &layer, const Tensor &input, Tensor &output, int row, int column, int count) {
    const int groups = layer.inputs / 4;
    for (int x = column; x < column + count; ++x) {
        int32_t sums[widest];
        for (int out = 0; out < layer.outputs; ++out) sums[out] = layer.bias[out];
        const int8_t *weights = layer.weights;
        for (int tap = 0; tap < 9; ++tap) {
            const int down = (tap / 3 - 1) * layer.dilation, across = (tap % 3 - 1) * layer.dilation;
            const uint8_t *cell = input.at(row * layer.stride + down, x * layer.stride + across);
            for (int group = 0; group < groups; ++group, cell += 4, weights += 4 * layer.outputs) {
                for (int out = 0; out < layer.outputs; ++out) {
                    const int8_t *four = weights + 4 * out;
                    sums[out] += cell[0] * four[0] + cell[1] * four[1] + cell[2] * four[2] + cell[3] * four[3];
                }
            }
        }
        uint8_t *target = output.at(row, x);
        for (int out = 0; out < layer.outputs; ++out) {
            const int32_t value = (sums[out] * layer.multipliers[out]) >> layer.shift;
            target[out] = static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
        }
    }
}

}  // namespace textsight
