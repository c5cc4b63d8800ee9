"""What is wrong about a threshold: on the rows it was chosen on, and on rows nobody was shown."""

import math
from collections.abc import Mapping, Sequence

import torch

from autograder.plain import decoded
from autograder.trials.asked import is_number, stopped
from autograder.trials.scored_rows import Asked, fresh_rows
from autograder.verdict import Finding
from autograder.words import shown

WHO = "threshold_for_recall"
Questions = Mapping[str, Sequence[Asked]]


def best(asked: Asked) -> float:
    """The highest score that, taken as the threshold, finds enough of the positives."""
    found = sorted(asked.scores[asked.y == 1].tolist(), reverse=True)
    return next(
        score
        for score in found
        if sum(other >= score for other in found) / len(found) >= asked.target
    )


def threshold_finding(
    group: str, observed: Mapping[str, Sequence[dict]], questions: Questions, seed: int
) -> Finding | None:
    """What is wrong about the first threshold of a group that is; all choose the question."""
    entries = observed[group]
    if stop := _stopped(entries):
        return stop
    replies = [decoded(entry["returned"]) for entry in entries]
    for reply in replies:
        if not is_number(reply) or math.isnan(reply):
            return Finding(
                f"{WHO} returned {shown(reply)}, which is no threshold.",
                "return one number on the scale of the scores, a float.",
            )
    told = list(zip(replies, questions[group], strict=True))
    wrong = [pair for pair in told if abs(pair[0] - best(pair[1])) > 1e-6]
    if not wrong:
        return None
    threshold, asked = wrong[0]
    hits, positives = _hits(threshold, asked), int(asked.y.sum())
    seen = f"with the threshold {threshold:.4g}, {hits} of {positives} positives raise an alarm"
    if hits / positives < asked.target:
        seen += f": that is less than {asked.target}."
    else:
        seen += f": {asked.target} are enough, and a higher threshold still finds them."
    if group == "plain" and asked is questions[group][0]:
        fresh = fresh_rows(seed)
        seen = f"{seen[:-1]}; on fresh rows it is {_hits(threshold, fresh)} of 40."
    return Finding(seen, *_why(told, wrong))


def changed(
    observed: Mapping[str, Sequence[dict]], left: Mapping[str, Sequence[list[str]]]
) -> Finding | None:
    """What to say when scores or classes are no longer what they were."""
    if all([entry["left"] for entry in observed[name]] == rows for name, rows in left.items()):
        return None
    return Finding(
        f"{WHO} changed the rows that it was given.",
        "somebody else still needs these scores: which of your lines writes into them?",
    )


def _stopped(entries: Sequence[dict]) -> Finding | None:
    """The learner's exception; one that asks for more data is a mistake with a name."""
    stop = stopped(WHO, entries)
    if stop and "required positional argument" in stop.seen:
        return Finding(stop.seen, "which data may choose the threshold?", "H13", is_stop=True)
    return stop


def _hits(threshold: float, asked: Asked) -> int:
    """How many positives reach the threshold."""
    return int((asked.scores[asked.y == 1].double() >= threshold).sum())


def _why(
    told: Sequence[tuple[float, Asked]], wrong: Sequence[tuple[float, Asked]]
) -> tuple[str, str]:
    """The question that fits all wrong thresholds together, and the id."""
    thresholds = [threshold for threshold, _ in told]
    if set(thresholds) <= {0.0, 1.0}:
        return "did you rank the scores, or decisions made from them?", "H12"
    if len(set(thresholds)) == 1 < len({best(asked) for _, asked in told}):
        return "every set got the same threshold: which data chose it?", "H13"
    if all(abs(t - _sigmoid(best(a))) < 1e-4 for t, a in wrong):
        return "does this threshold belong to logits, or to probabilities?", "H4"
    if all(0 <= threshold <= 1 for threshold in thresholds):
        return "between which numbers do these scores lie: are they probabilities?", "H4"
    if all(abs(t - _share_of_all(a)) < 1e-6 for t, a in wrong):
        return "recall is a share of which rows: of all of them?", ""
    if all(t == min(a.scores[a.y == 1].tolist()) for t, a in wrong):
        return "this one finds every positive: how many does the target ask for?", ""
    if all(_next_lower(t, a) for t, a in wrong):
        return "does a row alarm whose score equals the threshold? Count it in.", ""
    if all(_hits(t, a) / int(a.y.sum()) < a.target for t, a in wrong):
        return "how many positives are at least that share: which way must one round?", ""
    if all(_hits(t, a) == _hits(best(a), a) for t, a in wrong):
        return "no more positives are found than are needed; can the threshold be higher still?", ""
    return "go down the sorted scores of the positives: when have you found enough?", ""


def _sigmoid(logit: float) -> float:
    """The probability behind a logit."""
    return 1 / (1 + math.exp(-logit))


def _share_of_all(asked: Asked) -> float:
    """The score above which that share of all rows lies."""
    ranked = torch.sort(asked.scores, descending=True).values
    return float(ranked[min(len(ranked), math.ceil(asked.target * len(ranked))) - 1])


def _next_lower(threshold: float, asked: Asked) -> bool:
    """Whether a threshold is the next score, or a hair, below the best one."""
    right = best(asked)
    lower = max((score for score in asked.scores.tolist() if score < right), default=-math.inf)
    return threshold == lower or right - 1e-3 < threshold < right
