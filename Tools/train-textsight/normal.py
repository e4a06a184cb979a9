# SPDX-License-Identifier: Apache-2.0
"""The local normalization of contrast, in whole numbers: the same values as in Sources/CTextSight."""

import numpy as np

BLOCK = 8
GAIN = 40


def root(values):
    """The whole square root, rounded down. Exact: a double's root is corrected."""
    guess = np.sqrt(values.astype(np.float64)).astype(np.int64)
    guess = np.where(guess * guess > values, guess - 1, guess)
    return np.where((guess + 1) * (guess + 1) <= values, guess + 1, guess)


def stretched(plane):
    """The plane over the whole range of 16 bits, so that an affine copy of an image is the same image."""
    plane = plane.astype(np.int64)
    low, high = int(plane.min()), int(plane.max())
    return None if high == low else (plane - low) * 65535 // (high - low)


def halved(plane):
    """Means of 2 x 2 pixels; an odd last row or column is left out."""
    rows, columns = plane.shape[0] // 2, plane.shape[1] // 2
    four = plane[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2).sum(axis=(1, 3))
    return (four + 2) >> 2


def spread(plane):
    """The spread of the whole plane, in quarters."""
    count = plane.size
    total, squares = int(plane.sum()), int((plane * plane).sum())
    variance = (squares // count) - (total // count) ** 2
    return int(root(np.array([max(variance, 0) * 16]))[0])


def _window(blocks):
    padded = np.pad(blocks, 2)
    sums = sum(padded[k:k + blocks.shape[0]] for k in range(5))
    return sum(sums[:, k:k + blocks.shape[1]] for k in range(5))


def _between(grid, count, axis):
    """Twice-eighths between the centres of blocks: (index of one, index of the next, weight of the next out of 16)."""
    place = np.arange(count) * 2 + 1 - BLOCK
    first = place // (2 * BLOCK)
    weight = place - first * 2 * BLOCK
    last = grid.shape[axis] - 1
    return np.clip(first, 0, last), np.clip(first + 1, 0, last), weight


def _blend(grid, rows, columns):
    top, below, down = _between(grid, rows, 0)
    left, right, across = _between(grid, columns, 1)
    narrow = grid[:, left] * (16 - across) + grid[:, right] * across
    return narrow[top] * (16 - down)[:, None] + narrow[below] * down[:, None]


def normalized(plane, whole_spread):
    """Bytes around 128: how far each pixel is from the mean around it, in spreads around it."""
    rows, columns = plane.shape
    down, across = -rows % BLOCK, -columns % BLOCK
    padded = np.pad(plane, ((0, down), (0, across))).astype(np.int64)
    ones = np.pad(np.ones(plane.shape, np.int64), ((0, down), (0, across)))
    shape = (padded.shape[0] // BLOCK, BLOCK, padded.shape[1] // BLOCK, BLOCK)
    count = _window(ones.reshape(shape).sum(axis=(1, 3)))
    total = _window(padded.reshape(shape).sum(axis=(1, 3)))
    squares = _window((padded * padded).reshape(shape).sum(axis=(1, 3)))
    mean = (total * 2 + count) // (count * 2)
    variance = (count * squares - total * total) // (count * count)
    distance = root(np.maximum(variance, 0) * 16) + whole_spread // 16 + 1
    # 4 x GAIN x 2^14 over a spread in quarters; blended weights add up to 256.
    inverse = (4 * GAIN << 14) // distance
    offset = plane.astype(np.int64) * 256 - _blend(mean, rows, columns)
    # Offset and inverse keep four bits of their blend, and the inverse has 14 of its own.
    value = ((offset >> 4) * (_blend(inverse, rows, columns) >> 4) + (1 << 21)) >> 22
    return np.clip(value + 128, 0, 255).astype(np.uint8)
