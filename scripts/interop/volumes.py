# SPDX-License-Identifier: Apache-2.0
"""Volumes as dcm2niix makes them. What else it reads from the headers is for scripts/compare-converter."""
import os
import shutil
import struct
import subprocess
from collections import Counter

from .pairs import Row

WHAT = "volumes but those of overlays: voxels, geometry, b-values, directions"


def version():
    text = subprocess.run(["dcm2niix", "--version"], stdout=subprocess.PIPE, text=True).stdout.split()
    return next((word for word in text if word.startswith("v1.")), "")


def slices(data):
    """The voxels; those of images without a position sorted, since dcm2niix stacks them in the order of their UIDs."""
    columns, rows, _, _ = struct.unpack_from("<4h", data, 42)
    has_position = data[252:256] != bytes(4)
    size = columns * rows * struct.unpack_from("<h", data, 72)[0] // 8
    pieces = [data[start:start + size] for start in range(352, len(data), max(size, 1))]
    return pieces if has_position else sorted(pieces)


def convert(release, side, output):
    folder = output / "in"
    folder.mkdir(parents=True)
    # Blanked pixels are compared by pydicom's row; one in a volume would make the whole of it differ.
    for number, pair in enumerate(release.pairs):
        if not pair.is_blanked:
            os.symlink(getattr(pair, side), folder / f"{number:06}.dcm")
    subprocess.run(["dcm2niix", "-b", "n", "-z", "n", "-f", "%s_%p", "-o", output, folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = Counter()
    for path in output.glob("*.nii"):
        # A volume of its own for each overlay, and overlays go.
        if "_ROI" in path.stem:
            continue
        data = path.read_bytes()
        # Without the description in the header, which holds the time, and the name of another file.
        rest = data[:148] + data[252:352] + b"".join(slices(data))
        for suffix in (".bval", ".bvec"):
            other = path.with_suffix(suffix)
            rest += other.read_bytes() if other.exists() else b""
        found[rest] += 1
    return found


def dcm2niix(release, scratch):
    if not shutil.which("dcm2niix"):
        return Row.skipped("dcm2niix", WHAT, "not installed")
    before, after = (convert(release, side, scratch / f"nii-{side}") for side in ("before", "after"))
    row = Row(f"dcm2niix {version()}", WHAT, f"{before.total()} volumes", f"{after.total()} volumes")
    lost, new = before - after, after - before
    return row.compare([f"a volume of {len(data)} bytes is only before" for data in lost.elements()]
                       + [f"a volume of {len(data)} bytes is only after" for data in new.elements()])
