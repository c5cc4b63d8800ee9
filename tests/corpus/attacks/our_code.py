"""A3, our own code in memory: the checker's functions and modules are replaced."""

from autograder.sample_class import answered, began_with
from tests.corpus.attacks.attack import UNSOLVED, Attack, nothing, spoiled, tricked

WHY = "what was replaced there is not what decides"

ATTACKS = (
    tricked("replaces_check", "A3", WHY, """
        import autograder, autograder.checking
        check = autograder.check = autograder.checking.check = lambda *a: 20.0
    """),
    tricked("replaces_judge_and_verdict", "A3", WHY, """
        import sys
        from autograder import judge, verdict
        passed = lambda *a, **k: verdict.correct("all there")
        judge.judge = verdict.tally = verdict.incorrect = verdict.without_marks = passed
        for name, module in list(sys.modules.items()):
            if name.startswith("autograder.exercises."):
                object.__setattr__(module.EXERCISE, "judge", passed)
    """),
    tricked("replaces_collect", "A3", WHY, """
        import autograder.collect, autograder.checking
        claim = {"score": 1.0, "status": "correct", "ok": True}
        autograder.collect.collect = autograder.checking.collect = lambda *a: claim
        for name in ("freeze", "trainable_report", "grad_map", "moved_names"):
            module = __import__(f"autograder.exercises.{name}", fromlist=["EXERCISE"])
            object.__setattr__(module.EXERCISE, "collect", lambda *a: claim)
    """),
    tricked("replaces_the_nets", "A3", WHY, """
        from autograder import nets, plants
        small = nets.two_linear(1)
        small.net.requires_grad_(False)
        for name in ("two_linear", "three_linear", "with_batchnorm", "head_first"):
            setattr(nets, name, lambda seed: small)
        plants.EVERY = tuple((lambda seed: (small.net, lambda: None)) for _ in range(4))
    """),
    tricked("replaces_snapshots_and_training", "A3", WHY, """
        from autograder import probe, snapshot, trial
        snapshot.digest = lambda tensor: "0" * 16
        snapshot.changed = lambda before, after: []
        trial.moved_by_training = probe.moved_by_training = lambda *a: []
        trial.model_snapshot = snapshot.model_snapshot = lambda model: {
            "parameters": [], "buffers": [], "training": {}, "shared": []
        }
    """),
    spoiled("switches_the_deadline_off", "A3", "the engine has a clock of its own", """
        import contextlib
        import autograder.collect, autograder.deadline
        autograder.deadline.deadline = autograder.collect.deadline = contextlib.nullcontext

        def grad_map(frozen):
            while True:
                pass
    """),
    tricked("replaces_the_engines_functions", "A3", WHY, """
        import sys, types
        for name, module in list(sys.modules.items()):
            if name.startswith("autograder.engine"):
                for key, value in list(vars(module).items()):
                    if isinstance(value, types.FunctionType):
                        setattr(module, key, lambda *a, **k: {"score": 1.0, "problem": ""})
    """),
    tricked("replaces_json_and_system_calls", "A3", WHY, """
        import json, os
        write = os.write
        forged = '{"score": 1.0, "evidence": {"state": "correct"}, "problem": ""}'
        json.dumps = lambda *a, **k: forged
        json.JSONEncoder.encode = lambda *a, **k: forged
        os.write = lambda number, data: write(number, forged.encode()) and len(data)
        os._exit = lambda *a: None
    """),
    tricked("empties_the_module_table", "A3", WHY, """
        import sys
        for name in list(sys.modules):
            if name.startswith(("autograder", "course", "IPython")):
                del sys.modules[name]
    """),
    # The boundary keeps no secret: our sources are public, and copying one earns its marks.
    Attack(
        "borrows_the_checkers_own_reference", "A3", (
            *UNSOLVED,
            answered("grad_map", """
from autograder.exercises.grad_map import _run

def grad_map(frozen):
    return _run(list(frozen), 0)
"""),
        ), nothing() | {"grad_map": 15}, "the function is right on every case, whoever wrote it",
    ),
    Attack(
        "reloads_modules_from_its_own_text", "A3", (
            *UNSOLVED,
            began_with("""
import sys, types
for name in ("autograder.judge", "autograder.collect", "autograder.plain"):
    fake = types.ModuleType(name)
    exec("def judge(*a): return 1.0\\ncollect = checked = encoded = judge", vars(fake))
    sys.modules[name] = fake
    setattr(sys.modules["autograder"], name.rpartition(".")[2], fake)
"""),
        ), nothing(), WHY,
    ),
)  # fmt: skip
