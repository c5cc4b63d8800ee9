"""Which two rows of a table answer a question, and what the difference is."""

import functools
import random
from statistics import fmean

from autograder.bank.material.seed_by_seed import explained
from autograder.bank.question import EASY, Choice, Draft, Template
from course.comparison import shipped_results

SHOWN = ("scratch", "random frozen", "LP", "FT", "FT2")
OLD, BACK = "old task before", "FT2, old head back"
QUESTIONS = {
    ("LP", "random frozen"): (
        "By how many points does it help a frozen body that it **has learned** something?",
        "By how many points is a frozen body better for what it **has learned** before?",
    ),
    ("LP", "scratch"): (
        "The old body is frozen. By how many points is that better than **no old network** at all?",
        "By how many points is the frozen old body ahead of a network that **begins anew**?",
    ),
    ("LP", "FT2"): (
        "By how many points does **freezing** win against tuning, if the new head may run ahead?",
        "By how many points is freezing ahead of tuning with a **head that learns faster**?",
    ),
    ("FT2", "FT"): (
        "Everything learns. By how many points does a **faster head** help?",
        "By how many points does it help tuning that the head has **a rate of its own**?",
    ),
    (OLD, BACK): (
        "How many points of the old task has the **body of FT2** forgotten?",
        "By how many points does the body of FT2 know the **old task** less well than before?",
    ),
}
# Pairs that answer something else, beside those of the questions above.
OTHERS = (
    ("LP", "FT"),
    ("FT", "scratch"),
    ("FT2", "scratch"),
    ("FT2", "random frozen"),
    ("scratch", "random frozen"),
    (OLD, "FT2"),
    (OLD, "LP"),
    (BACK, "FT2"),
)


@functools.cache
def _labels() -> dict:
    """The shipped results by number of labels."""
    return shipped_results()["labels"]


def make(rng: random.Random) -> Draft:
    """Means of five of the eight shipped seeds, for one number of labels."""
    count, seeds = rng.choice(list(_labels())), rng.sample(range(8), 5)
    of = {name: _mean(_labels()[count][name]["id"], seeds) for name in SHOWN}
    of[OLD] = _mean(shipped_results()["before"]["old"], seeds)
    of[BACK] = _mean(_labels()[count]["FT2"]["old"], seeds)
    pair = rng.choice(list(QUESTIONS))
    order = rng.sample(SHOWN, len(SHOWN))
    table = "\n".join(f"{name:20} {of[name]:5.1f}" for name in (*order, OLD, BACK))
    stem = (
        f"MNIST digits were the old task, other digits are the new one, with {count} label"
        f"{'' if count == '1' else 's'} per class.\nHere is the accuracy in percent, a mean of "
        "five seeds. The last two rows are about old\ntask images, the others about new ones.\n\n"
        f"{explained(order)}\n\n```\n{table}\n```\n\n{rng.choice(QUESTIONS[pair])}\n"
        "A negative number means the opposite."
    )
    others = [other for other in (*QUESTIONS, *OTHERS, pair[::-1]) if other != pair]
    wrong = [Choice(_points(of, other), _told(of, other), *_way(other, pair)) for other in others]
    return Draft(stem, Choice(_points(of, pair), _told(of, pair)), wrong, HINT)


HINT = "Which two rows differ in what is asked about, and in nothing else?"


def _mean(result: dict, seeds: list[int]) -> float:
    """The mean over these seeds in percent, as the table shows it."""
    return round(100 * fmean(result["values"][seed] for seed in seeds), 1)


def _points(of: dict[str, float], pair: tuple[str, str]) -> str:
    """The difference of two rows."""
    return f"{round(of[pair[0]] - of[pair[1]], 1) + 0.0:.1f}"


def _told(of: dict[str, float], pair: tuple[str, str]) -> str:
    """The two rows behind a difference."""
    one, other = pair
    return f"That is {of[one]:.1f} of '{one}' less {of[other]:.1f} of '{other}'."


def _way(other: tuple[str, str], right: tuple[str, str]) -> tuple[str, str]:
    """Mistake and belief behind the difference of other rows."""
    if OLD in right and OLD not in other and BACK not in other:
        return "H16", ""
    if (OLD in other or BACK in other) and OLD not in right:
        return "", "rows about the old task are mixed in"
    if other == right[::-1]:
        return "", "the difference is turned round"
    if "FT" in other and "FT2" in right:
        return "", "the head of both is thought to be slow"
    return "", "another control is compared"


TEMPLATE = Template("controls_compared", EASY, ("08",), ("08.2",), make)
