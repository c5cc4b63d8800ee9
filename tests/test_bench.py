"""Measurements stand beside their limits, agree between table and file, and say when they fail."""

import json
import subprocess
import sys
import time
import zipfile

import pytest

from autograder import bench as benchmarks
from autograder.bench import FAMILIES, bench, measured, otter_environment
from autograder.bench.clock import Stopwatch, Taken, taken
from autograder.bench.figure import Figure, put_together, table
from autograder.bench.honest import KINDS, LESSON, a_class, silent
from autograder.bench.otter_lesson import otter_lesson
from autograder.bench.phases import START, Phases
from autograder.bench.throughput import ONE, ONE_WITH, STOCK, TWO, TWO_WITH, Way, rates_of
from autograder.classroom import GradingError
from tests.corpus.case import CLASSES, Case, all_cases
from tests.corpus.stock import marks_told
from tests.corpus.table import by_case, by_class, outcomes, write
from tests.handing_in import ROOT


def test_a_ratio_is_the_share_of_the_limit_that_is_used():
    assert Figure("slow", 30, "s", 20).ratio == 1.5
    assert Figure("quick", 10, "s", 20).ratio == 0.5
    assert Figure("few", 10, "times", 20, "at least").ratio == 2
    assert Figure("many", 40, "times", 20, "at least").ratio == 0.5
    assert Figure("none", 0, "times", 20, "at least").ratio == float("inf")
    assert Figure("no limit", 10, "s").ratio is None
    assert Figure("not measured", None, "s", 20).ratio is None


def test_the_table_shows_value_limit_ratio_and_note():
    told = table(
        [
            Figure("one worker", 33.71, "times", 20, "at least", "48 submissions"),
            Figure("peak", 1765.2, "MB", 1500),
            Figure("lost", note="word " * 30),
        ]
    ).splitlines()
    assert told[0].split() == ["what", "measured", "limit", "ratio", "note"]
    assert " ".join(told[1].split()) == "one worker 33.7 times ≥ 20 times 0.59 48 submissions"
    assert " ".join(told[2].split()) == "peak 1765 MB ≤ 1500 MB 1.18"
    assert told[3].split()[:2] == ["lost", "-"]
    assert len(told) > 4 and max(map(len, told)) <= 120


def test_the_file_holds_the_same_figures_and_keeps_other_families(tmp_path):
    path = tmp_path / "bench.json"
    put_together([Figure("a", 1, "s", 2).of("old"), Figure("b", 1).of("kept")], path)
    put_together([Figure("c", 0, "", 20, "at least", "none came").of("old")], path)
    kept, new = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["what"], kept["family"]) == ("b", "kept")
    assert new == {
        "what": "c",
        "value": 0,
        "unit": "",
        "limit": 20,
        "sense": "at least",
        "note": "none came",
        "family": "old",
        "ratio": None,
    }
    assert [file.name for file in tmp_path.iterdir()] == ["bench.json"]


@pytest.mark.parametrize("before", ["", "[{]", '[{"what": "no family"}]', "7"])
def test_a_file_that_says_nothing_usable_is_replaced(tmp_path, before):
    path = tmp_path / "bench.json"
    path.write_text(before, encoding="utf-8")
    put_together([Figure("a", 1).of("new")], path)
    assert [record["what"] for record in json.loads(path.read_text(encoding="utf-8"))] == ["a"]


def test_a_measurement_that_fails_says_so_in_one_sentence_and_keeps_what_it_has():
    def failing(root):
        yield Figure("first", 1)
        raise GradingError("The tool is missing; install it.")

    first, last = measured("some", failing, ROOT)
    assert (first.what, first.family) == ("first", "some")
    assert (last.what, last.value) == ("some was not measured", None)
    assert last.note == "The tool is missing; install it."

    def broken(root):
        yield Figure("never", 1 / 0)

    (only,) = measured("other", broken, ROOT)
    assert only.note == "It stopped with ZeroDivisionError: division by zero."


def test_only_the_families_asked_for_are_measured(tmp_path, monkeypatch):
    monkeypatch.setitem(FAMILIES, "suite", lambda root: [Figure("quick suite", 2, "s", 4)])
    told = bench(tmp_path, ["suite"])
    assert "quick suite" in told and "lesson" not in told
    assert "torch" in told.splitlines()[-1]
    (record,) = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert (record["family"], record["ratio"]) == ("suite", 0.5)


def test_an_unknown_family_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(GradingError, match="There is no measurement 'speed'; there are: lessons"):
        bench(tmp_path, ["suite", "speed"])
    assert list(tmp_path.iterdir()) == []


def test_every_family_has_its_line_in_the_package():
    assert set(FAMILIES) == {
        *("lessons", "checks", "desk", "throughput", "isolation", "stages", "memory", "scheduling"),
        *("report", "collecting", "similarity", "otter", "suite"),
    }
    assert benchmarks.__doc__


def test_rates_are_ratios_of_all_that_was_graded():
    ways = {
        STOCK: Way(4, Taken(40, 40)),
        ONE: Way(48, Taken(16, 24)),
        TWO: Way(48, Taken(12, 20)),
        ONE_WITH: Way(48, Taken(24, 36)),
        TWO_WITH: Way(48, Taken(16, 30)),
    }
    found = {figure.what: figure for figure in rates_of(ways)}
    assert found["stock nbgrader autograde"].value == 6
    assert found["ours, one worker"].value == 180
    assert found["ours, one worker, per core"].value == 120
    assert found["ours, one worker, against stock"].value == pytest.approx(30)
    assert found["ours, one worker, against stock"].ratio == pytest.approx(20 / 30)
    assert found["ours, two workers, against stock"].ratio == pytest.approx(35 / 40)
    assert found["two workers against one"].value == pytest.approx(4 / 3)
    assert "48 submissions" in found["ours, two workers"].note


def test_time_of_child_processes_counts():
    def spin():
        busy = "import time\nuntil = time.process_time() + .2\nwhile time.process_time() < until: 0"
        subprocess.run([sys.executable, "-c", busy], check=True)

    assert taken(spin).cpu_s >= 0.2
    assert taken(lambda: time.sleep(0.05)).wall_s >= 0.05


def test_a_stage_inside_another_counts_once():
    class Work:
        def outer(self):
            time.sleep(0.02)
            return self.inner() + 1

        def inner(self):
            time.sleep(0.05)
            return 1

    watch = Stopwatch()
    with watch.on(Work, "outer", "outside"), watch.on(Work, "inner", "inside"):
        assert Work().outer() == 2
    assert watch.spent["inside"] >= 0.05 > watch.spent["outside"] >= 0.02
    before = dict(watch.spent)
    Work().outer()
    assert watch.spent == before


def test_phases_are_read_off_the_messages_of_a_run():
    class Listener:
        def __init__(self, *messages):
            self.messages = iter(messages)

        def receive(self, timeout_s):
            time.sleep(0.01)
            return next(self.messages)

    run = [{"begins": "a"}, {"output": ["a", {}]}, {"wanted": "s"}, {"evidence": ["s", ""]}]
    run += [{"end": {}}, {"over": True}]
    phases = Phases()
    with phases.heard_by(Listener):
        listener = Listener(*run)
        for _ in run:
            listener.receive(1)
    assert phases.spent[START] >= 0.01
    assert phases.spent["cells, and forks after them"] >= 0.02
    assert sum(phases.spent.values()) == pytest.approx(0.06, abs=0.05)


def test_the_honest_class_has_every_kind_of_work(tmp_path):
    course = a_class(ROOT, tmp_path / "gradebook", 2)
    assert course.students(LESSON) == sorted(f"{kind}_{n}" for kind in KINDS for n in range(2))


def test_what_kernels_say_on_stderr_is_dropped(capfd):
    with silent():
        subprocess.run([sys.executable, "-c", "import sys; print('noise', file=sys.stderr)"])
        print("noise", file=sys.stderr)
    print("signal", file=sys.stderr)
    assert capfd.readouterr().err == "signal\n"


def test_otter_gets_the_same_lesson_with_its_own_checks(tmp_path):
    course = a_class(ROOT, tmp_path / "gradebook", 1)
    submission = course.submitted / "solved_0" / LESSON / f"{LESSON}.ipynb"
    path, archive = otter_lesson(submission, tmp_path)
    told = path.read_text(encoding="utf-8")
    assert told.count("grader.check(") == 4
    assert "nbgrader" not in told
    with zipfile.ZipFile(archive) as file:
        names = sorted(file.namelist())
        assert names[0] == "otter_config.json"
        sources = [file.read(name).decode() for name in names[1:]]
    for source in sources:
        compile(source, "test", "exec")
    points = [line for source in sources for line in source.splitlines() if "points = " in line]
    assert sum(float(line.partition(" = ")[2]) for line in points) == 80
    assert any("def test_freeze(freeze, unfreeze):" in source for source in sources)


def test_where_otter_cannot_be_installed_the_row_says_why(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(otter_environment, "PACKAGE", "no-such-package-of-ours==0")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(otter_environment.venv, "create", lambda room, **_: room.mkdir())
    monkeypatch.setattr(otter_environment, "python_of", lambda room: sys.executable)
    (row,) = measured("otter", FAMILIES["otter"], ROOT)
    assert row.value is None
    assert row.note.startswith("no-such-package-of-ours==0 cannot be installed (ERROR:")


def attack(name, by_exercise):
    earned = sum(by_exercise.values())
    return Case("attack", "A1", name, LESSON, earned, lambda course: None, by_exercise)


def test_a_case_is_right_when_every_exercise_is():
    case = attack("swaps", {"freeze": 20, "grad_map": 0})
    assert case.is_right({"freeze": 20, "grad_map": 0})
    assert not case.is_right({"freeze": 5, "grad_map": 15})
    assert not case.is_right({"freeze": 20, "grad_map": 0, "moved_names": 25})
    assert not case.is_right(None)
    unreadable = Case("damage", "D8", "torn", LESSON, None, lambda course: None)
    assert unreadable.is_right(None) and not unreadable.is_right({})


def test_a_grader_without_shares_may_round_a_share_down_only():
    case = attack("half", {"freeze": 5, "grad_map": 15})
    assert case.is_right_without_shares({"freeze": 0, "grad_map": 15})
    assert not case.is_right_without_shares({"freeze": 20, "grad_map": 15})
    assert not case.is_right({"freeze": 0, "grad_map": 15})


def test_the_corpus_table_counts_by_class_and_in_all(tmp_path):
    cases = [attack("one", {"freeze": 0}), attack("two", {"freeze": 20})]
    cases.append(Case("damage", "D5", "moved", LESSON, 80, lambda course: None))
    ours = {"one": {"freeze": 0}, "two": {"freeze": 20}, "moved": {"freeze": 80}}
    found = outcomes(cases, ours, {"one": {"freeze": 20}, "two": {"freeze": 20}})
    lines = [line.split()[-3:] for line in by_class(found).splitlines()[1:]]
    assert lines == [["2", "2", "1"], ["1", "1", "-"], ["2", "2", "1"], ["1", "1", "-"]]
    assert by_case(found).splitlines()[1].split() == ["A1", "one", "0", "0", "20"]
    write(found, {"torch": "2"}, tmp_path / "corpus.json")
    record = json.loads((tmp_path / "corpus.json").read_text(encoding="utf-8"))
    assert [case["ours_is_right"] for case in record["cases"]] == [True] * 3
    assert record["cases"][0]["stock_is_right"] is False
    assert "stock" not in record["cases"][2]


def test_every_case_of_the_corpus_has_a_row_in_the_table():
    cases = all_cases()
    assert {case.kind for case in cases} == set(CLASSES)
    for family in ("attack", "damage"):
        names = [case.name for case in cases if case.family == family]
        assert len(names) == len(set(names)) > 0


def test_what_a_submission_prints_counts_as_no_marks():
    assert marks_told('noise\n{"freeze": 20.0}\n') == {"freeze": 20.0}
    for said in ("", "null", '{"freeze": "all"}', '{"freeze": true}', "[" * 100_000, "{", "80"):
        assert marks_told(said) is None
