# SPDX-License-Identifier: Apache-2.0
"""Runs a program and says what it took, its workers included. CPU seconds say more than elapsed ones on a machine that does other things."""

import dataclasses
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass
class Cost:
    seconds: float
    # Of the process and all that it waited for.
    cpu: float
    # Of the process alone, in steps of 10 ms.
    own_cpu: float
    # The most that any of them held, in MB. This process started them, and its own memory is the least that can be shown.
    peak: float
    # The most that the process alone held, in MB, looked at every 20 ms.
    own_peak: float


def watch(process, peaks):
    """Adds what a process has held at most so far, until it ends: a zombie has no memory."""
    while True:
        try:
            found = re.search(r"^VmHWM:\s*(\d+)", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
        except OSError:
            return
        if not found:
            return
        peaks.append(int(found[1]) / 1024)
        time.sleep(0.02)


def run(command, listing=None, accepted=(0,), output=None):
    os.sync()
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=listing or subprocess.DEVNULL, stdout=output or subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    peaks = [0.0]
    watcher = threading.Thread(target=watch, args=(process.pid, peaks))
    watcher.start()
    errors = process.stderr.read()
    # A zombie still tells its own times; `wait4` adds those of its children.
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    seconds = time.monotonic() - start
    own = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    watcher.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        sys.exit(f"{Path(command[0]).name} ended with exit code {process.returncode}:\n{errors.decode(errors='replace')}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, (int(own[11]) + int(own[12])) / TICK, usage.ru_maxrss / 1024, max(peaks))
