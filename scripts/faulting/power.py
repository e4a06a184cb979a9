# SPDX-License-Identifier: Apache-2.0
"""Takes from the disk what a power cut would have taken: what the ledger (ledger.c) says was not flushed."""

import os
import shutil
from pathlib import Path


class Entry:
    def __init__(self, line, number):
        self.number = number
        self.has_failed = line.endswith(" !")
        line = line.removesuffix(" !").removesuffix(" .")
        self.kind = line[0]
        self.is_safe = False
        rest = line[2:]
        if self.kind == "W":
            self.inode, self.place, self.length, self.size, self.old, self.old_length, self.new = map(int, rest.split(" "))
        elif self.kind == "T":
            self.inode, self.length, self.size, self.old, self.old_length = map(int, rest.split(" "))
        elif self.kind in "SF":
            self.inode = int(rest)
        elif self.kind != "Y":
            inode, paths = rest.split(" ", 1)
            self.inode = int(inode)
            self.paths = paths.split("\t")

    @property
    def is_content(self):
        return self.kind in "WT"


def read(ledger):
    lines = (ledger / "ledger").read_bytes().decode("utf-8", "surrogateescape").split("\n")
    entries = []
    for number, line in enumerate(line for line in lines if line):
        try:
            entry = Entry(line, number)
        except (ValueError, IndexError):
            continue  # the line in hand when the process was killed
        if not entry.has_failed:
            entries.append(entry)
    return entries


def mark_safe(entries, is_ordered):
    """What was flushed is safe. With `is_ordered` a flush brings all earlier changes of names to the disk too, as journals of file systems do."""
    for index, entry in enumerate(entries):
        if entry.kind not in "SFY":
            continue
        for earlier in entries[:index]:
            if earlier.kind in "SFY":
                continue
            if entry.kind == "Y" or earlier.inode == entry.inode and earlier.is_content == (entry.kind == "S"):
                earlier.is_safe = True
            if is_ordered and not earlier.is_content:
                earlier.is_safe = True


def files_by_inode(folders):
    found = {}
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(above, name)
                found[os.lstat(path).st_ino] = path
    return found


def take_back_content(entries, ledger, folders, generator):
    """Writes that were not flushed are lost; with a generator, some of them are."""
    paths = files_by_inode([*folders, ledger])
    kept = (ledger / "bytes").read_bytes()
    by_inode = {}
    for entry in entries:
        if entry.is_content and not entry.is_safe and entry.inode in paths:
            by_inode.setdefault(entry.inode, []).append(entry)
    for inode, changes in by_inode.items():
        with open(paths[inode], "r+b", buffering=0) as file:
            for change in reversed(changes):
                old = kept[change.old:change.old + change.old_length]
                file.truncate(change.size)
                if old:
                    file.seek(change.place if change.kind == "W" else change.length)
                    file.write(old)
                    file.truncate(change.size)
            if generator:
                for change in changes:
                    if generator.random() < 0.5:
                        continue
                    if change.kind == "T":
                        file.truncate(change.length)
                    else:
                        file.seek(change.place)
                        file.write(kept[change.new:change.new + change.length])
    return sum(map(len, by_inode.values()))


def take_back_names(entries, ledger, last):
    """Changes of names that were not flushed are taken back, the newest first, as far as number `last`."""
    count = 0
    for entry in reversed(entries):
        if entry.kind in "SFYWT" or entry.is_safe or entry.number < last:
            continue
        count += 1
        path = entry.paths[0]
        kept = ledger / entry.paths[-1] if entry.kind in "RU" and entry.paths[-1] else None
        try:
            if entry.kind == "C":
                os.unlink(path)
            elif entry.kind == "M":
                shutil.rmtree(path)
            elif entry.kind == "L":
                os.unlink(path)
            elif entry.kind == "D":
                os.mkdir(path)
            elif entry.kind == "R":
                os.makedirs(os.path.dirname(entry.paths[1]), exist_ok=True)
                os.rename(path, entry.paths[1])
                if kept and kept.exists():
                    os.link(kept, path)
            elif entry.kind == "U" and kept and kept.exists():
                os.link(kept, path)
        except (FileNotFoundError, FileExistsError, NotADirectoryError):
            pass  # it went with the folder around it, or never happened
    return count


def cut(ledger, folders, generator=None, is_ordered=False, keeps_names=False):
    """All processes have ended. Without a generator everything that was not flushed is lost; with one, part of it. With `keeps_names` only writes.

    Returns how many writes and changes of names were lost.
    """
    ledger = Path(ledger)
    entries = read(ledger)
    mark_safe(entries, is_ordered)
    open_names = [entry.number for entry in entries if not entry.is_content and entry.kind not in "SFY" and not entry.is_safe]
    last = generator.choice([*open_names, len(entries)]) if generator and open_names else 0
    writes = take_back_content(entries, ledger, folders, generator)
    names = 0 if keeps_names else take_back_names(entries, ledger, last)
    for folder in folders:
        # Shared memory of SQLite: it is no file for the disk.
        for path in Path(folder).rglob("*-shm"):
            path.unlink()
    return writes, names
