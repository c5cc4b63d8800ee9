"""The page of a class report: whole in one file, safe to open, readable for everybody."""

import math
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from autograder.report.class_report import ClassReport, LessonReport, Place
from autograder.report.figures import difficulties, histogram, side_by_side
from autograder.report.figures.labels import spread
from autograder.report.page import write_page
from autograder.report.page.markup import markdown, tenths, titled
from autograder.report.page.rendering import rendered
from autograder.report.page.shown import UNKNOWN, number, shown, telling
from tests.made_report import made_report

HOSTILE = [
    "<script>alert(1)</script>",
    '"onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "</style><img src=x onerror=alert(1)>",
    "</title></svg><b>",
    "=HYPERLINK(1)",
    "{{7*7}}{% raw %}",
    "\u202eevil",
    "half \ud800 of a pair",
    "$x^2$ & `code",
]


@pytest.fixture(scope="module")
def report():
    return made_report(40, 2)


@pytest.fixture(scope="module")
def small():
    return made_report(3, 1)


@pytest.fixture(scope="module")
def text(report):
    return rendered(report)


@pytest.fixture(scope="module")
def page(text):
    return parsed(text)


def parsed(text):
    return BeautifulSoup(text, "html.parser")


def changed(report, words):
    """The report with these words wherever an instructor or a learner may put some."""
    lesson = report.lessons[0]
    found = lesson.misconceptions[0]
    example = replace(found.examples[0], student=words, code=f"x = 1\n{words}", seen=words)
    place = Place(words, words, words, words)
    asked = replace(lesson.questions[0], slug=words, title=words)
    one = lesson.submissions[0]
    marks = (replace(one.exercises[0], exercise=words), *one.exercises[1:])
    one = replace(
        *(one,),
        student=words,
        exercises=marks,
        repairs=(words,),
        troubles=(words,),
        isolation=words,
    )
    lesson = replace(
        lesson,
        title=words,
        questions=(asked, *lesson.questions[1:]),
        misconceptions=(replace(found, name=words, examples=(example,), place=place),),
        submissions=(one, *lesson.submissions[1:]),
    )
    return replace(report, lessons=(lesson,), left_out=(words,), isolation=((words, 1),))


@pytest.fixture(scope="module")
def harmless(small):
    return parsed(rendered(changed(small, "words")))


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_others_are_shown_and_never_obeyed(small, harmless, words):
    page = parsed(rendered(changed(small, words)))
    assert elements(page) == elements(harmless)
    assert shown(words) in page.find("pre").text


def elements(page):
    """Every element with the names of its attributes, but for where names may be broken."""
    return [(tag.name, *tag.attrs) for tag in page.find_all(True) if tag.name != "wbr"]


def test_a_name_that_turns_the_direction_of_letters_is_shown_by_its_code(small):
    text = rendered(changed(small, "\u202eevil"))
    assert "\u202e" not in text
    assert r"\u202eevil" in text


def test_a_page_with_half_a_letter_in_it_can_be_written(small, tmp_path):
    write_page(changed(small, "half \ud800"), tmp_path / "report.html")
    assert r"half \ud800" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_markdown_of_a_lesson_keeps_its_code_and_loses_its_links_and_tags():
    html = markdown("`a` [b](http://c.d) ![e](f.png) <script>g</script>")
    assert html.strip() == "<p><code>a</code> b e &lt;script&gt;g&lt;/script&gt;</p>"


def test_in_one_line_only_backticks_mean_anything():
    assert titled("`<a>` **b** [c](d)") == "<code>&lt;a&gt;</code> **b** [c](d)"


def test_the_same_report_gives_the_same_page(text):
    assert rendered(made_report(40, 2)) == text


def test_the_page_asks_for_nothing_from_elsewhere(page, text):
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.find_all(["link", "img", "iframe", "object", "base", "form"]) == []
    assert not re.search(r"https?:|@import|url\(|\bsrc=", text)
    assert all(tag["href"].startswith("#") for tag in page.find_all("a"))


def test_nothing_has_a_style_or_a_handler_of_its_own(page):
    names = {name for tag in page.find_all(True) for name in tag.attrs}
    assert [name for name in names if name == "style" or name.startswith("on")] == []


def test_no_id_stands_twice_and_every_reference_is_met(page):
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = [tag["href"][1:] for tag in page.find_all("a")]
    labels = [
        name for tag in page.select("[aria-labelledby]") for name in tag["aria-labelledby"].split()
    ]
    assert {*links, *labels} <= set(ids)


def test_headings_never_skip_a_level(page):
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile(r"^h\d$"))]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_every_row_has_a_cell_for_every_head(text):
    for table in re.findall(r"<table.*?</table>", text, flags=re.DOTALL):
        head, *rows = (len(re.findall(r"<t[hd][ >]", row)) for row in table.split("<tr>")[1:])
        assert set(rows) == {head}


def test_every_figure_has_a_name_and_says_its_numbers(page, report):
    figures = page.select(".chart svg")
    assert len(figures) == 2 + 2 * len(report.lessons)
    assert all(figure["role"] == "img" and figure.title.text for figure in figures)
    told = " ".join(figure.desc.text for figure in figures)
    for lesson in report.lessons:
        assert f"{lesson.title}: {len(lesson.submissions)} submissions from" in told
        for item in (*lesson.exercises, *lesson.questions):
            assert f"{item.slug}: {item.difficulty:.2f} and {item.discrimination:.2f}" in told
    commonest = report.lessons[0].misconceptions[0]
    assert f"{commonest.name}, lesson 1: {commonest.learners} of {commonest.asked}" in told


def with_marks(lesson, *marks):
    one = lesson.submissions[0]
    return replace(
        lesson, points=10, submissions=tuple(replace(one, marks=m, points=10) for m in marks)
    )


def test_a_histogram_counts_by_tenths_and_full_marks_apart(report):
    """0.1 + 0.7 is a little less than 0.8, and counts as 0.8 all the same."""
    lesson = with_marks(report.lessons[0], 0, 0.5, 10 * (0.1 + 0.7), 9.99, 10, 11)
    assert histogram(lesson).alt == (
        "6 submissions by their share of the 10 points: from 0% to 10%: 2; from 80% to 90%: 1; "
        "from 90% to 100%: 1; full marks: 2; nobody anywhere else."
    )


def test_lessons_are_told_by_their_middle_half(report):
    lesson = with_marks(report.lessons[0], 0, 2, 5, 8, 10)
    assert side_by_side([lesson]).alt.endswith(
        "5 submissions from 0% to 100% of the points, the middle half from 20% to 80%, median 50%."
    )


def test_items_without_figures_are_counted_and_not_drawn(report):
    lesson = report.lessons[0]
    unknown = tuple(replace(item, discrimination=None) for item in lesson.exercises)
    said = difficulties(replace(lesson, exercises=unknown)).alt
    assert said.endswith(f"Without figures: {len(unknown)}.")
    assert difficulties(replace(lesson, exercises=unknown, questions=())) is None


def test_labels_of_equal_points_keep_their_distance():
    assert spread([0.5, 0.5, 0.5], gap=0.25, bottom=-1) == [0.5, 0.25, 0.0]


def test_labels_do_not_fall_out_of_the_figure():
    assert spread([0.5, -0.75, -1.0], gap=0.5, bottom=-1) == [0.5, -0.5, -1.0]


def test_misconceptions_stand_in_the_order_of_learners_and_say_their_share(page, report):
    counts = [tag.text for tag in page.select(".mistake .counts")]
    shown = [int(words.split()[0]) for words in counts]
    assert shown == sorted(shown, reverse=True)
    assert len(counts) == sum(len(lesson.misconceptions) for lesson in report.lessons)
    assert all(re.fullmatch(r"\d+ of \d+ who tried \(\d+%\)", words) for words in counts)


def test_a_title_in_another_script_needs_no_font_of_ours(small):
    lesson = replace(small.lessons[0], title="\u51bb\u7ed3")
    assert "\u51bb\u7ed3</text>" in rendered(replace(small, lessons=(lesson,)))


def test_a_belief_without_an_id_is_marked_as_from_the_ten_questions(page):
    (belief, *_) = [tag for tag in page.select(".mistake h3") if "computes nothing" in tag.text]
    assert belief.select_one(".tag").text == "from the ten questions"


def test_a_mark_by_hand_shows_what_the_judge_gave(small):
    lesson = small.lessons[0]
    one = lesson.submissions[0]
    mark = replace(one.exercises[0], judged=1.5, counted=3.0, is_by_hand=True)
    one = replace(one, exercises=(mark, *one.exercises[1:]))
    page = rendered(replace(small, lessons=(replace(lesson, submissions=(one,)),)))
    assert "3 <small>by hand, judged 1.5</small>" in page


@pytest.mark.parametrize("learners", [1, 2, 12])
def test_a_small_class_has_a_page_without_holes(learners):
    text = rendered(made_report(learners, 1))
    body = parsed(text).body
    body.script.extract()
    assert not re.search(
        r"\b(None|nan|inf|undefined|Undefined)\b", body.find("main").text.replace("set to None", "")
    )
    assert f"{learners} learner{'s' * (learners > 1)} · 1 lesson · " in body.text


def test_what_nobody_knows_is_a_dash(small):
    lesson = small.lessons[0]
    one = replace(lesson.submissions[0], seconds=None, peak_mb=math.nan)
    page = rendered(replace(small, lessons=(replace(lesson, submissions=(one,)),)))
    assert f"<td>{UNKNOWN}<td>{UNKNOWN}<td class=t>" in page


def test_a_lesson_of_empty_lists_says_so():
    empty = LessonReport("01_x", "1 · Nothing yet", 10, (), (), (), ())
    page = rendered(ClassReport(0, (empty,), (), False))
    assert page.count("Nothing has been handed in.") == 2
    assert "No known mistake was found." in page


def test_a_report_without_lessons_has_a_page():
    assert "0 learners" in rendered(ClassReport(0, (), (), False))


def test_an_anonymous_report_says_so_and_shows_no_seeds(report, page):
    anonymous = rendered(replace(report, is_anonymous=True))
    assert "This report is anonymous" in anonymous
    assert "Seeds" not in parsed(anonymous).main.text
    assert "anonymous" not in page.text
    assert str(report.lessons[0].submissions[0].exercises[0].seed) in page.text


def test_notices_name_what_an_instructor_has_to_know(report):
    lesson = report.lessons[0]
    some = [replace(one, isolation="bwrap", repairs=(), troubles=()) for one in lesson.submissions]
    told = [
        replace(some[0], isolation="none"),
        replace(some[1], isolation=""),
        replace(some[2], troubles=("it was slow",)),
        *(replace(one, repairs=("an id",)) for one in some[3:10]),
    ]
    levels = (("none", 1), ("bwrap", 8), ("", 1))
    lesson = replace(lesson, submissions=tuple(told))
    page = rendered(replace(report, lessons=(lesson,), isolation=levels, left_out=("One is out.",)))
    soup = parsed(page)
    notices = [" ".join(tag.text.split()) for tag in soup.select(".notices li")]
    names = [one.student for one in told]
    assert notices == [
        f"Ran without a sandbox: 1 submission: {names[0]} in lesson 1",
        f"Isolation not written down: 1 submission: {names[1]} in lesson 1",
        f"Had trouble while running: 1 submission: {names[2]} in lesson 1",
        "Repaired before grading: 7 submissions: "
        + "".join(f"{name} in lesson 1, " for name in names[3:8])
        + "and 2 more",
        "One is out.",
    ]
    ways = [tag.text for tag in soup.select(".ways li")]
    assert ways[0].startswith("1 of 10 submissions: submissions ran as you")
    assert ways[2] == "1 of 10 submissions: it is not written down how these ran."


@pytest.mark.parametrize(
    ("value", "words"), [(2.0, "2"), (-0.001, "0"), (0.1 + 0.2, "0.3"), (1234567.25, "1234567.25")]
)
def test_a_number_is_written_short(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (0.2, ""), (0.1, "hardly"), (-0.05, "hardly"), (-0.2, "reversed")],
)
def test_a_low_discrimination_is_said_in_a_word(value, words):
    assert telling(value) == words


def test_marks_by_tenths_are_said_in_words():
    drawn = parsed(tenths((0, 3, *[0] * 8, 5))).svg
    assert drawn["aria-label"] == "10%: 3, 100%: 5"
