# SPDX-License-Identifier: Apache-2.0
"""Crops to train on: a ground, what may be taken for letters, lines of text, and how it all was recorded."""

import cv2
import numpy as np

from letters import Fonts, line
from normal import halved, normalized, spread, stretched

SIDE = 160
CELL = 4


def noise(rng, shape, power):
    """Noise whose amplitude falls with frequency: 0 is white, 2 is clouds."""
    spectrum = np.fft.rfft2(rng.standard_normal(shape))
    rows, columns = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None]
    radius = np.sqrt(rows ** 2 + columns ** 2)
    radius[0, 0] = 1
    field = np.fft.irfft2(spectrum / radius ** power, shape)
    return ((field - field.mean()) / (field.std() + 1e-9)).astype(np.float32)


def synthetic(rng, side):
    """A ground of no photograph: flat, clouds, speckle, blobs like air cells, counts like a scintigram, bars."""
    shape, kind = (side, side), rng.random()
    if kind < 0.22:
        return np.full(shape, rng.random(), np.float32) + rng.choice([0, 0, 0.01, 0.03]) * rng.standard_normal(shape).astype(np.float32)
    if kind < 0.36:
        return 0.5 + 0.2 * noise(rng, shape, rng.uniform(0.5, 2.2))
    if kind < 0.52:  # ultrasound
        grain = rng.standard_normal((2,) + shape).astype(np.float32)
        blur = (0, 0), rng.uniform(0.6, 3), rng.uniform(0.6, 1.5)
        speckle = np.hypot(cv2.GaussianBlur(grain[0], blur[0], blur[1], None, blur[2]), cv2.GaussianBlur(grain[1], blur[0], blur[1], None, blur[2]))
        speckle = np.log1p(6 * speckle / speckle.mean()) * np.clip(0.5 + 0.4 * noise(rng, shape, 1.6), 0, 1.5)
        return speckle / 3
    if kind < 0.70:  # thresholded clouds: cells, trabeculae, edges
        field = noise(rng, shape, rng.uniform(0.8, 1.8))
        sharp = rng.uniform(2, 12)
        level = 1 / (1 + np.exp(-sharp * (field - rng.uniform(-1, 1.5))))
        return level * rng.uniform(0.3, 1) + 0.05 * noise(rng, shape, 0.3)
    if kind < 0.80:  # ridges
        field = np.abs(noise(rng, shape, rng.uniform(1, 2)))
        return np.exp(-field * rng.uniform(4, 16)) + 0.03 * noise(rng, shape, 0)
    if kind < 0.90:  # counts
        rate = np.exp(noise(rng, shape, rng.uniform(1.2, 2.2)) * 1.2) * rng.uniform(0.2, 6)
        return rng.poisson(np.minimum(rate, 200)).astype(np.float32) / 12
    field = np.zeros(shape, np.float32)
    for _ in range(rng.integers(3, 25)):
        top, left = rng.integers(0, side, 2)
        tall, wide = rng.integers(2, side // 2, 2)
        if rng.random() < 0.5:
            field[top:top + tall, left:left + wide] = rng.random()
        else:
            center, half = (int(left), int(top)), (int(wide // 2), int(tall // 2))
            cv2.ellipse(field, center, half, rng.random() * 180, 0, 360, float(rng.random()), -1, cv2.LINE_AA)
    return field


def real(rng, planes, side, region=None):
    """A part of a real plane at some size, window and side. `planes` holds the planes of each series, so that none outweighs the rest."""
    if region is None:
        series = planes[int(rng.integers(len(planes)))]
    plane = series[int(rng.integers(len(series)))] if region is None else region
    zoom = float(np.exp(rng.uniform(-0.9, 0.6 if max(plane.shape) > 300 else 1.2))) if region is None else 1.0
    want = int(side / zoom) + 1
    if plane.shape[0] > want:
        top = int(rng.integers(plane.shape[0] - want))
        plane = plane[top:top + want]
    if plane.shape[1] > want:
        left = int(rng.integers(plane.shape[1] - want))
        plane = plane[:, left:left + want]
    part = plane.astype(np.float32)
    if zoom != 1:
        size = max(8, int(part.shape[1] * zoom)), max(8, int(part.shape[0] * zoom))
        larger = int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST])) if zoom >= 1 else 0
        part = cv2.resize(part, size, interpolation=cv2.INTER_AREA if zoom < 1 else larger)
    part = part[:side, :side]
    if part.shape != (side, side):
        down, across = side - part.shape[0], side - part.shape[1]
        top, left = int(rng.integers(down + 1)), int(rng.integers(across + 1))
        # Tiled small images are mosaics; a small image alone has a black surround.
        part = np.pad(part, ((top, down - top), (left, across - left)), mode=str(rng.choice(["wrap", "constant", "reflect"])))
    if rng.random() < 0.6:
        low, high = np.percentile(part, [rng.uniform(0, 40), rng.uniform(60, 100)])
        if high > low:
            part = np.clip(part, low, high)
    part = part - part.min()
    part = part / (part.max() + 1e-6)
    if rng.random() < 0.3:
        part = part ** float(np.exp(rng.uniform(-0.8, 0.8)))
    if rng.random() < 0.2:
        part = 1 - part
    return np.rot90(part, int(rng.integers(4)))[:, ::int(rng.choice([-1, 1]))] if rng.random() < 0.5 else part


def distract(rng, image):
    """Draws what is no text but has its edges: rulers, callipers, grids, traces, leads, frames."""
    side = image.shape[0]
    image = np.ascontiguousarray(image)
    value = float(rng.choice([image.max(), image.min(), rng.random() * 1.3, 1.0]))
    thick, kind = int(rng.integers(1, 4)), rng.random()
    smooth = cv2.LINE_AA if rng.random() < 0.5 else cv2.LINE_8
    at = lambda: (int(rng.integers(side)), int(rng.integers(side)))
    if kind < 0.28:  # ruler
        step, long = int(rng.integers(3, 24)), int(rng.integers(2, 12))
        place, first = int(rng.integers(side)), int(rng.integers(side // 2))
        every = int(rng.choice([1, 5, 10]))
        axis = rng.random() < 0.5
        spine = rng.random() < 0.4
        for index, position in enumerate(range(first, min(side, first + step * int(rng.integers(4, 60))), step)):
            size = long * (2 if every > 1 and index % every == 0 else 1)
            ends = ((place, position), (place + size, position)) if axis else ((position, place), (position, place + size))
            cv2.line(image, *ends, value, min(thick, 2), smooth)
        if spine:
            cv2.line(image, *(((place, first), (place, side)) if axis else ((first, place), (side, place))), value, 1, smooth)
    elif kind < 0.42:  # callipers and crosses, dots
        for _ in range(rng.integers(1, 7)):
            x, y = at()
            size = int(rng.integers(2, 9))
            if rng.random() < 0.5:
                cv2.line(image, (x - size, y), (x + size, y), value, thick, smooth)
                cv2.line(image, (x, y - size), (x, y + size), value, thick, smooth)
            elif rng.random() < 0.5:
                cv2.line(image, (x - size, y - size), (x + size, y + size), value, thick, smooth)
                cv2.line(image, (x - size, y + size), (x + size, y - size), value, thick, smooth)
            else:
                cv2.circle(image, (x, y), size, value, thick if rng.random() < 0.5 else -1, smooth)
    elif kind < 0.52:  # grid
        step = int(rng.integers(4, 40))
        for position in range(int(rng.integers(step)), side, step):
            cv2.line(image, (position, 0), (position, side), value, min(thick, 2), smooth)
            cv2.line(image, (0, position), (side, position), value, min(thick, 2), smooth)
    elif kind < 0.66:  # trace
        points = np.cumsum(rng.standard_normal(side) * rng.uniform(0.2, 4))
        for beat in range(int(rng.integers(20)), side, int(rng.integers(15, 60))):
            points[beat:beat + 3] += np.array([5, -14, 3])[: max(0, min(3, side - beat))] * rng.uniform(0.5, 2)
        line_of = np.stack([np.arange(side), rng.integers(side) + points], 1).astype(np.int32)
        cv2.polylines(image, [line_of], False, value, min(thick, 2), smooth)
    elif kind < 0.80:  # leads and wires
        points = np.cumsum(rng.standard_normal((60, 2)) * rng.uniform(2, 5) + rng.standard_normal(2) * 3, 0) + np.array(at())
        cv2.polylines(image, [cv2.GaussianBlur(points.astype(np.float32), (1, 9), 2).astype(np.int32)], False, value, thick, smooth)
    elif kind < 0.9:  # frames, arrows, lines
        for _ in range(rng.integers(1, 5)):
            pick = rng.random()
            if pick < 0.4:
                cv2.rectangle(image, at(), at(), value, thick)
            elif pick < 0.7:
                cv2.arrowedLine(image, at(), at(), value, thick, smooth)
            else:
                cv2.line(image, at(), at(), value, thick, smooth)
    else:
        small_things(rng, image, value, thick, smooth)
    return image


def small_things(rng, image, value, thick, smooth):
    """A wedge of grays, scattered strokes, a patch of coarse noise, or a row of alike bodies, as in a mosaic."""
    side, kind = image.shape[0], rng.random()
    x, y = (int(number) for number in rng.integers(side, size=2))
    if kind < 0.25:
        tall, wide, steps = int(rng.integers(30, side)), int(rng.integers(4, 20)), int(rng.integers(2, 40))
        ramp = (np.arange(tall) * steps // tall / steps).astype(np.float32)
        image[y:y + tall, x:x + wide] = ramp[: max(0, min(tall, side - y)), None]
    elif kind < 0.5:
        for _ in range(rng.integers(5, 40)):
            start = rng.integers(side, size=2)
            cv2.line(image, tuple(map(int, start)), tuple(map(int, start + rng.integers(-9, 10, 2))), value, thick, smooth)
    elif kind < 0.75:
        size, down, across = int(rng.integers(1, 5)), int(rng.integers(4, 14)), int(rng.integers(8, 60))
        grain = rng.random((down, across)) ** rng.uniform(0.5, 4) * rng.uniform(0.4, 1.2)
        part = image[y:y + down * size, x:x + across * size]
        grain = np.kron(grain, np.ones((size, size)))[: part.shape[0], : part.shape[1]]
        part[:] = np.maximum(part, grain) if rng.random() < 0.5 else grain
    else:
        radius, step = int(rng.integers(4, 20)), rng.uniform(2.1, 3.5)
        height = rng.uniform(0.8, 1.4)
        for index in range(int(rng.integers(2, 8))):
            center = (int(x + index * step * radius) % (side + radius), y)
            axes = (max(2, int(radius * rng.uniform(0.8, 1.1))), max(2, int(radius * height * rng.uniform(0.85, 1.1))))
            cv2.ellipse(image, center, axes, 0, 0, 360, value, thick if rng.random() < 0.5 else -1, smooth)
            for _ in range(rng.integers(0, 4)):
                inner = tuple(int(place + rng.integers(-radius // 2, radius // 2 + 1)) for place in center)
                cv2.ellipse(image, inner, (radius // 3 + 1, radius // 4 + 1), rng.random() * 180, 0, 360, float(rng.random()), -1, smooth)


def write(rng, fonts, image, target, factor):
    """Draws one line into the image and marks its cells: 1 text, 2 do not care. Gives what was written, or nothing."""
    side = image.shape[0]
    pick = rng.random()
    height = float(np.exp(rng.uniform(np.log(7), np.log(22))))
    if pick >= 0.88:
        height = float(rng.uniform(5.5, 7)) if pick < 0.94 else float(rng.uniform(22, 60))
    made = line(rng, fonts, height, factor)
    if made is None:
        return None
    mask, script, count = made
    turn = rng.random()
    if turn < 0.11:
        mask = np.rot90(mask, int(rng.choice([1, 3])))
    elif turn < 0.15:
        mask = mask[:, ::-1]
    elif turn < 0.17:
        mask = mask[::-1]
    tall, wide = mask.shape
    top = int(rng.integers(-1, max(0, side - tall) + 2)) if tall < side else 0
    left = int(rng.integers(-min(wide // 2, 40), max(1, side - min(wide, side // 2))))
    if left < 0 and count < 4:
        left = 0
    if rng.random() < 0.15:
        left = int(rng.integers(0, 4))
    rows, columns = slice(max(0, top), min(side, top + tall)), slice(max(0, left), min(side, left + wide))
    mask = mask[rows.start - top:rows.stop - top, columns.start - left:columns.stop - left]
    if min(mask.shape) < 3:
        return None
    cells = np.s_[max(0, rows.start - 3) // CELL:-(-(rows.stop + 3) // CELL), max(0, columns.start - 3) // CELL:-(-(columns.stop + 3) // CELL)]
    if target[cells].any():
        return None
    around = image[max(0, rows.start - 4):rows.stop + 4, max(0, columns.start - 4):columns.stop + 4]
    low, high, mean, spread_here = float(around.min()), float(around.max()), float(around.mean()), float(around.std())
    pick = rng.random()
    if pick < 0.35:
        value = 1.0 if mean < 0.75 else 0.0
    elif pick < 0.5:
        value = max(1.0, high) * rng.uniform(1.0, 3.0)
    elif pick < 0.6:
        value = min(0.0, low)
        if mean - value < 0.25:
            value = mean + 0.5
    else:
        least = max(0.08, 2.2 * spread_here)
        value = mean + float(rng.choice([-1, 1])) * least * rng.uniform(1, 4)
    plate = rng.random()
    if plate < 0.08:
        pad = int(rng.integers(1, 6))
        ground = float(rng.random() * 0.6) if value > 0.7 else float(rng.uniform(value + 0.3, value + 1))
        image[max(0, rows.start - pad):rows.stop + pad, max(0, columns.start - pad):columns.stop + pad] = ground
    elif plate < 0.20 or abs(value - mean) < 2.2 * spread_here:
        # An outline or a shadow keeps letters legible where the ground is as bright as they are.
        reach = int(rng.integers(1, 3))
        dark = float(min(low, 0)) if value > mean else float(max(high, 1))
        if rng.random() < 0.6:
            ring = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1)))
        else:
            ring = np.zeros_like(mask)
            ring[reach:, reach:] = mask[:-reach, :-reach]
        image[rows, columns] += ring * (dark - image[rows, columns])
    opacity = 1.0 if rng.random() < 0.9 else rng.uniform(0.6, 1)
    image[rows, columns] += mask * opacity * (value - image[rows, columns])
    target[cells] = 2
    ink = np.s_[max(0, rows.start - 1) // CELL:-(-(rows.stop + 1) // CELL), max(0, columns.start - 1) // CELL:-(-(columns.stop + 1) // CELL)]
    target[ink] = 1
    legible = min(tall, wide) if turn >= 0.11 else wide
    # What is far larger belongs to the next scale; what is far smaller nobody reads.
    if height > 24 or height < 6.2 or (count <= 1 and legible < 6):
        target[ink] = 2
    return script, height, count


def record(rng, image):
    """What a machine and a file do to an image: blur, noise, JPEG, few bits."""
    if rng.random() < 0.12:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.7))
    if rng.random() < 0.25:
        image = image + rng.standard_normal(image.shape).astype(np.float32) * rng.choice([0.003, 0.01, 0.02, 0.04])
    pick = rng.random()
    if pick < 0.25:
        eight = np.clip((image - image.min()) / (image.max() - image.min() + 1e-6) * 255, 0, 255).astype(np.uint8)
        done, bytes_ = cv2.imencode(".jpg", eight, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 96))])
        return cv2.imdecode(bytes_, cv2.IMREAD_GRAYSCALE).astype(np.int64)
    levels = 255 if pick < 0.6 else 4095 if pick < 0.9 else 65535
    return ((image - image.min()) / (image.max() - image.min() + 1e-6) * levels).astype(np.int64)


class Scenes:
    """An endless, seeded supply of crops."""

    def __init__(self, planes, seed):
        self.rng = np.random.default_rng(seed)
        self.fonts = Fonts()
        self.planes = planes
        self.hard = []

    def crop(self):
        """(bytes SIDE x SIDE, target cells), where a third of the crops have no text."""
        rng = self.rng
        while True:
            pick = rng.random()
            if self.hard and pick < 0.14:
                image = real(rng, None, SIDE, self.hard[int(rng.integers(len(self.hard)))])
            elif pick < 0.64:
                image = real(rng, self.planes, SIDE)
            else:
                image = synthetic(rng, SIDE)
            image = np.array(image, np.float32)
            target = np.zeros((SIDE // CELL, SIDE // CELL), np.uint8)
            while rng.random() < 0.33:
                image = distract(rng, image)
            if rng.random() < 0.62:
                factor = int(rng.choice([1, 2, 4], p=[0.65, 0.22, 0.13]))
                for _ in range(int(rng.choice([1, 2, 3, 5, 8]))):
                    write(rng, self.fonts, image, target, factor)
            plane = stretched(record(rng, image))
            if plane is None:
                continue
            whole = int(spread(plane) * np.exp(rng.uniform(-0.7, 0.9)))
            return normalized(plane, whole), target

    def batch(self, count):
        pairs = [self.crop() for _ in range(count)]
        return np.stack([pair[0] for pair in pairs]), np.stack([pair[1] for pair in pairs])
