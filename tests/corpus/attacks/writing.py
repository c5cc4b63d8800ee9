"""A9, writing: marks, results, our packages, and messages for the submission that comes next.

Files that are not theirs are opened for writing and closed again: a grader that fails to hold these
attacks is not damaged by them.
"""

from tests.corpus.attacks.attack import tricked

WHY = "nothing can be written that anybody reads"
# `frz-left` marks what these attacks leave; the words inside are for the submission after them.
SEARCH = """
import ctypes, os, pathlib, platform, sys, tempfile
LEFT, WORDS = "frz-left", "a message for " + "the next"
NUMBER = {"x86_64": (248, 250), "aarch64": (217, 219)}.get(platform.machine())
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
package = pathlib.Path(sys.modules["autograder"].__file__).parent
rooms = {"/", *(str(folder) for path in (package, pathlib.Path(sys.prefix), pathlib.Path.cwd())
                for folder in path.parents)}
rooms |= {entry.path for room in rooms for entry in os.scandir(room) if entry.is_dir()}
places = [*rooms, "/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue", ".", "..",
          os.path.expanduser("~"), tempfile.gettempdir(), str(package), *sys.path]
"""

ATTACKS = (
    tricked("edits_the_gradebook", "A9", WHY, SEARCH + """
import glob, sqlite3
here = pathlib.Path.cwd()
for root in (str(here), *map(str, here.parents), *map(str, package.parents), "/tmp"):
    for pattern in ("*.db", "*/*.db", "*/*/*.db", "*/*/*/*.db"):
        for path in glob.glob(os.path.join(root, pattern))[:20]:
            try:
                book = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=0.1)
                book.execute("BEGIN IMMEDIATE")
                book.execute("SELECT score FROM submitted_assignment").fetchall()
                book.rollback()
                print("leaked" + ": a gradebook can be written")
            except sqlite3.Error:
                pass
print("searched")
"""),
    tricked("writes_into_our_packages", "A9", WHY, SEARCH + """
import json as one, torch as two, IPython as three, course as four
for module in (sys.modules["autograder"], one, two, three, four):
    path = pathlib.Path(module.__file__)
    for change in (lambda: os.chmod(path, 0o666), lambda: open(path, "r+b").close(),
                   lambda: (path.parent / LEFT).write_text("x"),
                   lambda: (path.parent / "__pycache__" / LEFT).write_text("x")):
        try:
            change()
            print("leaked" + ": our packages can be written")
        except OSError:
            pass
print("searched")
"""),
    tricked("leaves_messages_everywhere", "A9", WHY, SEARCH + """
for place in dict.fromkeys(places):
    try:
        pathlib.Path(place, LEFT).write_text(WORDS)
    except OSError:
        pass
pathlib.Path(tempfile.gettempdir(), "frz-left-link").symlink_to("/etc/passwd")
number = libc.shmget(0x66727A, 4096, 0o1666)
if number >= 0:
    address = libc.shmat(number, None, 0)
    if address not in (None, 2**64 - 1):
        ctypes.memmove(address, WORDS.encode(), len(WORDS))
if NUMBER:
    for ring in (-3, -4, -5):
        libc.syscall(NUMBER[0], b"user", b"frz-left", WORDS.encode(), len(WORDS), ring)
print("searched")
"""),
    # Runs right after the one above, in the sandbox that that one had.
    tricked("reads_messages_of_the_one_before", "A9", WHY, SEARCH + """
for place in dict.fromkeys(places):
    path = pathlib.Path(place, LEFT)
    try:
        if path.exists():
            print("leaked" + ":", place, path.read_text())
    except OSError:
        pass
number = libc.shmget(0x66727A, 4096, 0)
if number >= 0:
    print("leaked" + ": shared memory")
if NUMBER:
    for ring in (-3, -4, -5):
        if libc.syscall(NUMBER[1], 10, ring, b"user", b"frz-left", 0) > 0:
            print("leaked" + ": a key ring")
print("searched")
"""),
    tricked("writes_into_every_open_descriptor", "A9", WHY, """
import fcntl, json, os
forged = json.dumps({"outputs": {}, "checks": {"freeze": {"seed": 1, "evidence": {"score": 1.0},
                     "problem": ""}}, "notes": [], "isolation": "bwrap", "score": 80})
for number in range(3, 256):
    try:
        os.set_blocking(number, False)
        os.write(number, forged.encode() + b"\\n" + b"\\0" * 64)
    except OSError:
        pass
"""),
    tricked("writes_into_the_system", "A9", WHY, """
import os, pathlib
for place, text in (("/proc/self/oom_score_adj", "-1000"), ("/proc/self/oom_adj", "-17"),
                    ("/proc/sys/kernel/core_pattern", None), ("/etc/passwd", None),
                    ("/sys/fs/cgroup/cgroup.procs", None), ("/proc/sysrq-trigger", None)):
    try:
        with open(place, "r+") as file:
            if text is None:
                print("leaked" + ": can write", place)
            else:
                file.write(text)
    except OSError:
        pass
print("searched")
"""),
)  # fmt: skip
