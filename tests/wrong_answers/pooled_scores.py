"""Answers to `pooled_scores`."""

import math

import numpy as np
import torch
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_score,
    recall_score,
)

from tests.wrong_answers import Wrong

NAMES = ("accuracy", "precision", "recall", "f1")


def refuse(batches):
    for y, p in batches:
        if len(y) != len(p) or not ((p >= 0) & (p <= 1)).all():
            raise ValueError("batch")


def scores(tn, fp, fn, tp):
    pairs = ((tn + tp, tn + fp + fn + tp), (tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn))
    return {name: a / b if b else math.nan for name, (a, b) in zip(NAMES, pairs, strict=True)}


def counted(y, said):
    y, said = y.bool(), said.bool()
    return [int(n) for n in ((~y & ~said).sum(), (~y & said).sum(), (y & ~said).sum(),
                             (y & said).sum())]  # fmt: skip


def by_counts(batches):
    refuse(batches)
    each = [counted(y, p.squeeze(1) >= 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def by_concatenation(batches):
    refuse(batches)
    if not batches:
        return dict.fromkeys(NAMES, math.nan)
    y = torch.cat([y for y, _ in batches])
    said = torch.cat([p[:, 0] for _, p in batches]) >= 0.5
    return scores(*counted(y, said))


def by_scikit_learn(batches):
    refuse(batches)
    if not batches:
        return dict.fromkeys(NAMES, np.nan)
    y = np.concatenate([y for y, _ in batches])
    said = (np.concatenate([p for _, p in batches]).ravel() >= 0.5).astype(int)
    none = {"zero_division": np.nan}
    return {
        "accuracy": accuracy_score(y, said),
        "precision": precision_score(y, said, **none),
        "recall": recall_score(y, said, **none),
        "f1": f1_score(y, said, **none),
    }


def by_matrices(batches):
    refuse(batches)
    total = np.zeros((2, 2), dtype=int)
    for y, p in batches:
        total += confusion_matrix(y, (p.flatten() >= 0.5).int(), labels=[0, 1])
    return scores(*total.ravel().tolist())


def one_label_seen(batches):
    refuse(batches)
    total = np.zeros(4, dtype=int)
    for y, p in batches:
        tn, fp, fn, tp = confusion_matrix(y, (p.flatten() >= 0.5).int()).ravel()
        total += [tn, fp, fn, tp]
    return scores(*total.tolist())


def mean_of_batches(batches):
    refuse(batches)
    each = [by_counts([batch]) for batch in batches]
    return {name: float(np.nanmean([one[name] for one in each])) for name in NAMES}


def mean_by_size(batches):
    refuse(batches)
    rows = sum(len(y) for y, _ in batches)
    each = [(by_counts([batch]), len(batch[0]) / rows) for batch in batches]
    return {name: sum(np.nan_to_num(one[name]) * share for one, share in each) for name in NAMES}


def shapes_left_alone(batches):
    refuse(batches)
    each = [counted(y, p >= 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def accuracy_of_a_square(batches):
    right = by_counts(batches)
    same = [((p >= 0.5) == y.bool()).float().flatten() for y, p in batches]
    return right | {"accuracy": torch.cat(same).mean().item() if same else math.nan}


def argmax_of_one_column(batches):
    refuse(batches)
    each = [counted(y, p.argmax(dim=1)) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def sigmoid_again(batches):
    refuse(batches)
    each = [counted(y, p.sigmoid().flatten() >= 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def micro(batches):
    right = by_counts(batches)
    return right | {"f1": right["accuracy"]}


def swapped(batches):
    right = by_counts(batches)
    return right | {"precision": right["recall"], "recall": right["precision"]}


def positives_first(batches):
    refuse(batches)
    each = [counted(y, p.flatten() >= 0.5) for y, p in batches]
    tn, fp, fn, tp = map(sum, zip([0] * 4, *each, strict=True))
    return scores(tp, fn, fp, tn)


def zeros_for_nothing(batches):
    return {name: 0.0 if v != v else v for name, v in by_counts(batches).items()}


def one_half_is_no(batches):
    refuse(batches)
    each = [counted(y, p.flatten() > 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def squeezes_everything(batches):
    refuse(batches)
    if not batches:
        return dict.fromkeys(NAMES, math.nan)
    y = torch.cat([y for y, _ in batches])
    return scores(*counted(y, torch.cat([p.squeeze() for _, p in batches]) >= 0.5))


def last_batch(batches):
    refuse(batches)
    for y, p in batches:
        found = counted(y, p.flatten() >= 0.5)
    return scores(*found)


def returns_in_the_loop(batches):
    refuse(batches)
    for y, p in batches:
        return scores(*counted(y, p.flatten() >= 0.5))


def cannot_do_without(batches):
    refuse(batches)
    y = torch.cat([y for y, _ in batches])
    return scores(*counted(y, torch.cat([p.flatten() for _, p in batches]) >= 0.5))


def takes_logits(batches):
    for y, p in batches:
        if len(y) != len(p) or p.isnan().any():
            raise ValueError("batch")
    each = [counted(y, p.flatten() >= 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def takes_nan(batches):
    for y, p in batches:
        if len(y) != len(p) or (p < 0).any() or (p > 1).any():
            raise ValueError("batch")
    each = [counted(y, p.flatten() >= 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def shortest_of_both(batches):
    cut = [(y[: len(p)], p[: len(y)]) for y, p in batches]
    return by_counts(cut)


def lengths_by_torch(batches):
    for _, p in batches:
        if not ((p >= 0) & (p <= 1)).all():
            raise ValueError("batch")
    each = [counted(y, p.flatten() >= 0.5) for y, p in batches]
    return scores(*map(sum, zip([0] * 4, *each, strict=True)))


def a_dict_for_each(batches):
    return [by_counts([batch]) for batch in batches]


def without_f1(batches):
    return {name: value for name, value in by_counts(batches).items() if name != "f1"}


def always_raises(batches):
    raise ValueError("no")


WRONG = [
    Wrong((one_label_seen,), 0.8, "not enough values to unpack", "H8"),
    Wrong((mean_of_batches,), 0, "accuracy came out as", "H6"),
    Wrong((mean_by_size,), 0.1, "precision came out as", "H6"),
    Wrong((shapes_left_alone,), 0, "accuracy came out as", "H5"),
    Wrong((accuracy_of_a_square,), 0.3, "accuracy came out as", "H5"),
    Wrong((argmax_of_one_column,), 0, "accuracy came out as", "H3"),
    Wrong((sigmoid_again,), 0, "accuracy came out as", "H4"),
    Wrong((micro,), 0.3, "f1 came out as", "H7"),
    Wrong((swapped,), 0.2, "precision came out as", "H2"),
    Wrong((positives_first,), 0.1, "precision came out as", "H1"),
    Wrong((zeros_for_nothing,), 0.9, "accuracy came out as 0", "H9"),
    Wrong((one_half_is_no,), 0.8, "came out as"),
    Wrong((squeezes_everything,), 0.8, "raised RuntimeError"),
    Wrong((last_batch,), 0, "accuracy came out as"),
    Wrong((returns_in_the_loop,), 0, "accuracy came out as"),
    Wrong((cannot_do_without,), 0.9, "raised ValueError on its line 3: torch.cat()"),
    Wrong((takes_logits,), 0.9, "given a probability of 1.5, or of -0.25, pooled_scores returned"),
    Wrong((takes_nan,), 0.9, "given a probability that is NaN, pooled_scores returned a dict"),
    Wrong((shortest_of_both,), 0.9, "given more probabilities than classes, pooled_scores retur"),
    Wrong((lengths_by_torch,), 0.9, "raised a RuntimeError, not a ValueError"),
    Wrong((a_dict_for_each,), 0, "returned a list, not a dict"),
    Wrong((without_f1,), 0.3, "'f1' is not among the keys"),
    Wrong((always_raises,), 0, "raised ValueError"),
]
RIGHT = [(by_counts,), (by_concatenation,), (by_scikit_learn,), (by_matrices,)]
