# SPDX-License-Identifier: Apache-2.0
"""What has to hold after a fault, and once a run was resumed."""

import json
import re
import shutil

from world import PROJECT, digest, tree

# Nobody is told how to go on without one of these words.
REMEDIES = re.compile(r"--resume|again|name (a|an|another|the)|put (it|the)|wait for|make (a|room)|prepare|move it|use ")


class Broken(Exception):
    pass


def must(holds, text):
    if not holds:
        raise Broken(text)


def planted_words():
    """Names and numbers of the invented patients, long enough to stand in nothing by chance."""
    words = {entry["value"] for entry in json.loads((PROJECT / "Fixtures/planted.json").read_text()) if entry["kind"] in ("name", "id")}
    return sorted({part for word in words for part in re.split(r"[\^= ]", word) if len(part.encode()) >= 7})


class Reference:
    """What an undisturbed run leaves."""

    def __init__(self, world, profile, layout):
        self.world, self.profile, self.layout = world, profile, layout
        world.clear()
        self.command = world.scrub(profile, layout)
        ended = world.run(self.command)
        must(ended.code in (0, 2), f"the undisturbed run ended with {ended.code}: {ended.errors}")
        self.code = ended.code
        self.take(world)
        whole = b"".join(path.read_bytes() for path in world.output.rglob("*") if path.is_file())
        self.words = [word.encode() for word in planted_words() if word.encode() not in whole]
        self.losers = self.losers_of_conflicts(world)
        world.clear()

    def take(self, world):
        self.release, self.crosswalk = tree(world.output), world.crosswalk()
        self.quarantine, self.names = world.quarantine(), world.names_of_state()
        self.digests = set(self.release.values())

    def losers_of_conflicts(self, world):
        """Digests of what files that gave way to another of their UID would have become: for a while they may stand in its place."""
        paths = [path for path, reason, _ in self.quarantine if reason == "uid-conflict" and "!" not in path]
        if not paths:
            return set()
        other = world.folder / "losers"
        for number, path in enumerate(paths):
            (other / "in").mkdir(parents=True, exist_ok=True)
            shutil.copy(path, other / "in" / str(number))
        command = [other / "in" if part == world.input else other / "out" if part == world.output else part for part in self.command]
        command = [other / "state" if part == world.state else part for part in command]
        must(world.run(command).code in (0, 2), "the run over files that gave way failed")
        found = {digest(path) for path in (other / "out").rglob("*") if path.is_file()}
        shutil.rmtree(other)
        return found

    # Right after a fault.

    def check_left(self, besides=()):
        """Nothing half-written has a final name, and outside of the state folder nothing tells who it is.

        - besides: names of what else lies beside the release and the state folder.
        """
        world = self.world
        for path in world.output.rglob("*") if world.output.exists() else ():
            if not path.is_file():
                continue
            name, content = str(path.relative_to(world.output)), path.read_bytes()
            for word in self.words:
                must(word not in content, f"{name} holds an original value")
            if name.startswith(("images/", "DICOM/")):
                must(digest(path) in self.digests | self.losers, f"{name} has a final name, and is not whole")
        stray = [path.name for path in world.work.iterdir() if path not in (world.output, world.state) and path.name not in besides]
        must(not stray, f"something lies beside the release and the state folder: {stray}")
        must(not list(world.temporary.iterdir()), "something lies in the system's temporary folder")

    # In the end.

    def check_whole(self, thorough=True, verify_state=True):
        world = self.world
        self.check_left()
        now = tree(world.output)
        different = sorted(name for name in now.keys() | self.release.keys() if now.get(name) != self.release.get(name))
        must(not different, f"the release is another than that of an undisturbed run: {different[:5]}")
        must(world.crosswalk() == self.crosswalk, "the crosswalk is another than that of an undisturbed run")
        must(world.quarantine() == self.quarantine, "the quarantine list is another than that of an undisturbed run")
        # What was known of a release that a run wrote while a file was unreadable stays known.
        # So does what SQLite had removed when the power was cut.
        names = set(world.names_of_state()) ^ set(self.names)
        names = sorted(name for name in names if not name.startswith("releases/") and not name.endswith(("-wal", "-shm")))
        must(not names, f"the state folder holds other files than after an undisturbed run: {names[:5]}")
        if thorough:
            self.check_with_commands(verify_state)

    def check_with_commands(self, verify_state):
        world = self.world
        state = ["--state", world.state, "--key", world.key] if verify_state else []
        ended = world.run(["verify", world.output, *state])
        must(ended.code == 0, f"verify ended with {ended.code}: {ended.output}{ended.errors}")
        ended = world.run(["audit", "verify", "--state", world.state])
        must(ended.code == 0, f"audit verify ended with {ended.code}: {ended.output}{ended.errors}")


def check_end(ended, may_fail=True):
    """Exit codes, and what is said."""
    must(ended.code != "hangs", "it hangs")
    allowed = (0, 2, 70) if may_fail else (0, 2)
    must(ended.code in allowed, f"exit code {ended.code}: {ended.errors}")
    if ended.code == 70:
        must(REMEDIES.search(ended.errors), f"it ended with 70 and does not say how to go on: {ended.errors}")
