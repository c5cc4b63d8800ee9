"""How values are written on the page: never unescaped, never as None.

Learners name their folders and write the code that is shown. Whatever comes from them passes
through `shown`, which every expression of a template does, and is escaped afterwards.
"""

import math

from markupsafe import Markup

from autograder.marks import printable

UNKNOWN = "\N{EN DASH}"
TELLING = 0.2  # a discrimination from here on needs no word
REVERSED = -0.1  # nearer to 0 it may well be chance


def shown(value: object) -> object:
    """A value as a template puts it out: numbers short, text readable, a dash for what is unknown.

    Letters that no eye sees, or that turn the direction of others, are shown by their code.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return UNKNOWN
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str) and not isinstance(value, Markup):
        return readable(value)
    return value


def readable(text: str) -> str:
    """Text whose every letter shows; lines stay lines."""
    lines = text.expandtabs(4).replace("\r\n", "\n").split("\n")
    return "\n".join(printable(line) for line in lines)


def number(value: float) -> str:
    """A number with two decimals at most."""
    return decimals(value).rstrip("0").rstrip(".")


def decimals(value: float | None) -> str:
    """A number with two decimals."""
    # Adding nothing turns -0.0 into 0.0.
    return UNKNOWN if value is None else f"{round(value, 2) + 0.0:.2f}"


def share(value: float) -> str:
    """A share of 1 as a percentage."""
    return f"{value:.0%}"


def telling(discrimination: float | None) -> str:
    """What a discrimination below the usual means, in a word; "" for a usual one."""
    if discrimination is None or discrimination >= TELLING:
        return ""
    return "reversed" if discrimination < REVERSED else "hardly"


def lesson_number(slug: str) -> str:
    """A lesson by the number that its slug begins with."""
    return f"lesson {int(slug[:2])}" if slug[:2].isdecimal() else slug


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
