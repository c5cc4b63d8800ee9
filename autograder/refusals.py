"""What is left of a submission that could not be graded: a page for its learner, and the reason."""

from pathlib import Path

from autograder.classroom import Course
from autograder.feedback.page import rendered


def page_of(course: Course, lesson: str, student: str) -> Path:
    """Where a learner's feedback page lies."""
    return course.gradebook / "feedback" / student / lesson / f"{lesson}.html"


def write_page(page: Path, lesson: str, problem: str) -> None:
    """Put a page that says why a submission was not graded in the place of the old one."""
    page.parent.mkdir(parents=True, exist_ok=True)
    part = page.with_suffix(".part")
    text = rendered("refusal.html.j2", title=lesson, student="", problem=problem)
    part.write_text(text, encoding="utf-8", errors="backslashreplace")
    part.replace(page)


def reason(result: dict) -> str:
    """The last thing that nbgrader said about a failure, as a part of a sentence."""
    lines = (result.get("error") or result.get("log") or "no reason given").strip().splitlines()
    logged = [line for line in (result.get("log") or "").splitlines() if "Error" in line]
    return (logged or lines)[-1].strip().rstrip(".")
