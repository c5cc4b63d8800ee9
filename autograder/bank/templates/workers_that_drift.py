"""Flags, wrapper, flags again and an optimizer: where the copies of two workers differ."""

import random

from autograder.bank.material.parameter_names import quoted
from autograder.bank.material.stems import with_code
from autograder.bank.material.worker_pair import STEPS, layers_of, named_layers, together
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.trials.wrappers import Together

NAMES = ("stem", "neck", "body", "trunk", "encoder", "mixer", "scorer", "adapter", "top", "out")
HELD = {
    "learning": "torch.optim.{kind}([p for p in model.parameters() if p.requires_grad], lr=0.1)",
    "all": "torch.optim.{kind}(model.parameters(), lr=0.1)",
}
HINT = "Which layers does the wrapper average, and which of the others does the optimizer move?"
NOTHING = "in no layer"


def make(rng: random.Random) -> Draft:
    """Four layers, two or three frozen, some thawed before the wrapper and some after it."""
    names, widths = rng.sample(NAMES, 4), [rng.randint(2, 6) for _ in range(5)]
    frozen = rng.sample(names, rng.choice((2, 3)))
    late = rng.sample(frozen, rng.choice((1, 2)))
    rest = [name for name in frozen if name not in late]
    early = rest[: rng.randint(0, 1)]
    held, kind = rng.choice(list(HELD)), rng.choice(("SGD", "Adam"))
    optimizer = f"optimizer = {HELD[held].format(kind=kind)}"
    thawed = [f"model.{name}.requires_grad_(True)" for name in late]
    # The optimizer comes before, between or after the late flags.
    thawed.insert(rng.randint(0, len(thawed)), optimizer)
    lines = [
        *(f"model.{name}.requires_grad_(False)" for name in frozen),
        *(f"model.{name}.requires_grad_(True)" for name in early),
        "wrapped = DistributedDataParallel(model)",
        *thawed,
    ]
    setup = f"from collections import OrderedDict\n\n{named_layers(names, widths)}"
    pair = together(setup, "\n".join(lines), DistributedDataParallel=Together)
    apart, moved = layers_of(pair.apart), layers_of(pair.moved)
    same = [name for name in names if name not in apart]
    question = (
        "Each of two workers runs these lines, with equal first weights. Then both train "
        f"`wrapped` with their `optimizer` for {STEPS} steps, on rows of their own. In PyTorch "
        "2.13, in which layers do the two models differ afterwards?"
    )
    stem = with_code(question, "\n".join([setup, *lines]))
    found = [
        (late, _late(late, moved), "D6", ""),
        (frozen, "These were frozen first; what counts is the wrapper's one look.", "", LOOKED),
        (moved, "These moved, but what the wrapper listens to moves alike.", "", RUNS),
        (same, "These are equal: averaged, or not moved at all.", "", "the equal ones are named"),
        ([], "Nobody averages what was thawed after wrapping.", "F18", ""),
        (names, "What the wrapper listens to is averaged, and equal.", "", RUNS),
        *(
            (early[:1], f"`{n}` was thawed before wrapping, so it is averaged.", "", LOOKED)
            for n in early
        ),
        *(
            ([n], f"`{n}` differs, but it is not the only one.", "", "one layer is enough")
            for n in apart
        ),
    ]
    wrong = [
        Choice(_text(names, layers), *said)
        for layers, *said in found
        if sorted(layers) != sorted(apart)
    ]
    return Draft(stem, Choice(_text(names, apart), _why(apart, late)), wrong, HINT)


LOOKED, RUNS = "the first flags decide", "workers never agree by themselves"


def _text(names: list[str], layers: list[str]) -> str:
    """Layers as an option, in the order of the model."""
    return quoted([name for name in names if name in layers], NOTHING)


def _why(apart: list[str], late: list[str]) -> str:
    """Why the right ones differ."""
    if apart:
        return f"Thawed after wrapping and held by the optimizer: {quoted(apart)}."
    return f"The optimizer does not hold {quoted(late)}, and the rest is averaged."


def _late(late: list[str], moved: list[str]) -> str:
    """What is true of the layers that were thawed late, if they are not the answer."""
    still = [name for name in late if name not in moved]
    return f"The optimizer was made before {quoted(still)} was thawed, and does not hold it."


TEMPLATE = Template("workers_that_drift", HARD, ("11",), ("11.1", "11.2"), make)
