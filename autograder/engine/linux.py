"""The few calls of Linux that Python 3.11 does not offer: namespaces, mounts, rights, filters.

Sources: unshare(2), setns(2), mount(2), capabilities(7), prctl(2), seccomp(2).
"""

import ctypes
import os
import struct

NEW_MOUNTS, NEW_IPC, NEW_PIDS, NEW_NETWORK = 0x00020000, 0x08000000, 0x20000000, 0x40000000
NO_SUID, NO_DEVICES, NO_EXECUTION = 2, 4, 8
_READ_ONLY, _REMOUNT, _BIND = 1, 32, 4096

_SET_DUMPABLE, _SET_SECCOMP, _DROP_BOUND, _SET_SUBREAPER, _NO_NEW_RIGHTS = 4, 22, 24, 36, 38
_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library; raises OSError when it fails."""
    if getattr(_libc, name)(*arguments):
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


def unshare(namespaces: int) -> None:
    """Leave the namespaces of the parent; for processes it takes effect on the next child."""
    _call("unshare", namespaces)


def enter(namespace: int, kind: int) -> None:
    """Join the namespace behind an open descriptor."""
    _call("setns", namespace, kind)


def mount(kind: str, place: str, flags: int, options: str) -> None:
    """Mount a file system of this kind at `place`."""
    _call("mount", kind.encode(), place.encode(), kind.encode(), flags, options.encode())


def make_read_only(place: str) -> None:
    """Nothing under `place` can be written through this name any more."""
    _call("mount", place.encode(), place.encode(), None, _BIND, None)
    _call("mount", None, place.encode(), None, _BIND | _REMOUNT | _READ_ONLY, None)


def keep_private() -> None:
    """Nobody of the same user may read this process's memory, descriptors or environment."""
    _call("prctl", _SET_DUMPABLE, 0, 0, 0, 0)


def make_readable() -> None:
    """Undo `keep_private`: a process without secrets may look at itself."""
    _call("prctl", _SET_DUMPABLE, 1, 0, 0, 0)


def adopt_orphans() -> None:
    """Descendants whose parent has died become children of this process."""
    _call("prctl", _SET_SUBREAPER, 1, 0, 0, 0)


def drop_rights() -> None:
    """Give up every capability for good, here and in what is started from here."""
    with open("/proc/sys/kernel/cap_last_cap") as file:
        last = int(file.read())
    for capability in range(last + 1):
        _call("prctl", _DROP_BOUND, capability, 0, 0, 0)
    head = struct.pack("Ii", 0x20080522, 0)
    _call("capset", head, struct.pack("6I", *[0] * 6))
    _call("prctl", _NO_NEW_RIGHTS, 1, 0, 0, 0)


def set_filter(program: bytes) -> None:
    """Pass every system call of this process and its children through a BPF program from now on."""
    buffer = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack("HP", len(program) // 8, ctypes.addressof(buffer))
    _call("prctl", _SET_SECCOMP, 2, filter_, 0, 0)
