"""The page of a class report in a real browser: sorted, searched, by keyboard, in light and dark.

With `--screenshots` its picture in docs/screenshots/ is taken on the way. Every page is also
watched for errors in its console, which is where the browser complains of a broken policy.
"""

from dataclasses import replace

import pytest

from autograder.report.page import write_page
from tests.browser import expect
from tests.browser.accessibility import violations
from tests.browser.contrast import ENOUGH, contrasts
from tests.made_report import made_report

pytest_plugins = ["tests.browser.fixtures"]

EVERYTHING = "document.querySelectorAll('details').forEach(part => part.open = true)"


@pytest.fixture(scope="module")
def made():
    return made_report(50, 2)


@pytest.fixture(scope="module")
def address(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_page(made, path)
    return path.as_uri()


@pytest.fixture
def opened(page, address):
    """The page with the submissions of its first lesson unfolded."""
    page.goto(address)
    page.locator(".submissions > summary").first.click()
    return page


@pytest.fixture
def submissions(opened):
    return opened.get_by_role("table", name="Submissions of 1")


def column(table, number):
    """The texts of a column that can be seen."""
    cells = table.locator(f"tbody tr:not([hidden]) > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_marks_are_sorted_as_numbers_in_both_directions(submissions):
    head = submissions.get_by_role("columnheader", name="Marks")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    rising = [float(marks) for marks in column(submissions, 2)]
    assert rising == sorted(rising)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [float(marks) for marks in column(submissions, 2)] == rising[::-1]


def test_equal_rows_keep_their_order_and_one_head_is_marked(submissions):
    by_name = column(submissions, 1)
    submissions.get_by_role("button", name="Judged").click()
    pairs = list(zip(column(submissions, 9), column(submissions, 1), strict=True))
    assert pairs == sorted(pairs, key=lambda pair: (int(pair[0]), by_name.index(pair[1])))
    submissions.get_by_role("button", name="Learner").click()
    assert column(submissions, 1) == sorted(by_name)
    expect(submissions.locator("[aria-sort]")).to_have_count(1)


def test_what_is_unknown_comes_last_in_both_directions(page, made, tmp_path):
    lesson = made.lessons[0]
    some = [replace(lesson.submissions[i], seconds=s) for i, s in enumerate((2.0, None, 10.0))]
    path = tmp_path / "unknown.html"
    write_page(replace(made, lessons=(replace(lesson, submissions=tuple(some)),)), path)
    page.goto(path.as_uri())
    page.locator(".submissions > summary").click()
    table = page.get_by_role("table", name="Submissions of 1")
    place = table.get_by_role("columnheader").all_inner_texts().index("Seconds") + 1
    table.get_by_role("button", name="Seconds").click()
    assert column(table, place) == ["2", "10", "\N{EN DASH}"]
    table.get_by_role("button", name="Seconds").click()
    assert column(table, place) == ["10", "2", "\N{EN DASH}"]


def test_a_search_keeps_the_rows_that_hold_the_words_and_says_how_many(opened, submissions):
    names = [name for name in column(submissions, 1) if name.startswith("ada-")]
    field = opened.get_by_role("searchbox").and_(opened.locator("#submissions-1-find"))
    said = opened.locator("#submissions-1-find ~ output")
    expect(said).to_have_attribute("aria-live", "polite")
    field.fill(" ADA-")
    assert column(submissions, 1) == names
    expect(said).to_have_text(f"{len(names)} of 46 rows")
    submissions.get_by_role("button", name="Marks").click()
    assert sorted(column(submissions, 1)) == names
    field.fill("")
    assert len(column(submissions, 1)) == 46
    expect(said).to_have_text("")


def test_a_long_table_shows_its_first_rows_until_all_are_asked_for(page, made, tmp_path):
    lesson = made.lessons[0]
    one = replace(lesson.submissions[0], exercises=lesson.submissions[0].exercises[:1])
    many = tuple(replace(one, student=f"learner-{i:03}", marks=float(i)) for i in range(600))
    path = tmp_path / "long.html"
    write_page(replace(made, lessons=(replace(lesson, submissions=many),)), path)
    page.goto(path.as_uri())
    page.locator(".submissions > summary").click()
    rows = page.locator("table:has(#submissions-1) tbody tr:not([hidden])")
    said = page.locator("#submissions-1-find ~ output")
    expect(rows).to_have_count(500)
    expect(said).to_have_text("600 of 600 rows, the first 500 are shown")
    table = page.get_by_role("table", name="Submissions of 1")
    table.get_by_role("button", name="Marks").dblclick()
    expect(rows.first).to_contain_text("learner-599")
    page.get_by_role("button", name="Show all").first.click()
    expect(rows).to_have_count(600)
    expect(said).to_have_text("")


def test_the_page_is_used_by_keyboard_alone(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the report")).to_be_focused()
    page.keyboard.press("Enter")
    mistake = page.locator(".mistake").first
    summary = mistake.locator("summary")
    page.keyboard.press("Tab")
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(mistake.get_by_text("The lesson says:")).to_be_visible()
    head = page.locator("table.data th button").first
    head.focus()
    page.keyboard.press("Space")
    expect(page.locator("table.data th").first).to_have_attribute("aria-sort", "ascending")


def test_a_link_to_a_folded_misconception_unfolds_it(page, address):
    page.goto(address)
    folded = page.locator(".rest .mistake").first
    expect(folded).to_be_hidden()
    page.goto(f"{address}#{folded.get_attribute('id')}")
    expect(folded.locator(".example").first).to_be_visible()
    expect(folded.locator("summary")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(page, tmp_path, scheme):
    write_page(made_report(12, 1), tmp_path / "report.html")
    page.emulate_media(color_scheme=scheme)
    page.goto((tmp_path / "report.html").as_uri())
    page.evaluate(EVERYTHING)
    assert violations(page.locator("html")) == []
    assert {
        text: one for text, one in contrasts(page.locator("header")).items() if one < ENOUGH
    } == {}


def test_a_telephone_shows_it_without_scrolling_sideways(page, address):
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(address)
    page.evaluate(EVERYTHING)
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def test_paper_shows_the_misconceptions_unfolded_and_no_fields(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator(".mistake .example").first).to_be_visible()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator(".find").first).to_be_hidden()


def test_without_a_script_everything_is_there_and_nothing_is_dead(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator(".submissions > summary").first.click()
    rows = page.locator("table:has(#submissions-1) tbody tr")
    expect(rows).to_have_count(46)
    expect(rows.last).to_be_visible()
    expect(page.locator("button, input")).to_have_count(0)
    context.close()


def test_nothing_is_asked_for_but_the_file(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.evaluate(EVERYTHING)
    page.wait_for_load_state("networkidle")
    assert asked == [address]


def test_code_of_a_learner_is_shown_and_never_run(page, made, tmp_path):
    lesson = made.lessons[0]
    found = lesson.misconceptions[0]
    evil = "</code><script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
    examples = (replace(found.examples[0], code=evil, student=evil),)
    lesson = replace(lesson, misconceptions=(replace(found, examples=examples),))
    path = tmp_path / "evil.html"
    write_page(replace(made, lessons=(lesson,)), path)
    page.goto(path.as_uri())
    page.locator(".mistake > summary").first.click()
    expect(page.locator(".example pre")).to_have_text(evil)
    expect(page).to_have_title("Class report: 50 learners, 1 lesson")


def test_the_picture_of_the_page(page, made, tmp_path, picture):
    """What comes first is the misconceptions, with an answer one click away."""
    write_page(made_report(120, 3), tmp_path / "report.html")
    page.set_viewport_size({"width": 1280, "height": 1200})
    page.goto((tmp_path / "report.html").as_uri())
    page.locator(".mistake > summary").first.click()
    expect(page.get_by_role("heading", name="What the class misunderstands")).to_be_in_viewport()
    expect(page.get_by_text("The lesson says:").first).to_be_visible()
    page.mouse.move(0, 0)
    picture(page, "class-report")
