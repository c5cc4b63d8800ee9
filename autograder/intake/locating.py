"""Which file in a learner's folder is the notebook: the one of the right name, or the only one.

Folders inside are looked into one level deep, as archives often bring one along. Links are never
followed out of the folder, and what begins with a dot is an editor's own.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from autograder.intake.notes import named
from autograder.intake.reading import Unreadable

ENDING = ".ipynb"
MAX_ENTRIES = 2_000


def notebook_in(folder: Path, lesson: str) -> tuple[Path, list[str]]:
    """The path of the notebook, and a note when it is not where it should be.

    Raises Unreadable where none or several could be meant.
    """
    wanted = f"{lesson}{ENDING}"
    files = list(_files(folder))
    deeper = [file for inner in _folders(folder) for file in _files(inner)]
    for found in (
        [path for path in files if path.name == wanted],
        [path for path in files if _is_notebook(path)],
        [path for path in deeper if path.name == wanted],
        [path for path in deeper if _is_notebook(path)],
    ):
        chosen = found if len(found) == 1 else [p for p in found if lesson in p.stem.lower()]
        if len(chosen) == 1:
            return chosen[0], _notes(chosen[0], folder, wanted)
        if found:
            told = f"The folder holds {len(found)} notebooks, and none is called {wanted}"
            raise Unreadable(f"{told}; keep the one to be graded, under that name.")
    if files:
        other = named(min(file.name for file in files))
        raise Unreadable(f"The folder holds no notebook, only {other}; hand in {wanted} itself.")
    raise Unreadable(f"The folder holds no notebook; {wanted} has to be handed in.")


def _notes(path: Path, folder: Path, wanted: str) -> list[str]:
    """What is unusual about where the notebook was found."""
    if path.parent != folder:
        return [f"it was found in the folder {named(path.parent.name)}"]
    return [] if path.name == wanted else [f"it was handed in as {named(path.name)}"]


def _is_notebook(path: Path) -> bool:
    """Whether a file's name says that it is a notebook."""
    return path.suffix.lower() == ENDING


def _files(folder: Path) -> Iterator[Path]:
    """The visible, ordinary files of a folder, links that stay in it included."""
    for path in _visible(folder):
        if path.is_file() and (not path.is_symlink() or _stays(path)):
            yield path


def _folders(folder: Path) -> Iterator[Path]:
    """The visible folders in a folder, without links and without what macOS adds to archives."""
    for path in _visible(folder):
        if path.is_dir() and not path.is_symlink() and path.name != "__MACOSX":
            yield path


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, in the order of names; of a flood of files only a part is seen."""
    try:
        with os.scandir(folder) as entries:
            seen = [entry.name for entry in itertools.islice(entries, MAX_ENTRIES)]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        told = f"The folder cannot be opened ({reason})"
        raise Unreadable(f"{told}; make it readable and grade again.") from None
    return [folder / name for name in sorted(seen) if not name.startswith(".")]


def _stays(link: Path) -> bool:
    """Whether a link leads to a place in its own folder."""
    return link.resolve().is_relative_to(link.parent.resolve())
