# SPDX-License-Identifier: Apache-2.0
"""usage: choose FROM TO BYTES. Copies the smallest files of a folder, as many as fit."""

import shutil
import sys
from pathlib import Path


def main(source, target, most):
    Path(target).mkdir(parents=True)
    left = int(most)
    for path in sorted(Path(source).iterdir(), key=lambda path: (path.stat().st_size, path.name)):
        left -= path.stat().st_size
        if left < 0:
            return
        shutil.copy(path, target)


main(*sys.argv[1:])
