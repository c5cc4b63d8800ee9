"""What a nursery inside bubblewrap can see: Python, the installed packages and ours, read-only.

Nothing else: no network, no course folder, no lessons, no gradebook, no processes of the machine,
none of the grader's environment.
"""

import sys
from pathlib import Path

import autograder
import course

ROOMS = ("solutions", "notebooks", "gradebook", "exchange", "tests", "course/lessons", ".git")
SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/sbin")
SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
# Here the C library reads how large a large page is; without it there are none.
PAGES = "/sys/kernel/mm/transparent_hugepage"
HOME = "/room"  # no name that a course might lie under
ENVIRONMENT = {
    "HOME": HOME,
    "USER": "learner",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "TMPDIR": HOME,
    "IPYTHONDIR": f"{HOME}/.ipython",
    "MPLCONFIGDIR": f"{HOME}/.matplotlib",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # One thread: a fork of more would hang, and last bits would differ between machines.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    # What is run while grading is nobody's progress.
    "FREEZING_LAYERS_PROGRESS": "off",
    # Or each thread of a learner would reserve 64 MB of the addresses that a limit counts.
    "MALLOC_ARENA_MAX": "2",
    # Large pages make a fork of this process three times as quick (measured: 19 ms to 7 ms).
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
PACKAGES = tuple(Path(package.__file__).resolve().parent for package in (autograder, course))


def walls() -> list[str]:
    """bubblewrap's options, for a room with the settings of ENVIRONMENT."""
    shown = _shown()
    options = ["--unshare-all", "--unshare-user", "--uid", "0", "--gid", "0"]
    options += ["--die-with-parent", "--new-session", "--hostname", "course", "--clearenv"]
    # Needed to make a room for each submission, and given up before its first cell runs.
    options += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"]
    for place in SYSTEM:
        if (path := Path(place)).is_symlink():
            options += ["--symlink", str(path.readlink()), place]
        elif path.exists():
            options += ["--ro-bind", place, place]
    options += ["--tmpfs", "/tmp"]
    for place in shown:
        options += ["--ro-bind", str(place), str(place)]
    for place in (*SETTINGS, PAGES):
        options += ["--ro-bind-try", place, place]
    root = PACKAGES[0].parent
    for room in ROOMS:
        hidden = root / room
        if hidden.is_dir() and any(hidden.is_relative_to(place) for place in shown):
            options += ["--tmpfs", str(hidden), "--remount-ro", str(hidden)]
    options += ["--proc", "/proc", "--dev", "/dev"]
    for place in (HOME, "/dev/shm"):
        options += ["--tmpfs", place]
    for name, value in ENVIRONMENT.items():
        options += ["--setenv", name, value]
    # What is left of the room that bubblewrap built would be shared by all submissions.
    for place in ("/dev", "/", *({"/tmp"} - set(writable()))):
        options += ["--remount-ro", place]
    return [*options, "--chdir", "/"]


def writable() -> list[str]:
    """The folders that each submission has to itself; /tmp only where the course is elsewhere."""
    is_free = not any(place.is_relative_to("/tmp") for place in _shown())
    return [HOME, "/dev/shm", *(["/tmp"] if is_free else [])]


def _shown() -> list[Path]:
    """What is visible inside: the system's programs, Python, its packages, and ours."""
    wanted = [Path("/usr"), Path(sys.base_prefix), Path(sys.prefix), *PACKAGES]
    wanted = [place.resolve() for place in wanted] + [Path(sys.prefix)]
    return [
        place
        for place in dict.fromkeys(wanted)
        if place.exists()
        and not any(place != other and place.is_relative_to(other) for other in wanted)
    ]
