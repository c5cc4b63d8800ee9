"""What was collected, as a table and one line of counts."""

from collections import Counter

from autograder.mailed.handin import Fate, Row
from autograder.marks import printable

OPEN = (Fate.LEFT, Fate.ASIDE)  # somebody has to look at these
PLAIN = (Fate.COLLECTED,)  # the usual case needs no words
HEAD = ("learner", "lesson", "from", "note")


def table(rows: list[Row]) -> str:
    """The rows as text, one thing that was found a line."""
    lines = [HEAD]
    for row in rows:
        fate = () if row.fate in PLAIN else (row.fate.value,)
        note = ": ".join((*fate, *filter(None, ["; ".join(row.notes)])))
        cells = (row.learner or "-", row.lesson or "-", row.source, note)
        lines.append(tuple(printable(cell) for cell in cells))
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    return "\n".join(
        "  ".join(
            [*(f"{cell:{width}}" for cell, width in zip(line, widths, strict=False)), line[3]]
        ).rstrip()
        for line in lines
    )


def counts(rows: list[Row]) -> str:
    """How much became of what, as one line."""
    found = Counter(row.fate for row in rows)
    told = [f"{fate.value}: {found[fate]}" for fate in Fate if found[fate]]
    return f"{'; '.join(told).capitalize()}."


def is_whole(rows: list[Row]) -> bool:
    """Whether nothing is left for anybody to look at."""
    return not any(row.fate in OPEN for row in rows)
