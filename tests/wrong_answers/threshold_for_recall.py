"""Answers to `threshold_for_recall`."""

import math

import numpy as np
import torch
from sklearn.metrics import f1_score, precision_recall_curve, roc_curve

from tests.wrong_answers import Wrong


def refuse(scores, y, target):
    if scores.shape != y.shape or torch.isnan(scores).any():
        raise ValueError("rows")
    if not y.sum() or not 0 < target <= 1:
        raise ValueError("target")


def by_rank(scores, y, target):
    refuse(scores, y, target)
    found = torch.sort(scores[y == 1], descending=True).values
    needed = math.ceil(target * len(found) - 1e-9)
    return found[needed - 1].item()


def by_trying(scores, y, target):
    refuse(scores, y, target)
    for threshold in sorted(set(scores.tolist()), reverse=True):
        hits = ((scores >= threshold) & (y == 1)).sum()
        if hits / y.sum() >= target:
            return threshold
    return None


def by_scikit_learn(scores, y, target):
    refuse(scores, y, target)
    _, recall, thresholds = precision_recall_curve(y.numpy(), scores.numpy())
    return thresholds[recall[:-1] >= target].max()


def by_a_tensor(scores, y, target):
    refuse(scores, y, target)
    kept = scores[y.bool()]
    shares = torch.stack([(kept >= one).double().mean() for one in kept])
    return kept[shares >= target].max()


def larger_only(scores, y, target):
    refuse(scores, y, target)
    good = [t for t in scores.tolist() if ((scores > t) & (y == 1)).sum() / y.sum() >= target]
    return max(good, default=min(scores.tolist()) - 1)


def a_hair_below(scores, y, target):
    return by_rank(scores, y, target) - 1e-4


def between_nought_and_one(scores, y, target):
    refuse(scores, y, target)
    grid = np.linspace(0, 1, 1001)
    good = [t for t in grid if ((scores >= t) & (y == 1)).sum() / y.sum() >= target]
    return float(max(good, default=0.5))


def of_probabilities(scores, y, target):
    refuse(scores, y, target)
    return by_rank(torch.sigmoid(scores), y, target)


def of_decisions(scores, y, target):
    refuse(scores, y, target)
    _, recall, thresholds = precision_recall_curve(y.numpy(), (scores > 0).int().numpy())
    return float(thresholds[recall[:-1] >= target].max())


def one_half(scores, y, target):
    return 0.5


def asks_for_the_test(scores, y, target, test_scores, test_y):
    return by_rank(test_scores, test_y, target)


TEST_SCORES, TEST_Y = torch.linspace(-3, 3, 40), (torch.arange(40) > 25).long()


def looks_at_its_own_test(scores, y, target):
    refuse(scores, y, target)
    return by_rank(TEST_SCORES, TEST_Y, 0.8)


def rounds_down(scores, y, target):
    refuse(scores, y, target)
    found = torch.sort(scores[y == 1], descending=True).values
    return found[max(0, int(target * len(found)) - 1)].item()


def rounded_up_from_above(scores, y, target):
    refuse(scores, y, target)
    found = torch.sort(scores[y == 1], descending=True).values
    return found[min(len(found) - 1, int(target * len(found)))].item()


def share_of_all_rows(scores, y, target):
    refuse(scores, y, target)
    return torch.sort(scores, descending=True).values[math.ceil(target * len(scores)) - 1].item()


def finds_all(scores, y, target):
    refuse(scores, y, target)
    return scores[y == 1].min().item()


def best_f1(scores, y, target):
    refuse(scores, y, target)
    return max(scores.tolist(), key=lambda t: f1_score(y, (scores >= t).int(), zero_division=0))


def roc_points(scores, y, target):
    refuse(scores, y, target)
    _, rates, thresholds = roc_curve(y.numpy(), scores.numpy())
    return float(thresholds[np.argmax(rates >= target)])


def quantile(scores, y, target):
    refuse(scores, y, target)
    return torch.quantile(scores[y == 1], 1 - target).item()


def ties_dropped(scores, y, target):
    refuse(scores, y, target)
    found = torch.unique(scores[y == 1]).flip(0)
    return found[math.ceil(target * len(found) - 1e-9) - 1].item()


def writes_into_the_scores(scores, y, target):
    refuse(scores, y, target)
    scores[y == 0] = -math.inf
    found = torch.sort(scores, descending=True).values
    return found[math.ceil(target * int(y.sum()) - 1e-9) - 1].item()


def trusts_everything(scores, y, target):
    found = torch.sort(scores[: len(y)][y[: len(scores)] == 1], descending=True).values
    needed = math.ceil(target * len(found) - 1e-9)
    return found[min(max(needed, 1), len(found)) - 1].item()


def nan_passes(scores, y, target):
    refuse(torch.nan_to_num(scores), y, target)
    kept = scores[~scores.isnan()], y[~scores.isnan()]
    return by_rank(*kept, target)


def nothing_to_find(scores, y, target):
    return math.inf if not y.sum() else by_rank(scores, y, target)


def percent(scores, y, target):
    return by_rank(scores, y, target / 100 if target > 1 else target)


def always_raises(scores, y, target):
    raise ValueError("no")


def returns_a_list(scores, y, target):
    return [by_rank(scores, y, target)]


WRONG = [
    Wrong((larger_only,), 0, "and a higher threshold still finds them"),
    Wrong((a_hair_below,), 0, "a higher threshold still"),
    Wrong((between_nought_and_one,), 0, "positives raise an alarm", "H4"),
    Wrong((of_probabilities,), 0, "positives raise an alarm", "H4"),
    Wrong((of_decisions,), 0, "positives raise an alarm", "H12"),
    Wrong((one_half,), 0, "with the threshold 0.5,", "H13"),
    Wrong((asks_for_the_test,), 0, "missing 2 required positional arguments", "H13"),
    Wrong((looks_at_its_own_test,), 0, "positives raise an alarm", "H13"),
    Wrong((rounds_down,), 0, "that is less than"),
    Wrong((rounded_up_from_above,), 17 / 20, "higher threshold"),
    Wrong((share_of_all_rows,), 0, "positives raise an alarm"),
    Wrong((finds_all,), 0, "higher threshold"),
    Wrong((best_f1,), 0, "positives raise an alarm"),
    Wrong((roc_points,), 0, "higher threshold"),
    Wrong((quantile,), 0, "positives raise an alarm"),
    Wrong((ties_dropped,), 17 / 20, "positives raise an alarm"),
    Wrong((writes_into_the_scores,), 0, "changed the rows"),
    Wrong((trusts_everything,), 14 / 20, "given rows of which none is positive"),
    Wrong((nan_passes,), 18 / 20, "given a score that is NaN"),
    Wrong((nothing_to_find,), 18 / 20, "given rows of which none is positive, threshold_for"),
    Wrong((percent,), 19 / 20, "given a target of 60.0, or of 0.0"),
    Wrong((always_raises,), 0, "raised ValueError"),
    Wrong((returns_a_list,), 0, "returned a list, which is no threshold"),
]
RIGHT = [(by_rank,), (by_trying,), (by_scikit_learn,), (by_a_tensor,)]
