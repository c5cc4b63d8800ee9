"""What is wrong about scores of many batches, and which way of counting they look like."""

import math
from collections.abc import Callable, Mapping, Sequence

from autograder.plain import decoded
from autograder.trials.asked import NO_RATIO, ONE_CLASS, Groups, is_number, stopped
from autograder.trials.batched_rows import Batches, counts_of
from autograder.trials.count_ratios import ratio, same
from autograder.trials.ratio_findings import score_finding
from autograder.verdict import Finding
from autograder.words import kind_of

SCORES = ("accuracy", "precision", "recall", "f1")
Counts = Mapping[str, float]
COUNTS = ("tn", "fp", "fn", "tp")


def _recounted(batches: Batches, says_yes: Callable[[float], bool]) -> Counts:
    """The counts under another decision."""
    counts = dict.fromkeys(COUNTS, 0)
    for y, p in batches:
        for actual, chance in zip(y.tolist(), p.flatten().tolist(), strict=True):
            said = says_yes(chance)
            counts[("t" if said == bool(actual) else "f") + ("p" if said else "n")] += 1
    return counts


def _square(batches: Batches) -> Counts:
    """The counts when each class of a batch meets each probability of it."""
    counts = dict.fromkeys(COUNTS, 0)
    for y, p in batches:
        yes = sum(chance >= 0.5 for chance in p.flatten().tolist())
        actual = int(y.sum())
        for name, said, rows in (("tp", yes, actual), ("fp", yes, len(y) - actual)):
            counts[name] += said * rows
        for name, said, rows in (
            ("fn", len(y) - yes, actual),
            ("tn", len(y) - yes, len(y) - actual),
        ):
            counts[name] += said * rows
    return counts


def _means(name: str, batches: Batches) -> tuple[float, ...]:
    """The mean over batches: undefined ones left out, or taken as 0, and by the number of rows."""
    each = [ratio(name, counts_of([batch])) for batch in batches]
    defined = [value for value in each if not math.isnan(value)]
    zeros = [0.0 if math.isnan(value) else value for value in each]
    rows = [len(y) for y, _ in batches]
    return (
        sum(defined) / len(defined) if defined else math.nan,
        sum(zeros) / len(zeros) if zeros else math.nan,
        sum(v * n for v, n in zip(zeros, rows, strict=True)) / sum(rows) if rows else math.nan,
    )


Way = Callable[[str, Batches], Sequence[float]]
WAYS: list[tuple[Way, str, str]] = [
    (
        lambda name, batches: [ratio(name, _recounted(batches, lambda chance: chance > 0.5))],
        "on which side of the threshold is a probability of exactly one half?",
        "",
    ),
    (_means, "average the ratios of the batches, or add up their counts first?", "H6"),
    (
        lambda name, batches: [ratio(name, _square(batches))],
        "what shape comes out when (n,) is compared with (n, 1)?",
        "H5",
    ),
    (
        lambda name, batches: [ratio(name, _recounted(batches, lambda chance: False))],
        "no row was called positive: how many columns does the output have to choose from?",
        "H3",
    ),
    (
        lambda name, batches: [ratio(name, _recounted(batches, lambda chance: True))],
        "every row was called positive: does your threshold belong to logits or to probabilities?",
        "H4",
    ),
    (
        lambda name, batches: [ratio(name, counts_of(batches[-1:]))],
        "that is the last batch: where are the counts of the others?",
        "",
    ),
    (
        lambda name, batches: [ratio(name, counts_of(batches[:1]))],
        "that is the first batch: does the loop see the others?",
        "",
    ),
]


def pooling_finding(
    group: str, names: Sequence[str], observed: Mapping[str, list], cases: Groups
) -> Finding | None:
    """What is wrong about these scores in a group of lists of batches."""
    if stop := stopped("pooled_scores", observed[group], ONE_CLASS, NO_RATIO):
        return stop
    replies = [decoded(entry["returned"]) for entry in observed[group]]
    for reply in replies:
        if type(reply) is not dict:
            return Finding(
                f"pooled_scores returned {kind_of(reply)}, not a dict.",
                "return one dict for all the batches, with the four names as keys.",
            )
    lists = [batches for (batches,) in cases[group]]
    counts = [counts_of(batches) for batches in lists]
    where = [_where(batches) for batches in lists]
    for name in names:
        finding = score_finding(name, where, replies, counts)
        if finding and all(name in reply for reply in replies):
            way = _way(name, [reply[name] for reply in replies], lists, counts)
            return Finding(finding.seen, *way) if way else finding
        if finding:
            return finding
    return None


def _where(batches: Batches) -> str:
    """A list of batches in words."""
    sizes = [len(y) for y, _ in batches]
    positives = sum(int(y.sum()) for y, _ in batches)
    if not sizes:
        return "for no batches at all"
    return f"for batches of {', '.join(map(str, sizes))} rows with {positives} positives"


def _way(
    name: str, said: Sequence, lists: Sequence[Batches], counts: Sequence[Counts]
) -> tuple[str, str] | None:
    """The question and the id of the way that gives every value that is wrong."""
    wrong = [
        (value, batches)
        for value, batches, pooled in zip(said, lists, counts, strict=True)
        if not (is_number(value) and same(value, ratio(name, pooled)))
    ]
    for way, question, mistake in WAYS:
        if all(
            is_number(value) and any(same(value, other) for other in way(name, batches))
            for value, batches in wrong
        ):
            return question, mistake
    return None
