"""A class report says what was planted in the class: marks, shares, examples, and no names."""

import csv
import json
from argparse import Namespace
from collections import Counter
from dataclasses import asdict, replace
from itertools import cycle

import pytest
from nbgrader.api import Student

from autograder.bank.graded import graded, name_of, worked_out
from autograder.bank.private import Extra, Extras, in_use
from autograder.classroom import Course, GradingError
from autograder.commands import report as verb
from autograder.exercise import find
from autograder.history import History
from autograder.report.anonymous import anonymous
from autograder.report.book import roster_names
from autograder.report.excerpts import LINES, excerpt
from autograder.report.gathering import class_report
from autograder.report.items import discrimination
from autograder.report.places import Places
from autograder.report.tables import write_tables
from autograder.report.text import as_text
from autograder.verdict import CORRECT
from tests.handing_in import LESSON, ROOT
from tests.planted_class import (
    Answer,
    Kind,
    answers_to,
    lesson_points,
    plant,
    quizzed,
    untouched,
)

LEARNERS = [f"learner_{number:02}" for number in range(24)]


@pytest.fixture(scope="module")
def answers():
    """Answers to the exercises of the first lesson, right ones first; the last is none."""
    course = Course(ROOT, ROOT / "gradebook")
    points = lesson_points(course, LESSON)
    found = {
        slug: [*answers_to(slug, points[slug], 2), untouched(slug, points[slug])]
        for slug in ("freeze", "trainable_report", "grad_map", "moved_names")
    }
    found["quiz_01"] = [
        quizzed("quiz_01", points["quiz_01"], "ada", missed=4),
        quizzed("quiz_01", points["quiz_01"], "ben", left_out=10),
        quizzed("quiz_01", points["quiz_01"], "cleo", missed=1, left_out=2),
    ]
    return found


@pytest.fixture
def course(tmp_path):
    """A class in which nobody has handed in anything."""
    return Course(ROOT, tmp_path / "gradebook")


def kind(answers, **chosen):
    """A submission: the answer with this number to each exercise, the right one where none is."""
    return Kind({slug: found[chosen.get(slug, 0)] for slug, found in answers.items()})


def mixed(answers):
    """A submission for each learner, such that answers meet in many ways."""
    strides = zip(answers, (1, 2, 4, 8, 3), strict=True)
    rows = {slug: cycle([0, *([1] * stride), *([2] * stride)]) for slug, stride in strides}
    return [
        (learner, kind(answers, **{s: next(r) for s, r in rows.items()})) for learner in LEARNERS
    ]


def only(report):
    """The one lesson of a report."""
    (lesson,) = report.lessons
    return lesson


def test_shares_are_those_that_were_planted(course, answers):
    work = mixed(answers)
    plant(course, LESSON, work)
    seen, places, tried = {}, {}, {}
    for learner, handed_in in work:
        for slug, answer in handed_in.answers.items():
            if slug == "quiz_01":
                continue
            if answer.record["status"] != "not attempted":
                tried.setdefault(slug, set()).add(learner)
            for mistake in answer.mistakes:
                seen.setdefault(mistake, set()).add(learner)
                places.setdefault(mistake, set()).add(slug)
    found = {
        m.mistake: m for m in only(class_report(course, [])).misconceptions if m.mistake in seen
    }
    assert len(seen) >= 4
    assert set(found) == set(seen)
    for mistake, learners in seen.items():
        if "quiz_01" not in found[mistake].exercises:
            asked = set().union(*(tried[slug] for slug in places[mistake]))
            assert (found[mistake].learners, found[mistake].asked) == (len(learners), len(asked))
            assert found[mistake].share == len(learners) / len(asked)


def test_beliefs_and_templates_of_a_quiz_count_those_who_were_asked(course, answers):
    plant(course, LESSON, mixed(answers))
    lesson = only(class_report(course, []))
    records = {
        one.student: History(course.gradebook).last(one.student, LESSON).records[-1]
        for one in lesson.submissions
    }
    asked = [question for record in records.values() for question in record.get("questions", [])]
    handed_in = Counter(question["template"] for question in asked)
    answered = Counter(question["template"] for question in asked if question["is_answered"])
    right = Counter(question["template"] for question in asked if question["is_right"])
    assert {item.slug: item.handed_in for item in lesson.questions} == handed_in
    assert {item.slug: item.tried for item in lesson.questions if item.tried} == answered
    assert {item.slug: item.full for item in lesson.questions if item.full} == right
    beliefs = {one.name for one in lesson.misconceptions if not one.mistake}
    assert beliefs == {question["belief"] for question in asked if question["belief"]}
    for one in lesson.misconceptions:
        assert one.learners <= one.asked
        assert len(one.examples) <= min(3, one.learners)


def test_discrimination_is_the_correlation_with_the_rest():
    # By hand: 12.5 / sqrt(2.5 * 82.5)
    assert discrimination([0] * 5 + [1] * 5, list(range(10))) == pytest.approx(0.8704, abs=1e-4)
    assert discrimination([0] * 4 + [1] * 5, list(range(9))) is None, "nine learners"
    assert discrimination([1] * 10, list(range(10))) is None, "no spread"
    assert discrimination(list(range(10)), [3.0] * 10) is None, "no spread in the rest"


def test_difficulty_is_the_share_earned_by_those_who_tried(course, answers):
    work = [kind(answers), kind(answers, freeze=3), kind(answers, freeze=3)]
    work += [kind(answers), kind(answers)]
    plant(course, LESSON, list(zip(LEARNERS, work, strict=False)))
    _by_hand(course, LEARNERS[3], "freeze", 5.0)
    item = only(class_report(course, [])).exercises[0]
    assert (item.slug, item.handed_in, item.tried, item.full) == ("freeze", 5, 3, 2)
    assert item.title == "Exercise 1.1 · freeze"
    assert item.mean == 9.0  # 20, 0, 0, 5 and 20 of 20
    assert item.difficulty == 0.75  # of 20, 5 and 20
    assert item.marks == (0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2)


def test_marks_by_hand_and_penalties_count_and_are_marked(course, answers):
    plant(course, LESSON, [("ada", kind(answers)), ("ben", kind(answers, freeze=3))])
    before = {one.student: one.marks for one in only(class_report(course, [])).submissions}
    _by_hand(course, "ben", "freeze", 12.5, extra=1.0)
    with course.opened() as book:
        notebook = book.find_submission_notebook(LESSON, LESSON, "ada")
        notebook.late_submission_penalty = 7.0
        book.db.commit()
    ada, ben = only(class_report(course, [])).submissions
    assert (ada.penalty, ada.marks) == (7.0, before["ada"] - 7)
    assert not any(mark.is_by_hand for mark in ada.exercises)
    assert (ben.penalty, ben.marks) == (0.0, before["ben"] + 13.5)
    (freeze,) = (mark for mark in ben.exercises if mark.is_by_hand)
    assert (freeze.exercise, freeze.judged, freeze.counted) == ("freeze", 0.0, 13.5)
    assert "changed by hand: 1; submissions with a penalty: 1" in as_text(class_report(course, []))


def test_a_penalty_never_takes_more_than_there_is(course, answers):
    plant(course, LESSON, [("ada", kind(answers))])
    with course.opened() as book:
        book.find_submission_notebook(LESSON, LESSON, "ada").late_submission_penalty = 1000.0
        book.db.commit()
    assert only(class_report(course, [])).submissions[0].marks == 0


def test_a_submission_that_was_judged_again_counts_once_as_last_judged(course, answers):
    plant(course, LESSON, [("ada", kind(answers)), ("ben", kind(answers))])
    history = History(course.gradebook)
    again = history.last("ada", LESSON)
    history.add(replace(again, records=kind(answers, freeze=1).records, notes=["a cell was lost"]))
    lesson = only(class_report(course, []))
    ada, ben = lesson.submissions
    assert (ada.judgings, ben.judgings) == (2, 1)
    assert ada.repairs == ("a cell was lost",)
    assert lesson.exercises[0].handed_in == 2
    assert ada.exercises[0].status != CORRECT == ben.exercises[0].status


def test_a_lesson_with_one_learner_has_a_report(course, answers):
    plant(course, LESSON, [("ada", kind(answers, freeze=1))])
    report = class_report(course, [LESSON])
    assert (report.learners, report.isolation) == (1, (("bwrap", 1),))
    assert all(item.discrimination is None for item in only(report).exercises)
    assert all(one.share == 1 for one in only(report).misconceptions)


def test_a_class_in_which_nothing_was_graded_is_told_so(course):
    with pytest.raises(GradingError, match="Nothing has been graded yet"):
        class_report(course, [])
    with pytest.raises(GradingError, match="There is no lesson '99_nothing'"):
        class_report(course, ["99_nothing"])


def test_what_is_only_in_the_history_or_only_in_the_gradebook_is_left_out_aloud(course, answers):
    plant(course, LESSON, [("ada", kind(answers)), ("ben", kind(answers)), ("eva", kind(answers))])
    (course.gradebook / "verdicts" / "ben" / f"{LESSON}.jsonl").unlink()
    with course.opened() as book:
        book.remove_submission(LESSON, "eva")
    report = class_report(course, [])
    assert [one.student for one in only(report).submissions] == ["ada"]
    assert len(report.left_out) == 2
    assert "1 submission with marks, but without a verdict" in report.left_out[0]
    assert "1 submission with verdicts, but without marks" in report.left_out[1]
    assert as_text(report).count("left out: ") == 2


AWKWARD = ["an", "O'Brien", "Jose\u0301 Nu\u0301n\u0303ez", "ada.lovelace", "=1+1", "\u5f20\u4f1f"]
AWKWARD += ["Stra\u00dfe", "x(y", "17"]


def test_an_anonymous_report_holds_no_name(course, answers):
    signed = "\n".join(
        [
            'learner = "Ada Lovelace"',
            *(f"# {name} wrote this" for name in AWKWARD),
            "answer = 'Lovelace'  # an answer, and Grace's",
        ]
    )
    wrong = answers["freeze"][1]
    findings = [
        finding | {"seen": f"{finding['seen']} Said {name}."}
        for name, finding in zip(AWKWARD, cycle(wrong.record["findings"]), strict=False)
    ]
    work = []
    for name in AWKWARD:
        record = wrong.record | {"findings": findings}
        one = kind(answers)
        one.answers = one.answers | {"freeze": Answer("signed", f"{signed}\n# {name}", record)}
        work.append((name, replace(one, notes=[f"the folder of {name} was renamed"])))
    plant(course, LESSON, work)
    with course.opened() as book:
        book.db.merge(Student(id="17", first_name="Grace", last_name="Hopper"))
        book.db.commit()
        roster = roster_names(book)
    named = class_report(course, [])
    report = anonymous(named, also=roster)
    lesson = only(report)
    told = [one.student for one in lesson.submissions]
    assert told == [f"learner {number:03}" for number in range(1, len(AWKWARD) + 1)]
    theirs = [
        text
        for one in (*lesson.submissions, *(e for m in lesson.misconceptions for e in m.examples))
        for text in _texts(asdict(one))
    ]
    assert any("answer" in text for text in theirs)
    words = [w for t in theirs for w in t.replace("'", " ").replace("(", " ").split()]
    for name in ["an", "Jose", "Ada", "Lovelace", "lovelace", "Grace", "17", "=1+1", "Stra\u00dfe"]:
        assert name not in words
    for name in ("O'Brien", "Nu\u0301n\u0303ez", "N\u00fa\u00f1ez", "\u5f20\u4f1f", "x(y"):
        assert not [text for text in theirs if name in text]
    assert all(mark.seed == 0 for one in lesson.submissions for mark in one.exercises)
    assert only(named).title == lesson.title
    assert anonymous(named, also=roster) == report


def _texts(plain):
    """Every text in plain values."""
    if isinstance(plain, str):
        yield plain
    for part in plain.values() if isinstance(plain, dict) else plain if _holds(plain) else ():
        yield from _texts(part)


def _holds(plain):
    return isinstance(plain, list | tuple)


def test_the_order_of_invented_names_is_not_that_of_the_class(course, answers):
    plant(course, LESSON, [(learner, kind(answers)) for learner in LEARNERS])
    _by_hand(course, LEARNERS[0], "freeze", 1.0)
    places = set()
    named = class_report(course, [])
    for seed in range(4):
        submissions = tuple(
            replace(one, exercises=tuple(replace(m, seed=m.seed + seed) for m in one.exercises))
            for one in only(named).submissions
        )
        lesson = replace(only(named), submissions=submissions)
        report = anonymous(replace(named, lessons=(lesson,)))
        marked = [one.student for one in only(report).submissions if one.exercises[0].is_by_hand]
        places.update(marked)
    assert len(places) > 1


def test_tables_read_again_say_what_the_report_says(course, answers, tmp_path):
    names = ["=1+1", "@ada", "-ben", "Jos\u00e9"]
    plant(course, LESSON, [(name, kind(answers, freeze=at % 3)) for at, name in enumerate(names)])
    report = class_report(course, [])
    files = write_tables(report, tmp_path / "tables")
    assert not list((tmp_path / "tables").glob("*.part"))
    told = {path.name: path.read_bytes() for path in files}
    assert json.loads(told["report.json"]) == json.loads(json.dumps(asdict(report)))
    rows = {path.name: _rows(path) for path in files if path.suffix == ".csv"}
    safe = ["'-ben", "'=1+1", "'@ada", "Jos\u00e9"]
    assert [row["student"] for row in rows["submissions.csv"]] == safe
    marks = [float(row["marks"]) for row in rows["submissions.csv"]]
    assert marks == [one.marks for one in only(report).submissions]
    assert len(rows["submitted_exercises.csv"]) == 5 * len(names)
    assert [row["slug"] for row in rows["exercises.csv"]] == list(answers)
    assert [row["mistake"] for row in rows["misconceptions.csv"]] == [
        one.mistake for one in only(report).misconceptions
    ]
    counts = [int(row["tried"]) for row in rows["questions.csv"]]
    assert counts == [item.tried for item in only(report).questions]
    assert {
        path.name: path.read_bytes() for path in write_tables(report, tmp_path / "tables")
    } == told


def _rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_command_prints_the_report_and_writes_its_files(course, answers, monkeypatch, capsys):
    plant(course, LESSON, [("ada", kind(answers, freeze=1)), ("ben", kind(answers))])
    monkeypatch.chdir(ROOT)
    words = Namespace(lessons=[], anonymous=True, to=None, gradebook=course.gradebook, db="")
    assert verb.run(words) == 0
    printed = capsys.readouterr().out
    assert f"{LESSON}\nexercise" in printed
    written = course.gradebook / "report"
    assert {path.name for path in written.iterdir()} == {
        *("report.html", "report.json", "submissions.csv", "submitted_exercises.csv"),
        *("exercises.csv", "questions.csv", "misconceptions.csv"),
    }
    page = (written / "report.html").read_text(encoding="utf-8")
    assert "learner 001" in page
    assert '"ada"' not in (written / "report.json").read_text(encoding="utf-8")


def test_an_excerpt_holds_the_fault_and_at_most_a_dozen_lines():
    stub = "def treat(patient, model):\n" + "\n".join(
        f"    if patient == {n}:\n        model[0].weight.requires_grad_(False)" for n in range(30)
    )
    lines = stub.splitlines()
    lines[42] = "        model[0].requires_grad = False"
    shown = excerpt("\n".join(lines), stub, "patient 20: 2 of 2 ask for a gradient", "A6")
    assert "model[0].requires_grad = False" in shown
    assert "if patient == 20:" in shown
    assert len(shown.splitlines()) == LINES


def test_an_excerpt_leaves_out_the_docstring_and_cuts_long_lines():
    source = f'def freeze(module):\n    """Stop it."""\n    return module  # {"x" * 300}'
    first, second = excerpt(source, "", "nothing", "").splitlines()
    assert (first, len(second)) == ("def freeze(module):", 120)
    assert excerpt("def freeze(:\n    pass", "", "it raised SyntaxError", "") != ""


@pytest.mark.parametrize(
    ("mistake", "heading"),
    [
        ("A1", "2. The gradient is not the flag"),
        ("A5", "1. Python lets you invent attributes"),
        ("A19", "3. A view is another tensor"),
        ("A22", "4. Some code does not run, or not to the end"),
        ("B1", "Names are paths"),
        ("B9", "Names that match nothing"),
        ("D6", "Thaw, and tell the optimizer"),
        ("E2", "The story"),
        ("E14", "Who runs last"),
        ("F5", "What happened inside"),
        ("F17", "The story"),
        ("H2", "Four counts, two layouts"),
        ("H13", "Which data choose the threshold?"),
    ],
)
def test_the_place_that_explains_a_mistake_is_found(mistake, heading):
    assert PLACES.of(mistake).heading == heading


def test_no_place_is_better_than_a_wrong_one():
    assert PLACES.of("F14") is None
    assert PLACES.of("Z99") is None


PLACES = Places(Course(ROOT, ROOT / "gradebook").released)


def test_the_record_of_a_quiz_names_its_questions_and_what_was_believed(answers):
    record = answers["quiz_01"][2].record
    questions = graded(LESSON, "cleo")
    assert [q["template"] for q in record["questions"]] == [q.template for q in questions]
    assert [q["is_right"] for q in record["questions"]] == [False] + [True] * 7 + [False] * 2
    assert [q["is_answered"] for q in record["questions"]] == [True] * 8 + [False] * 2
    wrong = record["questions"][0]
    chosen = [c for c in questions[0].options.values() if c.says in record["findings"][0]["seen"]]
    assert (wrong["mistake"], wrong["belief"]) == (chosen[0].mistake, chosen[0].belief)
    assert "questions" not in answers["freeze"][0].record


def test_an_instructors_own_question_is_named_by_its_stem():
    own = Extra(LESSON, "hard", "Mine?", ("a", "b", "c", "d"), {}, "a", "Think.")
    questions = graded(LESSON, "ada", Extras((own,)))
    (asked,) = (question for question in questions if not question.template)
    assert name_of(asked) == name_of(own)
    told = {"lesson": LESSON, "learner": "ada", "answers": worked_out(LESSON, "ada")}
    with in_use(Extras((own,))):
        verdict = find("quiz_01").judge(_observed(told), 7, {})
    # Answered without the instructor's file: whatever was chosen was for another question.
    (one,) = (q for q in verdict.questions if q.template == name_of(own))
    assert (one.is_answered, one.is_right) == (False, False)


def _observed(told):
    """What `collect` says of a quiz that gave this."""
    return find("quiz_01").collect({"quiz_01": lambda: told}, 7)


def _by_hand(course, learner, slug, score, extra=None):
    """Change a mark as the formgrader does."""
    with course.opened() as book:
        grade = book.find_grade(f"check-{slug}", LESSON, LESSON, learner)
        grade.manual_score, grade.extra_credit = score, extra
        book.db.commit()
