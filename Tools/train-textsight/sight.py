# SPDX-License-Identifier: Apache-2.0
"""The program's own detector, built from Sources/CTextSight with some table of weights, for measuring and for the check."""

import ctypes
import subprocess
from pathlib import Path

import numpy as np

SOURCES = Path(__file__).resolve().parent.parent.parent / "Sources" / "CTextSight"


class Box(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int32) for name in ("left", "top", "right", "bottom", "score", "is_weak")]


class Sight:
    def __init__(self, table, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "textsight.bin").write_bytes(table)
        library = folder / "textsight.so"
        files = sorted(str(path) for path in SOURCES.glob("*.cpp")) + [str(SOURCES / "weights.S")]
        command = ["g++", "-std=c++17", "-O3", "-fPIC", "-shared", "-Wall", "-Wextra", f"-I{SOURCES}/include", f"-Wa,-I{folder}"]
        subprocess.run(command + ["-o", str(library)] + files, check=True)
        self.library = ctypes.CDLL(str(library))
        self.library.textsight_digest.restype = ctypes.c_char_p

    def digest(self):
        return self.library.textsight_digest().decode()

    def find(self, plane, plain=False, tile=240):
        """Boxes as (left, top, right, bottom, score, is weak)."""
        plane = np.ascontiguousarray(plane, np.uint16)
        boxes, count = (Box * 20000)(), ctypes.c_size_t()
        status = self.library.textsight_find_by(
            plane.ctypes.data_as(ctypes.c_void_p), ctypes.c_uint32(plane.shape[1]), ctypes.c_uint32(plane.shape[0]), boxes,
            ctypes.c_size_t(20000), ctypes.byref(count), ctypes.c_int32(plain), ctypes.c_int32(tile))
        assert status == 0, status
        return [(box.left, box.top, box.right, box.bottom, box.score, box.is_weak) for box in boxes[:count.value]]
