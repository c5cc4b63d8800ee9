"""`nbgrader release_feedback` and the formgrader's button, for a class with two ways to hand in."""

import glob
import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from autograder.exchange import SECRET, TIMESTAMP
from autograder.exchange.folders import is_plain
from autograder.marks import printable


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Gives pages back to those who handed in through the exchange, and names all others."""

    def copy_files(self) -> None:
        """As nbgrader's, learner by learner."""
        others = []
        for folder in map(Path, sorted(glob.glob(self.src_path))):
            self._address(folder)
            if (folder / TIMESTAMP).is_file() and (folder / SECRET).is_file():
                self.src_path = glob.escape(str(folder))
                super().copy_files()
            else:
                others.append(printable(folder.parent.name))
        if others:
            self.log.warning(
                "These handed in another way; give them their pages by hand: %s.", ", ".join(others)
            )

    def _address(self, folder: Path) -> None:
        """Lay the time and the secret of a submission beside a page that says why it has no marks.

        Pages with marks got theirs while grading.
        """
        room = self.coursedir.format_path(
            self.coursedir.submitted_directory, folder.parent.name, folder.name
        )
        if not (folder / TIMESTAMP).exists() and not (folder / SECRET).exists():
            for name in (TIMESTAMP, SECRET):
                _copy(Path(room, name), folder)


def with_secret(assignment: str, student: str, notebooks: list[str]) -> None:
    """Lay the secret of a submission beside its new page: by that its learner finds the page.

    A hook of nbgrader's; `notebooks` are the graded ones, all of one submission.
    """
    graded = Path(notebooks[0]).parent
    gradebook, whose = graded.parents[2], Path(graded.parent.name, graded.name)
    _copy(gradebook / "submitted" / whose / SECRET, gradebook / "feedback" / whose)


def _copy(file: Path, folder: Path) -> None:
    """Copy a small text, if it is one: learners could put anything in its place."""
    try:
        if is_plain(file):
            file.read_text(encoding="utf-8")
            shutil.copyfile(file, folder / file.name)
    except (OSError, ValueError):
        return
