"""`check`: the three stages in one call, for the cells that learners run.

It serves learners and is trusted for nothing. While grading, the engine collects by itself, and
the verdict that counts is worked out in another process, from a seed drawn for this submission.
"""

import textwrap
from typing import Any

from IPython.display import display

from autograder import progress
from autograder.collect import collect
from autograder.exercise import Sealed, UnknownExercise, find
from autograder.hints import hints
from autograder.judge import judge, received
from autograder.kernel import shows_panels, validating
from autograder.page import Told
from autograder.show import first_words, lines, panel, plain
from autograder.verdict import CORRECT, NOT_ATTEMPTED, Verdict
from course.outline import lesson_of

# nbgrader's Validate cuts longer lines; it leaves 83 characters.
WIDTH = 80
# What the notebook asks about; grading asks the same about nets that nobody has seen.
NOTEBOOK_SEED = 1
# So many tries without full marks, and something is to be read again.
TRIES = 10


class NotYet(Told):
    """An answer without full marks. Notebooks show its lines and no stack."""


def check(slug: str, *answers: Any) -> None:
    """Check the answers to one exercise; raise NotYet unless they earn full marks.

    A sealed exercise, such as a graded quiz, says what has arrived, and nothing of what is right.
    Returns nothing: nbgrader would take a returned number for partial credit.
    """
    try:
        exercise = find(slug)
    except UnknownExercise as problem:
        raise NotYet(str(problem)) from None
    envelope = collect(exercise, answers, NOTEBOOK_SEED)
    if isinstance(exercise, Sealed):
        arrived = received(exercise, envelope, NOTEBOOK_SEED)
        if not validating():
            answered = arrived.status == CORRECT
            lesson = lesson_of(slug).slug
            progress.update(lambda state: progress.quiz(state, lesson).update(answered=answered))
        _tell(slug, arrived, foot="", share="")
        return
    verdict = judge(slug, envelope, NOTEBOOK_SEED)
    failed = 0 if validating() else _recorded(slug, verdict)
    share = f"{first_words(verdict)} {verdict.score * 100:.0f} % of the marks for {slug}."
    _tell(slug, verdict, where_next(slug, verdict, failed), share)


def _tell(slug: str, verdict: Verdict, foot: str, share: str) -> None:
    """Show a verdict; raise NotYet for all but a full one. `share` says what is earned so far."""
    told = in_words(verdict)
    if shows_panels():
        html, text = panel(slug, verdict, foot=foot), plain(verdict, foot=foot)
        display({"text/html": html, "text/plain": text}, raw=True)
        # The share stands in the line of the error, right below the panel.
        told = share or told
    elif verdict.status == CORRECT:
        print(told)
    if verdict.status != CORRECT:
        raise NotYet(told)


def where_next(slug: str, verdict: Verdict, failed: int) -> str:
    """What to call next: a step further, the cards of what was found, or, after a pass, solutions.

    `failed` counts the tries without full marks; from ten on, a paragraph to read is offered.
    """
    if verdict.status == CORRECT:
        return f'`hint("{slug}")` now shows the reference solution and other right ways.'
    cards = dict.fromkeys(finding.mistake for finding in verdict.findings if finding.mistake)
    calls = [f'`hint("{slug}")`', *(f'`explain("{mistake}")`' for mistake in cards)]
    told = f"A step further: {', '.join(calls)}."
    if failed >= TRIES:
        lesson, read = lesson_of(slug), hints()[slug].read
        told = f"{failed} tries: read “{read}” in {lesson.title} again. {told}"
    return told


def _recorded(slug: str, verdict: Verdict) -> int:
    """Keep the verdict for the map; returns how often this exercise failed since its last pass."""
    state = progress.update(lambda state: _record(progress.exercise(state, slug), verdict))
    return state["exercises"][slug]["failed"]


def _record(entry: dict, verdict: Verdict) -> None:
    """Put a verdict into an entry."""
    if verdict.status == NOT_ATTEMPTED:
        return
    entry["tries"] += 1
    entry["best"] = max(entry["best"], verdict.score)
    entry["passed"] = entry["passed"] or verdict.status == CORRECT
    entry["failed"] = 0 if verdict.status == CORRECT else entry["failed"] + 1
    entry["open"] = list(dict.fromkeys(f.mistake for f in verdict.findings if f.mistake))


def in_words(verdict: Verdict) -> str:
    """One line for success, else two; folded where Validate would cut them."""
    told = lines(verdict)
    return (
        "\n".join(textwrap.fill(line, WIDTH) for line in told) if validating() else "\n".join(told)
    )
