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


def _extended(values, reach, box):
    left, top, right, bottom = box
    wide, tall = right - left, bottom - top
    seen = values >= reach
    new = [left, top, right, bottom]
    if wide >= tall:
        for row in seen[top:bottom]:
            start = left
            while start > 0 and row[start - 1]:
                start -= 1
            end = right
            while end < row.size and row[end]:
                end += 1
            new[0], new[2] = min(new[0], start), max(new[2], end)
        new[0], new[2] = max(new[0], left - tall), min(new[2], right + tall)
    if tall >= wide:
        across = seen[:, left:right].any(axis=1)
        while new[1] > max(0, top - wide) and across[new[1] - 1]:
            new[1] -= 1
        while new[3] < min(across.size, bottom + wide) and across[new[3]]:
            new[3] += 1
    return new


def _shown(mask, place, side, rank, finer):
    near, beside = [box for box in finer if box[6] >= rank], side * 3 // 4
    rows, columns = np.nonzero(mask)
    y, x = (rows + place[0].start) * side + side // 2, (columns + place[1].start) * side + side // 2
    inside = np.zeros(rows.size, bool)
    for left, top, right, bottom, *_ in near:
        inside |= (x >= left - beside) & (x < right + beside) & (y >= top - beside) & (y < bottom + beside)
    return bool(inside.all())


def _components(values, thresholds, halvings, shape, finer):
    _, cell, weak, strong, least_cells, least_sum = thresholds[:6]
    labels, count = ndimage.label(values >= cell, np.ones((3, 3)))
    side = 4 << halvings
    margin = side if halvings == 0 else side + side // 2
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        mask = labels[place] == number
        inside = values[place][mask]
        most, is_large = int(inside.max()), inside.size >= least_cells and int((inside - cell).sum()) >= least_sum
        rank = FAINT if not is_large or most < weak else WEAK if most < strong else STRONG
        if rank != FAINT and _shown(mask, place, side, rank, finer):
            continue
        rows = []
        for row in range(mask.shape[0]):
            columns = np.flatnonzero(mask[row])
            rows.append((place[0].start + row, place[1].start + int(columns[0]), place[1].start + int(columns[-1]) + 1))
        for box in _split(rows):
            left, top, right, bottom = box if rank == FAINT else _extended(values, thresholds[6], box)
            yield [max(0, left * side - margin), max(0, top * side - margin), min(shape[1], right * side + margin),
                   min(shape[0], bottom * side + margin), most, halvings, rank, 2 * side + margin]


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


def _lines(found):
    key = lambda box: (box[1], box[0], box[3], box[2], box[4], box[5], box[6])
    found = sorted(found, key=key)
    changed, sweeps = True, 0
    while changed and sweeps < 8:
        changed, one, sweeps = False, 0, sweeps + 1
        while one < len(found):
            two = 0 if found[one][6] != FAINT else len(found)
            while two < len(found):
                if two == one or not (_continues if found[two][6] == FAINT else _same)(found[one], found[two]):
                    two += 1
                    continue
                a, b = found[one], found[two]
                a[:] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]), max(a[4], b[4]), min(a[5], b[5]), max(a[6], b[6]),
                        max(a[7], b[7])]
                del found[two]
                one -= two < one
                changed = True
            one += 1
    return sorted((box for box in found if box[6] != FAINT), key=key)


def _tight(box, plane):
    left, top, right, bottom, slack = *box[:4], box[7]
    part = plane[top:bottom, left:right]
    if min(part.shape) < 4 or part.size > 1 << 22:
        return box
    turned = part.shape[0] > part.shape[1]
    part = part.T if turned else part
    height, width = part.shape
    across, down = np.abs(np.diff(part, axis=1)), np.abs(np.diff(part, axis=0))
    count = min(64, max(1, width // height))
    core = across[height // 4:height - height // 4].max(0)
    owner = np.arange(width - 1) * count // width
    least = sorted(int(core[owner == index].max(initial=0)) for index in range(count))[count // 4] // 6
    if least == 0:
        return box

    def blanks(most, lines):
        steep = np.flatnonzero([line.max(initial=0) > least for line in lines[:most]])
        return max(0, (int(steep[0]) if steep.size else most) - 2)

    most = min(slack, height // 3)
    above, below = blanks(most, across), blanks(most, across[::-1])
    inner = slice(above, max(above, height - below - 1))
    columns = np.maximum(down[inner], np.pad(across, ((0, 0), (0, 1)))[inner]).T
    most = min(slack, width // 3)
    before, after = blanks(most, columns), blanks(most, columns[::-1])
    if turned:
        return [left + above, top + before, right - below, bottom - after, *box[4:]]
    return [left + before, top + above, right - after, bottom - below, *box[4:]]


def boxes(net_numbers, thresholds, plane):
    """Boxes as the program gives them: (left, top, right, bottom, score, is weak)."""
    found, shape = [], plane.shape
    plane = stretched(plane) if min(shape) >= 16 else None
    if plane is None:
        return []
    whole, full = spread(plane), plane
    for halvings in range(3):
        if min(plane.shape) < 16:
            break
        pixels = normalized(plane, whole)
        pixels = np.pad(pixels, ((0, -pixels.shape[0] % 4), (0, -pixels.shape[1] % 4)), constant_values=128)
        found += _components(cells(net_numbers, pixels, thresholds[0]), thresholds, halvings, shape, list(found))
        plane = halved(plane)
    quotient = lambda most: (abs(most) * 500 // 640) * (1 if most >= 0 else -1)
    tight = sorted((_tight(box, full) for box in _lines(found)), key=lambda box: (box[1], box[0], box[3], box[2], box[4]))
    return [(*box[:4], min(1000, max(0, 500 + quotient(box[4]))), int(box[6] == WEAK)) for box in tight]
