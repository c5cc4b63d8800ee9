"""Which change of the scores is only another dial: the ranking stays as it was."""

import random

from sklearn.metrics import average_precision_score

from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

ROWS = 6
SAME = (
    "scores - {a}",
    "scores + {a}",
    "scores / {a}",
    "{a} * scores",
    "scores.sigmoid()",
    "torch.sigmoid(scores)",
    "scores.exp()",
    "torch.exp(scores) - {a}",
    "scores ** 3",
    "{a} * scores + {b}",
    "(scores - {b}) / {a}",
)
# One of each kind is offered, so that no two options stand or fall together.
OTHER = {
    "H12": ("(scores >= 0).float()", "torch.where(scores < {b}, 0.0, 1.0)"),
    "a mirrored order is an order": ("-scores", "{a} - scores", "torch.neg(scores) / {a}"),
    "the size of a score ranks it": ("scores.abs()", "scores ** 2", "torch.square(scores - {b})"),
    "rows may lie in any order": ("scores.flip(0)", "scores.sort().values"),
    "cutting off keeps a ranking": ("scores.relu()", "scores.clamp(max={b})"),
}


def make(rng: random.Random) -> Draft:
    """Six scores and classes; every change is run and its average precision measured."""
    scores = [value / 10 for value in rng.sample([*range(-28, -4), *range(5, 29)], ROWS)]
    y = [1, 1, 0, 0, *rng.choices([0, 1], k=2)]
    rng.shuffle(y)
    code = f"scores = torch.tensor({scores})\ny = torch.tensor({y})"
    given = names_after(code)
    numbers = {"a": rng.choice([2, 3, 4, 5]), "b": rng.choice([0.5, 1.5])}
    before = _precision(given, "scores")
    kept = rng.choice(SAME).format(**numbers)
    right = Choice(
        f"`{kept}`",
        f"The order stays, and so does the average precision: {_precision(given, kept):.2f}.",
    )
    wrong = []
    for way, patterns in OTHER.items():
        text = rng.choice(patterns).format(**numbers)
        after = _precision(given, text)
        if abs(after - before) > 0.02:
            says = f"The average precision goes from {before:.2f} to {after:.2f}."
            mistake, belief = (way, "") if way == "H12" else ("", way)
            wrong.append(Choice(f"`{text}`", says, mistake, belief))
    stem = (
        "A frozen body with a new head gives these scores; 1 is the positive class:\n\n"
        f"```python\n{code}\n```\n\n"
        "Average precision judges how scores rank the rows. Which of these, used in place of\n"
        "`scores`, leaves it as it is, so that nothing but the threshold has to be moved?"
    )
    return Draft(stem, right, wrong, HINT)


HINT = (
    "Sort the rows by the old scores and by the new ones: is any row overtaken, or caught up with?"
)


def _precision(names: dict, text: str) -> float:
    """The average precision of the scores that an expression gives, to six digits."""
    scores = eval(text, names).numpy()
    return round(float(average_precision_score(names["y"].numpy(), scores)), 6)


TEMPLATE = Template("ranking_kept", EASY, ("07",), ("07.3",), make)
