# SPDX-License-Identifier: Apache-2.0
"""Hides what names the patient where a reader of headers does not look: between, behind and around what the standard has."""

import io
import struct
import zipfile
import zlib

from fuzzing.elements import DEFLATED, LONG, UNDEFINED, elements, syntax_of
from fuzzing.samples import ACCESSION, FAMILY, IDENTIFIER

HEADS = [b"II*\0\x08\0\0\0", b"MM\0*", b"MZ\x90\0", b"\x7fELF\2\1\1", b"PK\3\4", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b""]
# Groups that no Data Set has, and places in those that it has which belong to nobody.
STRAYS = [0x00000002, 0x00010010, 0x00030001, 0x00050010, 0x00041500, 0x00060010, 0x00090001, 0x00091000, 0x001000FF, 0x7FE00030, 0xFFFAFFFA,
          0xFFFCFFFC, 0xFFFD0010, 0xFFFE0000, 0xFFFEE001, 0xFFFF0010, 0xFFFFFFFF]
NUMBERS = [(0x00180081, b"DS"), (0x00189087, b"FD"), (0x00280009, b"AT"), (0x00280106, b"US"), (0x00281201, b"OW"), (0x00660016, b"OF")]


def words(random):
    """The patient's words as somebody may have typed them, in an encoding that somebody may have used. The length is a whole count of any number."""
    text = random.choice([f"{FAMILY}, Zebedee", f"{FAMILY.upper()}^ZEBEDEE", IDENTIFIER, f"{ACCESSION} {FAMILY} {IDENTIFIER}", f"欧阳翡翠 {IDENTIFIER}"])
    code = text.encode(random.choice(["utf-8", "utf-8", "gb18030", "utf-16-le", "utf-16-be", "iso2022_jp"]), "replace")
    return code + b" " * (-len(code) % 8)


def element(tag, vr, value, like):
    """In the encoding of another one."""
    head = struct.pack(like.order() + "HH", tag >> 16, tag & 0xFFFF)
    if like.tag >> 16 != 2 and not like.vr:
        return head + struct.pack("<I", len(value)) + value
    long = vr in LONG
    return head + vr + (b"\0\0" + struct.pack(like.order() + "I", len(value)) if long else struct.pack(like.order() + "H", len(value))) + value


def insert(data, found, tag, new):
    """Before the first element that has to follow it."""
    place = next((e.start for e in found if e.depth == 0 and e.tag > tag), len(data))
    return data[:place] + new + data[place:]


def around(random, data, others):
    """In the preamble, and behind the end: bare, behind zeros, as another file, as a piece of an element."""
    text = words(random)
    if random.random() < 0.3 and data[128:132] == b"DICM":
        return (random.choice(HEADS) + text).ljust(128, b"\0")[:128] + data[128:]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{FAMILY}.txt"), text)
    return data + random.choice([
        text, b"\0" * random.choice([1, 2, 512, 2048]) + text, data, data[132:], packed.getvalue(), b"%PDF-1.4\n" + text + b"\n%%EOF\n",
        struct.pack("<HH", 0xFFFC, 0xFFFC) + b"OB\0\0" + struct.pack("<I", len(text)) + text,
        struct.pack("<HHI", 0xFFFE, random.choice([0xE0DD, 0xE00D, 0xE000]), random.choice([0, len(text), UNDEFINED])) + text,
        text[:random.choice([1, 3, 4, 7])]])


def in_stray_element(random, data, others):
    """In a group length, a group that no Data Set has, a plane of overlays that belongs to no image, File Meta Information."""
    found = elements(data)
    if not found:
        return data
    text, plane = words(random), random.choice([0x6000, 0x601E, 0x6001, 0x60FE, 0x5000, 0x50FE]) << 16
    kind = random.randrange(4)
    if kind == 0:
        tag, vr = random.choice(found).tag & 0xFFFF0000, random.choice([b"UL", b"UN", b"LO", b"OB"])
    elif kind == 1:
        tag, vr = random.choice(STRAYS), random.choice([b"LO", b"UN", b"OB", b"UT", b"PN", b"US", b"SQ"])
    elif kind == 2:
        tag, vr = plane | random.choice([0x22, 0x1500, 0x3000, 0x4000, 0x2500]), random.choice([b"OW", b"OB", b"LT", b"UN"])
    else:
        tag, vr = random.choice([0x00020016, 0x00020017, 0x00020102, 0x000200FF]), random.choice([b"OB", b"AE", b"UN"])
    like = next((e for e in found if (e.tag >> 16 == 2) == (tag >> 16 == 2)), found[0])
    return insert(data, [e for e in found if (e.tag >> 16 == 2) <= (tag >> 16 == 2)] or found, tag, element(tag, vr, text, like))


def in_number(random, data, others):
    """Under the VR of a number, whatever the order of its bytes."""
    found = [e for e in elements(data) if e.tag >> 16 != 2]
    if not found:
        return data
    tag, vr = random.choice(NUMBERS)
    return insert(data, found, tag, element(tag, vr, words(random), found[0]))


def in_private_sequence(random, data, others):
    """In a block of unknown VR: as bytes, or as items of Implicit VR."""
    found = [e for e in elements(data) if e.tag >> 16 != 2]
    if not found:
        return data
    group = random.choice([0x0009, 0x0029, 0x2005, 0x7FE1])
    text = words(random)
    inner = struct.pack("<HHI", 0x0010, 0x0010, len(text)) + text + struct.pack("<HHI", group, 0x1002, len(text)) + text
    value = random.choice([text, struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner, struct.pack("<HHI", 0xFFFE, 0xE000, len(inner) - 8) + inner,
                           struct.pack("<I", len(text)) + zlib.compress(text) + b"\0"])
    value += b"\0" * (len(value) % 2)
    creator = random.choice([b"ACME 1.1", b"SIEMENS CSA HEADER", b"Philips Imaging DD 005 ", FAMILY.encode(), b""])
    creator += b" " * (len(creator) % 2)
    held = element(group << 16 | 0x1001, random.choice([b"UN", b"OB", b"LO"]), value, found[0])
    block = [element(group << 16 | 0x10, b"LO", creator, found[0]), held]
    kept = random.choice([block, block, block[1:], block[::-1], [block[0], *block]])
    return insert(data, found, group << 16 | 0x1001, b"".join(kept))


def between_items(random, data, others):
    """Between items and fragments, as one of them, and as what a delimiter counts."""
    marks = [e for e in elements(data) if e.tag >> 16 == 0xFFFE]
    if not marks:
        return around(random, data, others)
    mark, text = random.choice(marks), words(random)
    if mark.tag != 0xFFFEE000:
        return data[:mark.length_at] + struct.pack(mark.order() + "I", len(text)) + text + data[mark.value:]
    if random.random() < 0.3 and mark.length not in (0, UNDEFINED):  # at the beginning of one
        return data[:mark.length_at] + struct.pack(mark.order() + "I", (mark.length + len(text)) & UNDEFINED) + text + data[mark.value:]
    new = random.choice([text, struct.pack(mark.order() + "HHI", 0xFFFE, 0xE000, len(text)) + text])
    return data[:mark.start] + new + data[mark.start:]


def behind_pixels(random, data, others):
    """Behind the last pixel, inside the value."""
    for e in elements(data):
        if e.tag == 0x7FE00010 and e.length != UNDEFINED and e.length_size == 4:
            text = random.choice([b"", b"\0"]) + words(random)
            text += b"\0" * (len(text) % 2)
            return data[:e.length_at] + struct.pack(e.order() + "I", (e.length + len(text)) & UNDEFINED) + data[e.value:e.end] + text + data[e.end:]
    return between_items(random, data, others)


def behind_deflated(random, data, others):
    """Behind a deflated stream, in a second one, or in one of another wrapping."""
    if syntax_of(data) != DEFLATED:
        return around(random, data, others)
    start = next((e.end for e in reversed(elements(data)) if e.tag >> 16 == 2), 0)
    try:
        body = zlib.decompressobj(-15).decompress(data[start:])
    except zlib.error:
        return data
    text = words(random)
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    return random.choice([data + text, data + data[start:], data[:start] + zlib.compress(body), data[:start] + body, data[:-4],
                          data[:start] + bare.compress(body + text) + bare.flush()])


ALL = [around, around, in_stray_element, in_stray_element, in_number, in_private_sequence, between_items, between_items, behind_pixels,
       behind_deflated]
