"""A11, not dying: loops, sleeps, and processes that want to outlive the grading.

Children carry a name by which a test finds them on the host, and end by themselves in the end.
"""

from tests.corpus.attacks.attack import Attack, carefree, spoiled

WHY = "time that an exercise uses up costs that exercise"
LEFT = "nothing is left alive, and the answer is right"
NAME = "frz-linger"
CHILD = f"""
import os, sys, time
def child(seconds=60):
    sleep = f"import time; time.sleep({{seconds}})"
    os.execv(sys.executable, [sys.executable, "-c", sleep, "{NAME}"])
"""
RIGHT = """
def grad_map(frozen):
    return {layer: layer not in frozen for layer in ("a", "b", "c")}
"""


def in_the_cell(name: str, source: str) -> Attack:
    """Happens while the answer's cell runs."""
    return spoiled(name, "A11", WHY, source)


def in_the_answer(name: str, source: str) -> Attack:
    """Happens when the answer is called."""
    body = source.strip().replace("\n", "\n    ")
    return spoiled(name, "A11", WHY, f"def grad_map(frozen):\n    {body}\n")


def with_children(name: str, source: str) -> Attack:
    """A right answer that leaves children behind."""
    return spoiled(name, "A11", LEFT, CHILD + source + RIGHT, keeps=15)


SWALLOW = """
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
"""
DEAF = """
import signal
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
while True:
    pass
"""

ATTACKS = (
    in_the_cell("loops_in_the_cell", "while True:\n    pass"),
    in_the_answer("loops_in_the_answer", "while True:\n    pass"),
    in_the_cell("swallows_interrupts_in_the_cell", SWALLOW),
    in_the_answer("swallows_interrupts_in_the_answer", SWALLOW),
    in_the_cell("is_deaf_to_signals", DEAF),
    in_the_answer("loops_in_native_code", "return sum(range(10**15))"),
    in_the_cell("loops_in_a_regular_expression",
                "import re\nre.match(r'(a|a)+$', 'a' * 60 + 'b')"),
    in_the_cell("sleeps_in_the_cell", "import time\ntime.sleep(10**6)"),
    in_the_answer("sleeps_in_the_answer", """
import time
while True:
    try:
        time.sleep(10**6)
    except BaseException:
        pass
"""),
    in_the_answer("stops_itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
    in_the_cell("stops_itself_in_the_cell",
                "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
    in_the_cell("waits_for_input", "answer = input('your name? ')\nimport sys\nsys.stdin.read()"),
    with_children("leaves_a_detached_child", """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        child()
    os._exit(0)
os.wait()
"""),
    with_children("leaves_a_child_that_holds_the_pipes", """
if os.fork() == 0:
    for number in range(256):
        try:
            os.set_inheritable(number, True)
        except OSError:
            pass
    child()
"""),
    with_children("leaves_a_child_that_ignores_signals", """
import signal
if os.fork() == 0:
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    child()
"""),
    with_children("leaves_children_of_the_answer", """
if os.fork() == 0:
    with open("/proc/self/comm", "w") as name:
        name.write("frz-linger")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if os.fork():
            os._exit(0)
        time.sleep(0.05)
    os._exit(0)
"""),
    carefree("leaves_a_thread_running", "A11", LEFT, """
        import threading, time
        threading.Thread(target=time.sleep, args=(10**6,)).start()
    """),
    carefree("never_ends_at_the_end", "A11", LEFT, """
        import atexit, threading, time
        atexit.register(time.sleep, 10**6)
        threading._register_atexit(time.sleep, 10**6)
    """),
    carefree("loops_before_any_exercise", "A11", "a cell of no exercise costs none", SWALLOW),
    spoiled("an_endless_picture_of_itself", "A11", WHY, """
        class Endless:
            def __repr__(self):
                while True:
                    pass
            _repr_html_ = _repr_png_ = __repr__
        Endless()
    """),
    in_the_cell("speaks_after_its_cell", """
import os, time
if os.fork() == 0:
    time.sleep(0.3)
    for number in range(3, 64):
        try:
            os.write(number, b"\\0\\0\\0\\x0e{\\"ran\\": true}\\n" * 3)
        except OSError:
            pass
    os._exit(0)
def grad_map(frozen):
    time.sleep(0.5)
    return {}
"""),
)  # fmt: skip
