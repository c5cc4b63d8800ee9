"""Answers to `recall_interval`."""

import math

import numpy as np
from scipy.stats import beta, binomtest

from tests.wrong_answers import Wrong


def refuse(hits, positives):
    if hits < 0 or hits > positives:
        raise ValueError("counts")


def by_formula(hits, positives, z=1.96):
    refuse(hits, positives)
    if not positives:
        return (math.nan, math.nan)
    p, n = hits / positives, positives
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    return middle - half, middle + half


def by_roots(hits, positives, z=1.96):
    refuse(hits, positives)
    if not positives:
        return [math.nan, math.nan]
    p, n = hits / positives, positives
    ends = np.roots([1 + z * z / n, -(2 * p + z * z / n), p * p])
    return sorted(float(end) for end in ends.real)


def by_counts(hits, positives, z=1.96):
    refuse(hits, positives)
    if positives == 0:
        return np.nan, np.nan
    root = z * math.sqrt(hits * (positives - hits) / positives + z**2 / 4)
    below = positives + z**2
    return np.float64((hits + z**2 / 2 - root) / below), (hits + z**2 / 2 + root) / below


def normal(hits, positives, z=1.96):
    refuse(hits, positives)
    if not positives:
        return math.nan, math.nan
    p = hits / positives
    half = z * math.sqrt(p * (1 - p) / positives)
    return p - half, p + half


def normal_and_clipped(hits, positives, z=1.96):
    low, high = normal(hits, positives, z)
    return (low, high) if low != low else (max(0.0, low), min(1.0, high))


def two_more_of_each(hits, positives, z=1.96):
    refuse(hits, positives)
    return normal(hits + z * z / 2, positives + z * z, z)


def exact(hits, positives, z=1.96):
    refuse(hits, positives)
    if not positives:
        return math.nan, math.nan
    low = beta.ppf(0.025, hits, positives - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, positives - hits) if hits < positives else 1.0
    return float(low), float(high)


def ninety_five_percent_sharp(hits, positives, z=1.96):
    refuse(hits, positives)
    if not positives:
        return math.nan, math.nan
    return tuple(binomtest(hits, positives).proportion_ci(0.95, method="wilsoncc"))


def always_the_same_z(hits, positives, z=1.96):
    return by_formula(hits, positives)


def z_forgotten(hits, positives, z=1.96):
    low, high = by_formula(hits, positives, z)
    half = (high - low) / 2 / z
    return (low + high) / 2 - half, (low + high) / 2 + half


def centre_and_half(hits, positives, z=1.96):
    low, high = by_formula(hits, positives, z)
    return (low + high) / 2, (high - low) / 2


def turned_round(hits, positives, z=1.96):
    return by_formula(hits, positives, z)[::-1]


def nothing_divides(hits, positives, z=1.96):
    if hits > positives or hits < 0:
        raise ValueError("counts")
    p, n = hits / positives, positives
    return by_formula(round(p * n), n, z)


def all_or_nothing_known(hits, positives, z=1.96):
    return (0.0, 1.0) if not positives else by_formula(hits, positives, z)


def certain_at_the_ends(hits, positives, z=1.96):
    if positives and hits in (0, positives):
        return (hits / positives, hits / positives)
    return by_formula(hits, positives, z)


def more_hits_than_positives(hits, positives, z=1.96):
    return by_formula(min(max(hits, 0), positives), positives, z)


def runs_into_a_root(hits, positives, z=1.96):
    if not positives:
        return math.nan, math.nan
    p = hits / positives
    if not 0 <= p <= 1:
        raise ArithmeticError("no share")
    return by_formula(hits, positives, z)


def only_the_share(hits, positives, z=1.96):
    refuse(hits, positives)
    return hits / positives if positives else math.nan


def rounded(hits, positives, z=1.96):
    return tuple(round(end, 3) for end in by_formula(hits, positives, z))


def never_known(hits, positives, z=1.96):
    return math.nan, math.nan


WRONG = [
    Wrong((normal,), 0, "the interval was"),
    Wrong((normal_and_clipped,), 0, "the interval was"),
    Wrong((two_more_of_each,), 0, "the interval was"),
    Wrong((exact,), 0, "the interval was"),
    Wrong((ninety_five_percent_sharp,), 0, "the interval was"),
    Wrong((always_the_same_z,), 0.9, "and z = 2.576, the interval was"),
    Wrong((z_forgotten,), 0, "the interval was"),
    Wrong((centre_and_half,), 0, "the interval was"),
    Wrong((turned_round,), 0, "the interval was"),
    Wrong((nothing_divides,), 0.9, "raised ZeroDivisionError"),
    Wrong((all_or_nothing_known,), 0.9, "for 0 of 0, the interval was 0 to 1"),
    Wrong((certain_at_the_ends,), 0.7, "the interval was 0 to 0"),
    Wrong((more_hits_than_positives,), 0.9, "given more hits than positives, or -1 hits"),
    Wrong((runs_into_a_root,), 0.9, "raised an ArithmeticError, not a ValueError"),
    Wrong((only_the_share,), 0, "returned a float that is not two numbers"),
    Wrong((rounded,), 0, "the interval was"),
    Wrong((never_known,), 0, "the interval was nan to nan"),
]
RIGHT = [(by_formula,), (by_roots,), (by_counts,)]
