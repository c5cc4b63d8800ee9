"""Rows of the shipped drift table, and sentences about them that hold or do not.

A row is one seed of course/assets/bn_trap.json: a body with BatchNorm, frozen by flags, in train or
in eval mode while a new head learns.
"""

from collections.abc import Callable, Sequence
from functools import cache
from statistics import mean
from typing import NamedTuple

from course.bn_trap import shipped_results

MODES = ("train", "eval")


class Row(NamedTuple):
    """Accuracies of one seed: each task, with the body in train and in eval mode."""

    old_train: float
    old_eval: float
    new_train: float
    new_eval: float


class Claim(NamedTuple):
    """A sentence, the test that decides it, and the way of thinking that believes it too soon."""

    sentence: str
    holds: Callable[[Sequence[Row]], bool]
    why: str


def _each(one: str, other: str) -> Callable[[Sequence[Row]], bool]:
    """Whether the first column is above the second one in each row."""
    return lambda rows: all(getattr(row, one) > getattr(row, other) for row in rows)


def _on_average(one: str, other: str, points: float) -> Callable[[Sequence[Row]], bool]:
    """Whether the first column is on average at least so many points above the second one."""
    return lambda rows: 100 * mean(getattr(r, one) - getattr(r, other) for r in rows) > points


def _pays_more(rows: Sequence[Row]) -> bool:
    """Whether the old task loses more than the new one wins, on average."""
    return mean(r.old_eval - r.old_train - r.new_train + r.new_eval for r in rows) > 0


ONE_ROW, SWAPPED = "an average taken for every row", "the two modes are exchanged"
CLAIMS = (
    Claim("In each row the old task does better with the body in eval mode.",
          _each("old_eval", "old_train"), ONE_ROW),
    Claim("In each row the old task does better with the body in train mode.",
          _each("old_train", "old_eval"), SWAPPED),
    Claim("In each row the new task does better with the body in train mode.",
          _each("new_train", "new_eval"), ONE_ROW),
    Claim("In each row the new task does better with the body in eval mode.",
          _each("new_eval", "new_train"), SWAPPED),
    Claim("Train mode costs the old task more than 10 points on average.",
          _on_average("old_eval", "old_train", 10), "a loss is thought to be large"),
    Claim("Train mode costs the old task more than 1 point on average, and at most 10.",
          lambda rows: _on_average("old_eval", "old_train", 1)(rows)
          and not _on_average("old_eval", "old_train", 10)(rows), "the size is not worked out"),
    Claim("Train mode costs the old task at most 1 point on average.",
          lambda rows: not _on_average("old_eval", "old_train", 1)(rows), "H16"),
    Claim("Train mode gives the new task more than 5 points on average.",
          _on_average("new_train", "new_eval", 5), "one row taken for all"),
    Claim("Train mode gives the new task nothing, or costs it something, on average.",
          lambda rows: not _on_average("new_train", "new_eval", 0)(rows), "drift can only harm"),
    Claim("On average the old task loses more by train mode than the new task gains by it.",
          _pays_more, "only the old task is read"),
    Claim("On average the new task gains at least as much by train mode as the old one loses.",
          lambda rows: not _pays_more(rows), "H16"),
    Claim("Some row shows the old task better in train mode, another row the opposite.",
          lambda rows: any(r.old_train > r.old_eval for r in rows)
          and any(r.old_train < r.old_eval for r in rows), "every difference is thought mixed"),
    Claim("Some row shows the new task better in train mode, another row the opposite.",
          lambda rows: any(r.new_train > r.new_eval for r in rows)
          and any(r.new_train < r.new_eval for r in rows), "every difference is thought mixed"),
)  # fmt: skip


@cache
def drift_rows() -> dict[str, list[Row]]:
    """The rows of each shift, in the order of the seeds, rounded as they are shown."""
    shifts = shipped_results()["shifts"]
    return {
        shift: [
            Row(*(round(value, 3) for value in values))
            for values in zip(
                *(m[mode][task]["accuracies"] for task in ("old", "target") for mode in MODES),
                strict=True,
            )
        ]
        for shift, m in shifts.items()
    }


def numbers_behind(claim: Claim, rows: Sequence[Row]) -> str:
    """What the rows say about the tasks that the sentence names, as a sentence."""
    told = []
    for task in ("old", "new"):
        if f"{task} " in claim.sentence:
            gaps = [getattr(r, f"{task}_train") - getattr(r, f"{task}_eval") for r in rows]
            better, worse = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
            told.append(
                f"train mode is better for the {task} task in {better} of {len(rows)} rows and "
                f"worse in {worse}, {100 * mean(gaps):+.1f} points on average"
            )
    said = "; ".join(told)
    return f"{said[0].upper()}{said[1:]}."
