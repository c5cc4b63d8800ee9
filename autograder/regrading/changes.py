"""Which marks a grading changed, and why: two standings of a submission, compared by exercise."""

from collections.abc import Iterator
from typing import Any

from autograder.attempts import Attempt
from autograder.history import History, Judging
from autograder.regrading.standing import ByHand, in_words

ANEW = "the work was handed in anew"
EXERCISES = "the exercises or their checks changed"
QUESTIONS = "the private questions changed"
EITHER = "the exercises, their checks or the private questions changed"
OTHERWISE = "run in another isolation or within other limits"
POINTS = "it has other points now"
SEEDS = "graded on other seeds"
AGAIN = "run again, with another outcome"
NO_LONGER = "no longer set by hand"
LATE, TIME = "late penalty", "the time of hand-in, the due date or the rule changed"


def changes(history: History, before: Attempt | None, after: Attempt) -> list[dict[str, Any]]:
    """The marks that differ between two attempts at a submission: exercise, before, after, why.

    `before` is None for a first attempt, of which nothing is said. Marks are those that count,
    changes by hand included, and None where an exercise was not judged. A mark that was set by
    hand is told also where only the judge's own changed under it.
    """
    if before is None:
        return []
    judgings = history.all(after.student, after.lesson)
    if not 0 < before.judging <= len(judgings) >= after.judging > 0:
        return []
    old, new = judgings[before.judging - 1], judgings[after.judging - 1]
    found = list(_by_exercise(old, new, before.by_hand, after.by_hand))
    if before.penalty != after.penalty:
        found.append(_change(LATE, -before.penalty, -after.penalty, TIME))
    return found


def causes(old: Judging, new: Judging, slugs: set[str]) -> list[str]:
    """What could have moved the marks of these exercises; nothing where all was as before."""
    told = []
    if old.job != new.job:
        told.append(ANEW)
        told += [EITHER] if old.versions != new.versions else []
    elif old.versions != new.versions:
        # A result does not depend on private questions, nor does its name.
        told.append(QUESTIONS if old.key == new.key else EXERCISES)
    elif old.key != new.key:
        told.append(OTHERWISE)
    if _differs("points", old, new, slugs):
        told.append(POINTS)
    if old.job == new.job and _differs("seed", old, new, slugs):
        told.append(SEEDS)
    return told


def _by_exercise(
    old: Judging, new: Judging, old_hand: ByHand, new_hand: ByHand
) -> Iterator[dict[str, Any]]:
    """The exercises whose marks changed, in the order of the lesson."""
    judged = [_judged(old), _judged(new)]
    for slug in judged[1] | judged[0]:
        was, now = old_hand.get(slug, {}), new_hand.get(slug, {})
        gave, gives = judged[0].get(slug), judged[1].get(slug)
        before, after = was.get("marks", gave), now.get("marks", gives)
        is_set, moved = "marks" in now, gave != gives
        if before == after and not (is_set and moved):
            continue
        why = _about_hands(was, now, gave, gives)
        yield _change(
            slug, before, after, *why, *((causes(old, new, {slug}) or [AGAIN]) if moved else [])
        )


def _about_hands(was: dict, now: dict, gave: float | None, gives: float | None) -> list[str]:
    """What is to be said of a mark that is set by hand, or was."""
    if "marks" in now:
        says = f"says {_mark(gives)}"
        says = says if gave == gives else f"now {says}, before {_mark(gave)}"
        return [f"{in_words(now)}, the judge {says}"]
    return [NO_LONGER] if "marks" in was else []


def _judged(judging: Judging) -> dict[str, float]:
    """The judge's own marks, by exercise."""
    return {record["exercise"]: record["marks"] for record in judging.records}


def _differs(name: str, old: Judging, new: Judging, slugs: set[str]) -> bool:
    """Whether something about an exercise that both have judged is another now."""
    values = [{r["exercise"]: r[name] for r in judging.records} for judging in (old, new)]
    return any(values[0][s] != values[1][s] for s in slugs & values[0].keys() & values[1].keys())


def _change(exercise: str, before: float | None, after: float | None, *why: str) -> dict[str, Any]:
    """One row, as plain data."""
    return {"exercise": exercise, "before": before, "after": after, "why": "; ".join(why)}


def _mark(mark: float | None) -> str:
    """A mark, or that there is none."""
    return "nothing" if mark is None else f"{mark:g}"
