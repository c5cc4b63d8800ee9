"""Two models with shared, copied and equal layers: how many tensors an optimizer holds already."""

import random
from itertools import pairwise

import torch

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

# How a layer of the second model comes from one of the first.
SHARED, COPIED, NEW, TIED = "shared", "copied", "new", "tied"
HINT = "For each layer of `b`: is it the same object as in `a`, and is that one in the optimizer?"


def make(rng: random.Random) -> Draft:
    """Four to six layers with biases of zero; the optimizer gets all of `a` or a part of it."""
    widths = [rng.randint(2, 9) for _ in range(rng.randint(5, 7))]
    sizes = list(pairwise(widths))
    ways = [rng.choice((SHARED, SHARED, COPIED, NEW, TIED)) for _ in sizes]
    first = rng.choice((0, 0, 1, 2))
    given = "a.parameters()" if first == 0 else f"a[{first}:].parameters()"
    made = [
        {SHARED: f"a[{at}]", COPIED: f"copy.deepcopy(a[{at}])"}.get(way, f"nn.Linear({i}, {o})")
        for at, (way, (i, o)) in enumerate(zip(ways, sizes, strict=True))
    ]
    code = "\n".join(
        [
            "import copy",
            "",
            "a = nn.Sequential(",
            *(f"    nn.Linear({i}, {o})," for i, o in sizes),
            ")",
            "b = nn.Sequential(",
            *(f"    {layer}," for layer in made),
            ")",
            *(f"b[{at}].weight = a[{at}].weight" for at, way in enumerate(ways) if way == TIED),
            "for layer in [*a, *b]:",
            "    nn.init.zeros_(layer.bias)",
            f"optimizer = torch.optim.{rng.choice(('SGD', 'Adam', 'AdamW'))}({given}, lr=0.1)",
        ]
    )
    ran = names_after(code)
    held = [p for group in ran["optimizer"].param_groups for p in group["params"]]
    every = list(ran["b"].parameters())
    identities = {id(p) for p in held}
    right = sum(id(p) in identities for p in every)
    equal = sum(any(torch.equal(p, q) for q in held) for p in every)
    modules = sum(way == SHARED for way in ways)
    copies = right + 2 * sum(w == COPIED for w in ways[first:])
    found = [
        (equal, f"{equal} of them have numbers equal to those of a held tensor.", "D21", ""),
        (len(every), f"`b` has {len(every)} tensors in all.", "", "equal shapes make one tensor"),
        (len(every) - right, f"{len(every) - right} are not held.", "", "the new ones are counted"),
        (modules, f"{modules} whole layers are shared objects.", "B6", ""),
        (2 * modules, SOME, "", "only whole layers can be shared"),
        (copies, "A deep copy has tensors of its own.", "F22", ""),
        (len(held), f"The optimizer holds {len(held)} tensors in all.", "", "all held are in both"),
        (right + ways[first:].count(TIED), WEIGHTS, "", "a shared weight brings its bias"),
    ]
    question = "How many of the parameter tensors of `b` does `optimizer` hold already?"
    wrong = [Choice(str(n), *said) for n, *said in found if n != right]
    says = f"{right} tensors of `b` are objects that the optimizer was given."
    return Draft(with_code(question, code), Choice(str(right), says), wrong, HINT)


SOME = "Count tensors of shared layers and shared weights, as far as the optimizer was given them."
WEIGHTS = "A line that sets `weight` shares the weight alone, and the bias stays new."


TEMPLATE = Template("tensors_held_already", MEDIUM, ("11",), ("11.4",), make)
