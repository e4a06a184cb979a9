# SPDX-License-Identifier: Apache-2.0
"""Commands other than scrub, killed at a call on a file or at a write's half, and given again."""

import json
import re
import shutil

from laws import Reference, check_end, must, planted_words
from world import digest, tree

APPROVERS = [("Ada Byron", "data-protection", "ada"), ("Ben Other", "radiology", "ben")]


def command_trials(world, count):
    lazy = {}

    def trial(kind, deed):
        def run(generator):
            if kind not in lazy:
                lazy[kind] = KINDS[kind](world)
            return lazy[kind].trial(generator, deed)

        return run

    for kind in KINDS:
        for number in range(count):
            yield kind, trial(kind, ("kill-main", "torn", "EIO", "ENOSPC")[number % 4])


class Command:
    """A state of things to begin with, a command, and what it has to come to however often it was killed."""

    def __init__(self, world):
        self.world, self.name = world, type(self).__name__
        self.prepare()
        world.save(self.name)
        ended = self.once(plan="call=any,do=count", watch=self.watch)
        must(ended.code in self.codes, f"{self.name} ended with {ended.code}: {ended.errors}")
        self.calls = world.calls()[0]
        self.expected = self.outcome()

    codes = (0, 2)
    # Where calls count.
    watch = ()

    def once(self, **faults):
        return self.world.run(self.arguments(), **faults)

    def run(self, *arguments, codes=(0, 2)):
        ended = self.world.run(arguments)
        must(ended.code in codes, f"{arguments[:2]} ended with {ended.code}: {ended.errors}")
        return ended.output

    def trial(self, generator, deed):
        world = self.world
        world.restore(self.name)
        at = generator.randint(1, self.calls)
        ended = self.once(plan=f"call=any,at={at},do={deed}", watch=self.watch)
        where = f"{deed} at call {at} of {self.calls}"
        must(not world.wait_for_processes(), f"{where}: workers outlive their parent")
        if ended.code != -9:
            must(ended.code in (*self.codes, 3, 64, 70), f"{where}: exit code {ended.code}: {ended.errors}")
        self.check_left(where)
        for _ in range(3):
            if self.is_done():
                break
            self.again()
        must(self.is_done(), f"{where}: it cannot be brought to its end")
        must(self.outcome() == self.expected, f"{where}: it came to something else than undisturbed")
        must(self.run("audit", "verify", "--state", world.state, codes=(0,)), "no audit log")
        must(not list(world.temporary.iterdir()), "something lies in the system's temporary folder")
        left = [str(path) for path in world.work.rglob(".*") if path.name.endswith(".part") or ".dcmscrub-part" in path.name]
        must(not left, f"{where}: files in the making are left: {left[:3]}")
        return where

    def again(self):
        self.once()

    def check_left(self, where):
        pass


class ReviewApply(Command):
    """A person releases one image, refuses another, and lets the others wait."""

    def prepare(self):
        world = self.world
        self.reference = Reference(world, "held", "uid")
        world.clear()
        self.run(*self.reference.command)
        self.run("review", "make", world.state)
        sheet = json.loads(next((world.state / "review/sheets").glob("*.json")).read_text())
        items = sheet["items"]
        decisions = [{"key": item["key"], "held": item["held"], "verdict": "release", "boxes": []} for item in items[:2]]
        decisions += [{"key": items[2]["key"], "held": items[2]["held"], "verdict": "refuse"}]
        self.file = world.folder / "decisions.json"
        self.file.write_text(json.dumps({"format": "dcmscrub-decisions/1", "sheet": sheet["sheet"], "decisions": decisions}))

    def arguments(self):
        return ["review", "apply", self.file, self.world.state, "--key", self.world.key, "--quiet"]

    def is_done(self):
        ended = self.world.run(["verify", self.world.output])
        status = json.loads(self.run("review", "status", self.world.state, "--json"))
        return ended.code == 0 and status["pending"] == 0 and status["released"] > 0

    def outcome(self):
        return tree(self.world.output), self.world.crosswalk(), self.world.quarantine()

    def check_left(self, where):
        released = set(self.expected[0].values()) | self.reference.digests | self.reference.losers
        for path in (self.world.output / "images").rglob("*.dcm"):
            must(digest(path) in released, f"{where}: {path.name} has a final name, and is not whole")


class HandoffRelease(Command):
    def prepare(self):
        world = self.world
        reference = Reference(world, "ai-labeling", "uid")
        world.clear()
        self.run(*reference.command)
        people = world.folder / "people"
        shutil.rmtree(people, ignore_errors=True)
        people.mkdir()
        lines = ["required: 2", "operator-may-approve: true", "approvers:"]
        for name, role, file in APPROVERS:
            said = self.run("key", "create", "--approver", "--no-passphrase", "--output", people / file)
            lines.append(f'  - {{name: {name}, role: {role}, key: "{re.search("SHA256:[A-Za-z0-9+/]+", said).group(0)}"}}')
        (world.state / "approvers.yaml").write_text("\n".join(lines) + "\n")
        self.request = world.work / "request.json"
        state = ("--state", world.state)
        self.run("handoff", "prepare", world.output, "--recipient", "Vendor", "--purpose", "labels", *state, "--output", self.request)
        for _, role, file in APPROVERS:
            self.run("handoff", "approve", self.request, "--release", world.output, *state, "--role", role, "--as", people / file, "--yes")

    form = "--to"

    @property
    def package(self):
        return self.world.work / "package"

    def arguments(self):
        return ["handoff", "release", self.request, "--release", self.world.output, "--state", self.world.state, self.form, self.package]

    def is_done(self):
        return self.package.exists()

    def outcome(self):
        return tree(self.package) if self.package.is_dir() else digest(self.package)

    def check_left(self, where):
        if self.package.exists():
            must(self.outcome() == self.expected, f"{where}: a package has its name, and is not whole")


class HandoffReleaseTar(HandoffRelease):
    form = "--tar"


class KeyRotate(Command):
    """Old and new key are there, whole, at any moment; the command is given again only where the old one is still in its place."""

    def prepare(self):
        world = self.world
        world.clear()
        world.state.mkdir(mode=0o700)
        shutil.copy(world.key, world.state / "site.key")
        (world.state / "site.key").chmod(0o600)
        command = world.scrub()
        place = command.index("--key")
        self.run(*command[:place], *command[place + 2:])

    def arguments(self):
        return ["key", "rotate", "--state", self.world.state]

    def is_done(self):
        return (self.world.state / "site.key").read_bytes() != self.world.key.read_bytes()

    def outcome(self):
        state = self.world.state
        kept = [path.read_bytes() for path in state.glob("site.*.key")]
        must(kept == [self.world.key.read_bytes()], "the old key is not kept")
        must(self.run("verify", self.world.output, "--state", state, codes=(0,)), "no release")
        names = set(self.world.names_of_state()) - {path.name for path in state.glob("site.*.key")}
        return len((state / "site.key").read_bytes()), self.world.crosswalk(), sorted(names)

    def check_left(self, where):
        must(len((self.world.state / "site.key").read_bytes()) == 32, f"{where}: site.key is not whole")


class Relink(Command):
    """It writes originals, so that a folder of its own is named anew after a kill, as its error text says."""

    def prepare(self):
        world = self.world
        reference = Reference(world, "ai-labeling", "uid")
        world.clear()
        self.run(*reference.command)
        lines = [json.loads(line) for line in (world.output / "MANIFEST.jsonl").read_text().splitlines()]
        (world.work / "returned").mkdir()
        for number, line in enumerate(lines):
            rows = f"patient,instance,label\n{line['patient']},{line['instance']},nodule\n"
            (world.work / f"returned/labels-{number:02}.csv").write_text(rows)
        self.number = 0
        self.words = [word.encode() for word in planted_words()]

    @property
    def back(self):
        return self.world.work / f"back-{self.number}"

    def once(self, **faults):
        self.number += 1
        return super().once(**faults)

    def arguments(self):
        world = self.world
        return [
            "relink", world.work / "returned", "--output", self.back, "--state", world.state, "--key", world.key, "--reason", "a trial",
            "--project", "faults",
        ]

    def is_done(self):
        return self.back.exists() and len(tree(self.back)) == len(list((self.world.work / "returned").iterdir()))

    def outcome(self):
        return tree(self.back)

    def check_left(self, where):
        for name, found in (tree(self.back) if self.back.exists() else {}).items():
            must(name.startswith(".scratch") or self.expected.get(name) == found, f"{where}: {name} has a final name, and is not whole")


KINDS = {
    "review apply": ReviewApply, "handoff release": HandoffRelease, "handoff release as tar": HandoffReleaseTar, "key rotate": KeyRotate,
    "relink": Relink,
}
