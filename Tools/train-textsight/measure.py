# SPDX-License-Identifier: Apache-2.0
"""Figures on series and seeds that no training saw: alarms on clean planes, and lines of text that were found whole."""

import collections

import cv2
import numpy as np

from letters import Fonts, line
from scenes import SIDE, synthetic

HEIGHTS = (7, 9, 12, 18, 28, 45, 80)


def clean(sight, planes):
    """For each modality: planes, planes with an alarm, those with weak alarms only, mean share of area, and which."""
    rows = collections.defaultdict(lambda: [0, 0, 0, 0.0, []])
    for name, modality, series, plane, held in planes:
        if min(plane.shape) < 32:
            continue
        boxes = sight.find(plane)
        row = rows[modality]
        row[0] += 1
        if boxes:
            row[1] += 1
            row[2] += all(box[5] for box in boxes)
            covered = np.zeros(plane.shape, bool)
            for left, top, right, bottom, _, _ in boxes:
                covered[top:bottom, left:right] = True
            row[3] += float(covered.mean())
            row[4].append((name, boxes))
    return rows


def page(rng, fonts, planes):
    """An image with one to four lines whose coverage is known: (image, [(mask, rows, columns, script, height, count, turned)])."""
    if rng.random() < 0.75:
        series = planes[int(rng.integers(len(planes)))]
        image = series[int(rng.integers(len(series)))].astype(np.float32)
        if min(image.shape) < 200 or rng.random() < 0.3:
            zoom = rng.uniform(256, 640) / min(image.shape)
            image = cv2.resize(image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR if zoom > 1 else cv2.INTER_AREA)
        image = image[:1400, :1400]
    else:
        image = cv2.resize(synthetic(rng, SIDE * 3).astype(np.float32), None, fx=1, fy=1)
    image = image - image.min()
    top = np.percentile(image, 99.9)
    image = np.clip(image / (top if top > 0 else 1), 0, 1.5)
    taken, written = np.zeros(image.shape, bool), []
    for _ in range(int(rng.integers(1, 5))):
        height = float(np.exp(rng.uniform(np.log(7), np.log(80))))
        made = line(rng, fonts, height, 1)
        if made is None:
            continue
        mask, script, count = made
        turned = rng.random()
        turned = "turned" if turned < 0.03 else "mirrored" if turned < 0.06 else "upright"
        if turned != "upright":
            mask = np.rot90(mask) if turned == "turned" else mask[:, ::-1]
        tall, wide = mask.shape
        if tall + 8 > image.shape[0] or wide + 8 > image.shape[1] or not (mask > 0.4).any():
            continue
        y, x = int(rng.integers(2, image.shape[0] - tall - 2)), int(rng.integers(2, image.shape[1] - wide - 2))
        place = np.s_[y:y + tall, x:x + wide]
        around = np.s_[max(0, y - 8):y + tall + 8, max(0, x - 8):x + wide + 8]
        if taken[around].any():
            continue
        mean, deviation = float(image[around].mean()), float(image[around].std())
        pick = rng.random()
        value = (1.0 if mean < 0.6 else 0.0) if pick < 0.6 else mean + rng.choice([-1, 1]) * max(0.15, 4 * deviation)
        if abs(value - mean) < 3.5 * deviation:
            ring = cv2.dilate(np.ascontiguousarray(mask), np.ones((3, 3)))
            image[place] += ring * ((0.0 if value > mean else 1.0) - image[place])
        image[place] += mask * (value - image[place])
        taken[around] = True
        written.append((mask > 0.4, place, script, height, count, turned))
    image = image - image.min()
    levels = [255, 4095, 65535][int(rng.integers(3))]
    image = (image / (image.max() + 1e-9) * levels).astype(np.uint16)
    if levels == 255 and rng.random() < 0.3:
        done, stored = cv2.imencode(".jpg", image.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 95))])
        image = cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE).astype(np.uint16)
    return image, written


def texts(sight, planes, seed, count):
    """For each group of lines: how many, wholly covered, covered by half; mean share of area beside text; share of pages with weak boxes; misses."""
    rng, fonts = np.random.default_rng(seed), Fonts()
    groups = collections.defaultdict(lambda: [0, 0, 0])
    beside, weak, misses, pages = [], 0, [], 0
    for _ in range(count):
        image, written = page(rng, fonts, planes)
        if not written:
            continue
        pages += 1
        boxes = sight.find(image)
        covered, ink = np.zeros(image.shape, bool), np.zeros(image.shape, bool)
        for left, top, right, bottom, _, _ in boxes:
            covered[top:bottom, left:right] = True
        weak += any(box[5] for box in boxes)
        for mask, place, script, height, characters, turned in written:
            ink[place] = True
            share = float(covered[place][mask].mean())
            whole = share >= 0.98
            tall = max(bound for bound in HEIGHTS if bound <= height + 1e-6)
            length = "one or two characters" if characters < 3 else "three and more"
            keys = ["all", f"height {tall:02}+", script, turned, length]
            if characters > 2 and turned == "upright":
                keys.append("three and more, upright")
            for key in keys:
                groups[key][0] += 1
                groups[key][1] += whole
                groups[key][2] += share >= 0.5
            if not whole:
                misses.append((image, place, script, height, characters, turned, share))
        beside.append(float((covered & ~ink).mean()))
    return groups, float(np.mean(beside)), weak / max(1, pages), misses


def report(planes, folder, seed, pages):
    """Prints the figures of the embedded weights."""
    import train
    from sight import SOURCES, Sight

    sight = Sight((SOURCES / "Tables" / "textsight.bin").read_bytes(), folder)
    print("weights", sight.digest())
    for modality, row in sorted(clean(sight, [plane for plane in planes if plane[4]]).items()):
        print(f"clean {modality:8} planes {row[0]:5} alarms {row[1]:3} weak only {row[2]:3} mean area {row[3] / row[0]:.5f}")
    groups, beside, weak, _ = texts(sight, train.by_series(planes, True), seed, pages)
    for name, (count, whole, half) in sorted(groups.items()):
        print(f"text {name:28} lines {count:5} found whole {100 * whole / count:.2f} %, by half {100 * half / count:.2f} %")
    print(f"mean area beside text {beside:.4f}; pages with a weak box {weak:.4f}")
    return 0
