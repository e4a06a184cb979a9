# SPDX-License-Identifier: Apache-2.0
"""An export of a PACS with any number of small files, made fast: one header a series, into which each file's own bytes are put.

Invented people. No clock and no random number: the same count gives the same bytes.
"""

import hashlib
import multiprocessing
from pathlib import Path

from benchmark.inputs import CAPTURE, CT, element, image, part10

ROOT = "1.2.826.0.1.3680043.10.1337.77"
FILES_A_SERIES = 25
FILES_A_PATIENT = 200
PIXELS = 16 * 16

FAMILIES = ("Aldermoor Birkholt Castelune Dunreath Eskilwyn Farthingby Grauwald Hollinbeck Istrand Jorvenna Kestermann Lundquarry "
            "Marlowen Nettlefold Oakhurstle Pellinore Quillmark Ravensdal Silverthorp Tannerwick").split()
GIVEN = "Ada Bram Clio Dirk Edda Finn Greta Hugo Ines Jonas Kaya Lars Mina Nils Olga Pia Quentin Rosa Sven Tilda".split()
STUDIES = ["CT Thorax", "CT Abdomen", "CT Schaedel", "CT Becken"]


def series_header(patient, series):
    """What all files of a series share, and a number in place of what they do not."""
    study = series // 2
    is_ct = series % 2 == 0
    sop_class = CT if is_ct else CAPTURE
    root = f"{ROOT}.{patient + 100_000}.{study + 1}"
    date = f"20{10 + (patient + study) % 14:02}{(patient + study) % 12 + 1:02}{patient % 28 + 1:02}"
    time = f"{7 + patient % 12:02}{(patient * 7 + series) % 60:02}{series * 5:02}"
    instance = f"{root}.{series + 1}.{10_000}"
    bits = 16 if is_ct else 8
    elements = [
        (0x00080005, "CS", "ISO_IR 100"), (0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL" if is_ct else "DERIVED\\SECONDARY"),
        (0x00080016, "UI", sop_class), (0x00080018, "UI", instance), (0x00080020, "DA", date), (0x00080021, "DA", date), (0x00080023, "DA", date),
        (0x00080030, "TM", time), (0x00080031, "TM", time), (0x00080033, "TM", time), (0x00080050, "SH", f"A{patient:07}{study}"),
        (0x00080060, "CS", "CT" if is_ct else "OT"), (0x00080070, "LO", ["ACME Imaging", "Examplar Medical"][patient % 2]),
        (0x00080080, "LO", "Invented General Hospital"), (0x00080081, "ST", "1 Nowhere Street, Exampletown"),
        (0x00080090, "PN", f"{FAMILIES[patient % 17]}^{GIVEN[patient % 13]}^^Dr"), (0x00081010, "SH", f"STATION{patient % 9}"),
        (0x00081030, "LO", STUDIES[(patient + study) % 4]), (0x0008103E, "LO", f"Series {series + 1}"),
        (0x00081070, "PN", f"{FAMILIES[patient % 19]}^{GIVEN[patient % 11]}"), (0x00081090, "LO", f"Model {patient % 5}"),
        (0x00100010, "PN", f"{FAMILIES[patient // 20 % 20]}{patient // 400:02}^{GIVEN[patient % 20]}"), (0x00100020, "LO", f"MRN{patient:08}"),
        (0x00100030, "DA", f"19{20 + patient % 80:02}{patient // 80 % 12 + 1:02}{patient // 7 % 28 + 1:02}"),
        (0x00100040, "CS", "FMO"[patient % 3]), (0x00101010, "AS", f"{(90 - patient % 80) % 100:03}Y"),
        (0x00101020, "DS", f"1.{50 + patient % 45:02}"), (0x00101030, "DS", f"{45 + patient % 70}"), (0x00104000, "LT", "No comment."),
        (0x00181000, "LO", f"SN{patient % 9 + 40000}"), (0x00181020, "LO", "4.2.0"), (0x00181030, "LO", "Routine"),
        (0x0020000D, "UI", root), (0x0020000E, "UI", f"{root}.{series + 1}"), (0x00200010, "SH", f"S{patient % 9000}"),
        (0x00200011, "IS", str(series + 1)), (0x00200013, "IS", "1000"),
    ] + image(16, bits, bytes(PIXELS * bits // 8))
    if is_ct:
        elements += [
            (0x00180015, "CS", "CHEST"), (0x00180050, "DS", "1.0"), (0x00180060, "DS", "120"), (0x00180090, "DS", "500"),
            (0x00181100, "DS", "350"), (0x00181110, "DS", "1040"), (0x00181140, "CS", "CW"), (0x00181151, "IS", "240"),
            (0x00181210, "SH", "B30"), (0x00185100, "CS", "HFS"), (0x00200032, "DS", "-175\\-175\\1.0"),
            (0x00200037, "DS", "1\\0\\0\\0\\1\\0"), (0x00200052, "UI", f"{root}.9"), (0x00280030, "DS", "0.68\\0.68"),
            (0x00281050, "DS", "40"), (0x00281051, "DS", "400"), (0x00281052, "DS", "-1024"), (0x00281053, "DS", "1"),
            (0x00090010, "LO", "ACME HEADER"), (0x00091001, "LO", "private value"),
        ]
    else:
        elements.append((0x00080064, "CS", "WSD"))
    return instance, bits // 8, part10(sop_class, instance, elements)


def write_patient(place, patient, count):
    for series, first in enumerate(range(0, count, FILES_A_SERIES)):
        folder = place / f"P{patient:05d}" / f"ST{series // 2}" / f"SE{series}"
        folder.mkdir(parents=True, exist_ok=True)
        instance, width, header = series_header(patient, series)
        head = header[:len(header) - PIXELS * width]
        # Twice: in the File Meta Information too.
        before, between, after = head.split(instance.encode())
        stem = instance[:-5].encode()
        behind, end = after.split(element(0x00200013, "IS", "1000"))
        for index in range(min(FILES_A_SERIES, count - first)):
            uid = stem + str(10_000 + index).encode()
            own = hashlib.sha256(uid).digest() * (PIXELS * width // 32)
            parts = before, uid, between, uid, behind, element(0x00200013, "IS", str(1000 + index)), end, own
            with open(folder / f"IM{index:04d}", "wb", buffering=0) as file:
                file.write(b"".join(parts))


def write_patients(arguments):
    place, patients, count, each = arguments
    for patient in patients:
        write_patient(place, patient, min(each, count - patient * each))


def write(place, count, jobs, each=FILES_A_PATIENT):
    """- each: the files of a patient"""
    patients = range(-(-count // each))
    with multiprocessing.Pool(jobs) as pool:
        pool.map(write_patients, [(Path(place), patients[part::jobs * 8], count, each) for part in range(jobs * 8)])
