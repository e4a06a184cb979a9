# SPDX-License-Identifier: Apache-2.0
"""Real planes without text, split into those to train on and those kept for the test."""

import hashlib
import os
import pickle
import warnings
from pathlib import Path

import numpy as np

# What shows letters, and so is no ground. The names are those under which the packages and the corpus hold them.
WITH_TEXT = (
    "JPGLosslessP14SV1", "US1_", "examples_rgb_color", "gdcm-US-ALOKA", "mlut_18", "vlut_04", "examples_palette", "color3d_jpeg",
    "cat.dcm", "GREYSCALE_IMAGE", "RGB_IMAGE", "ultrasound-multiframe", "TextGBR", "examples_ybr_color", "ctbrain1", "RG3_", "JPEG-LL",
    "SC_ybr_full_422", "OT-PAL-8-face", "OBXXXX1A", "examples_jpeg2k",
)
# Whole series (or volumes) that no training sees.
HELD_OUT = (
    "mr_0005/", "mr_0007/", "20180918Si/mr_0004", "20180918Si/mr_0006", "mr-uih/", "MR2_", "CT_small", "explicit_VR-UN", "mismatch",
    "liver_1frame", "JPEG2000", "PHA_S.MR", "phantom.dcm", "emri_small", "mni_icbm152_t1", "inia19-t1", "small_64D", "color-pl", "moon", "retina",
)


def held_out(name, series, philips):
    """The smaller of the two series of the head phantom is held out, for the folder holds both."""
    return any(part in name for part in HELD_OUT) or bool(philips and series != philips)


def _plane(values):
    values = np.asarray(values)
    if values.ndim == 3 and values.shape[2] == 3:
        # As the program does: the larger distance of colour shows also what differs in colour alone.
        values = values.astype(np.int32).max(axis=2)
    values = np.nan_to_num(values.astype(np.float64))
    low, high = values.min(), values.max()
    if values.ndim != 2 or high <= low or min(values.shape) < 16:
        return None
    whole = np.all(values == np.round(values)) and high - low < 65536
    return ((values - low) if whole else (values - low) / (high - low) * 65535).astype(np.uint16)


def _dicom(folders):
    import pydicom

    seen = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if not path.is_file() or path.stat().st_size < 3000 or any(part in path.name for part in WITH_TEXT):
                continue
            try:
                data = pydicom.dcmread(path, force="." not in path.name or path.suffix in (".dcm", ".IMA"))
                pixels = data.pixel_array
            except Exception:
                continue
            digest = hashlib.md5(pixels.tobytes()).hexdigest()
            if digest in seen:
                continue
            seen.add(digest)
            frames = pixels if int(data.get("NumberOfFrames", 1) or 1) > 1 else pixels[None]
            for index in list(range(0, len(frames), max(1, len(frames) // 8)))[:8]:
                yield f"{path}#{index}", str(data.get("Modality", "OT")), str(data.get("SeriesInstanceUID", "")), frames[index]


def _volumes(files):
    import nibabel

    for path in files:
        try:
            volume = np.asarray(nibabel.load(path).dataobj)
        except Exception:
            continue
        while volume.ndim > 3:
            volume = volume[..., volume.shape[-1] // 2]
        for axis in range(3):
            count = volume.shape[axis]
            for index in range(count // 10, count - count // 10, max(4, count // 24)):
                yield f"{path}:{axis}:{index}", "MRvol", str(path), np.rot90(np.take(volume, index, axis))


def _skull(path):
    volume = np.fromfile(path, np.int16)
    volume = volume.reshape(-1, 256, 256)
    for axis in range(3):
        for index in range(4, volume.shape[axis] - 4, 2 if axis == 0 else 6):
            yield f"{path}:{axis}:{index}", "CT", "cranium", np.take(volume, index, axis)


def _photos():
    import skimage
    from PIL import Image

    folder = Path(skimage.__file__).parent / "data"
    for name in "coffee camera gravel brick moon grass retina ihc cell chelsea coins hubble_deep_field motorcycle_left".split():
        for path in sorted(folder.glob(name + ".*")):
            image = Image.open(path)
            yield name, "photo", name, np.array(image if image.mode == "L" else image.convert("RGB"))


def collect(corpus, data, cache):
    """All planes as (name, modality, series, plane, held out). `data` holds unpacked packages (see scripts/train-textsight)."""
    if os.path.exists(cache):
        with open(cache, "rb") as file:
            return pickle.load(file)
    warnings.filterwarnings("ignore")
    import nibabel
    import pydicom

    data = Path(data)
    planes, philips = [], None
    volumes = sorted(Path("/usr/share/mricron/templates").glob("*.nii.gz")) + sorted(data.rglob("*.nii.gz"))
    sources = [
        _dicom([corpus, data, Path(nibabel.__file__).parent, Path(pydicom.__file__).parent / "data"]),
        _volumes(volumes), _photos(),
    ] + [_skull(path) for path in sorted(data.rglob("matrix.dat"))]
    for source in sources:
        for name, modality, series, values in source:
            plane = _plane(values)
            if plane is None:
                continue
            if "ct-philips" in name and philips is None and plane.shape == (512, 512):
                philips = series
            held = held_out(name, series, philips if "ct-philips" in name else None)
            planes.append((name, modality, series, plane, held))
    with open(cache, "wb") as file:
        pickle.dump(planes, file)
    return planes
