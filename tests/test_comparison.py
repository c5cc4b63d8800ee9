"""Lesson 8's comparison: what ships is what its recipes make, and what the lesson says is so."""

import json
from statistics import fmean, pstdev

import pytest
import torch
from torch import nn

from autograder.trials import paired_columns
from autograder.trials.paired_columns import Columns, ruling
from course import comparison, data, forgetting, four_starts, negative_transfer
from course.bending import bending
from course.comparison import bent, commonest_pace, old_head_back, scores
from course.comparison_figures import LOOKS, over_labels, slopes, two_tests
from course.data import digits_split, few, mnist8_split
from course.models import batchnorm_net, pretrained_small_net, small_net
from course.six_methods import PACES, TRANSFERS, Chosen, Pace, chosen
from course.starts import with_new_weights
from course.training import accuracy
from tests.readable import assert_repeats_and_reads

SHIPPED = comparison.shipped_results()
FAILED = negative_transfer.shipped_results()
FORGOT = forgetting.shipped_results()


@pytest.fixture(scope="module")
def source():
    return pretrained_small_net()


def said_of(one, other, key="id", labels=SHIPPED["labels"]):
    """By labels per class, the ruling on two methods."""
    return {
        count: ruling(Columns("", methods[one][key]["values"], methods[other][key]["values"]))
        for count, methods in labels.items()
    }


def gap(one, other, count, key="id"):
    """The mean difference of two methods in points."""
    methods = SHIPPED["labels"][count]
    return 100 * (methods[one][key]["mean"] - methods[other][key]["mean"])


def every_result():
    yield from SHIPPED["before"].values()
    yield FAILED["before"]
    for methods in SHIPPED["labels"].values():
        for method in methods.values():
            yield from (result for key, result in method.items() if key != "chosen")
    for methods in FAILED["labels"].values():
        yield from methods.values()
    for tasks in FORGOT["labels"].values():
        yield from tasks.values()


def test_the_shipped_results_hold_eight_seeds_of_everything():
    assert SHIPPED["recipe"] == comparison.RECIPE
    assert FAILED["recipe"] == negative_transfer.RECIPE
    assert FORGOT["recipe"] == forgetting.RECIPE
    for methods in (*SHIPPED["labels"].values(), *FAILED["labels"].values()):
        assert list(methods) == list(PACES)
        for name, method in methods.items():
            assert len(method["chosen"]) == 8
            assert {Pace(**pace) for pace in method["chosen"]} <= set(PACES[name])
    for result in every_result():
        assert len(result["values"]) == 8
        assert result["mean"] == pytest.approx(fmean(result["values"]), abs=2e-4)
        assert result["spread"] == pytest.approx(pstdev(result["values"]), abs=2e-4)


def test_with_ten_labels_four_methods_are_the_four_starts_of_lesson_1():
    names = {"scratch": "scratch", "everything tuned": "FT", "frozen body": "LP"}
    names["random frozen body"] = "random frozen"
    starts = four_starts.shipped_results()["starts"]
    for start, method in names.items():
        assert starts[start]["accuracies"] == SHIPPED["labels"]["10"][method]["id"]["values"]


def test_part_1_of_the_lesson_is_in_the_results():
    for count, methods in SHIPPED["labels"].items():
        assert 15 < gap("LP", "random frozen", count) < 26
        assert max(methods, key=lambda m: methods[m]["ood"]["mean"]) == "LP"
    assert list(said_of("LP", "scratch").values()) == ["better", "better", "no evidence"]
    assert list(said_of("LP", "FT").values()) == ["better", "no evidence", "worse"]
    assert set(said_of("LP", "FT", "ood").values()) == {"better"}
    assert gap("LP", "FT", "1") == pytest.approx(6.3, abs=0.1)
    assert min(gap("LP", "FT", count, "ood") for count in SHIPPED["labels"]) > 13


def test_part_2_of_the_lesson_is_in_the_results():
    """The first comparison was unfair: with two rates the advantage is gone."""
    probe, tuned = (commonest_pace(SHIPPED["labels"]["1"][m]["chosen"]) for m in ("LP", "FT"))
    assert probe.lr_head == pytest.approx(10 * tuned.lr_head)
    assert list(said_of("LP", "FT2").values()) == ["no evidence", "no evidence", "worse"]
    ood = ["no evidence", "better", "no evidence"]
    assert list(said_of("LP", "FT2", "ood").values()) == ood
    assert gap("LP", "FT2", "1") == pytest.approx(0.4, abs=0.06)
    assert gap("LP", "FT2", "1", "ood") == pytest.approx(0.9, abs=0.06)
    assert gap("LP", "FT", "1", "ood") == pytest.approx(14.3, abs=0.1)
    assert gap("LP", "FT2", "3", "ood") == pytest.approx(4.0, abs=0.1)
    assert list(said_of("FT2", "FT").values()) == ["better", "better", "no evidence"]
    assert said_of("LP-FT", "FT")["10"] == "no evidence"
    assert gap("LP-FT", "FT", "10", "ood") == pytest.approx(11.4, abs=0.1)
    assert gap("FT", "LP", "10") == pytest.approx(1.6, abs=0.1)
    assert gap("LP", "FT", "10", "ood") == pytest.approx(13.5, abs=0.1)


def test_part_3_of_the_lesson_is_in_the_results():
    labels = FAILED["labels"]
    assert FAILED["before"]["mean"] == pytest.approx(0.99, abs=0.005)
    for methods in labels.values():
        lp, scratch = (methods[name]["values"] for name in ("LP", "scratch"))
        assert all(a < b for a, b in zip(lp, scratch, strict=True))
        assert 13 < 100 * (fmean(scratch) - fmean(lp)) < 20
    columns = [
        Columns("", m["LP"]["values"], m["random frozen"]["values"]) for m in labels.values()
    ]
    assert [ruling(pair) for pair in columns] == ["no evidence", "worse", "no evidence"]
    slow, fast = labels["3"]["FT2"]["values"], labels["3"]["FT"]["values"]
    assert ruling(Columns("", slow, fast)) == "worse"


def test_part_4_of_the_lesson_is_in_the_results():
    labels = FORGOT["labels"]
    for one, other in zip(labels, list(labels)[1:], strict=False):
        assert labels[one]["new"]["mean"] < labels[other]["new"]["mean"]
        assert labels[one]["old"]["mean"] > labels[other]["old"]["mean"]
    assert labels["0"]["old"]["values"] == SHIPPED["before"]["old"]["values"]
    assert [round(labels[n]["old"]["mean"], 2) for n in ("0", "10")] == [0.93, 0.78]
    assert [round(labels[n]["new"]["mean"], 2) for n in ("0", "1")] == [0.62, 0.81]
    assert labels["1"]["new"]["mean"] > max(
        method["id"]["mean"] for method in SHIPPED["labels"]["1"].values()
    )
    for methods in SHIPPED["labels"].values():
        assert methods["LP"]["old"]["values"] == SHIPPED["before"]["old"]["values"]
        assert methods["LP"]["bent"]["values"] == [0.0] * 8
        assert methods["FT"]["bent"]["mean"] > 2 * methods["FT2"]["bent"]["mean"]


def test_the_slow_random_head_bends_the_body_farthest():
    for seed in range(3):
        slow, fast, trained = bending(seed).values()
        assert slow > 1.3 * max(fast, trained)


def test_the_columns_that_the_check_asks_about_are_the_shipped_ones():
    one, three = SHIPPED["labels"]["1"], FAILED["labels"]["3"]
    shipped = {name: tuple(one[name]["id"]["values"]) for name in ("LP", "scratch", "FT", "FT2")}
    shipped |= {f"{m} on 5 to 9": tuple(three[m]["values"]) for m in ("LP", "scratch")}
    assert shipped == paired_columns.REAL


def test_a_method_keeps_the_pace_that_validates_best_and_leaves_the_source_alone(source):
    split = digits_split(0)
    labelled = few(*split.pool, per_class=1, seed=0)
    before = {name: value.clone() for name, value in source.state_dict().items()}
    paces = {"LP": [Pace(1e-9, None, 1), Pace(1e-2, None, 40)], "LP-FT": [Pace(1e-3, 1e-3, 3)]}
    reached = chosen(paces, source, labelled, split.validation, seed=0)
    assert reached["LP"].pace == paces["LP"][1]
    assert all(torch.equal(value, before[name]) for name, value in source.state_dict().items())
    assert not reached["LP"].net.block1[0].weight.requires_grad
    assert bent(reached["LP"].net, source, split.test.images) == 0
    assert bent(reached["LP-FT"].net, source, split.test.images) > 0


def test_the_old_head_is_put_onto_a_copy(source):
    net = small_net(seed=3)
    remembering = old_head_back(net, source.head)
    assert remembering.head is not source.head
    assert torch.equal(remembering.head.weight, source.head.weight)
    assert torch.equal(net.head.weight, small_net(seed=3).head.weight)
    old = mnist8_split(0).test
    kept = scores("LP", source, source, digits_split(0).test, old)
    assert kept["old"] == kept["ood"] == accuracy(source, *old)
    assert "old" not in scores("scratch", source, source, digits_split(0).test, old)


def test_new_weights_are_drawn_from_the_seed_and_statistics_are_new():
    net = batchnorm_net(seed=0)
    net(torch.rand(5, 1, 8, 8))
    net.block1.requires_grad_(False).eval()
    state = torch.get_rng_state()
    renewed = with_new_weights(net, 7)
    assert torch.equal(state, torch.get_rng_state())
    again, other = with_new_weights(net, 7), with_new_weights(net, 8)
    assert torch.equal(renewed.head.weight, again.head.weight)
    assert not torch.equal(renewed.head.weight, other.head.weight)
    assert not torch.equal(renewed.head.weight, net.head.weight)
    assert renewed.block1[1].running_mean.eq(0).all()
    assert not renewed.block1.training and not renewed.block1[0].weight.requires_grad
    assert isinstance(with_new_weights(net.head, 7), nn.Linear)


def test_the_halves_hold_five_classes_each_and_share_no_image():
    split = negative_transfer.halves(0)
    for part in split:
        assert part.labels.unique().tolist() == [0, 1, 2, 3, 4]
    low = {tuple(image.flatten().tolist()) for image in split.source.images}
    assert not any(tuple(image.flatten().tolist()) in low for image in split.test.images)


@pytest.mark.parametrize(
    ("live", "shipped"),
    [
        (
            lambda: {m: s["id"] for m, s in comparison.one_seed(per_class=3, seed=0).items()},
            {m: s["id"] for m, s in SHIPPED["labels"]["3"].items()},
        ),
        (lambda: negative_transfer.one_seed(per_class=3, seed=0), FAILED["labels"]["3"]),
    ],
)
def test_one_seed_lands_near_the_shipped_means(live, shipped):
    for method, reached in live().items():
        assert reached == pytest.approx(shipped[method]["mean"], abs=0.12), method


def test_one_seed_of_forgetting_begins_where_the_first_shipped_one_does():
    live = forgetting.one_seed(per_class=10, seed=0)
    for task in ("new", "old"):
        first = FORGOT["labels"]["0"][task]["values"][0]
        assert live["before"][task] == pytest.approx(first, abs=0.005)
    assert live["after"]["old"] < live["before"]["old"]


def test_the_recipes_write_their_assets_whole(tmp_path, monkeypatch, capsys, source):
    """With the slow parts replaced: the writing is what is looked at."""
    split, old, half = digits_split(0), mnist8_split(0), negative_transfer.halves(0)
    net = Chosen(source, Pace(0.1, None, 2))
    monkeypatch.setattr(data, "ASSETS", tmp_path)
    for module in (comparison, forgetting, negative_transfer):
        monkeypatch.setattr(module, "SEEDS", 2)
    for module in (comparison, forgetting):
        monkeypatch.setattr(module, "pretrain", lambda seed: source)
        monkeypatch.setattr(module, "digits_split", lambda seed: split)
        monkeypatch.setattr(module, "mnist8_split", lambda seed: old)
    made = dict.fromkeys(PACES, net)
    monkeypatch.setattr(comparison, "chosen_on_validation", lambda *arguments: made)
    monkeypatch.setattr(forgetting, "tuned", lambda *arguments: source)
    monkeypatch.setattr(negative_transfer, "halves", lambda seed: half)
    monkeypatch.setattr(negative_transfer, "pretrained_on_low", lambda *arguments: source)
    monkeypatch.setattr(negative_transfer, "chosen", lambda *arguments: made)
    threads = torch.get_num_threads()
    for module, shipped in (
        (comparison, SHIPPED),
        (forgetting, FORGOT),
        (negative_transfer, FAILED),
    ):
        module.main()
        name = module.__name__.removeprefix("course.") + ".json"
        written_down = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        assert written_down.keys() == shipped.keys()
        assert written_down["labels"].keys() == shipped["labels"].keys()
    torch.set_num_threads(threads)
    assert "10 per class  LP-FT" in capsys.readouterr().out
    assert {path.suffix for path in tmp_path.iterdir()} == {".json"}


def lines():
    return over_labels(SHIPPED["labels"], list(LOOKS))


def scatter():
    return two_tests({m: SHIPPED["labels"]["1"][m] for m in TRANSFERS}, ("FT", "FT2"))


def chart():
    works = {method: score["id"] for method, score in SHIPPED["labels"]["3"].items()}
    return slopes(works, FAILED["labels"]["3"], ("MNIST to digits", "digits 0-4\nto digits 5-9"))


def test_the_figures_say_every_mean():
    for count, methods in SHIPPED["labels"].items():
        for method, results in methods.items():
            for key in ("id", "ood"):
                value = f"{results[key]['mean']:.3f} ± {results[key]['spread']:.3f} with {count}"
                assert value in lines().alt, method
    assert "An arrow leads from FT to FT2." in scatter().alt
    assert "LP 0.846 ± 0.016 and 0.624 ± 0.056" in chart().alt


def test_every_method_has_a_mark_of_its_own_so_that_colour_is_not_needed():
    assert len({mark for _, mark, _ in LOOKS.values()}) == len(LOOKS)
    marks = [
        line.get_marker() for line in chart().figure.axes[0].lines if len(line.get_xdata()) == 2
    ]
    assert set(mark for _, mark, _ in LOOKS.values()) <= set(marks)


@pytest.mark.parametrize("draw", [lines, scatter, chart])
def test_a_picture_repeats_and_its_words_can_be_read(draw):
    assert_repeats_and_reads(draw)
