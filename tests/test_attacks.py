"""Attacks gain nothing, read nothing and harm nobody: each earns the mark that was said before."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from autograder.classroom import Course
from autograder.engine.client import Engine
from autograder.engine.limits import Limits
from autograder.engine.result import Result
from autograder.entries import entry_of
from autograder.grading import grade
from autograder.marks import table
from autograder.nbgrader_steps import verdict_on
from autograder.workers import OneEngine
from tests.corpus.attacks import ATTACKS, handed_in
from tests.corpus.attacks.attack import POINTS
from tests.corpus.canaries import planted
from tests.handing_in import LESSON, ROOT

# Small, so that what never ends is over soon.
LIMITS = Limits(
    cell_cpu_s=1.2,
    cell_wall_s=2.5,
    cpu_s=8,
    wall_s=20,
    memory_bytes=300_000_000,
    output_bytes=500_000,
)
EVERY = 15  # attacks between two honest submissions
MARKS = re.compile("frz-l(eft|inger)")
READERS = [attack.name for attack in ATTACKS if attack.kind in ("A8", "A13")]
ROOMS = ("solutions", "notebooks", "autograder", "course", "nbgrader_config.py")


@dataclass(frozen=True)
class Graded:
    """What came of one submission: marks by exercise, all its text, seconds, the nursery."""

    marks: dict[str, float]
    text: str
    took_s: float
    nursery: int
    result: Result


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """Every attack through one engine, with honest submissions before, between and after."""
    course = Course(ROOT, tmp_path_factory.mktemp("attacked") / "gradebook")
    with planted(course) as words, Engine(limits=LIMITS) as engine:
        for attack in ATTACKS:
            handed_in(course, attack)
        before = digests(course)
        found = {"first": graded(course, engine, "bystander")}
        for number, attack in enumerate(ATTACKS):
            found[attack.name] = graded(course, engine, attack.name, attack.lesson)
            if number % EVERY == 0 or attack.kind == "A9":
                found[f"after {attack.name}"] = graded(course, engine, "bystander")
        found["last"] = graded(course, engine, "bystander")
        after = digests(course)
        changed = [path for path in before | after if before.get(path) != after.get(path)]
        yield Campaign(words, found, changed, left_over())


@dataclass(frozen=True)
class Campaign:
    """The secrets, what came of each submission, and what was harmed outside."""

    words: dict[str, str]
    found: dict[str, Graded]
    changed: list[str]
    left_over: list[str]


def graded(course, engine, learner, lesson=LESSON) -> Graded:
    """One submission on the way that grading takes, without the gradebook."""
    began = time.monotonic()
    entry = entry_of(course, lesson, learner)
    assert entry.job, entry.problem
    result = Result.from_text(engine.run(entry.job).to_text())
    marks, told = {}, []
    for slug, points in POINTS[lesson].items():
        verdict = verdict_on(slug, result.checks[slug], learner)
        marks[slug] = round(verdict.score * points, 2)
        told.append(verdict.as_plain())
    text = result.to_text() + json.dumps([told, entry.notes])
    return Graded(marks, text, time.monotonic() - began, engine.pid, result)


def digests(course) -> dict[str, str]:
    """What must not change: the class's folder, and the course's own files."""
    files = [path for room in ROOMS for path in [ROOT / room, *(ROOT / room).rglob("*")]]
    files += course.gradebook.rglob("*")
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    }


def left_over() -> list[str]:
    """Files and processes outside that bear the mark of an attack."""
    rooms = [
        tempfile.gettempdir(),
        "/var/tmp",
        "/dev/shm",
        str(Path.home()),
        os.getcwd(),
        str(ROOT),
    ]
    left = [str(p) for room in dict.fromkeys(rooms) for p in Path(room).glob("frz-left*")]
    for process in Path("/proc").glob("[0-9]*"):
        for file in ("comm", "cmdline"):
            try:
                told = (process / file).read_text(errors="replace")
            except OSError:
                continue
            if MARKS.search(told):
                left.append(f"{process.name} {told!r}")
    return left


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_earns_what_was_said_before(campaign, attack):
    told = campaign.found[attack.name]
    earned = {slug: pytest.approx(marks, abs=0.01) for slug, marks in attack.earned.items()}
    assert told.marks == earned, told.text[-3000:]


def test_no_attack_repeats_a_secret(campaign):
    assert [name for name in campaign.found if secrets_in(campaign, name)] == []


def secrets_in(campaign, name) -> list[str]:
    """The places whose words occur in what came of an attack."""
    # Solved lessons bring a line of the solution along themselves.
    own = [] if name in READERS else ["solution"]
    text = campaign.found[name].text
    return [place for place, word in campaign.words.items() if word in text and place not in own]


def test_no_attack_finds_anything_that_is_not_its_own(campaign):
    assert [name for name, told in campaign.found.items() if "leaked:" in told.text] == []


def test_every_search_came_to_its_end(campaign):
    assert [name for name in READERS if "searched" not in campaign.found[name].text] == []


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("reads_the_environment", {"environment"}),
        ("reads_every_process", {"environment", "process"}),
        ("reads_files_of_the_user", {"home", "tmp"}),
        ("reads_the_course", {"gradebook", "other learner"}),
        ("connects_to_the_host", {"network"}),
        ("connects_to_abstract_sockets", {"network"}),
    ],
)
def test_the_same_search_finds_the_secrets_outside_the_sandbox(tmp_path, name, places):
    """A search that could find nothing anywhere would prove nothing."""
    course = Course(ROOT, tmp_path / "gradebook")
    (attack,) = (attack for attack in ATTACKS if attack.name == name)
    (cell,) = (c for c in nbformat.read(handed_in(course, attack), 4).cells if c.id == "scratch")
    with planted(course) as words:
        done = subprocess.run(
            [sys.executable, "-c", f"import autograder\n{cell.source}"],
            cwd=course.gradebook,
            capture_output=True,
            text=True,
            check=True,
        )
    assert places <= {place for place, word in words.items() if word in done.stdout}


def test_honest_learners_beside_attacks_keep_their_marks(campaign):
    honest = {name: told.marks for name, told in campaign.found.items() if told.marks}
    beside = [
        marks for name, marks in honest.items() if name.startswith(("first", "last", "after "))
    ]
    assert len(beside) > len(ATTACKS) / EVERY
    assert all(marks == POINTS[LESSON] for marks in beside)


def test_nothing_outside_was_changed_or_left_behind(campaign):
    assert campaign.changed == []
    assert campaign.left_over == []


def test_no_attack_reaches_the_nursery(campaign):
    assert len({told.nursery for told in campaign.found.values()}) == 1
    assert "the room of this submission was lost" not in "".join(
        told.text for told in campaign.found.values()
    )


def test_every_class_of_attack_has_several():
    kinds = [attack.kind for attack in ATTACKS]
    assert {kind: kinds.count(kind) >= 5 for kind in set(kinds)} == {
        f"A{number}": True for number in range(1, 18)
    }
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


# One of each class through the gradebook, with names that attack whoever lists them.
WHOLE = {
    "<img src=x onerror=frz_acts()>": "replaces_run_cell",
    "=1+1": "replaces_builtins",
    "a\x1b[2Jb": "replaces_collect",
    "it's; DROP TABLE grade; --": "all_tensors_are_equal",
    "a5": "an_error_with_half_a_letter",
    "a6": "hands_in_evidence_ready_made",
    "a7": "a_template_for_feedback",
    "a8": "reads_its_own_memory",
    "a9": "edits_the_gradebook",
    "a10": "exits_hard_in_the_answer",
    "a11": "leaves_a_child_that_holds_the_pipes",
    "a12": "shows_large_html",
    "a13": "connects_to_the_host",
    "a14": "links_to_the_work_of_others",
    "a15": "shows_markup",
    "a15 pictures": "shows_pictures_that_are_none",
    "a15 codes": "prints_control_codes",
    "a15 answers": "answers_in_markup",
    "a15 controls": "answers_in_control_codes",
    "a15 types": "names_types_in_markup",
    "a15 prose": "writes_markup_into_text_cells",
    "a15 metadata": "writes_markup_into_metadata",
    "a15 files": "names_files_in_markup",
    "a16": "works_only_in_a_kernel",
    "a17": "raises_the_points_of_right_work",
    "a17 outputs": "brings_outputs_along",
}


@pytest.fixture(scope="module")
def class_of_attackers(tmp_path_factory):
    """One attack of each class through nbgrader and its feedback, and an honest learner."""
    course = Course(ROOT, tmp_path_factory.mktemp("whole") / "gradebook")
    by_name = {attack.name: attack for attack in ATTACKS}
    with planted(course) as words, OneEngine("bwrap", LIMITS) as crew:
        for learner, name in WHOLE.items():
            handed_in(course, by_name[name], learner)
        before = digests(course)
        rows = {row.student: row for row in grade(course, [LESSON], crew)}
        after = digests(course)
        yield course, words, rows, [path for path in before if after.get(path) != before[path]]


@pytest.mark.parametrize("learner", WHOLE, ids=WHOLE.get)
def test_an_attack_earns_the_same_in_the_gradebook(class_of_attackers, learner):
    _, _, rows, _ = class_of_attackers
    (attack,) = (attack for attack in ATTACKS if attack.name == WHOLE[learner])
    if "\x1b" in learner:
        assert rows[learner].notes == [
            "Its folder's name holds signs that cannot be shown; rename the folder."
        ]
        return
    assert rows[learner].marks == pytest.approx(attack.total, abs=0.01), rows[learner]


def test_grading_attackers_changes_nothing_that_was_handed_in(class_of_attackers):
    _, _, rows, changed = class_of_attackers
    assert rows["bystander"].marks == 80
    assert changed == []
    assert left_over() == []


def test_nothing_that_grading_writes_for_an_attacker_holds_a_secret(class_of_attackers):
    course, words, _, _ = class_of_attackers
    for room in ("autograded", "feedback"):
        for path in (course.gradebook / room).rglob("*"):
            if path.is_file() and path.relative_to(course.gradebook / room).parts[0] in WHOLE:
                told = path.read_bytes().decode("utf-8", "replace")
                held = [place for place in words if place != "solution" and words[place] in told]
                assert held == [], path


class Active(HTMLParser):
    """Collects what a browser would run in a page, where it holds the attacks' own word."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.within = [], ""

    def handle_starttag(self, tag, attributes):
        self.within = tag
        for name, value in attributes:
            acts = name.startswith("on") or name in ("src", "href", "srcdoc", "action", "data")
            if acts and "frz_acts" in (value or ""):
                self.found.append((tag, name, value))

    def handle_data(self, data):
        if self.within in ("script", "style") and "frz_acts" in data:
            self.found.append((self.within, data[:80]))


def test_feedback_pages_run_nothing_of_an_attacker(class_of_attackers):
    course, _, _, _ = class_of_attackers
    pages = [page for page in (course.gradebook / "feedback").rglob("*.html") if page.is_file()]
    assert len(pages) == len(WHOLE) + 1
    for page in pages:
        browser = Active()
        browser.feed(page.read_text(encoding="utf-8"))
        assert browser.found == [], page


def test_the_table_and_the_file_of_marks_show_names_as_text(class_of_attackers):
    course, _, rows, _ = class_of_attackers
    shown = table(list(rows.values()))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    with (course.gradebook / "marks.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
