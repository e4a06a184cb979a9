// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_LINES_HPP
#define TEXTSIGHT_LINES_HPP

#include <cstdint>
#include <vector>

#include "CTextSight.h"
#include "Weights.hpp"

namespace textsight {

/// A box and how sure the network is of it.
struct Found {
    int64_t left, top, right, bottom;
    /// The largest value of its cells, in 64ths of a logit.
    int32_t most;
    /// Halvings of the plane in which it was seen, of the finest where several saw it.
    int32_t halvings;
    /// How many pixels its edges may lie beside the ink.
    int64_t slack;
    enum class Rank : int32_t { faint, weak, strong } rank;

    int64_t width() const { return right - left; }
    int64_t height() const { return bottom - top; }
};

/// Joins cells that touch into components, row by row, and remembers runs only, so that memory follows what is found.
class Components {
public:
    Components(const Thresholds &thresholds, int halvings) : thresholds_(thresholds), halvings_(halvings) {}

    /// Takes the next row of cells. Gives false when there are more runs than anyone can look at.
    bool add(const int16_t *values, int64_t count, int64_t row);

    /// The boxes of all components, in pixels, with a margin, cut at the edges of the image. `result` holds those of the finer sizes;
    /// what they show already is not added, for a smaller size places its boxes only roughly.
    void boxes(int64_t columns, int64_t rows, std::vector<Found> &result);

private:
    struct Run {
        int32_t row, left, right;
        uint32_t label;
    };
    struct Evidence {
        uint32_t parent;
        int32_t most;
        int64_t cells, sum;
    };

    /// Cells of a box; the members as in `Found`.
    struct Cells {
        int64_t left, top, right, bottom;
    };

    uint32_t root(uint32_t label);
    /// Takes in faint cells that go on from the ends of a line, for at most its height.
    Cells extended(Cells box) const;
    /// Whether all cells of the runs from `first` to `last` lie in boxes of `finer` that are at least of `rank`, or hardly beside them.
    bool isShown(size_t first, size_t last, Found::Rank rank, const std::vector<Found> &finer) const;
    void join(uint32_t one, uint32_t two);

    Thresholds thresholds_;
    int halvings_;
    std::vector<Run> runs_;
    /// Runs from the lower threshold `reach` on, by row; `label` is not used.
    std::vector<Run> faint_;
    std::vector<Evidence> labels_;
    size_t previousStart_ = 0, previousEnd_ = 0;
    int64_t previousRow_ = -2;
};

/// Takes in what continues a line, joins what two scales saw, drops what stays faint, and sorts.
std::vector<Found> lines(std::vector<Found> found);

}  // namespace textsight

#endif
