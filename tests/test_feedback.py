"""A learner's feedback page is right, small, whole without a network, and gives nothing away."""

import itertools
import re

import pytest
from nbformat import v4
from nbgrader.apps import NbGraderAPI

from autograder.classroom import Course
from autograder.feedback.counted import Mark
from autograder.feedback.room import OURS, OWN, Piece, fitted
from autograder.grading import grade
from autograder.hints import hints
from autograder.refusals import write_page
from autograder.sample_class import hand_in
from autograder.sample_class import solved as with_answers
from autograder.verdict import PARTLY, Asked, Finding, Verdict, not_attempted, without_marks
from course.starter import Region, parts
from tests.crews import AtOnce
from tests.feedback_pages import (
    LESSONS,
    SEED,
    Read,
    counted,
    judged,
    notebook_of,
    page_of,
    solved,
)
from tests.handing_in import LESSON
from tests.short_course import short_course

MOST_BYTES = 500_000
HOSTILE = "<script>frz_acts()</script><img src=x onerror=frz_acts()><a href=http://x.test>x</a>"
WRONG = without_marks(
    Finding("'0.bias' still asks for a gradient (1 of 2 do).", "which tensors are there?", "A25")
)
# Everything that a page may refer to: itself, and pictures that it carries.
INSIDE = ("#", "data:image/")


@pytest.fixture(scope="module", params=LESSONS)
def solved_lesson(request):
    notebook = solved(request.param)
    return notebook, page_of(notebook)


@pytest.fixture(scope="module")
def wrong():
    return judged(notebook_of("notebooks"), {"freeze": WRONG})


@pytest.fixture(scope="module")
def wrong_page(wrong):
    return page_of(wrong)


def outputs(*shown):
    """A cell of the learner's own, with these outputs."""
    return v4.new_code_cell("mine()", id="extra-1", outputs=list(shown))


def stream(text):
    return v4.new_output("stream", name="stdout", text=text)


def with_cells(*cells):
    """The first lesson with cells of the learner's own above it."""
    notebook = notebook_of("notebooks")
    notebook.cells[:0] = cells
    return judged(notebook, {"freeze": WRONG})


def test_a_solved_lesson_with_all_its_figures_makes_a_small_page(solved_lesson):
    assert len(solved_lesson[1].encode()) < MOST_BYTES


def test_every_figure_of_a_lesson_is_told_in_words(solved_lesson):
    notebook, page = solved_lesson
    told = Read(page)
    figures = [
        output.data["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert figures
    for words in figures:
        assert words in told.values("alt") or " ".join(words.split()) in told.text


def test_a_page_refers_to_nothing_outside_itself(solved_lesson):
    page = solved_lesson[1]
    read = Read(page)
    for name in ("src", "href", "srcset", "action", "data", "poster"):
        assert [value for value in read.values(name) if not value.startswith(INSIDE)] == []
    assert not {"script", "link", "iframe", "object", "form", "base"} & set(read.tags)
    assert not re.search(r"@import|url\(", page)
    (policy,) = [value for value in read.values("content") if "default-src" in value]
    assert policy.startswith("default-src 'none'; img-src data:;")


def test_headings_leave_out_no_level_and_anchors_are_unique(solved_lesson):
    read = Read(solved_lesson[1])
    assert read.levels[0] == 1
    assert read.levels.count(1) == 1
    pairs = itertools.pairwise(read.levels)
    assert [(above, below) for above, below in pairs if below > above + 1] == []
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in read.values("href")} <= set(ids)
    assert read.values("lang") == ["en"]


def test_a_page_is_made_twice_alike(solved_lesson):
    notebook, page = solved_lesson
    assert page_of(notebook) == page


def test_the_summary_names_each_exercise_with_its_result_and_leads_to_it(wrong_page):
    head = Read(wrong_page.partition('<div class="notebook">')[0])
    assert "80 of 100 points" in head.text
    assert "Exercise 1.1 · freeze Not yet 0 of 20 Exercise 1.2" in head.text
    assert "✓ Correct 20 of 20" in head.text
    assert "#check-freeze" in head.values("href")


def test_a_wrong_answer_gets_its_findings_and_the_second_hint(wrong_page):
    read = Read(wrong_page)
    assert "Not yet: '0.bias' still asks for a gradient (1 of 2 do)." in read.text
    assert "Explained in lesson 2, silent failures. Earned 0 of 20 points." in read.text
    second = " ".join(hints()["freeze"].steps[1].replace("`", "").split())
    assert f"A step further {second}" in read.text
    assert "A step further" in read.text.replace(second, "", 1)
    assert read.text.count("A step further") == 1


def test_an_exercise_that_is_not_started_gets_the_first_hint():
    stub = not_attempted("freeze still holds the line.", hint="replace that line.")
    read = Read(page_of(judged(notebook_of("notebooks"), {"freeze": stub})))
    first = " ".join(hints()["freeze"].steps[0].replace("`", "").split())
    assert f"A step further {first}" in read.text


def test_a_change_by_hand_and_comments_stand_on_top_and_in_their_place(wrong):
    comments = {"freeze": "Look at **both** tensors.\n\n<b>See me</b>"}
    page = page_of(wrong, counted(wrong, comments=comments, penalty=5, freeze=15))
    head, _, below = page.partition('<div class="notebook">')
    assert "90 of 100 points" in head
    assert "5 points are taken off" in head
    assert "Changed by hand" in head
    for part in (head, below):
        assert "<strong>both</strong> tensors" in part
        assert "&lt;b&gt;See me&lt;/b&gt;" in part
    assert "Changed by hand: 15 of 20 points; checking gave 0." in Read(below).text
    assert "Earned 0 of 20" not in page


def test_points_on_top_and_a_cell_that_people_read_are_told(wrong):
    what = counted(wrong)
    what.cells["check-freeze"] = Mark(22, 20, 20, extra=2)
    answer = next(cell for cell in wrong.cells if cell.id == "check-grad_map")
    told = answer.outputs
    try:
        answer.outputs = []
        what.cells["check-grad_map"] = Mark(0, 20, None, is_open=True)
        read = Read(page_of(wrong, what))
    finally:
        answer.outputs = told
    assert "22 of 20 points, 2 of them extra; checking gave 20." in read.text
    assert "Not read yet 0 of 20" in read.text


def test_seeds_and_digests_stay_with_the_instructor(wrong_page):
    assert str(SEED) not in wrong_page
    assert "digest" not in wrong_page
    assert "vnd.freezing-layers" not in wrong_page


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_lesson_gets_no_answer_with_its_hints(lesson):
    nothing = not_attempted("it still holds the line.", hint="replace that line.")
    names = [cell.id for cell in notebook_of("notebooks", lesson).cells]
    page = page_of(judged(notebook_of("notebooks", lesson), dict.fromkeys(hints(), nothing)))
    text = Read(page).text
    assert text.count("A step further") == sum(f"check-{slug}" in names for slug in hints())
    released = "\n".join(cell.source for cell in notebook_of("notebooks", lesson).cells)
    known = " ".join(released.split())
    for cell in notebook_of("solutions", lesson).cells:
        if cell.id in hints():
            for part in parts(cell.source):
                lines = part.answer if isinstance(part, Region) else []
                for pair in itertools.pairwise(line for line in lines if line.strip()):
                    words = " ".join(" ".join(pair).split())
                    assert words in known or words not in text, cell.id


def test_a_quiz_tells_what_its_findings_say_and_nothing_else_of_its_questions():
    asked = Asked("which_moves", True, False, "A4", "zero is no gradient")
    finding = Finding("question 3 (apply), B: the weights stay.", "what does None mean?", "A4")
    verdict = Verdict(PARTLY, 0.9, findings=(finding,), questions=(asked,))
    page = page_of(judged(notebook_of("notebooks"), {"quiz_01": verdict}))
    assert "question 3 (apply), B: the weights stay." in Read(page).text
    assert "which_moves" not in page
    assert "zero is no gradient" not in page


def test_hostile_outputs_texts_and_names_are_shown_and_not_obeyed():
    error = v4.new_output("error", ename=HOSTILE, evalue=HOSTILE, traceback=[HOSTILE])
    html = v4.new_output("display_data", {"text/html": f"<h1>{HOSTILE}</h1>", "text/plain": "x"})
    words = v4.new_output("display_data", {"text/plain": HOSTILE})
    figure = v4.new_output("display_data", {"image/png": "aGk=", "text/plain": f'"{HOSTILE}'})
    notebook = with_cells(
        outputs(stream(HOSTILE), error, html, words, figure),
        v4.new_code_cell(f"'''{HOSTILE}'''", id="extra-2"),
        v4.new_markdown_cell(f"# Mine\n\n{HOSTILE}\n\n[x](javascript:frz_acts())", id="extra-3"),
        v4.new_raw_cell(HOSTILE, id="extra-4"),
    )
    page = page_of(notebook, counted(notebook, comments={"freeze": HOSTILE}), student=HOSTILE)
    read = Read(page)
    assert not {"script", "iframe"} & set(read.tags)
    assert [name for _, name, _ in read.attributes if name.startswith("on")] == []
    for name in ("src", "href"):
        assert [value for value in read.values(name) if not value.startswith(INSIDE)] == []
    assert read.levels.count(1) == 1
    assert page.count("&lt;script&gt;") >= 8


def test_huge_outputs_keep_the_page_small_and_lose_no_answer_and_no_panel():
    notebook = with_cells()
    notebook.cells[:0] = [
        outputs(
            *(stream('<&"' * 700_000) for _ in range(3)),
            *(
                v4.new_output("display_data", {"image/png": "A" * 150_000, "text/plain": "a net"})
                for _ in range(20)
            ),
            v4.new_output("display_data", {"text/html": "<b>" * 100_000, "text/plain": "a table"}),
        ),
        *(v4.new_code_cell("x = 1\n" * 5_000, id=f"extra-{n}") for n in range(2, 300)),
        *(v4.new_markdown_cell("<&>" * 30_000, id=f"extra-{n}") for n in range(300, 330)),
    ]
    answer = next(cell for cell in notebook.cells if cell.id == "freeze")
    answer.source = "def freeze(module):\n    return 'mine'"
    page = page_of(notebook)
    assert len(page.encode()) < MOST_BYTES
    read = Read(page)
    assert "return 'mine'" in read.text
    assert page.count('role="group"') == 5
    assert "because the page would become too large" in read.text


def test_a_long_output_is_cut_and_says_how_much_is_missing():
    page = page_of(with_cells(outputs(stream("1234567890" * 10_000))))
    assert "… and 92000 characters more" in page


def test_where_there_is_little_room_ours_stays_and_the_shorter_form_is_taken():
    long, short = "x" * 440_000, "y" * 10
    pieces = [Piece(OWN, (long, short)), Piece(OWN, ("z" * 50,)), Piece(OURS, ("o" * 20_000,))]
    assert fitted(pieces, 0) == ([short, "z" * 50, "o" * 20_000], 0)
    assert fitted(pieces, 449_985) == (["", "", "o" * 20_000], 2)


def test_a_figure_that_nobody_described_says_so():
    data = {"image/png": "aGk=", "text/plain": "<Figure size 640x480 with 1 Axes>"}
    page = page_of(with_cells(outputs(v4.new_output("display_data", data))))
    assert Read(page).values("alt") == ["a figure without a description"]


def test_a_page_without_marks_looks_like_the_others_and_obeys_nothing(tmp_path, wrong_page):
    write_page(tmp_path / "ben" / "page.html", LESSON, f"It cannot be read: {HOSTILE}")
    page = (tmp_path / "ben" / "page.html").read_text(encoding="utf-8")
    read = Read(page)
    assert f"It cannot be read: {HOSTILE}" in read.text
    assert read.levels == [1]
    style = re.compile("<style>.*</style>", re.DOTALL)
    assert style.search(page)[0] == style.search(wrong_page)[0]
    assert "default-src 'none'" in page


def test_nbgrader_writes_our_page_with_what_the_gradebook_holds(tmp_path):
    """Also by its own command, after an instructor has changed marks and written a comment."""
    course = Course(short_course(tmp_path), tmp_path / "gradebook")
    hand_in(course, "eva", LESSON, with_answers("freeze"))
    (row,) = grade(course, [LESSON], AtOnce())
    page = course.gradebook / "feedback" / "eva" / LESSON / f"{LESSON}.html"
    before = page.read_text(encoding="utf-8")
    assert f"0 of {row.points:g} points" in before
    assert "by hand" not in before
    # nbgrader's own comment on a cell that nobody has changed.
    assert "No response" not in before

    with course.opened() as book:
        where = (LESSON, LESSON, "eva")
        book.find_grade("check-trainable_report", *where).manual_score = 7
        book.find_comment("trainable_report", *where).manual_comment = "Which five numbers?"
        book.find_submission_notebook(*where).late_submission_penalty = 2
        book.db.commit()
    done = NbGraderAPI(config=course.config()).generate_feedback(LESSON, "eva", force=True)
    assert done["success"], done
    read = Read(page.read_text(encoding="utf-8"))
    assert f"5 of {row.points:g} points" in read.text
    assert "2 points are taken off" in read.text
    assert "Changed by hand: 7 of 20 points; checking gave 0." in read.text
    assert read.text.count("Which five numbers?") == 2
