# SPDX-License-Identifier: Apache-2.0
"""Finds the elements of a file well enough to break them: where each one's tag, VR, length and value stand."""

import struct
import zlib
from dataclasses import dataclass

LONG = {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
UNDEFINED = 0xFFFFFFFF
DEFLATED = b"1.2.840.10008.1.2.1.99"


@dataclass
class Element:
    start: int  # of the tag
    tag: int
    vr: bytes  # empty where none is written
    length_at: int
    length_size: int
    value: int
    length: int
    depth: int
    is_big: bool

    @property
    def end(self):
        return self.value if self.length == UNDEFINED else self.value + self.length

    def order(self):
        return ">" if self.is_big else "<"


def syntax_of(data):
    """The transfer syntax that (0002,0010) names; that of a bare file without File Meta Information where there is none."""
    if data[128:132] != b"DICM":
        return b"1.2.840.10008.1.2"
    at = data.find(b"\2\0\x10\0UI", 132, 4096)
    if at < 0 or at + 8 > len(data):
        return b"1.2.840.10008.1.2.1"
    length = struct.unpack_from("<H", data, at + 6)[0]
    return data[at + 8:at + 8 + length].rstrip(b"\0 ")


def elements(data, most=4000):
    """The elements in the order in which they stand, as far as they can be followed. Deflated Data Sets are not."""
    found = []
    at = 132 if data[128:132] == b"DICM" else 0
    syntax = syntax_of(data)
    at = walk(data, at, len(data), found, 0, True, False, most, while_group=2)
    if syntax != DEFLATED:
        walk(data, at, len(data), found, 0, syntax != b"1.2.840.10008.1.2", syntax == b"1.2.840.10008.1.2.2", most)
    return found


def walk(data, at, end, found, depth, explicit, big, most, while_group=None):
    order = ">" if big else "<"
    while at + 8 <= end and len(found) < most and depth < 40:
        group, element = struct.unpack_from(order + "HH", data, at)
        if while_group is not None and group != while_group:
            return at
        tag = group << 16 | element
        if group == 0xFFFE:
            length = struct.unpack_from(order + "I", data, at + 4)[0]
            found.append(Element(at, tag, b"", at + 4, 4, at + 8, length, depth, big))
            if tag == 0xFFFEE0DD or tag == 0xFFFEE00D:
                return at + 8
            inside = end if length == UNDEFINED else min(end, at + 8 + length)
            # A fragment holds no elements.
            at = walk(data, at + 8, inside, found, depth + 1, explicit, big, most) if looks_like_elements(data, at + 8, order) else inside
            continue
        if explicit:
            vr = data[at + 4:at + 6]
            if not (vr.isalpha() and vr.isupper()):
                return at
            long = vr in LONG
            if long and at + 12 > end:
                return at
            length_at, size = (at + 8, 4) if long else (at + 6, 2)
        else:
            vr, length_at, size = b"", at + 4, 4
        length = struct.unpack_from(order + ("I" if size == 4 else "H"), data, length_at)[0]
        value = length_at + size
        found.append(Element(at, tag, vr, length_at, size, value, length, depth, big))
        if size == 4 and length == UNDEFINED:
            at = walk(data, value, end, found, depth + 1, explicit, big, most)
        elif data[value:value + 4] == struct.pack(order + "HH", 0xFFFE, 0xE000):
            at = max(value, walk(data, value, min(end, value + length), found, depth + 1, explicit and vr != b"UN", big, most))
            at = min(end, value + length)
        else:
            at = value + length
    return min(at, end)


def looks_like_elements(data, at, order):
    if at + 8 > len(data):
        return False
    group = struct.unpack_from(order + "H", data, at)[0]
    return group == 0xFFFE or 4 < group < 0x7FE1


def numbered(data, old, new):
    """The file with another SOP Instance UID of the same length, in a deflated Data Set too."""
    data = data.replace(old, new)
    if syntax_of(data) == DEFLATED:
        start = next((e.end for e in reversed(elements(data)) if e.tag >> 16 == 2), 0)
        try:
            body = zlib.decompressobj(-15).decompress(data[start:])
        except zlib.error:
            return data
        return data[:start] + deflated(body.replace(old, new))
    return data


def deflated(body):
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = packer.compress(body) + packer.flush()
    return packed + b"\0" * (len(packed) % 2)
