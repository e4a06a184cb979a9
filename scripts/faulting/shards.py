# SPDX-License-Identifier: Apache-2.0
"""A run that takes a part of the inputs, and what joins the parts."""

from commands import Command
from laws import Reference, must
from world import tree


class Parts(Command):
    """What a command was asked for is done when it says so; what it wrote is compared after that."""

    profile, layout = "basic", "uid"
    parts = 3

    def once(self, **faults):
        self.ended = super().once(**faults)
        return self.ended

    def is_done(self):
        return self.ended.code in self.codes

    def outcome(self):
        world = self.world
        must(self.run("verify", world.output, "--state", world.state, "--key", world.key, codes=(0,)), "it cannot be verified")
        return tree(world.output), world.crosswalk(), world.quarantine()

    def part(self, number):
        """The command that makes it."""
        world = self.world
        folders = {world.output: world.work / f"part-{number}", world.state: world.work / f"state-{number}"}
        command = [folders.get(word, word) for word in world.scrub(self.profile, self.layout)]
        return [*command, "--shard", f"{number}/{self.parts}"]

    def prepare(self):
        self.reference = Reference(self.world, self.profile, self.layout)
        self.world.clear()

    def check_left(self, where):
        self.reference.check_left(besides=[f"{kind}-{number}" for kind in ("part", "state") for number in range(1, self.parts + 1)])


class ShardRun(Parts):
    def arguments(self):
        return [*self.world.scrub(self.profile, self.layout), "--shard", f"2/{self.parts}"]

    def again(self):
        self.ended = self.world.run([*self.arguments(), "--resume"])


class Merge(Parts):
    def prepare(self):
        super().prepare()
        for number in range(1, self.parts + 1):
            self.run(*self.part(number))

    def arguments(self):
        world, numbers = self.world, range(1, self.parts + 1)
        states = [word for number in numbers for word in ("--shard-state", world.work / f"state-{number}")]
        return [
            "merge", *[world.work / f"part-{number}" for number in numbers], *states, "--output", world.output, "--state", world.state, "--key",
            world.key, "--jobs", "2", "--quiet",
        ]

    def outcome(self):
        found = super().outcome()
        must(found == (self.reference.release, self.reference.crosswalk, self.reference.quarantine), "it is not the release of one run")
        return found


class MergeMedia(Merge):
    profile, layout = "ai-labeling", "dicomdir"


class MergeOfHeld(Merge):
    profile = "held"
