# SPDX-License-Identifier: Apache-2.0
"""Writes a picture as a DICOM file in a transfer syntax, with encoders that the program does not use itself where there are others."""

import hashlib

import imagecodecs
import numpy
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders import RLELosslessEncoder
from pydicom.uid import UID

IMPLICIT, EXPLICIT, DEFLATED, BIG = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"
NATIVE = {IMPLICIT, EXPLICIT, DEFLATED, BIG}
COMPRESSED = "1.2.840.10008.1.2.4."
SYNTAXES = {
    "implicit": IMPLICIT,
    "explicit": EXPLICIT,
    "big-endian": BIG,
    "deflated": DEFLATED,
    "rle": "1.2.840.10008.1.2.5",
    "jpeg-baseline-444": COMPRESSED + "50",
    "jpeg-baseline-420": COMPRESSED + "50",
    "jpeg-extended": COMPRESSED + "51",
    "jpeg-lossless": COMPRESSED + "70",
    "jpeg-ls": COMPRESSED + "80",
    "jpeg-ls-near": COMPRESSED + "81",
    "j2k": COMPRESSED + "90",
    "j2k-lossy": COMPRESSED + "91",
    "htj2k": COMPRESSED + "201",
    "htj2k-lossy": COMPRESSED + "203",
    "explicit-planar": EXPLICIT,
    "explicit-ybr": EXPLICIT,
    "explicit-ybr-422": EXPLICIT,
}
LOSSLESS = ["implicit", "explicit", "big-endian", "deflated", "rle", "jpeg-lossless", "jpeg-ls", "j2k", "htj2k", "explicit-planar"]
LOSSY = {COMPRESSED + tail for tail in ("50", "51", "81", "91", "203")}


def fits(picture, name):
    """Whether the standard lets the picture be written so."""
    if picture.high_bit_overlay is not None:
        return SYNTAXES[name] in NATIVE and "-" not in name.removeprefix("big-")
    if picture.bits == 1:
        return name in ("implicit", "explicit", "big-endian", "deflated")
    if name.startswith(("explicit-", "jpeg-baseline-420")):
        return picture.is_color
    if name.startswith("jpeg-baseline"):
        return picture.bits == 8 and picture.palette is None
    if name == "jpeg-extended":
        return picture.bits in (10, 12) and not picture.signed and not picture.is_color and picture.palette is None
    if picture.signed and name.startswith("jpeg"):
        return False
    if picture.palette is not None:
        return SYNTAXES[name] not in LOSSY
    return True


def uid(*words):
    return "2.25." + str(int.from_bytes(hashlib.sha256("/".join(map(str, words)).encode()).digest()[:16], "big"))


def to_ybr(rgb):
    red, green, blue = (rgb[..., index].astype(numpy.float32) for index in range(3))
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    blueness, redness = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue, 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue
    return numpy.clip(numpy.round(numpy.stack([luma, blueness, redness], -1)), 0, 255).astype(numpy.uint8)


def encoded(frame, name, bits, is_color):
    """The code stream of a frame, and the Photometric Interpretation of a color image in it."""
    frame = numpy.ascontiguousarray(frame)
    if name == "rle":
        return run_length(frame, is_color), "RGB"
    if name == "jpeg-baseline-444":
        return imagecodecs.jpeg8_encode(frame, level=92, subsampling="444" if is_color else None), "YBR_FULL"
    if name == "jpeg-baseline-420":
        return imagecodecs.jpeg8_encode(frame, level=90, subsampling="420"), "YBR_FULL_422"
    if name == "jpeg-extended":
        return imagecodecs.jpeg8_encode(frame.astype(numpy.uint16), level=95, bitspersample=12), None
    if name == "jpeg-lossless":
        color = {"colorspace": "rgb", "outcolorspace": "rgb"} if is_color else {}
        return imagecodecs.jpeg8_encode(frame, lossless=True, predictor=1, bitspersample=max(8, bits), **color), "RGB"
    if name.startswith("jpeg-ls"):
        return imagecodecs.jpegls_encode(frame, level=2 if name == "jpeg-ls-near" else 0), "RGB"
    if name == "j2k":
        return jpeg_2000(frame, None, bits, is_color), "YBR_RCT"
    if name == "j2k-lossy":
        return jpeg_2000(frame, 48 if bits <= 8 else 72, bits, is_color), "YBR_ICT"
    if name == "htj2k":
        return imagecodecs.htj2k_encode(frame, reversible=True, rgb=is_color), "YBR_RCT"
    if name == "htj2k-lossy":
        return imagecodecs.htj2k_encode(frame, level=0.002, reversible=False, rgb=is_color), "YBR_ICT"
    raise ValueError(name)


def jpeg_2000(frame, quality, bits, is_color):
    """`quality` is a signal-to-noise ratio in decibels; without it nothing is lost."""
    return imagecodecs.jpeg2k_encode(frame, level=quality, codecformat="j2k", reversible=quality is None, mct=is_color, bitspersample=bits,
                                     numthreads=1)


def run_length(frame, is_color):
    return RLELosslessEncoder.encode(
        frame, rows=frame.shape[0], columns=frame.shape[1], samples_per_pixel=3 if is_color else 1, number_of_frames=1, planar_configuration=0,
        photometric_interpretation="RGB" if is_color else "MONOCHROME2", bits_allocated=8 * frame.itemsize, bits_stored=8 * frame.itemsize,
        pixel_representation=int(frame.dtype.kind == "i"))


def header(picture, name, seed):
    data = Dataset()
    syntax = SYNTAXES[name]
    words = (seed, picture.name, name)
    data.SOPClassUID, data.SOPInstanceUID = picture.sop_class, uid("instance", *words)
    data.StudyInstanceUID, data.SeriesInstanceUID = uid("study", *words), uid("series", *words)
    data.PatientName, data.PatientID = picture.person, picture.attributes["PatientID"]
    data.PatientBirthDate, data.PatientSex, data.StudyDate, data.StudyTime = "19600101", "O", "20200102", "101112"
    data.Modality, data.Manufacturer, data.ReferringPhysicianName = picture.modality, f"EVAL {picture.name}", ""
    data.StudyID, data.SeriesNumber, data.InstanceNumber, data.AccessionNumber = "1", "1", "1", "A1"
    data.ImageType = ["ORIGINAL", "PRIMARY"]
    data.ConversionType = "SYN" if picture.sop_class.startswith("1.2.840.10008.5.1.4.1.1.7") else None
    if data.ConversionType is None:
        del data.ConversionType
    if "BurnedInAnnotation" in picture.attributes:
        data.BurnedInAnnotation = picture.attributes["BurnedInAnnotation"]
    rows, columns = picture.shape
    data.Rows, data.Columns = rows, columns
    data.SamplesPerPixel = 3 if picture.is_color else 1
    data.PhotometricInterpretation = picture.photometric
    if picture.is_color:
        data.PlanarConfiguration = 0
    data.BitsAllocated = 1 if picture.bits == 1 else 8 if picture.bits <= 8 else 16
    data.BitsStored, data.HighBit, data.PixelRepresentation = picture.bits, picture.bits - 1, int(picture.signed)
    if len(picture.frames) > 1:
        data.NumberOfFrames = len(picture.frames)
        data.FrameTime, data.FrameIncrementPointer = "40", 0x00181063
    if "RescaleIntercept" in picture.attributes:
        data.RescaleIntercept, data.RescaleSlope = picture.attributes["RescaleIntercept"], "1"
    if "PixelPaddingValue" in picture.attributes:
        data.add_new(0x00280120, "SS" if picture.signed else "US", int(picture.attributes["PixelPaddingValue"]))
    if not picture.is_color and picture.palette is None and picture.bits > 8:
        low, high = numpy.percentile(picture.frames, [0, 99.8])
        data.WindowCenter, data.WindowWidth = str(int(low + high) // 2), str(max(2, int(high - low)))
    if not picture.is_color and picture.bits > 1 and picture.palette is None:
        data.add_new(0x00280106, "SS" if picture.signed else "US", int(picture.frames.min()))
        data.add_new(0x00280107, "SS" if picture.signed else "US", int(picture.frames.max()))
    if picture.palette is not None:
        for index, color in enumerate(("Red", "Green", "Blue")):
            setattr(data, f"{color}PaletteColorLookupTableDescriptor", [256, 0, 16])
            setattr(data, f"{color}PaletteColorLookupTableData", (picture.palette[:, index].astype("<u2") * 257).tobytes())
    if picture.overlay is not None:
        overlay(data, picture.overlay, 0x6000)
    if picture.high_bit_overlay is not None:
        block(data, picture.high_bit_overlay.shape, 0x6000, 16, 15)
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = UID(syntax)
    data.file_meta.MediaStorageSOPClassUID, data.file_meta.MediaStorageSOPInstanceUID = data.SOPClassUID, data.SOPInstanceUID
    return data


def block(data, shape, group, allocated, position):
    data.add_new((group, 0x0010), "US", shape[0])
    data.add_new((group, 0x0011), "US", shape[1])
    data.add_new((group, 0x0040), "CS", "G")
    data.add_new((group, 0x0050), "SS", [1, 1])
    data.add_new((group, 0x0100), "US", allocated)
    data.add_new((group, 0x0102), "US", position)


def overlay(data, plane, group):
    block(data, plane.shape, group, 1, 0)
    bits = numpy.packbits(plane.ravel(), bitorder="little").tobytes()
    data.add_new((group, 0x3000), "OW", bits + b"\0" * (len(bits) % 2))


def icon(data, frame):
    """A small gray copy of a picture, which has to change with it."""
    gray = frame.mean(-1) if frame.ndim == 3 else frame.astype(float)
    step = max(1, max(gray.shape) // 128)
    small = gray[::step, ::step]
    small = ((small - small.min()) / max(1, small.max() - small.min()) * 255).astype(numpy.uint8)
    item = Dataset()
    item.SamplesPerPixel, item.PhotometricInterpretation = 1, "MONOCHROME2"
    item.Rows, item.Columns = small.shape
    item.BitsAllocated = item.BitsStored = 8
    item.HighBit, item.PixelRepresentation = 7, 0
    item.PixelData = small.tobytes() + b"\0" * (small.size % 2)
    data.IconImageSequence = [item]


def write(picture, name, path, seed, with_icon=False):
    """Writes the file and returns its data set."""
    data = header(picture, name, seed)
    syntax = SYNTAXES[name]
    frames = picture.frames
    if with_icon:
        icon(data, frames[0])
    if syntax in NATIVE:
        native(data, picture, name, frames)
    else:
        streams = []
        for frame in frames:
            stream, photometric = encoded(frame, name, picture.bits, picture.is_color)
            streams.append(bytes(stream))
        if picture.is_color:
            data.PhotometricInterpretation = photometric
        if name == "jpeg-extended" and picture.bits == 10:
            data.BitsStored, data.HighBit = 12, 11
        if syntax in LOSSY:
            data.LossyImageCompression = "01"
            data.LossyImageCompressionRatio = f"{frames[0].nbytes / len(streams[0]):.2f}"
            methods = {"5": "ISO_10918_1", "8": "ISO_14495_1", "9": "ISO_15444_1", "2": "ISO_15444_15"}
            data.LossyImageCompressionMethod = methods[syntax[len(COMPRESSED)]]
        data.PixelData = encapsulate(streams, has_bot=len(streams) > 1)
        data["PixelData"].VR = "OB"
        data["PixelData"].is_undefined_length = True
    pydicom.dcmwrite(path, data, enforce_file_format=True)
    return data


def native(data, picture, name, frames):
    if picture.bits == 1:
        bits = numpy.packbits(frames.ravel(), bitorder="little").tobytes()
        data.PixelData = bits + b"\0" * (len(bits) % 2)
        data["PixelData"].VR = "OB"
        return
    if name == "explicit-planar":
        data.PlanarConfiguration = 1
        frames = frames.transpose(0, 3, 1, 2)
    elif name == "explicit-ybr":
        data.PhotometricInterpretation = "YBR_FULL"
        frames = to_ybr(frames)
    elif name == "explicit-ybr-422":
        data.PhotometricInterpretation = "YBR_FULL_422"
        ybr = to_ybr(frames)
        chroma = ((ybr[:, :, 0::2, 1:].astype(numpy.uint16) + ybr[:, :, 1::2, 1:]) // 2).astype(numpy.uint8)
        frames = numpy.concatenate([ybr[:, :, 0::2, :1], ybr[:, :, 1::2, :1], chroma], -1)
    if picture.high_bit_overlay is not None:
        frames = frames | (picture.high_bit_overlay.astype(numpy.uint16) << 15)
    size = frames.dtype.itemsize
    order = ">" if SYNTAXES[name] == BIG else "<"
    raw = numpy.ascontiguousarray(frames).astype(frames.dtype.newbyteorder(order)).tobytes()
    data.PixelData = raw + b"\0" * (len(raw) % 2)
    data["PixelData"].VR = "OW" if size == 2 or SYNTAXES[name] == IMPLICIT else "OB"
