# SPDX-License-Identifier: Apache-2.0
"""Every command of runs and releases, in an order in which each finds what it needs."""

import json
import os
import zipfile
from pathlib import Path

# Of commands that have workers read files.
GUARDED = ["--sandbox", "require"]
# Takes the option for the files that it may be asked about.
STARTS_NONE = "crosswalk find"
# Profiles under which text in pixels is read, and under which all that is looked at waits for a person.
READING = "name: reading\nextends: basic\noptions: [clean-descriptors]\nburned-in: clean\npixel-text: {blank: unlisted}\n"
HELD = "name: held\nextends: ai-labeling\npixel-text: {look-at: all, review: required}\n"
APPROVERS = "required: 1\noperator-may-approve: true\napprovers:\n  - {{name: Ada Byron, role: board, key: \"{}\"}}\n"
PROFILES = ("basic", "core-18", "ai-labeling", "ai-labeling-minimal", "hipaa-safe-harbor", "research-longitudinal")


def is_dicom(path):
    with open(path, "rb") as file:
        return file.read(132)[128:] == b"DICM"


class Commands:
    """`run` runs the program, unwatched, and gives back what it says."""

    def __init__(self, work, inputs, run):
        self.work, self.inputs, self.run = Path(work), inputs, run
        walked = [os.path.join(folder, name) for folder, _, names in os.walk(inputs) for name in names]
        self.files = sorted(path for path in walked if is_dicom(path))
        self.archive, self.key, self.inbox = self.path("more.zip"), self.path("site.key"), self.path("inbox")
        with zipfile.ZipFile(self.archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for index, path in enumerate(self.files[:20]):
                packed.write(path, f"{index}.dcm")
        os.mkdir(self.inbox)
        for index, path in enumerate([*self.files[:2], self.archive]):
            (Path(self.inbox) / f"{index}").write_bytes(Path(path).read_bytes())
        self.reading, self.held, self.decisions = self.path("reading.yaml"), self.path("held.yaml"), self.path("decisions.json")
        Path(self.reading).write_text(READING)
        Path(self.held).write_text(HELD)
        run(["key", "create", "--output", self.key])

    def path(self, name):
        return str(self.work / name)

    @property
    def given(self):
        """What no worker may open by its name."""
        return [self.inputs, self.archive, self.inbox]

    def written(self, temporary):
        """Where workers write."""
        folders = [temporary]
        for path in self.work.iterdir():
            name = path.name
            folders += [f"{path}/.dcmscrub-part", f"{path}/.scratch", f"{path}/scratch", f"{path}/review/held", f"{path}/watch/scratch"]
            if name == "releases":
                folders += [f"{path}/.dcmscrub-{number}.part/.dcmscrub-part" for number in range(100)]
        return folders

    def released(self, release="release"):
        return sorted(str(path) for path in Path(self.path(release)).rglob("*.dcm"))

    # What a command line is made of.

    def scrub(self, name, *more):
        return ["scrub", *more, "--output", self.path(name), "--state", self.path(name + "-state"), "--jobs", "2", "--quiet", *GUARDED]

    def shard(self, number):
        return self.scrub(f"shard-{number}", self.archive, "--shard", f"{number}/2", "--key", self.key)

    def relink(self, name, *more):
        return ["relink", self.path("release/images"), "--output", self.path(name), *self.state(), *more, "--reason", "test", *GUARDED]

    def report(self, profile):
        return ["report", self.inputs, self.archive, "--profile", profile, "--jobs", "2", "--quiet", "--output", self.path("report.txt"), *GUARDED]

    def state(self, name="release"):
        return ["--state", self.path(name + "-state")]

    def find(self, what):
        return ["crosswalk", "find", what, "--reason", "test", *self.state(), *GUARDED]

    def apply(self):
        """Decides as a person does on the page."""
        sheet = json.loads(next(Path(self.path("waiting-state/review/sheets")).glob("*.json")).read_text())
        verdicts = [{"verdict": "release", "boxes": []} if index % 2 == 0 else {"verdict": "refuse"} for index in range(len(sheet["items"]))]
        decisions = [{"key": item["key"], "held": item["held"], **verdict} for item, verdict in zip(sheet["items"], verdicts)]
        Path(self.decisions).write_text(json.dumps({"format": "dcmscrub-decisions/1", "sheet": sheet["sheet"], "decisions": decisions}))
        return ["review", "apply", self.decisions, *self.state("waiting"), "--jobs", "2", "--quiet", *GUARDED]

    def prepare(self):
        fingerprint = self.run(["key", "create", "--approver", "--no-passphrase", "--output", self.path("ada")]).strip()
        Path(self.path("release-state/approvers.yaml")).write_text(APPROVERS.format(fingerprint))
        return ["handoff", "prepare", self.path("release"), "--recipient", "A", "--purpose", "test", *self.state(), "--output",
                self.path("request.json"), *GUARDED]

    def handoff(self, command, *more):
        return ["handoff", command, self.path("request.json"), "--release", self.path("release"), *self.state(), *more]

    def merge(self):
        shards = [part for number in (1, 2) for part in ("--shard-state", self.path(f"shard-{number}-state"))]
        return ["merge", self.path("shard-1"), self.path("shard-2"), "--output", self.path("merged"), *self.state("merged"), "--key", self.key,
                "--jobs", "2", "--quiet", *shards]

    def watch(self):
        return ["watch", self.inbox, "--output", self.path("releases"), *self.state("releases"), "--once", "--settle", "0", "--jobs", "2", "--quiet",
                "--move-done", self.path("done"), *GUARDED]

    def all(self):
        """Names, and what makes the line of each when those before have run."""
        first = self.files[0]
        return [
            ("scrub", lambda: self.scrub("release", self.inputs, self.archive, "--profile", "ai-labeling")),
            ("scrub, text is read", lambda: self.scrub("read", self.inputs, "--profile", self.reading)),
            ("scrub, dicomdir", lambda: self.scrub("media", self.inputs, "--layout", "dicomdir")),
            ("scrub of a DICOMDIR", lambda: self.scrub("again", self.path("media/DICOMDIR"))),
            ("scrub of a shard", lambda: self.shard(1)),
            ("scrub of another shard", lambda: self.shard(2)),
            ("scrub, all waits", lambda: self.scrub("waiting", *self.files[:6], "--profile", self.held)),
            ("verify --state", lambda: ["verify", self.path("release"), *self.state(), "--quiet", *GUARDED]),
            ("inspect", lambda: ["inspect", first, *self.state(), *GUARDED]),
            ("inspect of two", lambda: ["inspect", first, self.released()[0], *self.state(), *GUARDED]),
            ("relink", lambda: self.relink("back")),
            ("relink --originals", lambda: self.relink("back2", "--originals", self.inputs)),
            ("handoff prepare", self.prepare),
            ("crosswalk find of a file", lambda: self.find(self.released()[0])),
            ("watch --once", self.watch),
            *((f"report, {profile}", lambda profile=profile: self.report(profile)) for profile in PROFILES),
            ("review make", lambda: ["review", "make", *self.state("waiting")]),
            ("review apply", self.apply),
            ("review status", lambda: ["review", "status", *self.state("waiting")]),
            ("handoff approve", lambda: self.handoff("approve", "--as", self.path("ada"), "--role", "board", "--yes")),
            ("handoff release", lambda: self.handoff("release", "--to", self.path("package"))),
            ("handoff list", lambda: ["handoff", "list", *self.state()]),
            ("handoff proof", lambda: ["handoff", "proof", self.released("package")[0]]),
            ("handoff purge", lambda: ["handoff", "purge", *self.state()]),
            (STARTS_NONE, lambda: self.find(self.released()[0].split("/images/")[1].split("/")[0])),
            ("crosswalk export", lambda: ["crosswalk", "export", "--reason", "test", *self.state(), "--output", self.path("export.csv")]),
            ("merge", self.merge),
            ("audit verify", lambda: ["audit", "verify", *self.state("merged"), "--key", self.key]),
        ]
