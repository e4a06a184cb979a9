// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_LOOK_HPP
#define TEXTSIGHT_LOOK_HPP

#include <cstdint>
#include <vector>

#include "Convolution.hpp"
#include "Plane.hpp"

namespace textsight {

/// Pixels along each side of a cell.
constexpr int cellSide = 4;
/// The value of a cell of which nothing was seen.
constexpr int16_t unseen = INT16_MIN;

/// Runs the network over parts of a plane. Parts are as large as memory allows; what is seen does not depend on them.
class Look {
public:
    /// `tile` is the side of a part in cells, a multiple of 12.
    Look(const Plane &plane, RowKernel kernel, int tile) : plane_(plane), kernel_(kernel), tile_(tile) {}

    /// The second head's values for `rows` rows of cells from `top` on (a multiple of the tile), in 64ths of a logit.
    void band(int halvings, int64_t top, std::vector<int16_t> &values, int64_t &rows);

    int tile() const { return tile_; }

private:
    void tile(int halvings, const Part &core, int16_t *values, size_t stride);
    void run(int layer, const Tensor &input, Tensor &output, const std::vector<uint8_t> *wanted, int blocksAcross, int reach);

    const Plane &plane_;
    RowKernel kernel_;
    int tile_;
    Tensor pixels_, early_, one_, two_;
};

}  // namespace textsight

#endif
