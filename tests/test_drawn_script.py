"""The capstone's scripts: one for each name, six faults in each, and none earns anything."""

import itertools
import textwrap
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from autograder.collect import collect
from autograder.exercise import find
from autograder.judge import judge
from autograder.mistakes import MISTAKES
from course.drawn_script import FAULTS, drawn_faults, script
from course.lesson_text import read_lesson
from course.starter import for_learners

LESSON = Path(__file__).parent.parent / "course" / "lessons" / "12_fraud_desk.py"
EVERY = [dict(zip(FAULTS, chosen, strict=True)) for chosen in itertools.product(*FAULTS.values())]
DELIVERED = dict(zip(FAULTS, ("A5", "B1", "D6", "E3", "F11", "H6"), strict=True))


def verdict_on(source):
    names = {"torch": torch, "nn": nn, "cross_entropy": cross_entropy}
    exec(source, names)
    exercise = find("training_script")
    return judge("training_script", collect(exercise, (names["training_script"],), 7), 7)


@pytest.mark.parametrize("faults", EVERY[::5], ids=lambda faults: "-".join(faults.values()))
def test_a_script_with_six_faults_runs_and_earns_nothing(faults):
    verdict = verdict_on(script(faults))
    assert verdict.score == 0
    told = {finding.mistake for finding in verdict.findings}
    # The same thing is said once, and a flag that is on hides what comes after it.
    assert verdict.status == "not attempted" or len(told & set(faults.values())) >= 2


def test_the_scripts_of_all_choices_differ():
    assert len({script(faults) for faults in EVERY}) == 96


def test_a_name_decides_the_script_whatever_its_case_and_spaces():
    assert drawn_faults(" Ada ") == drawn_faults("ada")
    drawn = [drawn_faults(f"learner {number}") for number in range(3000)]
    assert {tuple(faults.values()) for faults in drawn} == {tuple(f.values()) for f in EVERY}


def test_every_fault_is_a_known_mistake_of_its_lesson_family():
    letters = {2: "A", 3: "BC", 4: "D", 5: "E", 6: "F", 7: "H"}
    for lesson, faults in FAULTS.items():
        assert all(fault in MISTAKES and fault[0] in letters[lesson] for fault in faults)


def test_the_script_that_stands_in_the_notebook_is_one_of_the_family():
    (cell,) = (cell for cell in read_lesson(LESSON).cells if cell.id == "training_script")
    given = [line for line in for_learners(cell.source).splitlines() if line.strip()]
    ours = [line for line in script(DELIVERED).splitlines() if line.strip()]
    assert textwrap.dedent("\n".join(given[2:])) == textwrap.dedent("\n".join(ours[1:]))
