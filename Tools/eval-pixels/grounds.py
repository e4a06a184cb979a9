# SPDX-License-Identifier: Apache-2.0
"""Backgrounds without text, computed: each is rows x columns (x 3) of 0...1. Some resemble text on purpose (rulers, wedges, grids, vessels)."""

import numpy
from PIL import Image

WIDE = (480, 640)


def resized(field, rows, columns):
    return numpy.asarray(Image.fromarray(field.astype(numpy.float32), "F").resize((columns, rows), Image.BICUBIC))


def clouds(random, rows, columns, *cells):
    """Smooth noise of mean 0, one octave for each number of cells across."""
    total = numpy.zeros((rows, columns), numpy.float32)
    for count in cells:
        grid = random.standard_normal((max(2, count * rows // columns + 1), count + 1))
        total += resized(grid, rows, columns) / len(cells)
    return total


def coordinates(rows, columns):
    """From -1 to 1 in both directions."""
    return numpy.meshgrid(numpy.linspace(-1, 1, columns), numpy.linspace(-1, 1, rows))


def ellipse(rows, columns, x, y, width, height, turn=0.0):
    across, down = coordinates(rows, columns)
    a = (across - x) * numpy.cos(turn) + (down - y) * numpy.sin(turn)
    b = (down - y) * numpy.cos(turn) - (across - x) * numpy.sin(turn)
    return (a / width) ** 2 + (b / height) ** 2 < 1


def ultrasound(random, rows=480, columns=640):
    """A sector of speckle on black, with depth ticks and a gray wedge."""
    across, down = coordinates(rows, columns)
    down = (down + 1) / 2
    radius, angle = numpy.hypot(across * 0.75, down), numpy.arctan2(across * 0.75, down + 1e-6)
    sector = (radius > 0.14) & (radius < 0.88) & (numpy.abs(angle) < random.uniform(0.5, 0.75))
    speckle = numpy.abs(clouds(random, rows, columns, 120) + 1j * clouds(random, rows, columns, 120))
    tissue = numpy.clip(0.32 + 0.3 * clouds(random, rows, columns, 5, 9), 0.02, 1)
    image = numpy.where(sector, numpy.clip(speckle * tissue * 0.9, 0, 1), 0)
    for _ in range(int(random.integers(0, 3))):
        hole = ellipse(rows, columns, *random.uniform(-0.3, 0.3, 2), *random.uniform(0.08, 0.2, 2))
        image[hole] *= 0.15
    edge = columns - int(random.integers(28, 60))
    for row in range(60, rows - 40, int(random.integers(24, 40))):
        image[row : row + 2, edge : edge + 6] = 0.8
    image[80:200, 14:24] = numpy.linspace(1, 0, 120)[:, None]
    return image


def doppler(random, rows=480, columns=640):
    """The same in color, with a flow window."""
    gray = ultrasound(random, rows, columns)
    image = numpy.repeat(gray[..., None], 3, 2)
    top, left = int(rows * 0.4), int(columns * 0.38)
    flow = clouds(random, 130, 150, 4, 8)
    window = image[top : top + 130, left : left + 150]
    window[flow > 0.25] = [0.85, 0.15, 0.05]
    window[flow < -0.3] = [0.1, 0.2, 0.9]
    image[top, left : left + 150] = image[top + 129, left : left + 150] = 1
    image[top : top + 130, left] = image[top : top + 130, left + 149] = 1
    return image


def head(random, rows=512, columns=512):
    """A CT or MR slice: skull, brain, ventricles, air cells; a table below."""
    image = numpy.zeros((rows, columns), numpy.float32)
    turn, width, height = random.uniform(-0.2, 0.2), random.uniform(0.5, 0.62), random.uniform(0.64, 0.76)
    image[ellipse(rows, columns, 0, 0, width, height, turn)] = 0.95
    image[ellipse(rows, columns, 0, 0, width - 0.05, height - 0.05, turn)] = 0.42
    image += 0.06 * clouds(random, rows, columns, 30, 60) * (image > 0.3)
    for side in (-1, 1):
        image[ellipse(rows, columns, side * 0.12, -0.05, 0.05, 0.2, side * 0.3)] = 0.25
        for _ in range(25):
            x, y = side * random.uniform(0.3, 0.42), random.uniform(0.1, 0.3)
            image[ellipse(rows, columns, x, y, *random.uniform(0.006, 0.02, 2))] = random.choice([0.02, 0.9])
    image += random.normal(0, 0.012, image.shape)
    return numpy.clip(image, 0, 1)


def abdomen(random, rows=512, columns=512):
    image = numpy.full((rows, columns), 0.02, numpy.float32)
    image[ellipse(rows, columns, 0, 0, 0.86, 0.62)] = 0.3
    image[ellipse(rows, columns, 0, 0, 0.78, 0.54)] = 0.5
    image[ellipse(rows, columns, 0, 0.38, 0.12, 0.14)] = 0.95
    image[ellipse(rows, columns, -0.35, -0.05, 0.33, 0.3, 0.3)] = 0.6
    for _ in range(14):
        x, y = random.uniform(-0.1, 0.6), random.uniform(-0.35, 0.2)
        image[ellipse(rows, columns, x, y, *random.uniform(0.03, 0.09, 2))] = random.uniform(0.1, 0.8)
    image += 0.03 * clouds(random, rows, columns, 40) + random.normal(0, 0.015, image.shape)
    image[int(rows * 0.9) : int(rows * 0.9) + 3, columns // 5 : -columns // 5] = 0.5
    return numpy.clip(image, 0, 1)


def chest(random, rows=900, columns=800):
    """A projection radiograph, larger is denser: lungs, ribs, spine, collimated edge."""
    image = 0.55 + 0.05 * clouds(random, rows, columns, 4, 9)
    for side in (-1, 1):
        lung = ellipse(rows, columns, side * 0.42, -0.08, 0.32, 0.62, side * 0.08)
        image[lung] -= 0.3
        for rib in range(9):
            upper, lower = (ellipse(rows, columns, side * 0.4, y + rib * 0.15, 0.42, 0.2) for y in (-0.62, -0.6))
            image[upper ^ lower] += 0.07
    image[:, int(columns * 0.46) : int(columns * 0.54)] += 0.2
    image = image + random.normal(0, 0.01, image.shape)
    border = int(random.integers(8, 40))
    image[:border], image[-border:] = 0.98, 0.98
    return numpy.clip(image, 0, 1)


def limb(random, rows=800, columns=520):
    across, down = coordinates(rows, columns)
    image = 0.06 + 0.02 * clouds(random, rows, columns, 5)
    image += 0.4 * (numpy.abs(across) < 0.5 + 0.1 * down)
    for center in (-0.15, 0.16):
        bone = numpy.abs(across - center - 0.05 * down) < 0.09 + 0.04 * down**2
        image += 0.3 * bone
    return numpy.clip(image + random.normal(0, 0.012, image.shape), 0, 1)


def breast(random, rows=900, columns=700):
    image = numpy.full((rows, columns), 0.01, numpy.float32)
    shape = ellipse(rows, columns, -1, 0, 1.3, 0.75)
    image[shape] = (0.35 + 0.2 * clouds(random, rows, columns, 6, 14, 30, 70))[shape]
    for _ in range(20):
        image[ellipse(rows, columns, random.uniform(-0.9, -0.1), random.uniform(-0.4, 0.4), 0.005, 0.004)] = 0.95
    return numpy.clip(image + random.normal(0, 0.006, image.shape), 0, 1)


def vessels(random, rows=512, columns=512):
    """One frame of an angiography: bright field, dark tree, round shutter."""
    image = 0.62 + 0.1 * clouds(random, rows, columns, 3, 6)
    for _ in range(int(random.integers(4, 9))):
        x, y, angle, width = columns / 2, rows * 0.1, numpy.pi / 2 + random.normal(0, 0.4), random.uniform(2, 6)
        for _ in range(260):
            angle += random.normal(0, 0.12)
            x, y, width = x + 1.7 * numpy.cos(angle), y + 1.7 * numpy.sin(angle), max(0.8, width * 0.994)
            top, left, size = int(y - width), int(x - width), int(2 * width) + 1
            if 0 <= top < rows - size and 0 <= left < columns - size:
                image[top : top + size, left : left + size] = numpy.minimum(image[top : top + size, left : left + size], 0.25)
    image[~ellipse(rows, columns, 0, 0, 0.97, 0.97)] = 0.03
    return numpy.clip(image + random.normal(0, 0.02, image.shape), 0, 1)


def endoscopy(random, rows=480, columns=640):
    """A mucosa with folds, vessels and reflections in an octagon on black."""
    across, down = coordinates(rows, columns)
    base = 0.62 - 0.3 * numpy.hypot(across, down) + 0.1 * clouds(random, rows, columns, 4, 10)
    folds = 0.1 * numpy.sin(18 * numpy.hypot(across - random.uniform(-0.3, 0.3), down * 1.2) + 3 * clouds(random, rows, columns, 4))
    veins = numpy.abs(clouds(random, rows, columns, 9)) < 0.03
    image = numpy.stack([base + folds + 0.18, 0.55 * (base + folds), 0.45 * (base + folds)], -1)
    image[veins] *= 0.75
    image[clouds(random, rows, columns, 26) > 1.5] = 0.98
    octagon = (numpy.abs(across - 0.2) < 0.75) & (numpy.abs(down) < 0.95) & (numpy.abs(across - 0.2) + numpy.abs(down) < 1.45)
    image[~octagon] = 0.01
    return numpy.clip(image + random.normal(0, 0.012, image.shape), 0, 1)


def screen(random, rows=600, columns=800):
    """Windows, bars and buttons without a word on them."""
    image = numpy.empty((rows, columns, 3), numpy.float32)
    image[:] = random.choice([[0.2, 0.35, 0.5], [0.15, 0.15, 0.17], [0.75, 0.75, 0.78]])
    left, top = int(random.integers(30, 120)), int(random.integers(20, 80))
    image[top : top + 470, left : left + 600] = random.choice([[0.93, 0.93, 0.93], [0.25, 0.27, 0.3], [0.83, 0.86, 0.9]])
    image[top : top + 26, left : left + 600] = [0.1, 0.25, 0.55]
    for index in range(3):
        x = left + 580 - 22 * index
        image[top + 6 : top + 20, x : x + 14] = 0.8
    return image, left, top


def paper(random, rows=900, columns=700):
    """A scanned sheet: uneven white, fibers, a shadow at one side."""
    across, _ = coordinates(rows, columns)
    image = 0.93 + 0.015 * clouds(random, rows, columns, 5, 60) - 0.06 * (across > 0.96)
    return numpy.clip(image + random.normal(0, 0.008, image.shape), 0, 1)


def noise(random, rows=400, columns=512):
    return numpy.clip(0.4 + 0.1 * clouds(random, rows, columns, 8) + random.normal(0, random.uniform(0.06, 0.12), (rows, columns)), 0, 1)
