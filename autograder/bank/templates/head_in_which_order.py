"""Which tensors learn after a freeze and a new head, in one order or the other."""

import random

from autograder.bank.material.parameter_names import against, quoted, that_learn
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

BODIES = (("stem", "body"), ("conv1", "conv2"), ("enc", "mid"), ("embed", "trunk"), ("fc1", "fc2"))
HEADS = ("head", "classifier", "fc", "out", "score")
LAST = "The line that freezes everything comes last, and it covers the new head too."
AFTER = "The new head was made after the freeze, and a new layer comes with flags that are on."
LABEL = "Changing the label makes no new layer, so the frozen head stays frozen."
PART = "One layer was frozen, and no line touched the flags of the others."
ALL, OLD = "the freeze is overlooked", "a freeze thought to cover later layers"
OFF, LACKS = "After the last line the flag is off: {}.", "The list lacks {}."
HINT = "Go through the lines from the top: which flags does each line set, of which tensors?"


def make(rng: random.Random) -> Draft:
    """Two layers and a head; two or three lines that freeze, replace, relabel or thaw."""
    body, head = rng.choice(BODIES), rng.choice(HEADS)
    a, b, c = rng.sample(range(4, 13), 3)
    classes, wanted = rng.sample(range(2, 11), 2)
    built = (
        "model = nn.ModuleDict({\n"
        f'    "{body[0]}": nn.Linear({a}, {b}),\n'
        f'    "{body[1]}": nn.Linear({b}, {c}),\n'
        f'    "{head}": nn.Linear({c}, {classes}),\n'
        "})\n"
    )
    freeze = "model.requires_grad_(False)"
    freeze_part = f'model["{rng.choice(body)}"].requires_grad_(False)'
    replace = f'model["{head}"] = nn.Linear({c}, {wanted})'
    relabel = f'model["{head}"].out_features = {wanted}'
    part = rng.choice(body)
    thaw = f'model["{part}"].requires_grad_(True)'
    thawed = f"Only the last line turns flags on again, those of `{part}`."
    lines, why = rng.choice(
        [
            ([freeze, replace], AFTER),
            ([replace, freeze], LAST),
            ([freeze, relabel], LABEL),
            ([freeze_part, replace], PART),
            ([replace, freeze_part], PART),
            ([freeze, replace, thaw], f"{AFTER} The last line thaws `{part}`."),
            ([replace, freeze, thaw], thawed),
            ([freeze, relabel, thaw], thawed),
            ([freeze, thaw, replace], f"{AFTER} The line before thaws `{part}`."),
        ]
    )

    def learns(script: list[str]) -> list[str]:
        return that_learn(names_after(built + "\n".join(script))["model"])

    right, every = learns(lines), learns([])
    own = [f"{head}.weight", f"{head}.bias"]
    guesses = [
        (learns(list(reversed(lines))), "C1", ""),
        (learns([replace if line == relabel else line for line in lines]), "C4", ""),
        (learns([line for line in lines if line != replace]), "", OLD),
        (every, "", ALL),
        ([name for name in right if name.endswith("weight")], "A25", ""),
        ([name for name in every if name not in right], "", "frozen and learning are swapped"),
        ([name for name in every if name not in own], "", "the body is thought to be free"),
        (every[2:], "", "only the first layer is thought frozen"),
        ([*every[:2], *own], "", "only the middle is thought frozen"),
        (own, "", "only a head is thought to learn"),
        (own[:1], "A25", ""),
        ([], "C2", ""),
    ]
    script = built + "\n".join(lines)
    return Draft(
        f"Which parameters ask for a gradient after this code?\n\n```python\n{script}\n```",
        Choice(quoted(right), why),
        [
            Choice(quoted(names), against(names, right, OFF, LACKS), mistake, belief)
            for names, mistake, belief in guesses
            if names != right
        ],
        HINT,
    )


TEMPLATE = Template("head_in_which_order", EASY, ("03",), ("03.2",), make)
