# SPDX-License-Identifier: Apache-2.0
"""Lines of text as masks of coverage: what is written, in which letters, how large, and where its ink is."""

import glob

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

LATIN_FOLDERS = (
    "truetype/dejavu", "truetype/liberation", "truetype/freefont", "truetype/croscore", "truetype/crosextra", "truetype/hack",
    "truetype/inconsolata", "truetype/lato", "truetype/open-sans", "truetype/roboto", "truetype/ocr-a", "opentype/courier-prime",
    "opentype/urw-base35", "truetype/terminus",
)
CJK_FILES = ("opentype/noto/*CJK*", "truetype/arphic/*", "truetype/vlgothic/*", "truetype/wqy/*", "truetype/nanum/*", "opentype/unifont/unifont*.otf")
SINGLE = "LRABDEFGHKMNPQSWXYZ2345679"
WORDS = (
    "kV mA mAs Se Im Ex HR bpm ERECT SUPINE PORTABLE LEFT RIGHT AP PA LAT cm mm Hz dB MI TIS FR Gen Thi Abdomen Liver Sag Trans Chest Name ID "
    "DOB Sex M F Male Female Age Hospital Clinic Dr Study Date Time Accession No Patient Birth Series Image Zoom WL WW Acq Tm Page Depth Gain "
    "Heart Rate Fetal OB Kidney LT RT Thyroid Lymph Node Medical Center University St Mary General Dept Radiology Ward Room Tel Fax Report"
).split()
SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ha he hi jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to "
    "va ve wa we ya yo za an en in on er ar or el al st ch sh th ng"
).split()
PRINTABLE = "".join(map(chr, range(33, 127)))


def _decoded(codec, first, last):
    rows = [bytes([high, low]) for high in range(first, last) for low in range(0xA1, 0xFF)]
    return "".join(pair.decode(codec, "ignore") for pair in rows)


class Fonts:
    """The fonts of the machine by what they can write."""

    def __init__(self):
        root = "/usr/share/fonts/"
        self.latin = sorted(
            path for folder in LATIN_FOLDERS for kind in ("ttf", "otf") for path in glob.glob(f"{root}{folder}/**/*.{kind}", recursive=True)
            if not any(part in path for part in ("Dingbats", "StandardSymbols", "D050000L", "Symbol", "MathTeX"))
        )
        self.cyrillic = [path for path in self.latin if any(part in path for part in ("dejavu", "liberation", "freefont", "hack"))]
        self.cjk = sorted(path for pattern in CJK_FILES for path in glob.glob(root + pattern) if path.endswith(("ttf", "ttc", "otf")))
        self.cjk = [path for path in self.cjk if "csur" not in path and "upper" not in path]
        self.japanese = [path for path in self.cjk if any(part in path for part in ("noto", "vlgothic", "unifont"))]
        self.korean = [path for path in self.cjk if any(part in path for part in ("noto", "nanum", "unifont"))]
        self.chinese = [path for path in self.cjk if not any(part in path for part in ("nanum", "vlgothic"))]
        self.han = _decoded("gb2312", 0xB0, 0xD8)
        self.kanji = _decoded("euc_jp", 0xB0, 0xD0) + 4 * _decoded("euc_jp", 0xA4, 0xA6)
        self.hangul = _decoded("euc_kr", 0xB0, 0xC9)
        self.cache = {}

    def load(self, path, size):
        key = (path, size)
        if key not in self.cache:
            if len(self.cache) > 1500:
                self.cache.clear()
            self.cache[key] = ImageFont.truetype(path, size)
        return self.cache[key]


def _pick(rng, items):
    return items[int(rng.integers(len(items)))]


def _digits(rng, count):
    return "".join(str(int(digit)) for digit in rng.integers(0, 10, count))


def _name(rng):
    word = "".join(_pick(rng, SYLLABLES) for _ in range(rng.integers(2, 5)))
    return word.upper() if rng.random() < 0.5 else word.capitalize()


def latin_text(rng):
    kind = rng.random()
    if kind < 0.25:
        return _name(rng) + _pick(rng, ["^", ", ", " ", " ", ","]) + _name(rng) + _pick(rng, ["", "", " " + _name(rng), " M", " F 045Y"])
    if kind < 0.40:
        return _pick(rng, ["", "", "ID: ", "ID", "MRN ", "#", "Acc:", "No."]) + _digits(rng, rng.integers(3, 11))
    if kind < 0.52:
        year, month, day = 1930 + rng.integers(95), rng.integers(1, 13), rng.integers(1, 29)
        form = _pick(rng, [
            "{0}-{1:02}-{2:02}", "{2:02}/{1:02}/{0}", "{0}{1:02}{2:02}", "{2:02}.{1:02}.{0}", "DOB {1}/{2}/{0}", "{0}/{1:02}/{2:02} 12:31:45",
        ])
        return form.format(year, month, day)
    if kind < 0.58:
        return f"{rng.integers(24):02}:{rng.integers(60):02}" + _pick(rng, ["", f":{rng.integers(60):02}", " PM", " am"])
    if kind < 0.80:
        words = " ".join(_pick(rng, WORDS) for _ in range(rng.integers(1, 5)))
        return words + _pick(rng, ["", ":", " " + _digits(rng, 2), f" {rng.random() * 9:.1f}"])
    if kind < 0.84:
        return _pick(rng, SINGLE)
    if kind < 0.90:
        return "".join(_pick(rng, PRINTABLE[15:]) for _ in range(int(rng.integers(2, 5))))
    if kind < 0.93:
        return "".join(_pick(rng, PRINTABLE) for _ in range(rng.integers(3, 14)))
    return " ".join(_name(rng).lower() if rng.random() < 0.6 else _name(rng) for _ in range(rng.integers(1, 4)))


def text(rng, fonts):
    """A string, the font file for it, and its script."""
    kind = rng.random()
    if kind < 0.76:
        return latin_text(rng), _pick(rng, fonts.latin), "latin"
    count = int(rng.integers(2, 10))
    if kind < 0.85:
        script, characters, files = "chinese", fonts.han, fonts.chinese
    elif kind < 0.90:
        script, characters, files = "japanese", fonts.kanji, fonts.japanese
    elif kind < 0.95:
        script, characters, files = "korean", fonts.hangul, fonts.korean
    else:
        script, characters, files = "cyrillic", "".join(map(chr, range(0x410, 0x450))), fonts.cyrillic
        if rng.random() < 0.5:
            characters = characters[:32]
    written = "".join(_pick(rng, characters) for _ in range(count))
    if count > 5 and rng.random() < 0.5:
        written = written[: count // 2] + " " + written[count // 2:]
    if rng.random() < 0.25:
        written += _pick(rng, [" ", ":", ""]) + _digits(rng, rng.integers(1, 6))
    return written, _pick(rng, files), script


def _stroked(rng, written, height):
    """Letters of strokes, as old machines draw them."""
    face = int(_pick(rng, [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX_SMALL]))
    scale = height / {cv2.FONT_HERSHEY_PLAIN: 9.5, cv2.FONT_HERSHEY_COMPLEX_SMALL: 15}.get(face, 21.5)
    thick = max(1, int(round(height / 14 * (0.6 + rng.random()))))
    (width, tall), below = cv2.getTextSize(written, face, scale, thick)
    mask = np.zeros((tall + below + 8, width + 8), np.uint8)
    cv2.putText(mask, written, (4, tall + 4), face, scale, 255, thick, cv2.LINE_AA if rng.random() < 0.6 else cv2.LINE_8)
    return mask


def _drawn(rng, written, path, size, fonts, sharp):
    font = fonts.load(path, max(6, int(size)))
    left, top, right, bottom = font.getbbox(written)
    if right - left < 2 or bottom - top < 2 or right - left > 4000:
        return None
    mask = Image.new("L", (right - left + 4, bottom - top + 4), 0)
    draw = ImageDraw.Draw(mask)
    draw.fontmode = "1" if sharp else "L"
    draw.text((2 - left, 2 - top), written, fill=255, font=font)
    return np.asarray(mask)


def line(rng, fonts, height, factor, chosen=None):
    """The coverage (0 to 1) of one line whose capitals are `height` pixels after a reduction by `factor`; cut to its ink.

    Gives (mask, script, number of characters), or nothing when the font has no such letters.
    """
    written, path, script = chosen or text(rng, fonts)
    full = height * factor
    style = rng.random()
    if script == "latin" and style < 0.12:
        mask = _stroked(rng, written, full)
    elif style < 0.38:
        # A font of dots: drawn small without smoothing, each dot made of several pixels.
        dots = int(rng.integers(8, 17)) if script in ("latin", "cyrillic") else int(rng.integers(12, 18))
        times = max(1, int(round(full / (dots * 0.72))))
        mask = _drawn(rng, written, path, full / 0.72 if times == 1 else dots, fonts, True)
        if mask is not None and times > 1:
            mask = np.kron(mask, np.ones((times, times), np.uint8))
    else:
        mask = _drawn(rng, written, path, full / (0.72 if script in ("latin", "cyrillic") else 0.88), fonts, False)
    if mask is None:
        return None
    if factor > 1:
        rows, columns = -mask.shape[0] % factor, -mask.shape[1] % factor
        shift = int(rng.integers(factor))
        mask = np.pad(mask, ((shift, rows + factor - shift), (shift, columns + factor - shift)))
        mask = mask.reshape(mask.shape[0] // factor, factor, mask.shape[1] // factor, factor).mean(axis=(1, 3))
    mask = mask.astype(np.float32) / 255
    ink = mask > 0.15
    if ink.sum() < 5:
        return None
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    mask = mask[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    return mask, script, len(written.replace(" ", ""))
