// SPDX-License-Identifier: Apache-2.0

#include "Lines.hpp"

#include <algorithm>
#include <tuple>

#include "Look.hpp"

namespace textsight {
namespace {

/// More runs than this are no image with text in it.
constexpr size_t mostRuns = 1 << 21;
/// With more boxes than this, no two are compared; nothing is lost but neatness.
constexpr size_t mostCompared = 4000;
/// Two or three sweeps join all that can be joined in any image that was not made to need more.
constexpr int mostSweeps = 8;

int64_t overlap(int64_t from, int64_t to, int64_t otherFrom, int64_t otherTo) {
    return std::max<int64_t>(0, std::min(to, otherTo) - std::max(from, otherFrom));
}

bool areSame(const Found &one, const Found &two) {
    const int64_t common = overlap(one.left, one.right, two.left, two.right) * overlap(one.top, one.bottom, two.top, two.bottom);
    return 2 * common >= std::min(one.width() * one.height(), two.width() * two.height());
}

/// Whether one box stands beside the other as the next word of a line does, along either axis.
bool continues(const Found &one, const Found &two) {
    const auto along = [](int64_t size, int64_t from, int64_t to, int64_t otherSize, int64_t otherFrom, int64_t otherTo, int64_t gap) {
        const int64_t small = std::min(size, otherSize), large = std::max(size, otherSize);
        return large <= 2 * small && 5 * overlap(from, to, otherFrom, otherTo) >= 3 * small && gap <= small;
    };
    const int64_t across = std::max(one.left, two.left) - std::min(one.right, two.right);
    const int64_t down = std::max(one.top, two.top) - std::min(one.bottom, two.bottom);
    return along(one.height(), one.top, one.bottom, two.height(), two.top, two.bottom, across)
        || along(one.width(), one.left, one.right, two.width(), two.left, two.right, down);
}

void unite(Found &into, const Found &other) {
    into.left = std::min(into.left, other.left);
    into.top = std::min(into.top, other.top);
    into.right = std::max(into.right, other.right);
    into.bottom = std::max(into.bottom, other.bottom);
    into.most = std::max(into.most, other.most);
    into.halvings = std::min(into.halvings, other.halvings);
    into.slack = std::max(into.slack, other.slack);
    into.rank = std::max(into.rank, other.rank);
}

}  // namespace

uint32_t Components::root(uint32_t label) {
    while (labels_[label].parent != label) {
        labels_[label].parent = labels_[labels_[label].parent].parent;
        label = labels_[label].parent;
    }
    return label;
}

void Components::join(uint32_t one, uint32_t two) {
    one = root(one);
    two = root(two);
    if (one == two) return;
    if (two < one) std::swap(one, two);
    Evidence &kept = labels_[one], &gone = labels_[two];
    gone.parent = one;
    kept.most = std::max(kept.most, gone.most);
    kept.cells += gone.cells;
    kept.sum += gone.sum;
}

bool Components::add(const int16_t *values, int64_t count, int64_t row) {
    for (int64_t column = 0; column < count && faint_.size() < mostRuns; ++column) {
        if (values[column] < thresholds_.reach) continue;
        const int64_t left = column;
        while (column < count && values[column] >= thresholds_.reach) ++column;
        faint_.push_back({static_cast<int32_t>(row), static_cast<int32_t>(left), static_cast<int32_t>(column), 0});
    }
    const size_t start = runs_.size();
    const bool isNext = row == previousRow_ + 1;
    size_t above = previousStart_;
    for (int64_t column = 0; column < count;) {
        if (values[column] < thresholds_.cell) {
            ++column;
            continue;
        }
        const int64_t left = column;
        Evidence evidence{static_cast<uint32_t>(labels_.size()), INT16_MIN, 0, 0};
        for (; column < count && values[column] >= thresholds_.cell; ++column) {
            evidence.most = std::max<int32_t>(evidence.most, values[column]);
            evidence.sum += values[column] - thresholds_.cell;
            ++evidence.cells;
        }
        if (runs_.size() >= mostRuns) return false;
        runs_.push_back({static_cast<int32_t>(row), static_cast<int32_t>(left), static_cast<int32_t>(column), evidence.parent});
        labels_.push_back(evidence);
        if (!isNext) continue;
        // Corners touch too.
        while (above < previousEnd_ && runs_[above].right < left) ++above;
        for (size_t index = above; index < previousEnd_ && runs_[index].left <= column; ++index) join(runs_[index].label, evidence.parent);
    }
    previousStart_ = start;
    previousEnd_ = runs_.size();
    previousRow_ = row;
    return true;
}

Components::Cells Components::extended(Cells box) const {
    const auto rowStart = [&](int64_t row) {
        return std::lower_bound(faint_.begin(), faint_.end(), row, [](const Run &run, int64_t wanted) { return run.row < wanted; });
    };
    const int64_t wide = box.right - box.left, tall = box.bottom - box.top;
    Cells result = box;
    if (wide >= tall) {
        for (auto run = rowStart(box.top); run != faint_.end() && run->row < box.bottom; ++run) {
            if (run->left < box.left && run->right >= box.left) result.left = std::min<int64_t>(result.left, run->left);
            if (run->right > box.right && run->left <= box.right) result.right = std::max<int64_t>(result.right, run->right);
        }
        result.left = std::max(result.left, box.left - tall);
        result.right = std::min(result.right, box.right + tall);
    }
    if (tall >= wide) {
        const auto isThere = [&](int64_t row) {
            for (auto run = rowStart(row); run != faint_.end() && run->row == row; ++run) {
                if (run->left < box.right && run->right > box.left) return true;
            }
            return false;
        };
        while (result.top > box.top - wide && isThere(result.top - 1)) --result.top;
        while (result.bottom < box.bottom + wide && isThere(result.bottom)) ++result.bottom;
    }
    return result;
}

bool Components::isShown(size_t first, size_t last, Found::Rank rank, const std::vector<Found> &finer) const {
    const int64_t side = int64_t{cellSide} << halvings_, beside = side * 3 / 4;
    const int64_t top = runs_[first].row * side - beside, bottom = runs_[last - 1].row * side + side + beside;
    std::vector<const Found *> near;
    for (const Found &box : finer) {
        if (box.rank >= rank && box.top < bottom && box.bottom > top) near.push_back(&box);
    }
    for (size_t index = first; index < last && !near.empty(); ++index) {
        const int64_t y = runs_[index].row * side + side / 2;
        for (int64_t column = runs_[index].left; column < runs_[index].right; ++column) {
            const int64_t x = column * side + side / 2;
            const bool isIn = std::any_of(near.begin(), near.end(), [&](const Found *box) {
                return x >= box->left - beside && x < box->right + beside && y >= box->top - beside && y < box->bottom + beside;
            });
            if (!isIn) return false;
        }
    }
    return !near.empty();
}

void Components::boxes(int64_t columns, int64_t rows, std::vector<Found> &result) {
    for (Run &run : runs_) run.label = root(run.label);
    std::sort(runs_.begin(), runs_.end(), [](const Run &one, const Run &two) {
        return std::tie(one.label, one.row, one.left) < std::tie(two.label, two.row, two.left);
    });
    // A smaller size places tops and tails of letters more roughly; what is too much is taken off again where the ground is even.
    const int64_t side = int64_t{cellSide} << halvings_, margin = halvings_ == 0 ? side : side + side / 2;
    const std::vector<Found> finer = result.size() <= mostCompared ? result : std::vector<Found>();
    for (size_t first = 0; first < runs_.size();) {
        size_t last = first;
        while (last < runs_.size() && runs_[last].label == runs_[first].label) ++last;
        const Evidence &evidence = labels_[runs_[first].label];
        Found found{};
        found.most = evidence.most;
        found.halvings = halvings_;
        found.slack = 2 * side + margin;
        const bool isLarge = evidence.cells >= thresholds_.leastCells && evidence.sum >= thresholds_.leastSum;
        found.rank = !isLarge || evidence.most < thresholds_.weak ? Found::Rank::faint
            : evidence.most < thresholds_.strong                  ? Found::Rank::weak
                                                                  : Found::Rank::strong;
        if (found.rank != Found::Rank::faint && isShown(first, last, found.rank, finer)) {
            first = last;
            continue;
        }
        // Rows of one component that differ in extent become boxes of their own, so that a bent component does not take its whole surround.
        int64_t left = runs_[first].left, right = runs_[first].right, top = runs_[first].row, bottom = top + 1, filled = right - left;
        const auto emit = [&] {
            Found box = found;
            const Cells cells = found.rank == Found::Rank::faint ? Cells{left, top, right, bottom} : extended({left, top, right, bottom});
            box.left = std::max<int64_t>(0, cells.left * side - margin);
            box.top = std::max<int64_t>(0, cells.top * side - margin);
            box.right = std::min(columns, cells.right * side + margin);
            box.bottom = std::min(rows, cells.bottom * side + margin);
            result.push_back(box);
        };
        size_t index = first + 1;
        for (; index < last && runs_[index].row == top; ++index) {
            right = runs_[index].right;
            filled = right - left;
        }
        while (index < last) {
            const int64_t row = runs_[index].row, rowLeft = runs_[index].left;
            int64_t rowRight = rowLeft;
            for (; index < last && runs_[index].row == row; ++index) rowRight = runs_[index].right;
            const int64_t newLeft = std::min(left, rowLeft), newRight = std::max(right, rowRight);
            const int64_t newFilled = filled + rowRight - rowLeft;
            if (row - top >= 2 && 2 * newFilled < (newRight - newLeft) * (row + 1 - top)) {
                emit();
                left = rowLeft;
                right = rowRight;
                top = row;
                filled = rowRight - rowLeft;
            } else {
                left = newLeft;
                right = newRight;
                filled = newFilled;
            }
            bottom = row + 1;
        }
        emit();
        first = last;
    }
}

std::vector<Found> lines(std::vector<Found> found) {
    const auto isFaint = [](const Found &box) { return box.rank == Found::Rank::faint; };
    const auto before = [](const Found &one, const Found &two) {
        return std::tie(one.top, one.left, one.bottom, one.right, one.most, one.halvings, one.rank)
            < std::tie(two.top, two.left, two.bottom, two.right, two.most, two.halvings, two.rank);
    };
    std::sort(found.begin(), found.end(), before);
    if (found.size() <= mostCompared) {
        bool isChanged = true;
        for (int sweep = 0; sweep < mostSweeps && isChanged; ++sweep) {
            isChanged = false;
            for (size_t one = 0; one < found.size(); ++one) {
                if (isFaint(found[one])) continue;
                for (size_t two = 0; two < found.size();) {
                    const bool isJoined = two != one && (isFaint(found[two]) ? continues(found[one], found[two]) : areSame(found[one], found[two]));
                    if (!isJoined) {
                        ++two;
                        continue;
                    }
                    unite(found[one], found[two]);
                    found.erase(found.begin() + static_cast<std::ptrdiff_t>(two));
                    if (two < one) --one;
                    isChanged = true;
                }
            }
        }
    }
    found.erase(std::remove_if(found.begin(), found.end(), isFaint), found.end());
    std::sort(found.begin(), found.end(), before);
    return found;
}

}  // namespace textsight
