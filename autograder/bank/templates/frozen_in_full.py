"""Which layers are frozen in full, in half or not at all after several attempts."""

import random

from autograder.bank.material.chains import drawn_chain
from autograder.bank.material.effects import learning
from autograder.bank.material.freezes import PARTIAL, RIGHT, SILENT, Way
from autograder.bank.material.stems import listed, with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Take the attempts one by one and write down the flags of weight and bias after each."
ASKED = ("frozen **in full**", "frozen **in part**: one tensor of two", "**not frozen at all**")
ALL = "code that means to freeze is believed"
LOOPS = "only loops are thought to freeze"
METHOD = "only the method is thought to freeze"
HALF = "a layer frozen in part is taken for something else"
LOOKS = "a freeze is judged by its looks"
OTHER = "frozen and learning layers are swapped"
STILL = ("neither tensor", "just one of two tensors", "both tensors")


def make(rng: random.Random) -> Draft:
    """Four or five layers; each has one attempt made on it, none of which raises."""
    chain = drawn_chain(rng, rng.randint(4, 5))
    kinds = [RIGHT, RIGHT, SILENT, PARTIAL, rng.choice((RIGHT, SILENT, PARTIAL))]
    kinds = kinds[: len(chain.layers)]
    rng.shuffle(kinds)
    ways = {layer: rng.choice(kind) for layer, kind in zip(chain.layers, kinds, strict=True)}
    code = "\n".join(way.on(layer) for layer, way in ways.items())
    able = learning(names_after(f"{chain.code}\n{code}")["model"])
    left = {layer: sum(n.startswith(f"{layer}.") for n in able) for layer in chain.layers}
    asked = rng.choice(list(left.values()))
    right = [layer for layer in chain.layers if left[layer] == asked]

    def wrong(names: list[str], **why: str) -> Choice:
        """A wrong list, with what became of the layers on which it differs."""
        differs = [layer for layer in chain.layers if (layer in names) != (layer in right)]
        states = [f"`{layer}` has {_tensors(left[layer])}" for layer in differs]
        return Choice(listed(names), f"In fact {', '.join(states)} with the flag on.", **why)

    single = [
        wrong([n for n in chain.layers if (n in right) != (n == layer)], **_why(ways[layer]))
        for layer in chain.layers
    ]
    loops = [layer for layer, way in ways.items() if way.code.startswith("for")]
    methods = [layer for layer, way in ways.items() if way.code.startswith("{m}.requires_grad_")]
    question = f"After this code, which layers are {ASKED[asked]}?"
    return Draft(
        with_code("Nothing here raises an exception.", f"{chain.code}\n{code}", question),
        Choice(listed(right), f"There, and in no other layer, {STILL[asked]} can still learn."),
        [
            *single,
            wrong(list(chain.layers) if asked == 0 else [], belief=ALL),
            *(
                wrong([n for n in left if left[n] in (asked, k)], **_mixed(asked, k))
                for k in range(3)
            ),
            wrong([n for n in left if left[n] != asked], belief=OTHER),
            wrong(loops, belief=LOOPS),
            wrong(methods, belief=METHOD),
        ],
        HINT,
    )


def _why(way: Way) -> dict[str, str]:
    """What leads to a wrong opinion of this attempt."""
    return {"mistake": way.mistake} if way.mistake else {"belief": "a right way is mistrusted"}


def _mixed(asked: int, other: int) -> dict[str, str]:
    """What leads to taking layers with `other` learning tensors for layers with `asked` ones."""
    return {"belief": HALF if 1 in (asked, other) else LOOKS}


def _tensors(count: int) -> str:
    """How many tensors, in words."""
    return ("no tensor", "one tensor", "two tensors")[count]


TEMPLATE = Template("frozen_in_full", MEDIUM, ("02",), ("02.1",), make)
