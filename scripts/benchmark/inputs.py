# SPDX-License-Identifier: Apache-2.0
"""Synthetic files: CT slices of 0.5 MB, captures of 40 KB, headers of 250 elements, headers without pixels. No clock, no random number."""

import random
import struct

CT = "1.2.840.10008.5.1.4.1.1.2"
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
ROOT = "1.2.826.0.1.3680043.10.1337.99"
LONG_LENGTH = {"OB", "OW", "SQ", "UN", "UT"}
SLICES_A_PATIENT = 100


def element(tag, vr, value):
    """One element in explicit VR little endian."""
    if isinstance(value, str):
        value = value.encode("ascii")
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB", "UN") else b" "
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr.encode()
    if vr in LONG_LENGTH:
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def sequence(tag, *items):
    return element(tag, "SQ", b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item for item in items))


def data_set(elements):
    """The elements in the order of their tags; each is a tuple (tag, VR, value) or (tag, item)."""
    parts = []
    for entry in sorted(elements, key=lambda entry: entry[0]):
        if len(entry) == 2:
            parts.append(sequence(entry[0], data_set(entry[1])))
        else:
            parts.append(element(*entry))
    return b"".join(parts)


def part10(sop_class, instance, elements):
    meta = (
        element(0x00020001, "OB", b"\0\1") + element(0x00020002, "UI", sop_class) + element(0x00020003, "UI", instance)
        + element(0x00020010, "UI", EXPLICIT_LITTLE) + element(0x00020012, "UI", f"{ROOT}.1")
    )
    return bytes(128) + b"DICM" + element(0x00020000, "UL", struct.pack("<I", len(meta))) + meta + data_set(elements)


def number(value):
    return struct.pack("<H", value)


def patient_and_study(kind, index, sop_class, instance):
    patient = index // SLICES_A_PATIENT
    study = f"{ROOT}.{kind}.{patient + 1}"
    name, identifier = f"TESTCASE^NUMBER{patient:04d}^^DR", f"MRN{4711000 + patient}"
    date = f"2021{patient % 12 + 1:02d}{patient % 28 + 1:02d}"
    return study, [
        (0x00080005, "CS", "ISO_IR 100"), (0x00080012, "DA", date), (0x00080013, "TM", "101112"), (0x00080016, "UI", sop_class),
        (0x00080018, "UI", instance), (0x00080020, "DA", date), (0x00080021, "DA", date), (0x00080022, "DA", date),
        (0x00080023, "DA", date), (0x00080030, "TM", "101112"), (0x00080031, "TM", "101213"), (0x00080032, "TM", "101314"),
        (0x00080033, "TM", "101415"), (0x00080050, "SH", f"ACC{900000 + patient}"), (0x00080070, "LO", "ACME Imaging"),
        (0x00080080, "LO", "Invented General Hospital"), (0x00080081, "ST", "1 Nowhere Street, Exampletown"),
        (0x00080090, "PN", "REFERRER^RITA^^DR"), (0x00081010, "SH", "STATION7"), (0x00081030, "LO", f"Chest of {identifier}"),
        (0x0008103E, "LO", "AXIAL 1.0 SOFT"), (0x00081040, "LO", "Radiology"), (0x00081048, "PN", "PHYSICIAN^PAUL"),
        (0x00081050, "PN", "PERFORMER^PETRA"), (0x00081070, "PN", "OPERATOR^OSCAR"), (0x00081090, "LO", "Model 5"),
        (0x00081110, [(0x00081150, "UI", "1.2.840.10008.3.1.2.3.1"), (0x00081155, "UI", f"{study}.77")]),
        (0x00081140, [(0x00081150, "UI", sop_class), (0x00081155, "UI", f"{study}.78")]),
        (0x00100010, "PN", name), (0x00100020, "LO", identifier), (0x00100021, "LO", "INVENTED"), (0x00100030, "DA", "19610203"),
        (0x00100040, "CS", "O"), (0x00101010, "AS", "060Y"), (0x00101020, "DS", "1.72"), (0x00101030, "DS", "70.5"),
        (0x00101040, "LO", "2 Nowhere Street, Exampletown"), (0x00102154, "SH", "555-0100"), (0x00104000, "LT", "No comment."),
        (0x00181000, "LO", "SN12345"), (0x00181020, "LO", "4.2.0"), (0x00181030, "LO", "Chest routine"),
        (0x0020000D, "UI", study), (0x0020000E, "UI", f"{study}.2"), (0x00200010, "SH", f"S{patient}"), (0x00200011, "IS", "2"),
        (0x00200013, "IS", str(index % SLICES_A_PATIENT + 1)), (0x00400244, "DA", date), (0x00400245, "TM", "101010"),
        (0x00400253, "SH", f"PPS{patient}"), (0x00400254, "LO", "CT Chest"),
        (0x00400275, [(0x00321060, "LO", "CT chest"), (0x00400007, "LO", "CT chest"), (0x00400009, "SH", f"SPS{patient}"),
                      (0x00401001, "SH", f"RP{patient}")]),
    ]


def private_elements():
    first = [(0x00090010, "LO", "ACME HEADER"), (0x00190010, "LO", "ACME ACQUISITION")]
    return first + [(0x00091000 + offset, "LO", f"value {offset}") for offset in range(20)] + [
        (0x00191000 + offset, "DS", f"{offset}.5") for offset in range(40)]


def image(rows, bits, pixels):
    return [
        (0x00280002, "US", number(1)), (0x00280004, "CS", "MONOCHROME2"), (0x00280010, "US", number(rows)),
        (0x00280011, "US", number(rows)), (0x00280100, "US", number(bits)), (0x00280101, "US", number(bits)),
        (0x00280102, "US", number(bits - 1)), (0x00280103, "US", number(0)), (0x7FE00010, "OW" if bits == 16 else "OB", pixels),
    ]


def ct_elements(index, series):
    """Those of a CT slice, without its image."""
    instance = f"{ROOT}.{series}.9.{index + 1}"
    study, elements = patient_and_study(series, index, CT, instance)
    position = index % SLICES_A_PATIENT
    return instance, elements + [
        (0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"), (0x00080060, "CS", "CT"), (0x00180015, "CS", "CHEST"),
        (0x00180022, "CS", "HELICAL MODE"), (0x00180050, "DS", "1.0"), (0x00180060, "DS", "120"), (0x00180090, "DS", "500"),
        (0x00181100, "DS", "350"), (0x00181110, "DS", "1040"), (0x00181111, "DS", "570"), (0x00181120, "DS", "0"),
        (0x00181130, "DS", "150"), (0x00181140, "CS", "CW"), (0x00181150, "IS", "500"), (0x00181151, "IS", "240"),
        (0x00181152, "IS", "120"), (0x00181160, "SH", "BODY"), (0x00181170, "IS", "28"), (0x00181190, "DS", "0.7"),
        (0x00181210, "SH", "B30"), (0x00185100, "CS", "HFS"), (0x00200012, "IS", "1"),
        (0x00200032, "DS", f"-175\\-175\\{position}.0"), (0x00200037, "DS", "1\\0\\0\\0\\1\\0"), (0x00200052, "UI", f"{study}.5"),
        (0x00201040, "LO", ""), (0x00201041, "DS", f"{position}.0"), (0x00280030, "DS", "0.68\\0.68"),
        (0x00281050, "DS", "40"), (0x00281051, "DS", "400"), (0x00281052, "DS", "-1024"), (0x00281053, "DS", "1"),
    ] + private_elements()


def ct_slice(index, pixels):
    instance, elements = ct_elements(index, 1)
    return part10(CT, instance, elements + image(512, 16, pixels))


def code(tag, value, meaning, scheme="SCT"):
    return tag, [(0x00080100, "SH", value), (0x00080102, "SH", scheme), (0x00080104, "LO", meaning)]


def header(index, pixels):
    """250 elements, sequences and what is in them counted, before a small image."""
    instance, elements = ct_elements(index, 5)
    position = index % SLICES_A_PATIENT
    elements += [
        code(0x00081032, "CTCHEST", "CT chest", "99ACME"), code(0x00082218, "51185008", "Thorax"),
        code(0x00081084, "C34.1", "Malignant neoplasm", "I10"),
        (0x00082111, "ST", "CT of the chest, soft tissue kernel"), (0x00084000, "LT", "Seen in the afternoon."), (0x00080201, "SH", "+0100"),
        (0x00180010, "LO", "ULTRAVIST"), (0x00181040, "LO", "IV"), (0x00181041, "DS", "80"), (0x00181043, "DS", "3.5"), (0x00181049, "DS", "300"),
        (0x00180088, "DS", "1.0"), (0x00181302, "IS", "600"), (0x00189305, "FD", struct.pack("<d", 0.5)), (0x00189306, "FD", struct.pack("<d", 0.6)),
        (0x00189307, "FD", struct.pack("<d", 38.4)), (0x00189309, "FD", struct.pack("<d", 46.0)), (0x00189310, "FD", struct.pack("<d", 23.0)),
        (0x00189311, "FD", struct.pack("<d", 1.2)), (0x00189323, "CS", "XYZ_EC"), (0x00189324, "FD", struct.pack("<d", 0.25)),
        (0x00189345, "FD", struct.pack("<d", 7.375)), (0x00181271, "FD", struct.pack("<d", 30.0)), (0x00181272, "IS", "1"),
        (0x00189313, "FD", struct.pack("<ddd", 0.0, -150.0, float(position))), (0x00189318, "FD", struct.pack("<ddd", 0.0, -150.0, float(position))),
        (0x00280106, "US", number(0)), (0x00280107, "US", number(4095)), (0x00281055, "LO", "WINDOW1"), (0x00280301, "CS", "NO"),
        (0x00282110, "CS", "00"), (0x00380010, "LO", "ADM4711"), (0x00380500, "LO", "stretcher"), (0x00321033, "LO", "Ward 4"),
        (0x00402016, "LO", f"PO{index // SLICES_A_PATIENT}"), (0x00402017, "LO", f"FO{index // SLICES_A_PATIENT}"), (0x00402400, "LT", "Fasting."),
        (0x00290010, "LO", "SIEMENS CT VA0 COAD"), (0x00510010, "LO", "ACME RECONSTRUCTION"),
    ]
    elements += [(0x00291000 + offset, "SH", f"setting {offset}") for offset in range(12)]
    elements += [(0x00511000 + offset, "LO" if offset % 2 else "DS", f"{offset}.{position}") for offset in range(27)]
    return part10(CT, instance, elements + image(64, 16, pixels))


def bare_header(index, pixels):
    """A CT header without pixels, as the report reads many of: a series of 100, a patient of 400."""
    series, patient = index // 100, index // 400
    root = f"{ROOT}.6"
    instance = f"{root}.{index + 1}.1"
    return part10(CT, instance, [
        (0x00080005, "CS", "ISO_IR 100"), (0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"), (0x00080016, "UI", CT), (0x00080018, "UI", instance),
        (0x00080020, "DA", f"20{patient % 20:02}0{patient % 9 + 1}15"), (0x00080030, "TM", f"{index % 24:02}1500"),
        (0x00080050, "SH", f"ACC{series:08}"), (0x00080060, "CS", "CT"), (0x00080070, "LO", "SIEMENS"), (0x00080080, "LO", "Harbour Clinic"),
        (0x00080090, "PN", "Lindqvist^Ada"), (0x00081010, "SH", "CTAWP01"), (0x00081030, "LO", f"CT ABDOMEN {series % 50}"),
        (0x0008103E, "LO", "portal venous 3.0"), (0x00081090, "LO", "SOMATOM"), (0x00090010, "LO", "SIEMENS CT VA1 DUMMY"),
        (0x00091010, "LO", f"private {index % 7}"), (0x00100010, "PN", f"Invented^Person{patient}"), (0x00100020, "LO", f"MRN{patient:07}"),
        (0x00100030, "DA", f"19{patient % 90 + 10:02}0101"), (0x00100040, "CS", "FM"[patient % 2]), (0x00101010, "AS", f"0{patient % 80 + 10:02}Y"),
        (0x00180015, "CS", "ABDOMEN"), (0x00180050, "DS", "3.0"), (0x00180060, "DS", "120"), (0x00181000, "LO", f"{patient % 5 + 40000}"),
        (0x00181030, "LO", "AbdRoutine"), (0x0020000D, "UI", f"{root}.{series}.2"), (0x0020000E, "UI", f"{root}.{series}.3"),
        (0x00200010, "SH", f"{series}"), (0x00200011, "IS", "2"), (0x00200013, "IS", f"{index % 100}"),
        (0x00200032, "DS", f"-180.5\\-180.5\\{index % 100 * 3}.0"), (0x00200037, "DS", "1\\0\\0\\0\\1\\0"),
        (0x00200052, "UI", f"{root}.{series}.4"), (0x00201041, "DS", f"{index % 100 * 3}.0"),
    ])


def capture(index, pixels):
    instance = f"{ROOT}.2.9.{index + 1}"
    _, elements = patient_and_study(2, index, CAPTURE, instance)
    elements += [(0x00080060, "CS", "OT"), (0x00080064, "CS", "WSD"), (0x00080008, "CS", "DERIVED\\SECONDARY")]
    return part10(CAPTURE, instance, elements + image(200, 8, pixels))


KINDS = {
    "ct": (ct_slice, 512 * 512 * 2), "small": (capture, 200 * 200), "header": (header, 64 * 64 * 2), "report": (bare_header, 0),
}


def write(kind, count, folder):
    """Writes files into a folder, 100 in each subfolder, and returns their paths."""
    make, size = KINDS[kind]
    noise = random.Random(20211).randbytes(size + 2 * count)  # a sliding window: every file has other pixels
    paths = []
    for index in range(count):
        place = folder / f"{index // SLICES_A_PATIENT:05d}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"IM{index:06d}"
        path.write_bytes(make(index, noise[2 * index:2 * index + size]))
        paths.append(path)
    return paths
