# SPDX-License-Identifier: Apache-2.0
"""Small whole files of one made-up patient: every transfer syntax, every character set, every kind of element.

What names the patient is in `PLANTED`; no word of it may be in a file that is released.
"""

import gzip
import struct
from pathlib import Path

from fixtures.encode import BIG, CODECS, DEFLATED, EXPLICIT, IMPLICIT, Ds, Fragments, Seq, part10
from fixtures.pixels import fragments, jpeg_lossless, rle16

STREAMS = Path(__file__).resolve().parents[2] / "Tests" / "PixelCodecsTests" / "Fixtures"
INSTANCE = "1.2.826.0.1.3680043.10.1337.77.10000000"
FAMILY, IDENTIFIER, ACCESSION = "Quillfeather", "QZX7719034", "ACQ55821977"
NAMES = {
    "": f"{FAMILY}^Zebedee",
    "ISO_IR 100": f"{FAMILY}^Zébédée",
    "ISO_IR 101": f"{FAMILY}^Zbyněk",
    "ISO_IR 109": f"{FAMILY}^Ġorġ",
    "ISO_IR 110": f"{FAMILY}^Žydrė",
    "ISO_IR 144": "Перьевой^Зебедей",
    "ISO_IR 127": "ريشة^زبدي",
    "ISO_IR 126": "Φτερουγίδης^Ζεβεδαίος",
    "ISO_IR 138": "נוצתי^זבדי",
    "ISO_IR 148": f"{FAMILY}^Şükrü",
    "ISO_IR 203": f"{FAMILY}^Œuvre",
    "ISO_IR 166": "ขนนก^เศเบดี",
    "ISO_IR 13": "ﾊﾈﾍﾟﾝ^ｾﾞﾍﾞﾀﾞｲ",
    "ISO_IR 192": f"{FAMILY}^Zebedee=欧阳^翡翠=ハネペン^ゼベダイ",
    "GB18030": "欧阳^翡翠",
    "GBK": "欧阳^翡翠",
    "\\ISO 2022 IR 87": "羽根^鷲雄",
    "\\ISO 2022 IR 149": "깃털^세베대",
    "\\ISO 2022 IR 58": "欧阳^翡翠",
}
PLANTED = sorted({part for name in NAMES.values() for group in name.split("=") for part in group.split("^") if len(part) > 1}
                 - {"Zebedee"}) + [IDENTIFIER, ACCESSION]
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "iso2022_jp", "euc_jp", "euc_kr", "shift_jis", "latin_1", "iso8859_2", "iso8859_3",
             "iso8859_4", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_9", "iso8859_15", "tis_620"]
CODECS.update({
    "ISO_IR 101": "iso8859_2", "ISO_IR 109": "iso8859_3", "ISO_IR 110": "iso8859_4", "ISO_IR 144": "iso8859_5", "ISO_IR 127": "iso8859_6",
    "ISO_IR 126": "iso8859_7", "ISO_IR 138": "iso8859_8", "ISO_IR 148": "iso8859_9", "ISO_IR 203": "iso8859_15", "ISO_IR 166": "tis_620",
    "GBK": "gbk", "\\ISO 2022 IR 149": "euc_kr", "\\ISO 2022 IR 58": "gb2312",
})


def spellings():
    """Each planted word in bytes, in every encoding that has it. Short ones would stand anywhere by chance."""
    found = {}
    for word in PLANTED:
        for encoding in ENCODINGS:
            try:
                code = word.encode(encoding)
            except UnicodeEncodeError:
                continue
            code = code.removeprefix(b"\x1b$B").removesuffix(b"\x1b(B")
            if len(code) >= 6:
                found[code] = word
    return found


def header(charset="", modality="CT", sop_class="1.2.840.10008.5.1.4.1.1.2"):
    ds = Ds(
        SOPClassUID=sop_class, SOPInstanceUID=INSTANCE, StudyDate="20210317", StudyTime="101112.123", AccessionNumber=ACCESSION,
        Modality=modality, Manufacturer="ACME", ReferringPhysicianName=NAMES[charset], PatientName=NAMES[charset], PatientID=IDENTIFIER,
        PatientBirthDate="19520317", PatientSex="F", PatientAge="069Y", StudyInstanceUID=INSTANCE[:-9], SeriesInstanceUID=INSTANCE[:-9] + ".1",
        StudyID="7", SeriesNumber="1", InstanceNumber="1")
    if charset:
        ds.set(SpecificCharacterSet=charset)
    return ds


def image(ds, rows, columns, bits=16, samples=1, frames=None, photometric="MONOCHROME2"):
    ds.set(SamplesPerPixel=samples, PhotometricInterpretation=photometric, Rows=rows, Columns=columns, BitsAllocated=bits, BitsStored=bits,
           HighBit=bits - 1, PixelRepresentation=0)
    if samples > 1:
        ds.set(PlanarConfiguration=0)
    return ds.set(NumberOfFrames=frames) if frames else ds


def rich(ds):
    """Sequences, private blocks and long values besides."""
    request = Ds(AccessionNumber=ACCESSION, RequestedProcedureDescription=f"CT of {FAMILY}", ScheduledProcedureStepID="S7")
    ds.set(StudyDescription=f"Chest {FAMILY} {IDENTIFIER}", OtherPatientNames=[f"{FAMILY}^Z", "Zweitname^A"], PatientAddress=f"7 {FAMILY} Lane",
           ImageType=["ORIGINAL", "PRIMARY", "AXIAL"], AcquisitionDateTime="20210317101112.123456+0100", KVP="120",
           RequestAttributesSequence=Seq(request, undefined=True),
           ReferencedStudySequence=Seq(Ds(ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1", ReferencedSOPInstanceUID=INSTANCE[:-9] + ".5")))
    number = struct.pack("<IIII", 4, 4, 77, 4)
    csa = b"SV10\4\3\2\1" + struct.pack("<II", 2, 77)
    for name, vr, value in [(b"B_value", b"IS", b"1000"), (b"PatientName", b"PN", FAMILY[:4].encode())]:
        csa += name.ljust(64, b"\0") + struct.pack("<I", 1) + vr.ljust(4, b"\0") + struct.pack("<III", 0, 1, 77) + number + value
    ds.block(0x0029, 0x10, "SIEMENS CSA HEADER", x08=("CS", "IMAGE NUM 4"), x10=("OB", csa))
    block = gzip.compress(f'SLICEORDER "1"\nNOSLC "15"\nSET "{FAMILY}"\n'.encode(), 9, mtime=0)
    ds.block(0x0025, 0x10, "GEMS_SERS_01", x1B=("OB", struct.pack("<I", len(block)) + block))
    ds.block(0x0065, 0x10, "Image Private Header", x09=("FD", [1.0, 2.0, 3.0]), x0A=("UN", FAMILY.encode("utf-16-le")))
    lines = f'### ASCCONV BEGIN ###\nsKSpace.lBaseResolution = 128\ntName = "{FAMILY}"\n### ASCCONV END ###\n'
    return ds.block(0x0021, 0x10, "SIEMENS MR SDS 01", x19=("OB", lines.encode()))


def stream(name):
    return (STREAMS / f"{name}.stream").read_bytes()


def encoded():
    """Names of transfer syntaxes, with pictures in them."""
    root = "1.2.840.10008.1.2.4."
    gray, deep, colour = (20, 26, 8, 1), (20, 26, 16, 1), (20, 26, 8, 3)
    for syntax, form, name in [
            (root + "50", gray, "jpeg-gray"), (root + "50", colour, "jpeg-420"), (root + "50", colour, "jpeg-scans"),
            (root + "50", gray, "jpeg-progressive"), (root + "51", deep, "jpeg-12"), (root + "57", deep, "jpeg-lossless-6"),
            (root + "81", colour, "jpeg-ls-near"), (root + "91", colour, "j2k-irreversible"), (root + "90", colour, "j2k-tiles"),
            (root + "203", deep, "htj2k-irreversible"), ("1.2.840.10008.1.2.8.1", (20, 26, 1, 1), "deflated-bits")]:
        yield syntax, form, [stream(name)]
    values = [n * 37 % 4096 for n in range(64)]
    yield "1.2.840.10008.1.2.5", (8, 8, 16, 1), [rle16(values, 8), rle16(values[::-1], 8)]
    yield root + "70", (8, 8, 16, 1), [jpeg_lossless(values, 8, 8, comment=FAMILY.encode()), jpeg_lossless(values, 8, 8)]
    yield "1.2.840.10008.1.2.1.98", (8, 8, 16, 1), [struct.pack("<64H", *values)]
    xl = bytes.fromhex(
        "ff0a4140505c08080201 00f8004b188b150aa500f52ca8e8c36d62b1582c16cb55d700f4de6f60c3a406046916b58000b0a5fdee96d1864df9476d1a12bc7d02"
        "400080f705000000be6903")
    yield root + "110", (8, 8, 8, 1), [xl]
    slices = bytes(n % 180 + 4 for n in range(200))
    sei = b"\x06\x05\x1c" + bytes(16) + FAMILY.encode() + b"\x80"
    units = b"".join(b"\0\0\1" + unit for unit in [b"\x67" + slices[:20], b"\x68" + slices[:8], sei, b"\x65" + slices])
    yield root + "102", (8, 8, 8, 3), [units]
    mpeg = b"".join(b"\0\0\1" + unit for unit in [b"\xb3" + slices[:8], b"\xb2" + FAMILY.encode(), b"\0" + slices[:8], b"\1" + slices])
    yield root + "100", (8, 8, 8, 3), [mpeg]
    box = lambda kind, content: struct.pack(">I", len(content) + 8) + kind + content
    movie = box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", box(b"udta", box(b"name", FAMILY.encode()))) + box(b"mdat", units)
    yield root + "104", (8, 8, 8, 3), [movie]


def files():
    """Pairs of a name and the bytes of a file."""
    for charset in NAMES:
        for syntax in (EXPLICIT, IMPLICIT):
            yield f"charset {charset or 'none'} {syntax}", part10(header(charset), syntax)
    pixels = struct.pack("<64H", *[n * 61 % 4096 for n in range(64)])
    for syntax in (EXPLICIT, IMPLICIT, DEFLATED, BIG):
        yield f"plain {syntax}", part10(image(header(), 8, 8).set(PixelData=pixels), syntax)
        yield f"rich {syntax}", part10(rich(image(header(), 8, 8)).set(PixelData=pixels), syntax)
        yield f"report {syntax}", part10(report(), syntax)
        yield f"preamble {syntax}", part10(rich(header()), syntax, preamble=f"II*\0{FAMILY}".encode(), tail=b"")
    for syntax, (rows, columns, bits, samples), frames in encoded():
        count = len(frames) if len(frames) > 1 else None
        ds = image(header(), rows, columns, bits, samples, count, "RGB" if samples == 3 else "MONOCHROME2")
        yield f"frames {syntax}", part10(ds.add(0x7FE00010, "OB", fragments(*frames)), syntax)
        offsets = [sum(8 + len(frame) + len(frame) % 2 for frame in frames[:number]) for number in range(len(frames))]
        table = struct.pack(f"<HHI{len(frames)}I", 0xFFFE, 0xE000, 4 * len(frames), *offsets)
        yield f"table {syntax}", part10(rich(ds).drop(0x7FE00010).add(0x7FE00010, "OB", Fragments(table + fragments(*frames)[8:])), syntax)


def report():
    concept = lambda value, meaning: Seq(Ds(CodeValue=value, CodingSchemeDesignator="DCM", CodeMeaning=meaning))
    text = Ds(RelationshipType="CONTAINS", ValueType="TEXT", ConceptNameCodeSequence=concept("121071", "Finding"),
              TextValue=f"{NAMES['']} ({IDENTIFIER}) seen on 17 March 2021.")
    name = Ds(RelationshipType="CONTAINS", ValueType="PNAME", ConceptNameCodeSequence=concept("121036", "Mother of fetus"), PersonName=NAMES[""])
    ds = header(modality="SR", sop_class="1.2.840.10008.5.1.4.1.1.88.11")
    # One of the two is there twice, as items of their own, so that a fuzzer finds sequences of several items.
    return ds.set(ValueType="CONTAINER", ConceptNameCodeSequence=concept("126000", "Report"), ContinuityOfContent="SEPARATE",
                  CompletionFlag="COMPLETE", VerificationFlag="UNVERIFIED", ContentSequence=Seq(text, name, text, undefined=True))
