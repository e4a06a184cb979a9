// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_PLANE_HPP
#define TEXTSIGHT_PLANE_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include "Tensor.hpp"

namespace textsight {

/// A part of a plane: `top` and `left` inside, `bottom` and `right` the first outside.
struct Part {
    int64_t top, left, bottom, right;
    int64_t rows() const { return bottom - top; }
    int64_t columns() const { return right - left; }
};

/// The image that is looked at, stretched over 16 bits, at full, half or quarter size. Nothing is stored but a table of values.
class Plane {
public:
    Plane(const uint16_t *gray, uint32_t columns, uint32_t rows);

    /// Whether all pixels are the same.
    bool isConstant() const { return isConstant_; }
    int64_t rows(int halvings) const { return rows_ >> halvings; }
    int64_t columns(int halvings) const { return columns_ >> halvings; }

    /// The stretched value of a pixel at full size.
    int32_t value(int64_t row, int64_t column) const { return pixel(row, column); }

    /// Writes the normalized bytes of `part` as a row of four-channel cells: each cell of the tensor is 2 x 2 pixels.
    /// `part` starts at a multiple of 8 pixels. What lies outside the image is 128.
    void normalize(const Part &part, int halvings, Tensor &target) const;

private:
    uint16_t pixel(int64_t row, int64_t column) const { return table_[static_cast<size_t>(gray_[row * columns_ + column] - low_)]; }
    void fetch(const Part &part, int halvings, std::vector<uint16_t> &target) const;

    const uint16_t *gray_;
    int64_t columns_, rows_;
    uint16_t low_ = 0;
    bool isConstant_ = true;
    /// The stretched value of each value from `low_` on.
    std::vector<uint16_t> table_;
    /// The spread of the whole image, in quarters.
    int64_t spread_ = 0;
};

/// The whole square root, rounded down.
uint64_t wholeRoot(uint64_t value);

}  // namespace textsight

#endif
