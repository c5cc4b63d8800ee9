"""Which layers of a row have a gradient after backward, with some flags off."""

import random

from autograder.bank.material.chains import drawn_chain
from autograder.bank.material.stems import listed, said, with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Does a layer below need anything from a frozen layer that a frozen layer cannot give?"
WHOLE = "a layer with one tensor frozen is taken for a frozen one"
FLAG = "the flag is thought to matter to the optimizer only"
SWAPPED = "frozen and learning layers are swapped"
UPWARD = "the signal is thought to end at the first frozen layer"
THAWED = "the first line about a layer is thought to count"
PASSING = "a layer that passes a gradient on is thought to keep one"
TOUCHED = "a line about a layer is thought to freeze all of it"
LAST = "only the last layer is thought to get a gradient"


def make(rng: random.Random) -> Draft:
    """Four or five layers: some frozen, one in half, one thawed again."""
    chain = drawn_chain(rng, rng.randint(4, 5))
    touched = rng.sample(chain.layers, rng.randint(2, len(chain.layers) - 1))
    half, thawed = touched[0], touched[1] if len(touched) > 2 else ""
    lines = [f"model.{layer}.requires_grad_(False)" for layer in touched if layer != half]
    kind = rng.choice(("weight", "bias"))
    lines.insert(rng.randint(0, len(lines)), f"model.{half}.{kind}.requires_grad = False")
    if thawed:
        lines.append(f"model.{thawed}.requires_grad_(True)")
    inputs = f"torch.ones({rng.randint(2, 9)}, {chain.widths[0]})"
    code = "\n".join([chain.code, *lines, f"model({inputs}).sum().backward()"])
    model = names_after(code)["model"]
    found = [n for n, p in model.named_parameters() if p.grad is not None]
    right = [layer for layer in chain.layers if any(n.startswith(f"{layer}.") for n in found)]
    frozen = [layer for layer in chain.layers if layer not in right]
    places = [chain.layers.index(layer) for layer in frozen or [half]]

    def wrong(names: list[str], **why: str) -> Choice:
        """A wrong list, with what it gets wrong."""
        missing = [layer for layer in right if layer not in names]
        extra = [layer for layer in names if layer not in right]
        faults = [f"{said(missing)} got a gradient"] * bool(missing)
        faults += [f"every `.grad` of {said(extra)} is `None`"] * bool(extra)
        return Choice(listed(names), f"In fact {', and '.join(faults)}.", **why)

    lowest = chain.layers.index(right[0]) if right else 0
    passing = [layer for layer in chain.layers[lowest:] if layer in frozen]
    mixed = [layer for layer in chain.layers if layer in right or layer in passing]
    untouched = [layer for layer in chain.layers if layer not in touched]
    candidates = [
        wrong(mixed, belief=PASSING),
        wrong([layer for layer in chain.layers if layer in passing[:1] + right], belief=PASSING),
        wrong([layer for layer in chain.layers if layer in passing[-1:] + right], belief=PASSING),
        wrong(list(chain.layers[max(places) + 1 :]), mistake="F5"),
        wrong(list(chain.layers[: min(places)]), belief=UPWARD),
        wrong([layer for layer in right if layer != half], belief=WHOLE),
        wrong([layer for layer in right if layer != thawed], belief=THAWED),
        wrong(untouched, belief=TOUCHED),
        wrong(list(chain.layers), belief=FLAG),
        wrong(frozen, belief=SWAPPED),
        wrong([chain.layers[-1]], belief=LAST),
    ]
    question = (
        "Which layers have **at least one** parameter whose `.grad` is not `None` afterwards?"
    )
    because = "Each of them has a flag that is on; gradients pass through frozen layers."
    return Draft(
        with_code("A fresh model, some flags, one backward pass:", code, question),
        Choice(listed(right), because),
        [choice for choice in candidates if choice.text != listed(right)],
        HINT,
    )


TEMPLATE = Template("layers_with_gradient", MEDIUM, ("01",), ("01.3",), make)
