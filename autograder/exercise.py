"""What an exercise is, and where exercises are found.

One module per exercise: `autograder/exercises/<slug>.py` with an `EXERCISE`. Adding the file
registers it; nothing else lists exercises.
"""

import difflib
import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import autograder.exercises
from autograder.verdict import Finding, Verdict


class UnknownExercise(LookupError):
    """No exercise has this slug."""


@dataclass(frozen=True)
class Exercise:
    """An exercise and the first two of its three stages; the third, `show`, is common to all.

    `answers` names the functions that the learner hands in, in the order of `check`'s arguments.
    `collect(answers, seed)` runs beside the learner's code and returns plain data of the form
    `form` (see `autograder.shape`); it has no opinion. `judge(observed, seed, sources)` is pure:
    it works out its own expectation from the seed. `sources` holds the answers' source text by
    name; it may choose a hint, never a mark.
    """

    slug: str
    answers: tuple[str, ...]
    form: Any
    collect: Callable[[Mapping[str, Callable], int], Any]
    judge: Callable[[Any, int, Mapping[str, str]], Verdict]


@dataclass(frozen=True)
class Sealed(Exercise):
    """An exercise whose verdict is told by grading alone, such as a quiz.

    In the notebook the learner hears `receive(observed)`: what has arrived, and what is missing.
    `belongs_to(observed, student)` is a finding that stands against the whole answer when it was
    made for somebody else, or None.
    """

    receive: Callable[[Any], Verdict]
    belongs_to: Callable[[Any, str], Finding | None]


@functools.cache
def slugs() -> tuple[str, ...]:
    """Every exercise there is, in alphabetical order."""
    found = pkgutil.iter_modules(autograder.exercises.__path__)
    return tuple(sorted(module.name for module in found))


def find(slug: str) -> Exercise:
    """The exercise with this slug; raises UnknownExercise, which names the nearest one."""
    if slug not in slugs():
        near = difflib.get_close_matches(str(slug), slugs(), n=1)
        cure = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(slugs())}."
        raise UnknownExercise(f"There is no exercise {slug!r}; {cure}")
    return importlib.import_module(f"autograder.exercises.{slug}").EXERCISE
