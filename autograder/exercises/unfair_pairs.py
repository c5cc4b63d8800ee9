"""Exercise 8.2 · unfair_pairs: runs that differ in more than the freeze.

Lists with one difference each ask for every setting in turn; a list in which every pair is fair
asks whether anything else is accused. A pair counts in either order.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import Malformed, decoded
from autograder.stops import stop_finding
from autograder.trials import run_records
from autograder.trials.run_records import Record
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of, shown

WEIGHTS = {
    "lr_head": 2,
    "lr_body": 2,
    "steps": 1,
    "labels": 1,
    "seed": 1,
    "checkpoint": 1,
    "chosen_on": 1,
    "mode": 1,
}
ASKED = {
    "lr_head": ("one new head learns faster than the other: is that the freeze?", ""),
    "lr_body": ("both bodies learn, one of them faster: is that the freeze?", ""),
    "steps": ("who had more time?", ""),
    "labels": ("who saw more labels?", ""),
    "seed": ("another seed draws other labels and another head: which pairs share one?", ""),
    "checkpoint": ("where did each body begin?", ""),
    "chosen_on": ("which images chose the rates of each run?", "H13"),
    "mode": ("in which mode was each run evaluated?", "H14"),
}


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each list of runs."""
    return [said_by(answers["unfair_pairs"], copy.deepcopy(runs)) for runs in _lists(seed).values()]


def _lists(seed: int) -> dict[str, list[Record]]:
    """All lists of runs by name, those with one difference first."""
    return run_records.planted(seed) | {
        "plain": run_records.plain(seed),
        "published": run_records.as_published(seed),
    }


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Every setting that may differ, no pair accused that is fair, and the lesson's own table."""
    lists = _lists(seed)
    if len(observed) != len(lists):
        raise Malformed("the evidence is not about as many lists as there are")
    told = dict(zip(lists, observed, strict=True))
    found = {name: _finding(name, runs, told[name]) for name, runs in lists.items()}
    # Who accuses every pair finds all differences.
    learning = [run for run in lists["plain"] if run["lr_body"] is not None]
    wholesale = _unfit(lists["plain"], told["plain"]) or _accused(learning, told["plain"])
    missed = {key: found[key] or wholesale for key in WEIGHTS}
    # And who accuses none is right about fair pairs.
    silent = next(iter(missed.values())) if all(missed.values()) else None
    return tally(
        [
            *(Part(weight, missed[key]) for key, weight in WEIGHTS.items()),
            Part(2, silent or found["plain"] or found["nothing"]),
            Part(3, silent or found["published"]),
        ],
        said="told apart: which pairs differ in the freeze, and which in more than that",
    )


def _finding(name: str, runs: list[Record], seen: dict) -> Finding | None:
    """What was said of a list that is not so."""
    if unfit := _unfit(runs, seen):
        return unfit
    told = {frozenset(pair) for pair in decoded(seen["returned"])}
    truth = run_records.pairs(runs)
    accused = _accused(runs, seen)
    # Who accuses none but fair pairs has it the other way round, and hears of that first.
    if accused and any(truth.values()) and not any(truth[pair] for pair in told):
        return Finding(f"{accused.seen.rstrip('.')}, and no pair is that differs in more.",
                       accused.hint)  # fmt: skip
    for pair, keys in truth.items():
        if keys and pair not in told:
            hint, mistake = ASKED[keys[0]]
            return Finding(
                f"{_named(pair)} not in the set, though they differ in {_listed(keys)}.",
                hint,
                mistake,
            )
    return accused


def _unfit(runs: list[Record], seen: dict) -> Finding | None:
    """What keeps a returned value from being a set of pairs of names."""
    if seen["raised"]:
        return stop_finding("unfair_pairs", seen["raised"])
    told = decoded(seen["returned"])
    if type(told) is not frozenset:
        return Finding(f"unfair_pairs returned {kind_of(told)}, not a set.", "a set of pairs.")
    names = {run["name"] for run in runs}
    for pair in told:
        if not _is_pair(pair, names):
            return Finding(
                f"the set holds {_shown(pair)}, which is no tuple of two different names.",
                "a pair is a tuple: the names of its two runs.",
            )
    return None


def _is_pair(pair: Any, names: set[str]) -> bool:
    """Whether a value is a tuple of two different names of runs."""
    return (
        type(pair) is tuple
        and len(pair) == 2
        and all(type(name) is str and name in names for name in pair)
        and pair[0] != pair[1]
    )


def _shown(thing: Any) -> str:
    """A member of the set, a tuple with what stands in it."""
    if type(thing) is not tuple:
        return shown(thing)
    return f"({', '.join(shown(part) for part in thing[:3])})"


def _accused(runs: list[Record], seen: dict) -> Finding | None:
    """What to say of a fair pair that was accused."""
    told = {frozenset(pair) for pair in decoded(seen["returned"])}
    by_name = {run["name"]: run for run in runs}
    for pair, keys in run_records.pairs(runs).items():
        if pair in told and not keys:
            one, other = (by_name[name] for name in sorted(pair))
            if one["lr_body"] != other["lr_body"]:
                hint = "a body that is frozen as a whole has no rate: can it have the same one?"
            else:
                hint = "which entries of a record are settings, and which is what came of them?"
            return Finding(f"{_named(pair)} in the set, though only the freeze differs.", hint)
    return None


def _named(pair: frozenset[str]) -> str:
    """A pair of runs, and a verb."""
    return " and ".join(repr(name) for name in sorted(pair)) + " are"


def _listed(keys: list[str]) -> str:
    """At most three names of settings."""
    return ", ".join(repr(key) for key in keys[:3])


EXERCISE = Exercise("unfair_pairs", ("unfair_pairs",), [SAID_FORM], collect, judge)
