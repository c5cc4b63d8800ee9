"""What a layer and its update give after merging: added once, twice, or taken out again."""

import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import printed_by

MERGE = "    layer.weight += scale * (up @ down)"
OUT = "    layer.weight -= scale * (up @ down)"
NO_SCALE = "    layer.weight -= up @ down"
HINT = "Keep two accounts: what stands in the weight now, and what the last line adds to it."


def make(rng: random.Random) -> Draft:
    """One layer of two inputs and one output with whole numbers; merges, and one of two passes."""
    weight, down, x = ([rng.randint(1, 5) for _ in range(2)] for _ in range(3))
    up, scale = rng.randint(1, 3), rng.randint(3, 5)
    steps = rng.choice([[MERGE], [MERGE, MERGE], [MERGE, OUT], [MERGE, NO_SCALE], [OUT]])
    beside = rng.random() < 0.6
    last = "layer(x) + scale * (x @ down.T @ up.T)" if beside else "layer(x)"
    body = "\n".join(steps)
    begin = (
        "layer = nn.Linear(2, 1, bias=False)\n"
        f"down, up, scale = torch.tensor([{_floats(down)}]), torch.tensor([[{up}.0]]), {scale}\n"
        f"x = torch.tensor([{_floats(x)}])\nwith torch.no_grad():\n"
        f"    layer.weight.copy_(torch.tensor([{_floats(weight)}]))\n"
    )
    code = f"{begin}{body}\n    print(int({last}))"
    right = int(printed_by(code))
    base = sum(a * b for a, b in zip(weight, x, strict=True))
    thin = up * sum(a * b for a, b in zip(down, x, strict=True))
    wrong = [
        (base, "the layer's own output", "the update is thought to be gone"),
        (base + scale * thin, "the layer with the update once", "all is thought to count once"),
        (base + 2 * scale * thin, "the layer with the update twice", "F27"),
        (base + thin, "the layer with one update without scale", "the scale is forgotten"),
        (base + 2 * thin, "the layer and two updates without scale", "the scale is forgotten"),
        (base + 3 * scale * thin, "the layer with the update three times",
         "a pass is thought to merge, too"),
        (base - scale * thin, "the layer less the update", "a sign is lost on the way"),
        (base + (scale + 1) * thin, "the layer, the update, and one more without scale",
         "the scale is applied in one place only"),
        (base + (2 * scale - 1) * thin, "the layer with two updates, less one without scale",
         "a scale is left out when taking back"),
        (base + (scale - 1) * thin, "the layer with the update, less one without scale",
         "a scale is left out when taking back"),
        (scale * thin, "the update alone", "the weight is thought to be replaced"),
    ]  # fmt: skip
    times = (right - base) / thin
    return Draft(
        with_code("What does this print?", code),
        Choice(str(right), f"The layer alone gives {base}, and {times:g} times {thin} comes from "
               "the factors."),
        [_choice(*case) for case in wrong if case[0] != right],
        HINT,
    )  # fmt: skip


def _floats(numbers: list[int]) -> str:
    """Whole numbers as a row of floats."""
    return "[" + ", ".join(f"{number}.0" for number in numbers) + "]"


def _choice(value: int, what: str, why: str) -> Choice:
    """A wrong choice; `why` is the id of a mistake or a belief in words."""
    says = f"{value} would be {what}."
    return Choice(str(value), says, belief=why) if " " in why else Choice(str(value), says, why)


TEMPLATE = Template("merged_output", MEDIUM, ("10",), ("10.2",), make)
