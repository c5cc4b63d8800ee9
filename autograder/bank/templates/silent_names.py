"""A list of dotted names of which some fit nothing: how much of the network learns afterwards?"""

import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Write down the names of all modules, the outermost first. Which of the wanted ones occur?"


def make(rng: random.Random) -> Draft:
    """A network in a wrapper; the wanted names have its prefix, lack it, or name a whole part."""
    outer = rng.choice(["module", "net", "inner", "model"])
    body, head = rng.choice(["enc", "body", "stem"]), rng.choice(["head", "fc", "out"])
    widths = [rng.randint(2, 7) for _ in range(4)]
    lines = (
        f"inside = nn.ModuleDict({{\n"
        f'    "{body}": nn.Sequential(nn.Linear({widths[0]}, {widths[1]}), nn.ReLU(), '
        f"nn.Linear({widths[1]}, {widths[2]})),\n"
        f'    "{head}": nn.Linear({widths[2]}, {widths[3]}),\n}})\n'
    )
    others = [f"{body}.0", f"{body}.2", body, f"{body}.1"]
    spots = [head, *rng.sample(others, rng.randint(1, 2))]
    rng.shuffle(spots)
    wanted = [f"{outer}.{spot}" if rng.random() < 0.55 else spot for spot in spots]
    code = (
        f'{lines}model = nn.ModuleDict({{"{outer}": inside}})\nmodel.requires_grad_(False)\n'
        f"wanted = {str(wanted).replace(chr(39), chr(34))}\n"
        "for name, part in model.named_modules():\n    if name in wanted:\n"
        "        part.requires_grad_(True)"
    )
    model = names_after(code)["model"]
    right = sum(p.numel() for p in model.parameters() if p.requires_grad)
    sizes = {name: part for name, part in model[outer].named_modules() if name}
    counts = {name: sum(p.numel() for p in part.parameters()) for name, part in sizes.items()}
    fits = [name for name in wanted if name.startswith(f"{outer}.")]
    misses = [name for name in wanted if name not in fits]
    everything = sum(p.numel() for p in model.parameters())
    weights = sum(p.numel() for p in model.parameters() if p.requires_grad and p.dim() > 1)
    inner = counts[f"{body}.0"]
    candidates = [
        (_union(spots, counts, body), "would learn if each name led somewhere", "B4"),
        (_union(misses, counts, body), "is what the names that fit nothing seem to name",
         "the prefix is read the wrong way"),
        (everything, "is all there is, frozen or not", "the freeze is overlooked"),
        (everything - right, "is what stays frozen", "frozen numbers are counted"),
        (0, "would learn if no name fitted", "names are thought to fit nothing"),
        (counts[head], f"is what `{head}` holds", "the head is thought to learn anyway"),
        (counts[body], f"is what `{body}` holds", "one name is thought to open its parent"),
        (right + counts[head], f"adds the {counts[head]} of `{head}` to what learns",
         "the head is thought to learn anyway"),
        (weights, "is what learns without its biases", "A25"),
        (right + inner, f"adds the {inner} of `{body}.0` to what learns",
         "a neighbour is thought to learn"),
    ]  # fmt: skip
    wrong = [_choice(*case) for case in candidates]
    told = ", ".join(f"`{name}`" for name in misses) or "none of the names"
    return Draft(
        with_code("How many **numbers** learn after this?", code),
        Choice(str(right), f"Nothing is called {told} here, and nobody says so." if misses
               else "Every name in the list leads to a module."),
        wrong,
        HINT,
    )  # fmt: skip


def _union(spots: list[str], counts: dict[str, int], body: str) -> int:
    """How many numbers these parts hold together, a part inside another counted once."""
    kept = [name for name in spots if not (name.startswith(f"{body}.") and body in spots)]
    return sum(counts[name] for name in kept)


def _choice(value: int, what: str, why: str) -> Choice:
    """A wrong choice; `why` is the id of a mistake or a belief in words."""
    says = f"{value} {what}."
    return Choice(str(value), says, belief=why) if " " in why else Choice(str(value), says, why)


TEMPLATE = Template("silent_names", MEDIUM, ("10",), ("10.3", "10.4"), make)
