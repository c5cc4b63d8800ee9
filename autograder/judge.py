"""Stage two, outside the learner's process when grading: from evidence to a Verdict.

Nothing here touches the learner's objects; the only input is plain data and the seed.
"""

from collections.abc import Callable
from typing import Any

import torch

from autograder import collect as stage_one
from autograder.answers import ANSWER_FORM, RAISED_FORM
from autograder.deadline import LIMIT_S
from autograder.exercise import Sealed, find
from autograder.plain import Malformed
from autograder.shape import ANYTHING, fits
from autograder.surroundings import undisturbed
from autograder.verdict import Finding, Verdict, incorrect, not_attempted, without_marks
from autograder.words import with_article

STATES = (
    stage_one.COLLECTED,
    stage_one.TOO_LONG,
    stage_one.NOT_A_FUNCTION,
    stage_one.FAILED,
)


def judge(slug: str, envelope: Any, seed: int, student: str = "") -> Verdict:
    """The verdict on an envelope that `collect` is said to have made for this exercise and seed.

    `student` is who handed it in, where that is known; a sealed exercise must have been made for
    them. Evidence that is malformed, or made for something else, earns nothing and is told so.
    A fault of our own in a judge earns nothing either and asks the learner to report it.
    """
    exercise = find(slug)

    def judged(observed: Any, sources: dict[str, str]) -> Verdict:
        if student and isinstance(exercise, Sealed):
            finding = exercise.belongs_to(observed, student)
            if finding is not None:
                return without_marks(finding)
        return exercise.judge(observed, seed, sources)

    return _examined(slug, envelope, seed, judged)


def received(exercise: Sealed, envelope: Any, seed: int) -> Verdict:
    """What a sealed exercise tells in the notebook: what has arrived, and nothing of its marks."""
    return _examined(exercise.slug, envelope, seed, lambda observed, _: exercise.receive(observed))


def _examined(
    slug: str, envelope: Any, seed: int, judged: Callable[[Any, dict[str, str]], Verdict]
) -> Verdict:
    """The verdict of `judged` on what was observed, where there is anything to judge."""
    exercise = find(slug)
    try:
        _refuse_misfits(slug, envelope, seed)
        answers = envelope["answers"]
        if all(answer["is_stub"] for answer in answers.values()):
            return not_started(exercise.answers)
        for name, answer in answers.items():
            if not answer["is_function"]:
                return _not_a_function(name, answer["type"])
        if envelope["state"] == stage_one.TOO_LONG:
            return _too_long(exercise.answers)
        if envelope["state"] == stage_one.FAILED:
            return _failed(exercise.answers, envelope["observed"])
        if not fits(envelope["observed"], exercise.form):
            raise Malformed("the evidence has not the form that this exercise agreed on")
        sources = {name: answer["source"] for name, answer in answers.items()}
        with undisturbed():
            torch.manual_seed(seed)
            return judged(envelope["observed"], sources)
    except Malformed as problem:
        return unreadable(str(problem))
    except Exception as fault:
        return incorrect(
            f"this check itself failed with {type(fault).__name__}: a fault of the course.",
            hint="tell your instructor; your answer was not judged.",
        )


def not_started(answers: tuple[str, ...]) -> Verdict:
    """The verdict on an answer whose body is still the stub."""
    holds = "holds" if len(answers) == 1 else "hold"
    return not_attempted(
        f'{_named(answers)} still {holds} the line "your code here".',
        hint="replace that line, run the cell, then run this one again.",
    )


def unreadable(reason: str) -> Verdict:
    """No marks, because the evidence is missing or cannot be what `collect` wrote."""
    return incorrect(
        f"there was nothing to judge: {reason}.",
        hint="restart the kernel, run all cells from the top, and hand in that notebook.",
    )


def _refuse_misfits(slug: str, envelope: Any, seed: int) -> None:
    """Raise Malformed unless the envelope is one of ours, for this exercise and this seed."""
    form = {
        "format": int,
        "exercise": str,
        "seed": int,
        "state": str,
        "answers": {str: ANSWER_FORM},
        "observed": ANYTHING,
    }
    if not fits(envelope, form) or tuple(envelope["answers"]) != find(slug).answers:
        raise Malformed("the evidence is not in the agreed form")
    if envelope["format"] != stage_one.FORMAT:
        raise Malformed("the evidence was made by another release of the course")
    if envelope["exercise"] != slug:
        raise Malformed(f"the evidence belongs to the exercise {envelope['exercise']!r}")
    if envelope["seed"] != seed or envelope["state"] not in STATES:
        raise Malformed("the evidence was made for another case")


def _not_a_function(name: str, kind: str) -> Verdict:
    """The verdict on an answer of the wrong type."""
    return incorrect(
        f"{name} is {with_article(kind)}, not a function.",
        hint=f"hand in the function itself: `def {name}(...)`, and no brackets after its name.",
    )


def _too_long(answers: tuple[str, ...]) -> Verdict:
    """The verdict on an answer that was stopped at the time limit."""
    seen = f"{_named(answers)} did not return within {LIMIT_S:.0f} seconds."
    hint = "which loop has no end? Print something inside it and call it yourself."
    return without_marks(Finding(seen, hint, is_stop=True))


def _failed(answers: tuple[str, ...], raised: Any) -> Verdict:
    """The verdict where the nets could not be trained any more after the answer had run."""
    if not fits(raised, RAISED_FORM) or raised is None:
        raise Malformed("the evidence is not in the agreed form")
    seen = (
        f"after {_named(answers)} had run, the net could not be trained any more: "
        f"{raised['type']}: {raised['message'].rstrip('.')}."
    )
    hint = "does your function add, replace or rewire layers? Leave the net as it is built."
    return without_marks(Finding(seen, hint, is_stop=True))


def _named(answers: tuple[str, ...]) -> str:
    """The names of the answers as one phrase."""
    return " and ".join(answers)
