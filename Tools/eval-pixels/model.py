# SPDX-License-Identifier: Apache-2.0
"""What a generated image is: its frames, the same frames without text, and where every text stands."""

from dataclasses import dataclass, field

import numpy


@dataclass
class Text:
    """A line that was drawn. `mask` is the share of each pixel of `box` that is ink."""

    string: str
    box: tuple  # left, top, right, bottom, half-open
    mask: numpy.ndarray
    cells: list  # (left, right) of each character that is not a blank, in pixels of the box
    identifies: bool
    height: int  # of a capital letter or an ideograph
    frame: int | None = None  # None: on every frame
    place: str = "pixels"  # or overlay, high-bits
    vertical: bool = False  # the cells run from top to bottom


@dataclass
class Picture:
    """One image before it is written in a syntax. Frames hold stored values, or indices of a palette."""

    family: str
    name: str
    frames: numpy.ndarray  # frames x rows x columns (x 3)
    ground: numpy.ndarray
    texts: list = field(default_factory=list)
    photometric: str = "MONOCHROME2"
    bits: int = 8
    modality: str = "OT"
    sop_class: str = "1.2.840.10008.5.1.4.1.1.7"
    attributes: dict = field(default_factory=dict)
    palette: numpy.ndarray | None = None  # 256 x 3, 8 bits
    signed: bool = False
    overlay: numpy.ndarray | None = None  # rows x columns of 0 and 1, in 6000,3000
    high_bit_overlay: numpy.ndarray | None = None  # the same in bit 15 of each pixel
    likely: bool = True  # whether the header alone says that there may be text
    person: str = ""

    @property
    def identifying(self):
        return [text for text in self.texts if text.identifies]

    @property
    def is_color(self):
        return self.frames.ndim == 4

    @property
    def shape(self):
        return self.frames.shape[1:3]
