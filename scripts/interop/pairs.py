# SPDX-License-Identifier: Apache-2.0
"""Which released file was made from which input."""
import hashlib
import hmac
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pydicom


@dataclass
class Pair:
    before: Path
    after: Path
    entry: dict

    @property
    def is_blanked(self):
        """Text was found in the pixels and blanked, as the profile asks."""
        return bool((self.entry.get("pixel_text") or {}).get("area"))


@dataclass
class Release:
    pairs: list
    inputs: int

    @property
    def blanked(self):
        return sum(pair.is_blanked for pair in self.pairs)


@dataclass
class Row:
    """A line of the table."""
    tool: str
    what: str
    before: str = ""
    after: str = ""
    differ: str = "0"
    lines: list = field(default_factory=list)
    failed: bool = False

    @classmethod
    def skipped(cls, tool, what, why):
        return cls(tool, what, "SKIPPED", "SKIPPED", why)

    def compare(self, lines):
        """What differs, one line each."""
        self.lines = sorted(lines)
        self.differ = str(len(lines))
        self.failed = bool(lines)
        return self


def uid_key(site_key, project="default"):
    """HKDF-SHA256 without salt, as SECURITY.md has it."""
    extracted = hmac.new(bytes(32), site_key, hashlib.sha256).digest()
    return hmac.new(extracted, f"dcmscrub/1/{project}/uid".encode() + b"\1", hashlib.sha256).digest()


def mapped(key, uid):
    digest = hmac.new(key, uid.encode(), hashlib.sha256).digest()
    return "2.25." + str(int.from_bytes(digest[:16], "big"))


def scrub(program, profile, folders, scratch):
    output, state = scratch / "release", scratch / "state"
    run = subprocess.run([program, "scrub", *folders, "--profile", profile, "--output", output, "--state", state, "--jobs", "2", "--json", "--quiet"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 2):
        sys.exit(f"the run failed with exit code {run.returncode}: {run.stderr.strip()}")
    key = uid_key((state / "site.key").read_bytes())
    entries = {}
    for line in (output / "MANIFEST.jsonl").read_text().splitlines():
        entry = json.loads(line)
        entries[entry["instance"]] = entry
    release = Release([], json.loads(run.stdout)["inputs"])
    candidates = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        try:
            instance = pydicom.dcmread(path, stop_before_pixels=True, specific_tags=["SOPInstanceUID"]).get("SOPInstanceUID")
        except Exception:  # what pydicom cannot read has no pair, and is counted as such below
            continue
        if instance:
            candidates.setdefault(mapped(key, str(instance)), []).append(path)
    for instance, entry in sorted(entries.items()):
        paths = candidates.get(instance, [])
        # Of two files of one instance only the program knows which it took; of equal ones any will do.
        if len({hashlib.sha256(path.read_bytes()).digest() for path in paths}) != 1:
            continue
        release.pairs.append(Pair(paths[0], output / entry["path"], entry))
    missing = len(entries) - len(release.pairs)
    if missing:
        print(f"{missing} released files were made from inputs that share their UID with others, or that pydicom cannot read; they are left out",
              file=sys.stderr)
    return release
