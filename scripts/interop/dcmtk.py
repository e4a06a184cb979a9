# SPDX-License-Identifier: Apache-2.0
"""What the command line tools of DCMTK and dicom3tools say."""
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .pairs import Row

# They may stand only beside another attribute, which the profile removes.
EXPLAINED = ["ResponsiblePersonRole", "PatientAlternativeCalendar"]
JPEG = {f"1.2.840.10008.1.2.4.{number}" for number in (50, 51, 57, 70)}


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def version(tool):
    found = re.search(r"v(\d+\.\d+\.\d+)", run([tool, "--version"]).stdout.decode("latin-1"))
    return found.group(1) if found else ""


def each(release, work, chosen=lambda pair: True):
    pairs = [pair for pair in release.pairs if chosen(pair)]
    with ThreadPoolExecutor(2) as pool:
        return list(zip(pairs, pool.map(lambda pair: (work(pair.before), work(pair.after)), pairs)))


def dcmdump(release, scratch):
    what = "files read to the end"
    if not shutil.which("dcmdump"):
        return Row.skipped("dcmdump", what, "not installed")
    results = each(release, lambda path: run(["dcmdump", "-q", path]).returncode == 0)
    row = Row(f"dcmdump {version('dcmdump')}", what, *(f"{sum(result[side] for _, result in results)} files" for side in (0, 1)))
    # A release may well be better than its input.
    return row.compare([f"{pair.entry['path']}: read before, not after" for pair, (old, new) in results if old and not new])


def dciodvfy(release, scratch):
    """New errors of all profiles are for scripts/compare-conformance; this one counts those of the release at hand."""
    what = "errors against the IOD"
    if not shutil.which("dciodvfy"):
        return Row.skipped("dciodvfy", what, "not installed")
    from importlib.machinery import SourceFileLoader
    compare = SourceFileLoader("compare_conformance", str(Path(__file__).parent.parent / "compare-conformance")).load_module()
    results = each(release, compare.errors)
    # Kinds that docs/interoperability.md explains.
    explained = lambda line: any(f"Element=<{keyword}>" in line for keyword in EXPLAINED)  # noqa: E731
    row = Row("dciodvfy", what, *(f"{sum(result[side].total() for _, result in results)} errors" for side in (0, 1)))
    return row.compare([f"{pair.entry['path']}: new: {line}" for pair, (old, new) in results for line in new - old if not explained(line)])


def dcmdjpeg(release, scratch):
    what = "JPEG decoded: pixels"
    if not shutil.which("dcmdjpeg"):
        return Row.skipped("dcmdjpeg", what, "not installed")
    import pydicom

    def decoded(path):
        output = scratch / f"djpeg-{abs(hash(str(path)))}.dcm"
        try:
            return pydicom.dcmread(output).PixelData if run(["dcmdjpeg", path, output]).returncode == 0 else None
        finally:
            output.unlink(missing_ok=True)

    return images(release, Row(f"dcmdjpeg {version('dcmdjpeg')}", what), decoded, lambda pair: pair.entry["transfer_syntax"] in JPEG)


def dcmj2pnm(release, scratch):
    what = "images rendered with their windows: pixels"
    if not shutil.which("dcmj2pnm"):
        return Row.skipped("dcmj2pnm", what, "not installed")

    def rendered(path):
        # Overlays go, and are not drawn on either side.
        for window in (["+Wi", "1"], []):
            result = subprocess.run(["dcmj2pnm", "--write-raw-pnm", "--no-overlays", *window, path],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if result.returncode == 0:
                return result.stdout
        return None

    return images(release, Row(f"dcmj2pnm {version('dcmj2pnm')}", what), rendered, lambda pair: pair.entry.get("pixel_sha256"))


def images(release, row, work, chosen):
    results = each(release, work, chosen)
    row.before, row.after = (f"{sum(result[side] is not None for _, result in results)} images" for side in (0, 1))
    return row.compare([
        f"{pair.entry['path']}: {'no' if new is None else 'other'} pixels" for pair, (old, new) in results
        # What could not be read before may well be readable now.
        if old is not None and old != new and not (pair.is_blanked and new is not None and len(old) == len(new))
    ])
