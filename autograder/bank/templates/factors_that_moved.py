"""Which factors of several low-rank updates differ from their start after a few steps."""

import random

from autograder.bank.material.stems import listed, with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "What is the gradient of a factor multiplied by, and which of the two is zero in each step?"
LAYERS = ("a", "b", "c")
STARTS = {"zeros": "torch.zeros({}, {})", "random": "torch.randn({}, {})"}


def make(rng: random.Random) -> Draft:
    """Two or three layers, factors that begin at zero or not, one to three steps of SGD or Adam."""
    count, steps, width = rng.randint(2, 3), rng.randint(1, 3), rng.randint(3, 6)
    rank, optimizer = rng.randint(1, 2), rng.choice(["SGD", "Adam"])
    begins, sizes = {}, {"down": (rank, width), "up": (width, rank)}
    for layer in LAYERS[:count]:
        for factor in ("down", "up"):
            begins[f"{layer}_{factor}"] = rng.choice(["zeros", "random"])
    still = [rng.choice(list(begins))] if rng.random() < 0.35 else []
    made = "".join(
        f'    "{name}": nn.Parameter({STARTS[begin].format(*sizes[name[2:]])}),\n'
        for name, begin in begins.items()
    )
    freeze = "".join(f'factors["{name}"].requires_grad_(False)\n' for name in still)
    passes = "".join(
        f'    x = {layer}(x) + x @ factors["{layer}_down"].T @ factors["{layer}_up"].T\n'
        for layer in LAYERS[:count]
    )
    linear = f"nn.Linear({width}, {width}).requires_grad_(False)"
    code = (
        f"{', '.join(LAYERS[:count])} = ({linear} for _ in range({count}))\n"
        f"factors = nn.ParameterDict({{\n{made}}})\n{freeze}"
        f"start = {{name: f.detach().clone() for name, f in factors.items()}}\n"
        f"optimizer = torch.optim.{optimizer}(factors.values(), lr=0.01)\n"
        f"batch = torch.randn(8, {width})\nfor step in range({steps}):\n    x = batch\n{passes}"
        "    optimizer.zero_grad()\n    x.square().mean().backward()\n    optimizer.step()\n"
        "moved = [name for name, f in factors.items() if not torch.equal(f, start[name])]"
    )
    right = names_after(code)["moved"]
    learning = [name for name in begins if name not in still]
    cases = _misread(begins, learning, steps)
    told = "A factor has a gradient only where its partner is not zero"
    later = ", and one step is made" if steps == 1 else "; what left zero wakes its partner next"
    wrong = [_choice(names, right, why) for why, names in cases.items() if names != right]
    return Draft(
        with_code("Which names are in `moved` at the end?", code),
        Choice(listed(right), f"{told}{later}."),
        wrong,
        HINT,
    )


def _misread(begins: dict[str, str], learning: list[str], steps: int) -> dict[str, list[str]]:
    """Other readings, by what leads to them."""
    partner = {name: f"{name[:2]}{'up' if name[2:] == 'down' else 'down'}" for name in begins}
    first = [name for name in learning if begins[partner[name]] == "random"]
    woken = [name for name in learning if partner[name] in first]
    return {
        "every factor that may learn is thought to move": learning,
        "the flags are overlooked": list(begins),
        "factors of zeros are thought to stay at zero": [
            name for name in learning if begins[name] == "random"
        ],
        "only factors of zeros are thought to move": [
            name for name in learning if begins[name] == "zeros"
        ],
        "only the first step is looked at": first,
        "a factor is thought to wake its partner at once": [
            name for name in learning if name in first or name in woken
        ],
        "only up is thought to learn": [n for n in learning if n[2:] == "up"],
        "only down is thought to learn": [n for n in learning if n[2:] == "down"],
        "one zero factor is thought to stop both": [
            name for name in learning if begins[name] == begins[partner[name]] == "random"
        ],
        "the last layer alone is thought to learn": [
            name for name in learning if name[0] == list(begins)[-1][0]
        ],
    }


def _choice(names: list[str], right: list[str], why: str) -> Choice:
    """A wrong choice, with the first factor that it gets wrong."""
    lost = [name for name in right if name not in names]
    extra = [name for name in names if name not in right]
    says = f"`{lost[0]}` has moved, too." if lost else f"`{extra[0]}` has not moved."
    if why.startswith("every factor"):
        return Choice(listed(names), says, mistake="F26")
    return Choice(listed(names), says, belief=why)


TEMPLATE = Template("factors_that_moved", HARD, ("10",), ("10.1",), make)
