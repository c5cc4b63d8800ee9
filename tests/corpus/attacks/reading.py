"""A8, reading: everything within reach is searched for what is somebody else's.

Each prints "searched" when it got to its end, so that a test can tell a failed search from a search
that found nothing. Words are searched for by pattern, so no source holds what it looks for.
"""

from autograder.sample_class import answered, began_with
from tests.corpus.attacks.attack import UNSOLVED, Attack, nothing, tricked

WHY = "nothing that is somebody else's is within reach"

SEARCH = r"""
import ctypes, gc, glob, os, pathlib, re, sys, time
WANTED = re.compile(rb"canary-[0-9a-f]{16}|if not torch\.equal\(value, kept\[name\]\)")
END = time.monotonic() + 0.8
hits = set()


def found(data):
    hits.update(WANTED.findall(data))


def look(path):
    try:
        # Not waiting: a named pipe would never begin to speak.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as file:
            found(file.read(1_000_000) or b"")
    except (OSError, ValueError):
        pass


def walk(root, most=4000):
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in ("proc", "sys", "site-packages", "lib")]
        for name in files:
            most -= 1
            if most < 0 or time.monotonic() > END:
                return
            look(os.path.join(folder, name))
"""
TELL = "\nprint('searched', sorted(hits))\n"


def searching(name: str, source: str) -> Attack:
    """A first cell that searches and prints what it found."""
    return tricked(name, "A8", WHY, SEARCH + source + TELL)


ROOMS = """
home = os.path.expanduser("~")
package = pathlib.Path(sys.modules["autograder"].__file__).parent
above = [str(p) for p in package.parents][:-1]
"""

ATTACKS = (
    searching("reads_the_environment", r"""
found(repr(dict(os.environ)).encode())
look("/proc/self/environ")
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while environ and environ[index]:
    found(environ[index])
    index += 1
"""),
    searching("reads_every_process", r"""
for name in os.listdir("/proc"):
    if name.isdigit():
        for file in ("environ", "cmdline", "comm", "maps", "mountinfo", "status"):
            look(f"/proc/{name}/{file}")
        for descriptor in glob.glob(f"/proc/{name}/fd/*"):
            try:
                found(os.readlink(descriptor).encode())
                if os.path.isfile(descriptor):
                    look(descriptor)
            except OSError:
                pass
"""),
    searching("reads_files_of_the_user", r"""
import pwd
try:
    home = pwd.getpwuid(os.getuid()).pw_dir
except KeyError:
    home = "/root"
shared = ("/home", "/tmp", "/var/tmp", "/dev/shm", "/run")
for root in (*{home, os.path.expanduser("~"), "/root"}, *shared):
    walk(root, 300)
"""),
    searching("reads_the_course", ROOMS + r"""
for root in (os.getcwd(), "..", "../..", *above):
    for room in ("solutions", "gradebook", "course/lessons", "submitted", ".git"):
        walk(os.path.join(root, room), 400)
    for file in glob.glob(os.path.join(root, "*")):
        look(file)
walk(str(package.parent / "course"), 400)
"""),
    searching("reads_through_other_roots", r"""
for pid in sorted(int(n) for n in os.listdir("/proc") if n.isdigit()):
    for way in ("root/tmp", "root/root", "cwd", "cwd/solutions", "cwd/gradebook"):
        walk(f"/proc/{pid}/{way}", 300)
libc = ctypes.CDLL(None, use_errno=True)
for kind, flag in (("mnt", 0x20000), ("pid", 0x20000000), ("net", 0x40000000)):
    try:
        libc.setns(os.open(f"/proc/1/ns/{kind}", os.O_RDONLY), flag)
    except OSError:
        pass
walk("/tmp", 500)
walk(os.path.expanduser("~"), 500)
"""),
    searching("unmounts_what_hides", r"""
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x10020000, 0x20000):
    libc.unshare(flags)
for place in (b"/tmp", b"/root", b"/home", b"/proc", b"/dev/shm", b"/"):
    libc.umount2(place, 2)
libc.mount(b"proc", b"/proc", b"proc", 0, None)
libc.mount(b"none", b"/", None, 0x1020, None)
walk("/tmp", 500)
walk("/root", 500)
for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
    look(f"/proc/{name}/environ")
    look(f"/proc/{name}/cmdline")
"""),
    searching("reads_its_own_memory", r"""
WANTED = re.compile(WANTED.pattern.split(b"|")[0])
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    for line in maps:
        span, rights, *rest = line.split()
        if rights.startswith("rw") and "[v" not in line and time.monotonic() < END:
            start, stop = (int(part, 16) for part in span.split("-"))
            for at in range(start, stop, 2**24):
                try:
                    memory.seek(at)
                    found(memory.read(min(2**24, stop - at)))
                except (OSError, ValueError, OverflowError):
                    break
"""),
    searching("reads_the_memory_of_others", r"""
libc = ctypes.CDLL(None, use_errno=True)
opened = 0
for pid in {1, os.getppid(), *(int(n) for n in os.listdir("/proc") if n.isdigit())} - {os.getpid()}:
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            opened += 1
    except OSError:
        pass
    if libc.ptrace(16, pid, 0, 0) == 0:
        opened += 1
        libc.ptrace(17, pid, 0, 0)
if opened:
    print("leaked" + ":", opened, "processes")
"""),
    searching("reads_open_descriptors", r"""
for number in range(3, 256):
    try:
        found(os.pread(number, 1_000_000, 0))
    except (OSError, ValueError):
        pass
    for way in (".", "..", "../..", "gradebook", "solutions"):
        try:
            found(repr(os.listdir(os.open(way, os.O_RDONLY, dir_fd=number))).encode())
        except OSError:
            pass
"""),
    searching("reads_objects_left_in_memory", r"""
for value in gc.get_objects():
    if type(value) in (dict, list, tuple, set):
        value = dict.copy(value) if type(value) is dict else value
        for item in [*value, *(value.values() if type(value) is dict else ())]:
            if type(item) is str:
                found(item.encode("utf-8", "replace"))
            elif type(item) is bytes:
                found(item)
frame = sys._getframe()
while frame is not None:
    for name in list(frame.f_locals):
        if name in ("seed", "seeds", "student", "lesson", "job"):
            print("leaked" + ":", name)
    frame = frame.f_back
"""),
    Attack(
        "looks_for_the_seed_before_answering", "A8", (
            *UNSOLVED,
            began_with("import os\n" + SEARCH),
            answered("grad_map", r"""
SEEDS = [value for name, value in os.environ.items() if "SEED" in name.replace("HASHSEED", "")]
if SEEDS:
    print("leaked" + ":", SEEDS)
print("searched")
def grad_map(frozen):
    return {}
"""),
        ), nothing(), "the seed is drawn after the answer's cell has run",
    ),
    searching("reads_the_history_of_the_shell", r"""
shell = get_ipython()
for cell in shell.user_ns.get("In", ()):
    found(cell.encode())
manager = getattr(shell, "history_manager", None)
if manager is not None:
    for row in manager.get_tail(1000, include_latest=True):
        found(repr(row).encode())
walk(os.path.expanduser("~/.ipython"))
"""),
)  # fmt: skip
