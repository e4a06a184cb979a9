// SPDX-License-Identifier: Apache-2.0

#ifndef CTEXTSIGHT_H
#define CTEXTSIGHT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { TEXTSIGHT_OK = 0, TEXTSIGHT_TOO_MANY, TEXTSIGHT_NO_MEMORY, TEXTSIGHT_NO_WEIGHTS } textsight_status;

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
/// - `gray` times a positive whole number, plus a constant, gives the same boxes. A plane with a side below 16 or of one value has none.
/// - Memory does not follow the size of the plane: it is worked through in parts.
/// - Where more is seen than can be told apart, the box is the whole plane and weak.
///
/// Of an image in colour, look at red, green and blue each as a plane and unite the boxes, for letters may differ from their ground in
/// one of them only. Where the three are equal, as in most colour ultrasound outside its coloured parts, one is enough.
textsight_status textsight_find(
    const uint16_t *gray, uint32_t columns, uint32_t rows, textsight_box *boxes, size_t capacity, size_t *count);

/// The same, for tests: without the instructions of a newer processor, and in parts of another size (a multiple of 12 cells of 4 pixels).
textsight_status textsight_find_by(
    const uint16_t *gray, uint32_t columns, uint32_t rows, textsight_box *boxes, size_t capacity, size_t *count, int32_t is_plain,
    int32_t tile);

/// SHA-256 of the weights, in hexadecimal; static.
const char *textsight_digest(void);

#ifdef __cplusplus
}
#endif
#endif
