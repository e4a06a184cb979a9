// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_TENSOR_HPP
#define TEXTSIGHT_TENSOR_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

namespace textsight {

/// Bytes by row, column and channel, with a border that convolutions read as what lies outside the image.
class Tensor {
public:
    static constexpr int border = 8;

    /// Takes a new shape; keeps the memory it has. Border and cells hold `outside`.
    void reset(int rows, int columns, int channels, uint8_t outside) {
        rows_ = rows;
        columns_ = columns;
        channels_ = channels;
        values_.assign(static_cast<size_t>(rows + 2 * border) * stride() + slack, outside);
    }

    int rows() const { return rows_; }
    int columns() const { return columns_; }
    int channels() const { return channels_; }
    /// Bytes from one row to the next.
    size_t stride() const { return static_cast<size_t>(columns_ + 2 * border) * static_cast<size_t>(channels_); }

    /// A cell; row and column may lie in the border.
    uint8_t *at(int row, int column) {
        return values_.data() + static_cast<size_t>(row + border) * stride() + static_cast<size_t>(column + border) * static_cast<size_t>(channels_);
    }
    const uint8_t *at(int row, int column) const { return const_cast<Tensor *>(this)->at(row, column); }

private:
    static constexpr size_t slack = 64;
    int rows_ = 0, columns_ = 0, channels_ = 0;
    std::vector<uint8_t> values_;
};

}  // namespace textsight

#endif
