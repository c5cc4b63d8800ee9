"""Questions that nobody grades: `practice` answers a choice, `reveal` sets a guess beside a run."""

from typing import Any

from IPython.display import display

from autograder.kernel import shows_panels
from autograder.questions import QUESTIONS
from autograder.show import panel, plain
from autograder.verdict import Verdict, correct, incorrect, not_attempted


def practice(question: str, answer: str | None) -> None:
    """Say what is true about the chosen option of a self-check question.

    `answer` is a letter; None means not answered yet. Never raises for a wrong choice, and earns
    nothing. Raises KeyError for a question that does not exist.
    """
    verdict = _verdict(question, answer)
    if shows_panels():
        told = panel(question, verdict, foot="")
        display({"text/html": told, "text/plain": plain(verdict, foot="")}, raw=True)
    else:
        print(plain(verdict, foot=""))


def _verdict(question: str, answer: str | None) -> Verdict:
    """A verdict on a choice."""
    known = QUESTIONS[question]
    letters = ", ".join(known.options)
    if answer is None:
        return not_attempted("no option is chosen.", hint=f"choose one of {letters}, as a string.")
    letter = answer.strip().upper() if isinstance(answer, str) else None
    if letter not in known.options:
        return incorrect(f"{answer!r} is no option.", hint=f'choose one of {letters}, such as "A".')
    option = known.options[letter]
    if option.is_right:
        return correct(f"{letter}: {option.says} {' '.join(known.steps)}")
    return incorrect(f"{letter}: {option.says}", hint=known.hint, mistake=option.mistake)


def reveal(guess: Any, measured: Any, options: tuple) -> None:
    """Print a guess beside what was measured; without a guess, ask for one and show nothing."""
    if guess not in options:
        told = ", ".join(str(option) for option in options)
        print(f"Guess first: set `guess` to one of {told}, then run this cell again.")
    else:
        print(f"Your guess: {guess}. The run: {measured}.")
