# SPDX-License-Identifier: Apache-2.0
"""Makes the sets, runs the program over them, and adds up what became of them."""

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy
import pydicom

import drawing
import families
import hostile
import judge
import readers
import reals
import run
import selftest
import syntaxes
import table


def syntax_for(picture, turn):
    names = [name for name in syntaxes.SYNTAXES if syntaxes.fits(picture, name)]
    return names[turn % len(names)]


def picture_of(job):
    kind, seed, index, source = job
    if kind == "real":
        return reals.drawn(source, numpy.random.default_rng([seed, 0x5EA1, index]), f"real-{index:04}")
    return families.make(seed, index)


def write_one(arguments):
    """Writes the file of a job: (job, syntax name, folder). -> its path"""
    job, name, folder = arguments
    picture = picture_of(job)
    name = name or syntax_for(picture, job[2] // len(families.FAMILIES) + job[2])
    path = Path(folder) / f"{picture.name}-{name}.dcm"
    syntaxes.write(picture, name, path, job[1], with_icon=job[2] % 3 == 0)
    return job, name, path


def judge_one(arguments):
    (job, name, path), line, held = arguments
    picture, original = picture_of(job), pydicom.dcmread(path)
    verdict = judge.judge(picture, original, line, held)
    verdict.syntax = name
    beyond = 0
    if line is not None and verdict.unreadable is None:
        beyond = judge.outside_boxes(original, pydicom.dcmread(line["file"]), line)
    return verdict, beyond


class Evaluation:
    def __init__(self, options, work, pool):
        self.options, self.work, self.pool = options, Path(work), pool
        self.profile = options.profile or run.profile_file(work)
        self.details, self.pairs = [], []

    def folder(self, name):
        path = self.work / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def scrub(self, name, inputs, profile=None):
        return run.scrub(self.options.program, inputs, self.folder(name), profile or self.profile, self.options.jobs)

    def judged(self, name, jobs):
        """Writes, scrubs and judges files. -> verdicts, how many files changed beyond the manifest's boxes"""
        inputs = self.folder(f"{name}-in")
        written = list(self.pool.map(write_one, [(job, syntax, inputs) for job, syntax in jobs], chunksize=4))
        return self.judged_again(name, written)

    def judged_again(self, name, written, profile=None):
        outcome = self.scrub(name, [written[0][2].parent], profile)
        if not outcome.released and not outcome.held:
            raise SystemExit(f"the program did nothing (exit code {outcome.code}): {outcome.message.strip()[:2000]}")
        work = []
        for job, syntax, path in written:
            uid = pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID
            line, held = outcome.of(path, uid)
            work.append(((job, syntax, path), line, held))
            if line and profile is None:
                self.pairs.append((path, line["file"]))
        self.written = written
        verdicts, beyond = [], 0
        for verdict, count in self.pool.map(judge_one, work, chunksize=2):
            verdicts.append(verdict)
            beyond += count != 0
            self.note(verdict, count, "" if profile is None else f" under {profile}")
        return verdicts, beyond

    def note(self, verdict, beyond, where=""):
        words = [f"held back: {verdict.held}"] if verdict.held else []
        words += [f"left: {text}" for text in verdict.left] + verdict.lies
        words += [f"not decodable: {verdict.unreadable}"] if verdict.unreadable else []
        words += [f"{beyond} pixels changed outside the manifest's boxes"] if beyond else []
        words += [f"{100 * verdict.changed_outside:.2f} % changed outside text"] if verdict.changed_outside > 0.01 else []
        self.details += [f"{verdict.name} {verdict.syntax}{where}: {word}" for word in words]

    def told(self, count):
        """The profile knows where the text is: shows what becomes of it, whatever the detector sees."""
        self.profile = run.profile_file(self.work, run.with_regions(families.make(self.options.seed, index) for index in range(count)))

    def generated(self, count):
        return self.judged("generated", [(("made", self.options.seed, index, None), None) for index in range(count)])

    def same_boxes(self, count):
        """Each picture in every lossless syntax that it may have: the boxes must be the same."""
        jobs = []
        for index in range(count):
            picture = families.make(self.options.seed, index)
            jobs += [(("made", self.options.seed, index, None), name) for name in syntaxes.LOSSLESS if syntaxes.fits(picture, name)]
        verdicts, beyond = self.judged("same-boxes", jobs)
        by_name = defaultdict(set)
        for verdict in verdicts:
            boxes = None if verdict.boxes is None else json.dumps(verdict.boxes)
            by_name[verdict.name].add((verdict.held, boxes))
        other = sorted(name for name, found in by_name.items() if len(found) > 1)
        self.details += [f"{name}: other boxes in other syntaxes: {sorted(map(str, by_name[name]))}" for name in other]
        return verdicts, beyond, len(other)

    def real_grounds(self, count):
        paths = reals.grounds(self.options.corpus, count)
        return self.judged("real-grounds", [(("real", self.options.seed, index, str(path)), None) for index, path in enumerate(paths)])

    def clean(self):
        """Real images without text. -> figures by modality"""
        files = list(reals.clean_files(self.options.corpus))
        if self.options.short:
            files = files[:: max(1, len(files) // 16)]
        outcome = self.scrub("clean", [path for path, _ in files])
        result = defaultdict(Counter)
        for path, data in files:
            line, held = outcome.of(path, data.SOPInstanceUID)
            part = result[data.Modality]
            if held:
                # What no profile would release, or nobody can read, is not the detector's doing.
                counts = "review" in held or "pixel" in held or "burned" in held
                part["held" if counts else "other"] += 1
                part["files"] += counts
                continue
            part["files"] += 1
            try:
                changed = bool((judge.decoded(pydicom.dcmread(path)) != judge.decoded(pydicom.dcmread(line["file"]))).any())
            except Exception:  # the input cannot be decoded independently either
                changed = bool((line.get("pixel_text") or {}).get("boxes"))
            part["changed"] += changed
            if changed:
                self.details.append(f"clean {data.Modality} {path}: changed, boxes {(line.get('pixel_text') or {}).get('boxes')}")
        return {name: dict(files=part["files"], changed=part["changed"], held=part["held"]) for name, part in sorted(result.items())}

    def public(self):
        """Public images with text of their own. -> what is left of it, by file"""
        result = {}
        for path in reals.public_files(self.options.corpus, self.options.public):
            outcome = self.scrub("public", [path])
            data = pydicom.dcmread(path)
            line, held = outcome.of(path, data.SOPInstanceUID)
            if held:
                result[path.name] = f"held back: {held}"
                continue
            output = pydicom.dcmread(line["file"])
            left, count = reals.lines_left(data, output, reals.PUBLIC[path.name])
            result[path.name] = f"{left} of {count} lines left; {len((line.get('pixel_text') or {}).get('boxes') or [])} boxes"
        return result

    def speed(self):
        """What looking costs a 512 x 512 image with text, one worker."""
        inputs = self.folder("speed-in")
        count = 60
        for index in range(count):
            picture = families.make(self.options.seed, 6 + len(families.FAMILIES) * (index % 6))
            picture.name = f"speed-{index}"
            syntaxes.write(picture, "explicit", inputs / f"{index}.dcm", index)
        looked = run.scrub(self.options.program, [inputs], self.folder("speed"), self.profile, 1)
        plain = run.scrub(self.options.program, [inputs], self.folder("speed"), "basic", 1)
        return 1000 * (looked.seconds - plain.seconds) / count


def main(words, project):
    parser = argparse.ArgumentParser(description=words.split("\n")[0], epilog=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag in ("--short", "--hostile", "--self-test", "--readers", "--regions", "--details"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--program", default=project / ".build/debug/dcmscrub", type=Path)
    parser.add_argument("--seed", default=20260, type=int)
    parser.add_argument("--count", type=int, help="how many generated files; 24 of each family by default")
    parser.add_argument("--profile", type=Path, help="another profile than one that looks at all and lets nobody review")
    parser.add_argument("--keep", type=Path, help="a folder for inputs and outputs, which stay")
    parser.add_argument("--corpus", default=project.parent / "shared/corpus", type=Path)
    parser.add_argument("--public", type=Path, help="the data folder of the package deid-data, with ultrasound images")
    parser.add_argument("--jobs", default=2, type=int)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if missing := drawing.missing_fonts():
        print(f"SKIPPED: fonts are missing ({', '.join(missing[:3])}, ...); apt-get install {drawing.PACKAGES}")
        return 0
    scratch = options.keep or Path(tempfile.mkdtemp(prefix="eval-pixels."))
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        return measure(options, scratch, project)
    finally:
        if not options.keep:
            shutil.rmtree(scratch, ignore_errors=True)


def measure(options, scratch, project):
    if options.short or options.self_test:
        failures = selftest.run(scratch, count=7 if options.short else 56)
        print("\n".join(failures) or "the judge sees what is left and what is gone")
        if failures or options.self_test:
            return 1 if failures else 0
    if not options.program.exists():
        print(f"there is no program at {options.program}: build it, or name it with --program")
        return 1
    options.program = options.program.resolve()
    if options.hostile:
        return hostile.main(options, scratch)
    count = options.count or (28 if options.short else 24 * len(families.FAMILIES))
    with ProcessPoolExecutor(options.jobs) as pool:
        evaluation = Evaluation(options, scratch, pool)
        if options.regions:
            evaluation.told(count)
        verdicts, beyond = evaluation.generated(count)
        shipped = [] if options.short else evaluation.judged_again("shipped", evaluation.written, "ai-labeling")[0]
        same, more, other = evaluation.same_boxes(3 if options.short else len(families.FAMILIES))
        corpus = options.corpus.is_dir()
        if not corpus:
            print(f"SKIPPED: clean and public images and real grounds, for there is nothing at {options.corpus}")
        if corpus and not options.short:
            real, beyond_real = evaluation.real_grounds(120)
            verdicts, beyond = verdicts + real, beyond + beyond_real
        result = table.figures(verdicts)
        if shipped:
            result["shipped"] = table.figures(shipped)
        result["clean"] = evaluation.clean() if corpus else {}
        result["public"] = evaluation.public() if corpus and not options.short else {}
        summary = dict(result["ALL"], other_boxes=other, outside_boxes=beyond + more)
        summary["lies"] += sum(1 for verdict in same if verdict.lies)
        summary["unreadable_released"] = sum(1 for verdict in verdicts + same if verdict.unreadable)
        if result["clean"]:
            total = Counter()
            for part in result["clean"].values():
                total.update(part)
            summary["clean_changed"] = table.share(total["changed"], total["files"])
        if not options.short:
            summary["look_ms"] = evaluation.speed()
        if options.readers:
            worse, counts = readers.compare(evaluation.pairs)
            evaluation.details += worse
            print(f"{len(worse)} new complaints of others: {dict(counts)}")
    result["summary"], result["seed"] = summary, options.seed
    return conclude(options, result, evaluation.details, project)


def conclude(options, result, details, project):
    print(table.text_of(result))
    if options.details:
        print("\n".join(details))
    if options.json:
        options.json.write_text(json.dumps(dict(result, details=details), indent=1) + "\n")
    if not options.short:
        return 0
    missed = table.below_floors(result, json.loads((project / "scripts/pixel-floors.json").read_text()))
    if missed:
        print("\n".join(details[:60]), file=sys.stderr)
        print("\n".join(f"FAIL {line}" for line in missed), file=sys.stderr)
    return 1 if missed else 0
