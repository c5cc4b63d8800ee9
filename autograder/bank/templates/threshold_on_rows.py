"""The highest threshold that reaches a recall, on the rows that may choose it."""

import random

import torch

from autograder.bank.material.two_classes import two_digits
from autograder.bank.question import MEDIUM, Choice, Draft, Template

ROWS = 9
TARGETS = (0.5, 0.6, 0.65, 0.75, 0.8, 0.9, 1.0)


def make(rng: random.Random) -> Draft:
    """Nine validation rows and nine test rows with scores in falling order, and a target."""
    validation, test = _rows(rng), _rows(rng)
    target = rng.choice(TARGETS)
    stem = (
        "A frozen body with a new head gives one logit for each row. Here are two sets of rows, "
        "sorted by score; class 1 is positive:\n\n"
        f"```\n{_table('validation', *validation)}\n\n{_table('test', *test)}\n```\n\n"
        "A row is called positive if its score is equal to the threshold or higher. Which is the\n"
        f"highest threshold that you may choose so that the recall is at least {target:.2f}?"
    )
    # A line of prose beside code is kept as short as code.
    stem = stem.replace("two sets of rows, sorted", "two sets of rows,\nsorted")
    return Draft(stem, *_choices(validation, test, target), HINT)


HINT = "Which rows may choose? And how many of their positives have to be found?"


def _rows(rng: random.Random) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores in falling order and their classes; high ones are positive more often."""
    scores = sorted(rng.sample(range(-300, 301, 8), ROWS), reverse=True)
    classes = [int(rng.random() < 0.75 - 0.06 * place) for place in range(ROWS)]
    for place in rng.sample(range(ROWS), 3):
        classes[place] = 1
    return torch.tensor(scores) / 100, torch.tensor(classes)


def _table(name: str, scores: torch.Tensor, y: torch.Tensor) -> str:
    """One set of rows in two lines."""
    upper = "".join(f"{score:7.2f}" for score in scores.tolist())
    return f"{name:10} score{upper}\n{'':10} class" + "".join(f"{label:7}" for label in y.tolist())


def _recall(scores: torch.Tensor, y: torch.Tensor, threshold: float) -> float:
    """The share of the positives that reach the threshold."""
    return (scores[y == 1] >= threshold).double().mean().item()


def _precision(scores: torch.Tensor, y: torch.Tensor, threshold: float) -> float:
    """The share of positives among the rows that reach the threshold."""
    return (y[scores >= threshold] == 1).double().mean().item()


def _highest(scores: torch.Tensor, y: torch.Tensor, target: float) -> float:
    """The highest score with which the recall is reached, by trying all."""
    return max(t for t in scores.tolist() if _recall(scores, y, t) >= target)


def _choices(validation, test, target: float) -> tuple[Choice, list[Choice]]:
    """The right threshold and those of other ways of thinking."""
    scores, y = validation
    levels = scores.tolist()
    right = _highest(*validation, target)
    place = levels.index(right)
    wanted = next(i for i in range(1, ROWS + 1) if i / ROWS >= target)
    precise = [t for t in levels if _precision(scores, y, t) >= target]
    found = [
        (_highest(*test, target), "The test rows chose it", "H13", ""),
        (levels[wanted - 1], "It counts all rows, not the positives", "", "all rows are counted"),
        (levels[(y == 1).nonzero().max()], "It finds every positive", "", "all are to be found"),
        (0.0, "It is a probability of one half", "", "one half is the threshold"),
        (target, "The target stands on another scale", "", "the target is the threshold"),
    ]
    found += [(t, "It is not the highest that will do", "", "the threshold is too low")
              for t in levels[place + 1 : place + 3]]  # fmt: skip
    found += [(t, "It leaves a positive out", "", "one positive too few is found")
              for t in levels[max(place - 2, 0) : place]]  # fmt: skip
    if precise:
        found.append((precise[-1], "It reaches that precision", "", "precision is aimed at"))
    wrong = [
        Choice(f"{t:.2f}", f"{why}; the validation recall is {_recall(scores, y, t):.2f}.", *way)
        for t, why, *way in found
    ]
    recall = two_digits(_recall(scores, y, right))
    return Choice(
        f"{right:.2f}", f"The validation recall is {recall}; any higher misses it."
    ), wrong


TEMPLATE = Template("threshold_on_rows", MEDIUM, ("07",), ("07.4",), make)
