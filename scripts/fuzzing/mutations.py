# SPDX-License-Identifier: Apache-2.0
"""Breaks files: their elements (lengths, VRs, tags, nesting, delimiters, order), what surrounds them, and their bytes."""

import struct

from fuzzing import hiding
from fuzzing.elements import DEFLATED, UNDEFINED, deflated, elements, syntax_of

VRS = b"AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV ZZ \0\0 ox".split(b" ")
SYNTAXES = (
    ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98",
     "1.2.840.10008.1.2.8.1", "1.2.840.113619.5.2", "1.2.3.4", "", "nonsense"]
    + [f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 57, 70, 80, 81, 90, 91, 92, 94, 100, 102, 104, 107, 110, 111, 112, 201, 202, 203)])
CHARSETS = [
    "", "ISO_IR 100", "ISO_IR 144", "ISO_IR 166", "ISO_IR 13", "ISO_IR 192", "GB18030", "GBK", "\\ISO 2022 IR 87",
    "ISO 2022 IR 13\\ISO 2022 IR 87", "\\ISO 2022 IR 149", "\\ISO 2022 IR 58", "ISO 2022 IR 6\\ISO 2022 IR 100\\ISO 2022 IR 144", "nonsense",
    "ISO_IR 192\\GB18030", "\\\\\\"]
TAGS = [
    0x00020000, 0x00020010, 0x00080000, 0x00080001, 0x00080005, 0x00080016, 0x00080018, 0x00081140, 0x00090010, 0x00091001, 0x00100010, 0x00100020,
    0x00104000, 0x0020000D, 0x00280002, 0x00280008, 0x00280010, 0x00280011, 0x00280100, 0x00290010, 0x00291010, 0x00251010, 0x50000010, 0x60003000,
    0x7FE00001, 0x7FE00002, 0x7FE00008, 0x7FE00009, 0x7FE00010, 0x7FE10010, 0xFFFAFFFA, 0xFFFCFFFC, 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD, 0xFFFFFFFF,
    0x00000000, 0x00189004, 0x0040A730, 0x00880200]
VALUES = [
    b"", b"\0", b" ", b"-1", b"0", b"99999999999999999999", b"9223372036854775807", b"4611686018427387904", b"-9223372036854775808", b"1e400",
    b"NaN", b"\\\\\\\\", b"\\" * 3000, b"20210230", b"00000000", b"99991231", b"20210317-", b"1.2..3", b"1." * 40, b"\xff" * 64,
    b"\x1b$B\x1b(B\x1b$)C", b"\x1b" * 9, b"^^^^^====", b"=" * 70, b"A" * 70000, b"\xe6\xac", b"\x81", b"000Y", b"999Y", b"10.5M",
    b"250000.999999999+9999", b"\xef\xbb\xbfx", b"%s%n%x", b"../../../etc/passwd", b"\r\n\r\n"]
NUMBERS = [0, 1, 2, 3, 7, 8, 13, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF]


def mutate(random, data, others):
    """Between one and eight changes."""
    is_deflated = syntax_of(data) == DEFLATED and random.random() < 0.7
    for _ in range(random.choice([1, 1, 1, 2, 2, 3, 5, 8])):
        change = random.choice(ALL)
        if is_deflated and change not in (reorder_meta, change_syntax, second_meta, hiding.behind_deflated):
            data = inside_deflated(random, data, change, others)
        else:
            data = change(random, data, others)
        if len(data) > 1 << 20:
            data = data[:1 << 20]
    return data


def inside_deflated(random, data, change, others):
    import zlib
    start = next((e.end for e in reversed(elements(data)) if e.tag >> 16 == 2), 0)
    try:
        body = zlib.decompressobj(-15).decompress(data[start:])
    except zlib.error:
        return change(random, data, others)
    plain = data[:start].replace(DEFLATED, b"1.2.840.10008.1.2.1\0\0\0")
    changed = change(random, plain + body, others)
    head = changed[:start].replace(b"1.2.840.10008.1.2.1\0\0\0", DEFLATED)
    return head + deflated(changed[start:])


def pick(random, data):
    found = elements(data)
    return random.choice(found) if found else None


def put(data, start, end, new):
    return data[:start] + new + data[end:]


def number(random, element, value):
    size = element.length_size
    return struct.pack(element.order() + ("I" if size == 4 else "H"), value & (0xFFFFFFFF if size == 4 else 0xFFFF))


# Elements

def change_length(random, data, others):
    element = pick(random, data)
    if element is None:
        return data
    left = len(data) - element.value
    length = random.choice([element.length + random.choice([-8, -4, -3, -2, -1, 1, 2, 3, 4, 8]), left, left + 1, left - 8, random.choice(NUMBERS)])
    return put(data, element.length_at, element.value, number(random, element, length))


def change_vr(random, data, others):
    element = pick(random, data)
    return data if element is None or not element.vr else put(data, element.start + 4, element.start + 6, random.choice(VRS)[:2].ljust(2))


def change_tag(random, data, others):
    element = pick(random, data)
    if element is None:
        return data
    tag = random.choice([random.choice(TAGS), element.tag ^ 1 << random.randrange(32), random.getrandbits(32)])
    return put(data, element.start, element.start + 4, struct.pack(element.order() + "HH", tag >> 16, tag & 0xFFFF))


def change_value(random, data, others):
    """With a length that is right, so that what is in the value is read."""
    element = pick(random, data)
    if element is None or element.length == UNDEFINED:
        return data
    value = random.choice([random.choice(VALUES), random.randbytes(random.choice([1, 2, 4, 8, 64])), data[element.value:element.end] * 2])
    if element.length_size == 2:
        value = value[:0xFFFE]
    value += b" " * (len(value) % 2)
    return put(put(data, element.value, element.end, value), element.length_at, element.value, number(random, element, len(value)))


def repeat_element(random, data, others):
    element = pick(random, data)
    return data if element is None else put(data, element.start, element.start, data[element.start:element.end] * random.choice([1, 1, 2, 50]))


def remove_element(random, data, others):
    element = pick(random, data)
    return data if element is None else put(data, element.start, element.end, b"")


def move_element(random, data, others):
    first, second = pick(random, data), pick(random, data)
    if first is None or first.end > second.start:
        return data
    return data[:first.start] + data[first.end:second.start] + data[first.start:first.end] + data[second.start:]


def nest(random, data, others):
    """Puts elements into sequences, a few or a few hundred deep."""
    element = pick(random, data)
    if element is None:
        return data
    content = data[element.start:element.end]
    order = element.order()
    for _ in range(random.choice([1, 1, 2, 5, 40, 255, 256, 257, 300, 2000])):
        tag = struct.pack(order + "HH", 0x0008, 0x1140)
        is_undefined = random.random() < 0.5
        length = UNDEFINED if is_undefined else len(content)
        item = struct.pack(order + "HHI", 0xFFFE, 0xE000, length) + content
        if is_undefined and random.random() < 0.95:
            item += struct.pack(order + "HHI", 0xFFFE, 0xE00D, 0)
        length = UNDEFINED if is_undefined else len(item)
        head = tag + (random.choice([b"SQ", b"SQ", b"UN"]) + b"\0\0" if element.vr else b"") + struct.pack(order + "I", length)
        content = head + item
        if is_undefined and random.random() < 0.95:
            content += struct.pack(order + "HHI", 0xFFFE, 0xE0DD, 0)
        if len(content) > 50000:
            break
    return put(data, element.start, element.end, content)


def undefined_value(random, data, others):
    """A value of undefined length that is no sequence: with a delimiter, with items, with neither."""
    found = [e for e in elements(data) if e.length_size == 4 and e.length != UNDEFINED and e.tag >> 16 != 0xFFFE]
    if not found:
        return data
    element = random.choice(found)
    value, end = data[element.value:element.end], struct.pack(element.order() + "HHI", 0xFFFE, 0xE0DD, 0)
    item = struct.pack(element.order() + "HHI", 0xFFFE, 0xE000, len(value))
    value = random.choice([value, value + end, item + value + end, end])
    return data[:element.length_at] + struct.pack("<I", UNDEFINED) + value + data[element.end:]


def reorder_elements(random, data, others):
    """All elements of the Data Set the other way around, or as chance will."""
    found = [e for e in elements(data) if e.depth == 0 and e.tag >> 16 not in (2, 0xFFFE)]
    if len(found) < 3:
        return data
    ends = [e.start for e in found[1:]] + [len(data)]
    pieces = [data[e.start:end] for e, end in zip(found, ends)]
    random.choice([pieces.reverse, lambda: random.shuffle(pieces)])()
    return data[:found[0].start] + b"".join(pieces)


def reserved_bytes(random, data, others):
    """What stands between a VR and a length of four bytes."""
    found = [e for e in elements(data) if e.vr and e.length_size == 4]
    if not found:
        return data
    element = random.choice(found)
    return put(data, element.start + 6, element.start + 8, random.choice([b"  ", b"\xff\xff", b"\0\1", b"SQ"]))


def cut_escape(random, data, others):
    """A text that begins in a set of ISO 2022 and does not end in it."""
    texts = [e for e in elements(data) if e.vr in (b"LO", b"SH", b"LT", b"PN", b"UT", b"ST") and e.length != UNDEFINED]
    if not texts:
        return data
    element = random.choice(texts)
    value = random.choice([b"\x1b$B2$M[", b"\x1b$)C\xb1\xe8", b"\x1b$)A\xc5\xb7", b"\x1b(I\xca\xc8", b"\x1b-F\xd1", b"\x1b$", b"\x1b", b"\x0e2$\x0f"])
    value += random.choice([b"", b"\x1b(B", b"\x1b(", b"^", b"\\", b"=="]) + data[element.value:element.end][:40]
    value += b" " * (len(value) % 2)
    return put(put(data, element.value, element.end, value), element.length_at, element.value, number(random, element, len(value)))


def stray_delimiter(random, data, others):
    element = pick(random, data)
    if element is None:
        return data
    mark = struct.pack(element.order() + "HHI", 0xFFFE, random.choice([0xE000, 0xE00D, 0xE0DD]), random.choice([0, 0, 0, 1, 8, UNDEFINED]))
    place = random.choice([element.start, element.value, element.end])
    return put(data, place, place, mark)


def group_length(random, data, others):
    element = pick(random, data)
    if element is None:
        return data
    group = random.choice([element.tag >> 16, 2, 8, 0x10, 0x7FE0])
    vr = b"UL\4\0" if element.vr else b"\4\0\0\0"
    if element.is_big and element.vr:
        vr = b"UL\0\4"
    new = struct.pack(element.order() + "HH", group, 0) + vr + struct.pack(element.order() + "I", random.choice(NUMBERS))
    return put(data, element.start, element.start, new)


def private_block(random, data, others):
    """A maker's creator, and bytes in its block."""
    element = pick(random, data)
    if element is None or element.is_big:
        return data
    creator, group, offset = random.choice([
        (b"SIEMENS CSA HEADER", 0x29, 0x10), (b"SIEMENS CSA HEADER", 0x29, 0x20), (b"SIEMENS MR SDS 01", 0x21, 0x19),
        (b"SIEMENS MR HEADER", 0x51, 0x0F), (b"GEMS_SERS_01", 0x25, 0x1B), (b"GEMS_PARM_01", 0x43, 0x2A), (b"Image Private Header", 0x65, 9)])
    sizes = [0, 1, 24, 100, 900, 916, 917, 918, 1000, 70000]
    value = random.choice([b"SV10\4\3\2\1" + struct.pack("<I", random.choice(NUMBERS)), b"", b"\x40\0\0\0\x1f\x8b\x08"])
    value += random.randbytes(random.choice(sizes))
    value += b"\0" * (len(value) % 2)
    creator += b" " * (len(creator) % 2)
    if element.vr:
        head = struct.pack("<HH", group, 0x10) + b"LO" + struct.pack("<H", len(creator)) + creator
        body = struct.pack("<HH", group, 0x1000 | offset) + b"OB\0\0" + struct.pack("<I", len(value)) + value
    else:
        head = struct.pack("<HHI", group, 0x10, len(creator)) + creator
        body = struct.pack("<HHI", group, 0x1000 | offset, len(value)) + value
    return put(data, element.start, element.start, head + body)


def change_items(random, data, others):
    """Items of compressed frames, and the table of offsets in front of them."""
    items = [e for e in elements(data) if e.tag >> 16 == 0xFFFE and e.depth == 1]
    if not items:
        return change_length(random, data, others)
    item = random.choice(items)
    kind = random.randrange(5)
    if kind == 0:
        return put(data, item.length_at, item.value, number(random, item, random.choice([0, 1, item.length + 1, item.length ^ 2, *NUMBERS])))
    if kind == 1:
        return put(data, item.start, item.start, struct.pack("<HHI", 0xFFFE, 0xE000, 0) * random.choice([1, 2, 100]))
    if kind == 2 and item.length not in (0, UNDEFINED):
        half = item.length // 2
        return put(data, item.start, item.end, struct.pack("<HHI", 0xFFFE, 0xE000, half) + data[item.value:item.value + half]
                   + struct.pack("<HHI", 0xFFFE, 0xE000, item.length - half) + data[item.value + half:item.end])
    if kind == 3:
        table = items[0]
        offsets = struct.pack("<" + "I" * (count := random.choice([1, 2, 3, 100])), *(random.choice(NUMBERS) for _ in range(count)))
        return put(data, table.start, table.end, struct.pack("<HHI", 0xFFFE, 0xE000, len(offsets)) + offsets)
    return put(data, item.start, item.end, b"")


# What surrounds them

def change_syntax(random, data, others):
    old = syntax_of(data)
    at = data.find(b"\2\0\x10\0UI", 132, 4096)
    if at < 0:
        return data
    new = random.choice(SYNTAXES).encode()
    new += b"\0" * (len(new) % 2)
    length = struct.unpack_from("<H", data, at + 6)[0]
    return put(data, at + 6, at + 8 + length, struct.pack("<H", len(new)) + new) if old is not None else data


def change_charset(random, data, others):
    terms = random.choice(CHARSETS).encode()
    terms += b" " * (len(terms) % 2)
    for element in elements(data):
        if element.tag == 0x00080005 and element.length != UNDEFINED:
            return put(put(data, element.value, element.end, terms), element.length_at, element.value, number(random, element, len(terms)))
    for element in elements(data):
        if element.tag > 0x00080005 and element.depth == 0 and element.vr and not element.is_big:
            return put(data, element.start, element.start, b"\x08\0\x05\0CS" + struct.pack("<H", len(terms)) + terms)
    return data


def reorder_meta(random, data, others):
    """Without preamble, without group length, without any of it, or with bytes in it."""
    kind = random.randrange(5)
    if kind == 0:
        return data[128:]
    if kind == 1:
        return data[132:]
    if kind == 2:
        start = next((e.end for e in reversed(elements(data)) if e.tag >> 16 == 2), 132)
        return data[start:] if random.random() < 0.5 else data[:132] + data[start:]
    if kind == 3:
        return random.randbytes(128) + data[128:]
    return put(data, 140, 144, struct.pack("<I", random.choice(NUMBERS)))


def second_meta(random, data, others):
    """File Meta Information twice, or that of another file."""
    meta = [e for e in elements(data) if e.tag >> 16 == 2]
    if not meta:
        return data
    other = random.choice([data, random.choice(others)])
    start, end = 132, meta[-1].end
    end_of_other = next((e.end for e in reversed(elements(other)) if e.tag >> 16 == 2), 132)
    return random.choice([data[:end] + other[132:end_of_other] + data[end:], data[:start] + other[132:end_of_other] + data[end:]])


def truncate(random, data, others):
    element = pick(random, data)
    places = [random.randrange(len(data) + 1)] + ([element.start, element.value, element.end - 1] if element else [])
    return data[:max(0, random.choice(places))]


def append(random, data, others):
    return data + random.choice([b"\0" * 512, random.randbytes(64), b"\xfc\xff\xfc\xffOB\0\0\4\0\0\0abcd", data[-200:]])


def splice(random, data, others):
    """The beginning of one file and the end of another."""
    other = random.choice(others)
    first, second = pick(random, data), pick(random, other)
    if first is None or second is None:
        return data
    return data[:random.choice([first.start, first.end])] + other[random.choice([second.start, second.end]):]


def insert_other(random, data, others):
    """An element of another file, in its own encoding."""
    other = random.choice(others)
    first, second = pick(random, data), pick(random, other)
    return data if first is None or second is None else put(data, first.start, first.start, other[second.start:second.end])


# Bytes

def flip(random, data, others):
    changed = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 4, 16])):
        if changed:
            changed[random.randrange(min(len(changed), random.choice([512, 4096, 1 << 20])))] ^= 1 << random.randrange(8)
    return bytes(changed)


def overwrite(random, data, others):
    if len(data) < 8:
        return data
    place = random.randrange(len(data) - 4)
    new = random.choice([random.randbytes(random.choice([1, 2, 4, 16])), struct.pack("<I", random.choice(NUMBERS)), b"\xff" * 8, b"\0" * 8])
    return put(data, place, place + len(new), new)


def insert_bytes(random, data, others):
    place = random.randrange(len(data) + 1)
    return put(data, place, place, random.randbytes(random.choice([1, 2, 3, 8])))


def remove_bytes(random, data, others):
    place = random.randrange(len(data) + 1)
    return put(data, place, place + random.choice([1, 2, 3, 8, 100]), b"")


def copy_bytes(random, data, others):
    start, place = random.randrange(len(data) + 1), random.randrange(len(data) + 1)
    return put(data, place, place, data[start:start + random.choice([8, 64, 512])])


ALL = [change_length, change_length, change_vr, change_vr, change_tag, change_tag, change_value, change_value, change_value, repeat_element,
       remove_element, move_element, nest, stray_delimiter, group_length, private_block, change_items, change_items, change_syntax, change_charset,
       undefined_value, reorder_elements, reserved_bytes, cut_escape, second_meta, reorder_meta, truncate, append, splice, insert_other, flip, flip,
       overwrite, insert_bytes, remove_bytes, copy_bytes, *hiding.ALL, *hiding.ALL]
