# SPDX-License-Identifier: Apache-2.0
"""Runs the program over a folder and finds the output of each input."""

import hashlib
import hmac
import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

KEY = bytes(range(7, 39))
LOOK_AT_ALL = """name: eval-pixels
description: What scripts/eval-pixels measures with. Every image is looked at, and none waits for a person.
extends: ai-labeling
burned-in: clean
pixel-text:
  look-at: all
  review: none
"""


def with_regions(pictures):
    """A profile that is told where the text is, so that what happens to it can be judged without the detector."""
    lines = [LOOK_AT_ALL.rstrip(), "  regions:"]
    for picture in pictures:
        boxes = ", ".join(str([max(0, text.box[0] - 2), max(0, text.box[1] - 2), text.box[2] + 2, text.box[3] + 2])
                          for text in picture.texts if text.place == "pixels")
        if boxes:
            lines.append(f"    - {{when: {{manufacturer: 'EVAL {picture.name}'}}, boxes: [{boxes}]}}")
    return "\n".join(lines) + "\n"


def hkdf(key, info):
    """HKDF-SHA256 with an empty salt, 32 bytes."""
    secret = hmac.new(bytes(32), key, hashlib.sha256).digest()
    return hmac.new(secret, info.encode() + b"\1", hashlib.sha256).digest()


UID_KEY = hkdf(KEY, "dcmscrub/1/default/uid")


def mapped(uid):
    """The UID that a release has for an original one."""
    return "2.25." + str(int.from_bytes(hmac.new(UID_KEY, uid.encode(), hashlib.sha256).digest()[:16], "big"))


@dataclass
class Outcome:
    seconds: float
    code: int
    released: dict = field(default_factory=dict)  # mapped instance UID -> manifest line, with the absolute path as "file"
    held: dict = field(default_factory=dict)  # input path -> reason
    message: str = ""
    peak: int = 0  # KiB, the largest process

    def of(self, path, instance_uid):
        """The manifest line of an input, or its reason to be held back, or neither."""
        line = self.released.get(mapped(instance_uid))
        return line, None if line else self.held.get(str(Path(path).resolve()), "missing")


def profile_file(work, text=LOOK_AT_ALL):
    path = Path(work) / "eval-pixels.yaml"
    path.write_text(text)
    return path


def scrub(program, inputs, work, profile, jobs=2, timeout=3600):
    """One run into fresh folders under `work`."""
    work = Path(work)
    work.mkdir(parents=True, exist_ok=True)
    for name in ("out", "state"):
        shutil.rmtree(work / name, ignore_errors=True)
    key = work / "site.key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    command = [program, "scrub", *map(str, inputs), "--output", work / "out", "--state", work / "state", "--key", key, "--profile", profile, "--jobs",
               str(jobs), "--quiet"]
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    message = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    outcome = Outcome(time.monotonic() - start, process.returncode, message=message, peak=usage.ru_maxrss)
    manifest, quarantine = work / "out" / "MANIFEST.jsonl", work / "state" / "quarantine.jsonl"
    if manifest.exists():
        for line in map(json.loads, manifest.read_text().splitlines()):
            line["file"] = str(work / "out" / line["path"])
            outcome.released[line["instance"]] = line
    if quarantine.exists():
        for line in map(json.loads, quarantine.read_text().splitlines()):
            outcome.held[line["path"]] = line.get("reason", "?")
    return outcome
