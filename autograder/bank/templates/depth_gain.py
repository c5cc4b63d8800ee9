"""A depth curve and its control: what learning brought, and what holding still brings anyway."""

import random

from autograder.bank.material.shipped_rows import drawn_seeds, mean_over, table
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course.depth import shipped_results

FROZEN, TUNED, CONTROL = "pretrained, frozen", "pretrained, tuned", "random, frozen"
HINT = "Which two cells of the table differ only in what the question asks about?"
ASKED = {
    "learning": "At n = {n}, how many points does it bring that the frozen blocks have *learned*?",
    "holding": "How many points would n = {n} bring against n = 0 if the frozen blocks had "
    "*learned nothing* before?",
    "tuning": "At n = {n}, how many points does it bring that the copied blocks are *not frozen*?",
}


def make(rng: random.Random) -> Draft:
    """The three lines over some of the seeds, and one of three differences."""
    lines = shipped_results()["lines"]
    seeds = drawn_seeds(rng, 8, least=3)
    points = {
        name: [round(100 * mean_over(r["accuracies"], seeds), 1) for r in line]
        for name, line in lines.items()
    }
    n, kind = rng.randint(1, 4), rng.choice(list(ASKED))
    gains = _gains(points, n)
    shown = [[name, *(f"{value:.1f}" for value in line)] for name, line in points.items()]
    right, told, _ = gains.pop(kind)
    wrong = [
        Choice(f"{value:.1f}", f"{value:.1f} is {what}.", belief=why)
        for value, what, why in gains.values()
    ]
    return Draft(
        "The first n blocks of a network were copied from one that learned MNIST, or left random; "
        "all blocks above them were new and learned. Accuracy on other digits in percent, mean of "
        f"{len(seeds)} runs:\n\n{table(['first n blocks', *'01234'], shown)}\n\n"
        + ASKED[kind].format(n=n),
        Choice(f"{right:.1f}", f"{right:.1f} is {told}."),
        wrong,
        HINT,
    )


def _gains(points: dict[str, list[float]], n: int) -> dict[str, tuple[float, str, str]]:
    """Differences of two cells: how large, what they are, and which thinking takes them."""
    cells = {
        "learning": ((FROZEN, n), (CONTROL, n), "the control is taken for the answer"),
        "holding": ((CONTROL, n), (CONTROL, 0), "having less to learn is forgotten"),
        "tuning": ((TUNED, n), (FROZEN, n), "tuning is taken for learning before"),
        "alone": ((FROZEN, n), (FROZEN, 0), "the control is left out"),
        "both": ((TUNED, n), (CONTROL, n), "two changes are made at once"),
        "tuned": ((TUNED, n), (TUNED, 0), "tuned blocks against no blocks"),
        "beside": ((FROZEN, 5 - n), (CONTROL, 5 - n), "another depth is read"),
        "above": ((TUNED, 5 - n), (FROZEN, 5 - n), "another depth is read"),
        "random": ((CONTROL, 5 - n), (CONTROL, 0), "another depth is read"),
    }
    return {
        kind: (
            # Adding 0.0 makes 0.0 of -0.0.
            round(points[one][a] - points[other][b], 1) + 0.0,
            f"{one} at n = {a} less {other} at n = {b}",
            why,
        )
        for kind, ((one, a), (other, b), why) in cells.items()
    }


TEMPLATE = Template("depth_gain", MEDIUM, ("09",), ("09.2",), make)
