"""Two records of runs: which setting makes the pair unfair?"""

import random

from autograder.bank.question import EASY, Choice, Draft, Template

SETTINGS = {
    "checkpoint": ("body_a.pt", "body_b.pt", "digits.pt", "letters.pt"),
    "lr_head": (0.03, 0.01, 0.003, 0.001),
    "steps": (60, 100, 150, 300),
    "labels": (1, 3, 5, 10),
    "seed": (0, 1, 2, 3, 4, 5, 6, 7),
    "chosen_on": ("validation", "train"),
    "mode": ("eval", "train"),
}
BODY_RATES = (0.001, 0.0003, 0.0001)
BLOCKS = (["block1"], ["block1", "block2"], ["block1", "block2", "block3"])


def make(rng: random.Random) -> Draft:
    """A run with a frozen body and one that tunes; they differ in one setting more."""
    unfair = rng.choice(list(SETTINGS))
    values = {key: rng.sample(choices, 2) for key, choices in SETTINGS.items()}
    frozen = {key: pair[0] for key, pair in values.items()}
    tuned = frozen | {unfair: values[unfair][1]}
    whole = rng.random() < 0.6
    frozen |= {"frozen": ["body"] if whole else rng.choice(BLOCKS)}
    frozen |= {"lr_body": None if whole else rng.choice(BODY_RATES)}
    tuned |= {"frozen": [], "lr_body": frozen["lr_body"] or rng.choice(BODY_RATES)}
    reached = sorted(rng.sample(range(600, 900), 2), reverse=rng.random() < 0.5)
    runs = [
        {"name": name} | dict(sorted(run.items())) | {"accuracy": score / 1000}
        for name, run, score in zip(("frozen", "tuned"), (frozen, tuned), reached, strict=True)
    ]
    rng.shuffle(runs)
    stem = (
        "Two runs are compared to learn what freezing did. `lr_body` is `None` where the whole "
        "body\nis frozen; `chosen_on` names the images that the rates were chosen on, `mode` is "
        f"that of\nmeasuring.\n\n```python\n{_shown(runs[0])}\n{_shown(runs[1])}\n```\n\n"
        "Which setting must be made equal before the pair shows that?"
    )
    differing = [key for key in SETTINGS if runs[0][key] != runs[1][key]]
    (key,) = differing
    right = Choice(
        f"`{key}`", f"It is {runs[0][key]!r} in one run and {runs[1][key]!r} in the other."
    )
    return Draft(stem, right, _wrong(frozen, key, whole=whole), HINT)


HINT = "Go through the keys: which may differ because of the freeze, and which is a result?"


def _shown(run: dict) -> str:
    """A record in four lines of code."""
    pairs = [f'"{key}": {value!r}'.replace("'", '"') for key, value in run.items()]
    lines = [", ".join(pairs[at : at + 3]) for at in range(0, len(pairs), 3)]
    return "{" + ",\n ".join(lines) + "}"


def _wrong(run: dict, unfair: str, *, whole: bool) -> list[Choice]:
    """What differs for a reason, and settings that are equal."""
    rate = (
        "A frozen body has no rate to compare."
        if whole
        else f"It is {run['lr_body']!r} in both runs."
    )
    found = [
        ("frozen", "What is frozen is what the pair is about.", "the freeze itself is unfair"),
        ("lr_body", rate, "a body without a rate is unfair"),
        ("accuracy", "The accuracy is what came of it, not a setting.", "a result is a setting"),
    ]
    found += [
        (key, f"It is {run[key]!r} in both runs.", "an equal setting is unfair")
        for key in SETTINGS
        if key != unfair
    ]
    return [Choice(f"`{key}`", says, belief=belief) for key, says, belief in found]


TEMPLATE = Template("setting_that_differs", EASY, ("08",), ("08.1",), make)
