# SPDX-License-Identifier: Apache-2.0
"""What processes called, as strace saw it, and what of that docs/sandbox.md does not allow."""

import os
import re

CALLS = "%file,%network,process,ptrace,kill,tgkill,seccomp,landlock_restrict_self,process_vm_readv,bpf,io_uring_setup"
# What the loader, the C library and the runtime read in every program, and the reading of a line of text.
SYSTEM = re.compile(
    r"^(/lib/|/lib64/|/usr/lib/|/usr/local/lib/|/opt/|/etc/ld\.so\.|/etc/localtime$|/usr/share/(zoneinfo|locale|tesseract-ocr)/|/proc/self/"
    r"|/proc/(cpuinfo|stat|meminfo|filesystems|\d+/stat|sys/kernel/random/boot_id)$|/sys/devices/system/cpu|/sys/fs/cgroup|/dev/(null|urandom)$"
    r"|/etc/(passwd|group|nsswitch\.conf)$)")
CALL = re.compile(r"^(?:\d+\.\d+ )?(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$")
OPENS = {"open", "openat", "openat2", "creat"}
CHANGES = {"unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink", "symlinkat", "truncate",
           "chmod", "fchmodat", "chown", "fchownat", "utimensat"}
NETWORK = {"socket", "connect", "bind", "listen", "accept", "accept4"}
EXECUTES = {"execve", "execveat"}
STARTS = EXECUTES | {"fork", "vfork"}


def calls(path):
    """The calls of one thread, with their texts."""
    with open(path, errors="replace") as lines:
        for line in lines:
            found = CALL.match(line)
            if found:
                yield found.group(1), found.group(2), int(found.group(3)) if found.group(3) != "?" else 0, found.group(4)


def was_killed(path):
    """Whether it was ended by its parent, which had no more to do for it."""
    with open(path, errors="replace") as lines:
        return any(line.rstrip().endswith("+++ killed by SIGKILL +++") for line in lines)


def paths(text):
    """Names in the arguments of a call; those below an open folder with its name before them."""
    found = re.findall(r'(?:<((?:[^>\\]|\\.)*)>, )?"((?:[^"\\]|\\.)*)"', text)
    return [os.path.join(*(part.encode().decode("unicode_escape").encode("latin-1").decode("utf-8", "replace") for part in one)) for one in found]


def inside(path, folders):
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


class Trace:
    """What one command and its workers called."""

    def __init__(self, folder):
        self.files = {int(name.rsplit(".", 1)[1]): os.path.join(folder, name) for name in os.listdir(folder)}
        self.workers = set()
        self.problems = []
        self.counts = {"processes": 0, "workers": 0, "kept in": 0, "killed before": 0, "opens of workers kept in": 0, "opens": 0}

    @property
    def all_kept_in(self):
        return self.counts["workers"] == self.counts["kept in"] + self.counts["killed before"]

    def judge(self, name, program, readable, written, inputs):
        threads = set()
        for number, path in sorted(self.files.items()):
            worker = any(call == "execve" and '"worker"' in text and result == 0 for call, text, result, _ in calls(path))
            self.counts["processes"] += 1
            if worker:
                self.workers.add(number)
                self.counts["workers"] += 1
                threads |= {result for call, text, result, _ in calls(path) if call == "clone" and "CLONE_THREAD" in text and result > 0}
        for number, path in sorted(self.files.items()):
            kept = number in threads
            began = self.counts["kept in"]
            for call, text, result, rest in calls(path):
                where = f"{name}: process {number}{' kept in' if kept else ''}: {call}({text[:160]}) = {result}{rest}"
                named = [os.path.abspath(one) for one in paths(text)] if call in OPENS | CHANGES else []
                if call == "seccomp" and number in self.workers and "SET_MODE_FILTER" in text and result == 0:
                    kept = True
                    self.counts["kept in"] += 1
                elif call in NETWORK or call == "socketpair" and (number in self.workers or not text.startswith("AF_UNIX,")):
                    self.problems.append(where)
                elif call in EXECUTES and not kept:
                    # strace starts the program by its name; it starts itself, as a worker.
                    itself = paths(text)[:3] == ["/proc/self/exe"] * 2 + ["worker"]
                    if call == "execveat" or not itself and paths(text)[0] != program:
                        self.problems.append(where)
                elif kept:
                    self.counts["opens of workers kept in"] += call in OPENS
                    if call in STARTS or call == "clone" and "CLONE_THREAD" not in text:
                        self.problems.append(where)
                    if call in OPENS | CHANGES and not all(inside(one, written) for one in named):
                        self.problems.append(where)
                elif call in OPENS:
                    self.counts["opens"] += 1
                    if number in self.workers and any(inside(one, inputs) for one in named):
                        self.problems.append(where + "  (an input, by its name)")
                    if result >= 0 and not all(inside(one, readable) or SYSTEM.match(one) or one == "/" for one in named):
                        self.problems.append(where)
            self.counts["killed before"] += number in self.workers and self.counts["kept in"] == began and was_killed(path)
