"""Questions that only an instructor has: a private file with answers, and its public twin without.

The private file, gradebook/private_questions.json, is a list of questions:

    {"lesson": "03_choosing_layers", "level": "hard", "stem": "...?", "hint": "...",
     "right": {"text": "...", "says": "..."},
     "wrong": [{"text": "...", "says": "...", "belief": "..."}, ... three of them]}

`python -m autograder bank FILE` checks it and writes questions.json beside it; learners put that
file beside their notebook, or into the folder above. Its code of four letters goes into the answer,
so that grading knows which questions were asked.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.bank.decks import COUNTS
from autograder.bank.drawing import alike
from autograder.bank.question import Choice
from autograder.shape import fits

PRIVATE, PUBLIC = "private_questions.json", "questions.json"
CHOICE = {"text": str, "says": str}
WRONG = ({"text": str, "says": str, "belief": str}, {"text": str, "says": str, "mistake": str})
PRIVATE_FORM = [
    {"lesson": str, "level": str, "stem": str, "right": CHOICE, "wrong": [WRONG], "hint": str}
]
PUBLIC_FORM = [{"lesson": str, "level": str, "stem": str, "texts": [str]}]


class BadBank(ValueError):
    """A file of questions that cannot be used: one sentence with the cure."""


@dataclass(frozen=True)
class Extra:
    """An instructor's question. In a public file, `choices`, `right` and `hint` are missing."""

    lesson: str
    level: str
    stem: str
    texts: tuple[str, ...]
    choices: dict[str, Choice] = field(default_factory=dict)
    right: str = ""
    hint: str = ""

    def as_public(self) -> dict:
        """What learners get."""
        told = asdict(self)
        return {name: told[name] for name in ("lesson", "level", "stem")} | {
            "texts": list(self.texts)
        }


@dataclass(frozen=True)
class Extras:
    """The questions of one file, and the code that names them; no questions have no code."""

    questions: tuple[Extra, ...] = ()

    @property
    def code(self) -> str:
        """Four hex digits that private file and public twin share."""
        text = self.public_text()
        return hashlib.sha256(text.encode()).hexdigest()[:4] if self.questions else ""

    def private_digest(self) -> str:
        """A digest of everything in the file: other answers give other marks."""
        return hashlib.sha256(repr(self.questions).encode()).hexdigest()

    def public_text(self) -> str:
        """The public file."""
        told = [question.as_public() for question in self.questions]
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


NONE = Extras()
_in_use: ContextVar[Extras] = ContextVar("extras", default=NONE)


@contextmanager
def in_use(extras: Extras) -> Iterator[None]:
    """While quizzes are judged: the questions that the instructor has."""
    token = _in_use.set(extras)
    try:
        yield
    finally:
        _in_use.reset(token)


def judged_with() -> Extras:
    """The questions in use."""
    return _in_use.get()


def private_in(path: Path) -> Extras:
    """The questions of a private file, or none where there is no file. Raises BadBank."""
    return Extras(tuple(map(_private, _read(path, PRIVATE_FORM)))) if path.exists() else Extras()


def public_beside(folder: Path) -> Extras:
    """The questions for the notebooks of a folder: in it, or one above; none without a file."""
    for place in (folder, folder.parent):
        if (path := place / PUBLIC).exists():
            told = _read(path, PUBLIC_FORM)
            return Extras(tuple(Extra(**one | {"texts": tuple(one["texts"])}) for one in told))
    return Extras()


def _read(path: Path, form: list) -> list:
    """The JSON of a file, in the form."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadBank(
            f"{path.name} cannot be read as JSON; correct it or take it away."
        ) from problem
    if not fits(told, form):
        raise BadBank(f"{path.name} is no list of questions; see autograder/bank/private.py.")
    return told


def _private(told: dict) -> Extra:
    """A question of a private file, refused where it could not be asked."""
    wrong = [Choice(**choice) for choice in told["wrong"]]
    texts = [told["right"]["text"], *(choice.text for choice in wrong)]
    name = f"The question {told['stem'][:40]!r}"
    if told["level"] not in COUNTS:
        raise BadBank(f"{name} has the level {told['level']!r}; use {', '.join(COUNTS)}.")
    if len(wrong) != 3:
        raise BadBank(f"{name} has {len(wrong)} wrong options; give it three.")
    if any(alike(a, b) for at, a in enumerate(texts) for b in texts[:at]):
        raise BadBank(f"{name} has two options that say the same; change one of them.")
    choices = {choice.text: choice for choice in [Choice(**told["right"]), *wrong]}
    lesson, level, stem = told["lesson"], told["level"], told["stem"]
    return Extra(lesson, level, stem, tuple(sorted(texts)), choices, texts[0], told["hint"])
