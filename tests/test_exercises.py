"""What every exercise owes, asked of all of them at once."""

import ast
import json
from pathlib import Path

import pytest
import torch

from autograder.collect import collect
from autograder.exercise import find, slugs
from autograder.judge import judge
from autograder.shape import fits
from autograder.verdict import CORRECT, NOT_ATTEMPTED
from course.build import read_lessons
from course.starter import for_learners, parts

ROOT = Path(__file__).parent.parent
LESSONS = read_lessons(ROOT)
CELLS = {
    cell.id: (lesson, cell)
    for lesson in LESSONS.values()
    for cell in lesson.cells
    if cell.id in slugs()
}


def imports(lesson):
    """The import statements of a lesson, as source."""
    trees = [ast.parse(cell.source) for cell in lesson.cells if cell.cell_type == "code"]
    found = (node for tree in trees for node in tree.body)
    return "\n".join(
        ast.unparse(node) for node in found if isinstance(node, ast.Import | ast.ImportFrom)
    )


def answers(slug, source):
    """The functions that a cell's source defines, in the order that `check` takes them."""
    lesson, _ = CELLS[slug]
    namespace = {}
    exec(imports(lesson), namespace)
    exec(compile(source, f"<{slug}>", "exec"), namespace)
    return tuple(namespace[name] for name in find(slug).answers)


def reference(slug):
    """The lesson's own answers."""
    lines = []
    for part in parts(CELLS[slug][1].source):
        lines += [part] if isinstance(part, str) else part.answer
    return answers(slug, "\n".join(lines))


def untouched(slug):
    """The answers as learners find them."""
    return answers(slug, for_learners(CELLS[slug][1].source))


@pytest.mark.parametrize("slug", slugs())
def test_every_exercise_stands_in_a_lesson(slug):
    assert slug in CELLS


@pytest.mark.parametrize("slug", slugs())
@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_the_lessons_own_answer_earns_full_marks(slug, seed):
    verdict = judge(slug, collect(find(slug), reference(slug), seed), seed)
    assert (verdict.status, verdict.score) == (CORRECT, 1), verdict.findings


@pytest.mark.parametrize("slug", slugs())
def test_the_untouched_stub_is_not_attempted_and_earns_nothing(slug):
    verdict = judge(slug, collect(find(slug), untouched(slug), 3), 3)
    assert (verdict.status, verdict.score) == (NOT_ATTEMPTED, 0)


@pytest.mark.parametrize("slug", slugs())
def test_evidence_survives_a_round_trip_through_json(slug):
    envelope = collect(find(slug), reference(slug), 5)
    assert json.loads(json.dumps(envelope, allow_nan=False)) == envelope
    assert fits(envelope["observed"], find(slug).form)


@pytest.mark.parametrize("slug", slugs())
def test_evidence_made_for_another_seed_earns_nothing(slug):
    verdict = judge(slug, collect(find(slug), reference(slug), 5), 6)
    assert verdict.score == 0
    assert "another case" in verdict.findings[0].seen


# A constant answer is the same for every seed; there is nothing in its evidence to tell them apart.
@pytest.mark.parametrize("slug", sorted(set(slugs()) - {"triage", "true_statements"}))
def test_evidence_with_a_forged_seed_earns_nothing(slug):
    envelope = collect(find(slug), reference(slug), 5) | {"seed": 6}
    verdict = judge(slug, envelope, 6)
    assert verdict.score < 1, "the evidence does not depend on the seed"


@pytest.mark.parametrize("slug", slugs())
def test_collecting_twice_gives_the_same_evidence(slug):
    first = collect(find(slug), reference(slug), 5)
    assert collect(find(slug), reference(slug), 5) == first


@pytest.mark.parametrize("slug", slugs())
def test_neither_stage_writes_to_stderr_or_disturbs_random_state(slug, capfd):
    state = torch.random.get_rng_state()
    judge(slug, collect(find(slug), reference(slug), 5), 5)
    assert torch.equal(state, torch.random.get_rng_state())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("slug", slugs())
def test_messages_do_not_quote_the_solution(slug):
    """No whole line of the answer stands in what a learner reads on a wrong one."""
    solution = [
        line.strip()
        for part in parts(CELLS[slug][1].source)
        if not isinstance(part, str)
        for line in part.answer
        if len(line.strip()) > 12
    ]
    verdict = judge(slug, collect(find(slug), untouched(slug), 5), 5)
    told = " ".join(f"{finding.seen} {finding.hint}" for finding in verdict.findings)
    assert not [line for line in solution if line in told]
