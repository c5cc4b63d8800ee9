"""What a class has already of a learner's lesson: what counts and what was replaced."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.classroom import Course
from autograder.entries import TIMESTAMP
from autograder.intake.notes import named
from autograder.mailed.found import NotCollected
from autograder.mailed.naming import folded, spelled
from autograder.mailed.times import time_in

EARLIER, ASIDE = "earlier", "aside"
SHORT = 12  # hex digits of a digest in a file's name


@dataclass(frozen=True)
class Standing:
    """The notebook in submitted/ and its hand-in time, as far as there is one."""

    path: Path
    digest: str
    at: datetime | None


class Shelf:
    """The rooms of a class in which collecting puts things."""

    def __init__(self, course: Course) -> None:
        """Looks up who has handed in so far."""
        self._gradebook = course.gradebook
        self._names = os.listdir(course.submitted) if course.submitted.is_dir() else []
        self._folded = {folded(name): name for name in sorted(self._names)}

    def rival(self, learner: str) -> str:
        """The folder in submitted/ that some systems take for this learner's; empty if none is."""
        name = self._folded.get(folded(learner), "")
        # macOS may give back a name with its accents typed in another way.
        is_own = spelled(name) == learner and (self._gradebook / "submitted" / learner).exists()
        return "" if learner in self._names or is_own else name

    def place(self, learner: str, lesson: str) -> Path:
        """Where a learner's lesson lies; NotCollected where something else is in the way."""
        return self._folder("submitted", learner, lesson)

    def kept(self, room: str, learner: str, lesson: str) -> Path:
        """Where what does not count lies, in this room; NotCollected as for `place`."""
        return self._folder(room, learner, lesson)

    def standing(self, learner: str, lesson: str) -> Standing | None:
        """What counts so far; None where nothing does."""
        path = self.place(learner, lesson) / f"{lesson}.ipynb"
        if path.is_symlink() or path.is_dir():
            raise NotCollected(f"{named(path.name)} in submitted/ is no ordinary file; remove it.")
        if not path.exists():
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Standing(path, digest, time_in(path.with_name(TIMESTAMP)))

    def has(self, room: str, learner: str, lesson: str, digest: str) -> bool:
        """Whether a notebook is in a room already."""
        return any(self.kept(room, learner, lesson).glob(f"*{digest[:SHORT]}.ipynb"))

    def _folder(self, room: str, learner: str, lesson: str) -> Path:
        """A folder in a room; links in its way would lead out of the class."""
        folder = self._gradebook / room
        for part in (learner, lesson):
            folder = folder / part
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                told = f"{room}/ has no ordinary folder {named(part)}"
                raise NotCollected(f"{told}; remove what is there under that name.")
        return folder
