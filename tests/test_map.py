"""The map and the ten modes: places that exist, and progress as it is."""

import re
from pathlib import Path

import nbformat
import pytest

from autograder import progress
from autograder.course_map import as_markdown, following, minutes_left
from autograder.modes import MODES, mode, path_of, places
from autograder.page import Told
from course.build import read_lessons
from course.outline import as_text, lesson_of, outline

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\[([^\]]+)\]\(\.\./([^/)]+)/\2\.ipynb(?:#cell-id=([\w-]+))?\)")


def passed(*slugs, **more):
    state = progress.new()
    for slug in slugs:
        progress.exercise(state, slug).update(best=1.0, passed=True, tries=1)
    for slug, change in more.items():
        progress.exercise(state, slug).update(change)
    return state


def test_the_outline_is_what_the_lessons_say():
    written = (ROOT / "course" / "outline.json").read_text(encoding="utf-8")
    assert written == as_text(read_lessons(ROOT))


def test_the_outline_holds_twelve_lessons_with_their_times_and_points():
    assert [lesson.number for lesson in outline()] == [f"{n:02}" for n in range(1, 13)]
    assert all(30 <= lesson.minutes <= 120 for lesson in outline())
    assert {sum(lesson.points.values()) for lesson in outline()} == {100}


def test_a_new_learner_is_sent_to_the_first_exercise():
    told = as_markdown(progress.new(), [])
    assert told.startswith("**Next:** [Exercise 1.1 · freeze")
    assert "□□□□ 0 of 4" in told
    assert "begun" not in told


def test_marks_tries_and_open_findings_are_shown():
    failed = {"best": 0.5, "tries": 4, "open": ["A5", "G1"]}
    told = as_markdown(passed("freeze", trainable_report=failed), [])
    assert "| ■□□□ 1 of 4 | 30 of 80 |" in told
    assert "| 10 of 20 | 4 | A5 · requires_grad set on the model; G1 · tensors taken" in told


def test_practice_and_the_graded_test_are_shown():
    state = progress.new()
    progress.quiz(state, "02_silent_failures").update(attempts=3, best=8, answered=True)
    row = next(line for line in as_markdown(state, []).splitlines() if "| [2 ·" in line)
    assert "| best 8 of 10 | answered |" in row


def test_the_next_exercise_is_the_first_one_open_and_time_goes_down():
    first = outline()[0]
    state = passed(*first.exercises)
    lesson, slug = following(state)
    assert (lesson, slug) == (outline()[1], outline()[1].exercises[0])
    assert minutes_left(state) == minutes_left(progress.new()) - first.minutes


def test_at_the_end_nothing_is_next():
    state = passed(*(slug for lesson in outline() for slug in lesson.exercises))
    assert following(state) is None
    assert minutes_left(state) == 0
    assert as_markdown(state, []).startswith("**Every exercise of the course is passed.**")


def test_progress_on_an_exercise_that_is_gone_is_passed_over():
    assert as_markdown(passed("of_an_older_release"), []) == as_markdown(progress.new(), [])


def cells(slug):
    """The text of a released lesson's cells, by id, without signs of Markdown."""
    notebook = nbformat.read(ROOT / "notebooks" / slug / f"{slug}.ipynb", 4)
    return {cell.id: cell.source.replace("`", "") for cell in notebook.cells}


@pytest.mark.parametrize("page", [as_markdown(progress.new(), []), *map(path_of, MODES)])
def test_every_link_leads_to_the_cell_of_its_heading(page):
    for words, slug, cell in LINK.findall(page):
        assert not cell or f"# {words}\n" in cells(slug)[cell] + "\n", (slug, words)


def test_there_are_ten_modes_and_each_leads_somewhere():
    assert len(MODES) == 10
    for name, chosen in MODES.items():
        assert places(name) or chosen.call, name


def test_a_mode_leads_through_what_it_promises():
    assert len(places("why")) == 12
    assert {lesson.number for lesson, _ in places("capstone")} == {"12"}
    assert {lesson.number for lesson, _ in places("metrics")} == {"07"}
    assert {"treat", "repair_filters"} <= {part.exercise for _, part in places("fix the bug")}
    assert len({lesson.slug for lesson, _ in places("predict first")}) == 12
    assert len({lesson.slug for lesson, _ in places("worked run")}) == 12
    assert {lesson.number for lesson, _ in places("experiment")} >= {"06", "07", "08", "09", "10"}
    assert len(places("test")) == 11


def test_a_mode_that_does_not_exist_offers_the_nearest():
    with pytest.raises(Told, match="There is no mode 'flashcard'; did you mean 'flashcards'"):
        mode("flashcard")


def test_an_exercise_knows_its_lesson():
    assert lesson_of("freeze").slug == "01_what_freezing_does"
    assert lesson_of("nothing") is None
