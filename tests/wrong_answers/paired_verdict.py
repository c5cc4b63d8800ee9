"""Answers to `paired_verdict`."""

from math import sqrt
from statistics import fmean, pstdev, stdev

import numpy as np

from tests.wrong_answers import Wrong


def by_the_rule(a, b):
    differences = [x - y for x, y in zip(a, b, strict=True)]
    error = stdev(differences) / sqrt(len(differences))
    needed = 7 / 8 * len(differences)
    if sum(d > 0 for d in differences) >= needed and fmean(differences) > error:
        return "better"
    if sum(d < 0 for d in differences) >= needed and fmean(differences) < -error:
        return "worse"
    return "no evidence"


def with_numpy(a, b):
    d = np.array(a) - np.array(b)
    agree = max((d > 0).mean(), (d < 0).mean()) >= 7 / 8
    if agree and abs(d.mean()) > d.std(ddof=1) / np.sqrt(len(d)):
        return "better" if d.mean() > 0 else "worse"
    return "no evidence"


def by_turning_round(a, b):
    def wins(x, y):
        d = [p - q for p, q in zip(x, y, strict=True)]
        agree = sum(v > 0 for v in d) / len(d) >= 7 / 8
        return agree and fmean(d) > pstdev(d) / sqrt(len(d) - 1)

    return "better" if wins(a, b) else "worse" if wins(b, a) else "no evidence"


def always_better(a, b):
    return "better"


def never_sure(a, b):
    return "no evidence"


def means_only(a, b):
    return "better" if fmean(a) > fmean(b) else "worse"


def means_with_a_margin(a, b):
    gap = fmean(a) - fmean(b)
    if abs(gap) < 0.02:
        return "no evidence"
    return "better" if gap > 0 else "worse"


def unpaired(a, b):
    error = sqrt((stdev(a) ** 2 + stdev(b) ** 2) / len(a))
    gap = fmean(a) - fmean(b)
    if abs(gap) <= error:
        return "no evidence"
    return "better" if gap > 0 else "worse"


def signs_only(a, b):
    wins, losses = (sum(x > y for x, y in zip(p, q, strict=True)) for p, q in ((a, b), (b, a)))
    if wins >= 7 / 8 * len(a):
        return "better"
    return "worse" if losses >= 7 / 8 * len(a) else "no evidence"


def error_only(a, b):
    d = [x - y for x, y in zip(a, b, strict=True)]
    error = stdev(d) / sqrt(len(d))
    if abs(fmean(d)) <= error:
        return "no evidence"
    return "better" if fmean(d) > 0 else "worse"


def seven_seeds(a, b):
    d = [x - y for x, y in zip(a, b, strict=True)]
    error = stdev(d) / sqrt(len(d))
    if sum(x > 0 for x in d) >= 7 and fmean(d) > error:
        return "better"
    return "worse" if sum(x < 0 for x in d) >= 7 and fmean(d) < -error else "no evidence"


def standard_deviation(a, b):
    d = [x - y for x, y in zip(a, b, strict=True)]
    if sum(x > 0 for x in d) >= 7 / 8 * len(d) and fmean(d) > stdev(d):
        return "better"
    if sum(x < 0 for x in d) >= 7 / 8 * len(d) and fmean(d) < -stdev(d):
        return "worse"
    return "no evidence"


def ties_are_wins(a, b):
    d = [x - y for x, y in zip(a, b, strict=True)]
    error = stdev(d) / sqrt(len(d))
    if sum(x >= 0 for x in d) >= 7 / 8 * len(d) and fmean(d) >= error:
        return "better"
    if sum(x <= 0 for x in d) >= 7 / 8 * len(d) and fmean(d) <= -error:
        return "worse"
    return "no evidence"


def the_other_way_round(a, b):
    return by_the_rule(b, a)


def divided_by_the_error(a, b):
    d = [x - y for x, y in zip(a, b, strict=True)]
    t = fmean(d) / (stdev(d) / sqrt(len(d)))
    return "better" if t > 1 else "worse" if t < -1 else "no evidence"


def with_capitals(a, b):
    return by_the_rule(a, b).capitalize()


def a_bool(a, b):
    return by_the_rule(a, b) == "better"


def lists_subtracted(a, b):
    return "better" if fmean(a - b) > 0 else "worse"


WRONG = [
    Wrong(
        (always_better,),
        0,
        "and the differences are large, paired_verdict said 'better'",
    ),
    Wrong(
        (never_sure,),
        0,
        "and the differences are large, paired_verdict said 'no evidence'",
    ),
    Wrong(
        (means_only,),
        5 / 15,
        "where the mean difference is large, and 5 or 6 of 8 seeds have its sign",
    ),
    Wrong(
        (means_with_a_margin,), 6 / 15, "where all 8 seeds have one sign, the differences are small"
    ),
    Wrong((unpaired,), 5 / 15, "where all 8 seeds have one sign, the differences are small"),
    Wrong((signs_only,), 13 / 15, "where 7 of 8 seeds have one sign, and one large difference"),
    Wrong(
        (error_only,),
        9 / 15,
        "where the mean difference is large, and 5 or 6 of 8 seeds have its sign",
    ),
    Wrong((seven_seeds,), 13 / 15, "where there are 16 seeds, paired_verdict said"),
    Wrong((standard_deviation,), 14 / 15, "their differences are small and large by turns"),
    Wrong((ties_are_wins,), 14 / 15, "where some seeds tie, paired_verdict said 'better'"),
    Wrong((the_other_way_round,), 0, "and the differences are large, paired_verdict said 'worse'"),
    Wrong(
        (divided_by_the_error,),
        9 / 15,
        "where the mean difference is large, and 5 or 6 of 8 seeds have its sign",
    ),
    Wrong((with_capitals,), 0, "paired_verdict returned 'Better'"),
    Wrong((a_bool,), 0, "paired_verdict returned True"),
    Wrong((lists_subtracted,), 0, "paired_verdict raised TypeError on its line 2"),
]
RIGHT = [(by_the_rule,), (with_numpy,), (by_turning_round,)]
