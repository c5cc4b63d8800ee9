"""Grading anew: what is named, on the seeds it had; which marks that changed, and why."""

import argparse
import csv
import json
import os

import pytest

from autograder.attempts import Attempts
from autograder.classroom import Course, GradingError
from autograder.commands import history as history_command
from autograder.commands import regrade as regrade_command
from autograder.engine.client import Engine
from autograder.engine.job import Job
from autograder.engine.sandbox import BWRAP
from autograder.engine.steps import ANSWER, CHECK, Step
from autograder.entries import entry_of
from autograder.grading import grade
from autograder.history import History
from autograder.marks import Row, replace_in_csv
from autograder.regrading import tables
from autograder.regrading.anew import regrade
from autograder.regrading.choosing import Wanted, chosen
from autograder.regrading.past import past
from autograder.results import Results
from autograder.sample_class import hand_in
from tests.handing_in import LESSON, ROOT, SILENT, verdicts
from tests.judged_at_once import (
    Judges,
    Seeded,
    button,
    class_of,
    copied,
    handed_in_anew,
    in_gradebook,
    page,
    set_by_hand,
)

ONLY_FREEZE = Wanted(exercises=("freeze",))


@pytest.fixture
def judges(monkeypatch):
    return Judges(monkeypatch)


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """A class of two, graded: all points."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        Judges(monkeypatch)
        course = class_of(tmp_path_factory.mktemp("class"), "ada", "ben")
        assert marks(grade(course, [LESSON], Seeded())) == {"ada": 40, "ben": 40}
    return course


@pytest.fixture
def course(tmp_path, graded_class, judges):
    """A copy of the class for one test."""
    return copied(graded_class, tmp_path)


def marks(rows):
    return {row.student: row.marks for row in rows}


def by_exercise(course, learner):
    """The judge's marks in the gradebook."""
    return {slug: score for slug, (score, *_) in in_gradebook(course, learner)[0].items()}


def seeds(course, learner):
    return {
        r["exercise"]: r["seed"] for r in History(course.gradebook).last(learner, LESSON).records
    }


def told(course):
    """The table of changes since the last time, without its first lines and its columns."""
    lines = tables.told(course.gradebook).splitlines()[2:]
    return [" ".join(line.split()) for line in lines]


# What is graded anew


def test_all_of_the_class_runs_again_on_the_seeds_it_had_and_no_mark_changes(course):
    before, crew = {name: seeds(course, name) for name in ("ada", "ben")}, Seeded()
    rows = regrade(course, Wanted(), crew)
    assert crew.started == [("ada", LESSON), ("ben", LESSON)]
    assert marks(rows) == {"ada": 40, "ben": 40}
    assert {name: seeds(course, name) for name in ("ada", "ben")} == before
    assert (tables.told(course.gradebook), told(course)) == ("", [])
    assert not (course.gradebook / "changes.csv").exists()


def test_an_exercise_that_was_corrected_is_judged_anew_and_all_others_keep_their_verdicts(
    course, judges
):
    before = verdicts(course, "ada")["trainable_report"]
    judges.corrected(freeze=0.5, trainable_report=0)
    assert marks(regrade(course, ONLY_FREEZE, Seeded())) == {"ada": 30, "ben": 30}
    assert by_exercise(course, "ada") == {"freeze": 10, "trainable_report": 20}
    assert verdicts(course, "ada")["trainable_report"] == before
    assert told(course) == [
        f"{name} {LESSON} freeze 20 10 the exercises or their checks changed"
        for name in ("ada", "ben")
    ]
    crew = Seeded()
    assert marks(grade(course, [LESSON], crew)) == {"ada": 30, "ben": 30}
    assert crew.started == []


def test_the_formgraders_button_knows_no_restriction(course, judges):
    judges.corrected(freeze=0.5, trainable_report=0)
    regrade(course, ONLY_FREEZE, Seeded())
    button(course, "ben")
    assert by_exercise(course, "ben") == {"freeze": 10, "trainable_report": 0}
    assert by_exercise(course, "ada") == {"freeze": 10, "trainable_report": 20}


def test_nobody_but_the_learners_named_is_touched_and_all_stay_in_the_file_of_marks(course, judges):
    judges.corrected(freeze=0.5, trainable_report=0)
    crew = Seeded()
    rows = regrade(course, Wanted((LESSON,), ("BEN",), ("freeze",)), crew)
    assert (marks(rows), crew.started) == ({"ben": 30}, [("ben", LESSON)])
    assert by_exercise(course, "ada") == {"freeze": 20, "trainable_report": 20}
    with (course.gradebook / "marks.csv").open(encoding="utf-8") as file:
        assert {line["student"]: line["marks"] for line in csv.DictReader(file)} == {
            "ada": "40",
            "ben": "30",
        }


def test_work_handed_in_anew_or_never_graded_is_graded_whole_on_fresh_seeds(course, judges):
    before = seeds(course, "ada")
    handed_in_anew(course, "ada")
    hand_in(course, "cleo", LESSON)
    judges.corrected(freeze=0.5, trainable_report=0)
    rows = regrade(course, ONLY_FREEZE, Seeded())
    assert marks(rows) == {"ada": 10, "ben": 30, "cleo": 10}
    assert set(seeds(course, "ada").values()).isdisjoint(before.values())


def test_an_exercise_without_an_earlier_verdict_is_judged_whatever_was_named(course, judges):
    """As after a release that has one exercise more."""
    path = course.gradebook / "verdicts" / "ben" / f"{LESSON}.jsonl"
    judging = json.loads(path.read_text(encoding="utf-8"))
    judging["records"] = [r for r in judging["records"] if r["exercise"] == "freeze"]
    path.write_text(json.dumps(judging), encoding="utf-8")
    judges.corrected(freeze=0.5, trainable_report=0)
    assert marks(regrade(course, ONLY_FREEZE, Seeded())) == {"ada": 30, "ben": 10}


def test_several_exercises_may_be_named(course, judges):
    judges.corrected(freeze=0.5, trainable_report=0)
    wanted = Wanted(exercises=("freeze", "trainable_report"))
    assert marks(regrade(course, wanted, Seeded())) == {"ada": 10, "ben": 10}


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted(("01_what",)), f"There is no lesson '01_what'; did you mean '{LESSON}'?"),
        (Wanted(learners=("bne",)), "There is no folder of a learner 'bne'; did you mean 'ben'?"),
        (Wanted(learners=(LESSON,)), f"{LESSON} is a lesson; name lessons first, then --learner"),
        (Wanted(exercises=("freze",)), "No lesson has an exercise 'freze'; did you mean 'freeze'?"),
        (Wanted(exercises=("quiz_01",)), "No lesson has an exercise 'quiz_01'; one is 'freeze'."),
        (Wanted(("\x1b[2J",)), r"There is no lesson '\x1b[2J'; one is "),
    ],
)
def test_unknown_names_are_refused_with_the_nearest_and_nothing_is_ordered(
    course, wanted, sentence
):
    before = (course.gradebook / "attempts.jsonl").read_bytes()
    with pytest.raises(GradingError) as refusal:
        regrade(course, wanted, Seeded())
    assert str(refusal.value).startswith(sentence)
    assert (course.gradebook / "attempts.jsonl").read_bytes() == before


def test_names_that_do_not_go_together_are_refused(tmp_path):
    course = Course(ROOT, tmp_path / "gradebook")
    hand_in(course, "ada", LESSON)
    hand_in(course, "ben", SILENT)
    assert chosen(course, ONLY_FREEZE) == {("ada", LESSON): ["freeze"]}
    for wanted, sentence in (
        (
            Wanted((SILENT,), (), ("freeze",)),
            f"The exercise freeze is in {LESSON}, not in {SILENT}.",
        ),
        (Wanted((), ("ben",), ("freeze",)), f"ben has handed in none of {LESSON}."),
        (Wanted(("12_fraud_desk",)), "Nobody has handed in any of 12_fraud_desk."),
    ):
        with pytest.raises(GradingError) as refusal:
            chosen(course, wanted)
        assert str(refusal.value) == sentence


def test_where_nobody_has_handed_in_anything_there_is_nothing_to_grade_anew(tmp_path):
    with pytest.raises(GradingError, match="Nobody has handed in anything yet"):
        regrade(class_of(tmp_path), Wanted(), Seeded())


# Which marks changed, and why


def anew(course, judges, monkeypatch):
    handed_in_anew(course, "ben")
    judges.scores["ben", "freeze"] = 0.5
    return "the work was handed in anew"


def corrected(course, judges, monkeypatch):
    judges.corrected()
    judges.scores["ben", "freeze"] = 0.5
    return "the exercises or their checks changed"


def other_questions(course, judges, monkeypatch):
    monkeypatch.setattr("autograder.desk.graded_with", lambda gradebook: "other questions")
    monkeypatch.setattr("autograder.nbgrader_steps.graded_with", lambda _: "other questions")
    judges.scores["ben", "freeze"] = 0.5
    return "the private questions changed"


def anew_and_corrected(course, judges, monkeypatch):
    told = anew(course, judges, monkeypatch)
    corrected(course, judges, monkeypatch)
    return f"{told}; the exercises, their checks or the private questions changed"


def other_seeds(course, judges, monkeypatch):
    monkeypatch.setattr(History, "seeds", lambda *_: {})
    Attempts(course.gradebook).order({("ben", LESSON): []})
    judges.scores["ben", "freeze"] = 0.5
    return "graded on other seeds"


def again(course, judges, monkeypatch):
    Attempts(course.gradebook).order({("ben", LESSON): []})
    judges.scores["ben", "freeze"] = 0.5
    return "run again, with another outcome"


def by_hand(course, judges, monkeypatch):
    set_by_hand(course, "ben", "freeze", 10)
    return "set by hand to 10, the judge says 20"


@pytest.mark.parametrize(
    "happened",
    [anew, corrected, other_questions, anew_and_corrected, other_seeds, again, by_hand],
)
def test_each_change_of_a_mark_is_told_once_with_its_reason(course, judges, monkeypatch, happened):
    why = happened(course, judges, monkeypatch)
    assert marks(grade(course, [LESSON], Seeded())) == {"ada": 40, "ben": 30}
    assert told(course) == [f"ben {LESSON} freeze 20 10 {why}"]
    assert told(course) == []


def test_other_points_and_other_limits_are_reasons_too(course, judges):
    for room in ("notebooks", "solutions"):
        path = course.root / room / LESSON / f"{LESSON}.ipynb"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"points": 20', '"points": 30', 1), encoding="utf-8")
    assert marks(grade(type(course)(course.root, course.gradebook), [LESSON], Seeded())) == {
        "ada": 50,
        "ben": 50,
    }
    assert told(course)[0] == f"ada {LESSON} freeze 20 30 it has other points now"
    judges.scores["freeze"] = 0
    crew = Seeded()
    crew.isolation = BWRAP
    grade(type(course)(course.root, course.gradebook), [LESSON], crew)
    assert told(course)[0].endswith("30 0 run in another isolation or within other limits")


def test_earlier_changes_stay_in_the_file_and_say_in_which_table_they_stood(course, judges):
    for score in (0.5, 0):
        judges.corrected(freeze=score)
        regrade(course, Wanted(learners=("ben",)), Seeded())
        assert len(told(course)) == 1
    with (course.gradebook / "changes.csv").open(encoding="utf-8") as file:
        lines = [(line["table"], line["before"], line["after"]) for line in csv.DictReader(file)]
    assert lines == [("1", "20", "10"), ("2", "10", "0")]


def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_file_of_changes(tmp_path, judges):
    course = class_of(tmp_path, "=1+1")
    grade(course, [LESSON], Seeded())
    judges.corrected(freeze=0.5)
    grade(course, [LESSON], Seeded())
    assert "\n1,'=1+1," in (course.gradebook / "changes.csv").read_text(encoding="utf-8")


# Stopped half way


class Leaving(Seeded):
    """A crew that is stopped when it has done one job."""

    def answer(self, job, future):
        if len(self.started) == 2:
            raise KeyboardInterrupt
        super().answer(job, future)


def test_a_regrade_that_was_stopped_leaves_old_or_new_and_the_next_grading_ends_it(course, judges):
    judges.corrected(freeze=0.5, trainable_report=0)
    with pytest.raises(KeyboardInterrupt):
        regrade(course, ONLY_FREEZE, Leaving())
    both = {"freeze": 20, "trainable_report": 20}
    assert [by_exercise(course, name) for name in ("ada", "ben")] in (
        [both, both],
        [both | {"freeze": 10}, both],
    )
    crew = Seeded()
    assert marks(grade(course, [LESSON], crew)) == {"ada": 30, "ben": 30}
    assert ("ben", LESSON) in crew.started
    assert by_exercise(course, "ben") == both | {"freeze": 10}
    assert [line.partition(" ")[0] for line in told(course)] == ["ada", "ben"]


@pytest.mark.parametrize(
    "place", ["autograder.attempts.Attempts.add", "autograder.marker.Marker.page"]
)
def test_a_regrade_that_was_stopped_inside_a_submission_is_ended_and_told_by_the_next_grading(
    course, judges, monkeypatch, place
):
    judges.corrected(freeze=0.5, trainable_report=0)
    with monkeypatch.context() as stopped:
        stopped.setattr(place, killed)
        with pytest.raises(KeyboardInterrupt):
            regrade(course, ONLY_FREEZE, Seeded())
    assert marks(grade(course, [LESSON], Seeded())) == {"ada": 30, "ben": 30}
    assert "Earned 10 of 20 points." in page(course, "ada")
    assert len(told(course)) == 2


def killed(*_):
    raise KeyboardInterrupt


def test_orders_add_up_until_they_are_done(tmp_path):
    about = ("ben", LESSON)
    for wanted, pending in ((["b"], ["b"]), (["a"], ["a", "b"]), ([], []), (["a"], [])):
        Attempts(tmp_path).order({about: wanted})
        assert Attempts(tmp_path).ordered(*about) == pending


# Nothing earlier is lost


def test_each_judging_stays_and_its_work_can_be_handed_in_again(course, judges):
    first = entry_of(course, LESSON, "ben").job
    handed_in_anew(course, "ben")
    judges.scores["ben", "freeze"] = 0.5
    grade(course, [LESSON], Seeded())
    judges.corrected()
    set_by_hand(course, "ben", "freeze", 15)
    regrade(course, Wanted(), Seeded())
    head, *lines, counted, room = past(course, "Ben", LESSON).splitlines()
    assert head.split() == ["judging", "marks", "copy", "of", "the", "work", "why"]
    names = [line.split()[4] for line in lines]
    assert [line.partition(".ipynb")[2].strip() for line in lines] == [
        "judged for the first time",
        "the work was handed in anew (freeze)",
        "the exercises or their checks changed",
    ]
    assert names[0] != names[1] == names[2]
    assert counted == "Counts now: 35 of 40; freeze set by hand to 15 (the judge says 10)."
    assert room == f"Copies: gradebook/judged/ben/{LESSON}/"
    copy = course.gradebook / "judged" / "ben" / LESSON / names[0]
    os.replace(copy, course.submitted / "ben" / LESSON / f"{LESSON}.ipynb")
    entry = entry_of(course, LESSON, "ben")
    assert (entry.job, entry.problem) == (first, "")


def test_the_history_of_somebody_who_was_never_judged_is_refused(course):
    with pytest.raises(GradingError, match="no folder of a learner 'bean'; did you mean 'ben'"):
        past(course, "bean", LESSON)
    with pytest.raises(GradingError, match="There is no lesson '01_whut'"):
        past(course, "ben", "01_whut")


def test_evidence_that_other_evidence_replaces_stays_beside_it(tmp_path):
    results, crew = Results(tmp_path), Seeded()
    one, other = (crew.start(Job("ada", LESSON, (CHECKED,))).result() for _ in range(2))
    for result in (one, one, other):
        results.put("0f", result)
    assert (results.get("0f.1"), results.get("0f")) == (one, other)
    assert len(list(tmp_path.rglob("*.json"))) == 2


CHECKED = Step("check-freeze", CHECK, 'check("freeze", freeze)', "freeze")


def test_rows_of_others_stay_in_the_file_of_marks_unless_it_is_no_such_file(tmp_path):
    path = tmp_path / "marks.csv"
    for left, others in (("", []), ("name,mark\nada,1\n", []), (None, ["ada", "\\udcff"])):
        if left is None:
            replace_in_csv([Row("\udcff", LESSON, None, 40), Row("ada", LESSON, 1, 40)], path)
            replace_in_csv([Row("\udcff", LESSON, None, 40)], path)
        else:
            path.write_text(left, encoding="utf-8")
        replace_in_csv([Row("ben", LESSON, 2, 40)], path)
        with path.open(encoding="utf-8") as file:
            names = [line["student"] for line in csv.DictReader(file)]
        assert sorted(names) == sorted([*others, "ben"])


# The engine, and what is typed


@pytest.mark.usefixtures("bubblewrap")
def test_the_engine_runs_a_job_on_the_seeds_it_is_given_and_draws_the_others():
    answer = Step("freeze", ANSWER, "from autograder import check\ndef freeze(module):\n    pass")
    other = Step("check-grad_map", CHECK, 'check("grad_map", freeze)', "grad_map")
    steps = (answer, CHECKED, other)
    with Engine(BWRAP) as engine:
        first = engine.run(Job("ada", LESSON, steps))
        again = engine.run(Job("ada", LESSON, steps, {"freeze": first.checks["freeze"].seed}))
    assert first.checks["freeze"] == again.checks["freeze"]
    assert first.checks["grad_map"].seed != again.checks["grad_map"].seed


def test_seeds_are_no_part_of_a_jobs_name_and_cross_to_workers():
    job = Job("ada", LESSON, (CHECKED,), {"freeze": 7})
    assert job.key("x") == Job("ada", LESSON, (CHECKED,)).key("x")
    assert Job.from_text(job.to_text()) == job


def typed(command, *words):
    """The arguments as they are typed after the verb."""
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())
    arguments = parser.parse_args([command.__name__.rpartition(".")[2], *map(str, words)])
    return arguments.run(arguments)


class Here(Seeded):
    """A crew to enter."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def test_the_commands_print_what_changed_or_that_nothing_did(course, judges, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(regrade_command, "crew_of", lambda arguments: Here())
    assert typed(regrade_command, LESSON, "--learner", "ada", "ben") == 0
    out = capsys.readouterr().out
    assert "Work that is as it was ran on the seeds of its last judging" in out
    assert out.endswith("No mark has changed.\n")
    judges.corrected(freeze=0.5)
    assert typed(regrade_command, "--exercise", "freeze", "--learner", "ben") == 0
    out = capsys.readouterr().out
    assert "\n1 mark has changed since the last grading:\nstudent  lesson " in out
    assert str(course.root) not in out
    assert typed(history_command, "ben", LESSON) == 0
    out = capsys.readouterr().out
    assert "30 of 40" in out
    assert str(course.root) not in out
