"""Results for Gradescope: `LESSON/STUDENT/results.json`, one for each submission.

`score` is the marks that count and wins over the sum of the tests; `tests` are the exercises, each
with score, max_score, status ("passed" or "failed"), name, output and tags. `output` is the rest of
what the learner is told. `extra_data` says whose it is: Gradescope's harness, which copies one of
these to /autograder/results/results.json, knows a learner by email.
Source: gradescope-autograders.readthedocs.io, "Autograder Specifications", section "Output format".

Tests are "after_published": learners see them when the instructor publishes the grades. All text
has the format "text", in which Gradescope obeys no markup.
"""

import json
from pathlib import Path

from autograder.classroom import GradingError
from autograder.exports.cells import number
from autograder.exports.listed import Listed
from autograder.exports.marked import Exercise, Marked
from autograder.exports.roster import Person
from autograder.marks import printable

VISIBILITY = "after_published"


def export(listed: Listed, folder: Path) -> list[str]:
    """Write the files; what is to be told about them, a sentence each."""
    people = {who.student: who for who in [*listed.people, *listed.unknown]}
    for lesson, by in listed.marks.items():
        for student, one in by.items():
            _write(folder / lesson / _as_folder(student), results(one, people[student]))
    return []


def results(marked: Marked, who: Person) -> dict:
    """One submission as Gradescope takes it."""
    rest = []
    if marked.notes:
        rest += ["Read and repaired before grading:", *marked.notes]
    if marked.penalty:
        rest.append(f"Late: {number(marked.penalty)} points are taken off.")
    return {
        "score": marked.counted,
        "output": _text(rest),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": VISIBILITY,
        "stdout_visibility": "hidden",
        "tests": [_test(part) for part in marked.exercises],
        "extra_data": {"student": marked.student, "email": who.email, "lesson": marked.lesson},
    }


def _test(part: Exercise) -> dict:
    """One exercise as a test."""
    return {
        "name": part.name,
        "score": round(part.marks, 2),
        "max_score": part.points,
        "status": "passed" if part.marks >= part.points else "failed",
        "output": _text(part.told),
        "visibility": VISIBILITY,
        "tags": [part.status],
    }


def _text(lines: list[str]) -> str:
    """Lines as text without control characters."""
    return "\n".join(printable(line) for line in lines)


def _as_folder(student: str) -> str:
    """A learner's name as a folder's; raises GradingError for one that leads elsewhere."""
    if student in ("", ".", "..") or Path(student).name != student or "\\" in student:
        raise GradingError(f"{printable(student)!r} in the gradebook is no name of a folder.")
    return student


def _write(folder: Path, content: dict) -> None:
    """Write one results.json at once."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / ".results.part"
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    part.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    part.replace(folder / "results.json")
