"""The course in a real browser: JupyterLab as `make lab` starts it, on a copy of the course.

Nothing in the repository changes, except with `--screenshots`: then the pictures in
docs/screenshots/ are taken on the way. Every page is also watched for errors in its console.
"""

import re
import shutil

import nbformat
import pytest

from course.lesson_text import NOTEBOOK_METADATA
from tests.browser import expect
from tests.browser.contrast import ENOUGH, contrasts
from tests.browser.course import (
    LEARNERS,
    LESSON,
    PROJECT,
    answer_of,
    copied_course,
    grade,
    handed_in,
    with_class,
)
from tests.browser.notebook import Notebook, choose, region, wait_until_ready

pytest_plugins = ["tests.browser.fixtures"]

RAISES = "def freeze(module):\n    return module.freeze()\n\n\ndef unfreeze(module):\n    pass"
EMPTY = "def trainable_report(model):\n    return {}"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return with_class(copied_course(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="module")
def graded(course):
    grade(course)
    return course


@pytest.fixture
def untouched(page, lab, tmp_path):
    """The first lesson as it is released, in a file of its own."""
    path = lab.root / tmp_path.name / f"{LESSON}.ipynb"
    path.parent.mkdir()
    shutil.copy(PROJECT / "notebooks" / LESSON / f"{LESSON}.ipynb", path)
    return Notebook.opened(page, lab, path)


def test_the_course_opens_on_start_here_without_any_news(page, lab, picture):
    page.goto(lab.url())
    wait_until_ready(page)
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Nbgrader", exact=True)).to_be_visible()
    # nbgrader's tab for authors would edit MADE notebooks.
    expect(page.get_by_text("Create Assignment")).to_have_count(0)
    page.locator(".jp-Notification-Status").click()
    expect(page.get_by_text("No notifications")).to_be_visible()
    expect(page.locator(".Toastify__toast, .jp-Dialog")).to_have_count(0)

    Notebook.opened(page, lab, lab.root / "notebooks" / LESSON / f"{LESSON}.ipynb")
    expect(page.get_by_role("heading", name="See what freezing does")).to_be_visible()
    picture(page, "lesson-opened")


def test_a_check_says_what_it_saw_and_never_shows_a_stack(course, untouched, picture):
    untouched.run_up_to("check-freeze")
    told(untouched, "freeze", "not attempted", "Not started: freeze")

    untouched.write("freeze", RAISES)
    untouched.run("check-freeze")
    told(untouched, "freeze", "stopped", "Stopped: freeze raised AttributeError")

    untouched.write("freeze", answer_of(course, "eva", "freeze"))
    untouched.run("check-freeze")
    told(untouched, "freeze", "incorrect", "Not yet: the module got an attribute 'requires_grad'")
    part = untouched.region(untouched.above("freeze"), "check-freeze")
    picture(untouched.page, "check-failed", part)

    untouched.write("freeze", answer_of(course, "ada", "freeze"))
    untouched.run("check-freeze")
    told(untouched, "freeze", "correct", "✓")
    # Without the cell above: the README gives no answers away.
    picture(untouched.page, "check-passed", untouched.region("check-freeze", "check-freeze"))


def told(notebook, exercise, status, words):
    """Asserts what the panel of a check says, to the eye and to a screen reader."""
    output = notebook.output(f"check-{exercise}")
    panel = output.get_by_role("group", name=f"check {exercise}: {status}", exact=True)
    expect(panel).to_contain_text(words)
    if status != "correct":
        expect(panel).to_contain_text("Try this:")
    expect(notebook.page.locator(".jp-Notebook")).not_to_contain_text("Traceback")


def test_panels_can_be_read_in_the_light_and_the_dark_theme(page, course, untouched):
    untouched.run_up_to("check-freeze")
    untouched.write("trainable_report", EMPTY)
    untouched.run("check-trainable_report")
    untouched.write("grad_map", answer_of(course, "ada", "grad_map"))
    untouched.run("check-grad_map")
    told(untouched, "trainable_report", "incorrect", "Not yet:")
    told(untouched, "grad_map", "correct", "✓")
    # The light one last: the theme holds for every page that is opened later.
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        choose(page, "Settings", "Theme", theme)
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        for exercise in ("freeze", "trainable_report", "grad_map"):
            found = contrasts(untouched.output(f"check-{exercise}"))
            assert found
            faint = {text: ratio for text, ratio in found.items() if ratio < ENOUGH}
            assert faint == {}, f"{theme}, {exercise}"


def test_the_doctors_table_can_be_read_in_the_light_and_the_dark_theme(
    page, lab, tmp_path, picture
):
    notebook = Notebook.opened(page, lab, examined_at_home(lab.root / tmp_path.name))
    notebook.run("doctor")
    table = notebook.output("doctor").get_by_role("group", name="doctor", exact=True)
    for mistake in ("a head replaced after the optimizer was made", "buffers forgotten"):
        expect(table.get_by_role("rowheader").filter(has_text=mistake)).to_be_visible()
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        choose(page, "Settings", "Theme", theme)
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        found = contrasts(table)
        assert {text: ratio for text, ratio in found.items() if ratio < ENOUGH} == {}, theme
    picture(page, "doctor", notebook.region("doctor", "doctor"))


def examined_at_home(folder):
    """A notebook that hands the README's example to the doctor."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```\n", readme, flags=re.DOTALL)
    source = f"from autograder import doctor\n\n{example}\n\ndoctor(*setup())"
    cell = nbformat.v4.new_code_cell(source, id="doctor")
    folder.mkdir()
    nbformat.write(
        nbformat.v4.new_notebook(cells=[cell], metadata=NOTEBOOK_METADATA), folder / "mine.ipynb"
    )
    return folder / "mine.ipynb"


def test_validate_shows_two_plain_lines_for_each_exercise_that_is_not_started(page, untouched):
    page.get_by_role("button", name="Validate", exact=True).click()
    failed = page.locator(".nbgrader-ErrorDialog")
    expect(failed.get_by_text("The following cell failed")).to_have_count(5)
    expect(failed).to_contain_text('Not started: grad_map still holds the line "your code here".')
    expect(failed.get_by_text("Try this: replace that line")).to_have_count(4)
    expect(failed).not_to_contain_text("Traceback")


def test_validate_passes_a_solved_notebook(page, course, lab):
    Notebook.opened(page, lab, handed_in(course, "ada"))
    page.get_by_role("button", name="Validate", exact=True).click()
    passed = page.locator(".nbgrader-SuccessDialog")
    expect(passed).to_contain_text("Success! Your notebook passes all the tests.")


def formgrader(page, lab):
    """The formgrader, opened from JupyterLab's menu; it lies in a frame."""
    page.goto(lab.url("lab?reset"))
    choose(page, "Nbgrader", "Formgrader")
    return page.frame_locator("iframe[src*=formgrader]")


def open_submissions(form):
    """Goes to the submissions of the lesson; their number in its row leads there."""
    row = form.get_by_role("row").filter(has_text=LESSON)
    row.get_by_role("link", name=str(len(LEARNERS)), exact=True).click()


def test_the_formgrader_lists_lessons_and_marks_without_a_warning(page, lab, graded, picture):
    form = formgrader(page, lab)
    expect(form.get_by_role("heading", name="Manage Assignments")).to_be_visible()
    for lesson in sorted(path.name for path in (lab.root / "notebooks").iterdir()):
        expect(form.get_by_role("row").filter(has_text=lesson)).to_be_visible()
    expect(form.locator("[id^=warning]")).to_have_count(0)

    open_submissions(form)
    expect(form.get_by_role("heading", name="Manage Submissions")).to_be_visible()
    expect(form.get_by_role("row").filter(has_text="ada")).to_contain_text("100 / 100")
    expect(form.get_by_role("row").filter(has_text="eva")).to_contain_text("78 / 100")
    # Wide enough for nbgrader to set its own menu beside the table.
    choose(page, "View", "Appearance", "Show Left Sidebar")
    expect(page.locator(".jp-FileBrowser")).to_be_hidden()
    picture(page, "formgrader", {"x": 0, "y": 0} | page.viewport_size | {"height": 480})


def test_a_feedback_page_shows_the_panel_of_an_exercise_that_earned_nothing(page, graded, picture):
    page.goto((graded / "gradebook" / "feedback" / "eva" / LESSON / f"{LESSON}.html").as_uri())
    expect(page.get_by_text("78 of 100 points")).to_be_visible()
    panel = page.get_by_role("group", name="check freeze: incorrect", exact=True)
    expect(panel).to_contain_text("Not yet: the module got an attribute 'requires_grad'")
    expect(panel).to_contain_text("Earned 0 of 20 points.")
    assert {text: ratio for text, ratio in contrasts(panel).items() if ratio < ENOUGH} == {}
    summary = page.locator("header"), page.get_by_role("table").first
    picture(page, "feedback-summary", region(*summary, margin=16))
    heading = page.get_by_role("heading", name="Exercise 1.1")
    step = page.locator(".step").first
    picture(page, "feedback", region(heading, step, margin=16))


def test_the_formgraders_button_gives_the_marks_that_the_command_gives(page, lab, graded):
    """Ada hands in Eva's work instead of her own; the button has to find that out."""
    shutil.copy(handed_in(graded, "eva"), handed_in(graded, "ada"))
    form = formgrader(page, lab)
    open_submissions(form)
    row = form.get_by_role("row").filter(has_text="ada")
    expect(row).to_contain_text("100 / 100")
    row.locator(".autograde a").click()
    expect(form.get_by_text("Successfully autograded")).to_be_visible()
    # Her own questions are others than Eva's.
    expect(row).to_contain_text("60 / 100")
