# SPDX-License-Identifier: Apache-2.0
"""From cells to boxes, a second time and in another way than Sources/CTextSight, so that each checks the other."""

import numpy as np
from scipy import ndimage

from export import cells
from normal import halved, normalized, spread, stretched

FAINT, WEAK, STRONG = 0, 1, 2


def _split(rows):
    """`rows`: (row, left, right) of one component, top down. Gives boxes of cells, a new one where the extent changes much."""
    row, left, right = rows[0]
    top, bottom, filled = row, row + 1, right - left
    for row, start, end in rows[1:]:
        new_left, new_right, new_filled = min(left, start), max(right, end), filled + end - start
        if row - top >= 2 and 2 * new_filled < (new_right - new_left) * (row + 1 - top):
            yield left, top, right, bottom
            left, right, top, filled = start, end, row, end - start
        else:
            left, right, filled = new_left, new_right, new_filled
        bottom = row + 1
    yield left, top, right, bottom


def _components(values, thresholds, halvings, shape):
    _, cell, weak, strong, least_cells, least_sum = thresholds[:6]
    labels, count = ndimage.label(values >= cell, np.ones((3, 3)))
    side = 4 << halvings
    margin = 4 if halvings == 0 else side // 2
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        mask = labels[place] == number
        inside = values[place][mask]
        most, is_large = int(inside.max()), inside.size >= least_cells and int((inside - cell).sum()) >= least_sum
        rank = FAINT if not is_large or most < weak else WEAK if most < strong else STRONG
        rows = []
        for row in range(mask.shape[0]):
            columns = np.flatnonzero(mask[row])
            rows.append((place[0].start + row, place[1].start + int(columns[0]), place[1].start + int(columns[-1]) + 1))
        for left, top, right, bottom in _split(rows):
            yield [max(0, left * side - margin), max(0, top * side - margin), min(shape[1], right * side + margin),
                   min(shape[0], bottom * side + margin), most, halvings, rank]


def _common(one, two, axis):
    return max(0, min(one[axis + 2], two[axis + 2]) - max(one[axis], two[axis]))


def _size(box, axis):
    return box[axis + 2] - box[axis]


def _same(one, two):
    areas = [_size(box, 0) * _size(box, 1) for box in (one, two)]
    return 2 * _common(one, two, 0) * _common(one, two, 1) >= min(areas)


def _continues(one, two):
    for axis in (0, 1):
        small, large = sorted((_size(one, 1 - axis), _size(two, 1 - axis)))
        gap = max(one[axis], two[axis]) - min(one[axis + 2], two[axis + 2])
        if large <= 2 * small and 5 * _common(one, two, 1 - axis) >= 3 * small and gap <= small:
            return True
    return False


def _explains(fine, coarse):
    edge = (4 << coarse[5]) * 3 // 2
    return (fine[5] < coarse[5] and fine[6] >= coarse[6] and fine[0] <= coarse[0] + edge and fine[1] <= coarse[1] + edge
            and fine[2] >= coarse[2] - edge and fine[3] >= coarse[3] - edge)


def _lines(found):
    key = lambda box: (box[1], box[0], box[3], box[2], box[4], box[5], box[6])
    found = sorted((box for box in found if not any(_explains(other, box) for other in found)), key=key)
    changed = True
    while changed:
        changed, one = False, 0
        while one < len(found):
            two = 0 if found[one][6] != FAINT else len(found)
            while two < len(found):
                if two == one or not (_continues if found[two][6] == FAINT else _same)(found[one], found[two]):
                    two += 1
                    continue
                a, b = found[one], found[two]
                a[:] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]), max(a[4], b[4]), min(a[5], b[5]), max(a[6], b[6])]
                del found[two]
                one -= two < one
                changed = True
            one += 1
    return sorted((box for box in found if box[6] != FAINT), key=key)


def boxes(net_numbers, thresholds, plane):
    """Boxes as the program gives them: (left, top, right, bottom, score, is weak)."""
    found, shape = [], plane.shape
    plane = stretched(plane) if min(shape) >= 16 else None
    if plane is None:
        return []
    whole = spread(plane)
    for halvings in range(3):
        if min(plane.shape) < 16:
            break
        pixels = normalized(plane, whole)
        pixels = np.pad(pixels, ((0, -pixels.shape[0] % 4), (0, -pixels.shape[1] % 4)), constant_values=128)
        found += _components(cells(net_numbers, pixels, thresholds[0]), thresholds, halvings, shape)
        plane = halved(plane)
    quotient = lambda most: (abs(most) * 500 // 640) * (1 if most >= 0 else -1)
    return [(*box[:4], min(1000, max(0, 500 + quotient(box[4]))), int(box[6] == WEAK)) for box in _lines(found)]
