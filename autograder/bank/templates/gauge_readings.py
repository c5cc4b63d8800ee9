"""Which network to keep, by the gauge that matters to those who use it."""

import random
import textwrap
from math import exp, log1p
from statistics import fmean

from autograder.bank.question import EASY, Choice, Draft, Template

READINGS, ROWS = 6, 40
USES = {
    "loss": (
        "sorts payments by the **probability** that the network states",
        "shows its users the **probability** that the network states",
        "multiplies the stated **probability** by the amount at stake",
    ),
    "accuracy": (
        "uses only the **call**, yes or no, and counts the right ones",
        "passes on a plain **yes or no**, and is judged by how many are right",
        "acts on the **class** alone, and each wrong one costs the same",
    ),
}


def make(rng: random.Random) -> Draft:
    """Readings of a head that grows ever surer of itself, where it is wrong too."""
    gauge = rng.choice(list(USES))
    every = rng.choice([10, 20, 25, 40, 50])
    while True:
        readings = _readings(rng, every)
        losses, hits = [r[2] for r in readings], [r[3] for r in readings]
        best = {"loss": losses.index(min(losses)), "accuracy": hits.index(max(hits))}
        clear = sorted(losses)[1] - min(losses) > 0.015 and hits.count(max(hits)) == 1
        if clear and best["loss"] != best["accuracy"]:
            break
    table = "\n".join(f"{s:4}  {a:13.2f}  {b:15.2f}  {c:19.3f}" for s, a, b, c in readings)
    asked = textwrap.fill(
        f"The desk {rng.choice(USES[gauge])}. Going by the validation rows, the network of which "
        "step should it keep?",
        width=96,
    )
    stem = (
        "While a new head learned on a frozen body, somebody wrote this down:\n\n"
        "```\nstep  training loss  validation loss  validation accuracy\n"
        f"{table}\n```\n\n{asked}"
    )
    right = _choice(readings[best[gauge]], "")
    wrong = [
        _choice(reading, _belief(at, best, gauge))
        for at, reading in enumerate(readings)
        if at != best[gauge]
    ]
    return Draft(stem, right, wrong, HINT)


HINT = "Which of the three gauges asks about what this desk uses, on rows that were not learned?"


def _readings(rng: random.Random, every: int) -> list[tuple[int, float, float, float]]:
    """Step, training loss, validation loss and accuracy; two classes, margins as logits."""
    margins = [rng.gauss(0.9, 1.0) for _ in range(ROWS)]
    learned = [abs(rng.gauss(1.2, 0.5)) for _ in range(ROWS)]
    found = []
    for at in range(1, READINGS + 1):
        margins = [margin + rng.gauss(0, 0.12) for margin in margins]
        sure = 0.5 * at * rng.uniform(0.9, 1.1)
        accuracy = sum(margin > 0 for margin in margins) / ROWS
        found.append((every * at, _loss(learned, sure), round(_loss(margins, sure), 2), accuracy))
    return found


def _loss(margins: list[float], sure: float) -> float:
    """The mean cross-entropy of logits that are `sure` times the margins."""
    return fmean(log1p(exp(-sure * margin)) for margin in margins)


def _choice(reading: tuple[int, float, float, float], belief: str) -> Choice:
    """The step, and what was read there."""
    step, _, loss, accuracy = reading
    told = f"At step {step} validation loss is {loss:.2f} and accuracy {accuracy:.3f}."
    return Choice(str(step), told, belief=belief)


def _belief(at: int, best: dict[str, int], gauge: str) -> str:
    """What speaks for a step that is not the best."""
    other = "accuracy" if gauge == "loss" else "loss"
    if at == best[other]:
        return f"the {other} is trusted for every use"
    if at == READINGS - 1:
        return "the training loss is trusted"
    if at < best[gauge]:
        return "stopping before the gauge turns"
    return "training past the best reading"


TEMPLATE = Template("gauge_readings", EASY, ("07",), ("07.6",), make)
