"""The learner's desk in a real browser: map, hints, cards, quizzes, flashcards and controls.

With `--screenshots` the pictures of the desk in docs/screenshots/ are taken on the way. Every page
is also watched for errors in its console.
"""

import re
import shutil

import nbformat
import pytest

from autograder.afterwards import reference
from tests.browser import expect
from tests.browser.accessibility import violations
from tests.browser.course import LESSON, copied_course
from tests.browser.lab import opened
from tests.browser.notebook import Notebook, choose, region, wait_until_ready
from tests.browser.scratch import written

pytest_plugins = ["tests.browser.fixtures"]

START = "00_start_here"
ATTRIBUTE = """def freeze(module):
    module.requires_grad = False
    return module


def unfreeze(module):
    module.requires_grad = True
    return module"""
IMPORTS = """import torch

from autograder import *
from course.controls import layer_board, results_board, threshold_board
from course.models import small_net

images, labels = torch.ones(64, 1, 8, 8), torch.arange(64) % 10
low, high = ({"mean": m, "spread": 0.1, "values": [m - 0.1, m, m + 0.1]} for m in (0.6, 0.8))
few, many = ({"LP": low, "LP-FT": low, "FT": high}, {"LP": high, "LP-FT": low, "FT": low})
cases = {"few": few, "many": many}"""
# Every part of the desk, by the id of its cell.
PARTS = {
    "map": "course_map()",
    "mode": 'mode("predict first")',
    "check": 'check("freeze", lambda module: setattr(module, "requires_grad", False), print)',
    "hint": 'hint("freeze")',
    "card": 'explain("A5")',
    "quiz": f'quiz("{LESSON}")',
    "flashcard": "flashcards()",
    "layers": "layer_board(small_net(seed=0), (images, labels))",
    "results": 'results_board(cases, what="way of labelling")',
    "threshold": "threshold_board([0.1, 0.4, 0.35, 0.8, 0.7, 0.2], [0, 0, 1, 1, 0, 1])",
}
# Room for a whole part of the desk in a picture.
HIGH = {"width": 1280, "height": 1600}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return copied_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def desk(page, lab, tmp_path):
    """A notebook in which every part of the desk stands in a cell of its own."""
    notebook = Notebook.opened(
        page, lab, written(lab.root / tmp_path.name, {"imports": IMPORTS, **PARTS})
    )
    notebook.run("imports")
    return notebook


def lesson(root, name):
    """The path of a lesson in a course."""
    return root / "notebooks" / name / f"{name}.ipynb"


def test_the_map_leads_to_an_exercise_and_knows_it_afterwards(page, course, tmp_path, picture):
    with opened(course, tmp_path) as lab:
        page.goto(lab.url())
        wait_until_ready(page)
        start = Notebook(page, lesson(course, START))
        start.run("cell-03")
        expect(start.output("cell-03")).to_contain_text("□□□□ 0 of 4")
        start.output("cell-03").get_by_role("link", name="Exercise 1.1").click()
        first = Notebook(page, lesson(course, LESSON))
        expect(first.cell("cell-01")).to_contain_text("See what freezing does")
        expect(first.cell("cell-14").get_by_role("heading")).to_be_in_viewport()
        wait_until_ready(page)
        do_the_first_exercise(first)

        page.get_by_role("tab", name=f"{START}.ipynb").click()
        start.run("cell-03")
        a_map_with_one_pass(start.output("cell-03"))
        page.goto("about:blank")

    with opened(course, tmp_path) as lab:
        page.goto(lab.url())
        wait_until_ready(page)
        start = Notebook(page, lesson(course, START))
        a_map_with_one_pass(start.output("cell-03"))
        expect(start.cell("cell-03").locator(".jp-InputPrompt")).to_have_text("[ ]:")
        picture(page, "start-here", start.region("cell-03", "cell-03"))
        page.goto("about:blank")


def do_the_first_exercise(notebook):
    """Wrong at first; then with what the panel offers."""
    notebook.run("cell-04")
    notebook.write("freeze", ATTRIBUTE)
    notebook.run("check-freeze")
    panel = notebook.output("check-freeze").get_by_role("group")
    expect(panel).to_contain_text("the module got an attribute 'requires_grad'")
    expect(panel).to_contain_text("Try this:")
    expect(panel).to_contain_text('A step further: hint("freeze"), explain("A5").')
    notebook.write("cell-06", 'hint("freeze")\nexplain("A5")')
    expect(notebook.output("cell-06")).to_contain_text("Hint 1 of")
    expect(notebook.output("cell-06")).to_contain_text("A5 · ")
    notebook.write("freeze", reference("freeze"))
    notebook.run("check-freeze")
    expect(panel).to_contain_text('hint("freeze") now shows the reference solution')


def a_map_with_one_pass(output):
    """Asserts what the map says of the first lesson, and what comes next."""
    row = output.get_by_role("row").filter(has_text="See what freezing does")
    expect(row).to_contain_text("■□□□ 1 of 4")
    expect(row).to_contain_text("20 of 80")
    expect(output.get_by_role("link", name="Exercise 1.2").first).to_be_visible()


def test_questions_to_practise_on_are_answered_by_keyboard_alone(page, desk):
    desk.run("quiz")
    asked = desk.output("quiz")
    first = asked.get_by_role("radio", name="1 A", exact=True)
    page.keyboard.press("Escape")
    desk.tab_to(first)
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    desk.tab_to(asked.get_by_role("button", name="Check my answers"))
    page.keyboard.press("Enter")
    expect(asked.get_by_role("status")).to_have_text(re.compile("[01] of 10 are right."))
    expect(asked).to_contain_text(re.compile("✓ A: |Not yet: A: "))
    desk.tab_to(asked.get_by_role("button", name="Ten new questions"))
    page.keyboard.press("Enter")
    expect(asked.get_by_role("status")).to_have_text("")
    expect(first).not_to_be_checked()


def test_pressed_answers_stand_in_the_file_that_is_handed_in(page, lab, tmp_path, picture):
    page.set_viewport_size(HIGH)
    path = lab.root / tmp_path.name / f"{LESSON}.ipynb"
    path.parent.mkdir()
    shutil.copy(lesson(lab.root, LESSON), path)
    notebook = Notebook.opened(page, lab, path)
    notebook.run("cell-04")
    notebook.write("quiz_01", cell_of(path, "quiz_01").replace('learner = ""', 'learner = "ada"'))
    asked = notebook.output("quiz_01")
    said = asked.get_by_role("status")
    expect(said).to_have_text("0 of 10 answered.")
    top = notebook.cell("quiz_01").locator(".jp-Cell-inputWrapper")
    picture(page, "quiz", region(top, asked.locator(".widget-radio").first, margin=4))
    for number in range(1, 11):
        asked.get_by_role("radio", name=f"{number} B", exact=True).check()
    expect(said).to_have_text(
        "10 of 10 answered. Not in the cell yet: run the cell again, and they are written into it."
    )
    notebook.run("quiz_01")
    expect(notebook.cell("quiz_01")).to_contain_text('answers = "BBBBB BBBBB"')
    expect(said).to_have_text("10 of 10 answered.")
    notebook.run("check-quiz_01")
    panel = notebook.output("check-quiz_01").get_by_role("group")
    expect(panel).to_have_text("✓ Ten answers are in, for 'ada'. Grading says which are right.")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("ControlOrMeta+s")
    assert 'answers = "BBBBB BBBBB"' in cell_of(path, "quiz_01")

    choose(page, "Kernel", "Shut Down Kernel")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    page.reload()
    wait_until_ready(page)
    asked.get_by_text("The same as text").click()
    expect(asked.get_by_role("heading", name="Ten questions for ada")).to_be_visible()
    expect(asked).to_contain_text("Your answers now: BBBBB BBBBB.")


def cell_of(path, name):
    """The text of a cell in a file."""
    cells = nbformat.read(path, as_version=4).cells
    return next(cell.source for cell in cells if cell.id == name)


def test_a_flashcard_is_turned_and_the_next_one_comes(desk, picture):
    desk.run("flashcard")
    card = desk.output("flashcard").locator(".jupyter-widgets").first
    front = card.inner_text()
    card.get_by_role("button", name="Show the back").click()
    expect(card).to_contain_text("It prints:")
    desk.page.set_viewport_size(HIGH)
    picture(desk.page, "flashcard", desk.region("flashcard", "flashcard"))
    card.get_by_role("button", name="I knew it").click()
    expect(card).not_to_contain_text("It prints:")
    assert card.inner_text() != front


def test_a_pressed_block_changes_the_numbers(desk, picture):
    desk.run("layers")
    board = desk.output("layers")
    said = board.get_by_role("status")
    expect(said).to_contain_text("Frozen: no block.")
    board.get_by_role("button", name="block1: learns").click()
    expect(board.get_by_role("button", name="block1: frozen")).to_be_visible()
    expect(said).to_contain_text("Frozen: block1.")
    desk.page.set_viewport_size(HIGH)
    picture(desk.page, "controls", desk.region("layers", "layers"))


@pytest.mark.parametrize(("role", "key"), [("slider", "ArrowRight"), ("spinbutton", "ArrowUp")])
def test_a_threshold_is_moved_by_keyboard(page, desk, role, key):
    desk.run("threshold")
    board = desk.output("threshold")
    said = board.get_by_role("status")
    expect(said).to_contain_text("Threshold 0.000")
    board.get_by_role(role).focus()
    for _ in range(3):
        page.keyboard.press(key)
    page.keyboard.press("Tab")
    expect(said).not_to_contain_text("Threshold 0.000")


@pytest.mark.parametrize(
    ("cell", "button", "said"),
    [
        ("threshold", "prevalence 2 %", "2 % positives"),
        ("results", "second FT", "LP 0.600 ± 0.100, FT 0.800"),
        ("results", "way of labelling many", "Way of labelling many"),
    ],
)
def test_radio_buttons_of_a_board_are_chosen_by_keyboard(page, desk, cell, button, said):
    desk.run(cell)
    board = desk.output(cell)
    expect(board.get_by_role("status")).not_to_contain_text(said)
    board.get_by_role("radio", name=button, exact=True).focus()
    page.keyboard.press("Space")
    expect(board.get_by_role("radio", name=button, exact=True)).to_be_checked()
    expect(board.get_by_role("status")).to_contain_text(said)


# Last: a theme holds for every page that is opened later.
def test_every_part_of_the_desk_can_be_read_and_used_in_both_themes(page, desk):
    for name in PARTS:
        desk.run(name)
    told = {}
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        choose(page, "Settings", "Theme", theme)
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        for name in PARTS:
            told[theme, name] = violations(desk.output(name))
    assert {where: found for where, found in told.items() if found} == {}
