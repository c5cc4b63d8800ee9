"""The BatchNorm trap: what ships is what its recipe makes, and what lesson 5 says of it is so."""

import json
from statistics import fmean, pstdev

import pytest
import torch

from course import bn_trap, data
from course.bn_figures import drifting_means, paired_bars
from course.bn_trap import MODES, SEEDS, SHIFTS, STEPS, Score, head_trained, one_seed, score
from course.data import mnist8_split
from course.models import pretrained_batchnorm_net
from course.training import accuracy
from tests.readable import assert_repeats_and_reads


@pytest.fixture(scope="module")
def shipped():
    return bn_trap.shipped_results()


@pytest.fixture(scope="module")
def source():
    return pretrained_batchnorm_net()


def every_result(shipped):
    yield shipped["before"]
    for modes in shipped["shifts"].values():
        for tasks in modes.values():
            yield from tasks.values()


def differences(shipped, shift, task):
    """Train mode less eval mode, seed by seed."""
    drift, still = (shipped["shifts"][shift][mode][task]["accuracies"] for mode in MODES)
    return [a - b for a, b in zip(drift, still, strict=True)]


def test_the_shipped_results_hold_eight_seeds_of_each_shift_and_mode(shipped):
    assert shipped["recipe"] == bn_trap.RECIPE
    assert list(shipped["shifts"]) == list(SHIFTS)
    assert all(list(modes) == list(MODES) for modes in shipped["shifts"].values())
    for result in every_result(shipped):
        assert len(result["accuracies"]) == SEEDS == 8
        assert result["mean"] == pytest.approx(fmean(result["accuracies"]), abs=2e-4)
        assert result["spread"] == pytest.approx(pstdev(result["accuracies"]), abs=2e-4)


def test_in_eval_mode_the_old_task_is_untouched_in_every_seed(shipped):
    for modes in shipped["shifts"].values():
        assert modes["eval"]["old"] == shipped["before"]


def test_the_old_task_pays_as_the_lesson_tells(shipped):
    assert fmean(differences(shipped, "same", "old")) == pytest.approx(-0.005, abs=0.005)
    assert sum(gain > 0 for gain in differences(shipped, "same", "old")) == 1
    assert all(gain < 0 for gain in differences(shipped, "dim", "old"))
    assert fmean(differences(shipped, "inverted", "old")) == pytest.approx(-0.21, abs=0.01)
    assert all(gain < -0.05 for gain in differences(shipped, "inverted", "old"))


def test_drift_helps_the_new_task_where_the_images_changed(shipped):
    assert all(gain > 0.01 for gain in differences(shipped, "dim", "target"))
    inverted = differences(shipped, "inverted", "target")
    assert fmean(inverted) > 0.02
    assert sum(gain > 0 for gain in inverted) == 6


def test_a_constant_factor_cancels_in_train_mode(shipped):
    same, dim = (shipped["shifts"][shift]["train"]["target"] for shift in ("same", "dim"))
    assert same == dim


@pytest.mark.parametrize(("mode", "drifts"), [("train", 9), ("eval", 0)])
def test_the_mode_decides_whether_the_buffers_move_and_flags_hold_the_body(source, mode, drifts):
    then = {name: value.clone() for name, value in source.state_dict().items()}
    net, means = head_trained(source, "inverted", mode, seed=0)
    moved = {n for n, value in net.state_dict().items() if not torch.equal(value, then[n])}
    parameters = {name for name, _ in net.named_parameters()}
    assert moved & parameters == {"head.weight", "head.bias"}
    assert len(moved - parameters) == drifts
    assert means.shape == (STEPS + 1, 16)
    assert torch.equal(means[0], source.block1[1].running_mean)
    assert torch.equal(means[-1], net.block1[1].running_mean)
    assert {
        n for n, value in source.state_dict().items() if not torch.equal(value, then[n])
    } == set()
    assert not net.block1[1]._forward_hooks


def test_measuring_leaves_the_network_and_its_modes_as_they_are(source):
    net, _ = head_trained(source, "dim", "train", seed=0)
    then = {name: value.clone() for name, value in net.state_dict().items()}
    head = net.head
    score(net, source.head, "dim", seed=0)
    assert net.head is head
    assert net.training
    assert all(torch.equal(value, then[name]) for name, value in net.state_dict().items())


def test_one_seed_lands_near_the_first_shipped_one(shipped):
    before = accuracy(pretrained_batchnorm_net(), *mnist8_split(0).test)
    assert before == pytest.approx(shipped["before"]["accuracies"][0], abs=0.01)
    for shift, modes in one_seed(seed=0).items():
        assert modes["eval"].old == before
        for mode, reached in modes.items():
            for task in Score._fields:
                kept = shipped["shifts"][shift][mode][task]["accuracies"][0]
                assert getattr(reached, task) == pytest.approx(kept, abs=0.04)


def test_the_recipe_writes_its_asset_whole_and_says_what_it_got(
    tmp_path, monkeypatch, capsys, source
):
    """With the slow parts replaced: the writing is what is looked at."""
    test = mnist8_split(0).test
    monkeypatch.setattr(data, "ASSETS", tmp_path)
    monkeypatch.setattr(bn_trap, "SEEDS", 2)
    monkeypatch.setattr(bn_trap, "pretrain_batchnorm", lambda seed: source)
    monkeypatch.setattr(bn_trap, "mnist8_split", lambda seed: type("Split", (), {"test": test}))
    made = {shift: {mode: Score(0.5, 0.25) for mode in MODES} for shift in SHIFTS}
    monkeypatch.setattr(bn_trap, "trap", lambda net, seed: made)
    threads = torch.get_num_threads()
    bn_trap.main()
    torch.set_num_threads(threads)
    (asset,) = tmp_path.iterdir()
    assert asset.name == "bn_trap.json"
    written_down = json.loads(asset.read_text(encoding="utf-8"))
    assert written_down["shifts"]["dim"]["eval"]["old"] == {
        "mean": 0.25,
        "spread": 0.0,
        "accuracies": [0.25, 0.25],
    }
    assert "dim       eval   target 0.500 ± 0.000, old 0.250 ± 0.000" in capsys.readouterr().out


def bars():
    results = bn_trap.shipped_results()
    return paired_bars(results["before"]["mean"], results["shifts"])


def means():
    rising = torch.tensor([[0.0, 1.0], [0.5, 1.0], [0.75, 1.25]])
    return drifting_means({"train mode": rising, "eval mode": rising[:1].repeat(3, 1)})


def test_the_bars_say_every_mean_with_its_spread_and_draw_a_dot_per_seed(shipped):
    drawn = bars()
    assert drawn.alt.startswith("Before training the old task is at 0.958. ")
    for shift, modes in shipped["shifts"].items():
        for mode, tasks in modes.items():
            for result in tasks.values():
                value = f"{result['mean']:.3f} ± {result['spread']:.3f}"
                assert f"{shift}, body in {mode} mode: {value}" in drawn.alt
    for axes in drawn.figure.axes:
        assert sum(len(line.get_xdata()) == SEEDS for line in axes.lines) == 6


def test_eval_mode_is_hatched_so_that_colour_is_not_needed():
    for axes in bars().figure.axes:
        assert [bar.get_hatch() for bar in axes.patches] == [None, "///"] * 3


def test_the_means_say_how_many_move_and_how_far_the_farthest_went():
    assert means().alt == (
        "train mode: 2 of 2 running means move in 2 steps, one of them from 0.00 to 0.75. "
        "eval mode: none of 2 running means moves in 2 steps."
    )


@pytest.mark.parametrize("draw", [bars, means])
def test_a_picture_repeats_and_its_words_can_be_read(draw):
    assert_repeats_and_reads(draw)
