# SPDX-License-Identifier: Apache-2.0
"""usage: seeds FOLDER. Writes inputs that the targets of Tools/fuzz understand, one folder a target."""

import gzip
import io
import json
import struct
import sys
import zipfile
from hashlib import sha1
from pathlib import Path

from fixtures.pixels import fragments
from fuzzing import samples

PROFILES = Path(__file__).resolve().parents[2] / "Profiles"
ROOT = "1.2.840.10008.1.2.4."
STREAMS = ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1"] + [
    ROOT + number for number in ("50", "80", "90", "201", "110", "112", "100", "102", "107")]
CODECS = ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1"] + [
    ROOT + str(number) for number in (50, 51, 57, 70, 80, 81, 90, 91, 201, 202, 203)]


def dicom_file():
    for number, (_, content) in enumerate(samples.files()):
        yield bytes([number % 2]) + content


def pixel_streams():
    similar = {ROOT + "51": ROOT + "50", ROOT + "57": ROOT + "50", ROOT + "70": ROOT + "50", ROOT + "81": ROOT + "80", ROOT + "91": ROOT + "90",
               ROOT + "203": ROOT + "201", ROOT + "104": ROOT + "102"}
    for syntax, (rows, columns, bits, count), frames in samples.encoded():
        length = rows * columns * count * bits // 8
        head = bytes([STREAMS.index(similar.get(syntax, syntax)), len(frames), rows, columns, count, bits]) + struct.pack("<H", length)
        yield head + b"\1" + fragments(*frames)
        fields = b"".join(struct.pack("<H", len(frame)) + frame for frame in frames[:-1])
        yield head + b"\0\0" + bytes([len(frames) - 1]) + fields + frames[-1]


def codecs():
    for syntax, (rows, columns, bits, count), frames in samples.encoded():
        if syntax in CODECS:
            flags = (1 if count == 3 else 0) | {8: 0, 16: 1, 1: 2}[bits] << 4
            yield bytes([CODECS.index(syntax), columns - 1, rows - 1, flags, bits - 1]) + frames[0]


def private_formats():
    item = lambda value: struct.pack("<4I", len(value), len(value), 77, len(value)) + value + b"\0" * (-len(value) % 4)
    named = lambda name, vr, value: (name.ljust(64, b"\0") + struct.pack("<I", 1) + vr.ljust(4, b"\0") + struct.pack("<III", 0, 1, 77) + item(value))
    for items in ([(b"B_value", b"IS", b"1000"), (b"PatientName", b"PN", b"Doe^Jane")],
                  [(b"SliceNormalVector", b"FD", b"0.70710678"), (b"ICE_Dims", b"LO", b"X_1_1_1"), (b"Nobody", b"UN", b"x")],
                  [(b"MrPhoenixProtocol", b"UN", b"### ASCCONV BEGIN ###\nsKSpace.lBaseResolution\t = \t128\n### ASCCONV END ###\n")]):
        body = struct.pack("<II", len(items), 77) + b"".join(named(*each) for each in items)
        yield b"\0SV10\4\3\2\1" + body
        yield b"\0" + body
    yield (b"\1### ASCCONV BEGIN object=x ###\nulVersion = 0x1\nsSliceArray.asSlice[0].dThickness = 3.0\n"
           b"tSequenceFileName = \"\"%SiemensSeq%\\ep2d\"\"\n"
           b"sCoilSelectMeas.sCoilStringForConversion = \"HEA;HEP\"\n### ASCCONV END ###\nPatient Doe")
    for offset, text in [(0x0B, b"72*72"), (0x0E, b"Cor>Sag(12.3)>Tra(4.5)"), (0x0F, b"HEA;HEP"), (0x11, b"p2 s2"), (0x13, b"+LPH")]:
        yield bytes([2, offset]) + text
    block = gzip.compress(b'SLICEORDER "1"\nNOSLC "15"\nIOPT "EPI, FMRI"\nDESC "Doe"\n', 9, mtime=0)
    yield b"\3" + struct.pack("<I", len(block)) + block
    for version, count in [(20.0, 1200), (26.0, 1300), (20.0, 957)]:
        block = bytearray(count)
        struct.pack_into("<H", block, 24, 40)
        struct.pack_into("<f", block, 40, version)
        yield b"\4" + bytes(block)


def character_sets():
    for terms, text in [([3], "欧阳^翡翠".encode("gb18030")), ([2], "Zébédée=欧阳".encode()), ([0, 7], b"\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
                        ([5], "ﾔﾏﾀﾞ^ﾀﾛｳ".encode("shift_jis")), ([0, 8], b"\x1b$)C\xb1\xe8\xc8\xf1\xc1\xdf^\x1b$)C\xb1\xe6\xb5\xbf"),
                        ([10], "Zébédée".encode("latin_1")), ([24], "Перьевой".encode("iso8859_5")), ([0, 6], b"\x1b$)A\xcd\xf5^\x1b$)A\xd0\xa1"),
                        ([11, 25], b"Buc^J\xe9r\xf4me=\x1b-L\xbb\xee\xdac"), ([28], "ขนนก".encode("tis_620")), ([], b"a\\b^c=d")]:
        for vr in (0, 1, 3):
            yield bytes([len(terms), *terms, 0, vr]) + text


def profiles():
    for path in sorted(PROFILES.glob("*.yaml")):
        yield b"\0" + path.read_bytes()
    csv = b"Data Element,Private Creator,VR,VM,Meaning\n\"(0019,xx0C)\",SIEMENS MR HEADER,IS,1,b value\n"
    yield b"\1" + struct.pack("<H", len(csv)) + csv + b"name: a\nextends: basic\noptions: [retain-safe-private]\nprivate-lists: [list.csv, tcia]\n"
    yield (b"\0name: b\nextends: ai-labeling\nrules:\n  - tag: (0019,\"SIEMENS MR HEADER\",0C)\n    action: keep\n"
           b"  - tag: 60xx3000\n    action: remove\n"
           b"  - tag: PatientAge\n    action: generalize\n    with: {bin: 5Y, cap: 89Y}\n  - vr: PN\n    action: remove\n    unless-listed: true\n"
           b"  - when: {modality: US}\n    file: quarantine\n    because: text\nburned-in: clean\ntext: {allow: [Foo], deny: [Bar], strict: true}\n")


def imports():
    yield (b"<script><p t=\"DATEINC\">-10</p><e en=\"T\" t=\"00100010\" n=\"PatientName\">@hash(this,16)</e>"
           b"<e en=\"T\" t=\"00080020\">@incrementdate(this,@DATEINC)</e><k en=\"T\" t=\"0018\">Keep</k><r en=\"T\" t=\"curves\">x</r>"
           b"<e en=\"T\" t=\"00080080\">@if(this,isblank){@empty()}{@require()}</e></script>")
    yield (b"FORMAT dicom\n%header\nREMOVE PatientID\nREPLACE PatientName var:id\nJITTER StudyDate 31\nBLANK contains:Name\n"
           b"KEEP SOPInstanceUID\nADD PatientIdentityRemoved YES\n%labels\n%filter graylist\nLABEL x\n  contains Modality US\n"
           b"  + equals Rows 512 || contains ImageType A|B\n  coordinates 0,0,512,20\n%fields field_set1\nFIELD Name\n")
    yield b"ACME\n{ Manufacturer.contains(\"ACME\") * Modality.equals(\"US\") }\n(0,0,800,40) (10, 20, 30, 40)\n"


def texts():
    for number, text in enumerate([
            "Whitcombe, Eleanor R. (MRN0048213), born 17 Mar 1952, seen by Dr. Kowalczyk at Northfield General Hospital.",
            "张伟 男 48岁 2021年3月17日 胸部CT平扫", "ヤマダ タロウ 様 昭和27年3月17日生", "Chest w/o contrast 5.0 B30f",
            "Call +1 617 555 0143 or e-mail e.whitcombe@example.org; acc. ACC7719034", "[PERSON] seen on [DATE]",
            "Frau Müller-Lüdenscheidt, geb. 01.02.1960, Klinikum Erfurtshausen", "M. Lefèvre, 12 rue de la Paix, 75002 Paris"]):
        for selector in (0, 1, 2):
            yield bytes([selector, selector, number % 4]) + text.encode()


def planes():
    yield bytes([63, 31, 0]) + bytes((x * 7 + y * 3) % 200 for y in range(32) for x in range(64))
    letters = [[0] * 96 for _ in range(40)]
    for left in range(8, 88, 8):
        for row in range(12, 24):
            letters[row][left] = letters[row][left + (row % 5)] = 255
    yield bytes([95, 39, 200]) + bytes(value for row in letters for value in row)


class Wire:
    """As Sources/Records/WireForm.swift writes it."""

    def __init__(self):
        self.bytes = b""

    def number(self, value):
        while value > 0x7F:
            self.bytes += bytes([value & 0x7F | 0x80])
            value >>= 7
        self.bytes += bytes([value])
        return self

    def fixed(self, value):
        self.bytes += struct.pack("<q", value)
        return self

    def field(self, content):
        self.number(len(content))
        self.bytes += content if isinstance(content, bytes) else content.encode()
        return self


def wire_forms():
    instance = Wire().number(0)
    for text in ("P-0123456789ABCDEF", "2.25.1", "2.25.2", "2.25.3"):
        instance.field(text)
    instance.number(1).field("ab" * 32).number(1).field("cd" * 32).field('{"path":"x"}').number(1).field("patient").field("P-1").field(b"\1\2\3")
    facts = Wire().number(2019).number(2021).number(2).fixed(-5).number(3).fixed(7).number(128).number(4096).number(16)
    shape = Wire().field("CT").number(1).number(1).field("burned-in").number(1).number(3).field("ACME").field("M").number(1).field("odd").number(1)
    shape.fixed(77).number(2).number(1).number(1).number(1).number(1).field("person").field("names").number(2)
    plan = Wire().number(1).fixed(9).number(1).field("CT").field("ACME").field(shape.bytes).number(1).fixed(77).field("{}")
    plan.field(facts.bytes).field(b"").number(1).fixed(77).fixed(4).number(1).fixed(77).field("x")
    held = Wire().number(1).field("truncated").field("why").number(0).number(1).field("ef" * 32).number(0)
    record = instance.bytes + plan.bytes + b"\0"
    for kind, content in [(0, b"\0"), (0, b"\2" + struct.pack("<q", 5) + record), (0, b"\3\2ab"), (2, record), (2, held.bytes), (3, shape.bytes),
                          (4, facts.bytes), (5, struct.pack("<I", 3) + b"abc" + struct.pack("<I", 70000)), (6, b'{"problem":{"_0":null}}'),
                          (6, b'{"media":{"_0":[[[68,73,82]]]}}'), (7, b'{"role":{"inspect":{}},"openedKeys":{}}')]:
        yield bytes([kind]) + content


def archives():
    for count, comment in [(0, b""), (3, b""), (2, b"a comment")]:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for number in range(count):
                archive.writestr(zipfile.ZipInfo(f"a{number}"), b"x" * number)
            archive.comment = comment
        yield content.getvalue()
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, 46, 0)
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 0, 0, 7, 7, 0, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    yield entry + record + struct.pack("<IIQI", 0x07064B50, 0, 46, 1) + end


def releases():
    place = "images/P-0123456789ABCDEF/2.25.1/2.25.2/2.25.3.dcm"
    entry = {"path": place, "bytes": 10, "sha256": "ab" * 32, "pixel_sha256": "cd" * 32, "sop_class": "1.2.840.10008.5.1.4.1.1.2",
             "transfer_syntax": "1.2.840.10008.1.2.1", "modality": "CT", "patient": "P-0123456789ABCDEF", "study": "2.25.1", "series": "2.25.2",
             "instance": "2.25.3", "actions": {"keep": 3}}
    manifest = json.dumps(entry).encode() + b"\n"
    sums = "".join(f"{'ab' * 32}  {name}\n" for name in ("MANIFEST.jsonl", "RELEASE.json", place)).encode()
    document = json.dumps({"counts": {"released": 1}, "manifest_sha256": "ab" * 32, "project": "default"}).encode()
    yield struct.pack("<H", len(manifest)) + manifest + struct.pack("<H", len(document)) + document + sums


TARGETS = {"dicom-file": dicom_file, "scrub": dicom_file, "pixel-streams": pixel_streams, "codecs": codecs, "private-formats": private_formats,
           "character-sets": character_sets, "profile": profiles, "profile-import": imports, "text": texts, "text-sight": planes,
           "wire-forms": wire_forms, "archives": archives, "release": releases}


def main(folder):
    for name, make in TARGETS.items():
        target = Path(folder) / name
        target.mkdir(parents=True, exist_ok=True)
        for content in make():
            (target / sha1(content).hexdigest()[:16]).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1])
