# SPDX-License-Identifier: Apache-2.0
"""A server that takes the files and says what it has."""
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections import Counter

from .pairs import Row

WHAT = "files accepted; the tree of studies, series and instances"


class Server:
    """One Orthanc with an empty store, reachable from this machine only."""

    def __init__(self, folder):
        folder.mkdir()
        self.ports = [free_port(), free_port()]
        configuration = {
            "Name": "interoperability", "StorageDirectory": str(folder), "IndexDirectory": str(folder), "HttpPort": self.ports[0],
            "DicomPort": self.ports[1], "RemoteAccessAllowed": False, "AuthenticationEnabled": False, "DicomServerEnabled": False,
            "OverwriteInstances": True, "Plugins": [],
        }
        path = folder / "orthanc.json"
        path.write_text(json.dumps(configuration))
        self.process = subprocess.Popen([program(), path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(300):
            try:
                self.version = self.get("/system")["Version"]
                return self
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError("Orthanc does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def get(self, path, data=None):
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{self.ports[0]}{path}", data), timeout=60) as answer:
            return json.load(answer)

    def takes(self, path):
        try:
            self.get("/instances", path.read_bytes())
            return True
        except urllib.error.HTTPError:
            return False

    def tree(self):
        """For each study the numbers of instances of its series, without any name."""
        result = Counter()
        for study in self.get("/studies?expand"):
            result[tuple(sorted(len(self.get(f"/series/{series}")["Instances"]) for series in study["Series"]))] += 1
        return result


def program():
    return shutil.which("Orthanc") or shutil.which("Orthanc", path="/usr/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stores(release, scratch):
    if not program():
        return Row.skipped("Orthanc", WHAT, "not installed")
    taken, trees, version = [], [], ""
    for side in ("before", "after"):
        with Server(scratch / f"orthanc-{side}") as server:
            taken.append([server.takes(getattr(pair, side)) for pair in release.pairs])
            trees.append(server.tree())
            version = server.version
    row = Row(f"Orthanc {version}", WHAT,
              *(f"{sum(accepted)} files, {tree.total()} studies, {sum(len(study) * count for study, count in tree.items())} series"
                for accepted, tree in zip(taken, trees)))
    lines = [f"{pair.entry['path']}: taken only {'before' if old else 'after'}" for pair, old, new in zip(release.pairs, *taken) if old and not new]
    if trees[0] != trees[1] and sum(taken[0]) == sum(taken[1]):
        lines.append("the tree of studies, series and instances is another")
    return row.compare(lines)
