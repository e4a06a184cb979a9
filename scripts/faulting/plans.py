# SPDX-License-Identifier: Apache-2.0
"""Which trials are made, in which order."""

from functools import partial

import laws
import trials
from kinds import command_trials


class Lazy:
    """A reference takes a run to make, and is made when the first trial needs it."""

    def __init__(self, world):
        self.world, self.made = world, {}

    def trials(self, profile, layout, generator, thorough):
        key = (profile, layout)
        if key not in self.made:
            reference = laws.Reference(self.world, profile, layout)
            self.made[key] = (reference, {})
        reference, numbers = self.made[key]
        made = trials.Trials(self.world, reference, generator, thorough)
        made.numbers = numbers
        return made


def scrub_trial(lazy, profile, layout, thorough, method, *arguments):
    return lambda generator: getattr(lazy.trials(profile, layout, generator, thorough), method)(*arguments)


def all_trials(world, given):
    lazy = Lazy(world)
    yield from short_trials(world, lazy) if given.short else long_trials(world, lazy, given.kills)


def short_trials(world, lazy):
    def of(profile, layout):
        return partial(scrub_trial, lazy, profile, layout, True)

    uid, media = of("basic", "uid"), of("ai-labeling", "dicomdir")
    # Names are kept and writes lost: what has a final name has to be flushed.
    yield "power", uid("power_cut", False, False, True, 0.4)
    yield "power", uid("power_cut", False, False)
    yield "kill", uid("kill", "kill-main")
    yield "error", uid("error", "state", "write", "ENOSPC")
    yield "error", uid("error", "release", "rename", "EIO")
    yield "input", uid("input_gone", "replaced")
    yield "kill", media("kill", "torn")
    yield "power", media("power_cut", True, True, False, 0.3)


def long_trials(world, lazy, kills):
    kinds = ["kill-main", "torn", "time", "kill-self", "worker", "both", "workers"]
    forms = [("basic", "uid"), ("ai-labeling", "dicomdir"), ("held", "uid"), ("basic", "dicomdir"), ("ai-labeling", "uid")]
    for number in range(kills):
        profile, layout = forms[number % len(forms)]
        yield f"kill {profile} {layout}", scrub_trial(lazy, profile, layout, number % 4 == 0, "kill", kinds[number // len(forms) % len(kinds)])
    for number in range(kills // 2):
        profile, layout = forms[number % len(forms)]
        is_random, is_ordered = number // len(forms) % 2 == 1, number // len(forms) % 4 >= 2
        keeps_names = number // len(forms) % 3 == 2
        yield f"power {profile} {layout}", scrub_trial(lazy, profile, layout, number % 4 == 0, "power_cut", is_random, is_ordered, keeps_names)
    for profile, layout in forms:
        yield "power after the end", scrub_trial(lazy, profile, layout, True, "power_cut_after_end")
    for area in ("release", "state", "scratch", "input"):
        for call in trials.CALLS + ["read"]:
            for error in trials.ERRORS if area != "input" else ["EIO", "EACCES"]:
                profile, layout = forms[len(area + call + error) % len(forms)]
                for forever in (False, True):
                    yield f"error {area} {call}", scrub_trial(lazy, profile, layout, False, "error", area, call, error, forever)
    for profile, layout in forms[:3]:
        yield "short writes", scrub_trial(lazy, profile, layout, True, "short_writes")
        for call in ("write", "read", "open", "create", "fsync"):
            yield "interrupted calls", scrub_trial(lazy, profile, layout, True, "interrupted_calls", call)
        for offsets in ([3600, -3600], [-7200, 86400 * 365 * 20, 0], [86400 * 400, -86400 * 365 * 30], [-1, 1, -2, 2]):
            yield "clock", scrub_trial(lazy, profile, layout, True, "clock", offsets)
        for how in ("gone", "replaced", "other"):
            for _ in range(3):
                yield f"input {how}", scrub_trial(lazy, profile, layout, True, "input_gone", how)
        yield "second run", scrub_trial(lazy, profile, layout, True, "second_run")
        yield "stopped workers", scrub_trial(lazy, profile, layout, True, "stopped_workers")
    yield from command_trials(world, kills // 10)
