# SPDX-License-Identifier: Apache-2.0
"""Inputs, folders and programs for scripts/faults."""

import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "scripts"))
from benchmark import inputs  # noqa: E402

# All that is looked at waits for a person.
HELD = "name: held\nextends: ai-labeling\npixel-text:\n  look-at: all\n  review: required\n"


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def tree(folder):
    """Digest by path, of every file."""
    folder = Path(folder)
    return {str(path.relative_to(folder)): digest(path) for path in folder.rglob("*") if path.is_file()}


class Ended:
    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors


class World:
    """A folder with inputs that stay, and `work`, in which each trial begins anew."""

    def __init__(self, folder, program, is_short):
        self.folder, self.program = Path(folder), str(Path(program).resolve())
        self.input, self.work, self.ledger = self.folder / "in", self.folder / "work", self.folder / "ledger"
        self.output, self.state = self.work / "out", self.work / "state"
        self.shared, self.temporary = self.folder / "shared", self.folder / "tmp"
        self.key, self.held = self.folder / "key", self.folder / "held.yaml"
        self.library = self.folder / "faults.so"
        self.temporary.mkdir()
        self.key.write_bytes(bytes(range(32)))
        self.key.chmod(0o600)
        self.held.write_text(HELD)
        self.make_inputs(is_short)
        sources = [str(Path(__file__).parent / name) for name in ("faults.c", "ledger.c")]
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-Wno-nonnull-compare", "-o", str(self.library), *sources], check=True)

    def make_inputs(self, is_short):
        export = PROJECT / "Fixtures/pacs-export"
        for name in ["WHITCOMB", "李小明"] if is_short else ["Archive_1999", "MUELLER", "WHITCOMB", "张伟_19790806", "李小明", "README.TXT"]:
            source, target = export / name, self.input / name
            target.parent.mkdir(exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        inputs.write("small", 4 if is_short else 8, self.input / "captures")
        with tarfile.open(self.input / "more.tar", "w") as archive:
            for number in range(100, 104 if is_short else 106):
                content = inputs.capture(number, bytes(number % 7 for _ in range(200 * 200)))
                member = tarfile.TarInfo(f"IM{number}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))

    def scrub(self, profile="basic", layout="uid", *more):
        profile = self.held if profile == "held" else profile
        return [
            "scrub", self.input, "--output", self.output, "--state", self.state, "--key", self.key, "--profile", profile, "--layout", layout,
            "--project", "faults", "--jobs", "2", "--quiet", *more,
        ]

    def environment(self, plan=None, watch=(), ledger=False, clock=None):
        environment = {**os.environ, "TMPDIR": str(self.temporary), "FAULTS_TRIAL": str(self.folder)}
        if plan is None and not ledger and not clock:
            return environment
        self.shared.unlink(missing_ok=True)
        environment |= {
            "LD_PRELOAD": str(self.library), "FAULTS_SHARED": str(self.shared), "FAULTS_PLAN": plan or "call=none,do=count",
            "FAULTS_WATCH": ":".join(map(str, watch or (self.work,))),
        }
        if ledger:
            shutil.rmtree(self.ledger, ignore_errors=True)
            self.ledger.mkdir()
            environment["FAULTS_LEDGER"] = str(self.ledger)
        if clock:
            environment["FAULTS_CLOCK"] = ",".join(map(str, clock))
        return environment

    def start(self, arguments, **faults):
        return subprocess.Popen(
            [self.program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            errors="replace", env=self.environment(**faults))

    def run(self, arguments, seconds=300, **faults):
        process = self.start(arguments, **faults)
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            return Ended("hangs", output, errors)
        return Ended(process.returncode, output, errors)

    def calls(self):
        """Calls that the plan was about, and how often it came true."""
        numbers = memoryview(self.shared.read_bytes()[:16]).cast("q")
        return numbers[0], numbers[1]

    def processes(self):
        """Processes of ours that are there."""
        found = []
        mark = f"FAULTS_TRIAL={self.folder}\0".encode()
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or int(entry) == os.getpid():
                continue
            try:
                has_ended = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].startswith(" Z")
                if mark in Path(f"/proc/{entry}/environ").read_bytes() and not has_ended:
                    found.append(int(entry))
            except OSError:
                pass  # it ended meanwhile
        return found

    def wait_for_processes(self, seconds=10):
        """Returns those that do not end; they are killed."""
        end = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < end:
            for process in left:
                try:
                    os.kill(process, signal.SIGCONT)
                except OSError:
                    pass
            time.sleep(0.02)
        for process in left:
            os.kill(process, signal.SIGKILL)
        return left

    # Snapshots of `work`: the journal has absolute paths, so a trial begins in the same place each time.

    def clear(self):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()

    def save(self, name):
        subprocess.run(["cp", "-a", str(self.work), str(self.folder / f"base-{name}")], check=True)

    def restore(self, name):
        shutil.rmtree(self.work, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self.folder / f"base-{name}"), str(self.work)], check=True)

    # What is in a state folder.

    def knows_inputs(self):
        """Whether a run that goes on has listed a file."""
        path = self.state / "journal.sqlite"
        if not path.exists():
            return False
        journal = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            return journal.execute("SELECT count(*) FROM files").fetchone()[0] > 0
        except sqlite3.OperationalError:  # it is being made
            return False
        finally:
            journal.close()

    def crosswalk(self):
        path = self.state / "crosswalk.sqlite"
        if not path.exists():
            return []
        with sqlite3.connect(path) as database:
            return sorted(database.execute("SELECT project, kind, pseudonym, sealed FROM entries").fetchall())

    def quarantine(self):
        path = self.state / "quarantine.jsonl"
        lines = map(json.loads, path.read_text().splitlines()) if path.exists() else []
        return sorted((line["path"], line["reason"], line.get("detail")) for line in lines)

    def names_of_state(self):
        return sorted(str(path.relative_to(self.state)) for path in self.state.rglob("*"))
