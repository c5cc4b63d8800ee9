"""The room of one submission: rights, folders and limits, and a keeper inside.

In the sandbox a room is a set of namespaces of its own: the keeper is their process 1, sees and
reaches nobody else, and when it ends the kernel ends everything in them and drops their folders.
Without isolation a room is a temporary folder and a keeper that adopts orphans, no more.
"""

import os
import resource
import signal
import socket
import tempfile
from collections.abc import Callable

from autograder.engine import census, linux
from autograder.engine.channel import Performer
from autograder.engine.frames import Frames
from autograder.engine.keeper import Keeper
from autograder.engine.limits import Limits
from autograder.engine.performer import perform
from autograder.engine.shell import Shell
from autograder.engine.steps import Step
from autograder.engine.syscalls import refuse_odd_calls

KERNEL = ("sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi")  # switches of the machine
FILES = 4_096  # in each writable folder
PID_MAX = 512  # the kernel's own bound on processes here; 301 is the least it takes
OPEN_FILES = 256
LISTEN_S = 30.0
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # a keeper ends when its job has ended


def isolated_room(end: socket.socket, shell: Shell, writable: list[str]) -> None:
    """Serve one job in namespaces of its own, with these folders; this is their first process."""
    linux.unshare(linux.NEW_MOUNTS | linux.NEW_IPC)
    job = _job(end)
    limits = Limits(**job["limits"])
    flags = linux.NO_SUID | linux.NO_DEVICES
    linux.mount("proc", "/proc", flags | linux.NO_EXECUTION, "")
    for place in writable:
        linux.mount("tmpfs", place, flags, f"size={2 * limits.file_bytes},nr_inodes={FILES}")
    with open("/proc/sys/kernel/pid_max", "w") as file:
        file.write(str(PID_MAX))
    for name in KERNEL:
        if os.path.exists(place := f"/proc/{name}"):
            # Where the grader is root, so is its user here, even without a single right.
            linux.make_read_only(place)
    os.chdir(os.environ["HOME"])
    linux.drop_rights()
    _keep(end, shell, job, limits, refuse_odd_calls)


def open_room(end: socket.socket, shell: Shell) -> None:
    """Serve one job without isolation."""
    linux.adopt_orphans()
    job = _job(end)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = folder
        os.chdir(folder)
        _keep(end, shell, job, Limits(**job["limits"]), lambda: None)
        os.chdir("/")


def _job(end: socket.socket) -> dict:
    """The job, read here: what the nursery reads, every later submission would inherit."""
    return Frames(end).receive(LISTEN_S)


def _keep(end: socket.socket, shell: Shell, job: dict, limits: Limits, restrict: Callable) -> None:
    """Lead the job through; at the end nobody is left below this process."""
    os.setsid()  # process groups reach across namespaces, and this one was the nursery's
    os.dup2(1, 2)  # to nowhere: the nursery's stderr is a pipe that a learner could fill for all
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    outside = Frames(end)

    def begin() -> Performer:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            try:
                ours.close()
                end.close()
                for number in IGNORED:
                    signal.signal(number, signal.SIG_DFL)
                os.setpgid(0, 0)
                linux.make_readable()
                _limit(limits)
                restrict()
                perform(shell, Frames(theirs), limits.output_bytes)
            except BaseException:
                pass  # the keeper sees the end of this process
            finally:
                os._exit(0)
        theirs.close()
        performer = Performer(ours, max(limits.output_bytes, limits.evidence_bytes) + 1_000_000)
        performer.is_here(pid)
        return performer

    try:
        Keeper(outside, limits, begin).run([Step(**step) for step in job["steps"]])
    finally:
        census.clear()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s, peak_bytes = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    outside.send({"end": {"cpu_s": cpu_s, "peak_bytes": peak_bytes}})


def _limit(limits: Limits) -> None:
    """Limits that the kernel enforces on each process of the learner."""
    cpu_s = int(limits.cpu_s) + 1
    for kind, most in (
        (resource.RLIMIT_AS, census.address_bytes() + limits.memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
