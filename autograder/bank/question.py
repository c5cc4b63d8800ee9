"""What a question is once it is drawn, and what a template says so that one can be drawn."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

EASY, MEDIUM, HARD = "easy", "medium", "hard"
LETTERS = "ABCD"


@dataclass(frozen=True)
class Choice:
    """A possible option: its text, and a sentence that is true about it in this very variant.

    A wrong one says which way of thinking leads to it: `mistake` is the permanent id of a known
    mistake, or, where there is none, `belief` names the way of thinking in a few words.
    """

    text: str
    says: str
    mistake: str = ""
    belief: str = ""


@dataclass(frozen=True)
class Draft:
    """What a template draws: a stem in Markdown, the right choice and at least three wrong ones.

    More wrong ones are better. Those that say the same as another are dropped, and three are chosen
    so that neither the size nor the length of the right one gives it away. `hint` is one question
    or step that helps with every variant.
    """

    stem: str
    right: Choice
    wrong: Sequence[Choice]
    hint: str


@dataclass(frozen=True)
class Template:
    """How questions of one kind are made.

    `lessons` are the numbers of the lessons it belongs to, such as ("03", "04"); `objectives` are
    points of their lists "What you can now do", such as "03.1". `make` draws everything that varies
    from the random generator it is given, and finds the answer by running code.
    """

    name: str
    level: str
    lessons: tuple[str, ...]
    objectives: tuple[str, ...]
    make: Callable[[random.Random], Draft]


@dataclass(frozen=True)
class Question:
    """A question with the options A to D; `answer` is the letter of the right one."""

    template: str
    seed: int
    level: str
    lessons: tuple[str, ...]
    stem: str
    options: dict[str, Choice]
    answer: str
    hint: str
