"""The engine runs honest work as Jupyter does, and whatever goes wrong costs its own exercise."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from autograder.engine import sandbox
from autograder.engine.client import Engine
from autograder.engine.job import Job, job_of
from autograder.engine.limits import Limits
from autograder.engine.result import Result
from autograder.engine.sandbox import IsolationError
from autograder.engine.steps import ANSWER, CHECK, DEMO, RUN, Step
from autograder.judge import judge
from autograder.plain import Malformed
from tests.handing_in import ROOT

QUICK = Limits(cell_cpu_s=1.0, cell_wall_s=3.0, cpu_s=12.0, wall_s=40.0, memory_bytes=300_000_000)
RIGHT = "def grad_map(frozen):\n    return {layer: layer not in frozen for layer in 'abc'}"
FREEZE = "def freeze(module):\n    return module.requires_grad_(False)"
UNFREEZE = "def unfreeze(module):\n    return module.requires_grad_(True)"
STUBBORN = """
while True:
    try:
        for n in range(10**9): sum(range(n))
    except BaseException:
        pass
""".strip()


@pytest.fixture(scope="module", params=sandbox.LEVELS)
def engine(request):
    """An engine of each isolation, with small limits."""
    if request.param == sandbox.BWRAP:
        request.getfixturevalue("bubblewrap")
    with Engine(request.param, QUICK) as running:
        yield running


def job(*sources, freeze=f"{FREEZE}\n{UNFREEZE}", grad_map=RIGHT):
    """A notebook with these cells on top, and two exercises."""
    cells = [Step(f"cell-{n}", RUN, source) for n, source in enumerate(sources)]
    cells += [
        Step("freeze", ANSWER, freeze),
        Step("check-freeze", CHECK, 'check("freeze", freeze, unfreeze)', "freeze"),
        Step("grad_map", ANSWER, grad_map),
        Step("check-grad_map", CHECK, 'check("grad_map", grad_map)', "grad_map"),
    ]
    return Job("ada", "lesson", tuple(cells))


def scores(result):
    """The score of each exercise, 0 where there is no evidence."""
    return {
        slug: 0 if check.problem else judge(slug, check.evidence, check.seed).score
        for slug, check in result.checks.items()
    }


def text(result, cell):
    """All words that a cell put out."""
    return "".join(output.get("text", "") for output in result.outputs.get(cell, []))


def test_right_answers_earn_everything_on_seeds_of_their_own(engine):
    first, second = engine.run(job()), engine.run(job())
    assert scores(first) == scores(second) == {"freeze": 1, "grad_map": 1}
    seeds = [check.seed for result in (first, second) for check in result.checks.values()]
    assert len(set(seeds)) == 4
    assert first.isolation == engine.isolation
    assert first.notes == ()


def test_a_verdict_can_be_repeated_from_what_was_kept(engine):
    result = engine.run(job())
    again = Result.from_text(result.to_text())
    assert again == result
    assert scores(again) == scores(result)


DEADLY = {
    "exits_hard": "import os; os._exit(3)",
    "kills_itself": "import os; os.kill(os.getpid(), 9)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "loops_through_interrupts": STUBBORN,
    "stops_itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
}


@pytest.mark.parametrize("way", DEADLY)
def test_a_cell_that_takes_its_process_down_costs_its_own_exercise(engine, way):
    result = engine.run(job(freeze=DEADLY[way]))
    assert scores(result) == {"freeze": 0, "grad_map": 1}
    assert any("'freeze' was stopped" in note for note in result.notes)
    assert result.outputs["freeze"][-1]["ename"] == "Stopped"


@pytest.mark.parametrize("way", DEADLY)
def test_an_answer_that_takes_its_check_down_costs_its_own_exercise(engine, way):
    body = DEADLY[way].replace("\n", "\n    ")
    result = engine.run(job(freeze=f"def freeze(module):\n    {body}\n{UNFREEZE}"))
    assert scores(result) == {"freeze": 0, "grad_map": 1}
    assert result.checks["freeze"].problem


@pytest.mark.parametrize("way", DEADLY)
def test_a_cell_beside_the_exercises_that_dies_costs_nothing(engine, way):
    result = engine.run(job("x = 1", DEADLY[way]))
    assert scores(result) == {"freeze": 1, "grad_map": 1}


def test_an_answer_that_kills_everybody_it_can_reach_costs_its_own_exercise(bubblewrap):
    """Inside its room, that is: without isolation this would reach the machine."""
    kills = f"def freeze(module):\n    import os; os.kill(-1, 9)\n{UNFREEZE}"
    with Engine(sandbox.BWRAP, QUICK) as engine:
        told = scores(engine.run(job(freeze=kills)))
        assert told == {"freeze": 0.25, "grad_map": 1}  # it can unfreeze


def test_a_plain_endless_loop_is_interrupted_and_what_it_defined_counts(engine):
    result = engine.run(job(freeze=f"{FREEZE}\n{UNFREEZE}\nwhile True: pass"))
    assert scores(result) == {"freeze": 1, "grad_map": 1}
    assert result.outputs["freeze"][-1]["ename"] == "KeyboardInterrupt"


def test_too_much_memory_costs_its_own_exercise(engine):
    result = engine.run(job(freeze="x = []\nwhile True: x.append(bytearray(10**6))"))
    assert scores(result) == {"freeze": 0, "grad_map": 1}
    assert result.notes[0] in (
        "the cell 'freeze' was stopped: it ran out of memory",
        "the cell 'freeze' was stopped: its process ended",
    )


def test_threads_of_the_learner_cost_nothing_already_earned(engine):
    threads = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    assert scores(engine.run(job(threads))) == {"freeze": 1, "grad_map": 1}
    dies = engine.run(job(threads, grad_map="import os; os._exit(1)"))
    assert scores(dies) == {"freeze": 1, "grad_map": 0}


def test_torchs_own_threads_do_not_hang_the_run(engine):
    pool = "import torch\ntorch.set_num_threads(2)\nx = torch.rand(600, 600)\n(x @ x).sum().item()"
    assert scores(engine.run(job(pool))) == {"freeze": 1, "grad_map": 1}


def test_processes_without_end_are_stopped_and_leave_nobody(engine):
    bomb = "import os\nfor _ in range(300):\n    if not os.fork(): import time; time.sleep(77.77)"
    before = len(psutil.pids())
    assert scores(engine.run(job(bomb))) == {"freeze": 1, "grad_map": 1}
    assert len(psutil.pids()) < before + 20


def test_output_is_bounded_and_says_so(engine):
    result = engine.run(job("for _ in range(3000): print('x' * 3000)"))
    assert len(json.dumps(result.outputs)) < 3 * QUICK.output_bytes
    assert scores(result) == {"freeze": 1, "grad_map": 1}


def test_words_past_python_block_nobody(engine):
    """What a C library writes to the process's own stderr goes nowhere, and fills no pipe."""
    flood = "import os\nfor _ in range(200): os.write(1, b'x' * 9999); os.write(2, b'x' * 9999)"
    for _ in range(2):
        assert scores(engine.run(job(flood))) == {"freeze": 1, "grad_map": 1}


def test_names_that_learners_overwrite_cost_nothing(engine):
    result = engine.run(job("check = torch = display = print = 5"))
    assert scores(result) == {"freeze": 1, "grad_map": 1}


def test_a_demonstration_is_run_only_when_its_name_is_missed(engine):
    shown = Step("demo", DEMO, "print('shown')\nlayers = 'abc'")
    steps = job().steps
    result = engine.run(Job("ada", "lesson", (shown, *steps)))
    assert "demo" not in result.outputs
    misses = job(grad_map=RIGHT.replace("'abc'", "nothing_of_a_demonstration")).steps
    assert "demo" not in engine.run(Job("ada", "lesson", (shown, *misses))).outputs
    uses = RIGHT.replace("'abc'", "layers")
    steps = job(grad_map=uses).steps
    result = engine.run(Job("ada", "lesson", (shown, *steps)))
    assert text(result, "demo") == "shown\n"
    assert scores(result) == {"freeze": 1, "grad_map": 1}


def test_the_room_is_empty_again_for_the_next_submission(engine):
    first = "open('left', 'w').write('x'); open('/tmp/left-by-a-test', 'w').write('x')"
    look = "import os; print(os.listdir('.'))"
    engine.run(job(first))
    try:
        assert text(engine.run(job(look)), "cell-0") == "[]\n"
    finally:
        Path("/tmp/left-by-a-test").unlink(missing_ok=True)  # only bubblewrap gives a /tmp


def test_a_killed_nursery_is_replaced_and_its_job_run_again():
    with Engine(sandbox.NONE, QUICK) as engine:
        engine.run(job())
        slow = job("import time; time.sleep(1)")
        killer = threading.Timer(0.5, lambda: os.kill(engine.pid, signal.SIGKILL))
        killer.start()
        assert scores(engine.run(slow)) == {"freeze": 1, "grad_map": 1}
        killer.join()


WITHOUT_FORKS = """
import os, sys
for name in ("fork", "setpgid", "killpg", "getpgid", "waitid", "sched_setaffinity"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("resource",):
    sys.modules[name] = None
import autograder.engine.alone
import autograder.engine.client
print("imported")
"""


def test_the_room_without_forks_imports_what_every_system_has():
    made = subprocess.run(
        [sys.executable, "-c", WITHOUT_FORKS], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert made.stdout == "imported\n", made.stderr[-800:]


def test_without_forks_each_submission_has_a_process_of_its_own(monkeypatch):
    """What macOS and Windows do; a cell that dies or hangs is left out of another run."""
    monkeypatch.setattr(sandbox, "HAS_FORKS", False)
    with Engine(sandbox.NONE, QUICK) as engine:
        result = engine.run(job(freeze="import os; os._exit(1)"))
        assert scores(result) == {"freeze": 0, "grad_map": 1}
        assert any("'freeze' was stopped" in note for note in result.notes)
        hangs = engine.run(job(grad_map="def grad_map(frozen):\n    import os; os._exit(1)"))
        assert scores(hangs) == {"freeze": 1, "grad_map": 0}
        assert engine.pid is None


def test_nothing_is_left_when_an_engine_is_closed():
    with Engine(sandbox.NONE, QUICK) as engine:
        engine.run(job())
        family = [psutil.Process(engine.pid), *psutil.Process(engine.pid).children(recursive=True)]
    assert not any(process.is_running() for process in family)


def test_words_outputs_and_errors_are_those_of_a_jupyter_kernel():
    """Every solution, demonstrations too, beside the outputs that a kernel left in it."""
    with Engine(sandbox.NONE, Limits(output_bytes=10_000_000)) as engine:
        for path in sorted(ROOT.glob("solutions/*/*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            everything = [
                Step(step.id, RUN, step.source) for step in job_of(notebook, "ada", "x").steps
            ]
            result = engine.run(Job("ada", path.stem, tuple(everything)))
            for cell in notebook.cells:
                if cell.cell_type == "code" and "nbval-ignore-output" not in tags(cell):
                    ours = result.outputs.get(cell.id, [])
                    assert in_words(ours) == in_words(cell.outputs), cell.id
                elif cell.cell_type == "code":
                    ours = result.outputs.get(cell.id, [])
                    assert pictures(ours) == pictures(cell.outputs), cell.id


def tags(cell):
    return cell.metadata.get("tags", [])


def in_words(outputs):
    """The words of outputs. A check says the same in a panel and in plain lines."""
    found = ""
    for output in outputs:
        data = output.get("data", {})
        found += output.get("text", "") + data.get("text/plain", "")
    # Below a panel stands what to call next; plain lines leave that out.
    return found.partition("\n`hint(")[0].strip()


def pictures(outputs):
    return [mime for output in outputs for mime in output.get("data", {}) if "image" in mime]


def test_magics_shell_lines_and_figures_work(engine):
    result = engine.run(
        job("!echo from a shell", "%matplotlib inline\nimport matplotlib.pyplot as p\np.plot([1]);")
    )
    assert text(result, "cell-0").strip() == "from a shell"
    assert any("image/png" in output.get("data", {}) for output in result.outputs["cell-1"])


def test_missing_bubblewrap_is_refused_with_the_cure(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(IsolationError, match="apt-get install bubblewrap"):
        Engine(sandbox.BWRAP)


def test_forbidden_bubblewrap_is_refused_with_its_own_words(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with Engine(sandbox.BWRAP) as engine:
        began = time.monotonic()
        with pytest.raises(IsolationError, match="No permissions to create new namespace"):
            engine.run(job())
        assert time.monotonic() - began < 30


def test_an_unknown_isolation_is_refused():
    with pytest.raises(IsolationError, match="there are: bwrap, none"):
        Engine("docker")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"outputs": {}}', "[" * 100_000])
def test_text_that_is_no_result_is_refused(text):
    with pytest.raises(Malformed):
        Result.from_text(text)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "1", True])
def test_a_limit_that_limits_nothing_is_refused(value):
    with pytest.raises(ValueError, match="cpu_s"):
        Limits(cpu_s=value)
