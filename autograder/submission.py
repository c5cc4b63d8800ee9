"""A submission before it is graded: can it be read, is it the lesson it claims to be?"""

import difflib
import json
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import nbformat


@dataclass
class Intake:
    """What was found: a `problem` means that grading is impossible, `notes` that it went on."""

    problem: str = ""
    notes: list[str] = field(default_factory=list)


def look_at(folder: Path, lesson: str, released: dict[str, set[str]]) -> Intake:
    """Look at what a learner handed in for `lesson`, without running any of it.

    `folder` is the learner's folder for this lesson; `released` holds the grade ids of every
    lesson. Each problem is one sentence with its cure; nothing is changed.
    """
    path = folder / f"{lesson}.ipynb"
    if not path.is_file():
        return Intake(_without_notebook(folder, path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Intake(f"{path.name} is no text file; hand in the notebook as JupyterLab saves it.")
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"its JSON breaks off at line {error.lineno}" if text.strip() else "it is empty"
        return Intake(f"{path.name} cannot be read: {reason}; save and hand it in again.")
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        return Intake(f"{path.name} is no notebook: it has no cells; hand in the .ipynb file.")
    try:
        with warnings.catch_warnings():
            # Cell ids that are missing or doubled are mended on the way in.
            warnings.simplefilter("ignore")
            nbformat.validate(nbformat.from_dict(content))
    except nbformat.ValidationError as error:
        reason = error.message.partition("\n")[0].rstrip(".")
        return Intake(f"{path.name} is a damaged notebook ({reason}); save it in JupyterLab again.")
    return _cells(content, path.name, lesson, released)


def _without_notebook(folder: Path, path: Path) -> str:
    """The sentence on a folder in which the lesson's notebook is missing."""
    others = sorted(file.name for file in folder.glob("*.ipynb"))
    near = difflib.get_close_matches(path.name, others, n=1, cutoff=0.0)
    if near:
        return f"There is no {path.name}, only {near[0]}; rename it if it is this lesson."
    return f"The folder holds no notebook; {path.name} has to be handed in."


def _cells(content: dict, name: str, lesson: str, released: dict[str, set[str]]) -> Intake:
    """What the cells and the metadata of a readable notebook tell."""
    ids = [
        cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in content["cells"]
    ]
    ids = [grade_id for grade_id in ids if grade_id]
    if not released[lesson] & set(ids):
        for other, others in released.items():
            if others & set(ids):
                return Intake(f"{name} holds lesson {other}; hand in {lesson} under this name.")
        return Intake(f"{name} has none of the exercises of {lesson}; start from its release.")
    doubled = sorted({grade_id for grade_id in ids if ids.count(grade_id) > 1})
    if doubled:
        return Intake(f"{name} holds the cell {doubled[0]!r} twice; delete the copy.")
    found = Intake()
    missing = sorted(released[lesson] - set(ids))
    found.notes += [f"the cell {grade_id!r} is missing" for grade_id in missing]
    if not content.get("metadata", {}).get("kernelspec"):
        found.notes.append("no kernel is named; graded with Python 3")
    version = (content.get("nbformat"), content.get("nbformat_minor"))
    if version < (4, 5):
        found.notes.append(f"written in notebook format {version[0]}.{version[1]}")
    return found


def released_ids(released: Path) -> dict[str, set[str]]:
    """The grade ids of exercises and checks by lesson, read from the release folder.

    Practice cells are left out: nothing is lost when a learner deletes one.
    """
    lessons = {}
    for path in sorted(released.glob("*/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        ids = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells}
        lessons[path.stem] = {i for i in ids if i and not i.startswith("practice-")}
    return lessons
