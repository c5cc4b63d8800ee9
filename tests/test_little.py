"""Training little: what ships is what its recipe makes, and what lesson 10 says of it is so."""

import json
from statistics import fmean, pstdev

import pytest
import torch

from course import data, little
from course.adapters import Updated
from course.little import RANDOM_SEEDS, SEEDS, often_chosen, one_seed
from course.little_figures import first_gradients, numbers_against_accuracy
from course.little_runs import TASKS, Reached, digits_parts, mnist_parts, random_net
from course.little_ways import FROM_PRETRAINED, FROM_RANDOM
from course.mlp import mlp, pretrained_mlp
from tests.readable import assert_repeats_and_reads

NUMBERS = {
    "everything": 42634,
    "rank 16": 13472,
    "rank 4": 3368,
    "rank 1": 842,
    "head": 1290,
    "biases": 394,
    "everything, random start": 42634,
}


@pytest.fixture(scope="module")
def shipped():
    return little.shipped_results()


@pytest.fixture(scope="module")
def tasks(shipped):
    return shipped["from pretrained"]


def gains(ways, one, other):
    """The accuracy of one way less that of another, seed by seed."""
    pairs = zip(ways[one]["accuracies"], ways[other]["accuracies"], strict=True)
    return [a - b for a, b in pairs]


def test_the_shipped_results_hold_every_way_and_seed(shipped, tasks):
    assert shipped["recipe"] == little.RECIPE
    assert list(shipped["from random"]) == list(FROM_RANDOM)
    assert list(tasks) == list(TASKS)
    every = [(FROM_RANDOM, shipped["from random"], RANDOM_SEEDS)]
    every += [(FROM_PRETRAINED, ways, SEEDS) for ways in tasks.values()]
    for known, ways, seeds in every:
        assert list(ways) == list(known)
        for name, way in ways.items():
            assert len(way["accuracies"]) == len(way["chosen"]) == seeds
            assert set(way["chosen"]) <= set(known[name].rates)
            assert way["mean"] == pytest.approx(fmean(way["accuracies"]), abs=2e-4)
            assert way["spread"] == pytest.approx(pstdev(way["accuracies"]), abs=2e-4)


def test_the_ways_train_as_many_numbers_as_the_lesson_says(shipped, tasks):
    counts = {name: way["numbers"] for name, way in shipped["from random"].items()}
    assert list(counts.values()) == [73002, 970, 874, 650]
    for ways in tasks.values():
        assert {name: way["numbers"] for name, way in ways.items()} == NUMBERS


def test_a_random_network_gets_most_of_the_way_with_its_norms(shipped):
    means = [way["mean"] for way in shipped["from random"].values()]
    assert means == pytest.approx([0.962, 0.880, 0.863, 0.727], abs=0.005)


def test_accuracy_rises_with_what_may_move_but_for_the_head(tasks):
    for ways in tasks.values():
        rising = [ways[name]["mean"] for name in ("biases", "rank 1", "rank 4", "rank 16")]
        assert rising == sorted(rising)
        assert sum(gain > 0 for gain in gains(ways, "rank 1", "head")) >= 7


def test_old_knowledge_helps_on_the_digits_and_not_on_the_turned_ones(tasks):
    start = "everything, random start"
    assert all(gain > 0 for gain in gains(tasks["digits"], "everything", start))
    assert sum(gain > 0 for gain in gains(tasks["digits"], "everything", "rank 16")) == 7
    for name in set(NUMBERS) - {start}:
        assert sum(gain > 0 for gain in gains(tasks["turned digits"], name, start)) <= 1
        assert fmean(gains(tasks["turned digits"], name, start)) < 0
    assert fmean(gains(tasks["turned digits"], "everything", "rank 16")) < 0


def test_one_seed_lands_near_the_shipped_means(tasks):
    for task, ways in one_seed(seed=0).items():
        for name, reached in ways.items():
            assert reached.numbers == NUMBERS[name]
            assert reached.lr == often_chosen(tasks[task][name])
            assert reached.accuracy == pytest.approx(tasks[task][name]["mean"], abs=0.08)


def test_a_way_begins_with_a_copy_and_leaves_its_network_alone():
    for net, ways in ((random_net(0), FROM_RANDOM), (pretrained_mlp(), FROM_PRETRAINED)):
        before = {name: value.clone() for name, value in net.state_dict().items()}
        for way in ways.values():
            begun = way.begin(net, 0)
            with torch.no_grad():
                for parameter in begun.parameters():
                    parameter.add_(1)
        assert all(torch.equal(value, before[n]) for n, value in net.state_dict().items())
        assert all(parameter.requires_grad for parameter in net.parameters())


def test_the_norms_of_a_random_network_learn_and_its_convolutions_do_not():
    begun = FROM_RANDOM["BatchNorm + head"].begin(random_net(0), 0)
    asking = {name for name, p in begun.named_parameters() if p.requires_grad}
    norms = {f"block{n}.1.{own}" for n in (1, 2, 3) for own in ("weight", "bias")}
    assert asking == norms | {"head.weight", "head.bias"}


def test_an_updated_network_begins_as_it_was_and_computes_with_the_sum_of_both():
    net, images = mlp(3), torch.rand(5, 1, 8, 8)
    updated = Updated(net, rank=2, seed=0)
    assert torch.equal(updated(images), net(images))
    with torch.no_grad():
        updated.ups[3].fill_(0.5)
        features = images.flatten(1)
        for layer in (net.layer1, net.layer2, net.layer3):
            features = layer(features).relu()
        right = net.head(features) + features @ updated.downs[3].T @ updated.ups[3].T
    assert torch.allclose(updated(images), right, atol=1e-5)
    assert not any(parameter.requires_grad for parameter in net.parameters())


def test_the_parts_are_disjoint_and_turning_keeps_the_labels():
    parts = mnist_parts(0)
    assert [len(part.labels) for part in parts] == [3500, 500, 1000]
    upright, turned = (digits_parts(task, 0) for task in TASKS)
    assert [len(part.labels) for part in upright] == [100, 200, 899]
    for one, other in zip(upright, turned, strict=True):
        assert torch.equal(one.labels, other.labels)
        assert torch.equal(one.images, torch.rot90(other.images, -1, (2, 3)))


def test_the_recipe_writes_its_asset_whole_and_says_what_it_got(tmp_path, monkeypatch, capsys):
    """With the slow parts replaced: the writing is what is looked at."""
    monkeypatch.setattr(data, "ASSETS", tmp_path)
    monkeypatch.setattr(little, "RANDOM_SEEDS", 2)
    monkeypatch.setattr(little, "SEEDS", 1)
    monkeypatch.setattr(little, "best", lambda *_: Reached(0.5, 970, 1e-2))
    monkeypatch.setattr(little, "learned", lambda recipe, seed: None)
    monkeypatch.setattr(little, "mnist_parts", lambda seed: None)
    threads = torch.get_num_threads()
    little.main()
    torch.set_num_threads(threads)
    (asset,) = tmp_path.iterdir()
    assert asset.name == "little.json"
    made = json.loads(asset.read_text(encoding="utf-8"))
    assert made["from random"]["head"] == {
        "numbers": 970,
        "mean": 0.5,
        "spread": 0.0,
        "accuracies": [0.5, 0.5],
        "chosen": [1e-2, 1e-2],
    }
    assert "turned digits  biases                      970 0.500 ± 0.000" in capsys.readouterr().out


KEPT = {"digits": ["everything", "rank 16", "rank 4", "rank 1", "biases"]}


def marks():
    return numbers_against_accuracy(little.shipped_results()["from pretrained"], KEPT)


def curves():
    return first_gradients([0.0, 0.2, 0.5], [1.2, 1.0, 0.8])


def test_the_marks_say_every_mean_and_which_ways_are_beaten(tasks):
    for task, ways in tasks.items():
        assert f"{task}. everything: 42634 numbers, {ways['everything']['mean']:.3f}" in marks().alt
    assert "head: 1290 numbers, 0.825 ± 0.021, beaten" in marks().alt
    assert marks().alt.count("beaten") == 2
    hollow = [
        [line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"]
        for axes in marks().figure.axes
    ]
    assert [faces.count("#ffffff") for faces in hollow] == [2, 0]


def test_the_curves_say_both_norms_at_every_step():
    assert curves().alt == (
        "Gradient norms at steps 1 to 3. A, begins at random: 0.000, 0.200, 0.500. "
        "B, begins at zero: 1.200, 1.000, 0.800."
    )


@pytest.mark.parametrize("draw", [marks, curves])
def test_a_picture_repeats_and_its_words_can_be_read(draw, capfd):
    assert_repeats_and_reads(draw)
    assert capfd.readouterr() == ("", "")
