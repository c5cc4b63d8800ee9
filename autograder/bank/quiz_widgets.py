"""The quizzes with radio buttons: real ones, so that keyboard and screen reader know them."""

from collections.abc import Sequence

import ipywidgets as widgets

from autograder import progress
from autograder.bank import pressed, quiz_text
from autograder.bank.decks import ten
from autograder.bank.graded import LEFT_OUT, letters_in
from autograder.bank.question import LETTERS, Question
from autograder.widgets import as_html

NONE_YET = "no answer"
# JupyterLab draws code in it as it does in Markdown; elsewhere the name means nothing.
AS_A_PAGE = "jp-RenderedHTMLCommon"
WIDE = widgets.Layout(max_width="56em")


class _Asked:
    """One question: its text, its buttons, and room for what is said to the answer."""

    def __init__(self, number: int, question: Question, letter: str) -> None:
        """With `letter` chosen, or none."""
        self.question = question
        # ipywidgets gives the buttons no group, so that each says by itself what it answers.
        self.buttons = widgets.RadioButtons(
            options=[(f"{number} {choice}", choice) for choice in (*LETTERS, NONE_YET)],
            value=letter if letter in LETTERS else NONE_YET,
            orientation="horizontal",
            layout=widgets.Layout(width="auto"),
        )
        self.told = widgets.HTML().add_class(AS_A_PAGE)
        text = widgets.HTML(as_html(quiz_text.asked(number, question))).add_class(AS_A_PAGE)
        self.box = widgets.VBox([text, self.buttons, self.told], layout=WIDE)

    @property
    def letter(self) -> str:
        """The chosen letter, or the sign for none."""
        return LEFT_OUT if self.buttons.value == NONE_YET else self.buttons.value

    def answer(self) -> None:
        """Say what is true about the chosen option."""
        self.told.value = as_html(quiz_text.answered(self.question, self.letter))


class Practice:
    """A practice set: answers are told when asked for, then ten new questions come."""

    def __init__(self, lesson: str, attempt: int) -> None:
        """The set with this number."""
        self._lesson, self._attempt = lesson, attempt
        self._check = widgets.Button(description="Check my answers", layout={"width": "14em"})
        self._more = widgets.Button(description="Ten new questions", layout={"width": "14em"})
        self._check.on_click(lambda _: self._told())
        self._more.on_click(lambda _: self._next())
        self._status = status("")
        self.box = widgets.VBox()
        self._show()

    def _show(self) -> None:
        """The questions of the current set."""
        self._is_told = False
        questions = ten(self._lesson, "practice", self._attempt)
        self._asked = [_Asked(number, q, LEFT_OUT) for number, q in enumerate(questions, 1)]
        buttons = widgets.HBox([self._check, self._more])
        self.box.children = [*(asked.box for asked in self._asked), self._status, buttons]

    def _told(self) -> None:
        """Say what is true about each answer; the first time counts for the map."""
        for asked in self._asked:
            asked.answer()
        letters = "".join(asked.letter for asked in self._asked)
        questions = [asked.question for asked in self._asked]
        say(self._status, quiz_text.score(questions, letters))
        if not self._is_told and set(letters) != {LEFT_OUT}:
            progress.practised(self._lesson, quiz_text.count_right(questions, letters))
            self._is_told = True

    def _next(self) -> None:
        """Ten new questions."""
        self._attempt += 1
        say(self._status, "")
        self._show()


class Graded:
    """The questions that count: what is chosen is counted, and not judged."""

    def __init__(
        self, lesson: str, learner: str, questions: Sequence[Question], answers: str
    ) -> None:
        """With the answers that stand in the cell chosen."""
        self._about, self._shown = (lesson, learner), answers
        letters, _ = letters_in(answers)
        self._asked = [
            _Asked(number, question, letter)
            for number, (question, letter) in enumerate(zip(questions, letters, strict=False), 1)
        ]
        self._status = status("")
        for asked in self._asked:
            asked.buttons.observe(lambda _: self._pressed(), names="value")
        self.box = widgets.VBox([*(asked.box for asked in self._asked), self._status])
        self._count(letters)

    def _pressed(self) -> None:
        """Remember the letters until the cell runs again."""
        letters = "".join(asked.letter for asked in self._asked)
        pressed.press(*self._about, self._shown, letters)
        self._count(letters)

    def _count(self, letters: str) -> None:
        """How many are answered, and whether they stand in the cell."""
        told = f"{10 - letters.count(LEFT_OUT)} of 10 answered."
        if letters != letters_in(self._shown)[0]:
            told += " Not in the cell yet: run the cell again, and they are written into it."
        say(self._status, told)


def status(sentence: str) -> widgets.HTML:
    """A line that screen readers read out when it changes."""
    line = widgets.HTML()
    say(line, sentence)
    return line


def say(line: widgets.HTML, sentence: str) -> None:
    """Change such a line."""
    line.value = f'<div role="status"><strong>{sentence}</strong></div>'
