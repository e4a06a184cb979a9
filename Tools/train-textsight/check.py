# SPDX-License-Identifier: Apache-2.0
"""Compares the program's boxes with those of `reference`, on both of its paths and in parts of several sizes."""

import struct

import numpy as np

import reference
import scenes
from letters import Fonts
from net import LAYERS, TRUNK
from sight import SOURCES, Sight


def unpacked(table):
    """The numbers of an embedded table, as `export.numbers` gives them, and its thresholds."""
    place = len(b"TXSIGHT1")

    def take(kind, count):
        nonlocal place
        values = np.frombuffer(table, kind, count, place).astype(np.int64)
        place += values.size * np.dtype(kind).itemsize
        return values

    layers = []
    for _, inputs, outputs, _, _ in LAYERS:
        taps = take("<i1", 9 * inputs * outputs).reshape(3, 3, inputs // 4, outputs, 4)
        weights = taps.transpose(3, 2, 4, 0, 1).reshape(outputs, inputs, 3, 3)
        layers.append((weights, take("<i4", outputs), take("<i4", outputs), int(take("<i4", 1)[0])))
    heads = []
    for inputs in (LAYERS[TRUNK - 1][2], LAYERS[-1][2]):
        weights = take("<i1", inputs).reshape(1, inputs, 1, 1)
        heads.append((weights, take("<i4", 1), take("<i4", 1), int(take("<i4", 1)[0])))
    thresholds = struct.unpack_from("<8i", table, place)
    assert place + 32 == len(table)
    return (layers, heads), thresholds


def run(planes, folder, seed, count=12):
    table = (SOURCES / "Tables" / "textsight.bin").read_bytes()
    numbers, thresholds = unpacked(table)
    sight, rng, fonts, wrong = Sight(table, folder), np.random.default_rng(seed), Fonts(), 0
    grounds = [plane for _, _, _, plane, held in planes if held and 100 < min(plane.shape) < 520]
    for _ in range(count):
        plane = grounds[int(rng.integers(len(grounds)))].astype(np.float32)
        side = min(plane.shape) // 4 * 4
        image = plane[:side, :side] / plane.max()
        target = np.zeros((side // 4, side // 4), np.uint8)
        for _ in range(5):
            scenes.write(rng, fonts, image, target, 1)
        image = image[: side - int(rng.integers(4))]
        plane = ((image - image.min()) / (image.max() - image.min()) * 4095).astype(np.uint16)
        expected = reference.boxes(numbers, thresholds, plane)
        forms = {
            "fast": sight.find(plane), "plain": sight.find(plane, plain=True), "parts": sight.find(plane, tile=24),
            "copy": sight.find(plane * 7 + 100),
        }
        for name, boxes in forms.items():
            if boxes != expected:
                wrong += 1
                print(f"{plane.shape}, {name}: {boxes} and not {expected}")
        print(f"{plane.shape}: {len(expected)} boxes")
    print(f"{wrong} differences")
    return 1 if wrong else 0
