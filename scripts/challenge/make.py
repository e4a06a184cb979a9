# SPDX-License-Identifier: Apache-2.0
"""Writes a small challenge after the published scheme of MIDI-B: files of several modalities with planted identifiers, and an
answer key with one row for each element: what has to be done, which parts have to go and which have to stay.

  python3 scripts/challenge/make.py OUT [PATIENTS] [SEED]

Everybody in it is invented. OUT/images holds the files, OUT/key.jsonl the key."""

import json, os, random, struct, sys
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid
from people import COMMENTS, DESCRIPTION_FORMS, DESCRIPTIONS, FAMILY, GIVEN, SITES, STREETS, TOWNS

CLASSES = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "CR": "1.2.840.10008.5.1.4.1.1.1",
    "DX": "1.2.840.10008.5.1.4.1.1.1.1",
    "MG": "1.2.840.10008.5.1.4.1.1.1.2",
    "PT": "1.2.840.10008.5.1.4.1.1.128",
}
MAKERS = {
    "CT": ("SIEMENS", "SOMATOM Force"),
    "MR": ("GE MEDICAL SYSTEMS", "SIGNA Premier"),
    "CR": ("FUJIFILM Corporation", "FCR XL-2"),
    "DX": ("Philips", "DigitalDiagnost"),
    "MG": ("HOLOGIC, Inc.", "Selenia Dimensions"),
    "PT": ("SIEMENS", "Biograph64_Vision 600"),
}


def digits(r, n):
    return str(r.randint(1, 9)) + "".join(str(r.randint(0, 9)) for _ in range(n - 1))


def day(r, low=2005, high=2022):
    return f"{r.randint(low, high)}{r.randint(1, 12):02}{r.randint(1, 28):02}"


def spelled(r, date):
    y, m, d = date[:4], date[4:6], date[6:]
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[int(m) - 1]
    return r.choice([f"{m}/{d}/{y}", f"{y}-{m}-{d}", date, f"{d}-{month}-{y}", f"{month} {int(d)}, {y}", f"{m}/{d}/{y[2:]}"])


def patient(r):
    return {"family": r.choice(FAMILY), "given": r.choice(GIVEN), "mrn": digits(r, 8), "birth": day(r, 1930, 2004), "sex": r.choice("MF")}


def values(r, p):
    other, otherfamily = r.choice(GIVEN), r.choice(FAMILY)
    doctor, doctorgiven = r.choice(FAMILY), r.choice(GIVEN)
    town = r.choice(TOWNS)
    phone = r.choice(["({}) {}-{}", "{}-{}-{}"]).format(digits(r, 3), digits(r, 3), digits(r, 4))
    return {
        "family": p["family"],
        "given": p["given"],
        "upper": p["family"].upper(),
        "uppergiven": p["given"].upper(),
        "mrn": p["mrn"],
        "birth": spelled(r, p["birth"]),
        "date": spelled(r, day(r)),
        "phone": phone,
        "ssn": f"{digits(r, 3)}-{digits(r, 2)}-{digits(r, 4)}",
        "doctor": doctor,
        "doctorgiven": doctorgiven,
        "other": f"{other} {otherfamily}",
        "othergiven": other,
        "address": f"{r.randint(2, 9999)} {r.choice(STREETS)}, {town[0]}, {town[1]} {town[2]}",
        "site": r.choice(SITES),
        "email": f"{other}.{otherfamily}@example.org".lower(),
        "accession": "A" + digits(r, 7),
        "serial": digits(r, 9),
        "age": str(r.randint(90, 99)),
    }


def filled(form, v):
    """The text, the parts that have to go, and the words that have to stay."""
    go, stay, text, rest = [], [], "", form
    while rest:
        before, brace, after = rest.partition("{")
        text += before
        stay += before.split()
        if not brace:
            break
        name, _, rest = after.partition("}")
        text += v[name]
        if name == "base":
            stay += v[name].split()
        else:
            go.append(v[name])
    clean = [w.strip(".,:;()^-") for w in stay]
    # Words that only lead to an identifier may go with it.
    leads = {
        "for",
        "patient",
        "Patient",
        "per",
        "Dr",
        "at",
        "done",
        "acc",
        "MRN",
        "",
        "SSN",
        "by",
        "on",
        "DOB",
        "from",
        "fax",
        "MD",
        "is",
        "a",
        "year",
        "old",
        "with",
        "See",
        "http://pacs.hartsmoor-hospital.org/study",
        "http://pacs.hartsmoor-hospital.org/study/",
    }
    return text, go, [w for w in clean if w not in leads and w.lower() not in leads]


def build(r, p, study, modality, number, key):
    v = values(r, p)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CLASSES[modality]
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[str(r.random())])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    path = f"{number:05}.dcm"

    def add(keyword, value, action, go=(), stay=()):
        setattr(ds, keyword, value)
        key.append({"file": number, "element": keyword, "action": action, "go": list(go), "stay": list(stay)})

    def text(keyword, form, limit):
        value, go, stay = filled(form, v)
        if len(value) <= limit:
            add(keyword, value, "text", go, stay)
        else:
            add(keyword, v.get("base", "ROUTINE")[:limit], "text")

    ds.InstanceNumber = number
    ds.SOPClassUID = meta.MediaStorageSOPClassUID
    ds.Modality = modality
    add("SOPInstanceUID", meta.MediaStorageSOPInstanceUID, "uid")
    add("StudyInstanceUID", study["uid"], "uid")
    add("SeriesInstanceUID", generate_uid(entropy_srcs=[str(r.random())]), "uid")
    add("FrameOfReferenceUID", generate_uid(entropy_srcs=[str(r.random())]), "uid")
    add("PatientName", f"{p['family']}^{p['given']}".upper(), "removed", [p["family"], p["given"]])
    add("PatientID", p["mrn"], "pseudonym", [p["mrn"]])
    add("PatientBirthDate", p["birth"], "date", [p["birth"]])
    ds.PatientSex = p["sex"]
    for keyword, value in (
        ("StudyDate", study["date"]),
        ("SeriesDate", study["date"]),
        ("AcquisitionDate", study["date"]),
        ("ContentDate", study["date"]),
    ):
        add(keyword, value, "date", [value])
    for keyword in ("StudyTime", "SeriesTime", "AcquisitionTime", "ContentTime"):
        setattr(ds, keyword, "101112")
    for keyword, value in (
        ("AccessionNumber", v["accession"]),
        ("InstitutionName", v["site"]),
        ("InstitutionAddress", v["address"]),
        ("ReferringPhysicianName", f"{v['doctor']}^{v['doctorgiven']}"),
        ("OperatorsName", v["other"]),
        ("StationName", "CT" + digits(r, 5)),
        ("PatientAddress", v["address"]),
        ("PatientTelephoneNumbers", v["phone"]),
        ("OtherPatientIDs", digits(r, 9)),
        ("RequestingPhysician", f"{v['doctor']}^{v['doctorgiven']}"),
        ("NameOfPhysiciansReadingStudy", v["other"]),
        ("MedicalRecordLocator", digits(r, 7)),
        ("MilitaryRank", "Captain"),
    ):
        add(keyword, value, "removed", [value])
    maker, model = MAKERS[modality]
    add("Manufacturer", maker, "kept", (), maker.split())
    add("ManufacturerModelName", model, "kept", (), model.split())
    for keyword, value in {
        "CT": [
            ("KVP", "120"),
            ("SliceThickness", "1.25"),
            ("ConvolutionKernel", "B70f"),
            ("ExposureTime", "500"),
            ("ImagePositionPatient", ["-180", "-180", "1962.5"]),
        ],
        "MR": [
            ("RepetitionTime", "4000"),
            ("EchoTime", "102"),
            ("ScanningSequence", "EP"),
            ("SequenceName", "epiRT"),
            ("MagneticFieldStrength", "3"),
            ("ReceiveCoilName", "32Ch Head"),
        ],
        "PT": [("ReconstructionMethod", "TrueX+TOF (ultraHD-PET)"), ("Units", "BQML"), ("SliceThickness", "3")],
        "MG": [("ViewPosition", "MLO"), ("ImageLaterality", "R"), ("KVP", "28")],
    }.get(modality, [("ViewPosition", "AP"), ("KVP", "70"), ("Exposure", "3")]):
        add(keyword, value, "kept", (), value if isinstance(value, list) else [value])
    v["base"] = r.choice(DESCRIPTIONS[modality])
    text("StudyDescription", r.choice(DESCRIPTION_FORMS), 64)
    v["base"] = r.choice(DESCRIPTIONS[modality])
    text("SeriesDescription", r.choice(DESCRIPTION_FORMS), 64)
    v["base"] = r.choice(DESCRIPTIONS[modality])
    text("ProtocolName", r.choice(DESCRIPTION_FORMS), 64)
    v["base"] = r.choice(DESCRIPTIONS[modality])
    text("RequestedProcedureDescription", r.choice(DESCRIPTION_FORMS), 64)
    for keyword in ("ImageComments", "PatientComments", "AdditionalPatientHistory", "StudyComments", "DerivationDescription"):
        text(keyword, " ".join(r.sample(COMMENTS, r.randint(1, 3))), 1024)
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "24627-2", "LN", "CT Chest"
    ds.ProcedureCodeSequence = Sequence([item])
    key.append({"file": number, "element": "ProcedureCodeSequence[0].CodeMeaning", "action": "kept", "go": [], "stay": ["CT", "Chest"]})
    if modality == "MR":
        block = ds.private_block(0x0043, "GEMS_PARM_01", create=True)
        block.add_new(0x39, "IS", ["1000", "8", "0", "0"])
        key.append({"file": number, "element": "(0043,GEMS_PARM_01,39)", "action": "kept", "go": [], "stay": ["1000", "8"]})
        block = ds.private_block(0x0009, "GEMS_IDEN_01", create=True)
        block.add_new(0x02, "SH", v["site"][:16])
        key.append({"file": number, "element": "(0009,GEMS_IDEN_01,02)", "action": "removed", "go": [v["site"][:16]], "stay": []})
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows = ds.Columns = 16
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.PixelSpacing = ["0.5", "0.5"]
    ds.PixelData = struct.pack("<256H", *(random.Random(number).randrange(4096) for _ in range(256)))
    key.append({"file": number, "element": "PixelData", "action": "pixels", "go": [], "stay": []})
    return path, ds


def main(out, patients=60, seed=1):
    r = random.Random(int(seed))
    os.makedirs(f"{out}/images", exist_ok=True)
    key, number = [], 0
    for _ in range(int(patients)):
        p = patient(r)
        study = {"uid": generate_uid(entropy_srcs=[str(r.random())]), "date": day(r)}
        for _ in range(5):
            number += 1
            path, ds = build(r, p, study, r.choice(list(CLASSES)), number, key)
            ds.save_as(f"{out}/images/{path}", enforce_file_format=True)
    with open(f"{out}/key.jsonl", "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row) + "\n" for row in key)
    print(number, "files,", len(key), "rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
