"""Exercise 4.1 · drift_table: which late freezes move, told without running them.

A constant answer, so the truth comes from a run on another net and batch, and the mark counts
only what is right beyond the best table with one word in it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.verdict import PARTLY, Finding, Verdict, correct, incorrect, without_marks
from autograder.words import kind_of, shown
from course.drift import CASES, CLEARED, FREEZES, OPTIMIZERS, Case, drift

# Fewer steps than in the lesson move the same cells.
WARM_UP = STEPS = 2
MOST_FINDINGS = 3
DECAYING = {"momentum + decay", "AdamW"}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What came back; there is nothing to draw, so the seed is not used."""
    return said_by(answers["drift_table"])


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right cells beyond those of the best constant table, as a share of the rest."""
    if observed["raised"]:
        return without_marks(stop_finding("drift_table", observed["raised"]))
    told = decoded(observed["returned"])
    misshapen = _shape_finding(told)
    if misshapen:
        return without_marks(misshapen)
    truth = {case: _moves(case, seed) for case in CASES}
    wrong = [case for case in CASES if told.get(case) is not truth[case]]
    if not wrong:
        return correct("foretold: all 24 cells do what you say they do")
    if len(set(told.values())) == 1 and len(told) == len(CASES):
        return incorrect(
            f"every cell says {shown(told[CASES[0]])}.",
            hint="follow one step by hand: what stands in `.grad` when `step()` comes?",
            mistake="D16" if told[CASES[0]] is False else "D1",
        )
    guessed = max(Counter(truth.values()).values())
    score = max(0, len(truth) - len(wrong) - guessed) / (len(truth) - guessed)
    findings = tuple(_findings(told, wrong))[:MOST_FINDINGS]
    return Verdict(PARTLY, score, findings=findings) if score else without_marks(*findings)


def _moves(case: Case, seed: int) -> bool:
    """Whether the late-frozen layer of another net moves in this case."""
    probe = nets.three_linear(seed)
    moves = drift(case, probe.net, probe.inputs, probe.targets, warm_up=WARM_UP, steps=STEPS)
    return moves[-1] > 0


def _shape_finding(told: Any) -> Finding | None:
    """What keeps a returned value from being a table of cells and bools."""
    if type(told) is not dict:
        return Finding(
            f"drift_table returned {kind_of(told)}, not a dict.",
            "one dict: a cell is a tuple of three words, its value a bool.",
        )
    strange = [key for key in told if key not in CASES]
    if strange:
        name = strange[0] if type(strange[0]) is not tuple else " / ".join(map(str, strange[0]))
        return Finding(
            f"{shown(name)[:60]} is no cell of the table.",
            "three strings in this order: when, what zero_grad leaves, which optimizer. "
            "Spell them as in CASES.",
        )
    odd = [case for case, said in told.items() if type(said) is not bool]
    if odd:
        return Finding(
            f"the cell {_named(odd[0])} holds {shown(told[odd[0]])}, which is no bool.",
            "say True where the layer moves and False where it does not.",
        )
    return None


def _named(case: tuple[str, ...]) -> str:
    """A cell as a learner reads it."""
    return " / ".join(case)


def _findings(told: dict, wrong: list[Case]) -> Iterator[Finding]:
    """One finding for each row that does not agree with the run."""
    for row in product(FREEZES, CLEARED):
        cells = [case for case in wrong if case[:2] == row]
        missing = [case for case in cells if case not in told]
        if missing:
            yield Finding(
                f"{_named(missing[0])} is not in the table ({len(missing)} of "
                f"{len(OPTIMIZERS)} of its row are not).",
                "every combination of the three words is a cell.",
            )
        elif cells:
            names = [case.optimizer for case in cells]
            seen = (
                f"{' / '.join(row)}: the run does not agree about {_listed(names)} "
                f"({len(cells)} of {len(OPTIMIZERS)} of this row)."
            )
            yield Finding(seen, *_question(row, set(names)))


def _listed(names: list[str]) -> str:
    """At most three names; the sentence counts the rest."""
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")


def _question(row: tuple[str, str], optimizers: set[str]) -> tuple[str, str]:
    """What to ask about a row in which these optimizers are wrong, and the mistake it shows."""
    freeze, cleared = row
    if freeze == "after backward":
        return "the flag went off; is `.grad` still there when `step()` comes?", "D3"
    if cleared == "None" and optimizers <= DECAYING:
        return "what must exist before an optimizer applies its decay?", "D11"
    if cleared == "None":
        return "what does `step()` do with a parameter whose `.grad` is None?", "D1"
    if optimizers & {"SGD", "RMSprop"}:
        return "put a gradient of zero into the rule of this optimizer: what is left of it?", ""
    return "what does this optimizer remember, and what does it do with a gradient of zero?", "D2"


EXERCISE = Exercise("drift_table", ("drift_table",), SAID_FORM, collect, judge)
