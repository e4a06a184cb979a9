# SPDX-License-Identifier: Apache-2.0
"""A watch that ends anywhere: each study becomes one release, and no other than an undisturbed watch makes of it."""

import json
import shutil

from commands import Command
from laws import must
from world import tree


class Watch(Command):
    moves = False

    def prepare(self):
        world = self.world
        world.clear()
        self.inbox, self.done = world.work / "inbox", world.work / "done"
        self.inbox.mkdir()
        # A run a study: with few of them a watch takes seconds.
        for name in ("WHITCOMB", "李小明", "more.tar"):
            source, target = world.input / name, self.inbox / name
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)

    def arguments(self):
        world = self.world
        done = ["--move-done", self.done] if self.moves else []
        return [
            "watch", self.inbox, "--output", world.output, "--state", world.state, "--key", world.key, "--project", "faults", "--settle", "0",
            "--once", "--jobs", "2", "--quiet", *done,
        ]

    def once(self, **faults):
        self.ended = super().once(**faults)
        return self.ended

    def is_done(self):
        if self.ended.code not in self.codes:
            return False
        # Nothing is left to do.
        self.once()
        return self.ended.code == 0

    def releases(self):
        output = self.world.output
        return {path.name: tree(path) for path in output.iterdir() if not path.name.startswith(".")} if output.exists() else {}

    def outcome(self):
        world = self.world
        for name in self.releases():
            must(self.run("verify", world.output / name, "--state", world.state, "--key", world.key, codes=(0,)), "it cannot be verified")
        must(not list(world.output.glob(".*")), "something hidden is left beside the releases")
        lists = []
        for path in (world.state / "watch/quarantine").iterdir():
            lists.append(sorted((line["path"], line["reason"]) for line in map(json.loads, path.read_text().splitlines())))
        # They have the numbers of the studies, which come in another order where one had to be looked at twice.
        return self.releases(), world.crosswalk(), sorted(lists), tree(self.inbox), tree(self.done)

    def check_left(self, where):
        for name, found in self.releases().items():
            must(found == self.expected[0].get(name), f"{where}: {name} has its name, and is not whole")
        kept = {**tree(self.inbox), **(tree(self.done) if self.done.exists() else {})}
        must(kept == {**self.expected[3], **self.expected[4]}, f"{where}: an input is lost")


class WatchMoving(Watch):
    moves = True
