"""What ships inside the package: unchanged, explained, and still what its recipe makes."""

import hashlib
import json
import re
from statistics import fmean, pstdev

import pytest
import torch
from safetensors import safe_open

from course import data, four_starts, pretrain
from course.data import ASSETS, digits_split, few
from course.mlp import pretrained_mlp
from course.models import pretrained_batchnorm_net, pretrained_small_net
from course.pretrain import RECIPES
from course.residual import pretrained_small_resnet
from course.starts import STARTS, Plan, begin, trained
from course.training import accuracy

ABOUT = (ASSETS / "README.md").read_text(encoding="utf-8")
CHECKSUMS = {name: sha for sha, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", ABOUT, re.M)}
INPUTS = {"mnist_5k.csv.gz", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"}
MADE = sorted(CHECKSUMS.keys() - INPUTS)
NOTICES = {"LICENSE-MNIST", "LICENSE-FASHION-MNIST"}


def test_every_asset_has_a_checksum_and_nothing_else_lies_there():
    held = {path.name for path in ASSETS.iterdir()}
    assert held == {*MADE, *NOTICES, "README.md"}


@pytest.mark.parametrize("name", MADE)
def test_an_asset_has_the_checksum_that_the_readme_states(name):
    assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == CHECKSUMS[name]


@pytest.mark.parametrize("name", MADE)
def test_the_readme_names_the_command_that_makes_an_asset(name):
    row = next(line for line in ABOUT.splitlines() if line.startswith(f"| `{name}` |"))
    assert re.search(r"`python -m course\.\w+", row)


def test_weights_stay_under_1_mb_and_data_under_5_mb_together():
    sizes = {name: (ASSETS / name).stat().st_size for name in MADE}
    weights = sum(size for name, size in sizes.items() if name.endswith(".safetensors"))
    assert weights < 1_000_000
    assert sum(sizes.values()) - weights < 5_000_000


def test_the_notice_of_fashion_mnist_is_its_licence_and_says_what_was_changed():
    notice = (ASSETS / "LICENSE-FASHION-MNIST").read_text(encoding="utf-8")
    for words in ("Copyright (c) 2017 Zalando SE", "MIT License", "What was changed"):
        assert words in notice


def test_the_notice_credits_mnist_and_names_its_licence():
    notice = (ASSETS / "LICENSE-MNIST").read_text(encoding="utf-8")
    for words in ("Yann LeCun and Corinna Cortes", "CC BY-SA 3.0", "What was changed"):
        assert words in notice


SHIPPED = {
    "small_net": (pretrained_small_net, 0.928),
    "batchnorm_net": (pretrained_batchnorm_net, 0.957),
    "small_resnet": (pretrained_small_resnet, 0.824),
    "mlp": (pretrained_mlp, 0.933),
}


@pytest.mark.parametrize("name", RECIPES)
def test_the_shipped_weights_state_their_recipe(name):
    with safe_open(ASSETS / f"{name}.safetensors", framework="pt") as file:
        assert file.metadata() == {"recipe": str(RECIPES[name])}


@pytest.mark.parametrize("name", RECIPES)
def test_pretraining_again_ends_at_the_accuracy_of_the_shipped_weights(name):
    build, stated = SHIPPED[name]
    test = RECIPES[name].split(0).test
    shipped = accuracy(build(), *test)
    assert shipped == pytest.approx(stated, abs=0.005)
    assert accuracy(pretrain.learned(RECIPES[name], seed=0), *test) == pytest.approx(
        shipped, abs=0.015
    )


@pytest.fixture(scope="module")
def starts():
    return four_starts.shipped_results()["starts"]


def test_the_shipped_results_hold_eight_seeds_of_each_start(starts):
    assert list(starts) == list(STARTS)
    for name, result in starts.items():
        assert len(result["accuracies"]) == len(result["chosen"]) == 8
        assert result["mean"] == pytest.approx(fmean(result["accuracies"]), abs=2e-4)
        assert result["spread"] == pytest.approx(pstdev(result["accuracies"]), abs=2e-4)
        assert {Plan(**plan) for plan in result["chosen"]} <= set(STARTS[name].plans)


def test_the_shipped_results_are_in_the_order_that_the_lesson_tells(starts):
    order = ["random frozen body", "scratch", "frozen body", "everything tuned"]
    assert sorted(starts, key=lambda name: starts[name]["mean"]) == order
    assert all(result["spread"] < 0.02 for result in starts.values())
    control = starts["random frozen body"]["accuracies"]
    pairs = zip(starts["frozen body"]["accuracies"], control, strict=True)
    assert all(learned > random + 0.08 for learned, random in pairs)


@pytest.mark.parametrize("name", ["scratch", "random frozen body"])
def test_the_starts_without_pretraining_come_out_as_shipped(name, starts):
    split = digits_split(0)
    labelled = few(*split.pool, per_class=10, seed=0)
    plan = Plan(**starts[name]["chosen"][0])
    net = trained(STARTS[name], plan, pretrained_small_net(), labelled, seed=0)
    assert accuracy(net, *split.test) == pytest.approx(starts[name]["accuracies"][0], abs=0.01)


def test_one_seed_lands_near_the_shipped_means(starts):
    results = four_starts.one_seed(seed=0)
    assert list(results) == list(starts)
    for name, result in results.items():
        assert result == pytest.approx(starts[name]["mean"], abs=0.04)


@pytest.mark.parametrize("name", STARTS)
def test_a_start_begins_with_the_body_and_the_flags_it_names(name):
    source = pretrained_small_net()
    net = begin(STARTS[name], source, seed=0)
    copied = torch.equal(net.block1[0].weight, source.block1[0].weight)
    assert copied is (name in ("everything tuned", "frozen body"))
    asking = {n for n, p in net.named_parameters() if p.requires_grad}
    head = {"head.weight", "head.bias"}
    assert (asking == head) is ("frozen" in name)
    assert head <= asking
    assert not torch.equal(net.head.weight, source.head.weight)


def test_the_recipe_of_weights_writes_them_whole_and_says_how_good_they_are(
    tmp_path, monkeypatch, capsys
):
    """With the slow part replaced: the writing is what is looked at."""
    monkeypatch.setattr(pretrain, "keep_asset", lambda name, content: kept.update({name: content}))
    monkeypatch.setattr(pretrain, "learned", lambda recipe, seed: SHIPPED[named[id(recipe)]][0]())
    kept, named = {}, {id(recipe): name for name, recipe in RECIPES.items()}
    threads = torch.get_num_threads()
    pretrain.main()
    torch.set_num_threads(threads)
    assert kept == {
        f"{name}.safetensors": (ASSETS / f"{name}.safetensors").read_bytes() for name in RECIPES
    }
    assert "small_net.safetensors: 92680 bytes, test accuracy 0.928" in capsys.readouterr().out


def test_the_recipe_of_the_starts_writes_its_asset_and_says_what_it_got(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(data, "ASSETS", tmp_path)
    chosen = {
        name: (0.5 + i / 10, start.plans[0]) for i, (name, start) in enumerate(STARTS.items())
    }
    monkeypatch.setattr(four_starts, "chosen_on_validation", lambda seed: chosen)
    threads = torch.get_num_threads()
    four_starts.main()
    torch.set_num_threads(threads)
    (asset,) = tmp_path.iterdir()
    made = json.loads(asset.read_text(encoding="utf-8"))
    assert made.keys() == four_starts.shipped_results().keys()
    assert made["starts"]["frozen body"]["mean"] == 0.7
    assert "frozen body          0.700 ± 0.000" in capsys.readouterr().out
