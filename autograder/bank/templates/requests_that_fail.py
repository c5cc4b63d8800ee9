"""For which requests a function that lets the last stages learn does something else."""

import random

from autograder.bank.material.parameter_names import layers_that_learn, quoted
from autograder.bank.material.requests_in_words import spellings
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

# A head, and three stages from the input on; a stage may be two layers.
NETS = (
    ("fc", (("conv1", "bn1"), ("layer1",), ("layer2",))),
    ("head", (("stem", "norm"), ("early",), ("late",))),
    ("score", (("embed",), ("lower", "place"), ("upper",))),
    ("top", (("patch", "token"), ("low", "link"), ("high",))),
)
# What picks the stages; the first ones are right for some requests at least.
LIKELY = ("stages[-n:]", "stages[3 - n :]", "stages[::-1][:n]")
CUTS = (*LIKELY, "stages[-n - 1 :]", "stages[-n + 1 :]", "stages[:n]", "stages[4 - n :]")
SLICE, ENDS = "the slice is read in another way", "only the ends are thought to fail"
SWAPPED, ONE = "failing and passing are swapped", "one request too many or too few"
HINT = "For each request from 0 to 3: which layers does `learning` hold, and which should it hold?"


def make(rng: random.Random) -> Draft:
    """A network of three stages; the list of stages may forget a layer, the slice may be wrong."""
    head, stages = rng.choice(NETS)
    layers = [layer for stage in stages for layer in stage]
    forgotten = rng.choice([*layers, "", ""])
    listed = [[layer for layer in stage if layer != forgotten] for stage in stages]
    layers.insert(rng.choice([0, len(layers)]), head)
    # Where every request fails there is little to find out, so that is made rare.
    cut = rng.choice([*CUTS, *LIKELY, *LIKELY])
    starts_with = rng.choice([f'["{head}"]'] * 8 + ["[]"])
    test = rng.choice(['name.split(".")[0] in learning', "name.startswith(tuple(learning))"])
    wanted = [[head, *(x for stage in stages[3 - n :] for x in stage)] for n in range(4)]

    def code(listed, cut: str) -> str:
        return (
            f"layers = {layers}\nstages = {[list(stage) for stage in listed]}\n".replace("'", '"')
            + "model = nn.ModuleDict({name: nn.Linear(4, 4) for name in layers})\n\n\n"
            f"def train_last(model, n):\n    learning = {starts_with}\n"
            f"    for stage in {cut}:\n        learning = learning + stage\n"
            "    for name, parameter in model.named_parameters():\n"
            f"        parameter.requires_grad = {test}"
        )

    def failing(listed, cut: str) -> list[int]:
        learns = _learning(code(listed, cut))
        return [n for n in range(4) if set(learns[n]) != set(wanted[n])]

    learns, right = _learning(code(listed, cut)), failing(listed, cut)
    if len(right) == 4 and rng.random() < 0.7:
        return make(rng)
    shown = {failed: rng.choice(words) for failed, words in spellings().items()}
    guesses = [
        (failing(stages, cut), "B15", ""),
        *((failing(listed, other), "", SLICE) for other in rng.sample(CUTS, 4)),
        ([n for n in range(4) if n not in right], "", SWAPPED),
        ([0], "", ENDS),
        ([3], "", ENDS),
        ([0, 3], "", ENDS),
        (right[1:], "", ONE),
        (sorted({*right, rng.randrange(4)}), "", ONE),
        ([], "B15", ""),
        ([0, 1, 2, 3], "", "the function is thought never to work"),
    ]
    described = "; ".join(" with ".join(f"`{x}`" for x in stage) for stage in stages)
    return Draft(
        with_code(
            f"`train_last(model, n)` should let the head `{head}` and the last `n` of three stages "
            f"learn, and freeze the rest. The stages: {described}.\n\n"
            "A test tries the requests 0, 1, 2 and 3. With which of them does it find a fault?",
            code(listed, cut),
        ),
        Choice(shown[tuple(right)], _about(right[0] if right else 0, learns)),
        [
            Choice(shown[tuple(failed)], _about(_differs(failed, right), learns), mistake, belief)
            for failed, mistake, belief in guesses
            if failed != right
        ],
        HINT,
    )


def _learning(code: str) -> list[list[str]]:
    """The layers that learn after each of the requests 0 to 3."""
    given = names_after(code)
    found = []
    for n in range(4):
        given["train_last"](given["model"], n)
        found.append(layers_that_learn(given["model"]))
    return found


def _differs(one: list[int], other: list[int]) -> int:
    """The first request that is in one of the lists only."""
    return next(n for n in range(4) if (n in one) != (n in other))


def _about(n: int, learns: list[list[str]]) -> str:
    """What the function does with one request."""
    return f"With {n} it lets these layers learn: {quoted(learns[n])}."


TEMPLATE = Template("requests_that_fail", HARD, ("03",), ("03.5",), make)
