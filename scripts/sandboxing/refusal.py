# SPDX-License-Identifier: Apache-2.0
"""A process that the kernel does not keep in, as in a container that refuses the calls for it."""

import ctypes
import struct

NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2
RESTRICT_SELF = 446  # of Landlock, on every architecture
ALLOWED, REFUSED = 0x7FFF0000, 0x00050001  # EPERM


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


def refuse_landlock():
    """Holds for this process and all that it starts. Of a filter: load the number of the call, compare, allow, refuse."""
    steps = struct.pack("=" + "HBBI" * 4, 0x20, 0, 0, 0, 0x15, 1, 0, RESTRICT_SELF, 0x06, 0, 0, ALLOWED, 0x06, 0, 0, REFUSED)
    memory = ctypes.create_string_buffer(steps)
    program = Program(4, ctypes.addressof(memory))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "a filter of calls")
