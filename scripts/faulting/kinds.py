# SPDX-License-Identifier: Apache-2.0
"""All commands that are tried besides a run."""

from commands import DEEDS, HandoffPrepare, HandoffRelease, HandoffReleaseTar, KeyRotate, Relink, ReviewApply
from shards import Merge, MergeMedia, MergeOfHeld, ShardRun
from watching import Watch, WatchMoving

KINDS = {
    "review apply": ReviewApply, "handoff prepare": HandoffPrepare, "handoff release": HandoffRelease,
    "handoff release as tar": HandoffReleaseTar, "key rotate": KeyRotate, "relink": Relink, "shard": ShardRun, "merge": Merge,
    "merge dicomdir": MergeMedia, "merge held": MergeOfHeld, "watch": Watch, "watch and move": WatchMoving,
}


def command_trials(world, count):
    lazy = {}

    def trial(kind, number):
        def run(generator):
            if kind not in lazy:
                lazy[kind] = KINDS[kind](world)
            return lazy[kind].trial(generator, *DEEDS[number % len(DEEDS)])

        return run

    for kind in KINDS:
        for number in range(count):
            yield kind, trial(kind, number)
