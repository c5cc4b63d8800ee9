"""A16, gaming: answers that fit what is visible, or that behave while somebody looks."""

from autograder.sample_class import answered, solved
from tests.corpus.attacks.attack import POINTS, UNSOLVED, Attack, nothing, spoiled
from tests.handing_in import LESSON, SILENT

WHY = "what counts is the behaviour on nets that nobody has seen"
THAW = "\ndef unfreeze(module):\n    return module.requires_grad_(True)\n"
SNIFF = """
import os, sys
def is_graded():
    return (
        "ipykernel" not in sys.modules or "FREEZING_LAYERS_SEED" in os.environ
        or not os.path.isdir("/work") or os.getpid() < 1000
    )
"""

ATTACKS = (
    spoiled("knows_the_visible_nets", "A16", WHY, """
        from autograder import nets
        SEEN = [build(1).net for build in nets.EVERY]

        def trainable_report(model):
            for net in SEEN:
                if str(net) == str(model):
                    return {"tensors": 4, "scalars": 100, "trainable_tensors": 4,
                            "trainable_scalars": 100, "buffer_scalars": 0}
            return {}
    """, slug="trainable_report"),
    spoiled("freezes_the_visible_nets", "A16", "only unfreeze does its work", f"""
from autograder.trials import nets
SEEN = [str(build(1).net) for build in nets.EVERY]

def freeze(module):
    if str(module) in SEEN:
        module.requires_grad_(False)
    return module
{THAW}""", slug="freeze", keeps=5),
    # The number of tensors is the same in every net of a kind, so a table of it is right.
    spoiled("counts_calls_and_looks_up", "A16", "two of five counts are right on every net", """
        asked = []

        def trainable_report(model):
            asked.append(model)
            every, learning = ((4, 4), (4, 2), (6, 4), (1, 1), (2, 2), (6, 2))[len(asked) - 1]
            return {"tensors": every, "trainable_tensors": learning}
    """, slug="trainable_report", keeps=8),
    Attack("works_only_in_a_kernel", "A16", (
        solved("trainable_report"),
        answered("grad_map", SNIFF + """
def grad_map(frozen):
    return {} if is_graded() else {layer: layer not in frozen for layer in "abc"}
"""),
    ), nothing() | {"trainable_report": 20}, WHY),
    Attack("works_only_while_graded", "A16", (
        *UNSOLVED,
        answered("grad_map", SNIFF + """
def grad_map(frozen):
    return {layer: layer not in frozen for layer in "abc"} if is_graded() else {}
"""),
    ), nothing() | {"grad_map": 15}, "a function that is right when it counts is right"),
    spoiled("freezes_for_a_moment", "A16", "training comes after the moment; unfreeze is right", """
import torch
real = torch.optim.AdamW.__init__

def late(self, parameters, *arguments, **options):
    parameters = list(parameters)
    for parameter in parameters:
        parameter.requires_grad = True
    real(self, parameters, *arguments, **options)

def freeze(module):
    torch.optim.AdamW.__init__ = late
    return module.requires_grad_(False)

def unfreeze(module):
    torch.optim.AdamW.__init__ = real
    return module.requires_grad_(True)
""", slug="freeze", keeps=5),
    spoiled("says_everything_moved", "A16", WHY, """
        def moved_names(model, step, steps=3):
            return set(model.state_dict())
    """, slug="moved_names"),
    spoiled("says_nothing_moved", "A16", WHY, """
        def moved_names(model, step, steps=3):
            for _ in range(steps):
                step()
            return set()
    """, slug="moved_names"),
    spoiled("takes_one_word_for_all_cards", "A16", WHY, """
        def triage():
            return dict.fromkeys("abcdefghijkl", "nothing")
    """, slug="triage"),
    spoiled("names_every_place", "A16", WHY, """
        def freeze_lint(model):
            names = ("requires_grad", "require_grad", "requires_grad_", "trainable", "frozen")
            paths = [path for path, _ in [*model.named_modules(), *model.named_parameters()]]
            return [f"{path}.{name}".lstrip(".") for path in paths for name in names]
    """, slug="freeze_lint"),
    spoiled("freezes_all_patients_wholly", "A16", WHY, """
        def treat(patient, model):
            model.requires_grad_(False)
    """, slug="treat"),
    Attack("leaves_only_the_flags", "A16", (solved(), answered("treat", """
def treat(patient, model):
    for name, parameter in model.named_parameters():
        if name.startswith("0."):
            parameter.grad = None
            vars(parameter)["requires_grad_"] = False
""")), POINTS[SILENT] | {"treat": 0}, WHY, SILENT),
    spoiled("says_that_all_is_true", "A16", "three letters are right and two are wrong", """
        def true_statements():
            return set("ABCDE")
    """, slug="true_statements", keeps=8 / 3),
    Attack("asks_the_check_for_the_answer", "A16", (*UNSOLVED, answered("grad_map", """
import itertools
from autograder.verdict import CORRECT

def grad_map(frozen):
    for told in itertools.product((True, False), repeat=3):
        guess = dict(zip("abc", told))
        try:
            if check("grad_map", lambda frozen: guess) == CORRECT:
                return guess
        except Exception:
            pass
    return {}
""")), nothing(), "inside an answer nobody is told a verdict", LESSON),
)  # fmt: skip
