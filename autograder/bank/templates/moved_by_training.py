"""Which tensors differ after a few steps of training, with some layers frozen."""

import random

import torch

from autograder.bank.material.chains import drawn_chain
from autograder.bank.material.stems import listed, said, with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

RATES = {"SGD": 0.1, "Adam": 0.01, "AdamW": 0.01}
HINT = "Which parameters get a gradient, and what does an optimizer do with one that has none?"
ONLY_LAST = "only the last layer is thought to learn"
NO_BIAS = "biases are thought to hold still"
SWAPPED = "frozen and learning ones are swapped"
ALL = "the optimizer is thought to move all it holds"
BELOW = "layers below a frozen one are thought to hold still"
FIRST = "the first tensors are thought to be the frozen ones"


def make(rng: random.Random) -> Draft:
    """Three Linear layers, one or two of them frozen, and a loop of training."""
    chain = drawn_chain(rng, 3)
    frozen = sorted(rng.sample(chain.layers, rng.randint(1, 2)), key=chain.layers.index)
    optimizer, steps = rng.choice(list(RATES)), rng.randint(2, 5)
    whole = rng.random() < 0.5
    freezing = [f"model.{layer}.requires_grad_(False)" for layer in frozen]
    if not whole:
        kept = rng.choice(("weight", "bias"))
        freezing[-1] = f"model.{frozen[-1]}.{kept}.requires_grad = False"
    inputs = f"torch.randn({rng.randint(6, 12)}, {chain.widths[0]})"
    code = f"""{chain.code}
{chr(10).join(freezing)}
before = {{name: p.detach().clone() for name, p in model.named_parameters()}}
optimizer = torch.optim.{optimizer}(model.parameters(), lr={RATES[optimizer]})
inputs = {inputs}
for _ in range({steps}):
    optimizer.zero_grad()
    model(inputs).square().mean().backward()
    optimizer.step()
"""
    left = names_after(code)
    now, before = dict(left["model"].named_parameters()), left["before"]
    moved = [name for name in now if not torch.equal(now[name], before[name])]
    still = [name for name in now if name not in moved]
    above = chain.tensors[2 * chain.layers.index(frozen[-1]) + 2 :]
    lacking = [name for name in moved if name.endswith("weight")]
    decayed = "D11" if optimizer == "AdamW" else ""
    overlooked = {"mistake": decayed} if decayed else {"belief": ALL}

    def wrong(names: list[str], **why: str) -> Choice:
        """A wrong list, with what it gets wrong."""
        missing = [name for name in moved if name not in names]
        extra = [name for name in names if name not in moved]
        faults = [f"{said(missing)} moved"] * bool(missing)
        faults += [f"{said(extra)} held still, without a gradient"] * bool(extra)
        return Choice(listed(names), f"In fact {', and '.join(faults)}.", **why)

    return Draft(
        with_code("This code runs:", code, "Which parameters differ from `before` afterwards?"),
        Choice(listed(moved), f"Only {said(moved)} had a gradient, so nothing else moved."),
        [
            wrong(list(now), **overlooked),
            wrong(still, belief=SWAPPED),
            wrong(chain.tensors[-2:], belief=ONLY_LAST),
            wrong(lacking, belief=NO_BIAS),
            wrong(above, mistake="F5"),
            wrong([], belief="a frozen layer is thought to stop all training"),
            wrong(chain.tensors[2:], belief=FIRST),
            wrong([n for n in now if n.split(".")[0] not in frozen], mistake="A25"),
        ],
        HINT,
    )


TEMPLATE = Template("moved_by_training", EASY, ("01",), ("01.1",), make)
