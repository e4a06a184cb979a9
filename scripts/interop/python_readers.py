# SPDX-License-Identifier: Apache-2.0
"""What Python's readers see: pixels, segments, reports, slides."""
import importlib
import logging
import warnings

import numpy
import pydicom

from .pairs import Row

SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6"
SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"
REPORTS = {"1.2.840.10008.5.1.4.1.1.88.11", "1.2.840.10008.5.1.4.1.1.88.22", "1.2.840.10008.5.1.4.1.1.88.33", "1.2.840.10008.5.1.4.1.1.88.34"}


def attempt(work):
    """What comes of it, or the kind of the error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return work(), None
        except Exception as error:
            return None, type(error).__name__


def pydicom_pixels(release, scratch):
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    what = "every frame decoded; transfer syntax and shape"
    row = Row(f"pydicom {pydicom.__version__}", what)
    read, same, lines, blanked = 0, 0, [], 0
    for pair in release.pairs:
        before, after = pydicom.dcmread(pair.before, force=True), pydicom.dcmread(pair.after)
        if "PixelData" not in before and "FloatPixelData" not in before and "DoubleFloatPixelData" not in before:
            continue
        old, old_error = attempt(lambda: before.pixel_array)
        new, new_error = attempt(lambda: after.pixel_array)
        if old is not None:
            read += 1
        if old is None and new is None:
            continue
        if old is None or new is None:
            lines.append(f"{pair.entry['path']}: decoded only {'before' if new is None else 'after'} ({old_error or new_error})")
        elif old.shape != new.shape or before.file_meta.get("TransferSyntaxUID") != after.file_meta.TransferSyntaxUID:
            lines.append(f"{pair.entry['path']}: another shape or transfer syntax")
        elif pair.is_blanked:
            blanked += 1
            same += 1
        elif not numpy.array_equal(old, new):
            lines.append(f"{pair.entry['path']}: other pixels")
        else:
            same += 1
    row.before, row.after = f"{read} images", f"{same} images, {blanked} of them blanked as asked"
    return row.compare(lines)


def highdicom_objects(release, scratch):
    what = "segmentations and reports opened; segments, frames, content items"
    try:
        import highdicom as hd
    except ImportError:
        return Row.skipped("highdicom", what, "not installed")

    def seen(path, sop_class):
        if sop_class == SEGMENTATION:
            segmentation = hd.seg.segread(path)
            numbers = list(segmentation.segment_numbers)
            return numbers, [segmentation.get_segment_description(number).segment_label for number in numbers], segmentation.pixel_array.tobytes()
        report = hd.sr.srread(path)
        return [(item.ValueType, item.RelationshipType if "RelationshipType" in item else "") for item in walk(report.ContentSequence)]

    def walk(items):
        for item in items:
            yield item
            yield from walk(item.get("ContentSequence", []))

    row = Row(f"highdicom {hd.__version__}", what)
    counts, lines = [0, 0], []
    pairs = [pair for pair in release.pairs if pair.entry["sop_class"] in REPORTS | {SEGMENTATION}]
    for pair in pairs:
        old, old_error = attempt(lambda: seen(pair.before, pair.entry["sop_class"]))
        new, new_error = attempt(lambda: seen(pair.after, pair.entry["sop_class"]))
        counts[0] += old is not None
        counts[1] += new is not None
        if (old is None) != (new is None):
            lines.append(f"{pair.entry['path']}: opened only {'before' if new is None else 'after'} ({old_error or new_error})")
        elif old is not None and pair.entry["sop_class"] == SEGMENTATION and (old[0] != new[0] or old[2] != new[2]):
            lines.append(f"{pair.entry['path']}: other segments")
    row.before, row.after = (f"{count} of {len(pairs)} objects" for count in counts)
    return row.compare(lines)


def openslide_slides(release, scratch):
    what = "slides opened: levels, resolution, pixels of every level"
    try:
        openslide = importlib.import_module("openslide")
    except Exception:  # the module without its library fails with an error of its own
        return Row.skipped("OpenSlide", what, "not installed")
    if tuple(int(part) for part in openslide.__library_version__.split(".")[:2]) < (4, 0):
        return Row.skipped("OpenSlide", what, "older than 4.0, which first read DICOM")

    def seen(path):
        with openslide.OpenSlide(path) as slide:
            pixels = [slide.read_region((0, 0), level, size).tobytes() for level, size in enumerate(slide.level_dimensions)]
            return slide.level_dimensions, slide.properties.get("openslide.mpp-x"), slide.properties.get("openslide.objective-power"), pixels

    # OpenSlide finds the levels of a slide in the folder of the file that it is given: one folder for each series.
    series = {}
    for pair in release.pairs:
        if pair.entry["sop_class"] == SLIDE:
            series.setdefault(pair.entry["series"], []).append(pair)
    row = Row(f"OpenSlide {openslide.__library_version__}", what)
    counts, lines = [0, 0], []
    for number, (uid, pairs) in enumerate(sorted(series.items())):
        sides = []
        for side in ("before", "after"):
            folder = scratch / f"slide-{side}-{number}"
            folder.mkdir()
            for index, pair in enumerate(pairs):
                (folder / f"{index}.dcm").write_bytes(getattr(pair, side).read_bytes())
            sides.append(attempt(lambda: seen(folder / "0.dcm")))
        (old, old_error), (new, new_error) = sides
        counts[0] += old is not None
        counts[1] += new is not None
        if old != new:
            lines.append(f"series {uid}: " + (f"opened only {'before' if new is None else 'after'} ({old_error or new_error})"
                                              if old is None or new is None else "other levels, resolution or pixels"))
    row.before, row.after = (f"{count} slides" for count in counts)
    return row.compare(lines)
