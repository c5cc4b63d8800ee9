"""What the gradebook says of a submission at this moment, changes by hand included.

An instructor changes scores, comments and extra credit in the formgrader, at any time. nbgrader
keeps them when a submission is graded anew, and counts a score set by hand in place of ours.
"""

from dataclasses import dataclass
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from autograder.feedback.counted import Counted, counted
from autograder.lateness import Lateness

# By exercise: "marks", "extra" (a part of them) and "judged" (what the check gave) where an
# instructor changed marks; "comment" where there is one.
ByHand = dict[str, dict[str, Any]]
CHECK = "check-"


@dataclass(frozen=True)
class Standing:
    """Marks after a `penalty` for coming late, and what an instructor changed.

    `late` is a digest of all that is to be said about the time, `notes` tell what is in doubt.
    """

    marks: float
    points: float
    penalty: float
    by_hand: ByHand
    late: str
    notes: list[str]


def standing(book: Gradebook, lateness: Lateness, lesson: str, student: str) -> Standing | None:
    """What counts for a submission now; None where the gradebook has none.

    Ends the transaction, which would keep sqlite's writers waiting.
    """
    try:
        submission = book.find_submission(lesson, student)
        found = counted(book, lesson, lesson, student)
        late, notes = lateness.digest(submission), lateness.notes(submission)
        return Standing(found.marks, found.points, found.penalty, _by_hand(found), late, notes)
    except (MissingEntry, UnicodeEncodeError):
        # A folder's name may be no text at all; no database knows such a learner.
        return None
    finally:
        book.db.remove()


def _by_hand(found: Counted) -> ByHand:
    """What an instructor changed or wrote."""
    changed: ByHand = {}
    for name, mark in sorted(found.cells.items()):
        if mark.is_by_hand:
            told = {"marks": mark.marks, "extra": mark.extra, "judged": mark.checked}
            changed[name.removeprefix(CHECK)] = told
    for name, comment in sorted(found.comments.items()):
        changed.setdefault(name, {})["comment"] = comment
    return changed


def hand_notes(by_hand: ByHand) -> list[str]:
    """What stands in the notes of a submission about marks that were changed by hand."""
    return [
        f"{slug} {in_words(change)} (the judge says {change['judged']:g})"
        for slug, change in by_hand.items()
        if "marks" in change
    ]


def in_words(change: dict[str, Any]) -> str:
    """What was changed by hand about the marks of an exercise, as a part of a sentence."""
    score = round(change["marks"] - change["extra"], 2)
    told = [] if score == change["judged"] else [f"set by hand to {score:g}"]
    told += [f"given {change['extra']:g} extra by hand"] if change["extra"] else []
    return " and ".join(told)
