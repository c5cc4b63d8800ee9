"""Lesson 11: what it says of torch 2.13 is so, and two workers leave nothing behind."""

import copy
import json
import os
import subprocess
import sys
import warnings
from itertools import combinations

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.checkpoint import checkpoint

from autograder.trials import claim_runs
from autograder.trials.claim_findings import BELIEFS
from course import data, two_workers, worker
from course.claims import CLAIMS, ON_TRIAL, as_text, as_trial
from course.models import two_linear
from course.traps_figures import ORDER, one_gradient_twice, order_of_operations
from course.two_workers import LIVE, SHARDED, NoWorkers, largest_gap, seen_by_workers
from tests.test_figures import written

ROWS, LABELS = torch.linspace(-1, 1, 80).reshape(8, 10), torch.arange(8) % 2


@pytest.fixture(scope="module")
def record():
    return two_workers.shipped_results()


def partly_frozen():
    net = two_linear(seed=0)
    net[0].requires_grad_(False)
    return net


def test_the_record_holds_every_case_of_both_workers(record):
    assert record["recipe"] == two_workers.RECIPE
    assert list(record["cases"]) == [*LIVE, *SHARDED]
    assert all(len(reports) == 2 for reports in record["cases"].values())


def test_only_what_was_thawed_after_wrapping_drifts_apart(record):
    assert set(largest_gap(record["cases"]["thawed_before"]).values()) == {0}
    late = largest_gap(record["cases"]["thawed_after"])
    assert {name for name, gap in late.items() if gap} == {"0.weight", "0.bias"}


def test_the_averaged_gradient_is_the_mean_of_the_two_that_were_not(record):
    before, after = (record["cases"][case] for case in ("thawed_before", "thawed_after"))
    rows = [report["gradients"]["0.weight"] for report in (*before, *after)]
    for first, second, own, other in zip(*rows, strict=True):
        assert first == second == pytest.approx((own + other) / 2, abs=1e-4)


def test_the_other_mistakes_are_loud(record):
    raised = {
        case: (reports[0]["raised"]["type"], reports[0]["raised"]["iteration"])
        for case, reports in record["cases"].items()
        if reports[0].get("raised")
    }
    assert raised == {
        "frozen_after": ("RuntimeError", 2),
        "all_frozen": ("RuntimeError", 0),
        "flattened_mixed": ("ValueError", 0),
    }
    assert record["cases"]["sharded_in_place"][0]["same_objects"] == 0


def test_two_workers_see_today_what_the_record_shows(record):
    try:
        seen = seen_by_workers(("thawed_after", "all_frozen"))
    except NoWorkers as problem:
        assert not os.environ.get("CI"), problem
        pytest.skip(f"no two processes here: {problem}")
    for now, then in zip(seen["thawed_after"], record["cases"]["thawed_after"], strict=True):
        for name, values in then["weights"].items():
            assert now["weights"][name] == pytest.approx(values, abs=2e-4)
    assert seen["all_frozen"] == record["cases"]["all_frozen"]


def sleeping(rank, folder, cases):
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


def falling(rank, folder, cases):
    return subprocess.Popen([sys.executable, "-c", f"raise SystemExit({rank})"])


@pytest.mark.parametrize(
    ("start", "said"), [(sleeping, "not done after 0 seconds"), (falling, "ended early")]
)
def test_workers_that_hang_or_fall_are_reported_and_gone(monkeypatch, start, said):
    started = []

    def noted(*arguments):
        started.append(start(*arguments))
        return started[-1]

    monkeypatch.setattr(two_workers, "_started", noted)
    with pytest.raises(NoWorkers, match=said):
        seen_by_workers(LIVE, patience_s=0.3)
    assert [process.poll() is not None for process in started] == [True, True]


def test_where_processes_cannot_be_started_one_sentence_says_so(monkeypatch):
    def refused(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(two_workers.subprocess, "Popen", refused)
    with pytest.raises(NoWorkers, match=r"no process could be started here \(Permission denied\)"):
        seen_by_workers()


def test_the_recipe_writes_its_asset_whole_and_says_what_it_got(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(data, "ASSETS", tmp_path)
    monkeypatch.setattr(
        two_workers, "seen_by_workers", lambda cases, patience_s: {c: [{}, {}] for c in cases}
    )
    two_workers.main()
    (asset,) = tmp_path.iterdir()
    assert list(json.loads(asset.read_text(encoding="utf-8"))["cases"]) == [*LIVE, *SHARDED]
    assert "thawed_after      no exception" in capsys.readouterr().out


def test_every_case_is_a_function_of_the_worker():
    assert all(callable(getattr(worker, case)) for case in (*LIVE, *SHARDED))


# What the lesson says of one release. A failure here means: change the lesson, and its version.


@pytest.mark.parametrize("stem_learns", [True, False])
@pytest.mark.parametrize("ways", [{}, {"use_reentrant": True}, {"use_reentrant": False}])
def test_the_reentrant_way_is_the_default_and_needs_an_input_that_asks(ways, stem_learns):
    stem, block = nn.Linear(4, 3), nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
    stem.requires_grad_(stem_learns)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        output = checkpoint(block, stem(torch.ones(5, 4)), **ways)
        if output.requires_grad:
            output.sum().backward()
    arrives = stem_learns or ways == {"use_reentrant": False}
    assert (block[0].weight.grad is not None) == arrives
    assert block[1].num_batches_tracked == (2 if arrives else 1)
    assert len(heard) == (not ways) + (not arrives)


TOGGLED = """
import torch
from course.models import two_linear
net = two_linear(seed=0)
compiled = torch.compile(net, backend="eager")
for flag in (True, False, True):
    net[0].requires_grad_(flag)
    net.zero_grad()
    compiled(torch.ones(8, 10)).sum().backward()
    print(net[0].weight.grad is not None)
"""


def test_a_compiled_model_follows_a_flag_both_ways():
    """In a process of its own: compiling may start threads, and other tests fork this one."""
    done = subprocess.run(
        [sys.executable, "-c", TOGGLED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False", "True"]


def test_a_scaler_with_nothing_to_scale_is_refused():
    net, scaler = partly_frozen(), torch.amp.GradScaler("cpu")
    optimizer = torch.optim.SGD(net[0].parameters(), lr=0.1)
    scaler.scale(cross_entropy(net(ROWS), LABELS)).backward()
    with pytest.raises(AssertionError, match="No inf checks"):
        scaler.step(optimizer)


def test_functional_gradients_do_not_read_the_flag():
    net = partly_frozen()

    def loss(parameters):
        return cross_entropy(torch.func.functional_call(net, parameters, (ROWS,)), LABELS)

    assert torch.func.grad(loss)(dict(net.named_parameters()))["0.weight"].norm() > 0


def test_averaging_refills_frozen_statistics_and_wakes_them():
    norm = nn.Sequential(nn.BatchNorm1d(10)).requires_grad_(False).eval()
    averaged = torch.optim.swa_utils.AveragedModel(norm)
    assert not averaged.module[0].training
    torch.optim.swa_utils.update_bn([ROWS + 1], averaged)
    assert averaged.module[0].running_mean.abs().max() > 0
    assert averaged.module[0].training


def test_every_claim_on_trial_has_evidence_and_a_question():
    assert ON_TRIAL == (1, 2, 3, 8, 9, 11, 12, 13) == tuple(claim_runs.RUNS) == tuple(BELIEFS)
    assert list(CLAIMS) == list(range(1, 14))
    assert as_text(CLAIMS.values()).count("met in:") == 13
    assert max(map(len, as_trial(CLAIMS[n] for n in ON_TRIAL).splitlines())) <= 92


@pytest.mark.parametrize("number", ON_TRIAL)
def test_a_verdict_is_the_same_on_every_net_and_its_evidence_is_not(number):
    runs = [claim_runs.found(number, seed) for seed in range(12)]
    assert {holds for holds, _ in runs} == {number in (12, 13)}
    distinct = {json.dumps(seen) for _, seen in runs}
    assert len(distinct) > 9


def test_the_claims_that_the_lesson_settles_do_not_hold():
    net = two_linear(seed=0).requires_grad_(False)
    net[2] = nn.Linear(5, 2)
    cross_entropy(net(ROWS), LABELS).backward()
    assert [n for n, p in net.named_parameters() if p.grad is not None] == ["2.weight", "2.bias"]
    with pytest.raises(RuntimeError, match="requires_grad must be a bool"):
        net[0].weight.requires_grad = ~torch.zeros(5, dtype=torch.bool)
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW):
        net = two_linear(seed=0)
        before = copy.deepcopy(net.state_dict())
        optimizer = kind(net.parameters(), lr=0.0, weight_decay=0.5)
        cross_entropy(net(ROWS), LABELS).backward()
        optimizer.step()
        assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def gradients():
    return one_gradient_twice({"before": [[0.1, 0.2]] * 2, "after": [[0.1, 0.2], [0.1, -0.2]]})


def test_the_gradient_figure_says_in_how_many_numbers_the_workers_differ():
    assert gradients().alt == (
        "before: the workers differ in 0 of 2 numbers. after: the workers differ in 1 of 2 numbers."
    )
    first, second = gradients().figure.axes[0].containers[:2]
    assert (first[0].get_hatch(), second[0].get_hatch()) == (None, "///")


def test_the_order_names_every_step_with_its_number():
    told = order_of_operations()
    assert all(f"{place} {step}" in told.alt for place, (step, _) in enumerate(ORDER, start=1))


@pytest.mark.parametrize("picture", [gradients, order_of_operations])
def test_the_words_in_the_pictures_can_be_read(picture):
    shown = written(picture().figure)
    assert all(text.get_fontsize() >= 9 for text, _ in shown)
    for (one, box), (other, another) in combinations(shown, 2):
        assert not box.overlaps(another), (one.get_text(), other.get_text())
