"""A schedule that is entered at odd epochs: who learns after it was asked in this order?"""

import random

from autograder.bank.material.epoch_rules import RULES, Rule, code_of_calls, that_would_learn
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

POOL = ("stem", "conv1", "conv2", "block1", "block2", "mid", "neck", "top")
HINT = "Write down the flags after each call: which lines set a flag back, and which only one way?"
SAYS = {
    "fresh": ("So it would be if each call began anew.", "each call is thought to begin anew"),
    "all": ("So it would be if every epoch up to the last one had been asked for.",
            "epochs in between are thought to be run"),
    "reverse": ("These are the ones whose flags are off.", "frozen and learning are exchanged"),
    "other": ("So it would be if each call set every flag the other way round.",
              "thawing is taken for freezing"),
    "late": ("So it would be if each part waited one epoch more.", "a start counts one epoch late"),
    "both ways": ("So it would be if each call set every flag on or off.",
                  "an if is thought to set both ways"),
    "none": ("Not every flag is on: compare `starts` with the epochs asked for.",
             "the schedule is overlooked"),
    "first": ("So it was after the first call; others came later.",
              "only the first call is thought to count"),
}  # fmt: skip


def make(rng: random.Random) -> Draft:
    """Four or five parts, a rule that may only go one way, and epochs that jump and go back."""
    names = [*sorted(rng.sample(POOL, rng.randint(3, 4)), key=POOL.index), "head"]
    rule, again = rng.choice(RULES), rng.random() < 0.3
    places = sorted(rng.sample(range(1, 8), len(names) - 1), reverse=rule.on)
    starts = dict(zip(names, [*places, 0 if rule.on else 9], strict=True))
    asked = rng.sample(range(8), rng.randint(2, 3))
    code = code_of_calls(starts, asked, rule, again=again)
    model = names_after(code)["model"]
    right = [name for name, part in model.items() if part.weight.requires_grad]
    late = {name: start + 1 for name, start in starts.items()}
    other = Rule(">=", not rule.on, True)
    cases = {
        "fresh": that_would_learn(starts, asked[-1:], rule, again=again),
        "all": that_would_learn(starts, list(range(asked[-1] + 1)), rule, again=again),
        "reverse": [name for name in names if name not in right],
        "other": that_would_learn(starts, asked, other, again=again),
        "late": that_would_learn(late, asked, rule, again=again),
        "both ways": that_would_learn(starts, asked, Rule(">=", rule.on, True), again=again),
        "none": names,
        "first": that_would_learn(starts, asked[:1], rule, again=again),
    }
    wrong = [
        Choice(_told(found), SAYS[case][0], belief=SAYS[case][1])
        for case, found in cases.items()
        if found != right
    ]
    return Draft(
        with_code("Which parts learn after this has run?", code),
        Choice(_told(right), "So the flags stand after the last call."),
        wrong,
        HINT,
    )


def _told(names: list[str]) -> str:
    """Names in a row."""
    return ", ".join(f"`{name}`" for name in names) or "none of them"


TEMPLATE = Template("epochs_out_of_order", HARD, ("09",), ("09.4",), make)
