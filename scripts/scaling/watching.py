# SPDX-License-Identifier: Apache-2.0
"""Runs dcmscrub and notes at each of its progress lines what the parent and its workers hold and have taken."""

import dataclasses
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROGRESS = re.compile(r"(\d+)/(\d+) files")


@dataclasses.dataclass
class Sample:
    seconds: float
    done: int
    # CPU seconds so far.
    parent_cpu: float
    workers_cpu: float
    # MB held now.
    parent: float
    largest_worker: float
    # MB of the journal, its log included.
    journal: float


@dataclasses.dataclass
class Watched:
    seconds: float
    cpu: float
    parent_cpu: float
    # The most that the parent held at once, in MB.
    parent_peak: float
    # What the parent wrote, in MB: databases and documents.
    written: float
    samples: list[Sample]
    output: str
    code: int


def cpu(process):
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def held(process, field="VmRSS"):
    found = re.search(rf"^{field}:\s*(\d+)", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def children(process):
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def sample(process, start, done, state):
    workers = [(cpu(child), held(child)) for child in children(process)]
    journal = sum(path.stat().st_size for path in Path(state).glob("journal.sqlite*")) if state else 0
    return Sample(time.monotonic() - start, done, cpu(process), sum(worker[0] for worker in workers), held(process),
                  max((worker[1] for worker in workers), default=0.0), journal / 1e6)


def run(command, state=None, stop_at=None, accepted=(0,)):
    """
    - stop_at: the share of the files after which the run is killed, and its workers with it
    """
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    samples, errors, peak, written = [], [], [0.0], [0.0]

    def watch():
        while True:
            try:
                peak[0] = max(peak[0], held(process.pid, "VmHWM"))
                written[0] = int(re.search(r"wchar: (\d+)", Path(f"/proc/{process.pid}/io").read_text())[1]) / 1e6
            except OSError:
                return
            time.sleep(0.1)

    def listen():
        for line in process.stderr:
            errors.append(line)
            found = PROGRESS.search(line)
            if not found:
                continue
            done, total = int(found[1]), int(found[2])
            try:
                samples.append(sample(process.pid, start, done, state))
            except OSError:
                return
            if stop_at and done >= stop_at * total:
                # The parent first, so that it starts no other worker.
                for victim in [process.pid, *children(process.pid)]:
                    os.kill(victim, signal.SIGKILL)

    threads = [threading.Thread(target=target, daemon=True) for target in (watch, listen)]
    for thread in threads:
        thread.start()
    output = process.stdout.read()
    # A zombie still tells its own times; `wait4` adds those of its children.
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    seconds = time.monotonic() - start
    own = cpu(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    threads[1].join()
    if process.returncode not in accepted and not (stop_at and process.returncode == -signal.SIGKILL):
        sys.exit(f"{' '.join(str(part) for part in command[:2])} ended with exit code {process.returncode}:\n{''.join(errors[-20:])}")
    return Watched(seconds, usage.ru_utime + usage.ru_stime, own, peak[0], written[0], samples, output, process.returncode)


def tenth(samples, number):
    """What a tenth of the files took, the first with number 0: files a second, and CPU milliseconds a file of parent and workers."""
    total = samples[-1].done - samples[0].done
    first, last = (at(samples, samples[0].done + total * share / 10) for share in (number, number + 1))
    count = last.done - first.done
    return (count / (last.seconds - first.seconds), 1000 * (last.parent_cpu - first.parent_cpu) / count,
            1000 * (last.workers_cpu - first.workers_cpu) / count)


def at(samples, done):
    return min(samples, key=lambda sample: abs(sample.done - done))
