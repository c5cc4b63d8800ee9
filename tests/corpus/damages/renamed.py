"""Notebooks under another name or in another folder: class D6."""

from tests.corpus.damages.damage import FULL, Damage
from tests.handing_in import LESSON, ROOT, SILENT


def renamed(name):
    """Give the file another name, in a folder of its own where the name has one."""

    def hurt(path):
        place = path.parent / name
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)

    return hurt


def replaced_by(lesson):
    """Hand in the notebook of another lesson under this one's name."""
    other = ROOT / "notebooks" / lesson / f"{lesson}.ipynb"
    return lambda path: path.write_bytes(other.read_bytes())


RENAMED = [
    Damage(
        "other_name", "D6", FULL, "handed in as 'homework (2).ipynb'", renamed("homework (2).ipynb")
    ),
    Damage("own_name", "D6", FULL, "handed in as", renamed(f"{LESSON}_ada.ipynb")),
    Damage("in_a_folder", "D6", FULL, "in the folder 'week 1'", renamed(f"week 1/{LESSON}.ipynb")),
    Damage("name_and_folder", "D6", FULL, "in the folder 'ada'", renamed("ada/final.ipynb")),
    Damage("capitals", "D6", FULL, "handed in as", renamed(f"{LESSON.upper()}.IPYNB")),
    Damage("only_a_script", "D6", None, "only 'lesson.py'", renamed("lesson.py")),
    Damage("another_lesson", "D6", None, f"holds lesson {SILENT}", replaced_by(SILENT)),
]
