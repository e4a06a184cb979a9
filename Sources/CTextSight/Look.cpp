// SPDX-License-Identifier: Apache-2.0

#include "Look.hpp"

#include <algorithm>

namespace textsight {
namespace {

/// Cells around a part that the network needs to see: 19 of the second half, 9 of the trunk, and a block beside it.
constexpr int64_t halo = 36;
/// Where the second half runs is decided by blocks, anchored in the image.
constexpr int blockWide = 12, blockTall = 4;

int32_t value(const Head &head, const uint8_t *cell) {
    int32_t sum = head.bias;
    for (int index = 0; index < head.inputs; ++index) sum += cell[index] * head.weights[index];
    return (sum * head.multiplier) >> head.shift;
}

/// The blocks within `reach` cells of the wanted ones.
std::vector<uint8_t> widened(const std::vector<uint8_t> &wanted, int down, int across, int reach) {
    const int rows = (reach + blockTall - 1) / blockTall, columns = (reach + blockWide - 1) / blockWide;
    std::vector<uint8_t> wide(wanted.size()), result(wanted.size());
    for (int row = 0; row < down; ++row) {
        for (int column = 0; column < across; ++column) {
            if (!wanted[static_cast<size_t>(row * across + column)]) continue;
            for (int x = std::max(0, column - columns); x <= std::min(across - 1, column + columns); ++x) {
                wide[static_cast<size_t>(row * across + x)] = 1;
            }
        }
    }
    for (int row = 0; row < down; ++row) {
        for (int y = std::max(0, row - rows); y <= std::min(down - 1, row + rows); ++y) {
            for (int column = 0; column < across; ++column) {
                result[static_cast<size_t>(y * across + column)] |= wide[static_cast<size_t>(row * across + column)];
            }
        }
    }
    return result;
}

}  // namespace

void Look::run(int index, const Tensor &input, Tensor &output, const std::vector<uint8_t> *wanted, int across, int reach) {
    const Layer &layer = weights().layers[static_cast<size_t>(index)];
    const int rows = input.rows() / layer.stride, columns = input.columns() / layer.stride;
    output.reset(rows, columns, layer.outputs, 0);
    if (!wanted) {
        for (int row = 0; row < rows; ++row) kernel_(layer, input, output, row, 0, columns);
        return;
    }
    const int down = static_cast<int>(wanted->size()) / across;
    const std::vector<uint8_t> here = widened(*wanted, down, across, reach);
    for (int row = 0; row < rows; ++row) {
        const uint8_t *line = here.data() + static_cast<size_t>(row / blockTall * across);
        for (int first = 0; first < across;) {
            int last = first;
            while (last < across && line[last]) ++last;
            if (last > first) {
                const int start = first * blockWide;
                kernel_(layer, input, output, row, start, std::min(columns, last * blockWide) - start);
            }
            first = last + 1;
        }
    }
}

void Look::tile(int halvings, const Part &core, int16_t *values, size_t stride) {
    const int64_t rows = (plane_.rows(halvings) + cellSide - 1) / cellSide, columns = (plane_.columns(halvings) + cellSide - 1) / cellSide;
    const Part cells{std::max<int64_t>(0, core.top - halo), std::max<int64_t>(0, core.left - halo), std::min(rows, core.bottom + halo),
                     std::min(columns, core.right + halo)};
    const Part part{cells.top * cellSide, cells.left * cellSide, std::min(plane_.rows(halvings), cells.bottom * cellSide),
                    std::min(plane_.columns(halvings), cells.right * cellSide)};
    pixels_.reset(static_cast<int>(cells.rows() * 2), static_cast<int>(cells.columns() * 2), 4, 128);
    plane_.normalize(part, halvings, pixels_);

    run(0, pixels_, one_, nullptr, 0, 0);
    run(1, one_, two_, nullptr, 0, 0);
    run(2, two_, one_, nullptr, 0, 0);
    run(3, one_, two_, nullptr, 0, 0);
    run(4, two_, early_, nullptr, 0, 0);

    const int across = static_cast<int>((cells.columns() + blockWide - 1) / blockWide);
    const int down = static_cast<int>((cells.rows() + blockTall - 1) / blockTall);
    std::vector<uint8_t> wanted(static_cast<size_t>(across * down));
    const Head &first = weights().first;
    const int32_t attention = weights().thresholds.attention;
    bool isAny = false;
    for (int row = 0; row < early_.rows(); ++row) {
        for (int column = 0; column < early_.columns(); ++column) {
            if (value(first, early_.at(row, column)) < attention) continue;
            wanted[static_cast<size_t>(row / blockTall * across + column / blockWide)] = 1;
            isAny = true;
        }
    }
    if (!isAny) return;
    wanted = widened(wanted, down, across, 1);

    run(5, early_, one_, &wanted, across, 18);
    run(6, one_, two_, &wanted, across, 16);
    run(7, two_, one_, &wanted, across, 12);
    run(8, one_, two_, &wanted, across, 4);
    run(9, two_, one_, &wanted, across, 1);
    run(10, one_, two_, &wanted, across, 0);

    const Head &second = weights().second;
    for (int64_t row = core.top; row < core.bottom; ++row) {
        const auto y = static_cast<int>(row - cells.top);
        for (int64_t column = core.left; column < core.right; ++column) {
            const auto x = static_cast<int>(column - cells.left);
            if (!wanted[static_cast<size_t>(y / blockTall * across + x / blockWide)]) continue;
            const int32_t seen = std::clamp<int32_t>(value(second, two_.at(y, x)), -32000, 32000);
            values[static_cast<size_t>(row - core.top) * stride + static_cast<size_t>(column - core.left)] = static_cast<int16_t>(seen);
        }
    }
}

void Look::band(int halvings, int64_t top, std::vector<int16_t> &values, int64_t &rows) {
    const int64_t all = (plane_.rows(halvings) + cellSide - 1) / cellSide, columns = (plane_.columns(halvings) + cellSide - 1) / cellSide;
    const int64_t bottom = std::min(all, top + tile_);
    rows = bottom - top;
    const auto stride = static_cast<size_t>(columns);
    values.assign(static_cast<size_t>(rows) * stride, unseen);
    for (int64_t left = 0; left < columns; left += tile_) {
        tile(halvings, {top, left, bottom, std::min(columns, left + tile_)}, values.data() + left, stride);
    }
}

}  // namespace textsight
