"""`check`: the three stages in one call, for the cells that learners run.

It serves learners and is trusted for nothing. While grading, the engine collects by itself, and
the verdict that counts is worked out in another process, from a seed drawn for this submission.
"""

import os
import textwrap
from typing import Any

from IPython import get_ipython
from IPython.display import display

from autograder.collect import collect
from autograder.exercise import UnknownExercise, find
from autograder.judge import judge
from autograder.show import first_words, lines, panel, plain
from autograder.verdict import CORRECT, Verdict

# nbgrader's Validate cuts longer lines; it leaves 83 characters.
WIDTH = 80
# What the notebook asks about; grading asks the same about nets that nobody has seen.
NOTEBOOK_SEED = 1


class NotYet(Exception):
    """An answer without full marks. Notebooks show its lines and no stack."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(slug: str, *answers: Any) -> None:
    """Check the answers to one exercise; raise NotYet unless they earn full marks.

    Returns nothing: nbgrader would take a returned number for partial credit.
    """
    try:
        exercise = find(slug)
    except UnknownExercise as problem:
        raise NotYet(str(problem)) from None
    verdict = judge(slug, collect(exercise, answers, NOTEBOOK_SEED), NOTEBOOK_SEED)
    if shows_panels():
        # The share stands in the line of the error, right below the panel.
        shown = {"text/html": panel(slug, verdict, foot=""), "text/plain": plain(verdict, foot="")}
        display(shown, raw=True)
        told = f"{first_words(verdict)} {verdict.score * 100:.0f} % of the marks for {slug}."
    else:
        told = in_words(verdict)
        if verdict.status == CORRECT:
            print(told)
    if verdict.status != CORRECT:
        raise NotYet(told)


def shows_panels() -> bool:
    """Whether the reader sees HTML: a kernel does, a terminal and nbgrader's Validate do not."""
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel") and not validating()


def validating() -> bool:
    """Whether nbgrader's Validate runs this notebook; it shows an error's text and no panel."""
    return os.environ.get("NBGRADER_EXECUTION") == "validate"


def in_words(verdict: Verdict) -> str:
    """One line for success, else two; folded where Validate would cut them."""
    told = lines(verdict)
    return (
        "\n".join(textwrap.fill(line, WIDTH) for line in told) if validating() else "\n".join(told)
    )
