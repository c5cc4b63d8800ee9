"""What a learner has done so far, in a small file that people can read. Grading never needs it.

It lies in the user's own data folder, so that it outlives a new copy of the course. The variable
FREEZING_LAYERS_PROGRESS names another file, or says `off`; then everything is forgotten when the
kernel ends, as it is where the file cannot be written.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from autograder.shape import fits

VARIABLE = "FREEZING_LAYERS_PROGRESS"
OFF = "off"
FORMAT = 1
# Two notebooks may write at once; each of them needs a few milliseconds.
PATIENCE_S = 2

EXERCISE = {"best": float, "passed": bool, "tries": int, "failed": int, "hints": int, "open": [str]}
FORM = {
    "format": int,
    "exercises": {str: EXERCISE},
    "quizzes": {str: {"attempts": int, "best": int, "answered": bool}},
    "cards": {str: {"box": int, "due": int}},
    "cards_seen": int,
}
_in_memory: dict = {}
_told: list[str] = []


def new() -> dict:
    """The progress of somebody who has just begun."""
    return {"format": FORMAT, "exercises": {}, "quizzes": {}, "cards": {}, "cards_seen": 0}


def exercise(state: dict, slug: str) -> dict:
    """The entry of an exercise, made if there is none."""
    return state["exercises"].setdefault(slug, known(state, slug))


def known(state: dict, slug: str) -> dict:
    """What is known about an exercise, without making an entry."""
    blank = {"best": 0.0, "passed": False, "tries": 0, "failed": 0, "hints": 0, "open": []}
    return state["exercises"].get(slug, blank)


def quiz(state: dict, lesson: str) -> dict:
    """The entry of a lesson's ten questions, made if there is none."""
    return state["quizzes"].setdefault(lesson, {"attempts": 0, "best": 0, "answered": False})


def practised(lesson: str, right: int) -> None:
    """Keep the score of a practice set, so that the next one has new questions."""

    def change(state: dict) -> None:
        entry = quiz(state, lesson)
        entry["attempts"] += 1
        entry["best"] = max(entry["best"], right)

    update(change)


def load() -> dict:
    """The progress so far. A file that cannot be read is kept under another name."""
    if _path() is None:
        return _in_memory or new()
    try:
        with _locked():
            return _read()
    except (OSError, Timeout):
        return _in_memory or new()


def update(change: Callable[[dict], object]) -> dict:
    """Let `change` work on the progress in place, and keep it; returns it.

    Whatever happens, the notebook goes on: where nothing can be written, the kernel remembers.
    """
    global _in_memory
    if _path() is not None:
        try:
            with _locked():
                state = _read()
                change(state)
                _write(state)
                return state
        except (OSError, Timeout) as problem:
            _tell(f"Progress cannot be written ({_reason(problem)}); this kernel remembers it.")
    _in_memory = _in_memory or new()
    change(_in_memory)
    return _in_memory


def start_over() -> Path | None:
    """Begin anew; returns where the progress so far was put aside, None where there was none."""
    global _in_memory
    _in_memory = {}
    path = _path()
    if path is None or not path.exists():
        return None
    with _locked():
        return _set_aside(path, "before")


def notes() -> list[str]:
    """Sentences about the file that the learner has not read yet; each is given once."""
    told, _told[:] = list(_told), []
    return told


def _path() -> Path | None:
    """Where the file lies; None when nothing is to be written."""
    said = os.environ.get(VARIABLE, "")
    if said == OFF:
        return None
    return Path(said) if said else user_data_path("freezing-layers", False) / "progress.json"


def _locked() -> FileLock:
    """A lock that other kernels respect; makes the folder."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_suffix(".lock"), timeout=PATIENCE_S)


def _read() -> dict:
    """What the file says; what is not ours is put aside."""
    path = _path()
    if not path.exists():
        return new()
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        state = None
    if fits(state, FORM) and state["format"] == FORMAT:
        return state
    aside = _set_aside(path, "unreadable")
    _tell(f"{path.name} was not written by this course; it is kept as {aside.name}.")
    return new()


def _write(state: dict) -> None:
    """Write the whole file or nothing."""
    path = _path()
    text = json.dumps(state, indent=1, sort_keys=True) + "\n"
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".progress-", delete=False
    ) as draft:
        draft.write(text)
    try:
        os.replace(draft.name, path)
    except OSError:
        Path(draft.name).unlink(missing_ok=True)
        raise


def _set_aside(path: Path, why: str) -> Path:
    """Rename the file to a name that nothing has yet."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-{why}-{number}.json")).exists():
        number += 1
    os.replace(path, aside)
    return aside


def _tell(sentence: str) -> None:
    """Remember a sentence for the next map, once."""
    if sentence not in _told:
        _told.append(sentence)


def _reason(problem: Exception) -> str:
    """Why, in two or three words."""
    if isinstance(problem, Timeout):
        return "another notebook holds it"
    return getattr(problem, "strerror", None) or type(problem).__name__
