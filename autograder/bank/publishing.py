"""`python -m autograder bank FILE`: from an instructor's private questions to their public twin."""

import os
from pathlib import Path

from autograder.bank.private import PUBLIC, BadBank, private_in
from autograder.page import Told, refuse_unknown
from course.outline import outline


def publish(path: Path) -> str:
    """Check the private file and write questions.json beside it; returns what to do with it.

    Raises BadBank with one sentence; then nothing is written.
    """
    if not path.is_file():
        raise BadBank(
            f"There is no file {path.name}; autograder/bank/private.py says how to write it."
        )
    extras = private_in(path)
    for question in extras.questions:
        try:
            refuse_unknown("lesson", question.lesson, [lesson.slug for lesson in outline()])
        except Told as problem:
            raise BadBank(f"{path.name}: {problem}") from None
    public, draft = path.with_name(PUBLIC), path.with_name(f".{PUBLIC}.draft")
    try:
        draft.write_text(extras.public_text(), encoding="utf-8")
        os.replace(draft, public)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise BadBank(f"{PUBLIC} cannot be written ({problem.strerror}).") from problem
    count = len(extras.questions)
    asked = "1 question" if count == 1 else f"{count} questions"
    return (
        f"{PUBLIC}: {asked}, code {extras.code}. Give it to learners, who put it beside the "
        f"notebook or into the folder above. Keep {path.name} in the gradebook's folder."
    )
