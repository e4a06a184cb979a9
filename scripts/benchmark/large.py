# SPDX-License-Identifier: Apache-2.0
"""Rows about one large header: a structure set with 20,000 contours, and an Enhanced CT of 10,000 frames."""

import random
import shutil
import struct

from . import inputs
from .files import scrub
from .inputs import data_set, part10, patient_and_study

RTSTRUCT = "1.2.840.10008.5.1.4.1.1.481.3"
ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
ROOT = inputs.ROOT


def long_sequence(tag, items):
    """A sequence whose length may be beyond what one call should copy twice."""
    body = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item for item in items)
    return tag, "SQ", body


def structure_set(path, contours):
    """Ten regions; each contour is about 3.3 KB of decimal strings."""
    source = random.Random(481)
    instance = f"{ROOT}.3.9.1"
    study, elements = patient_and_study(3, 0, RTSTRUCT, instance)
    regions = 10

    def contour(index):
        points = "\\".join(f"{source.uniform(-250, 250):.3f}" for _ in range(3 * 137))
        image = data_set([(0x00081150, "UI", inputs.CT), (0x00081155, "UI", f"{study}.2.{index % 400 + 1}")])
        return data_set([long_sequence(0x30060016, [image]), (0x30060042, "CS", "CLOSED_PLANAR"), (0x30060046, "IS", "137"),
                         (0x30060050, "DS", points)])

    def region(index):
        each = [contour(place) for place in range(contours // regions)]
        return data_set([(0x3006002A, "IS", "255\\0\\0"), long_sequence(0x30060040, each), (0x30060084, "IS", str(index + 1))])

    names = [data_set([(0x30060022, "IS", str(index + 1)), (0x30060024, "UI", f"{study}.5"), (0x30060026, "LO", f"Region {index + 1}"),
                       (0x30060036, "CS", "MANUAL")]) for index in range(regions)]
    observations = [data_set([(0x30060082, "IS", str(index + 1)), (0x30060084, "IS", str(index + 1)), (0x300600A4, "CS", "ORGAN"),
                              (0x300600A6, "PN", "")]) for index in range(regions)]
    elements += [(0x00080060, "CS", "RTSTRUCT"), (0x30060002, "SH", "Plan 1"), (0x30060008, "DA", "20210315"), (0x30060009, "TM", "101112"),
                 long_sequence(0x30060020, names), long_sequence(0x30060039, [region(index) for index in range(regions)]),
                 long_sequence(0x30060080, observations)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(part10(RTSTRUCT, instance, elements))


def enhanced_ct(path, frames):
    instance = f"{ROOT}.4.9.1"
    study, elements = patient_and_study(4, 0, ENHANCED_CT, instance)

    def frame(index):
        return data_set([
            (0x00189114, [(0x00189345, "FD", struct.pack("<d", 5.5))]),
            (0x00209111, [(0x00189074, "DT", f"20210315101112.{index:06}"), (0x00189151, "DT", f"20210315101112.{index:06}"),
                          (0x00189220, "FD", struct.pack("<d", 12.5)), (0x00209056, "SH", "1"), (0x00209057, "UL", struct.pack("<I", index + 1)),
                          (0x00209157, "UL", struct.pack("<II", 1, index + 1))]),
            (0x00209113, [(0x00200032, "DS", f"-175\\-175\\{index * 0.5:.1f}")]),
            (0x00409096, [(0x00281052, "DS", "-1024"), (0x00281053, "DS", "1"), (0x00281054, "LO", "HU")]),
        ])

    shared = data_set([(0x00209116, [(0x00200037, "DS", "1\\0\\0\\0\\1\\0")]),
                       (0x00289110, [(0x00180050, "DS", "0.5"), (0x00280030, "DS", "0.68\\0.68")])])
    elements += [(0x00080060, "CS", "CT"), (0x00280008, "IS", str(frames)), (0x00080008, "CS", "ORIGINAL\\PRIMARY\\VOLUME\\NONE"),
                 long_sequence(0x52009229, [shared]), long_sequence(0x52009230, [frame(index) for index in range(frames)])]
    elements += inputs.image(16, 16, bytes(frames * 16 * 16 * 2))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(part10(ENHANCED_CT, instance, elements))


def one(bench, name, make, count, required, aim):
    """Elapsed seconds and memory of one file, the start of the program included."""
    work = bench.memory / "large"
    path = work / "in" / "file.dcm"
    bench.make(make, path, count)
    size = path.stat().st_size / 1e6
    costs = [scrub(bench, work / "in", work, "basic", 1) for _ in range(bench.options.rounds)]
    shutil.rmtree(work)
    return [bench.figure(f"{name}, s", [cost.seconds for cost in costs], required[0], aim[0],
                         f"{size:.0f} MB, {min(cost.cpu for cost in costs):.1f} s CPU at least"),
            bench.figure(f"{name}, peak MB", [cost.peak for cost in costs], required[1], aim[1], "of any process")]


def structures(bench):
    count = bench.scaled(20_000)
    return one(bench, f"RTSTRUCT of {count} contours", structure_set, count, (5, 270), (2, 150))


def frames(bench):
    count = bench.scaled(10_000)
    return one(bench, f"Enhanced CT of {count} frames", enhanced_ct, count, (2.5, 130), (1.2, 90))
