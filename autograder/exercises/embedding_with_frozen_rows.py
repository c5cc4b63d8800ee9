"""Exercise 4.4 · embedding_with_frozen_rows: half a table, which no flag can freeze.

Rows are looked up before and after training, so it does not matter how they are kept still. Plain
SGD forgives a gradient of zeros; decay and momentum do not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import torch

from autograder.answers import RAISED_FORM, called
from autograder.exercise import Exercise
from autograder.trials import row_trial
from autograder.trials.row_findings import form_finding, moved_finding
from autograder.trials.row_trial import Table, drawn, tried
from autograder.verdict import Finding, Part, Verdict, tally

NAME = "embedding_with_frozen_rows"
REFUSALS = ("IndexError", "ValueError", "RuntimeError")
FORM = {
    "some": {optimizer: row_trial.FORM for optimizer in row_trial.OPTIMIZERS},
    "repeated": row_trial.FORM,
    "none": row_trial.FORM,
    "outside": RAISED_FORM,
}


def _some(order: list[int]) -> list[int]:
    """Three rows, neither rising nor falling."""
    low, middle, high = sorted(order[:3])
    return [middle, high, low]


def _repeated(order: list[int]) -> list[int]:
    """Row 0 between two mentions of another row."""
    return [order[0], 0, order[0]]


def _none(order: list[int]) -> list[int]:
    """No row at all."""
    return []


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """Trials with some rows, repeated rows, no rows, and a row that the table does not have."""
    answer = answers[NAME]
    some = drawn(seed, _some)
    outside = torch.tensor([1, len(some.weight)])
    return {
        "some": {name: tried(answer, some, name) for name in row_trial.OPTIMIZERS},
        "repeated": tried(answer, drawn(seed + 1, _repeated), "adamw"),
        "none": tried(answer, drawn(seed + 2, _none), "adamw"),
        "outside": called(answer, some.weight.clone(), outside).raised,
    }


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Rows that hold still whatever the optimizer does; the rest counts only beside them."""
    source, some = sources[NAME], drawn(seed, _some)
    runs = {name: _finding(trial, some, name, source) for name, trial in observed["some"].items()}
    plain = runs["plain"]
    stateful = plain or runs["adamw"] or runs["momentum"]
    repeated = _other(observed["repeated"], drawn(seed + 1, _repeated), source, "a row named twice")
    none = _other(observed["none"], drawn(seed + 2, _none), source, "no rows to freeze")
    return tally(
        [
            Part(4, plain),
            Part(6, stateful),
            Part(1, stateful or repeated),
            Part(1, stateful or none),
            Part(1, stateful or _outside_finding(observed["outside"])),
            Part(2, stateful or _given_finding(observed["some"].values())),
        ],
        said="split: the given rows held still to the last bit, and the other rows learned",
    )


def _finding(trial: dict, table: Table, optimizer: str, source: str) -> Finding | None:
    """What is wrong in one trial, before training or after it."""
    return form_finding(NAME, trial, table) or moved_finding(
        trial["trained"], table, optimizer, source
    )


def _other(trial: dict, table: Table, source: str, case: str) -> Finding | None:
    """What is wrong in one of the smaller cases, said with the case."""
    finding = _finding(trial, table, "adamw", source)
    return finding and replace(finding, seen=f"with {case}, {finding.seen}")


def _outside_finding(raised: dict | None) -> Finding | None:
    """Whether a row that the table does not have was refused."""
    if raised is None:
        return Finding(
            "a row number that the table does not have was taken without a word.",
            "a wrong row number freezes nothing: when should its author hear of it?",
        )
    if raised["type"] not in REFUSALS:
        return Finding(
            f"a row number that the table does not have raised {raised['type']}.",
            "raise an IndexError or a ValueError with a sentence that names the row.",
        )
    return None


def _given_finding(trials: Iterable[dict]) -> Finding | None:
    """Whether the caller's own tensors changed."""
    if any(trial["given"]["before"] != trial["given"]["after"] for trial in trials):
        return Finding(
            "the tensors that were handed in have changed after training.",
            "does your module hold a copy of them, or the same numbers in memory?",
            "F24",
        )
    return None


EXERCISE = Exercise(NAME, (NAME,), FORM, collect, judge)
