"""The sentences about what is shared: the same in a terminal and on the page."""

from collections.abc import Sequence

from autograder.similarity.looking import Looked
from autograder.similarity.pieces import OWN
from autograder.similarity.rarity import SMALL
from autograder.similarity.showing import Common

NOTHING = "Nothing to look at"
LONGEST = 60  # signs of what is quoted
REMINDER = "Places to look, no verdict: read both answers, and talk first."
SMALL_CLASS = (
    f"Fewer than {SMALL} handed in: how rare something is cannot be said well. Only words and "
    "spaces counted, and only much of them."
)


def summary(looked: Sequence[Looked]) -> str:
    """What was looked through, and how much was found, as one sentence."""
    count = sum(one.submissions for one in looked)
    groups = sum(len(one.found) for one in looked)
    among = f"{numbered(count, 'submission')} of {numbered(len(looked), 'lesson')}"
    if not groups:
        return f"{NOTHING}: in {among} no two share more than the course and chance explain."
    return f"{numbered(groups, 'group')} to look at, in {among}."


def unread(looked: Sequence[Looked]) -> str:
    """How many submissions could not be read, as one sentence; empty where all could."""
    count = sum(one.unread for one in looked)
    told = f"{numbered(count, 'submission')} could not be read; `grade` says why."
    return told if count else ""


def numbered(number: int, one: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def each(names: Sequence[str]) -> str:
    """Names as a part of a sentence."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def where(place: str) -> str:
    """An answer, or what belongs to none."""
    return "own cells" if place == OWN else place


def shared(common: Common) -> str:
    """A shared thing in a few words."""
    text = " ".join(common.text.split()) if common.kind != "the spaces in" else common.text
    text = text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
    return f"{common.kind} “{text}”"


def rarity(others: int, submissions: int) -> str:
    """How rare a shared thing is."""
    if not others:
        return f"no other of {submissions} submissions has it"
    return f"{others} more of {submissions} submissions {'has' if others == 1 else 'have'} it"


def cells(count: int) -> str:
    """What it means that files share cells of the learners' own."""
    return (
        f"{numbered(count, 'added cell')} with the same id in each file. Jupyter draws the id when "
        "a cell is made, so the files have one origin: a copy of one of them, or of a third."
    )
