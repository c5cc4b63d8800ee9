"""What the README shows is what a reader gets."""

import re
import subprocess
import sys
from pathlib import Path

from course.lesson_text import read_lesson

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_doctor_says_what_the_page_shows(tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```\n", TEXT, flags=re.DOTALL)
    (tmp_path / "mine.py").write_text(example, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "autograder", "doctor", str(tmp_path / "mine.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 3
    assert told.stderr == ""
    assert f"```\n{told.stdout}```\n" in TEXT


def test_the_table_lists_every_lesson_with_its_exercises_and_points():
    for path in sorted(ROOT.glob("course/lessons/*.py")):
        cells = read_lesson(path).cells
        title = cells[0].source.partition("\n")[0].removeprefix("# ")
        points = [cell.metadata["points"] for cell in cells if "check" in cell.metadata]
        assert re.search(rf"^\| {title} \| .* \| {len(points)} \| {sum(points)} \|$", TEXT, re.M)


def test_every_file_that_the_page_links_to_exists():
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert [name for name in linked if not (ROOT / name).exists()] == []
    assert len(linked) > 5
