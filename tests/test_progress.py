"""The file of progress: written whole, read by people, and never in the way."""

import json
import multiprocessing
import os
import stat

import pytest

from autograder import check, course_map, hint, progress
from autograder.checking import NotYet
from autograder.course_map import SURE, start_over


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / "mine" / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    monkeypatch.setattr(progress, "_in_memory", {})
    monkeypatch.setattr(progress, "_told", [])
    return path


def freeze(module):
    module.requires_grad = False
    return module


def unfreeze(module):
    return module


def right_freeze(module):
    return module.requires_grad_(False)


def right_unfreeze(module):
    return module.requires_grad_(True)


def entry(file):
    return json.loads(file.read_text())["exercises"]["freeze"]


def test_a_failed_check_leaves_tries_and_findings(file):
    with pytest.raises(NotYet):
        check("freeze", freeze, unfreeze)
    assert entry(file) == {
        "best": 0.0,
        "failed": 1,
        "hints": 0,
        "open": ["A5"],
        "passed": False,
        "tries": 1,
    }


def test_a_pass_stays_and_closes_the_findings(file):
    with pytest.raises(NotYet):
        check("freeze", freeze, unfreeze)
    check("freeze", right_freeze, right_unfreeze)
    assert entry(file)["open"] == []
    with pytest.raises(NotYet):
        check("freeze", freeze, unfreeze)
    told = entry(file)
    assert (told["passed"], told["best"], told["tries"], told["failed"]) == (True, 1.0, 3, 1)


def test_an_untouched_stub_is_no_try(file):
    def stub(module): ...

    with pytest.raises(NotYet):
        check("freeze", stub, stub)
    assert entry(file)["tries"] == 0


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"format": 1}', '{"some": "other program"}', "\xff", "[" * 100_000],
)
def test_a_foreign_file_is_kept_aside_and_the_course_goes_on(file, content, capsys):
    file.parent.mkdir()
    file.write_text(content, encoding="latin-1")
    check("freeze", right_freeze, right_unfreeze)
    assert entry(file)["passed"]
    assert (file.parent / "progress-unreadable-1.json").read_text("latin-1") == content
    capsys.readouterr()
    course_map()
    assert "it is kept as progress-unreadable-1.json." in capsys.readouterr().out
    course_map()
    assert "kept as" not in capsys.readouterr().out


def test_a_second_foreign_file_does_not_replace_the_first(file):
    file.parent.mkdir()
    for content in ("one", "two"):
        file.write_text(content)
        assert progress.load() == progress.new()
    kept = sorted(path.name for path in file.parent.glob("*unreadable*"))
    assert kept == ["progress-unreadable-1.json", "progress-unreadable-2.json"]


def test_where_nothing_can_be_written_the_kernel_remembers(file, monkeypatch, capsys):
    monkeypatch.setenv(progress.VARIABLE, "/proc/nowhere/progress.json")
    check("freeze", right_freeze, right_unfreeze)
    assert progress.load()["exercises"]["freeze"]["passed"]
    capsys.readouterr()
    course_map()
    assert "Progress cannot be written" in capsys.readouterr().out


def test_off_writes_nothing(file, monkeypatch):
    monkeypatch.setenv(progress.VARIABLE, progress.OFF)
    check("freeze", right_freeze, right_unfreeze)
    assert progress.load()["exercises"]["freeze"]["passed"]
    assert not file.exists()


def test_validating_is_no_try(file, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("freeze", right_freeze, right_unfreeze)
    assert not file.exists()


def test_without_a_variable_the_file_lies_in_the_users_data_folder(monkeypatch):
    monkeypatch.delenv(progress.VARIABLE)
    assert progress._path().parts[-2:] == ("freezing-layers", "progress.json")


def add_one(times):
    for _ in range(times):
        progress.update(lambda state: state.update(cards_seen=state["cards_seen"] + 1))


def test_two_notebooks_that_write_at_once_lose_nothing(file):
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=add_one, args=(100,)) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
    assert progress.load()["cards_seen"] == 200
    assert [path.name for path in file.parent.glob(".progress-*")] == []


def test_a_write_that_fails_leaves_the_file_as_it_was(file, monkeypatch):
    check("freeze", right_freeze, right_unfreeze)
    before = file.read_text()
    monkeypatch.setattr(os, "replace", _full)
    progress.update(lambda state: state.update(cards_seen=7))
    assert file.read_text() == before
    assert [path.name for path in file.parent.glob(".progress-*")] == []
    assert stat.S_ISREG(file.stat().st_mode)


def _full(source, target):
    raise OSError(28, "No space left on device")


def test_beginning_anew_asks_first_and_keeps_the_old_file(file, capsys):
    check("freeze", right_freeze, right_unfreeze)
    start_over()
    start_over("yes")
    assert entry(file)["passed"]
    capsys.readouterr()
    start_over(SURE)
    assert "kept as progress-before-1.json" in capsys.readouterr().out
    assert progress.load() == progress.new()
    assert '"passed": true' in (file.parent / "progress-before-1.json").read_text()
    start_over(SURE)
    assert capsys.readouterr().out == "Your map is empty again.\n"


def test_hints_go_one_step_further_each_time(file, capsys):
    told = []
    for _ in range(4):
        hint("freeze")
        told.append(capsys.readouterr().out)
    assert [text.split(" for")[0] for text in told[:3]] == [f"**Hint {n} of 3" for n in (1, 2, 3)]
    assert told[2] == told[3]
    assert "This is the last step. Read again: [1 · See what freezing does" in told[2]
