# SPDX-License-Identifier: Apache-2.0
"""Each kind of fault as a trial: something is done to a run, then it is resumed, and the laws are checked."""

import os
import signal
import time

import power
from laws import check_end, must

ERRORS = ["ENOSPC", "EIO", "EFBIG", "EROFS", "EDQUOT"]
CALLS = ["write", "fsync", "rename", "open", "create", "mkdir", "link", "unlink"]


class Trials:
    def __init__(self, world, reference, generator, thorough=True):
        self.world, self.reference, self.generator, self.thorough = world, reference, generator, thorough
        self.command = reference.command
        self.numbers = {}

    def begin(self):
        self.world.clear()

    def count(self, call, watch=()):
        """How many such calls an undisturbed run makes."""
        key = (call, tuple(map(str, watch)))
        if key not in self.numbers:
            self.begin()
            ended = self.world.run(self.command, plan=f"call={call},do=count", watch=watch)
            check_end(ended, may_fail=False)
            self.numbers[key] = self.world.calls()[0]
        return self.numbers[key]

    def resume(self, most=6, check=True):
        """Until it is done, as a person would."""
        for _ in range(most):
            left = self.world.wait_for_processes()
            must(not left, f"{len(left)} processes do not end with their parent")
            ended = self.world.run([*self.command, "--resume"])
            check_end(ended)
            if ended.code != 70:
                break
        must(ended.code == self.reference.code, f"resumed, it ended with {ended.code}: {ended.errors}")
        must(not self.world.wait_for_processes(), "processes are left after the last run")
        if check:
            self.reference.check_whole(self.thorough)

    # Kills.

    def kill(self, kind):
        """`kill-main`, `kill-self` and `torn` at a call on a file; `time` at a moment of the clock; `worker` and `both` too."""
        self.begin()
        if kind in ("kill-main", "kill-self", "torn"):
            at = self.generator.randint(1, self.count("any"))
            self.begin()
            where = f"{kind} at call {at}"
            self.world.run(self.command, plan=f"call=any,at={at},do={kind}")
        else:
            where = self.kill_in_time(kind)
        left = self.world.wait_for_processes()
        must(not left, f"{where}: workers outlive their parent")
        self.reference.check_left()
        # Half of them are killed once more when they are resumed.
        if self.generator.random() < 0.5:
            at = self.generator.randint(1, self.count_of_any())
            self.world.run([*self.command, "--resume"], plan=f"call=any,at={at},do=kill-main")
            self.world.wait_for_processes()
            self.reference.check_left()
            where += f", again at {at}"
        self.resume()
        return where

    def count_of_any(self):
        return next((number for (call, _), number in self.numbers.items() if call == "any"), 500)

    def kill_in_time(self, kind):
        seconds = self.generator.random() * self.length()
        self.begin()
        process = self.world.start(self.command)
        time.sleep(seconds)
        workers = [number for number in self.world.processes() if number != process.pid]
        victims = {"time": [process.pid], "worker": workers[:1], "both": [process.pid, *workers], "workers": workers}[kind]
        for number in victims:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        process.communicate(timeout=300)
        return f"{kind} after {seconds:.2f} s"

    def length(self):
        if "length" not in self.numbers:
            self.begin()
            start = time.monotonic()
            self.world.run(self.command)
            self.numbers["length"] = time.monotonic() - start
        return self.numbers["length"]

    # Power cuts.

    def power_cut(self, is_random, is_ordered, keeps_names=False, first=0.0):
        """- first: As a part of all calls, before which it is not cut."""
        self.begin()
        calls = self.count("any")
        at = self.generator.randint(1 + int(first * calls), calls + 20)
        self.begin()
        self.world.run(self.command, plan=f"call=any,at={at},do=power", ledger=True)
        self.world.wait_for_processes()
        lost = power.cut(self.world.ledger, [self.world.work], self.generator if is_random else None, is_ordered, keeps_names)
        self.reference.check_left()
        self.resume()
        return f"power cut at call {at}, lost {lost[0]} writes and {lost[1]} names"

    def power_cut_after_end(self):
        """What a run said is done stays done, without a resumed run."""
        self.begin()
        ended = self.world.run(self.command, ledger=True)
        check_end(ended, may_fail=False)
        lost = power.cut(self.world.ledger, [self.world.work])
        self.reference.check_whole(self.thorough)
        return f"power cut after the end, lost {lost[0]} writes and {lost[1]} names"

    # Errors.

    def error(self, area, call, error, forever=False):
        watch = [{"release": self.world.output, "state": self.world.state, "scratch": self.world.state / "scratch", "input": self.world.input}[area]]
        number = self.count(call, watch)
        if number == 0:
            return None
        at = self.generator.randint(1, number)
        self.begin()
        ended = self.world.run(self.command, plan=f"call={call},at={at},for={1_000_000 if forever else 1},do={error}", watch=watch)
        check_end(ended)
        where = f"{error} at {call} {at} of {number} in {area}{' and ever after' if forever else ''}: exit code {ended.code}"
        self.reference.check_left()
        self.resume()
        return where

    def short_writes(self):
        self.begin()
        ended = self.world.run(self.command, plan="call=write,every=3,do=short")
        check_end(ended, may_fail=False)
        self.reference.check_whole(self.thorough)
        return f"{self.world.calls()[1]} short writes"

    def interrupted_calls(self, call):
        self.begin()
        # SQLite does not take a flush that was interrupted for one that can be done again.
        watch = [self.world.output] if call == "fsync" else [self.world.work, self.world.input]
        ended = self.world.run(self.command, plan=f"call={call},every=5,do=EINTR", watch=watch)
        must(ended.code == self.reference.code, f"EINTR at {call}: exit code {ended.code}: {ended.errors}")
        self.reference.check_whole(self.thorough)
        return f"{self.world.calls()[1]} times EINTR at {call}"

    # Clocks.

    def clock(self, offsets):
        self.begin()
        at = self.generator.randint(1, self.count("any"))
        self.begin()
        self.world.run(self.command, plan=f"call=any,at={at},do=kill-main", clock=offsets)
        self.world.wait_for_processes()
        for offset in reversed(offsets):
            ended = self.world.run([*self.command, "--resume"], clock=[offset, -offset])
            check_end(ended, may_fail=False)
        self.resume()
        return f"clock jumps {offsets}, killed at call {at}"

    # Others at the same time, and stopped ones.

    def second_run(self):
        self.begin()
        process = self.world.start(self.command)
        codes = []
        time.sleep(self.generator.random() * self.length() / 2)
        while process.poll() is None and len(codes) < 2:
            second = self.world.run([*self.command, "--resume"])
            codes.append(second.code)
            must(second.code in (70, self.reference.code), f"the second run ended with {second.code}: {second.errors}")
        process.communicate()
        must(process.returncode == self.reference.code, f"the first run ended with {process.returncode}")
        self.reference.check_whole(self.thorough)
        return f"a second run meanwhile ended with {codes}"

    def stopped_workers(self):
        self.begin()
        at = self.generator.randint(1, self.count("any"))
        self.begin()
        process = self.world.start(self.command, plan=f"call=any,at={at},for=3,do=stop")
        while process.poll() is None:
            time.sleep(0.05)
            for number in self.world.processes():
                try:
                    os.kill(number, signal.SIGCONT)
                except OSError:
                    pass
        process.communicate()
        must(process.returncode == self.reference.code, f"with stopped workers it ended with {process.returncode}")
        self.reference.check_whole(self.thorough)
        return f"workers stopped from call {at} on"

    # Inputs that go.

    def input_gone(self, how):
        """The input folder is moved away, or emptied, at a moment of the run; it comes back before the run is resumed."""
        self.begin()
        away = self.world.folder / "away"
        seconds = self.generator.random() * self.length()
        self.begin()
        process = self.world.start(self.command)
        time.sleep(seconds)
        # What is not listed yet cannot be missed: another folder in its place is the export then.
        isKnown = self.world.knows_inputs()
        self.world.input.rename(away)
        if how == "replaced":
            self.world.input.mkdir()
        elif how == "other":
            self.world.input.mkdir()
            (self.world.input / "other").write_text("another disk is mounted here")
        try:
            process.wait(timeout=300)
        finally:
            if how != "gone":
                for path in self.world.input.iterdir():
                    path.unlink()
                self.world.input.rmdir()
            away.rename(self.world.input)
        errors = process.communicate()[1]
        where = f"input {how} after {seconds:.2f} s: exit code {process.returncode}"
        must(process.returncode in (0, 2, 70) or seconds < 0.5 and process.returncode == 64, f"{where}: {errors}")
        self.reference.check_left()
        if process.returncode == 64 or not isKnown:
            self.begin()
        self.resume()
        return where
