"""What lies in a folder or an archive that is collected: a notebook, another file, or a problem."""

import errno
from dataclasses import dataclass
from datetime import datetime

from autograder.intake.locating import ENDING
from autograder.intake.reading import MAX_BYTES

ZIP = ".zip"
# Only their names are looked at: nothing here can read them.
OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".txz", ".xz", ".zipx", ".zst")
OTHER_KIND = "It is an archive of another kind; ask for a zip."
METADATA = "submission_metadata.yml"  # Gradescope's list of who handed in what


class NotCollected(ValueError):
    """One sentence on why something is left where it is, with the cure."""


@dataclass(frozen=True)
class Found:
    """A file below the source: `way` names it from there down, archives on the way included.

    `data` is what a notebook or Gradescope's list holds; None for other files, for archives, and
    where there is a `problem`. `at` is when an archive says that the file was written.
    """

    way: tuple[str, ...]
    data: bytes | None = None
    at: datetime | None = None
    problem: str = ""

    @property
    def is_notebook(self) -> bool:
        """Whether this is a notebook, as far as its name tells, and could be read."""
        return self.data is not None and is_notebook(self.way[-1])


def is_notebook(name: str) -> bool:
    """Whether a name is a notebook's."""
    return name.lower().endswith(ENDING)


def is_wanted(name: str) -> bool:
    """Whether a file of this name has to be read."""
    return is_notebook(name) or name == METADATA


def is_zip(name: str) -> bool:
    """Whether a name is that of an archive that can be read."""
    return name.lower().endswith(ZIP)


def is_other_archive(name: str) -> bool:
    """Whether a name is that of an archive that cannot be read."""
    return name.lower().endswith(OTHER_ARCHIVES)


def is_hidden(name: str) -> bool:
    """Whether a file is an editor's or a system's own."""
    return name.startswith(".") or name == "__MACOSX"


def too_big(size: int) -> NotCollected:
    """What to say about a notebook of this many bytes."""
    told = f"It takes {size / 1e6:.0f} MB, more than {MAX_BYTES // 10**6}"
    return NotCollected(f"{told}; ask for it without its outputs.")


def failure(fault: OSError) -> str:
    """The reason and the cure for something that cannot be opened, as the end of a sentence."""
    reason = fault.strerror or errno.errorcode.get(fault.errno or 0, type(fault).__name__)
    return f"({reason}); make it readable and collect again."
