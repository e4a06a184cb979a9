// SPDX-License-Identifier: Apache-2.0

#include "CTextSight.h"

#include <algorithm>
#include <new>
#include <tuple>

#include "Ink.hpp"
#include "Lines.hpp"
#include "Look.hpp"

namespace textsight {
namespace {

/// Smaller planes hold no letter.
constexpr int64_t leastSide = 16;
constexpr int scales = 3;

std::vector<Found> find(const uint16_t *gray, uint32_t columns, uint32_t rows, RowKernel kernel, int tile) {
    if (std::min(columns, rows) < leastSide) return {};
    const Plane plane(gray, columns, rows);
    if (plane.isConstant()) return {};
    Look look(plane, kernel, tile);
    std::vector<Found> found;
    std::vector<int16_t> values;
    for (int halvings = 0; halvings < scales; ++halvings) {
        if (std::min(plane.columns(halvings), plane.rows(halvings)) < leastSide) break;
        Components components(weights().thresholds, halvings);
        const int64_t all = (plane.rows(halvings) + cellSide - 1) / cellSide, across = (plane.columns(halvings) + cellSide - 1) / cellSide;
        for (int64_t top = 0; top < all; top += tile) {
            int64_t count = 0;
            look.band(halvings, top, values, count);
            for (int64_t row = 0; row < count; ++row) {
                if (!components.add(values.data() + static_cast<size_t>(row * across), across, top + row)) {
                    // Too much to tell apart: all of it, and a person looks.
                    Found all{};
                    all.right = columns;
                    all.bottom = rows;
                    all.most = weights().thresholds.weak;
                    all.rank = Found::Rank::weak;
                    return {all};
                }
            }
        }
        components.boxes(columns, rows, found);
    }
    found = lines(std::move(found));
    for (Found &box : found) tighten(plane, box);
    std::sort(found.begin(), found.end(), [](const Found &one, const Found &two) {
        return std::tie(one.top, one.left, one.bottom, one.right, one.most)
            < std::tie(two.top, two.left, two.bottom, two.right, two.most);
    });
    return found;
}

textsight_status written(const std::vector<Found> &found, textsight_box *boxes, size_t capacity, size_t *count) {
    *count = found.size();
    for (size_t index = 0; index < std::min(capacity, found.size()); ++index) {
        const Found &from = found[index];
        const int32_t score = std::clamp<int32_t>(500 + from.most * 500 / 640, 0, 1000);
        boxes[index] = {static_cast<int32_t>(from.left), static_cast<int32_t>(from.top), static_cast<int32_t>(from.right),
                        static_cast<int32_t>(from.bottom), score, from.rank == Found::Rank::weak ? 1 : 0};
    }
    return found.size() > capacity ? TEXTSIGHT_TOO_MANY : TEXTSIGHT_OK;
}

}  // namespace
}  // namespace textsight

textsight_status textsight_find(
    const uint16_t *gray, uint32_t columns, uint32_t rows, textsight_box *boxes, size_t capacity, size_t *count) {
    return textsight_find_by(gray, columns, rows, boxes, capacity, count, 0, 240);
}

textsight_status textsight_find_by(
    const uint16_t *gray, uint32_t columns, uint32_t rows, textsight_box *boxes, size_t capacity, size_t *count, int32_t is_plain, int32_t tile) {
    using namespace textsight;
    *count = 0;
    if (!weights().isWhole || tile < 12 || tile % 12 != 0) return TEXTSIGHT_NO_WEIGHTS;
    try {
        const RowKernel fast = is_plain ? nullptr : fastKernel();
        return written(find(gray, columns, rows, fast ? fast : convolvePlain, tile), boxes, capacity, count);
    } catch (const std::bad_alloc &) {
        return TEXTSIGHT_NO_MEMORY;
    } catch (...) {
        return TEXTSIGHT_NO_MEMORY;
    }
}

const char *textsight_digest(void) { return textsight::weightsDigest(); }
