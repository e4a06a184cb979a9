# SPDX-License-Identifier: Apache-2.0
"""Commands other than scrub, killed at a call on a file or at a write's half, and given again."""

import json
import re
import shutil

import power
from laws import REMEDIES, Reference, must, planted_words
from world import digest, tree

APPROVERS = [("Ada Byron", "data-protection", "ada"), ("Ben Other", "radiology", "ben")]


# What is done, to which calls, and whether from then on. A power cut may take any part, or all writes and no names.
DEEDS = [
    ("kill-main", "any", False), ("torn", "any", False), ("EIO", "any", False), ("ENOSPC", "any", False), ("power", "any", False),
    ("EIO", "read", False), ("EROFS", "any", True), ("EIO", "open", False), ("power-names", "any", False),
]


class Command:
    """A state of things to begin with, a command, and what it has to come to however often it was killed."""

    def __init__(self, world):
        self.world, self.name = world, type(self).__name__
        self.prepare()
        world.save(self.name)
        ended = self.once(plan="call=any,do=count")
        must(ended.code in self.codes, f"{self.name} ended with {ended.code}: {ended.errors}")
        self.numbers = {"any": world.calls()[0]}
        self.expected = self.outcome()

    codes = (0, 2)
    # What a fault may end with, besides those and 70.
    codes_of_faults = ()

    def once(self, **faults):
        return self.world.run(self.arguments(), **faults)

    def run(self, *arguments, codes=(0, 2)):
        ended = self.world.run(arguments)
        must(ended.code in codes, f"{arguments[:2]} ended with {ended.code}: {ended.errors}")
        return ended.output

    def count(self, call):
        if call not in self.numbers:
            self.world.restore(self.name)
            self.once(plan=f"call={call},do=count")
            self.numbers[call] = self.world.calls()[0]
        return self.numbers[call]

    def trial(self, generator, deed, call, is_forever):
        world = self.world
        number = self.count(call)
        world.restore(self.name)
        at = generator.randint(1, number)
        is_power = deed.startswith("power")
        plan = f"call={call},at={at},for={1_000_000 if is_forever else 1},do={'power' if is_power else deed}"
        ended = self.once(plan=plan, ledger=is_power)
        where = f"{deed} at call {at} of {number} ({call}){' and ever after' if is_forever else ''}: exit code {ended.code}"
        must(not world.wait_for_processes(), f"{where}: workers outlive their parent")
        if is_power:
            is_random = deed == "power" and generator.random() < 0.5
            power.cut(world.ledger, [world.work], generator if is_random else None, keeps_names=deed == "power-names")
        elif ended.code != -9:
            must(ended.code in (*self.codes, *self.codes_of_faults, 70), f"{where}: {ended.errors}")
            must(ended.code != 70 or REMEDIES.search(ended.errors), f"{where}: it does not say how to go on: {ended.errors}")
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
        left = [path for path in left if not self.may_stay(path)]
        must(not left, f"{where}: files in the making are left: {left[:3]}")
        return where

    def may_stay(self, path):
        return False

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


class HandoffPrepare(Command):
    """A request holds the time, so that each time the command is given it makes another, under a name of its own."""

    # The release is verified: what cannot be read of it is a problem.
    codes_of_faults = (3,)

    def prepare(self):
        world = self.world
        reference = Reference(world, "ai-labeling", "dicomdir")
        world.clear()
        self.run(*reference.command)
        self.number = 0

    @property
    def request(self):
        return self.world.work / f"request-{self.number}.json"

    def once(self, **faults):
        self.number += 1
        self.ended = super().once(**faults)
        return self.ended

    def arguments(self):
        world = self.world
        words = ["--recipient", "Vendor", "--purpose", "labels", "--state", world.state, "--output", self.request]
        return ["handoff", "prepare", world.output, *words]

    def is_done(self):
        return self.ended.code == 0

    def may_stay(self, path):
        # Of a request that nobody ever saw. The next one of its name takes its place.
        return "/state/handoff/" in path or path.endswith(".json.part")

    def outcome(self):
        must(self.run("handoff", "list", "--state", self.world.state, codes=(0,)), "no list of handoffs")
        request = json.loads(self.request.read_text())
        return {key: value for key, value in request.items() if key != "prepared_at"}, tree(self.world.output)

    def check_left(self, where):
        must(tree(self.world.output) == self.expected[1], f"{where}: the release is another than before")
        if self.request.exists():
            must(self.outcome() == self.expected, f"{where}: a request has its name, and is not whole")


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

    def may_stay(self, path):
        # The next line of the log takes its place.
        return path.endswith("/state/.audit.head.part")

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
