# SPDX-License-Identifier: Apache-2.0
"""Which dcmscrub a script runs."""
import argparse
import os
from pathlib import Path

DEBUG = str(Path(__file__).resolve().parent.parent / ".build/debug/dcmscrub")


def program(path):
    """The type of an argument that names dcmscrub."""
    if not os.access(path, os.X_OK):
        raise argparse.ArgumentTypeError(f"{path} is not there; build it with: swift build --product dcmscrub -Xcxx -O2")
    return Path(path).resolve()
