# SPDX-License-Identifier: Apache-2.0
"""Fourteen families of images with text, as devices, viewers and scanners make them. Each function makes one picture from a random stream."""

import numpy

import drawing
import grounds
from model import Picture
from people import SCRIPTS, SETTINGS, Person

US, US_MULTI = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"
SC, SC_BIT, SC_BYTE, SC_WORD, SC_COLOR = ("1.2.840.10008.5.1.4.1.1.7" + tail for tail in ("", ".1", ".2", ".3", ".4"))
CT, MR, CR, DX = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.1", "1.2.840.10008.5.1.4.1.1.1.1"
XA, RF, MG, ES = "1.2.840.10008.5.1.4.1.1.12.1", "1.2.840.10008.5.1.4.1.1.12.2", "1.2.840.10008.5.1.4.1.1.1.2", "1.2.840.10008.5.1.4.1.1.77.1.1"


def stored(field, bits):
    return numpy.round(field * ((1 << bits) - 1)).astype(numpy.uint8 if bits <= 8 else numpy.uint16)


def picture(family, person, frames, **values):
    frames = numpy.asarray(frames)
    return Picture(family, "", frames.copy(), frames, person=person.dicom_name, attributes={"PatientID": person.number}, **values)


def height(random, low=7, high=26):
    """Small letters are more frequent than large ones, as on devices."""
    return int(numpy.exp(random.uniform(numpy.log(low), numpy.log(high))))


def settings(random, count):
    return [str(random.choice(SETTINGS)) for _ in range(count)]


def side_data(image, random, value, left, top, size, font, count=6):
    for line in settings(random, count):
        below = drawing.write(image, line, left, top, size, value, random=random, font=font, identifies=False)
        top = (below or top) + size // 2 + 2


def us_frame(random):
    """A header line with name, number and date, settings at the side, a label in the image."""
    person, rows, columns = Person(random), 480, 640
    is_color = random.random() < 0.6
    field = grounds.doppler(random, rows, columns) if is_color else grounds.ultrasound(random, rows, columns)
    image = picture("us-frame", person, stored(field, 8)[None], photometric="RGB" if is_color else "MONOCHROME2", modality="US", sop_class=US)
    white, size = ([235] * 3 if is_color else 235), height(random, 7, 16)
    font, lines = drawing.pick_font(random, "latin"), person.lines(random)
    if random.random() < 0.4:
        image.frames[:, : 2 * size + 8] = image.ground[:, : 2 * size + 8] = [40, 40, 60] if is_color else 45
    drawing.write(image, lines[0], 8, 5, size, white, random=random, font=font)
    drawing.write(image, lines[1], 8 + columns // 2, 5, size, white, random=random, font=font, anchor="middle")
    drawing.write(image, lines[3], columns - 8, 5, size, white, random=random, font=font, anchor="right")
    if size < 12:
        drawing.write(image, lines[2], 8, 10 + 2 * size, size, white, random=random, font=font)
    side_data(image, random, [200, 200, 120] if is_color else 200, 34, 90, max(7, size - 2), font)
    drawing.write(image, "RT KIDNEY LONG", columns // 2, rows - 40, size + 3, white, random=random, font=font, identifies=False, anchor="middle")
    return image


def us_cine(random):
    """Six frames; the text is on one of them only."""
    person = Person(random)
    frames = numpy.stack([stored(grounds.ultrasound(random, 384, 512), 8) for _ in range(6)])
    image = picture("us-cine", person, frames, modality="US", sop_class=US_MULTI)
    frame, size = int(random.integers(0, 6)), height(random, 8, 20)
    top = int(random.integers(4, 300))
    for line in person.lines(random)[: int(random.integers(1, 4))]:
        top = (drawing.write(image, line, 40, top, size, 230, random=random, frame=frame) or top) + size
    return image


def screen_capture(random):
    """A dialog of a workstation."""
    person = Person(random)
    field, left, top = grounds.screen(random)
    image = picture("screen-capture", person, stored(field, 8)[None], photometric="RGB", modality="OT", sop_class=SC)
    dark = field[top + 100, left + 100].mean() < 0.5
    size, color = height(random, 7, 13), [230] * 3 if dark else [20] * 3
    font = drawing.pick_font(random, "latin", "sans")
    drawing.write(image, "Patient Information", left + 10, top + 7, 10, [255] * 3, random=random, font=font, identifies=False)
    labels = ["Name", "Patient ID", "Birth date", "Exam", "Institution", "Physician"]
    at = top + 46
    for label, line in zip(labels, person.lines(random)):
        drawing.write(image, label, left + 20, at, size, color, random=random, font=font, identifies=False)
        drawing.write(image, line, left + 180, at, size, color, random=random, font=font)
        at += 3 * size + 8
    return image


def dose_sheet(random):
    """Dark text on white, in a table."""
    person = Person(random)
    is_color = random.random() < 0.4
    rows, columns = 512, 512
    field = numpy.ones((rows, columns, 3) if is_color else (rows, columns))
    image = picture("dose-sheet", person, stored(field, 8)[None], photometric="RGB" if is_color else "MONOCHROME2", modality="CT", sop_class=SC)
    black, size, font = ([0] * 3 if is_color else 0), height(random, 7, 11), drawing.pick_font(random, "latin", ("sans", "mono")[random.integers(2)])
    at = 16
    for line in person.lines(random):
        at = (drawing.write(image, line, 20, at, size, black, random=random, font=font) or at) + size + 2
    at += 14
    for row in ["Scan   KV  mAs  CTDIvol  DLP", "Topogram 120 35 0.13 8", "Thorax 120 110 6.4 241", "Total mAs 3188 DLP 492"]:
        at = (drawing.write(image, row, 20, at, size, black, random=random, font=font, identifies=False) or at) + size + 2
    return image


def scanned_form(random):
    """Lines, boxes and typed words on paper, as 8 bits or as one."""
    person = Person(random)
    field = grounds.paper(random)
    for at in range(120, 860, 90):
        field[at : at + 2, 40:-40] = 0.25
    field[120:860, 40:42] = field[120:860, -42:-40] = 0.25
    is_bit = random.random() < 0.5
    frames = stored(field, 8)[None]
    image = picture("scanned-form", person, frames, modality="OT", sop_class=SC_BYTE)
    size, at, font = height(random, 9, 18), 134, drawing.pick_font(random, "latin", ("mono", "serif")[random.integers(2)])
    for label, line in zip(["Surname, first name", "Record no.", "Born", "Visit", "Ward", "Signed"], person.lines(random)):
        drawing.write(image, label, 56, at, 8, 60, random=random, font=drawing.LATIN["sans"][0], identifies=False)
        drawing.write(image, line, 70, at + 26, size, 25, random=random, font=font, blurred=not is_bit and random.random() < 0.5)
        at += 90
    if is_bit:
        image.sop_class, image.bits = SC_BIT, 1
        image.frames, image.ground = (numpy.ascontiguousarray((plane > 128).astype(numpy.uint8)) for plane in (image.frames, image.ground))
    return image


def film(random):
    """A radiograph with a label that was exposed with it, a side marker, and padding around."""
    person, bits = Person(random), int(random.choice([10, 12, 14]))
    field = grounds.chest(random) if random.random() < 0.5 else grounds.limb(random)
    rows, columns = field.shape
    inverse = random.random() < 0.5
    image = picture("film", person, stored(field, bits)[None], bits=bits, modality=("CR", "DX")[random.integers(2)],
                    sop_class=CR, photometric="MONOCHROME2", likely=False)
    top_value, size = (1 << bits) - 1, height(random, 9, 24)
    left, at = int(random.integers(20, columns // 4)), int(rows * random.choice([0.04, 0.8]))
    label = image.frames[0, at : at + 6 * size + 16, left : left + 14 * size]
    ink = int(0.98 * top_value)
    if random.random() < 0.5:
        label[:] = image.ground[0, at : at + 6 * size + 16, left : left + 14 * size] = int(0.93 * top_value)
        ink = int(0.08 * top_value)
    at += 6
    for line in person.lines(random)[: int(random.integers(2, 5))]:
        below = drawing.write(image, line[:17], left + 6, at, size, ink, random=random, blurred=random.random() < 0.4)
        at = (below or at) + size // 2 + 1
    drawing.write(image, "LR"[random.integers(2)], columns - 90, rows // 6, int(random.integers(30, 60)), ink if ink > top_value // 2 else top_value,
                  random=random, kind="sans", identifies=False)
    if inverse:
        image.photometric = "MONOCHROME1"
        image.frames, image.ground = top_value - image.frames, top_value - image.ground
        padding = top_value
        for plane in (image.frames, image.ground):
            plane[:, :, :12], plane[:, :, -12:] = padding, padding
        image.attributes["PixelPaddingValue"] = padding
    return image


def slice_corners(random):
    """A CT or MR slice with annotations in its corners, some of them faint."""
    person = Person(random)
    is_ct = random.random() < 0.5
    field = grounds.abdomen(random) if random.random() < 0.5 else grounds.head(random)
    bits = 12 if random.random() < 0.6 else 16
    scale = 0.6 if bits == 12 else 0.06
    frames = stored(field * scale, bits)[None]
    image = picture("slice-corners", person, frames, bits=bits, modality="CT" if is_ct else "MR", sop_class=CT if is_ct else MR, likely=False)
    size, font = height(random, 7, 14), drawing.pick_font(random, "latin")
    value = int(numpy.max(frames) * random.choice([0.35, 0.7, 1.0, 1.6]))
    value = min(value, (1 << bits) - 1)
    lines, at = person.lines(random), 8
    for line in lines[:3]:
        at = (drawing.write(image, line, 8, at, size, value, random=random, font=font) or at) + size // 2 + 2
    drawing.write(image, lines[3], 504, 8, size, value, random=random, font=font, anchor="right")
    drawing.write(image, lines[4], 504, 496 - size, size, value, random=random, font=font, anchor="right")
    drawing.write(image, "W 350 L 40", 8, 496 - size, size, value, random=random, font=font, identifies=False)
    if is_ct and bits == 12 and random.random() < 0.4:
        image.signed, image.bits = True, 16
        image.frames, image.ground = (plane.astype(numpy.int16) - 1024 for plane in (image.frames, image.ground))
        image.attributes["RescaleIntercept"] = "0"
    return image


def endoscopy(random):
    """Color, with the text in the black margin or upon the image."""
    person = Person(random)
    image = picture("endoscopy", person, stored(grounds.endoscopy(random), 8)[None], photometric="RGB", modality="ES", sop_class=ES)
    size, font, at = height(random, 8, 18), drawing.pick_font(random, "latin", ("sans", "mono")[random.integers(2)]), int(random.integers(10, 60))
    color = [[240, 240, 240], [250, 220, 40], [60, 240, 80]][random.integers(3)]
    style = ("plain", "shadow", "outlined")[random.integers(3)]
    for line in person.lines(random)[: int(random.integers(2, 6))]:
        at = (drawing.write(image, line, 8, at, size, color, random=random, font=font, style=style, behind=[0, 0, 0]) or at) + size
    return image


def angiography(random):
    """A run whose frames all carry the same lines."""
    person, bits = Person(random), int(random.choice([8, 10]))
    still = grounds.vessels(random)
    frames = numpy.stack([stored(numpy.clip(still + random.normal(0, 0.015, still.shape), 0, 1), bits) for _ in range(4)])
    image = picture("angiography", person, frames, bits=bits, modality="XA", sop_class=XA)
    size, font, white, at = height(random, 8, 14), drawing.pick_font(random, "latin", "mono"), int(0.97 * ((1 << bits) - 1)), 6
    lines = person.lines(random)
    for line in lines[:3]:
        at = (drawing.write(image, line, 6, at, size, white, random=random, font=font, style="outlined", behind=0) or at) + size // 2 + 2
    drawing.write(image, lines[4], 506, 500 - size, size, white, random=random, font=font, style="outlined", behind=0, anchor="right")
    return image


def shuffled_palette(random):
    """Gray values through a palette whose entries stand in disorder."""
    image = us_frame(numpy.random.default_rng(random.integers(1 << 62)))
    while image.is_color:
        image = us_frame(numpy.random.default_rng(random.integers(1 << 62)))
    order = random.permutation(256).astype(numpy.uint8)  # gray value -> index
    image.family, image.photometric = "palette", "PALETTE COLOR"
    image.palette = numpy.zeros((256, 3), numpy.uint8)
    image.palette[order] = numpy.arange(256)[:, None] * random.choice([[1, 1, 1], [1, 0.9, 0.7]])
    image.frames, image.ground = order[image.frames], order[image.ground]
    return image


def stamped(random):
    """Mammography and fluoroscopy: a stamp that may be mirrored, since films are read from both sides; a quarter of them is turned."""
    person, bits = Person(random), int(random.choice([12, 14]))
    is_breast = random.random() < 0.6
    field = grounds.breast(random) if is_breast else grounds.vessels(random, 576, 576)
    image = picture("stamped", person, stored(field, bits)[None], bits=bits, modality="MG" if is_breast else "RF",
                    sop_class=MG if is_breast else RF, likely=False)
    rows, columns = image.shape
    size, ink = height(random, 10, 22), int(random.uniform(0.75, 1) * ((1 << bits) - 1))
    mirrored, turned, at = random.random() < 0.4, random.random() < 0.25, int(rows * 0.05)
    if turned:
        image.family = "turned"
    for line in person.lines(random)[:3]:
        if turned:
            drawing.write(image, line, columns - 30 - at, int(rows * 0.1), size, ink, random=random, mirrored=False, turned=True)
            at += 2 * size
        else:
            at = (drawing.write(image, line, columns - 12, at, size, ink, random=random, mirrored=mirrored, anchor="right") or at) + size
    return image


def scripts(random):
    """Chinese, Japanese, Korean and Cyrillic on ultrasound and on screens."""
    person, script = Person(random), ("chinese", "japanese", "korean", "cyrillic")[random.integers(4)]
    if random.random() < 0.5:
        image = picture("scripts", person, stored(grounds.ultrasound(random), 8)[None], modality="US", sop_class=US)
        left, at, value = 8, 6, 235
    else:
        field, left, at = grounds.screen(random)
        image = picture("scripts", person, stored(field, 8)[None], photometric="RGB", modality="OT", sop_class=SC)
        left, at, value = left + 20, at + 46, [230] * 3 if field[at + 100, left + 100].mean() < 0.5 else [20] * 3
    size, font = height(random, 11, 24), drawing.pick_font(random, script)
    for line in random.permutation(SCRIPTS[script])[: int(random.integers(2, 5))]:
        at = (drawing.write(image, str(line), left, at, size, value, random=random, script=script, font=font) or at) + size // 2 + 3
    return image


def sizes(random):
    """Letters of 7 to 80 pixels, upright, mirrored, outlined, boxed and on noise."""
    person = Person(random)
    image = picture("sizes", person, stored(grounds.noise(random, 512, 768), 8)[None], modality="OT", sop_class=SC)
    at, lines = 10, person.lines(random)
    for size in sorted((height(random, 7, 80) for _ in range(4)), reverse=True):
        line = lines[random.integers(5)][: max(4, int(740 / (0.85 * size)))]
        style = ("plain", "outlined", "boxed")[random.integers(3)]
        dark = random.random() < 0.3
        below = drawing.write(image, line, 14, at + 4, size, 5 if dark else 250, random=random, style=style, behind=250 if dark else 5,
                              mirrored=random.random() < 0.25, smooth=random.random() < 0.7)
        at = (below or at) + 12
    return image


def overlays(random):
    """Text in an overlay plane of its own, or in the bits above High Bit."""
    person = Person(random)
    field = grounds.head(random)
    image = picture("overlays", person, stored(field * 0.6, 12)[None], bits=12, modality="MR", sop_class=MR)
    plane = numpy.zeros((1, *image.shape), numpy.uint8)
    canvas = Picture("", "", plane, plane)
    size, at = height(random, 8, 16), 10
    for line in person.lines(random)[:3]:
        at = (drawing.write(canvas, line, 10, at, size, 1, random=random, smooth=False) or at) + size
    in_bits = random.random() < 0.5
    for text in canvas.texts:
        text.place = "high-bits" if in_bits else "overlay"
    image.texts = canvas.texts
    if in_bits:
        image.high_bit_overlay = canvas.frames[0]
    else:
        image.overlay = canvas.frames[0]
    return image


FAMILIES = [us_frame, us_cine, screen_capture, dose_sheet, scanned_form, film, slice_corners, endoscopy, angiography, shuffled_palette, stamped,
            scripts, sizes, overlays]


def make(seed, index):
    """The picture of a number: the same on every machine."""
    family = FAMILIES[index % len(FAMILIES)]
    random = numpy.random.default_rng([seed, 0x0E7A1, index])
    result = family(random)
    result.name = f"{index:05}-{result.family}"
    # A header may say what it likes of its pixels: nothing, the truth, or a lie.
    said = (None, None, "YES", "NO")[random.integers(4)]
    if said:
        result.attributes["BurnedInAnnotation"] = said
    return result
