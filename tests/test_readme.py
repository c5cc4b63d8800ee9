"""What the README shows is what a reader gets."""

import re
import subprocess
import sys
from pathlib import Path

from course.outline import outline

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
    assert len(outline()) == 12
    for lesson in outline():
        exercises, points = len(lesson.exercises), sum(lesson.points.values())
        row = rf"^\| {lesson.title} \| .* \| {exercises} \| {points} \|$"
        assert re.search(row, TEXT, re.MULTILINE), row


def test_every_file_that_the_page_links_to_exists():
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert [name for name in linked if not (ROOT / name).exists()] == []
    assert len(linked) > 5
