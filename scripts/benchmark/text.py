# SPDX-License-Identifier: Apache-2.0
"""Rows about the free-text core: one field, the start, and one line of 1 MB."""

import json
import os
import pty
import statistics
import subprocess
import time
import tty

from .measure import run

DESCRIPTIONS = [
    "CT ABDOMEN W CONTRAST", "MR Schaedel nativ und KM", "chest pa + lat", "T2 TSE SAG 4MM",
    "RX THORAX FACE", "US Nieren bds.", "胸部CT平扫", "头颅MRI增强",
    "portal venous 3.0 B30f",
    "TC torax sin contraste", "IRM cerebrale", "MG screening L CC", "localizer", "follow-up after surgery",
    "腹部超音波",
]
NAMES = ["Dr. Hallowell", "Lindqvist^Ada", "Frau Morgenthal", "王小明", "M. Perrault", "nurse Okonjo", "山田 太郎", "J. Whitcombe"]
REST = ["DOB 03/14/1952", "MRN 4711002", "since 2019-04-02", "tel 555-0142",
        "seen by {name}", "{name} requested", "ref {name}, 12.3.2020", "bed 4", "acc 90017"]


def fields():
    """At most 40 characters, no two alike."""
    result = []
    for round_number in range(25):
        for place, description in enumerate(DESCRIPTIONS):
            rest = REST[(place + round_number) % len(REST)].format(name=NAMES[(place * 3 + round_number) % len(NAMES)])
            for text in (f"{description} {round_number}", f"{rest} {description}", f"{description}: {rest}"):
                result.append(text[:40])
    return list(dict.fromkeys(result))


def round_trips(program, lines):
    """Microseconds from each line to its answer. A terminal, so that the program answers line by line."""
    own, other = pty.openpty()
    tty.setraw(other)
    process = subprocess.Popen([str(program), "text", "--jsonl"], stdin=subprocess.PIPE, stdout=other, stderr=subprocess.DEVNULL)
    os.close(other)
    result = []
    for line in lines:
        start = time.perf_counter()
        process.stdin.write(line)
        process.stdin.flush()
        answer = b""
        while not answer.endswith(b"\n"):
            answer += os.read(own, 1 << 16)
        result.append(1e6 * (time.perf_counter() - start))
    process.stdin.close()
    process.wait()
    os.close(own)
    return result


def as_line(text):
    return json.dumps({"id": "1", "text": text}, ensure_ascii=False).encode() + b"\n"


def text(bench):
    lines = [as_line(field) for field in fields()]
    empty = as_line(".")
    tails, starts, long_lines, peaks = [], [], [], []
    for _ in range(bench.options.rounds):
        # The first lines load tables; the way there and back is that of a line with nothing in it.
        times = round_trips(bench.program, [empty] * 200 + lines)
        way = statistics.median(times[100:200])
        tails.append(max(0, sorted(times[200:])[int(len(lines) * 0.95)] - way))
        starts.append(1000 * run([bench.program, "text"]).seconds)
        long_line = bench.memory / "line"
        words = " ".join(fields())
        long_line.write_bytes(as_line((words * (1 + 1_000_000 // len(words)))[:1_000_000]))
        with long_line.open("rb") as file:
            cost = run([bench.program, "text", "--jsonl"], file)
        long_lines.append(cost.seconds)
        peaks.append(cost.peak)
    return [bench.figure("text, 95th percentile a field, us", tails, 83, 42, f"{len(lines)} fields of at most 40 characters"),
            bench.figure("text, start, ms", starts, 48, 24, "process and tables, no line"),
            bench.figure("text, line of 1 MB, s", long_lines, 2, 1, f"peak {max(peaks):.0f} MB")]
