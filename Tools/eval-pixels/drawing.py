# SPDX-License-Identifier: Apache-2.0
"""Draws lines of text with PIL over fonts from Debian packages, and keeps where the ink is."""

from functools import lru_cache
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFont

from model import Text

ROOT = Path("/usr/share/fonts")
# The training draws with none of these.
LATIN = {
    "sans": ["opentype/cantarell/Cantarell-Regular.otf", "opentype/cantarell/Cantarell-Bold.otf", "truetype/paratype/PTS55F.ttf",
             "truetype/paratype/PTS75F.ttf", "truetype/paratype/PTN57F.ttf", "opentype/linux-libertine/LinBiolinum_R.otf",
             "truetype/play/Play-Regular.ttf", "truetype/play/Play-Bold.ttf"],
    "mono": ["truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "truetype/jetbrains-mono/JetBrainsMono-Bold.ttf",
             "truetype/firacode/FiraCode-Regular.ttf", "truetype/firacode/FiraCode-Bold.ttf", "truetype/paratype/PTM75F.ttf"],
    "serif": ["opentype/linux-libertine/LinLibertine_R.otf", "opentype/linux-libertine/LinLibertine_RB.otf", "truetype/paratype/PTF55F.ttf",
              "truetype/paratype/PTF75F.ttf"],
}
SCRIPTS = {
    "cyrillic": ["truetype/paratype/PTS55F.ttf", "truetype/paratype/PTF75F.ttf", "truetype/paratype/PTM55F.ttf"],
    "chinese": ["truetype/wqy/wqy-microhei.ttc", "truetype/arphic-gkai00mp/gkai00mp.ttf"],
    "japanese": ["opentype/ipafont-gothic/ipag.ttf", "opentype/ipafont-gothic/ipagp.ttf"],
    "korean": ["truetype/baekmuk/dotum.ttf", "truetype/baekmuk/batang.ttf"],
}
PACKAGES = ("fonts-cantarell fonts-paratype fonts-jetbrains-mono fonts-firacode fonts-linuxlibertine fonts-play fonts-wqy-microhei "
            "fonts-arphic-gkai00mp fonts-ipafont-gothic fonts-baekmuk")


def missing_fonts():
    every = [name for group in (*LATIN.values(), *SCRIPTS.values()) for name in group]
    return sorted({name for name in every if not (ROOT / name).is_file()})


@lru_cache(maxsize=512)
def font_of_height(name, height, sample):
    """The size at which a capital letter (or an ideograph) is `height` pixels high."""
    size = max(4, round(height * 1.35))
    for _ in range(4):
        font = ImageFont.truetype(str(ROOT / name), size)
        box = font.getbbox(sample)
        got = box[3] - box[1]
        if got == height:
            break
        size = max(4, round(size * height / max(1, got)))
    return ImageFont.truetype(str(ROOT / name), size)


def pick_font(random, script, kind=None):
    if script in SCRIPTS:
        return SCRIPTS[script][random.integers(len(SCRIPTS[script]))]
    names = LATIN[kind or ("sans", "sans", "mono", "serif")[random.integers(4)]]
    return names[random.integers(len(names))]


def ink(string, font_name, height, script="latin", smooth=True):
    """The mask of a line, trimmed to its ink, and the columns of each character."""
    sample = "H" if script in ("latin", "cyrillic") else "国"
    if script == "korean":
        sample = "한"
    font = font_of_height(font_name, height, sample)
    width = int(font.getlength(string)) + 2 * height + 8
    canvas = Image.new("L", (width, 3 * height + 8), 0)
    draw = ImageDraw.Draw(canvas)
    draw.fontmode = "L" if smooth else "1"
    draw.text((height, height), string, font=font, fill=255)
    mask = numpy.asarray(canvas).copy()
    rows, columns = numpy.flatnonzero(mask.any(1)), numpy.flatnonzero(mask.any(0))
    if len(rows) == 0:
        raise ValueError(f"{font_name} has no glyph for a text in {script}")
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    cells = []
    for index, character in enumerate(string):
        if character.isspace():
            continue
        start = height + font.getlength(string[:index]) - left
        end = height + font.getlength(string[: index + 1]) - left
        cells.append((max(0, int(start)), min(right - left, int(numpy.ceil(end)))))
    return mask[top:bottom, left:right], [cell for cell in cells if cell[1] > cell[0]]


def grown(mask, by):
    """A mask with `by` pixels around it, for outlines and shadows."""
    padded = numpy.pad(mask, by)
    result = padded.copy()
    for row in range(-by, by + 1):
        for column in range(-by, by + 1):
            result = numpy.maximum(result, numpy.roll(padded, (row, column), (0, 1)))
    return result


def put(frames, frame, text_mask, left, top, value, style="plain", behind=None):
    """Paints ink of `value` (a number, or three) into stored values. `behind` is the colour of a box, an outline or a shadow."""
    targets = range(len(frames)) if frame is None else [frame]
    for index in targets:
        if style == "boxed":
            paint(frames[index], numpy.full((text_mask.shape[0] + 6, text_mask.shape[1] + 8), 255, numpy.uint8), left - 4, top - 3, behind)
        elif style == "outlined":
            paint(frames[index], grown(text_mask, 1), left - 1, top - 1, behind)
        elif style == "shadow":
            paint(frames[index], text_mask, left + 1, top + 1, behind)
        paint(frames[index], text_mask, left, top, value)


def paint(plane, mask, left, top, value):
    rows, columns = plane.shape[:2]
    up, down = max(0, top), min(rows, top + mask.shape[0])
    start, end = max(0, left), min(columns, left + mask.shape[1])
    if up >= down or start >= end:
        return
    share = mask[up - top : down - top, start - left : end - left].astype(numpy.float32) / 255
    region = plane[up:down, start:end]
    if plane.ndim == 3:
        share = share[..., None]
    mixed = region.astype(numpy.float32) * (1 - share) + numpy.asarray(value, numpy.float32) * share
    plane[up:down, start:end] = numpy.round(mixed).astype(plane.dtype)


def write(picture, string, left, top, height, value, *, random, script="latin", kind=None, font=None, identifies=True, frame=None,
          style="plain", behind=0, mirrored=False, turned=False, smooth=True, blurred=False, anchor="left"):
    """Draws a line into the frames of a picture and notes it. Returns the row below it, or None where it does not fit."""
    mask, cells = ink(string, font or pick_font(random, script, kind), height, script, smooth)
    if blurred:
        mask = softened(mask)
        cells = [(start + 1, end + 1) for start, end in cells]
    if mirrored:
        cells = [(mask.shape[1] - end, mask.shape[1] - start) for start, end in cells]
        mask = mask[:, ::-1]
    if turned:
        mask = numpy.rot90(mask)
        cells = [(mask.shape[0] - end, mask.shape[0] - start) for start, end in cells]
    mask = numpy.ascontiguousarray(mask)
    if anchor == "right":
        left -= mask.shape[1]
    elif anchor == "middle":
        left -= mask.shape[1] // 2
    rows, columns = picture.shape
    if left < 0 or top < 0 or left + mask.shape[1] > columns or top + mask.shape[0] > rows:
        return None
    box = (left, top, left + mask.shape[1], top + mask.shape[0])
    if any(text.frame in (None, frame) and overlap(text.box, box) for text in picture.texts):
        return None
    put(picture.frames, frame, mask, left, top, value, style, behind)
    picture.texts.append(Text(string, box, mask, cells, identifies, height, frame, vertical=turned))
    return top + mask.shape[0]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def softened(mask):
    """A mask as a film scanner or an image intensifier sees it."""
    padded = numpy.pad(mask.astype(numpy.float32), 2)
    for axis in (0, 1):
        padded = (numpy.roll(padded, 1, axis) + 2 * padded + numpy.roll(padded, -1, axis)) / 4
    return numpy.clip(padded[1:-1, 1:-1] * 1.15, 0, 255).astype(numpy.uint8)
