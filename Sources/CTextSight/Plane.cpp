// SPDX-License-Identifier: Apache-2.0

#include "Plane.hpp"

#include <algorithm>

namespace textsight {
namespace {

constexpr int block = 8;
/// How many steps of a byte one spread takes.
constexpr int64_t gain = 40;

/// Where a pixel lies between the centres of two blocks: weights out of 16.
struct Place {
    uint32_t first, second;
    int32_t weight;
};

Place between(int64_t pixel, int64_t firstBlock, int64_t lastBlock) {
    const int64_t place = pixel * 2 + 1 - block;
    const int64_t floor = place >= 0 ? place / (2 * block) : -1;
    const auto inside = [&](int64_t index) { return static_cast<uint32_t>(std::clamp(index, firstBlock, lastBlock) - firstBlock); };
    // A pixel before the first centre takes both values from the first block.
    return {inside(floor), inside(floor + 1), static_cast<int32_t>(place - floor * 2 * block)};
}

}  // namespace

uint64_t wholeRoot(uint64_t value) {
    uint64_t root = 0, bit = uint64_t{1} << 62;
    while (bit > value) bit >>= 2;
    for (; bit; bit >>= 2) {
        if (value >= root + bit) {
            value -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return root;
}

Plane::Plane(const uint16_t *gray, uint32_t columns, uint32_t rows) : gray_(gray), columns_(columns), rows_(rows) {
    const size_t count = static_cast<size_t>(columns) * rows;
    if (count == 0) return;
    const auto [low, high] = std::minmax_element(gray, gray + count);
    low_ = *low;
    const uint32_t range = static_cast<uint32_t>(*high) - low_;
    if (range == 0) return;
    isConstant_ = false;
    table_.resize(range + 1);
    for (uint32_t value = 0; value <= range; ++value) table_[value] = static_cast<uint16_t>(value * uint64_t{65535} / range);
    // Both sums fit: 65535 squared pixels of 65535 squared are less than 2^64.
    uint64_t total = 0, squares = 0;
    for (size_t index = 0; index < count; ++index) {
        const uint64_t value = table_[static_cast<size_t>(gray[index] - low_)];
        total += value;
        squares += value * value;
    }
    const uint64_t mean = total / count, meanSquare = squares / count;
    spread_ = static_cast<int64_t>(wholeRoot((meanSquare > mean * mean ? meanSquare - mean * mean : 0) * 16));
}

void Plane::fetch(const Part &part, int halvings, std::vector<uint16_t> &target) const {
    const auto columns = static_cast<size_t>(part.columns());
    target.resize(static_cast<size_t>(part.rows()) * columns);
    uint16_t *out = target.data();
    for (int64_t row = part.top; row < part.bottom; ++row) {
        if (halvings == 0) {
            for (int64_t column = part.left; column < part.right; ++column) *out++ = pixel(row, column);
            continue;
        }
        const auto four = [&](int64_t y, int64_t x) -> uint32_t {
            const uint32_t sum = uint32_t{pixel(2 * y, 2 * x)} + pixel(2 * y, 2 * x + 1) + pixel(2 * y + 1, 2 * x) + pixel(2 * y + 1, 2 * x + 1);
            return (sum + 2) >> 2;
        };
        for (int64_t column = part.left; column < part.right; ++column) {
            uint32_t value = 0;
            if (halvings == 1) {
                value = four(row, column);
            } else {
                const int64_t y = 2 * row, x = 2 * column;
                value = (four(y, x) + four(y, x + 1) + four(y + 1, x) + four(y + 1, x + 1) + 2) >> 2;
            }
            *out++ = static_cast<uint16_t>(value);
        }
    }
}

void Plane::normalize(const Part &part, int halvings, Tensor &target) const {
    const int64_t rows = this->rows(halvings), columns = this->columns(halvings);
    // Blocks whose centres surround the part, and two more on each side for the window around each.
    const int64_t lastRow = (rows + block - 1) / block - 1, lastColumn = (columns + block - 1) / block - 1;
    const Part blocks{std::max<int64_t>(0, part.top / block - 1), std::max<int64_t>(0, part.left / block - 1),
                      std::min(lastRow, (part.bottom - 1) / block + 1) + 1, std::min(lastColumn, (part.right - 1) / block + 1) + 1};
    const Part wide{std::max<int64_t>(0, blocks.top - 2), std::max<int64_t>(0, blocks.left - 2), std::min(lastRow + 1, blocks.bottom + 2),
                    std::min(lastColumn + 1, blocks.right + 2)};
    const Part source{wide.top * block, wide.left * block, std::min(rows, wide.bottom * block), std::min(columns, wide.right * block)};
    std::vector<uint16_t> pixels;
    fetch(source, halvings, pixels);
    const auto stride = static_cast<size_t>(source.columns());

    const auto across = static_cast<size_t>(wide.columns());
    std::vector<uint32_t> totals(static_cast<size_t>(wide.rows()) * across), counts(totals.size());
    std::vector<uint64_t> squares(totals.size());
    for (int64_t row = source.top; row < source.bottom; ++row) {
        const uint16_t *line = pixels.data() + static_cast<size_t>(row - source.top) * stride;
        const size_t first = static_cast<size_t>(row / block - wide.top) * across;
        for (int64_t start = source.left; start < source.right; start += block) {
            const int64_t end = std::min(source.right, start + block);
            const size_t index = first + static_cast<size_t>(start / block - wide.left);
            uint32_t total = 0;
            uint64_t square = 0;
            for (int64_t column = start; column < end; ++column) {
                const uint32_t value = line[column - source.left];
                total += value;
                square += uint64_t{value} * value;
            }
            totals[index] += total;
            squares[index] += square;
            counts[index] += static_cast<uint32_t>(end - start);
        }
    }

    // Blended by weights of 256 in all, both stay below 2^30.
    std::vector<int32_t> means(static_cast<size_t>(blocks.rows() * blocks.columns())), inverses(means.size());
    for (int64_t row = blocks.top; row < blocks.bottom; ++row) {
        for (int64_t column = blocks.left; column < blocks.right; ++column) {
            uint64_t total = 0, square = 0, count = 0;
            for (int64_t y = std::max(wide.top, row - 2); y < std::min(wide.bottom, row + 3); ++y) {
                for (int64_t x = std::max(wide.left, column - 2); x < std::min(wide.right, column + 3); ++x) {
                    const size_t index = static_cast<size_t>(y - wide.top) * across + static_cast<size_t>(x - wide.left);
                    total += totals[index];
                    square += squares[index];
                    count += counts[index];
                }
            }
            const auto index = static_cast<size_t>((row - blocks.top) * blocks.columns() + column - blocks.left);
            means[index] = static_cast<int32_t>((total * 2 + count) / (count * 2));
            const uint64_t variance = (count * square - total * total) / (count * count);
            const int64_t distance = static_cast<int64_t>(wholeRoot(variance * 16)) + spread_ / 16 + 1;
            inverses[index] = static_cast<int32_t>((4 * gain << 14) / distance);
        }
    }

    std::vector<Place> places(static_cast<size_t>(part.columns()));
    for (int64_t column = part.left; column < part.right; ++column) {
        places[static_cast<size_t>(column - part.left)] = between(column, blocks.left, blocks.right - 1);
    }
    std::vector<int32_t> narrowMeans(static_cast<size_t>(blocks.columns())), narrowInverses(narrowMeans.size());
    for (int64_t row = part.top; row < part.bottom; ++row) {
        const Place down = between(row, blocks.top, blocks.bottom - 1);
        for (size_t index = 0; index < narrowMeans.size(); ++index) {
            const size_t above = static_cast<size_t>(down.first) * narrowMeans.size() + index;
            const size_t below = static_cast<size_t>(down.second) * narrowMeans.size() + index;
            narrowMeans[index] = means[above] * (16 - down.weight) + means[below] * down.weight;
            narrowInverses[index] = inverses[above] * (16 - down.weight) + inverses[below] * down.weight;
        }
        const uint16_t *line = pixels.data() + static_cast<size_t>(row - source.top) * stride;
        const int64_t y = row - part.top;
        uint8_t *cells = target.at(static_cast<int>(y / 2), 0) + (y % 2) * 2;
        for (int64_t column = part.left; column < part.right; ++column) {
            const auto x = static_cast<size_t>(column - part.left);
            const Place &place = places[x];
            const int32_t mean = narrowMeans[place.first] * (16 - place.weight) + narrowMeans[place.second] * place.weight;
            const int32_t inverse = narrowInverses[place.first] * (16 - place.weight) + narrowInverses[place.second] * place.weight;
            const int32_t offset = int32_t{line[column - source.left]} * 256 - mean;
            const int64_t value = ((int64_t{offset >> 4} * (inverse >> 4) + (1 << 21)) >> 22) + 128;
            cells[(x / 2) * 4 + x % 2] = static_cast<uint8_t>(std::clamp<int64_t>(value, 0, 255));
        }
    }
}

}  // namespace textsight
