"""A6, replay and forgery: evidence that was recorded, copied or written without doing the work."""

import functools
import json

import nbformat

from autograder.checking import NOTEBOOK_SEED
from autograder.collect import collect
from autograder.exercise import find
from autograder.reference import answers_in
from autograder.sample_class import answered, began_with
from tests.corpus.attacks.attack import UNSOLVED, Attack, nothing
from tests.handing_in import LESSON, ROOT

WHY = "evidence for a seed that nobody knew before cannot have been recorded"
EVIDENCE = "application/vnd.freezing-layers.evidence+json"
REPLAYED = ("freeze", "grad_map", "moved_names")


@functools.cache
def recorded(slug: str) -> str:
    """The evidence of a right answer for the seed that notebooks use, as JSON."""
    answers = answers_in(ROOT / "solutions" / LESSON / f"{LESSON}.ipynb")[slug]
    return json.dumps(collect(find(slug), answers, NOTEBOOK_SEED))


def replaying(name: str, source: str) -> Attack:
    """Wrong answers below a cell that holds recorded evidence as RECORDED."""

    def change(notebook, solution) -> None:
        held = {slug: json.loads(recorded(slug)) for slug in REPLAYED}
        begun = f"import json\nRECORDED = json.loads({json.dumps(held)!r})\n{source}"
        began_with(begun)(notebook, solution)

    return Attack(name, "A6", (*UNSOLVED, change), nothing(), WHY)


def ready_made(notebook, solution) -> None:
    """Put recorded evidence into the outputs of check cells and of a cell of one's own."""
    outputs = {
        slug: nbformat.v4.new_output(
            "display_data",
            {
                EVIDENCE: json.loads(recorded(slug)),
                "text/plain": "evidence",
            },
        )
        for slug in REPLAYED
    }
    for cell in notebook.cells:
        slug = cell.id.removeprefix("check-")
        if slug in outputs and cell.cell_type == "code":
            cell.outputs = [outputs[slug]]
    notebook.cells.append(nbformat.v4.new_code_cell("1", outputs=[*outputs.values()]))


SHOW = f"display({{{EVIDENCE!r}: RECORDED[slug], 'text/plain': slug}}, raw=True)"
ATTACKS = (
    replaying("replays_evidence_of_the_notebooks_seed", """
import autograder.collect, autograder.checking
real = autograder.collect.collect
def replay(exercise, answers, seed):
    return RECORDED.get(exercise.slug) or real(exercise, answers, seed)
autograder.collect.collect = autograder.checking.collect = replay
"""),
    replaying("replays_evidence_under_the_right_seed", """
import sys
import autograder.collect, autograder.checking
real = autograder.collect.collect
def replay(exercise, answers, seed):
    if exercise.slug == "grad_map":
        return {**RECORDED["grad_map"], "seed": seed, "observed": []}
    if exercise.slug in RECORDED:
        return {**RECORDED[exercise.slug], "seed": seed}
    return real(exercise, answers, seed)
for name, module in list(sys.modules.items()):
    if getattr(module, "collect", None) is real:
        module.collect = replay
"""),
    replaying("replays_what_each_exercise_observed", """
import sys
for slug, envelope in RECORDED.items():
    if slug != "grad_map":
        module = __import__(f"autograder.exercises.{slug}", fromlist=["EXERCISE"])
        seen = envelope["observed"]
        object.__setattr__(module.EXERCISE, "collect", lambda answers, seed, seen=seen: seen)
"""),
    replaying("displays_recorded_evidence", f"""
from IPython.display import display
for slug in RECORDED:
    {SHOW}
    print(json.dumps(RECORDED[slug]))
"""),
    replaying("displays_evidence_when_asked", f"""
from IPython.display import display
import autograder.answers
real = autograder.answers.called
def called(function, *arguments):
    for slug in RECORDED:
        {SHOW}
    return real(function, *arguments)
autograder.answers.called = called
"""),
    replaying("writes_evidence_of_the_right_seed_everywhere", """
import os, sys
import autograder.answers
def called(function, *arguments):
    frame = sys._getframe()
    while frame and "seed" not in frame.f_locals:
        frame = frame.f_back
    seed = frame.f_locals["seed"] if frame else 1
    for slug, envelope in RECORDED.items():
        forged = {**envelope, "seed": seed}
        for number in range(3, 64):
            for text in (json.dumps(forged), json.dumps({"seed": seed, "evidence": forged})):
                try:
                    os.set_blocking(number, False)
                    os.write(number, len(text).to_bytes(4, "big") + text.encode() + b"\\n")
                except OSError:
                    pass
    os._exit(0)
autograder.answers.called = called
for name, module in list(sys.modules.items()):
    if name.startswith("autograder.") and hasattr(module, "called"):
        module.called = called
"""),
    Attack("hands_in_evidence_ready_made", "A6", (*UNSOLVED, ready_made), nothing(), WHY),
    replaying("gives_two_answers", """
import sys
import autograder.collect
real = autograder.collect.collect
def twice(exercise, answers, seed):
    first = real(exercise, answers, seed)
    return [first, RECORDED.get(exercise.slug, first)]
for name, module in list(sys.modules.items()):
    if getattr(module, "collect", None) is real:
        module.collect = twice
"""),
    Attack("answers_half", "A6", (
        *UNSOLVED,
        answered("freeze", "def freeze(module):\n    return module.requires_grad_(False)"),
        answered("grad_map", "def grad_map(frozen):\n    return {'a': 'a' not in frozen}"),
    ), nothing(), "half of an answer is none where both functions are asked"),
)  # fmt: skip
