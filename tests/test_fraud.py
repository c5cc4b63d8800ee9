"""The fraud desk: what ships is what its recipe makes, and what lesson 12 says of it is so."""

import copy
import json
from statistics import fmean, pstdev

import numpy as np
import pytest
import torch
from sklearn.metrics import average_precision_score

from autograder.trials.branches import BLOCKS, backward_of, desks
from autograder.trials.illnesses import CAUSES, GAP, illnesses
from autograder.trials.operating_cases import DEARER, operations
from course import data, fraud
from course.cost import step_flops
from course.fraud import SEEDS, SHIPPED, shipped_results, shipped_scores
from course.fraud_figures import View, desk_board, ranking_panels
from course.fraud_models import (
    BARELY,
    BODY,
    MODELS,
    OWN_COPY,
    RANDOM,
    THAWED,
    TRAINED,
    WEIGHTED,
    delivered,
)
from course.fraud_scores import (
    PARTS,
    best_f1_threshold,
    measured,
    outcome,
    ranking,
    scored,
    wilson,
)
from course.fraud_script import desk_data, desk_model
from course.fraud_task import CASES, PREVALENCE, fraud_task, weights_of
from course.training import accuracy
from tests.readable import assert_repeats_and_reads

SIZES = {
    "new": [(2000,), (980, 20), (490, 10), (530, 470), (500,)],
    "known": [(2750,), (686, 14), (343, 7), (371, 329), (500,)],
}


@pytest.fixture(scope="module")
def results():
    return shipped_results()["cases"]


@pytest.fixture(scope="module")
def scores():
    return shipped_scores()


def values(results, case, name, field="average precision"):
    return results[case][name][field]["values"]


def wins(results, case, one, other):
    """In how many seeds one model ranks better than another."""
    pairs = zip(values(results, case, one), values(results, case, other), strict=True)
    return sum(a > b for a, b in pairs)


def every_result(value):
    if "mean" in value:
        yield value
    else:
        for inner in value.values():
            yield from every_result(inner)


@pytest.mark.parametrize("case", CASES)
def test_the_parts_of_a_task_have_their_sizes_and_share_no_picture(case):
    task = fraud_task(case, seed=3)
    for part, size in zip(task[1:4], SIZES[case][1:4], strict=True):
        assert tuple(torch.bincount(part.labels).tolist()) == size
    assert (len(task.source.labels), len(task.old_test.labels)) == (*SIZES[case][0], 500)
    assert set(task.old_test.labels.tolist()) == set(range(5))
    drawn = [image.numpy().tobytes() for part in task for image in part.images]
    # A few pictures look alike in MNIST itself; none may be drawn twice on top of that.
    again = [image.numpy().tobytes() for part in fraud_task(case, seed=3) for image in part.images]
    assert drawn == again
    assert len(drawn) - len(set(drawn)) <= 5


def test_a_task_depends_on_its_seed_and_an_unknown_case_is_refused():
    assert not torch.equal(fraud_task("new", 0).test.images, fraud_task("new", 1).test.images)
    with pytest.raises(KeyError):
        fraud_task("old")


def test_weights_bring_fraud_to_two_percent():
    y = np.array([1, 0, 0, 1, 0])
    weight = weights_of(y)
    assert weight.sum() == pytest.approx(1)
    assert weight[y == 1].sum() == pytest.approx(PREVALENCE)
    for one_kind in (np.zeros(3), np.ones(3)):
        with pytest.raises(ValueError, match="at least one fraud"):
            weights_of(one_kind)


def test_outcome_counts_by_weight_and_precision_without_an_alarm_is_nan():
    y, score = np.array([1, 1, 0, 0]), np.array([2.0, -1.0, 1.0, -3.0])
    worth = outcome(y, score, weights_of(y), threshold=0.0)
    assert worth.recall == pytest.approx(0.5)
    assert worth.precision == pytest.approx(0.01 / 0.5)
    assert worth.accuracy == pytest.approx(0.01 + 0.49)
    assert np.isnan(outcome(y, score, weights_of(y), threshold=9.0).precision)


def test_the_best_f1_threshold_is_the_best_of_all_scores():
    rng = np.random.default_rng(0)
    y, score = rng.integers(0, 2, 60), rng.normal(size=60)

    def f1(threshold):
        called = score >= threshold
        return 2 * (called & (y == 1)).sum() / (called.sum() + y.sum())

    assert f1(best_f1_threshold(y, score)) == pytest.approx(max(map(f1, score)))


@pytest.mark.parametrize(
    ("found", "of", "low", "high"), [(2, 11, 0.051, 0.477), (0, 11, 0, 0.259), (11, 11, 0.741, 1)]
)
def test_wilsons_interval_of_known_counts(found, of, low, high):
    assert wilson(found, of) == pytest.approx((low, high), abs=1e-3)


def test_the_shipped_results_hold_eight_seeds_of_each_model(results):
    assert shipped_results()["recipe"] == fraud.RECIPE
    assert list(results) == list(CASES)
    for models in results.values():
        assert list(models) == [*MODELS, OWN_COPY]
    for result in every_result(results):
        there = [value for value in result["values"] if value is not None]
        assert len(result["values"]) == SEEDS == 8
        if there:
            assert result["mean"] == pytest.approx(fmean(there), abs=2e-4)
            assert result["spread"] == pytest.approx(pstdev(there), abs=2e-4)
        else:
            assert result["mean"] is None and result["spread"] is None


def test_the_shipped_seed_is_the_one_nearest_to_the_means(results):
    away = np.zeros(SEEDS)
    for models in results.values():
        for name in MODELS[1:]:
            for result in (models[name]["average precision"], models[name]["at .5"]["recall"]):
                away += np.abs(np.array(result["values"]) - result["mean"])
    assert away.argmin() == SHIPPED


def test_accuracy_separates_nothing_and_both_cases_have_one_symptom(results):
    for case in CASES:
        for name in MODELS:
            if name != WEIGHTED:
                assert 0.979 < results[case][name]["at .5"]["accuracy"]["mean"] < 0.993
        assert results[case][BARELY]["at .5"]["recall"]["mean"] == pytest.approx(0.12, abs=0.02)


def test_the_causes_differ_as_the_lesson_tells(results):
    assert wins(results, "new", RANDOM, TRAINED) == 7
    assert wins(results, "known", RANDOM, TRAINED) == 1
    assert wins(results, "new", THAWED, TRAINED) == 8
    for case in CASES:
        means = {name: fmean(values(results, case, name)) for name in MODELS}
        assert means[WEIGHTED] < means[TRAINED]
        recalls = {n: results[case][n]["at .5"]["recall"]["mean"] for n in MODELS}
        assert max(recalls, key=recalls.get) == WEIGHTED
    known = {name: fmean(values(results, "known", name)) for name in (BARELY, TRAINED, THAWED)}
    assert known[TRAINED] - known[BARELY] > 2 * (known[THAWED] - known[TRAINED])


def test_copies_rank_almost_as_well_as_everything_thawed_and_spare_the_old_task(results):
    for case in CASES:
        before = values(results, case, TRAINED, "old")
        assert values(results, case, OWN_COPY, "old") == before
        gap = fmean(values(results, case, THAWED)) - fmean(values(results, case, OWN_COPY))
        assert 0 < gap < 0.02
    assert results["new"][TRAINED]["old"]["mean"] == pytest.approx(0.968, abs=5e-4)
    assert results["new"][THAWED]["old"]["mean"] == pytest.approx(0.807, abs=5e-4)


def test_the_shipped_scores_have_their_form_and_are_those_of_the_table(scores, results):
    assert list(scores) == list(CASES)
    for case, models in scores.items():
        assert list(models) == list(MODELS)
        for name, parts in models.items():
            assert list(parts) == list(PARTS)
            for part, size in zip(PARTS, SIZES[case][2:4], strict=True):
                rows = parts[part]
                assert tuple(np.bincount(rows["y"])) == size
                assert rows["score"].dtype == rows["weight"].dtype == np.float64
                assert np.isfinite(rows["score"]).all()
                assert rows["weight"][rows["y"] == 1].sum() == pytest.approx(PREVALENCE)
            kept = values(results, case, name)[SHIPPED]
            test = parts["test"]
            assert ranking(**test) == pytest.approx(kept, abs=1e-4)
            recall = results[case][name]["at .5"]["recall"]["values"][SHIPPED]
            assert outcome(**test, threshold=0.0).recall == pytest.approx(recall, abs=1e-4)


@pytest.mark.parametrize("case", CASES)
def test_the_delivered_model_has_the_shipped_scores_and_knows_the_old_task(case, scores, results):
    task, (net, old_head) = fraud_task(case, SHIPPED), delivered(case)
    assert all(p.requires_grad for p in net.parameters()) and net.training
    for part in PARTS:
        kept, made = scores[case][BARELY][part], scored(task, net, part)
        assert np.array_equal(kept["y"], made["y"])
        assert np.allclose(kept["score"], made["score"], atol=0.02)
    remembering = copy.deepcopy(net)
    remembering.head = old_head
    before = values(results, case, BARELY, "old")[SHIPPED]
    assert accuracy(remembering, *task.old_test) == pytest.approx(before, abs=0.005)


def test_measuring_says_nan_where_there_is_nothing_to_measure():
    task, net = fraud_task("new", SHIPPED), delivered("new").net
    with torch.no_grad():
        net.head.bias.copy_(torch.tensor([99.0, -99.0]))
    worth = measured(task, net, None)
    assert np.isnan(worth["old"]) and np.isnan(worth["at .5"]["precision"])


def test_the_desk_model_is_the_delivered_body_under_its_old_head():
    model, (net, old_head) = desk_model("new"), delivered("new")
    images = fraud_task("new", SHIPPED).old_test.images[:8]
    remembering = copy.deepcopy(net)
    remembering.head = old_head
    assert torch.equal(model(images), remembering(images))
    assert [name for name, _ in model.body.named_children()] == list(BODY)


def test_the_desk_data_come_in_batches_most_of_which_have_no_fraud():
    batches = desk_data(fraud_task("new", SHIPPED))["validation"]
    frauds = [int(labels.sum()) for _, labels in batches]
    assert (len(batches), sum(frauds), sum(count == 0 for count in frauds)) == (10, 10, 9)


def test_the_recipe_writes_four_assets_that_read_back(tmp_path, monkeypatch, capsys):
    """With the slow parts replaced: the writing is what is looked at."""
    net, old_head = delivered("known")
    source = copy.deepcopy(net)
    source.head = old_head
    tasks = {(case, seed): fraud_task(case, seed) for case in CASES for seed in range(2)}
    monkeypatch.setattr(fraud, "fraud_task", lambda *asked: tasks[asked])
    monkeypatch.setattr(data, "ASSETS", tmp_path)
    monkeypatch.setattr(fraud, "ASSETS", tmp_path)
    monkeypatch.setattr(fraud, "SEEDS", 2)
    monkeypatch.setattr(fraud, "pretrained", lambda task, seed: source)
    monkeypatch.setattr(fraud, "six_models", lambda *given: dict.fromkeys(MODELS, net.eval()))
    monkeypatch.setattr(fraud, "thawed", lambda *given: net)
    threads = torch.get_num_threads()
    fraud.main()
    torch.set_num_threads(threads)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"fraud.json", "fraud.npz", "fraud_new.safetensors", "fraud_known.safetensors"}
    written_down = json.loads((tmp_path / "fraud.json").read_text(encoding="utf-8"))["cases"]
    assert written_down["known"][RANDOM]["old"] == {
        "mean": None,
        "spread": None,
        "values": [None, None],
    }
    assert np.array_equal(
        shipped_scores()["new"][BARELY]["test"]["y"], tasks["new", 1].test.labels.numpy()
    )
    assert "known 6 random start" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(3))
def test_six_illnesses_are_two_of_each_cause_and_far_enough_apart_to_tell(seed):
    cases = illnesses(seed)
    assert sorted(case.cause for case in cases) == sorted(CAUSES * 2)
    for case in cases:
        reached = list(case.truth.values())
        cause = "head" if reached[1] >= case.wanted else "body"
        assert case.cause == ("threshold" if reached[0] >= case.wanted else cause)
        assert min(abs(value - case.wanted) for value in reached) >= GAP - 1e-3
        rows = case.scores["delivered"]["validation"]
        by_hand = average_precision_score(rows["y"], rows["score"], sample_weight=rows["weight"])
        assert by_hand == pytest.approx(reached[0])


@pytest.mark.parametrize("seed", range(5))
def test_every_wrong_rule_for_a_threshold_costs_more(seed):
    for case in operations(seed):
        least = case.cost(case.best())
        for belief, threshold in case.beliefs().items():
            assert case.cost(threshold) > DEARER * least, belief


def test_a_backward_pass_counted_by_hand_is_what_the_counter_says():
    for desk in desks(4):
        for depth in range(BLOCKS + 1):
            model = copy.deepcopy(desk.model).requires_grad_(False)
            for part in [model.head, *model.body[len(model.body) - depth :]]:
                part.requires_grad_(True)
            counted = step_flops(model, desk.inputs, desk.targets).backward
            assert counted == backward_of(desk, depth)


def panels():
    return ranking_panels(shipped_results()["cases"])


def board():
    models = shipped_scores()["new"]
    views = {
        "as delivered": View(models[BARELY]["test"], 0.0, 0.956, 17_000),
        "everything thawed": View(models[THAWED]["test"], -2.0, 0.724, 116_000_000),
        "own copy of blocks 3 and 4": View(models[TRAINED]["test"], 0.0, 0.956, 21_000_000),
    }
    return desk_board(views, cost_miss=100, cost_alarm=2)


def test_the_panels_say_every_mean_and_draw_a_dot_per_seed(results):
    drawn = panels()
    for case, models in results.items():
        for name, result in models.items():
            ranked = result["average precision"]
            assert f"{case}, {name}: {ranked['mean']:.2f} ± {ranked['spread']:.2f}." in drawn.alt
    for axes in drawn.figure.axes:
        assert sum(len(line.get_xdata()) == SEEDS for line in axes.lines) == len(MODELS) + 1


def test_the_board_says_operation_cost_old_task_and_work(scores):
    said = board().alt
    worth = outcome(**scores["new"][BARELY]["test"], threshold=0.0)
    assert f"operated at recall {worth.recall:.2f} and precision {worth.precision:.2f}" in said
    miss, alarms = 2 * (1 - worth.recall), worth.recall * 0.02 / worth.precision * 2
    cost = miss + alarms * (1 - worth.precision)
    assert f"as delivered: costs {cost:.2f} per picture" in said
    assert "everything thawed 0.724" in said and "everything thawed 116.0" in said


@pytest.mark.parametrize("draw", [panels, board])
def test_a_picture_repeats_and_its_words_can_be_read(draw):
    assert_repeats_and_reads(draw)
