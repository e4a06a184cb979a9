# SPDX-License-Identifier: Apache-2.0
"""Rows about whole files: a header of 250 elements against gdcmanon, and many files against a plain copy."""

import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from . import inputs
from .measure import run


def scrub(bench, folder, work, profile, jobs):
    """One run, whose folders are removed behind it."""
    cost = run([bench.program, "scrub", folder, "--output", work / "out", "--state", work / "state", "--key", bench.key, "--profile", profile,
                "--jobs", jobs, "--quiet"])
    shutil.rmtree(work / "out")
    shutil.rmtree(work / "state")
    return cost


def header(bench):
    """CPU of a file with a header of 250 elements, against `gdcmanon -e`."""
    if not shutil.which("gdcmanon"):
        return [bench.row("CPU, header of 250 elements / gdcmanon -e", "SKIPPED: needs libgdcm-tools")]
    work = bench.memory / "header"
    folder = bench.options.headers or work / "in"
    if not bench.options.headers:
        bench.make(inputs.write, "header", bench.scaled(600), folder)
    count = sum(1 for path in Path(folder).rglob("*") if path.is_file())
    work.mkdir(exist_ok=True)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bench", "-keyout", work / "private.pem", "-out",
                    work / "certificate.pem"], check=True, capture_output=True)
    pairs = []
    for _ in range(bench.options.rounds):
        own = scrub(bench, folder, work, "ai-labeling", 1)
        other = run(["gdcmanon", "-e", "-c", work / "certificate.pem", "-i", folder, "-o", work / "other", "-r", "--continue"], accepted=(0, 1))
        shutil.rmtree(work / "other")
        pairs.append((own.cpu, other.cpu))
    shutil.rmtree(work)
    own, other = (1000 * statistics.median(column) / count for column in zip(*pairs))
    return [bench.ratio("CPU, header of 250 elements / gdcmanon -e", pairs, 1.3, 0.9, f"{own:.2f} and {other:.2f} ms a file")]


def against_copy(bench, kind, count, place, flush, name, required, aim):
    work = place / kind
    paths = [Path(path) for path in bench.make(inputs.write, kind, count, work / "in")]
    listing = work / "list"
    listing.write_text("".join(f"{path}\n" for path in paths))
    pairs, costs = [], []
    for _ in range(bench.options.rounds):
        costs.append(scrub(bench, work / "in", work, "basic", bench.options.jobs))
        (work / "plain").mkdir()
        with listing.open() as file:
            plain = run([bench.reference, bench.options.jobs, work / "plain", 64 if flush else 0], file)
        shutil.rmtree(work / "plain")
        pairs.append((costs[-1].seconds, plain.seconds))
    shutil.rmtree(work)
    own, other = (count / statistics.median(column) for column in zip(*pairs))
    cpu = 1000 * statistics.median(cost.cpu for cost in costs) / count
    details = f"{own:.0f} and {other:.0f} files/s, {cpu:.2f} ms CPU a file, peak {max(cost.peak for cost in costs):.0f} MB"
    return bench.ratio(name, pairs, required, aim, details), costs


def small(bench):
    """5,000 files of 40 KB in memory against the copy, and what the parent does for each."""
    count = bench.scaled(5000)
    row, costs = against_copy(bench, "small", count, bench.memory, False, f"{count} files of 40 KB in memory / copy", 14, 9)
    # What the parent takes to start is not a file's.
    empty = bench.memory / "empty"
    bench.make(inputs.write, "small", 1, empty / "in")
    start = min(scrub(bench, empty / "in", empty, "basic", bench.options.jobs).own_cpu for _ in range(3))
    shutil.rmtree(empty)
    each = [1000 * max(0, cost.own_cpu - start) / count for cost in costs]
    return [row, bench.figure("parent's CPU a file, ms", each, 0.10, 0.05, f"without its start, {1000 * start:.0f} ms")]


def slices(bench):
    """CT slices of 0.5 MB: in memory, and on the disk with both flushing."""
    count = bench.scaled(1000)
    name = f"{count} CT slices of 0.5 MB"
    return [against_copy(bench, "ct", count, bench.memory, False, f"{name} in memory / copy", 2.5, 1.5)[0],
            against_copy(bench, "ct", count, bench.disk, True, f"{name} on disk, flushed / copy", 1.2, 1.1)[0]]


def compile_reference(folder):
    compiler = shutil.which("cc") or shutil.which("clang") or sys.exit("bench needs a C compiler: cc or clang")
    program = folder / "reference"
    source = Path(__file__).resolve().parent / "reference.c"
    subprocess.run([compiler, "-O2", "-pthread", "-o", program, source, "-ldl"], check=True)
    return program


def dry_run(bench, folder):
    with open(os.devnull, "wb") as output:
        return run([bench.program, "report", folder, "--quiet", "--format", "json", "--profile", "ai-labeling", "--key", bench.key,
                    "--jobs", bench.options.jobs], output=output, accepted=(0, 2))


def report(bench):
    """Headers a second of the dry run, and what a plain read of them takes."""
    count = bench.scaled(5000)
    folder = bench.memory / "report"
    bench.make(inputs.write, "report", count, folder)
    costs = [dry_run(bench, folder) for _ in range(bench.options.rounds)]
    shutil.rmtree(folder)
    rates = [count / cost.seconds for cost in costs]
    cpu = 1000 * statistics.median(cost.cpu for cost in costs) / count
    parent = 1000 * statistics.median(cost.own_cpu for cost in costs) / count
    details = f"{count} headers, {cpu:.2f} ms CPU a file, {parent:.2f} of it the parent's, peak {max(cost.peak for cost in costs):.0f} MB"
    return [bench.figure("report, headers/s", rates, 2500, 5000, details, more_is_better=True)]


def memory(bench):
    """What the parent holds at most, for many files and for a twelfth of them. Once: it hardly varies."""
    counts = bench.scaled(60_000), bench.scaled(5000)
    work = bench.memory / "memory"
    runs, reports = [], []
    for count in counts:
        folder = work / str(count)
        bench.make(inputs.write, "report", count, folder)
        runs.append(scrub(bench, folder, work, "basic", bench.options.jobs).own_peak)
        reports.append(dry_run(bench, folder).own_peak)
    shutil.rmtree(work)
    return [bench.figure(f"{name} of {counts[0]} headers, parent's peak MB", peaks[:1], 64, 48, f"{peaks[1]:.0f} MB for {counts[1]} headers")
            for name, peaks in (("run", runs), ("report", reports))]
