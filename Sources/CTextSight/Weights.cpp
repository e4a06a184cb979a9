// SPDX-License-Identifier: Apache-2.0

#include "Weights.hpp"

#include <cstring>

#include "Digest.hpp"

extern "C" {
extern const uint8_t textsight_weights_start[], textsight_weights_end[];
}

namespace textsight {
namespace {

constexpr char mark[8] = {'T', 'X', 'S', 'I', 'G', 'H', 'T', '1'};

struct Shape {
    int inputs, outputs, stride, dilation;
};
constexpr Shape shapes[layerCount] = {
    {4, 16, 1, 1},  {16, 24, 2, 1}, {24, 24, 1, 1}, {24, 24, 1, 2}, {24, 24, 1, 4}, {24, 32, 1, 1},
    {32, 32, 1, 2}, {32, 32, 1, 4}, {32, 32, 1, 8}, {32, 32, 1, 3}, {32, 32, 1, 1},
};

/// Hands out parts of the table in order; every part is a multiple of 4 bytes, so that numbers stay aligned.
class Cursor {
public:
    Cursor(const uint8_t *start, const uint8_t *end) : place_(start), end_(end) {}

    template <typename T>
    const T *take(size_t count) {
        const size_t size = count * sizeof(T);
        if (!isWhole_ || static_cast<size_t>(end_ - place_) < size) {
            isWhole_ = false;
            return nullptr;
        }
        const auto *part = reinterpret_cast<const T *>(place_);
        place_ += size;
        return part;
    }

    bool isAtEnd() const { return isWhole_ && place_ == end_; }

private:
    const uint8_t *place_, *end_;
    bool isWhole_ = true;
};

Head head(Cursor &cursor, int inputs) {
    Head result{inputs, cursor.take<int8_t>(static_cast<size_t>(inputs)), 0, 0, 0};
    if (const int32_t *numbers = cursor.take<int32_t>(3)) {
        result.bias = numbers[0];
        result.multiplier = numbers[1];
        result.shift = numbers[2];
    }
    return result;
}

Weights parsed() {
    Weights result{};
    Cursor cursor(textsight_weights_start, textsight_weights_end);
    const char *found = cursor.take<char>(sizeof mark);
    const bool isMarked = found && std::memcmp(found, mark, sizeof mark) == 0;
    for (int index = 0; index < layerCount; ++index) {
        const Shape &shape = shapes[index];
        const auto outputs = static_cast<size_t>(shape.outputs);
        Layer &layer = result.layers[static_cast<size_t>(index)];
        layer = {shape.inputs, shape.outputs, shape.stride, shape.dilation, nullptr, nullptr, nullptr, 0};
        layer.weights = cursor.take<int8_t>(9 * static_cast<size_t>(shape.inputs) * outputs);
        layer.bias = cursor.take<int32_t>(outputs);
        layer.multipliers = cursor.take<int32_t>(outputs);
        if (const int32_t *shift = cursor.take<int32_t>(1)) layer.shift = *shift;
    }
    result.first = head(cursor, shapes[trunkCount - 1].outputs);
    result.second = head(cursor, shapes[layerCount - 1].outputs);
    if (const auto *thresholds = cursor.take<Thresholds>(1)) result.thresholds = *thresholds;
    result.isWhole = isMarked && cursor.isAtEnd();
    return result;
}

}  // namespace

const Weights &weights() {
    static const Weights result = parsed();
    return result;
}

const char *weightsDigest() {
    static const Digest digest(textsight_weights_start, textsight_weights_end);
    return digest.text();
}

}  // namespace textsight
