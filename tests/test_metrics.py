"""The sums, the simulations and the figures of lesson 7, against scikit-learn and by hand."""

from itertools import combinations

import numpy as np
import pytest
import torch
from sklearn.metrics import f1_score, precision_score

from course.gauges import one_label_per_class, rare_nines, read_while_training
from course.metric_figures import Curve, ranking_curves, two_layouts, what_two_numbers_allow
from course.metrics import (
    _f1_from,
    at_prevalence,
    f1_gained_by_looking,
    implied_precision,
    simulated_rows,
)
from course.models import fresh_head, pretrained_small_net
from tests.test_figures import written


@pytest.mark.parametrize(
    ("prevalence", "precision", "accuracy"),
    [(0.5, 0.895, 0.875), (0.1, 0.486, 0.895), (0.02, 0.148, 0.899), (0.002, 0.017, 0.900)],
)
def test_the_same_rates_give_other_precisions_elsewhere(prevalence, precision, accuracy):
    rates = at_prevalence(0.85, 0.10, prevalence)
    assert rates == pytest.approx((precision, accuracy, 1 - prevalence), abs=5e-4)


def test_who_never_says_yes_has_no_precision():
    assert np.isnan(at_prevalence(0.0, 0.0, 0.1).precision)


def test_at_the_error_rate_the_precision_is_one_half_whatever_the_recall():
    for recall in (0.05, 0.12, 0.5, 0.9):
        assert implied_precision(0.98, recall, 0.02) == pytest.approx(0.5)
    assert implied_precision(0.98, 0.12, 0.01) == pytest.approx(0.097, abs=5e-4)


def test_too_many_positives_for_two_numbers_are_refused():
    with pytest.raises(ValueError, match=r"impossible at 2\.30%: .*choose a smaller prevalence"):
        implied_precision(0.98, 0.12, 0.023)


def test_the_quick_f1_is_that_of_scikit_learn():
    rows = simulated_rows(300, prevalence=0.1, draws=np.random.default_rng(3))
    for threshold in (-1, 0.5, 2, 9):
        called = rows.score >= threshold
        assert _f1_from(rows, threshold) == pytest.approx(f1_score(rows.y, called, zero_division=0))


def test_looking_at_the_test_set_never_costs_and_mostly_gains():
    gained = f1_gained_by_looking(trials=60)
    assert gained.min() >= 0
    assert 0.05 < gained.mean() < 0.2
    assert np.array_equal(gained, f1_gained_by_looking(trials=60))


def readings(train, validation, classes, steps, lr):
    net = pretrained_small_net().requires_grad_(False)
    net.head = fresh_head(0, classes)
    return read_while_training(net, train, validation, steps=steps, every=20, lr=lr)[1:]


def test_loss_rises_while_accuracy_stays():
    torch.set_num_threads(1)
    found = readings(*one_label_per_class(seed=0), classes=10, steps=160, lr=1e-2)
    assert found[-1].loss > 1.1 * found[1].loss
    assert abs(found[-1].accuracy - found[1].accuracy) < 0.02


def test_loss_falls_while_accuracy_is_that_of_a_lazy_answer():
    torch.set_num_threads(1)
    task = rare_nines(seed=0)
    assert [(len(part.labels), int(part.labels.sum())) for part in task] == [(641, 13), (184, 4)]
    found = readings(*task, classes=2, steps=120, lr=1e-3)
    assert {round(reading.accuracy, 6) for reading in found} == {round(180 / 184, 6)}
    assert found[-1].loss < 0.85 * found[0].loss


def three_curves():
    draws = np.random.default_rng(0)
    curves = {}
    for name in ("low", "middle", "high"):
        rows = simulated_rows(400, prevalence=0.1, draws=draws)
        weight = np.where(rows.y == 1, 0.02 / rows.y.sum(), 0.98 / (rows.y == 0).sum())
        curves[name] = Curve(*rows, weight, {"first": 1.0, "second": 99.0})
    return curves


def test_a_marked_threshold_is_said_with_the_precision_of_scikit_learn():
    curves = three_curves()
    curve = curves["low"]
    right = precision_score(curve.y, curve.score >= 1.0, sample_weight=curve.weight)
    drawn = ranking_curves(curves)
    assert f"precision {right:.2f}, second no alarm" in drawn.alt
    assert "the floor is 2 %" in drawn.alt


def test_the_segment_of_the_claim_is_said_in_words():
    said = what_two_numbers_allow(0.98, 0.12).alt
    assert "from 0 to 2.27 % positives, and better than always no from 2.00 %." in said


def test_both_layouts_hold_the_same_counts_in_other_places():
    said = two_layouts(90, 10, 15, 85).alt
    assert "positives first: first row hits 85; missed 15, second row false alarms 10" in said
    assert "0 first: first row quiet 90; false alarms 10, second row missed 15; hits 85" in said


@pytest.mark.parametrize(
    "draw",
    [
        lambda: two_layouts(90, 10, 15, 85),
        lambda: what_two_numbers_allow(0.98, 0.12),
        lambda: ranking_curves(three_curves()),
    ],
    ids=["two_layouts", "what_two_numbers_allow", "ranking_curves"],
)
def test_no_text_is_small_or_cut_off_or_covers_another(draw):
    figure = draw().figure
    shown = written(figure)
    assert min(text.get_fontsize() for text, _ in shown) >= 9
    for text, box in shown:
        assert box.x0 >= figure.bbox.x0 and box.x1 <= figure.bbox.x1, text
    for (one, box), (other, its_box) in combinations(shown, 2):
        assert not box.overlaps(its_box), (one, other)
    assert draw().png() == draw().png()
