# SPDX-License-Identifier: Apache-2.0
"""Holds that the judge sees what is left, and is content with what is gone: outputs are made here, by a stub that knows where the text is."""

import copy
from pathlib import Path

import numpy
import pydicom
from pydicom.dataset import Dataset

import families
import judge
import syntaxes


def blanked(picture, fate):
    """A copy of the picture in which each identifying text is gone, whole, or gone in part."""
    result = copy.copy(picture)
    result.frames = picture.frames.copy()
    result.overlay = None if picture.overlay is None else picture.overlay.copy()
    result.high_bit_overlay = None if picture.high_bit_overlay is None else picture.high_bit_overlay.copy()
    for index, text in enumerate(picture.identifying):
        left, top, right, bottom = text.box
        if fate == "one-left" and index == 0:
            continue
        if fate == "half-left" and index == 0:
            if text.vertical:
                bottom = (top + bottom) // 2
            else:
                right = (left + right) // 2
        if fate == "faint" and index == 0:
            region = numpy.s_[:, top:bottom, left:right]
            mixed = 0.5 * picture.frames[region].astype(float) + 0.5 * picture.ground[region].astype(float)
            result.frames[region] = mixed.astype(result.frames.dtype)
            continue
        area = numpy.s_[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
        for plane in (result.overlay, result.high_bit_overlay):
            if plane is not None:
                plane[area] = 0
        if text.place == "pixels":
            for frame in result.frames if text.frame is None else result.frames[text.frame : text.frame + 1]:
                frame[area] = result.frames.min()
    return result


def file_of(picture, name, path, clean):
    data = syntaxes.write(picture, name, path, 5)
    if clean:
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "113101", "DCM", "Clean Pixel Data Option"
        data.DeidentificationMethodCodeSequence = [item]
        for keyword in ("SmallestImagePixelValue", "LargestImagePixelValue"):
            data.pop(pydicom.datadict.tag_for_keyword(keyword), None)
        pydicom.dcmwrite(path, data, enforce_file_format=True)
    return pydicom.dcmread(path)


def run(work, seed=77, count=28):
    """-> the failures, in words"""
    work, failures = Path(work), []
    for index in range(count):
        picture = families.make(seed, index)
        name = next(name for name in ("j2k", "explicit") if syntaxes.fits(picture, name)) if index % 2 else "explicit"
        original = file_of(picture, name, work / "in.dcm", False)
        for fate in ("gone", "one-left", "half-left", "faint"):
            if fate == "faint" and (picture.bits == 1 or picture.palette is not None or picture.identifying[0].place != "pixels"):
                continue
            file_of(blanked(picture, fate), name, work / "out.dcm", True)
            line = {"file": work / "out.dcm", "pixel_text": {"boxes": []}}
            verdict = judge.judge(picture, original, line, None)
            if verdict.legible < 0.7 * len(picture.identifying):
                failures.append(f"{picture.name}: only {verdict.legible} of {len(picture.identifying)} texts count as legible")
            expected = 0 if fate == "gone" else 1
            if verdict.unreadable or verdict.lies or verdict.says_clean != bool(verdict.left and original.get("BurnedInAnnotation") == "NO"):
                failures.append(f"{picture.name} {fate}: {verdict.unreadable} {verdict.lies} {verdict.says_clean}")
            first = picture.identifying[0]
            seen = judge.judge_text(first, judge.planes(original, first, {}), judge.planes(original, first, {}))[0]
            if len(verdict.left) != (expected if seen else 0):
                failures.append(f"{picture.name} {fate}: left are {verdict.left}")
            if fate == "gone" and verdict.changed_outside > 0:
                failures.append(f"{picture.name}: {verdict.changed_outside} of the pixels outside text changed")
        plain = judge.judge(picture, original, {"file": work / "in.dcm"}, None)
        if len(plain.left) != plain.legible:
            failures.append(f"{picture.name}: untouched, and {len(plain.left)} of {plain.legible} texts are left")
    return failures
