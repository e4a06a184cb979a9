# SPDX-License-Identifier: Apache-2.0
"""Judges an output against what was drawn: which letters can still be seen, what else changed, and whether the header tells the truth.

Decoding is pydicom's with the pylibjpeg plugins, never the program's own.
"""

from dataclasses import dataclass, field

import numpy
import pydicom
from pydicom.pixels import apply_color_lut, pixel_array

from syntaxes import BIG, LOSSY, NATIVE

# A letter was legible if its ink explains the pixels around it as well as this, and is still if some of that is left.
LEGIBLE, LEFT, INK_LEFT = 0.45, 0.5, 0.2
CLEANED_PIXELS = "113101"
DCT = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}


def decoded(data):
    """All frames with the samples as they are stored, for comparison."""
    frames = pixel_array(data, raw=True)
    color = int(data.SamplesPerPixel) > 1
    return frames if frames.ndim == (4 if color else 3) else frames[None]


def gray(data):
    """All frames as a viewer shows them, as far as letters go: RGB and palettes become brightness."""
    if data.PhotometricInterpretation == "PALETTE COLOR":
        frames = apply_color_lut(decoded(data), data).astype(numpy.float32)
    else:
        frames = pixel_array(data)
        color = int(data.SamplesPerPixel) > 1
        frames = (frames if frames.ndim == (4 if color else 3) else frames[None]).astype(numpy.float32)
    return frames.mean(-1) if frames.ndim == 4 else frames


def overlay_plane(data, shape):
    if (0x6000, 0x3000) not in data:
        return numpy.zeros(shape, numpy.float32)
    bits = numpy.unpackbits(numpy.frombuffer(data[0x6000, 0x3000].value, numpy.uint8), bitorder="little")
    return bits[: shape[0] * shape[1]].reshape(shape).astype(numpy.float32)


def high_bits(data):
    order = ">" if data.file_meta.TransferSyntaxUID == BIG else "<"
    words = numpy.frombuffer(data.PixelData, numpy.dtype("u2").newbyteorder(order))
    return (words[: data.Rows * data.Columns].reshape(data.Rows, data.Columns) >> 15).astype(numpy.float32)


def planes(data, text, cache):
    """The planes on which a text may stand."""
    if text.place not in cache:
        if text.place == "overlay":
            cache[text.place] = overlay_plane(data, (data.Rows, data.Columns))[None]
        elif text.place == "high-bits":
            cache[text.place] = high_bits(data)[None]
        else:
            cache[text.place] = gray(data)
    frames = cache[text.place]
    return frames if text.frame is None else frames[text.frame : text.frame + 1]


def match(plane, mask):
    """How well ink explains the pixels (correlation), and how dark or bright it is (slope)."""
    ink = mask - mask.mean()
    pixels = plane - plane.mean()
    weight, spread = float((ink * ink).sum()), float((pixels * pixels).sum())
    if weight < 1e-6 or spread < 1e-9:
        return 0.0, 0.0
    shared = float((ink * pixels).sum())
    return shared / (weight * spread) ** 0.5, shared / weight


def letters(plane, text):
    """(correlation, slope) of each letter, one pixel around it included."""
    rows, columns = plane.shape
    left, top, right, bottom = text.box
    mask = numpy.pad(text.mask.astype(numpy.float32) / 255, 1)
    top, left, bottom, right = top - 1, left - 1, bottom + 1, right + 1
    window = numpy.pad(plane, 1, mode="edge")[top + 1 : bottom + 1, left + 1 : right + 1]
    found = []
    for start, end in text.cells:
        cut = numpy.s_[start : end + 2, :] if text.vertical else numpy.s_[:, start : end + 2]
        found.append(match(window[cut], mask[cut]))
    return found


def judge_text(text, before, after):
    """-> (was it legible, the share of its letters that still is, whether what is left can be read)"""
    best, legible = 0.0, False
    is_left = False
    for old, new in zip(before, after):
        seen = letters(old, text)
        now = letters(new, text)
        readable = [abs(r) >= LEGIBLE for r, _ in seen]
        if sum(readable) < 0.6 * len(readable):
            continue
        legible = True
        left = [ok and abs(r2) >= LEFT * abs(r1) and abs(s2) >= INK_LEFT * abs(s1) for ok, (r1, s1), (r2, s2) in zip(readable, seen, now)]
        share = sum(left) / max(1, sum(readable))
        run = longest(left)
        enough = 2 if any(ord(character) > 0x2E80 for character in text.string) else 3
        best = max(best, share)
        is_left = is_left or run >= min(enough, len(left)) or share >= 1 / 3
    return legible, best, is_left


def longest(flags):
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


@dataclass
class Verdict:
    """What is said of one file."""

    name: str
    family: str
    syntax: str
    held: str | None = None
    legible: int = 0  # identifying texts that could be read before
    left: list = field(default_factory=list)  # and still can
    unlisted_left: list = field(default_factory=list)  # other texts that still can
    changed_outside: float = 0.0
    lies: list = field(default_factory=list)
    says_clean: bool = False  # Burned In Annotation is NO, and a text is left that the detector did not see
    boxes: list | None = None
    unreadable: str | None = None
    changed: bool = False


def truth_region(texts, shape, margin):
    region = numpy.zeros(shape, bool)
    for text in texts:
        left, top, right, bottom = text.box
        grow = max(margin, text.height)
        region[max(0, top - grow) : bottom + grow, max(0, left - grow) : right + grow] = True
    return region


def judge(picture, original, line, held):
    """Compares an output with its input. `line` is the manifest's, `held` the reason why there is none."""
    verdict = Verdict(picture.name, picture.family, original.file_meta.TransferSyntaxUID, held)
    before_cache, after_cache = {}, {}
    if line is None:
        verdict.legible = sum(judge_text(text, planes(original, text, before_cache), planes(original, text, before_cache))[0]
                              for text in picture.identifying)
        return verdict
    verdict.boxes = (line.get("pixel_text") or {}).get("boxes")
    try:
        output = pydicom.dcmread(line["file"])
        old, new = decoded(original), decoded(output)
    except Exception as error:  # whatever an independent reader finds wrong
        verdict.unreadable = f"{type(error).__name__}: {error}"
        return verdict
    for text in picture.texts:
        legible, _, left = judge_text(text, planes(original, text, before_cache), planes(output, text, after_cache))
        if text.identifies:
            verdict.legible += legible
        if legible and left:
            (verdict.left if text.identifies else verdict.unlisted_left).append(f"{text.string} ({text.height} px)")
    if old.shape == new.shape:
        difference = old != new
        difference = difference.any(-1) if difference.ndim == 4 else difference
        verdict.changed = bool(difference.any())
        outside = difference & ~truth_region([text for text in picture.texts if text.place != "overlay"], old.shape[1:3],
                                             16 if original.file_meta.TransferSyntaxUID in LOSSY else 8)
        verdict.changed_outside = float(outside.mean())
    else:
        verdict.lies.append(f"frames were {old.shape} and are {new.shape}")
    verdict.lies += lies(original, output, old, new, line, verdict)
    return verdict


def said(data):
    return {item.CodeValue for item in data.get("DeidentificationMethodCodeSequence", [])}


def lies(original, output, old, new, line, verdict):
    found = []
    pixels = line.get("pixel_text")
    annotation = output.get("BurnedInAnnotation")
    # What the detector did not see it cannot tell: a leak, and no lie.
    verdict.says_clean = annotation == "NO" and bool(verdict.left)
    if annotation == "NO" and not pixels and original.get("BurnedInAnnotation") != "NO":
        found.append("Burned In Annotation is NO of an image that nobody looked at")
    if verdict.changed and CLEANED_PIXELS not in said(output):
        found.append("pixels changed without 113101")
    if CLEANED_PIXELS in said(output) and not pixels:
        found.append("113101 of an image that nobody looked at")
    if output.file_meta.TransferSyntaxUID != original.file_meta.TransferSyntaxUID:
        found.append("another transfer syntax")
    if original.get("LossyImageCompression") == "01" and output.get("LossyImageCompression") != "01":
        found.append("the lossy flag is reset")
    if verdict.changed and "IconImageSequence" in output and "IconImageSequence" in original:
        if output.IconImageSequence[0].PixelData == original.IconImageSequence[0].PixelData:
            found.append("the old icon")
    if verdict.changed:
        for keyword, value in (("SmallestImagePixelValue", new.min()), ("LargestImagePixelValue", new.max())):
            # Two decoders of a DCT may round a sample differently.
            if keyword in output and abs(int(output[keyword].value) - int(value)) > (original.file_meta.TransferSyntaxUID in DCT):
                found.append(f"{keyword} is not that of the pixels")
    return found


def outside_boxes(original, output, line):
    """Pixels that changed where the manifest names no box: 0 but for the blocks of a DCT."""
    old, new = decoded(original), decoded(output)
    if old.shape != new.shape:
        return -1
    difference = old != new
    difference = difference.any(-1) if difference.ndim == 4 else difference
    # A block of a DCT is 8 pixels, 16 where the color is halved; a decoder that smooths color looks two pixels further.
    margin = 18 if original.file_meta.TransferSyntaxUID in DCT else 0
    for left, top, right, bottom, *_ in (line.get("pixel_text") or {}).get("boxes", []):
        difference[:, max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin] = False
    return int(difference.sum())


def is_lossless(syntax):
    return syntax in NATIVE or syntax not in LOSSY
