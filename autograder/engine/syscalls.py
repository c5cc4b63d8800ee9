"""System calls that no lesson needs, refused to learners' code.

Memory outside every limit (memfd), new namespaces and mounts, looking into other processes, and
corners of the kernel with a history of holes. Numbers from Linux's asm/unistd.h.
"""

import platform
import struct

from autograder.engine.linux import set_filter

_CLONE3, _NEW_USERS = 435, 0x10000000
_OTHER_NUMBERS = 0x40000000  # x86-64's second numbering, x32
# By processor: its name for the filter, the number of clone, and what is refused, in this order:
# ptrace, pivot_root, mount, umount2, init_module, kexec_load, add_key, request_key, keyctl,
# unshare, move_pages, perf_event_open, open_by_handle_at, setns, process_vm_readv,
# process_vm_writev, finit_module, memfd_create, kexec_file_load, bpf, userfaultfd.
_X86 = (101, 155, 165, 166, 175, 246, 248, 249, 250, 272, 279, 298, 304, 308, 310, 311, 313, 319)
_ARM = (117, 41, 40, 39, 105, 104, 217, 218, 219, 97, 239, 241, 265, 268, 270, 271, 273, 279)
# The same everywhere: io_uring, the new mount calls, memfd_secret.
_BOTH = (425, 426, 427, 428, 429, 430, 431, 432, 442, 447)
_PROCESSORS = {
    "x86_64": (0xC000003E, 56, (*_X86, 320, 321, 323, *_BOTH)),
    "aarch64": (0xC00000B7, 220, (*_ARM, 294, 280, 282, *_BOTH)),
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _FORBIDDEN, _ABSENT, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_NUMBER, _PROCESSOR, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


def refuse_odd_calls() -> None:
    """Answer these calls with an error from now on; does nothing on other processors."""
    if platform.machine() in _PROCESSORS:
        set_filter(_program(*_PROCESSORS[platform.machine()]))


def _program(processor: int, clone: int, refused: tuple[int, ...]) -> bytes:
    """The filter; a line is (operation, steps to jump if true, if false, operand).

    clone3 seems absent, so that the C library falls back to clone, whose flags can be read.
    """
    lines = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUAL, 1, 0, processor),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_NUMBERS),
        (_RETURN, 0, 0, _FORBIDDEN),
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _ABSENT),
    ]
    for number in refused:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FORBIDDEN)]
    lines += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _NEW_USERS),
        (_RETURN, 0, 0, _FORBIDDEN),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
