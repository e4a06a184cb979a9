# SPDX-License-Identifier: Apache-2.0
"""Real images: grounds to draw upon, clean ones that must stay, and public ones with text of their own. None of them is part of the project."""

from pathlib import Path

import numpy
import pydicom

import drawing
import judge
from families import height
from model import Picture
from people import Person

# Lines that identify, by file: left, top, right, bottom. Read off by eye.
PUBLIC = {
    "US1_UNCR.dcm": [(18, 26, 170, 41), (18, 42, 92, 56), (18, 58, 72, 72), (18, 74, 81, 88)],
    "gdcm-US-ALOKA-16.dcm": [(80, 1, 250, 12), (110, 13, 210, 24), (550, 1, 640, 12)],
    "GREYSCALE_IMAGE.dcm": [(8, 5, 172, 22), (183, 5, 282, 22), (391, 5, 545, 22), (555, 5, 686, 22), (823, 5, 1010, 22)],
    "RGB_IMAGE.dcm": [(3, 4, 228, 28), (3, 34, 136, 55), (503, 4, 718, 28), (503, 34, 770, 56), (774, 4, 883, 28)],
    "GREYSCALE_CINE.dcm": [(6, 4, 135, 19), (142, 4, 221, 19), (305, 4, 426, 19), (433, 4, 536, 19), (642, 4, 790, 19)],
    "RGB_CINE.dcm": [(111, 4, 242, 24), (111, 28, 223, 49), (404, 4, 566, 25), (607, 4, 808, 26), (832, 4, 947, 25), (832, 28, 946, 49)],
}
for copy in ("US1_UNCI.dcm", "US1_J2KR.dcm", "US1_J2KI.dcm"):
    PUBLIC[copy] = PUBLIC["US1_UNCR.dcm"]
PUBLIC["gdcm-US-ALOKA-16_big.dcm"] = PUBLIC["gdcm-US-ALOKA-16.dcm"]
# A side marker, test patterns with words, and overlays with words: rightly changed.
NOT_CLEAN = {"RG3_J2KI.dcm", "RG3_J2KR.dcm", "RG3_UNCI.dcm", "RG3_UNCR.dcm", "MR-SIEMENS-DICOM-WithOverlays.dcm", "examples_overlay.dcm"}
CLEAN_MODALITIES = ("CT", "MR", "CR", "NM")


def dicom_files(folder):
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            try:
                yield path, pydicom.dcmread(path, stop_before_pixels=True)
            except Exception:  # not DICOM, or broken on purpose
                continue


def clean_files(corpus):
    """Images of the corpus in which no text stands, one of each SOP Instance UID."""
    seen = set()
    for path, data in dicom_files(corpus):
        uid = data.get("SOPInstanceUID")
        if data.get("Modality") in CLEAN_MODALITIES and "Rows" in data and uid and path.name not in NOT_CLEAN and uid not in seen:
            seen.add(uid)
            yield path, data


def is_decodable(path):
    try:
        return judge.decoded(pydicom.dcmread(path)).size > 0
    except Exception:  # some are broken on purpose
        return False


def grounds(corpus, count):
    """Real slices and radiographs, spread over the corpus."""
    groups = {}
    for path, data in clean_files(corpus):
        if int(data.Rows) >= 128 and data.get("SamplesPerPixel") == 1 and is_decodable(path):
            groups.setdefault(data.Modality, []).append(path)
    share = -(-count // max(1, len(groups)))
    return [group[at * len(group) // min(share, len(group))] for group in groups.values() for at in range(min(share, len(group)))]


def drawn(path, random, name):
    """A real image with a person's lines in a corner, in its own bits."""
    data = pydicom.dcmread(path)
    frames = judge.decoded(data)[:1]
    signed = frames.dtype.kind == "i"
    frames = frames.astype(numpy.int32) - (int(frames.min()) if signed else 0)
    bits = max(8, int(frames.max()).bit_length())
    frames = frames.astype(numpy.uint8 if bits <= 8 else numpy.uint16)
    person, is_film = Person(random), data.Modality in ("CR", "DX")
    picture = Picture(f"real-{data.Modality.lower()}", name, frames.copy(), frames, bits=bits, modality=data.Modality, sop_class=data.SOPClassUID,
                      photometric=data.PhotometricInterpretation, likely=False, person=person.dicom_name,
                      attributes={"PatientID": person.number})
    rows, columns = picture.shape
    low, high = numpy.percentile(frames, [1, 99.7])
    dark_is_high = picture.photometric == "MONOCHROME1"
    value = int(low if dark_is_high else high) if random.random() < 0.7 else int(low + (high - low) * 0.6)
    size, font = height(random, 12 if is_film else 7, 40 if is_film else 14), drawing.pick_font(random, "latin")
    left, at = (6, 6) if random.random() < 0.6 else (columns - 6, rows // 2)
    for line in person.lines(random)[: int(random.integers(2, 5))]:
        below = drawing.write(picture, line, left, at, size, value, random=random, font=font, anchor="left" if left == 6 else "right")
        at = (below or at) + size // 2 + 2
    return picture


def energy(plane):
    """What the eye reads: steps between neighbors."""
    across = numpy.abs(numpy.diff(plane, axis=1, append=plane[:, -1:]))
    down = numpy.abs(numpy.diff(plane, axis=0, append=plane[-1:]))
    return across + down


def lines_left(original, output, boxes):
    """How many of the lines can still be read, and how many lines there are, on any frame."""
    before, after = judge.gray(original), judge.gray(output)
    left = 0
    for box in boxes:
        start, top, end, bottom = box
        step = bottom - top
        worst = False
        for old, new in zip(before, after):
            old, new = energy(old[top:bottom, start:end]), energy(new[top:bottom, start:end])
            cells = [new[:, at : at + step].sum() > 0.25 * old[:, at : at + step].sum() > 0 for at in range(0, end - start, step)]
            worst = worst or judge.longest(cells) >= 3 or sum(cells) / len(cells) > 1 / 3
        left += worst
    return left, len(boxes)


def public_files(*folders):
    for folder in folders:
        if folder and Path(folder).is_dir():
            for path in sorted(Path(folder).rglob("*.dcm")):
                if path.name in PUBLIC:
                    yield path
