# SPDX-License-Identifier: Apache-2.0
"""Files that are cut, too large, or not what their header says. Each has text in it, or bytes that nobody can decode.

What has to hold: the run ends in time and in bounds, a good file beside them is released, and no file is released with its text or unread.
"""

import struct
import time

import imagecodecs
import numpy
import pydicom
from pydicom.encaps import encapsulate, generate_frames

import drawing
import families
import judge
import run
import syntaxes
from syntaxes import COMPRESSED

SECONDS, KIBIBYTES = 180, 3 << 20


def subject(index, frames=1, color=False):
    """A picture with a name in it."""
    random = numpy.random.default_rng([4242, index])
    shape = (frames, 240, 320, 3) if color else (frames, 240, 320)
    base = numpy.full(shape, 20, numpy.uint8) + random.integers(0, 12, shape).astype(numpy.uint8)
    person = families.Person(random)
    result = families.picture("hostile", person, base, photometric="RGB" if color else "MONOCHROME2", modality="US",
                              sop_class=families.US if frames == 1 else families.US_MULTI)
    result.name = f"hostile-{index:03}"
    at = 20
    for line in person.lines(random)[:3]:
        at = drawing.write(result, line, 16, at, 14, [230] * 3 if color else 230, random=random, font=drawing.LATIN["sans"][0]) + 14
    return result


def save(data, path, streams=None, has_table=False):
    if streams is not None:
        data.PixelData = encapsulate([stream + b"\0" * (len(stream) % 2) for stream in streams], has_bot=has_table)
        data["PixelData"].VR = "OB"
        data["PixelData"].is_undefined_length = True
    pydicom.dcmwrite(path, data, enforce_file_format=True)


class Maker:
    """Writes the files, and remembers which picture is in each."""

    def __init__(self, folder):
        self.folder, self.files = folder, []

    def begin(self, kind, name, frames=1, color=False):
        picture = subject(len(self.files), frames, color)
        path = self.folder / f"{len(self.files):03}-{kind}.dcm"
        data = syntaxes.write(picture, name, path, 4242)
        streams = None if syntaxes.SYNTAXES[name] in syntaxes.NATIVE else list(generate_frames(data.PixelData, number_of_frames=frames))
        self.files.append((kind, path, picture, data.SOPInstanceUID))
        return data, path, streams

    def cut(self):
        for name in ("rle", "jpeg-baseline-444", "jpeg-lossless", "jpeg-ls", "jpeg-ls-near", "j2k", "j2k-lossy", "htj2k", "htj2k-lossy"):
            for share in (0.02, 0.3, 0.6, 0.9, 0.99):
                data, path, streams = self.begin(f"cut-{name}-{int(100 * share)}", name)
                save(data, path, [streams[0][: int(len(streams[0]) * share)]])
        for name in ("rle", "jpeg-ls", "j2k"):
            data, path, streams = self.begin(f"second-frame-cut-{name}", name, frames=3)
            save(data, path, [streams[0], streams[1][: len(streams[1]) // 2], streams[2]], True)
            data, path, streams = self.begin(f"second-frame-empty-{name}", name, frames=3)
            save(data, path, [streams[0], b"\0\0", streams[2]], True)

    def flipped(self):
        """A byte in the middle is another: a decoder may notice or not, and what it then shows must not be a name."""
        for name in ("rle", "jpeg-baseline-444", "jpeg-lossless", "jpeg-ls", "j2k", "htj2k"):
            for turn in range(3):
                data, path, streams = self.begin(f"flipped-{name}-{turn}", name)
                stream = bytearray(streams[0])
                stream[len(stream) * (turn + 1) // 4] ^= 0x55
                save(data, path, [bytes(stream)])

    def bombs(self):
        for name, patch in (("j2k", patch_siz), ("htj2k", patch_siz), ("jpeg-baseline-444", patch_sof), ("jpeg-lossless", patch_sof),
                            ("jpeg-ls", patch_sof)):
            for header_agrees in (True, False):
                data, path, streams = self.begin(f"bomb-{name}-{'agreed' if header_agrees else 'hidden'}", name)
                if header_agrees:
                    data.Rows = data.Columns = 65535
                save(data, path, [patch(streams[0])])
        data, path, streams = self.begin("bomb-rle", "rle")
        data.Rows = data.Columns = 65535
        save(data, path, streams)
        for name in ("j2k", "rle", "jpeg-baseline-444", "jpeg-ls"):
            data, path, streams = self.begin(f"bomb-frames-{name}", name)
            data.Rows = data.Columns = 65535
            data.NumberOfFrames = 10000
            save(data, path, [streams[0][:64]] * 10000)

    def lies(self):
        data, path, _ = self.begin("rgb-said-ybr", "explicit", color=True)
        data.PhotometricInterpretation = "YBR_FULL"
        save(data, path)
        data, path, _ = self.begin("rgb-said-rct", "explicit", color=True)
        data.PhotometricInterpretation = "YBR_RCT"
        save(data, path)
        data, path, _ = self.begin("monochrome-of-three", "explicit", color=True)
        data.PhotometricInterpretation = "MONOCHROME2"
        save(data, path)
        data, path, _ = self.begin("palette-without-palette", "explicit")
        data.PhotometricInterpretation = "PALETTE COLOR"
        save(data, path)
        data, path, _ = self.begin("unknown-photometric", "explicit")
        data.PhotometricInterpretation = "HSV"
        save(data, path)
        for said in (1, 2, 7):
            data, path, streams = self.begin(f"four-frames-said-{said}", "j2k", frames=4)
            data.NumberOfFrames = said
            save(data, path, streams, True)
        data, path, streams = self.begin("more-fragments", "rle", frames=2)
        save(data, path, [*streams, streams[0]])
        data, path, streams = self.begin("frames-of-two-codecs", "j2k", frames=2)
        save(data, path, [streams[0], syntaxes.encoded(subject(99).frames[0], "jpeg-ls", 8, False)[0]], True)
        data, path, streams = self.begin("frames-of-two-sizes", "jpeg-ls", frames=2)
        save(data, path, [streams[0], syntaxes.encoded(numpy.zeros((64, 64), numpy.uint8), "jpeg-ls", 8, False)[0]], True)
        for name in ("j2k", "jpeg-ls", "jpeg-baseline-444", "jpeg-lossless"):
            data, path, streams = self.begin(f"smaller-than-said-{name}", name)
            data.Rows, data.Columns = 480, 640
            save(data, path, streams)
            data, path, streams = self.begin(f"larger-than-said-{name}", name)
            data.Rows, data.Columns = 120, 160
            save(data, path, streams)
        data, path, _ = self.begin("twelve-bits-said-eight", "jpeg-baseline-444")
        wide = subject(98).frames[0].astype(numpy.uint16) << 4
        save(data, path, [imagecodecs.jpeg8_encode(wide, level=95, bitspersample=12)])
        data, path, _ = self.begin("color-stream-said-gray", "jpeg-baseline-444")
        save(data, path, [imagecodecs.jpeg8_encode(subject(97, color=True).frames[0], level=90)])

    def not_decodable(self):
        # pydicom does not know the syntax yet, and the UID of another one has the same length.
        data, path, _ = self.begin("jpeg-xl", "htj2k")
        save(data, path, [imagecodecs.jpegxl_encode(subject(96).frames[0], lossless=True)])
        path.write_bytes(path.read_bytes().replace(f"{COMPRESSED}201".encode(), f"{COMPRESSED}110".encode(), 1))
        data, path, _ = self.begin("progressive", "jpeg-baseline-444")
        save(data, path, [progressive(subject(95).frames[0])])
        data, path, _ = self.begin("video", "j2k", frames=1)
        data.file_meta.TransferSyntaxUID = COMPRESSED + "102"
        save(data, path, [b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(2000)])
        data, path, _ = self.begin("floats", "explicit")
        picture = self.files[-1][2]
        del data.PixelData
        for keyword in ("BitsStored", "HighBit", "PixelRepresentation", "SmallestImagePixelValue", "LargestImagePixelValue"):
            data.pop(pydicom.datadict.tag_for_keyword(keyword), None)
        data.BitsAllocated = 32
        data.FloatPixelData = picture.frames.astype("<f4").tobytes()
        pydicom.dcmwrite(path, data, enforce_file_format=True)


def patch_siz(stream):
    """A code stream of JPEG 2000 that says it is as large as can be, in one tile."""
    at = stream.index(b"\xff\x51") + 6
    sizes = struct.pack(">8I", 65535, 65535, 0, 0, 65535, 65535, 0, 0)
    return stream[:at] + sizes + stream[at + 32 :]


def patch_sof(stream):
    for marker in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc3", b"\xff\xf7"):
        at = stream.find(marker)
        if at >= 0:
            return stream[: at + 5] + struct.pack(">2H", 65535, 65535) + stream[at + 9 :]
    raise ValueError("no frame header")


def progressive(frame):
    import io

    from PIL import Image
    result = io.BytesIO()
    Image.fromarray(frame).save(result, "JPEG", progressive=True)
    return result.getvalue()


def main(options, scratch):
    folder = scratch / "hostile-in"
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(folder)
    maker.begin("good", "j2k")
    for make in (maker.cut, maker.flipped, maker.bombs, maker.lies, maker.not_decodable):
        make()
    profile = options.profile or run.profile_file(scratch)
    start = time.monotonic()
    outcome = run.scrub(options.program, [folder], scratch / "hostile", profile, options.jobs)
    failures = [words for file in maker.files for words in verdict(file, outcome, options)]
    if outcome.code not in (0, 2):
        failures.append(f"the run ended with {outcome.code}: {outcome.message[:300]}")
    if outcome.peak > KIBIBYTES:
        failures.append(f"a process took {outcome.peak >> 10} MiB")
    if outcome.seconds > SECONDS:
        failures.append(f"the run took {outcome.seconds:.0f} s")
    print("\n".join(failures))
    print(f"{len(maker.files)} hostile files in {time.monotonic() - start:.0f} s, peak {outcome.peak >> 10} MiB, {len(failures)} failures")
    return 1 if failures else 0


def verdict(file, outcome, options):
    kind, path, picture, uid = file
    line, held = outcome.of(path, uid)
    if kind == "good":
        return [] if line else [f"the good file beside them was not released: {held}"]
    if line is None:
        if options.details:
            print(f"{kind}: {held}")
        return [f"{kind}: {held}"] if held in ("missing", "timed-out", "parser-crashed", "no-memory") else []
    if kind.startswith("bomb"):
        return [f"{kind}: released"]
    try:
        result = judge.judge(picture, pydicom.dcmread(path), line, None)
    except Exception as error:  # not even the input can be decoded
        return [f"{kind}: released, and its input cannot be read ({type(error).__name__})"]
    if result.unreadable:
        return [f"{kind}: released unreadable: {result.unreadable[:120]}"]
    words = [f"{kind}: left: {text}" for text in result.left] + [f"{kind}: {lie}" for lie in result.lies]
    if options.details and not words:
        print(f"{kind}: released, {result.legible} texts gone, boxes {result.boxes}")
    return words
