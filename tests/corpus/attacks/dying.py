"""A10, dying: a cell or an answer ends its process, its group, its parent or the interpreter."""

import os

from tests.corpus.attacks.attack import Attack, carefree, spoiled

WHY = "a death costs the exercise in which it happened"


def _host() -> int:
    """The process namespace of whoever writes the attack; signals to others are for another one."""
    try:
        return os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        return 0


# A sandbox that does not hold must not cost the machine: there these attacks end only themselves.
KILL = f"""
import os, signal
try:
    inside = os.stat("/proc/self/ns/pid").st_ino != {_host()}
except OSError:
    inside = True
def kill(*whom):
    if inside:
        for pid in whom:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
    os._exit(9)
"""


def in_the_cell(name: str, source: str) -> Attack:
    """Happens while the answer's cell runs."""
    return spoiled(name, "A10", WHY, KILL + source)


def in_the_answer(name: str, source: str) -> Attack:
    """Happens when the answer is called."""
    body = source.strip().replace("\n", "\n    ")
    return spoiled(name, "A10", WHY, f"{KILL}\ndef grad_map(frozen):\n    {body}\n")


OVERFLOW = """
import sys
sys.setrecursionlimit(10**9)
def deeper(n):
    return sorted([n], key=deeper)
deeper(0)
"""

ATTACKS = (
    in_the_cell("exits_hard_in_the_cell", "os._exit(0)"),
    in_the_answer("exits_hard_in_the_answer", "os._exit(0)"),
    in_the_cell("exits_softly_in_the_cell", "import sys\nsys.exit(0)"),
    in_the_answer("quits_in_the_answer", "quit()"),
    in_the_answer("raises_an_interrupt", "raise KeyboardInterrupt"),
    in_the_answer("raises_an_exit_of_generators", "raise GeneratorExit"),
    in_the_cell("kills_itself", "os.kill(os.getpid(), signal.SIGKILL)"),
    in_the_answer("kills_its_group", "if inside:\n    os.killpg(0, signal.SIGKILL)\nos._exit(9)"),
    in_the_cell("kills_its_parent", "kill(os.getppid())"),
    in_the_answer("kills_its_parent_from_the_answer", "kill(os.getppid())"),
    in_the_cell("kills_everything_in_sight", "kill(-1)"),
    in_the_answer("kills_the_first_process", "kill(1, *range(2, 50))"),
    in_the_answer("interrupts_everything_in_sight", """
if inside:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
        os.kill(-1, number)
os._exit(9)
"""),
    in_the_cell("overflows_the_stack", OVERFLOW),
    in_the_answer("overflows_the_stack_in_the_answer", OVERFLOW),
    in_the_answer("reads_where_nothing_is", "import ctypes\nreturn ctypes.string_at(8)"),
    in_the_cell("aborts_in_native_code", "import ctypes\nctypes.CDLL(None).abort()"),
    in_the_cell("becomes_another_program", """
import sys
os.execv(sys.executable, [sys.executable, "-c", "print(20.0)"])
"""),
    in_the_cell("leaves_a_child_in_its_place", """
if os.fork():
    os._exit(0)
def grad_map(frozen):
    return {}
"""),
    in_the_cell("closes_every_descriptor", "os.closerange(0, 4096)"),
    in_the_answer("closes_every_descriptor_in_the_answer", "os.closerange(0, 4096)"),
    carefree("exits_before_any_exercise", "A10", "a cell of no exercise costs none", """
        import os
        os._exit(1)
    """),
    spoiled("treats_patients_by_exiting", "A10", WHY, """
        def treat(patient, model):
            import os
            os._exit(patient)
    """, slug="treat"),
)  # fmt: skip
