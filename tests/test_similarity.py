"""Places to look: what is found, what is left alone, and how it is shown."""

import copy
import os
import pickle
import random
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace

import nbformat
import pytest

from autograder.classroom import Course, GradingError
from autograder.commands import alike as command
from autograder.history import Judging
from autograder.reference import with_answer
from autograder.sample_class import answered, began_with, hand_in, solved
from autograder.similarity.alike import alike
from autograder.similarity.background import Background, background
from autograder.similarity.findings import findings_of
from autograder.similarity.likeness import Pair, pairs
from autograder.similarity.looking import Looked
from autograder.similarity.page import rendered
from autograder.similarity.pieces import OWN, Piece, Work
from autograder.similarity.rarity import few, rare_traces
from autograder.similarity.shown import shown_by
from autograder.similarity.table import table
from autograder.similarity.threshold import FLOOR, beyond_chance, least_bits
from autograder.similarity.tokens import shapes, tokens
from autograder.similarity.winnowing import WINDOW, fingerprints
from autograder.similarity.work import MAX_TEXT, MAX_WRITTEN, works_of
from tests.copied_work import copied, with_odd_line
from tests.handing_in import LESSON, ROOT
from tests.varied_class import Learner, varied_class

ODD = """def freeze(module):
    # wobbly snails go first, says aunt Berta
    zibbel = [q for q in module.parameters() if q is not None]
    while zibbel  and  len(zibbel) > 0:
        quaxo = zibbel.pop(-1 * 1)
        quaxo.requires_grad_(not not 0)  # snail asleeep, do not wake the snail
    knurps = module
    return knurps"""
ONE = Learner("one", "copies")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(ROOT, tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def known(course):
    return background(shown_by(course))


@pytest.fixture(scope="module")
def alone():
    """Sixty learners who all work alone."""
    return varied_class(LESSON, 60, seed=1)


@pytest.fixture
def here(course, tmp_path):
    """A class of its own; its lessons have been read already."""
    made = copy.copy(course)
    made.gradebook, made.submitted = tmp_path, tmp_path / "submitted"
    return made


def answer(work, source, place="freeze"):
    """The work with another answer to an exercise."""
    kept = tuple(piece for piece in work.pieces if piece.place != place)
    return replace(work, pieces=(Piece(place, source, True), *kept))


def reference_work(student, solution):
    return Work(
        student,
        tuple(
            Piece(cell.id, with_answer(cell.source), True)
            for cell in solution.cells
            if cell.metadata.get("nbgrader", {}).get("solution") and "quiz" not in cell.id
        ),
    )


def with_odd(works, *learners):
    """The class, with the odd answer in the hands of these learners."""
    return [answer(work, ODD) if number in learners else work for number, work in enumerate(works)]


def students(found):
    return [one.students for one in found]


@pytest.mark.parametrize("lesson", [LESSON, "04_the_optimizer"])
def test_a_class_whose_learners_work_alone_gives_nothing_to_look_at(lesson, known):
    assert alike(varied_class(lesson, 120, seed=2), known, {}) == []


def test_a_class_that_solved_it_the_way_of_the_reference_gives_nothing(known):
    solution = nbformat.read(ROOT / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for size in (2, 3, 40):
        works = [reference_work(f"learner{number:02}", solution) for number in range(size)]
        assert alike(works, known, {}) == []


def test_untouched_empty_and_absent_answers_are_no_likeness(known):
    works = [Work(f"learner{number:02}", ()) for number in range(30)]
    works += [Work(f"other{number:02}", (Piece(OWN, "   ", True),)) for number in range(2)]
    assert alike(works, known, {}) == []
    assert alike([], known, {}) == alike(works[:1], known, {}) == []


def test_an_odd_answer_in_two_hands_is_found_and_so_is_where(alone, known):
    (found,) = alike(with_odd(alone, 7, 31), known, {})
    assert found.students == ("learner007", "learner031")
    assert [spot.place for spot in found.spots] == ["freeze"]
    others = {common.text: common.others for common in found.spots[0].commons}
    assert others["wobbly snails"] == others["aunt Berta"] == others["zibbel"] == 0


def test_changed_names_leave_the_odd_words_and_changed_words_leave_the_odd_names(alone, known):
    names = re.sub("zibbel|quaxo|knurps", lambda found: found[0][::-1] + "_", ODD)
    words = re.sub("#.*", "# mine", ODD)
    for disguised in (names, words):
        works = [*alone[:-1], replace(answer(alone[-1], disguised), student="zoe")]
        assert students(alike(with_odd(works, 7), known, {})) in ([("learner007", "zoe")], [])
        shared = bits(with_odd(works, 7), known, (7, 59))
        assert shared > bits(works, known, (7, 59)) + 10


def bits(works, known, both):
    """What two learners of a class share."""
    found = pairs(works, rare_traces(works, known, {}))
    return next((pair.bits for pair in found if pair.learners == both), 0)


def test_a_copy_is_seen_whatever_the_order_of_cells_and_functions(alone, known):
    helper = "\n\n\ndef wibbletest():\n    return 'the nightly parrot sings off key'"
    works = with_odd(alone, 7)
    works[31] = replace(
        works[31],
        pieces=(Piece(OWN, helper.strip() + "\n\n\n" + ODD, True), *works[31].pieces),
    )
    works[7] = answer(works[7], ODD + helper)
    assert students(alike(works, known, {})) == [("learner007", "learner031")]


def test_whoever_shares_with_one_of_a_group_is_shown_in_it(alone, known):
    (found,) = alike(with_odd(alone, 3, 7, 31), known, {})
    assert found.students == ("learner003", "learner007", "learner031")
    assert len(found.spots[0].excerpts) == 3


def test_what_more_than_a_few_share_was_taught_and_counts_nothing(alone, known):
    assert alike(with_odd(alone, *range(few(len(alone)) + 1)), known, {}) == []
    assert alike(with_odd(alone, *range(few(len(alone)))), known, {}) != []


def test_what_the_course_shows_counts_nothing(alone, known):
    shown = background([Piece(OWN, ODD, True)])
    both = Background(known.usual | shown.usual, known.known | shown.known)
    assert alike(with_odd(alone, 7, 31), both, {}) == []


@pytest.mark.parametrize(("size", "is_shown"), [(60, False), (300, True)])
def test_one_odd_line_is_enough_only_where_many_do_not_have_it(size, is_shown, known):
    line = "model.__dict__.setdefault('touched', []).append(id(model) % 7 == 5)"
    works = varied_class(LESSON, size, seed=1)
    for number in (7, 31):
        works[number] = with_odd_line(works[number], line, random.Random(0))
    found = alike(works, known, {})
    assert students(found) == ([("learner007", "learner031")] if is_shown else [])


def test_a_whole_copy_of_varied_work_is_found(alone, known):
    talker = max(range(60), key=lambda n: sum(p.source.count("#") for p in alone[n].pieces))
    taker = (talker + 1) % 60
    works = list(alone)
    works[taker] = copied(works[talker], ONE, works[taker], "verbatim", 9)
    names = tuple(sorted((works[talker].student, works[taker].student)))
    assert students(alike(works, known, {})) == [names]


def test_in_a_small_class_only_much_that_is_odd_is_shown(known):
    little = ODD.replace("wobbly snails go first, says aunt Berta", "loop")
    little = re.sub("zibbel|quaxo|# snail.*", "p", little)
    works = [Work(name, (Piece("freeze", little, True),)) for name in ("ada", "ben")]
    assert alike(works, known, {}) == []
    works = [answer(work, ODD) for work in works]
    (found,) = alike(works, known, {})
    page = rendered([Looked(LESSON, (found,), 2, 0)])
    assert "Fewer than 20 handed in" in page


def test_files_with_one_origin_are_shown_however_they_were_changed(alone, known):
    works = list(alone)
    for number in (7, 31):
        works[number] = replace(works[number], cell_ids=frozenset({"3f9ad01c"}))
    (found,) = alike(works, known, {})
    assert found.students == ("learner007", "learner031")
    assert found.cells == 1


def test_only_ids_that_jupyter_drew_for_a_learners_own_cells_tell_of_one_file(here):
    ids = ("3f9ad01c", "scratch", "12345678")
    for name in ("ada", "ben"):
        hand_in(here, name, LESSON, solved(), converted, *map(with_own_cell, ids))
    assert [work.cell_ids for work in works_of(here, LESSON)] == [{"3f9ad01c"}] * 2


def converted(notebook, solution):
    """Give the released cells new ids, as a platform that converts notebooks does."""
    for number, cell in enumerate(notebook.cells):
        cell.id = f"abcd{number:04}"


def with_own_cell(cell_id):
    """Add a cell with this id."""

    def change(notebook, solution):
        notebook.cells.append(nbformat.v4.new_code_cell("1 + 1", id=cell_id))

    return change


def test_work_is_what_a_learner_wrote_without_quizzes_and_practice(here):
    hand_in(
        here,
        "ada",
        LESSON,
        solved("freeze"),
        answered("quiz_01", 'learner = "ada"\nquiz_01 = graded_quiz("01", learner, "AB")'),
        answered("practice-guess-numbers", "guess = 55  # a parrot told me"),
        began_with("parrot = 1"),
    )
    (work,) = works_of(here, LESSON)
    assert [piece.place for piece in work.pieces] == [OWN, "freeze"]


def test_broken_huge_and_hostile_texts_are_looked_at_within_limits(known):
    texts = [
        "def f(:\n  '''never closed\n" + "(" * 5_000,
        '"' * 9_999,
        "\0\ud800\u202e<script>" * 500,
        "zibbel " * 20_000,
        "def " * 5_000,
        "#" * 20_000,
    ]
    pieces = tuple(Piece(OWN, text[:MAX_TEXT], True) for text in texts)
    works = [Work(name, pieces) for name in ("ada", "ben")]
    found = alike(works * 1 + [Work(f"other{n}", ()) for n in range(30)], known, {})
    page = rendered([Looked(LESSON, tuple(found), 32, 0)])
    assert "<script>" not in page
    assert "\u202e" not in page
    page.encode("utf-8")


def test_a_flood_of_text_is_cut(here):
    many = [_written(f"extra = '{'x' * 90_000}'") for _ in range(20)]
    hand_in(here, "ada", LESSON, *many)
    (work,) = works_of(here, LESSON)
    assert max(len(piece.source) for piece in work.pieces) <= MAX_TEXT
    assert sum(len(piece.source) for piece in work.pieces) <= MAX_WRITTEN


def _written(source):
    def change(notebook, solution):
        notebook.cells.append(nbformat.v4.new_code_cell(source))

    return change


def test_a_rare_mistake_counts_in_its_answer_and_drawn_numbers_do_not_hide_it(alone, known):
    def judging(student, seen):
        record = {"exercise": "freeze", "findings": [{"seen": seen}]}
        return Judging(student, LESSON, [record])

    works = [answer(work, "freeze = 1") for work in alone]
    findings = findings_of(
        judging(f"learner{number:03}", f"'{number}.weight' moved by {number}.5")
        for number in (7, 31)
    )
    found = pairs(works, rare_traces(works, known, findings))
    (both,) = [pair for pair in found if pair.learners == (7, 31)]
    assert any(one.key == ("finding", "freeze: … moved by …") for one in both.shared)


def test_the_fence_follows_what_is_usual_and_a_few_who_copy_do_not_move_it():
    near = [Pair((n, n + 1), 10 + n % 7 * 2, ()) for n in range(0, 100, 2)]
    far = [Pair((n, n + 1), 90.0, ()) for n in range(0, 10, 2)]
    assert least_bits(near, 100) > FLOOR
    assert least_bits(near, 100) == pytest.approx(least_bits(near[5:] + far, 100), abs=8)
    assert beyond_chance(near, 100) == []
    assert beyond_chance(near[5:] + far, 100) == far


def test_shapes_of_code_do_not_depend_on_the_names():
    one, other = (
        shapes(tokens(text))
        for text in (
            "for p in net.parameters(): p.grad = 'a'",
            "for w in m.parameters(): w.grad = ''",
        )
    )
    assert one == other
    assert "parameters" in one


def test_two_rows_share_a_fingerprint_where_they_share_enough_tokens():
    shared = list("abcdefghij")[: 4 + WINDOW - 1]
    one = {run for _, run in fingerprints([*"xyzxy", *shared, *"zzzyx"], 4)}
    other = {run for _, run in fingerprints([*"uvw", *shared, *"wvuwv"], 4)}
    assert one & other
    assert list(fingerprints(list("abc"), 4)) == []


@pytest.fixture(scope="module")
def page(alone, known):
    """A page with a group on it, learners named by somebody who wants to do harm."""
    works = with_odd(alone, 7, 31)
    nasty = ODD.replace("snail asleeep", "snail <img src=x onerror=alert(1)> asleeep")
    works[7] = replace(answer(works[7], nasty), student="<b>eve</b>")
    works[31] = answer(works[31], nasty)
    return rendered([Looked(LESSON, tuple(alike(works, known, {})), 60, 1)])


def test_the_page_escapes_names_and_work_and_needs_nothing_else(page):
    assert "&lt;b&gt;eve&lt;/b&gt;" in page
    assert "<b>eve" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?:|<[^>]*\s(?:src|href|style)=", page)


def test_the_page_marks_shared_parts_in_each_text_and_numbers_them(page):
    marked = re.findall(r"<mark>([^<]*)</mark><sup>([\d,]+)</sup>", page)
    assert sum(text == "zibbel" for text, _ in marked) == 2
    assert "no other of 60 submissions has it" in page


def test_the_page_says_what_it_is_not_and_blames_nobody(page):
    text = page.lower()
    assert "innocent reasons" in text
    assert "talk first" in text
    assert not re.search("plagiar|cheat|fraud|offen|guilt|suspect", text.split("</header>")[0])


def test_axe_finds_nothing_grave_on_the_page_be_it_light_or_dark(page):
    from tests.browser import CHROMIUM, sync_playwright
    from tests.browser.accessibility import violations
    from tests.browser.fixtures import OPTIONS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        # Axe is a script, and the page's own policy allows none.
        shown = browser.new_context(bypass_csp=True).new_page()
        shown.set_content(page)
        for scheme in ("light", "dark"):
            shown.emulate_media(color_scheme=scheme)
            assert violations(shown.locator("html")) == []
        browser.close()


def test_the_table_is_printable_and_says_how_rare_things_are(alone, known):
    works = with_odd(alone, 7, 31)
    works[7] = replace(works[7], student="eve\x1b[31m")
    printed = table([Looked(LESSON, tuple(alike(works, known, {})), 60, 0)])
    assert "\x1b" not in printed
    assert "eve\\x1b[31m and learner031" in printed
    assert "no other of 60 submissions has it" in printed


def test_the_command_says_calmly_that_there_is_nothing(here, capsys, monkeypatch):
    monkeypatch.setattr(command, "course_of", lambda arguments: here)
    for name in ("ada", "ben", "cleo"):
        hand_in(here, name, LESSON, solved())
    hand_in(here, "dan", LESSON).write_text("{", encoding="utf-8")
    parser = ArgumentParser()
    command.add_to(parser.add_subparsers())
    arguments = parser.parse_args(["alike", "--gradebook", str(here.gradebook)])
    assert arguments.run(arguments) == 0
    page = here.gradebook / "report" / "alike.html"
    assert capsys.readouterr().out.splitlines() == [
        "Nothing to look at: in 3 submissions of 1 lesson no two share more than the course and "
        "chance explain.",
        "1 submission could not be read; `grade` says why.",
        f"Page: {page}",
    ]
    assert "Nothing to look at" in page.read_text(encoding="utf-8")


def test_the_command_refuses_a_class_in_which_nobody_handed_in(here, monkeypatch):
    monkeypatch.setattr(command, "course_of", lambda arguments: here)
    with pytest.raises(GradingError, match="There is nothing to look at"):
        command.run(Namespace(lessons=[LESSON], gradebook=here.gradebook))


def test_the_same_class_gives_the_same_places_in_every_process(alone, tmp_path):
    works = with_odd(alone, 2, 9)
    (tmp_path / "works").write_bytes(pickle.dumps(works))
    script = (
        "import pickle\n"
        "from autograder.similarity.alike import alike\n"
        "from autograder.similarity.background import Background\n"
        "works = pickle.load(open('works', 'rb'))\n"
        "print(alike(works, Background(frozenset(), frozenset()), {}))\n"
    )
    settings = {"PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    there = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | settings,
        capture_output=True,
        check=True,
    )
    here = str(alike(works, Background(frozenset(), frozenset()), {}))
    assert "zibbel" in here
    assert there.stdout.decode().strip() == here
