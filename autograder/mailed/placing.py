"""Putting a hand-in into its place, so that a killed collecting leaves the old one or the new one.

A first hand-in moves there as a whole folder. In a folder that exists, the old notebook is kept in
earlier/ first; then its hand-in time goes, the new notebook comes in one step, and its time last:
at no moment does a notebook stand beside the time of another one.
"""

import shutil
from datetime import datetime
from pathlib import Path

from autograder.entries import TIMESTAMP
from autograder.mailed.handin import Copy, Fate, HandIn
from autograder.mailed.shelf import ASIDE, EARLIER, SHORT, Shelf
from autograder.mailed.times import as_text

NO_TIME = "no-time"
_STAMP = "%Y-%m-%d-%H-%M-%S"


class Placing:
    """Writes into a class what was decided; `room` is a folder on the same disk."""

    def __init__(self, shelf: Shelf, room: Path) -> None:
        self._shelf, self._part, self._new = shelf, room / "part", room / "new"

    def carry_out(self, one: HandIn, fate: Fate) -> None:
        """Put one hand-in where it belongs. Raises OSError where the class cannot be written."""
        if fate in (Fate.COLLECTED, Fate.REPLACING):
            self._place(one)
        elif fate in (Fate.EARLIER, Fate.ASIDE):
            self._keep(one, EARLIER if fate is Fate.EARLIER else ASIDE, one.copy, one.at)

    def _place(self, one: HandIn) -> None:
        """Make a hand-in the one that counts."""
        standing = self._shelf.standing(one.learner, one.lesson)
        folder = self._shelf.place(one.learner, one.lesson)
        if not folder.exists():
            self._whole_folder(one, folder)
            return
        stamp = folder / TIMESTAMP
        if standing is None or standing.digest != one.copy.digest:
            if standing is not None:
                old = Copy(standing.digest, standing.path)
                self._keep(one, EARLIER, old, standing.at)
            stamp.unlink(missing_ok=True)
            self._copied(one.copy.path, folder / f"{one.lesson}.ipynb")
        if one.at:
            self._part.write_text(as_text(one.at), encoding="utf-8")
            self._part.replace(stamp)

    def _whole_folder(self, one: HandIn, folder: Path) -> None:
        """Lay out a folder and move it to its place."""
        shutil.rmtree(self._new, ignore_errors=True)
        self._new.mkdir()
        shutil.copyfile(one.copy.path, self._new / f"{one.lesson}.ipynb")
        if one.at:
            (self._new / TIMESTAMP).write_text(as_text(one.at), encoding="utf-8")
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._new.rename(folder)

    def _keep(self, one: HandIn, room: str, copy: Copy, at: datetime | None) -> None:
        """Keep a notebook that does not count, unless it is there already."""
        if self._shelf.has(room, one.learner, one.lesson, copy.digest):
            return
        folder = self._shelf.kept(room, one.learner, one.lesson)
        folder.mkdir(parents=True, exist_ok=True)
        stamp = at.strftime(_STAMP) if at else NO_TIME
        self._copied(copy.path, folder / f"{stamp}-{copy.digest[:SHORT]}.ipynb")

    def _copied(self, path: Path, to: Path) -> None:
        """Copy a file so that it appears under its name in one step."""
        shutil.copyfile(path, self._part)
        self._part.replace(to)
