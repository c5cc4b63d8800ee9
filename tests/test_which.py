"""Lesson 9: what ships is what its recipes make, and what the lesson says of it is so."""

import json
from itertools import combinations
from statistics import fmean, pstdev

import pytest
import torch

from autograder.trials.mystery_cameras import mysteries
from course import data, depth, schedules, shifts
from course.models import pretrained_small_net, small_net
from course.schedules import FREEZINGS, THAWINGS, asleep, flags_by_epoch, stopped
from course.shifts import BLOCKS, EVERYTHING, HIDDEN, SHIFTS
from course.which_figures import depth_lines, flag_chart, score_and_work, shift_heat
from tests.readable import assert_repeats_and_reads


@pytest.fixture(scope="module")
def lines():
    return depth.shipped_results()["lines"]


@pytest.fixture(scope="module")
def cameras():
    return shifts.shipped_results()


@pytest.fixture(scope="module")
def plans():
    return schedules.shipped_results()


def gains(one, other):
    """Differences of two results, seed by seed."""
    return [a - b for a, b in zip(one["accuracies"], other["accuracies"], strict=True)]


def is_result(result, runs):
    assert len(result["accuracies"]) == runs
    assert result["mean"] == pytest.approx(fmean(result["accuracies"]), abs=2e-4)
    assert result["spread"] == pytest.approx(pstdev(result["accuracies"]), abs=2e-4)


def best_block(parts):
    return max(BLOCKS, key=lambda block: parts[block]["mean"])


# The depth curve


def test_the_depth_curve_holds_eight_seeds_of_three_lines_that_begin_alike(lines):
    assert depth.shipped_results()["recipe"] == depth.RECIPE
    assert list(lines) == list(depth.LINES)
    for line in lines.values():
        assert len(line) == 5
        assert line[0] == lines["random, frozen"][0]
        for result in line:
            is_result(result, depth.SEEDS)


def test_two_frozen_blocks_help_and_most_of_it_is_owed_to_the_freezing(lines):
    frozen, _, control = lines.values()
    assert all(gain > 0 for gain in gains(frozen[2], frozen[0]))
    assert all(gain > 0 for gain in gains(control[2], control[0]))
    assert fmean(gains(frozen[2], frozen[0])) == pytest.approx(0.031, abs=0.002)
    assert fmean(gains(control[2], control[0])) == pytest.approx(0.018, abs=0.002)


def test_four_random_blocks_are_not_enough_and_four_frozen_ones_are_too_many(lines):
    frozen, tuned, control = lines.values()
    assert fmean(gains(control[4], control[0])) == pytest.approx(-0.16, abs=0.01)
    assert fmean(gains(frozen[4], control[4])) == pytest.approx(0.17, abs=0.01)
    assert all(gain > 0 for gain in gains(tuned[4], frozen[4]))
    assert all(abs(fmean(gains(tuned[n], frozen[n]))) < 0.01 for n in (1, 2, 3))


def test_the_three_networks_of_a_depth_differ_in_their_first_blocks_only():
    source = pretrained_small_net()
    before = {name: value.clone() for name, value in source.state_dict().items()}
    nets = {name: depth.cut_at(2, line, source, 0) for name, line in depth.LINES.items()}
    fresh = small_net(50).state_dict()
    for name, net in nets.items():
        copied, frozen = depth.LINES[name]
        for key, value in net.state_dict().items():
            first = key.startswith(("block1.", "block2."))
            assert torch.equal(value, (before if first and copied else fresh)[key])
        asking = [n for n, p in net.named_parameters() if not p.requires_grad]
        assert len(asking) == (4 if frozen else 0)
    assert all(torch.equal(value, before[n]) for n, value in source.state_dict().items())


# Shifts and blocks


def test_the_shipped_shifts_hold_eight_seeds_and_the_hidden_ones_five_draws(cameras):
    assert cameras["recipe"] == shifts.RECIPE
    assert list(cameras["shifts"]) == list(SHIFTS)
    assert list(cameras["hidden"]) == list(shifts.every_hidden())
    for parts in cameras["shifts"].values():
        assert list(parts) == ["untouched", *BLOCKS, EVERYTHING]
        for result in parts.values():
            is_result(result, shifts.SEEDS)
    for parts in cameras["hidden"].values():
        assert list(parts) == list(BLOCKS)
        for result in parts.values():
            is_result(result, shifts.DRAWS)


@pytest.mark.parametrize(
    ("shift", "block"),
    [("inverted", "block3"), ("tiles mirrored", "block2"), ("labels moved", "head")],
)
def test_the_best_block_of_a_shift_is_the_one_that_the_lesson_names(cameras, shift, block):
    assert best_block(cameras["shifts"][shift]) == block


@pytest.mark.parametrize("shift", ["tiles mirrored", "labels moved"])
def test_one_block_beats_everything_in_every_seed(cameras, shift):
    parts = cameras["shifts"][shift]
    assert all(gain > 0 for gain in gains(parts[best_block(parts)], parts[EVERYTHING]))


def test_a_shift_changes_images_or_labels_and_neither_twice_over():
    images, labels = data.mnist8()
    for name, shift in SHIFTS.items():
        seen, told = shift(images[:20], labels[:20])
        assert seen.shape == (20, 1, 8, 8)
        assert torch.equal(told, labels[:20]) == (name != "labels moved")
        assert torch.equal(seen, images[:20]) == (name == "labels moved")
    mirrored = SHIFTS["tiles mirrored"]
    again = mirrored(*mirrored(images[:20], labels[:20]))
    assert torch.equal(again.images, images[:20])
    assert sorted(set(SHIFTS["labels moved"](images, labels).labels.tolist())) == list(range(10))


def test_the_parts_of_a_camera_share_no_image():
    camera = shifts.through(SHIFTS["inverted"], seed=1)
    assert [len(part.labels) for part in camera] == [50, 200, 500]
    assert camera.labelled.labels.bincount().tolist() == [5] * 10
    rows = [{image.numpy().tobytes() for image in part.images} for part in camera]
    assert not rows[0] & rows[1] and not rows[0] & rows[2] and not rows[1] & rows[2]


def test_no_block_is_good_for_two_of_three_hidden_families(cameras):
    """So that the same answer for all three earns nothing."""
    good = {
        family: {
            block
            for name in names
            for block in BLOCKS
            if max(r["mean"] for r in cameras["hidden"][name].values())
            - cameras["hidden"][name][block]["mean"]
            <= 0.05
        }
        for family, names in HIDDEN.items()
    }
    for one, other in combinations(good.values(), 2):
        assert not one & other, good


def test_one_hidden_change_of_each_family_is_asked_about_in_a_drawn_order():
    orders = set()
    for seed in range(12):
        names = [mystery.name for mystery in mysteries(seed)]
        families = [f for name in names for f, members in HIDDEN.items() if name in members]
        assert sorted(families) == sorted(HIDDEN)
        orders.add(tuple(names))
    assert len(orders) > 6


# Schedules


def test_the_shipped_schedules_hold_eight_seeds_of_each_plan(plans):
    assert plans["recipe"] == schedules.RECIPE
    assert set(plans["thawing"]) == {*THAWINGS, schedules.TOO_BIG}
    assert list(plans["freezing"]) == list(FREEZINGS)
    for result in (*plans["thawing"].values(), *plans["freezing"].values()):
        is_result(result, schedules.SEEDS)


def test_gradual_thawing_wins_a_little_in_every_seed_and_too_big_a_rate_loses_much(plans):
    thawing = plans["thawing"]
    gradual = gains(thawing["geometric, gradual"], thawing["one rate"])
    assert all(gain > 0 for gain in gradual)
    assert fmean(gradual) == pytest.approx(0.016, abs=0.002)
    assert sum(gain > 0 for gain in gains(thawing["geometric"], thawing["one rate"])) == 6
    lost = gains(thawing[schedules.TOO_BIG], thawing["one rate"])
    assert all(gain < 0 for gain in lost) and fmean(lost) < -0.06


def test_late_freezing_saves_a_third_and_costs_nothing(plans):
    never, late, early, at_once = plans["freezing"].values()
    assert late["gflop"] / never["gflop"] == pytest.approx(0.66, abs=0.01)
    assert fmean(gains(late, never)) > -0.003
    assert early["gflop"] / never["gflop"] == pytest.approx(0.37, abs=0.01)
    assert fmean(gains(early, never)) == pytest.approx(-0.005, abs=0.002)
    assert fmean(gains(at_once, never)) == pytest.approx(-0.114, abs=0.01)


def test_thawing_goes_down_from_the_head_and_freezing_up_from_the_input():
    assert [asleep(step) for step in (0, 29, 30, 119, 120, 149)] == [4, 4, 3, 1, 0, 0]
    assert [stopped(step, (0.5, 0.7)) for step in (0, 299, 300, 420)] == [0, 0, 1, 2]
    assert flags_by_epoch([4, 0])["head"] == [True, True]
    assert flags_by_epoch([4, 0])["block1"] == [False, True]


# Recipes


@pytest.mark.parametrize(
    ("recipe", "slow"),
    [
        (depth, {"curves": lambda *_: {name: [0.5] * 5 for name in depth.LINES}}),
        (
            shifts,
            {"chosen_on_validation": lambda *_: (0.5, 1e-3), "accuracy": lambda *_: 0.5},
        ),
        (
            schedules,
            {
                "thawing_scores": lambda *_: {"one rate": 0.5},
                "freezing_scores": lambda *_: {
                    name: schedules.Trained(0.5, 10**9) for name in FREEZINGS
                },
            },
        ),
    ],
    ids=["depth", "shifts", "schedules"],
)
def test_a_recipe_writes_its_asset_whole(recipe, slow, tmp_path, monkeypatch, capsys):
    """With the slow parts replaced: the writing is what is looked at."""
    name = f"{recipe.__name__.split('.')[-1]}.json"
    kept = (data.ASSETS / name).read_text(encoding="utf-8")
    for module in (data, recipe):
        monkeypatch.setattr(module, "SEEDS", 2, raising=False)
    if recipe is not shifts:
        monkeypatch.setattr(data, "ASSETS", tmp_path)
    else:
        monkeypatch.setattr(shifts, "keep_asset", lambda n, c: (tmp_path / n).write_bytes(c))
    monkeypatch.setattr(recipe, "pretrain", lambda seed: pretrained_small_net())
    for slow_part, quick in slow.items():
        monkeypatch.setattr(recipe, slow_part, quick)
    threads = torch.get_num_threads()
    recipe.main()
    torch.set_num_threads(threads)
    (asset,) = tmp_path.iterdir()
    made = json.loads(asset.read_text(encoding="utf-8"))
    assert made.keys() == json.loads(kept).keys()
    assert made["recipe"] == recipe.RECIPE
    assert "0.500" in capsys.readouterr().out


# Figures


def curve():
    return depth_lines(depth.shipped_results()["lines"])


def heat():
    return shift_heat(shifts.shipped_results()["shifts"])


def chart():
    return flag_chart({"up": flags_by_epoch([0, 1, 2, 3]), "down": flags_by_epoch([4, 3, 2, 1, 0])})


def work():
    return score_and_work(schedules.shipped_results()["freezing"])


def test_the_figures_say_what_they_show(lines, plans):
    assert f"pretrained, frozen: {lines['pretrained, frozen'][0]['mean']:.3f} ± " in curve().alt
    assert "best single block: block2" in heat().alt
    assert chart().alt.startswith("up: block1 learns in epoch 0, block2 learns in epochs 0 to 1")
    assert "down: block1 learns in epoch 4" in chart().alt
    for name, result in plans["freezing"].items():
        assert f"{name}: {result['mean']:.3f}" in work().alt


def test_frozen_boxes_are_hatched_so_that_colour_is_not_needed():
    for axes in chart().figure.axes:
        hatched = sum(patch.get_hatch() == "///" for patch in axes.patches)
        words = sum(text.get_text() == "learns" for text in axes.texts)
        assert hatched + words == len(axes.patches)


@pytest.mark.parametrize("draw", [curve, heat, chart, work])
def test_a_picture_repeats_and_its_words_can_be_read(draw):
    assert_repeats_and_reads(draw)
