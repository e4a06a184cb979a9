# SPDX-License-Identifier: Apache-2.0
"""Gives a release to programs of others: what they read of the inputs they must read of the outputs, and no new error may come."""

import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

PORT = 18042


def errors(path):
    """What dciodvfy calls an error, without values, which differ before and after."""
    process = subprocess.run(["dciodvfy", str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = process.stdout.decode("latin-1").splitlines()
    return Counter(re.sub(r" = <[^<>]*>|[\d.]{8,}|\d+(\.\d+){2,}|got \d+", "#", line) for line in lines if line.startswith("Error"))


def converted(path):
    """How many images dcm2niix makes of a file, and their sizes."""
    with tempfile.TemporaryDirectory() as folder:
        single = Path(folder) / "in"
        single.mkdir()
        shutil.copy(path, single)
        process = subprocess.run(["dcm2niix", "-o", folder, "-b", "n", str(single)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return process.returncode, sorted(image.stat().st_size for image in Path(folder).glob("*.nii"))


class Orthanc:
    """A server of its own on the loopback interface, for as long as the block runs."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="eval-orthanc.")
        settings = {"Name": "eval", "StorageDirectory": self.folder, "IndexDirectory": self.folder, "HttpPort": PORT, "DicomServerEnabled": False,
                    "RemoteAccessAllowed": False, "AuthenticationEnabled": False, "Plugins": ["/usr/share/orthanc/plugins"]}
        (Path(self.folder) / "orthanc.json").write_text(json.dumps(settings))
        self.process = subprocess.Popen(["Orthanc", f"{self.folder}/orthanc.json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                self.get("/system")
                return self
            except OSError:
                time.sleep(0.2)
        raise SystemExit("Orthanc does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def get(path, body=None):
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", data=body, timeout=60) as answer:
            return answer.read()

    def reads(self, path):
        """Whether a file is taken, and its first frame shown."""
        try:
            identity = json.loads(self.get("/instances", Path(path).read_bytes()))["ID"]
        except OSError:
            return "refused"
        try:
            return "shown" if self.get(f"/instances/{identity}/frames/0/preview") else "empty"
        except OSError:
            return "taken, not shown"


def compare(pairs):
    """-> what is worse after, in words. `pairs` are paths before and after."""
    worse, counts = [], Counter()
    if shutil.which("dciodvfy"):
        for before, after in pairs:
            new = errors(after) - errors(before)
            counts["dciodvfy"] += 1
            worse += [f"dciodvfy: {Path(before).name}: {line}" for line in new]
    if shutil.which("dcm2niix"):
        for before, after in pairs:
            counts["dcm2niix"] += 1
            old, new = converted(before), converted(after)
            if old != new:
                worse.append(f"dcm2niix: {Path(before).name}: {old} before, {new} after")
    if shutil.which("Orthanc"):
        with Orthanc() as server:
            for before, after in pairs:
                counts["Orthanc"] += 1
                old, new = server.reads(before), server.reads(after)
                if old != new:
                    worse.append(f"Orthanc: {Path(before).name}: {old} before, {new} after")
    return worse, counts
