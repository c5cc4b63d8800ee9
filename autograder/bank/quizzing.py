"""`quiz` and `graded_quiz`: ten questions to practise on, and the ten that count.

Both show the questions with buttons where the notebook has widgets, and as text everywhere else.
"""

import os
from pathlib import Path

from autograder import progress
from autograder.bank import pressed, quiz_text
from autograder.bank.decks import ten
from autograder.bank.graded import graded, is_extra, letters_in, mistakes_in
from autograder.bank.private import BadBank, public_beside
from autograder.page import Told, refuse_unknown, show_page
from autograder.widgets import show_widget
from course.outline import outline


class GradedQuiz:
    """The answers to a graded quiz as they stand in the notebook. Calling it gives them."""

    def __init__(self, lesson: str, learner: str, answers: str) -> None:
        """Keeps what was written; whether it can be used is said when it is checked."""
        self.lesson, self.learner, self.answers = lesson, learner, answers

    def __call__(self) -> dict:
        """The lesson, the learner's name and the letters, as plain data."""
        return {"lesson": self.lesson, "learner": self.learner, "answers": self.answers}


def quiz(lesson: str, answers: str = "") -> None:
    """Ten questions on a lesson to practise on: new ones after each set that was answered.

    `answers` are ten letters, such as "ABDCA CBDD-"; without them the questions are shown. Raises
    Told for a lesson that does not exist and for letters that are no options.
    """
    refuse_unknown("lesson", lesson, [one.slug for one in outline()])
    attempt = progress.load()["quizzes"].get(lesson, {}).get("attempts", 0)
    questions = ten(lesson, "practice", attempt)
    if not answers:
        _show_practice(lesson, attempt, quiz_text.all_asked(questions))
        return
    if mistake := mistakes_in(answers):
        raise Told(f"{mistake[:1].upper()}{mistake[1:]} Write ten letters from A to D.")
    letters, _ = letters_in(answers)
    show_page(f'{quiz_text.all_answered(questions, letters)} `quiz("{lesson}")` asks ten new ones.')
    progress.practised(lesson, quiz_text.count_right(questions, letters))


def _show_practice(lesson: str, attempt: int, asked: str) -> None:
    """Show a practice set."""
    how = f'Or write ten letters: `quiz("{lesson}", answers="ABCDA BCDAB")`.'

    def box():
        from autograder.bank.quiz_widgets import Practice

        return Practice(lesson, attempt).box

    show_widget(box, f"### Ten questions to practise on\n\n{how}\n\n{asked}")


def graded_quiz(lesson: str, learner: str, answers: str) -> GradedQuiz:
    """Show the ten questions that count for this learner, and return the answers as they stand.

    `learner` is the name under which the notebook is handed in: it decides which questions come.
    `answers` are ten letters; a hyphen leaves a question out.
    """
    refuse_unknown("lesson", lesson, [one.slug for one in outline()])
    if not isinstance(learner, str) or not isinstance(answers, str):
        raise Told('Write `learner` and `answers` between quotes, such as learner="ada".')
    if not learner.strip():
        print(_whose())
        return GradedQuiz(lesson, "", answers)
    try:
        extras = public_beside(Path.cwd())
    except BadBank as problem:
        raise Told(str(problem)) from None
    questions = graded(lesson, learner, extras)
    code = extras.code if any(map(is_extra, questions)) else ""
    answers = pressed.written(lesson, learner, answers, code)

    def box():
        from autograder.bank.quiz_widgets import Graded

        return Graded(lesson, learner, questions, answers).box

    title = f"### Ten questions for {learner.strip()}"
    now = f"Your answers now: `{pressed.as_written(letters_in(answers)[0], code)}`."
    show_widget(box, f"{title}\n\n{now}\n\n{quiz_text.all_asked(questions)}")
    return GradedQuiz(lesson, learner, answers)


def _whose() -> str:
    """What to write where no name stands, and the name that a hub knows."""
    hub = os.environ.get("JUPYTERHUB_USER", "")
    known = f" Here you are {hub!r}." if hub else ""
    return (
        "Write the name under which you hand in between the quotes of `learner`, and run this cell "
        f"again: then ten questions appear.{known}"
    )
