"""From an empty class to released feedback in the formgrader, as an instructor does it.

The learner hands in and fetches the page through nbgrader's exchange. With `--screenshots` the
pictures for instructors in docs/screenshots/ are taken on the way.
"""

import shutil
import sys

import pytest
from nbformat import v4

from autograder.classroom import Course
from autograder.sample_class import answered, hand_in, solved
from autograder.verdict import Finding, without_marks
from tests.accounts import Account
from tests.browser import Page, expect
from tests.browser.accessibility import violations
from tests.browser.contrast import ENOUGH, contrasts
from tests.browser.course import LESSON, copied_course
from tests.browser.notebook import choose
from tests.feedback_pages import counted, judged, notebook_of, page_of
from tests.short_course import short_course

pytest_plugins = ["tests.browser.fixtures"]

LEARNER = "ada"
EMPTY = "def trainable_report(model):\n    return {}"
COMMENT = "Which *five* numbers does the text ask for?"
# As on a hub where all share one account.
TRUSTING = "\nc.ExchangeCollect.check_owner = False\n"
TABLE = "<table><tr><th>layer</th><td>frozen</td></tr></table>"
NARROW = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course, with two exercises left of its first lesson, so that it is quickly graded."""
    root = copied_course(tmp_path_factory.mktemp("course"))
    short = short_course(tmp_path_factory.mktemp("short"))
    for room in ("notebooks", "solutions"):
        shutil.copytree(short / room, root / room, dirs_exist_ok=True)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(TRUSTING)
    return root


@pytest.fixture(scope="module")
def learner(course, tmp_path_factory):
    """Somebody with a home of her own, who knows where the exchange is."""
    home = tmp_path_factory.mktemp(LEARNER)
    (home / ".jupyter").mkdir()
    (home / ".jupyter" / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        'c.CourseDirectory.course_id = "freezing_layers"\n'
        f'c.Exchange.root = "{course / "exchange"}"\n',
        encoding="utf-8",
    )
    return Account(LEARNER, home, user=None)


class Formgrader:
    """The formgrader in JupyterLab, and its buttons."""

    def __init__(self, page: Page, lab):
        """Opens it from JupyterLab's menu."""
        self.page, self.lab = page, lab
        page.goto(lab.url("lab?reset"))
        choose(page, "Nbgrader", "Formgrader")
        self.form = page.frame_locator("iframe[src*=formgrader]")
        # Room for nbgrader's tables.
        choose(page, "View", "Appearance", "Show Left Sidebar")
        expect(page.locator(".jp-FileBrowser")).to_be_hidden()

    def again(self):
        """Goes back to the list of lessons."""
        (frame,) = (frame for frame in self.page.frames if "/formgrader" in frame.url)
        frame.goto(f"{self.lab.address}/formgrader")

    def row(self, name):
        return self.form.get_by_role("row").filter(has_text=name)

    def press(self, name, button, told):
        """Presses a button in a row; returns when the log has told of success, and was closed."""
        self.row(name).locator(f".{button} a").click()
        expect(self.form.locator(".modal.in")).to_contain_text(told)
        self.form.get_by_role("button", name="OK").click()
        expect(self.form.locator(".modal")).to_have_count(0)

    def write(self, field, text):
        """Types into a field of the page for manual grading; returns when that is saved."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            self.form.locator(f"[id='{field}']").fill(text)
            self.form.locator(f"[id='{field}']").blur()
        assert saved.value.ok


def handed_in(course, learner):
    """The learner solves one exercise of two, and hands in through the exchange."""
    homework = Course(course, learner.home / "homework")
    changes = solved("freeze"), answered("trainable_report", EMPTY)
    work = hand_in(homework, LEARNER, LESSON, *changes)
    shutil.copytree(work.parent, learner.home / LESSON)
    done = learner.nbgrader("submit", LESSON)
    assert done.returncode == 0, done.stderr


def fetched(learner):
    """The page that the learner finds in her home."""
    done = learner.nbgrader("fetch_feedback", LESSON)
    assert done.returncode == 0, done.stderr
    (page,) = (learner.home / LESSON / "feedback").glob(f"*/{LESSON}.html")
    return page


def shot(page, height):
    return {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")
@pytest.mark.usefixtures("bubblewrap")
def test_an_instructor_goes_from_an_empty_class_to_released_feedback(
    page, lab, course, learner, picture
):
    assert not (course / "gradebook").exists() or not any((course / "gradebook").iterdir())
    desk = Formgrader(page, lab)
    form = desk.form
    for lesson in sorted(path.name for path in (course / "notebooks").iterdir()):
        expect(desk.row(lesson)).to_contain_text("draft")
    expect(form.locator("[id^=warning]")).to_have_count(0)

    desk.press(LESSON, "assign", "Successfully created the student version")
    desk.press(LESSON, "release", "Successfully released")
    expect(desk.row(LESSON)).to_contain_text("released")
    handed_in(course, learner)
    desk.press(LESSON, "collect", "Successfully collected submissions")
    number = desk.row(LESSON).get_by_role("link", name="1", exact=True)
    expect(number).to_be_visible()
    picture(page, "formgrader-assignments", shot(page, 640))

    number.click()
    expect(desk.row(LEARNER)).to_contain_text("needs autograding")
    desk.press(LEARNER, "autograde", "Successfully autograded")
    expect(desk.row(LEARNER)).to_contain_text("20 / 40")
    picture(page, "formgrader-submissions", shot(page, 480))

    desk.row(LEARNER).locator(".student-name a").click()
    desk.row(LESSON).get_by_role("link", name=LESSON).click()
    panel = form.get_by_role("group", name="check trainable_report: incorrect", exact=True)
    expect(panel).to_contain_text("Earned 0 of 20 points.")
    desk.write("check-trainable_report", "7")
    desk.write("trainable_report-comment", COMMENT)
    panel.scroll_into_view_if_needed()
    picture(page, "formgrader-manual-grading", shot(page, 800))

    desk.again()
    desk.press(LESSON, "generate-feedback", "Successfully generated feedback")
    desk.press(LESSON, "release-feedback", "Successfully released feedback")
    page.goto(fetched(learner).as_uri())
    expect(page.get_by_text("27 of 40 points")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="trainable_report")).to_contain_text("7 of 20")
    expect(page.get_by_text("Changed by hand: 7 of 20 points; checking gave 0.")).to_be_visible()
    expect(page.locator("blockquote").filter(has_text="Which five numbers")).to_have_count(2)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """A page with everything that a page may hold."""
    finding = Finding("'0.bias' still asks for a gradient.", "which tensors are there?", "A25")
    note = v4.new_markdown_cell("**Read and repaired:**\n\n* a cell was put back", id="repairs")
    outputs = [
        v4.new_output("stream", name="stdout", text="a line " * 40),
        v4.new_output("display_data", {"text/html": TABLE, "text/plain": "a table"}),
    ]
    own = v4.new_code_cell("report = {1: 'one'}  # mine", id="extra-1", outputs=outputs)
    notebook = notebook_of("solutions")
    notebook.cells[:0] = [note, own]
    notebook = judged(notebook, {"freeze": without_marks(finding)})
    what = counted(notebook, comments={"freeze": COMMENT}, penalty=5, freeze=15)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(page_of(notebook, what), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_feedback_page_can_be_read(page, crowded, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(crowded.as_uri())
    main = page.locator("main")
    found = contrasts(main)
    assert found
    assert {text: ratio for text, ratio in found.items() if ratio < ENOUGH} == {}
    assert violations(main) == []


def test_a_feedback_page_fits_a_narrow_screen_and_needs_no_mouse(page, crowded):
    page.set_viewport_size(NARROW)
    page.goto(crowded.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exercise 1.1").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="check freeze: incorrect")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Back to the summary").first).to_be_focused()
