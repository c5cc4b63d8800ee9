"""A lesson's ten questions as an exercise: what is collected, and what each answer earns.

Grading alone says which answers are right; in the notebook one hears what has arrived.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from autograder.answers import SAID_FORM, said_by
from autograder.bank.graded import (
    LEFT_OUT,
    graded,
    is_extra,
    key_of,
    letters_in,
    mistakes_in,
    name_of,
)
from autograder.bank.private import Extras, judged_with
from autograder.bank.question import Question
from autograder.exercise import Sealed
from autograder.plain import decoded
from autograder.shape import fits
from autograder.stops import stop_finding
from autograder.verdict import (
    Asked,
    Finding,
    Part,
    Verdict,
    correct,
    incorrect,
    not_attempted,
    tally,
    without_marks,
)

# What an answer gives when it is called.
RECORD = {"lesson": str, "learner": str, "answers": str}
WRITE = "write one letter for each question, A to D, and a hyphen for one that you leave out."
SAME_SET = (
    "put questions.json beside the notebook, answer again, and write the code after the letters."
)


def quiz_exercise(slug: str, lesson: str) -> Sealed:
    """The exercise `slug`: the graded questions of `lesson`, each worth the same."""

    def collect(answers: Mapping[str, Callable], seed: int) -> dict:
        """What was written down; there is nothing to draw, so the seed is not used."""
        return said_by(answers[slug])

    def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
        """A tenth for each right answer."""
        return _unusable(slug, lesson, observed) or _marked(lesson, decoded(observed["returned"]))

    def receive(observed: dict) -> Verdict:
        """What has arrived."""
        return _unusable(slug, lesson, observed) or _arrived(decoded(observed["returned"]))

    return Sealed(slug, (slug,), SAID_FORM, collect, judge, receive, belongs_to)


def belongs_to(observed: Any, student: str) -> Finding | None:
    """A finding against answers to the questions of somebody else."""
    record = None if observed["raised"] else decoded(observed["returned"])
    if not fits(record, RECORD) or not record["learner"].strip():
        return None
    if key_of(record["learner"]) == key_of(student):
        return None
    return Finding(
        f"the answers are for the questions of {_named(record)}; this was handed in for "
        f"{student!r}.",
        "write the name under which you hand in, and answer the questions that come up then.",
    )


def _unusable(slug: str, lesson: str, observed: dict) -> Verdict | None:
    """The verdict on answers that are not there or cannot be read; None when they can."""
    if observed["raised"]:
        return without_marks(stop_finding(slug, observed["raised"]))
    record = decoded(observed["returned"])
    if not fits(record, RECORD) or record["lesson"] != lesson:
        return incorrect(
            f"{slug} holds no answers to the questions of this lesson.",
            hint=f'keep the call `graded_quiz("{lesson}", ...)` as it was released.',
        )
    if not set(letters_in(record["answers"])[0]) - {LEFT_OUT}:
        return not_attempted("no question is answered.", hint=WRITE)
    if not record["learner"].strip():
        return incorrect(
            "`learner` is empty, so nobody knows whose questions these are.",
            hint="write the name under which you hand in, and answer the questions that come up.",
        )
    if mistake := mistakes_in(record["answers"]):
        return incorrect(mistake, hint=WRITE)
    return None


def _arrived(record: dict) -> Verdict:
    """The verdict in the notebook: all ten answered, or which are missing."""
    letters, _ = letters_in(record["answers"])
    missing = [str(number) for number, letter in enumerate(letters, 1) if letter == LEFT_OUT]
    if missing:
        number = "question" if len(missing) == 1 else "questions"
        return incorrect(f"{number} {', '.join(missing)}: no answer yet.", hint=WRITE)
    return correct(f"Ten answers are in, for {_named(record)}. Grading says which are right.")


def _named(record: dict) -> str:
    """The name in an answer, no longer than names are."""
    return repr(record["learner"].strip()[:60])


def _marked(lesson: str, record: dict) -> Verdict:
    """The verdict that counts."""
    extras = judged_with()
    letters, code = letters_in(record["answers"])
    if code and code != extras.code:
        return incorrect(
            f"the answers are for questions with the code {code[:8]!r}, which is not in use.",
            hint="tell your instructor, who has the file that belongs to it.",
        )
    questions = graded(lesson, record["learner"], extras)
    parts = [
        Part(1, _against(number, question, letter, code, extras))
        for number, (question, letter) in enumerate(zip(questions, letters, strict=True), 1)
    ]
    verdict = tally(parts, said="ten of ten: every answer is what a run shows")
    asked = [
        _asked(question, LEFT_OUT if is_extra(question) and code != extras.code else letter)
        for question, letter in zip(questions, letters, strict=True)
    ]
    return replace(verdict, questions=tuple(asked))


def _asked(question: Question, letter: str) -> Asked:
    """What the record keeps of a question."""
    chosen = question.options.get(letter)
    if chosen is None or letter == question.answer:
        return Asked(name_of(question), chosen is not None, chosen is not None)
    return Asked(name_of(question), True, False, chosen.mistake, chosen.belief)


def _against(
    number: int, question: Question, letter: str, code: str, extras: Extras
) -> Finding | None:
    """What stands against one answer; None when it is right."""
    if is_extra(question) and code != extras.code:
        return Finding(f"question {number} is your instructor's; yours was another.", SAME_SET)
    if letter == question.answer:
        return None
    if letter == LEFT_OUT:
        return Finding(f"question {number} ({question.level}) has no answer.", question.hint)
    chosen = question.options[letter]
    return Finding(
        f"question {number} ({question.level}), {letter}: {chosen.says}",
        question.hint,
        chosen.mistake,
    )
