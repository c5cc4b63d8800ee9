"""What a function with an allow-list does with the requests "everything" and "nothing"."""

import random

from autograder.bank.material.parameter_names import against, quoted
from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

# A head, and the stages from the last one back; a stage may be two layers.
NETS = (
    (("fc",), ("layer2",), ("layer1",), ("conv1", "bn1")),
    (("head",), ("late",), ("early",), ("stem", "norm")),
    (("score",), ("upper", "gate"), ("lower",), ("embed", "place")),
    (("out",), ("block2", "norm2"), ("block1", "norm1"), ("stem",)),
    (("top",), ("mid", "mix"), ("low",), ("patch", "token")),
)
ASSIGNS = '        parameter.requires_grad = name.split(".")[0] in learning\n'
ONLY_FREEZES = (
    '        if name.split(".")[0] not in learning:\n            parameter.requires_grad = False\n'
)
FREEZE = "model.requires_grad_(False)\n"
NOTHING = "no layer"
SLICE, THAW = "a slice read one place off", "a loop thought to thaw the rest"
LEARN, FROZEN = "After the call these learn: {}.", "After the call these are frozen, too: {}."
HINT = "What is in the list `learning` for this request? Then try each name, and the flags before."


def make(rng: random.Random) -> Draft:
    """Three stages, a list that may forget layers, and a request, most often at an end."""
    stages = rng.choice(NETS)
    layers = [layer for stage in reversed(stages) for layer in stage]
    count = rng.choice([0, 0, 3, 3, 2])
    listed = [layer for stage in stages for layer in stage]
    for layer in rng.sample(listed[1:], rng.choice([0, 1, 1, 2])):
        listed.remove(layer)
    parts = ", ".join(f'"{layer}"' for layer in listed)
    short = rng.random() < 0.35
    loop, before = rng.choice(
        [(ASSIGNS, ""), (ASSIGNS, FREEZE), (ONLY_FREEZES, rng.choice(["", FREEZE]))]
    )

    def code(loop: str, cut: str, before: str) -> str:
        return (
            f"layers = {layers}\n".replace("'", '"')
            + "model = nn.ModuleDict({name: nn.Linear(4, 4) for name in layers})\n\n\n"
            f"def train_last(model, stages):\n    learning = [{parts}]{cut}\n"
            "    for name, parameter in model.named_parameters():\n"
            f"{loop}\n\n{before}train_last(model, {count})"
        )

    def frozen(loop: str, cut: str, before: str) -> list[str]:
        children = names_after(code(loop, cut, before))["model"].named_children()
        return [name for name, layer in children if not layer.weight.requires_grad]

    cuts = ("[: stages + 1]", "[:stages]")
    cut, other = cuts[::-1] if short else cuts
    right = frozen(loop, cut, before)
    wanted = [layer for stage in stages[: count + 1] for layer in stage]
    guesses = [
        ([layer for layer in layers if layer not in wanted], "B15", ""),
        (frozen(loop, other, before), "", SLICE),
        (frozen(ASSIGNS, cut, before), "", THAW),
        (frozen(ASSIGNS, other, before), "", SLICE),
        ([layer for layer in layers if layer not in right], "", "frozen and learning are swapped"),
        ([layer for layer in layers if layer not in listed], "", "only the list is looked at"),
        (layers[:1], "B15", ""),
        (layers[1:], "B15", ""),
        (layers[:-1], "B15", ""),
        (layers, "C2", ""),
        ([], "B15", ""),
    ]
    described = "; ".join(" with ".join(f"`{x}`" for x in stage) for stage in reversed(stages[1:]))
    return Draft(
        with_code(
            f"A model has three stages ({described}) and the head `{stages[0][0]}`. "
            "`train_last(model, n)` is meant to let the head and the last `n` stages learn, and to "
            "freeze the rest; it may have faults. Which layers are frozen after this code?",
            code(loop, cut, before),
        ),
        Choice(quoted(right, NOTHING), _why(right, layers, loop, before)),
        [
            Choice(quoted(names, NOTHING), against(names, right, LEARN, FROZEN), mistake, belief)
            for names, mistake, belief in guesses
            if names != right
        ],
        HINT,
    )


def _why(right: list[str], layers: list[str], loop: str, before: str) -> str:
    """Why these are frozen."""
    if loop == ONLY_FREEZES and before:
        return "All flags were off before, and the loop turns none of them on."
    learning = [layer for layer in layers if layer not in right]
    return f"The list `learning` holds {quoted(learning, 'none of the names')}; the rest is frozen."


TEMPLATE = Template("request_at_the_end", MEDIUM, ("03",), ("03.5",), make)
