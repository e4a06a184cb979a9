// SPDX-License-Identifier: Apache-2.0

#ifndef CTEXTSIGHT_H
#define CTEXTSIGHT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { TEXTSIGHT_OK = 0, TEXTSIGHT_TOO_MANY, TEXTSIGHT_NO_MEMORY } textsight_status;

/// A line of text in a plane of gray values.
typedef struct {
    /// Pixels of the plane, half-open: `right` and `bottom` are the first outside.
    int32_t left, top, right, bottom;
    /// 0...1000.
    int32_t score;
    /// Whether the score is above the threshold of attention and below that of certainty.
    int32_t is_weak;
} textsight_box;

/// Finds lines of text in a plane of gray values: row-major, larger is brighter. The same values give the same boxes on every machine.
/// - capacity: How many boxes there is room for; with TEXTSIGHT_TOO_MANY `*count` says how many there are.
/// - Boxes are sorted by top, then left.
textsight_status textsight_find(
    const uint16_t *gray, uint32_t columns, uint32_t rows, textsight_box *boxes, size_t capacity, size_t *count);

/// SHA-256 of the weights, in hexadecimal; static.
const char *textsight_digest(void);

#ifdef __cplusplus
}
#endif
#endif
