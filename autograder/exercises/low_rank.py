"""Exercise 10.1 · low_rank: a frozen layer, and a thin update beside it that learns.

What is drawn at random is the learner's affair, so the start is compared with the layer, and the
formula with factors of the checker's own.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.snapshot import digest
from autograder.trials import low_rank_trial
from autograder.trials.factor_findings import NAME, form_finding, frozen_finding, held_finding
from autograder.trials.low_rank_case import KINDS, Case, build
from autograder.trials.low_rank_findings import (
    formula_finding,
    learn_finding,
    slope_finding,
    start_finding,
)
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

FORM = [low_rank_trial.FORM]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer makes of each layer, at the start, under training, and with our factors."""
    return [low_rank_trial.tried(answers[NAME], build(kind, seed)) for kind in range(len(KINDS))]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Nothing counts without two factors, nor where they neither learn nor reach the output."""
    cases = [build(kind, seed) for kind in range(len(KINDS))]
    if len(observed) != len(cases):
        raise Malformed("the evidence is not about as many layers as there are")
    pairs = list(zip(cases, observed, strict=True))
    if any(seen["before"] != _digests(case) for case, seen in pairs):
        return incorrect(
            "the evidence shows other layers than this check hands out.",
            hint="restart the kernel and run all cells from the top.",
        )
    *flat, deep = pairs
    form = _first(form_finding, pairs)
    start = form or _first(start_finding, flat)
    learns = form or _first(learn_finding, flat)
    formula = form or _first(formula_finding, flat)
    idle = learns if learns and formula else None
    wrong = start or learns or formula
    on_places = [start_finding, learn_finding, formula_finding]
    return tally(
        [
            Part(5, idle or start),
            Part(8, learns),
            Part(4, idle or form or _first(frozen_finding, pairs)),
            Part(4, formula),
            Part(2, learns or formula or _first(slope_finding, flat)),
            Part(1, wrong or _first(held_finding, pairs)),
            Part(1, wrong or next((f for look in on_places if (f := look(*deep))), None)),
        ],
        said="added: the start is the layer's own, two factors learn, and the layer holds still",
    )


def _digests(case: Case) -> dict[str, str]:
    """The numbers of the judge's own layer, as the evidence names them."""
    return {name: digest(parameter) for name, parameter in case.layer.named_parameters()}


def _first(
    finding: Callable[[Case, dict], Finding | None], pairs: list[tuple[Case, dict]]
) -> Finding | None:
    """The first finding there is among these cases."""
    return next((found for case, seen in pairs if (found := finding(case, seen))), None)


EXERCISE = Exercise(NAME, (NAME,), FORM, collect, judge)
