# SPDX-License-Identifier: Apache-2.0
"""Scrubs broken files by the thousand, with the program as users have it, and asks that it stays calm. See docs/fuzzing.md for the laws."""

import argparse
import collections
import io
import json
import logging
import multiprocessing
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from pathlib import Path

import pydicom

import built
from fuzzing import mutations, samples
from fuzzing.elements import DEFLATED, UNDEFINED, elements, numbered, syntax_of

# Ends that a file may not have, whatever is in it.
FORBIDDEN = {"parser-crashed", "timed-out", "internal-error", "changed-while-read", "no-scratch"}
LONGEST = 60_000
MOST_ALONE = 50
# What is image may look like anything.
PIXELS = [0x7FE00008, 0x7FE00009, 0x7FE00010]
UNCOMPRESSED = b"1.2.840.10008.1.2.1.98"
# A unit of a video whose head or start is broken is taken for coded pictures, and those may look like anything too.
VIDEO = b"1.2.840.10008.1.2.4.10"
PERSONAL = [0x00100010, 0x00100020, 0x00101001, 0x00080050, 0x00080090]


def seeds(folder, corpus):
    """The content of a file, its SOP Instance UID and its Patient ID."""
    found = [(content, samples.INSTANCE, samples.IDENTIFIER) for _, content in samples.files()]
    for root in [folder, corpus]:
        for path in sorted(Path(root).rglob("*")) if root else []:
            if path.is_file() and path.stat().st_size < LONGEST:
                content = path.read_bytes()
                found.append((content, text_of(content, "SOPInstanceUID"), text_of(content, "PatientID")))
    # Where two files are of one patient, one may say what the other cannot know.
    return [seed for seed in found if len(seed[1]) > 14 and len(seed[2]) > 6]


def text_of(content, keyword):
    """As it stands in the bytes, so that it can be replaced there."""
    try:
        return str(pydicom.dcmread(io.BytesIO(content), force=True, stop_before_pixels=True).get(keyword, ""))
    except Exception:  # what is no DICOM has none
        return ""


def make(task):
    """Writes one broken file. Its bytes are decided by the seed and its number alone."""
    number, seed, folder = task
    generator = random.Random(f"{seed}/{number}")
    content, uid, identifier = generator.choice(SEEDS)
    # Two files of one instance are a conflict, and one of them would be left out.
    for old, stem in [(uid, uid[:-9].rstrip(".") + "."), (identifier, identifier[:-7])]:
        content = numbered(content, old.encode(), f"{stem}{10 ** (len(old) - len(stem) - 1) + number}".encode())
    content = mutations.mutate(generator, content, OTHERS)
    (folder / f"{number:07}.dcm").write_bytes(content)


def start_worker(corpus):
    global SEEDS, OTHERS, SPELLINGS
    SEEDS = seeds(Path(__file__).resolve().parents[2] / "Fixtures" / "pacs-export", corpus)
    OTHERS = [seed[0] for seed in SEEDS]
    SPELLINGS = samples.spellings()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    # A number of odd length was one before.
    pydicom.config.convert_wrong_length_to_UN = True


def walk(dataset):
    """Parses all sequences, and no other value: what a sender wrote wrong stays so."""
    for tag in list(dataset.keys()):
        raw = dataset.get_item(tag)
        if raw.VR == "SQ":
            for item in dataset[tag].value:
                walk(item)


def judge(task):
    """What is wrong with a released file, if anything."""
    path, source = task
    content = path.read_bytes()
    try:
        dataset = pydicom.dcmread(io.BytesIO(content))
        walk(dataset)
    except Exception as error:  # whatever pydicom stumbles over
        return f"pydicom does not read it: {type(error).__name__}: {error}"
    outside = inflated(content)
    for tag in PIXELS:
        element = dataset.get_item(tag) if tag in dataset else None
        if element is not None and element.value and (element.length != UNDEFINED or syntax_of(content) == UNCOMPRESSED):
            outside = outside.replace(element.value, b"")
    found = {word for code, word in SPELLINGS.items() if code in outside}
    if not found:
        return None
    frames = dataset.get_item(0x7FE00010) if 0x7FE00010 in dataset else None
    if frames is not None and frames.value and syntax_of(content).startswith(VIDEO):
        outside = outside.replace(frames.value, b"")
        if not any(code in outside for code in SPELLINGS):
            return "(holds them among coded video, as broken as it came)"
    known = identity(source)
    left = found & known
    return f"holds {', '.join(sorted(left))} of its patient" if left else "(holds a name that its header no longer says)"


def inflated(content):
    """The file with its Data Set inflated, if it is deflated."""
    if syntax_of(content) != DEFLATED:
        return content
    start = next((e.end for e in reversed(elements(content)) if e.tag >> 16 == 2), 0)
    return content[:start] + zlib.decompressobj(-15).decompress(content[start:])


def refused_by_dcmdump(paths):
    """Those that DCMTK's own reader refuses, and what it says of the first."""
    if not paths or subprocess.run(["dcmdump", "-q", *paths], capture_output=True).returncode == 0:
        return [], ""
    if len(paths) == 1:
        return paths, subprocess.run(["dcmdump", *paths], capture_output=True).stderr.decode(errors="replace").split("\n")[0]
    half = len(paths) // 2
    (first, why), (second, also) = refused_by_dcmdump(paths[:half]), refused_by_dcmdump(paths[half:])
    return first + second, why or also


def identity(source):
    """The planted words that the input still says of its patient, as pydicom reads it."""
    words = set()
    try:
        dataset = pydicom.dcmread(io.BytesIO(source.read_bytes()), force=True)
        for tag in PERSONAL:
            value = str(dataset[tag].value) if tag in dataset else ""
            words |= {word for word in samples.PLANTED if word in value}
    except Exception:  # nobody knows then
        pass
    return words


class Batch:
    """One run of the program over some thousand files."""

    def __init__(self, options, pool, first, count):
        self.options, self.pool, self.first, self.count = options, pool, first, count
        self.folder = Path(tempfile.mkdtemp(prefix="dcmscrub-fuzz-"))
        self.findings = []
        self.reasons = collections.Counter()

    def note(self, what, *paths):
        names = []
        for path in filter(None, paths):
            if self.options.keep:
                self.options.keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, self.options.keep / Path(path).name)
            names.append(Path(path).name)
        self.findings.append(f"{what} {' '.join(names)}")

    def scrub(self, source, name, *more):
        command = [self.options.program, "scrub", source, "--output", self.folder / name, "--state", self.folder / f"{name}.state", "--key",
                   self.folder / "key", "--profile", self.options.profile, "--json", "--quiet", *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=3600)
        if done.returncode not in (0, 2):
            self.note(f"scrub ended with {done.returncode}: {done.stderr[-500:]}")
            return None
        return json.loads(done.stdout)

    def run(self):
        inputs = self.folder / "in"
        inputs.mkdir()
        subprocess.run([self.options.program, "key", "create", "--output", self.folder / "key"], check=True, capture_output=True)
        tasks = [(number, self.options.seed, inputs) for number in range(self.first, self.first + self.count)]
        list(self.pool.imap_unordered(make, tasks, chunksize=32))
        counts = self.scrub(inputs, "out", "--jobs", "2")
        if counts:
            self.account(counts)
            self.check_release()
        return counts

    def account(self, counts):
        ends = counts["released"] + counts["quarantined"] + counts["not_dicom"] + counts["duplicates"]
        if counts["inputs"] != ends or counts["inputs"] < self.count:
            self.note(f"{self.count} files were given, and these are accounted for: {counts}")
        for line in (self.folder / "out.state" / "quarantine.jsonl").read_text().splitlines():
            entry = json.loads(line)
            self.reasons[entry["reason"]] += 1
            if entry["reason"] in FORBIDDEN:
                self.note(f"{entry['reason']} ({entry['detail']}):", entry["path"])

    def check_alone(self, source):
        """What only another file of the patient says, this one cannot know."""
        if not self.scrub(source, "alone"):
            return
        done = self.verify("alone")
        if done.returncode == 0:
            self.reasons["released, and says what only another file of its patient tells"] += 1
        else:
            self.note(f"verify ended with {done.returncode}: {done.stdout + done.stderr}", source)
        for name in ("alone", "alone.state"):
            shutil.rmtree(self.folder / name)

    def verify(self, name):
        return subprocess.run([self.options.program, "verify", self.folder / name, "--state", self.folder / f"{name}.state", "--key",
                               self.folder / "key", "--quiet"], capture_output=True, text=True)

    def check_release(self):
        out, state = self.folder / "out", self.folder / "out.state"
        journal = sqlite3.connect(f"file:{state}/journal.sqlite?mode=ro", uri=True)
        placed = [(out / place, Path(bytes(path).decode())) for path, place in
                  journal.execute("SELECT path, place FROM files WHERE state = 'released'")]
        journal.close()
        done = self.verify("out")
        if done.returncode != 0:
            text = done.stdout + done.stderr
            blamed = [source for path, source in placed if str(path.relative_to(out)) in text]
            # One file can give the others' UIDs away, so that all are blamed.
            for source in random.Random(self.first).sample(blamed, min(len(blamed), MOST_ALONE)):
                self.check_alone(source)
            if not blamed:
                self.note(f"verify ended with {done.returncode}: {text[:2000]}")
        for (path, source), problem in zip(placed, self.pool.imap(judge, placed, chunksize=32)):
            if problem and problem.startswith("("):
                self.reasons[f"released {problem}"] += 1
            elif problem:
                self.note(f"{source.name} as released {problem}", source)
        sources = dict(placed)
        for first in range(0, len(placed), 200) if shutil.which("dcmdump") else []:
            refused, why = refused_by_dcmdump([path for path, _ in placed[first:first + 200]])
            for path in refused:
                self.note(f"dcmdump does not read it as released ({why}):", sources[path])
        again = self.scrub(out / "images", "again", "--jobs", "1")
        if again and again["released"] != len(placed):
            kept = json.loads((self.folder / "again.state" / "quarantine.jsonl").read_text().splitlines()[0])
            source = {str(path): source for path, source in placed}.get(kept["path"])
            self.note(f"of {len(placed)} released files {again['released']} are released again; the first is {kept['reason']} ({kept['detail']})",
                      source)
        other = self.scrub(self.folder / "in", "other", "--jobs", "1") if self.first == 0 else None
        if other and (self.folder / "other" / "SHA256SUMS").read_bytes() != (out / "SHA256SUMS").read_bytes():
            self.note("one worker makes another release than two")


def main(arguments):
    parser = argparse.ArgumentParser(prog="scripts/fuzz pipeline", description=__doc__)
    parser.add_argument("--program", type=built.program, default=built.DEBUG)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first file, to make one again")
    parser.add_argument("--batch", type=int, default=2000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--profile", default="basic")
    parser.add_argument("--corpus", help="a folder of files of your own, to break besides")
    parser.add_argument("--keep", type=Path, help="where inputs are put that broke a law")
    options = parser.parse_args(arguments)
    options.program = str(options.program)
    begun = time.monotonic()
    totals, findings = collections.Counter(), 0
    with multiprocessing.Pool(2, start_worker, (options.corpus,)) as pool:
        for first in range(options.first, options.first + options.files, options.batch):
            batch = Batch(options, pool, first, min(options.batch, options.first + options.files - first))
            try:
                counts = batch.run() or {}
            finally:
                shutil.rmtree(batch.folder, ignore_errors=True)
            totals.update({key: value for key, value in counts.items() if key in ("inputs", "released", "quarantined", "not_dicom", "duplicates")})
            totals.update(batch.reasons)
            for finding in batch.findings:
                print(f"seed {options.seed}, from {first}: {finding}", flush=True)
            findings += len(batch.findings)
            print(f"{first + batch.count} files, {time.monotonic() - begun:.0f} s, {findings} findings", flush=True)
    for key, count in totals.most_common():
        print(f"{count:8} {key}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
