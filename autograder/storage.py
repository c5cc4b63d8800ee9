"""Where marks are kept: can it be written, and what to say when it cannot.

A full disk or a lost database concerns the whole class. It must never look like a fault of the one
submission at which it showed.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from autograder import database
from autograder.classroom import Course, GradingError

ROOM_BYTES = 4_000_000  # more than any one submission leaves behind
KEPT = "what was done so far is kept."


def check(course: Course) -> None:
    """Raise GradingError unless the folder and the database of a class can be written."""
    with told(course):
        course.gradebook.mkdir(parents=True, exist_ok=True)
        _try_to_write(course.gradebook / ".room")
        database.prepare(course.db_url)


@contextmanager
def told(course: Course) -> Iterator[None]:
    """Turn faults of disk and database into one sentence each with the cure."""
    try:
        yield
    except OSError as fault:
        raise GradingError(_sentence(fault, course.gradebook.name)) from fault
    except SQLAlchemyError as fault:
        raise database.refusal("of the gradebook", fault) from fault


def _try_to_write(path: Path) -> None:
    """Write a file as large as a submission may need, and remove it."""
    try:
        path.write_bytes(bytes(ROOM_BYTES))
    finally:
        path.unlink(missing_ok=True)


def _sentence(fault: OSError, folder: str) -> str:
    """What to do about a fault of the file system."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no space left for {folder}/; free some and run it again: {KEPT}"
    if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        where = Path(fault.filename).name if fault.filename else folder
        return f"{folder}/ cannot be read and written ({where}); change its permissions: {KEPT}"
    reason = fault.strerror or type(fault).__name__
    return f"{folder}/ cannot be used ({reason}); mend it and run it again: {KEPT}"
