// SPDX-License-Identifier: Apache-2.0

#include "Ink.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace textsight {
namespace {

/// Larger boxes stay as they are: their edges are a small part of them.
constexpr int64_t largest = 1 << 22;
constexpr int64_t margin = 2;
/// An edge of a letter is at least this part of the usual one.
constexpr int32_t part = 6;

/// The box's pixels with its longer side across, whatever its side in the image.
class View {
public:
    View(const Plane &plane, const Found &box) : plane_(plane), box_(box), isTurned_(box.height() > box.width()) {}

    int64_t width() const { return isTurned_ ? box_.height() : box_.width(); }
    int64_t height() const { return isTurned_ ? box_.width() : box_.height(); }
    int32_t at(int64_t y, int64_t x) const {
        return isTurned_ ? plane_.value(box_.top + x, box_.left + y) : plane_.value(box_.top + y, box_.left + x);
    }
    int32_t across(int64_t y, int64_t x) const { return std::abs(at(y, x + 1) - at(y, x)); }
    int32_t down(int64_t y, int64_t x) const { return std::abs(at(y + 1, x) - at(y, x)); }
    bool isTurned() const { return isTurned_; }

private:
    const Plane &plane_;
    const Found &box_;
    bool isTurned_;
};

/// The steepest step of most stretches of the line: a bone that crosses a few of them does not count.
int32_t usualEdge(const View &view) {
    const int64_t count = std::clamp<int64_t>(view.width() / view.height(), 1, 64);
    std::vector<int32_t> steepest(static_cast<size_t>(count));
    for (int64_t y = view.height() / 4; y < view.height() - view.height() / 4; ++y) {
        for (int64_t x = 0; x + 1 < view.width(); ++x) {
            int32_t &most = steepest[static_cast<size_t>(x * count / view.width())];
            most = std::max(most, view.across(y, x));
        }
    }
    std::sort(steepest.begin(), steepest.end());
    return steepest[static_cast<size_t>(count / 4)];
}

}  // namespace

void tighten(const Plane &plane, Found &box) {
    if (box.width() < 4 || box.height() < 4 || box.width() * box.height() > largest) return;
    const View view(plane, box);
    const int64_t width = view.width(), height = view.height();
    const int32_t least = usualEdge(view) / part;
    if (least == 0) return;

    const auto isBlankRow = [&](int64_t y) {
        for (int64_t x = 0; x + 1 < width; ++x) {
            if (view.across(y, x) > least) return false;
        }
        return true;
    };
    const auto blanks = [](int64_t most, auto isBlank) {
        int64_t count = 0;
        while (count < most && isBlank(count)) ++count;
        return std::max<int64_t>(0, count - margin);
    };
    const int64_t most = std::min(box.slack, height / 3);
    const int64_t top = blanks(most, [&](int64_t index) { return isBlankRow(index); });
    const int64_t bottom = blanks(most, [&](int64_t index) { return isBlankRow(height - 1 - index); });
    const auto isBlankColumn = [&](int64_t x) {
        for (int64_t y = top; y + 1 < height - bottom; ++y) {
            if (view.down(y, x) > least || (x + 1 < width && view.across(y, x) > least)) return false;
        }
        return true;
    };
    const int64_t mostAcross = std::min(box.slack, width / 3);
    const int64_t left = blanks(mostAcross, [&](int64_t index) { return isBlankColumn(index); });
    const int64_t right = blanks(mostAcross, [&](int64_t index) { return isBlankColumn(width - 1 - index); });
    const bool isTurned = view.isTurned();
    box.left += isTurned ? top : left;
    box.right -= isTurned ? bottom : right;
    box.top += isTurned ? left : top;
    box.bottom -= isTurned ? right : bottom;
}

}  // namespace textsight
