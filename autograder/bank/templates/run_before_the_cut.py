"""Which layers run before a given one, where they are registered in another order."""

import random

from autograder.bank.material.parameter_names import quoted
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (
    ("stem", "lower", "middle", "upper", "neck", "head"),
    ("embed", "first", "second", "third", "mix", "score"),
    ("enc", "left", "right", "join", "norm", "out"),
    ("proj", "gate", "block", "merge", "tail", "top"),
)
TASK = (
    "Everything that runs before `{0}` starts is to be frozen. `{0}` and all that comes later keep "
    "learning, as does what never runs. A layer that runs before `{0}` and again later keeps "
    "learning. Which layers are frozen?"
)
REGISTERED = "In `__init__` these stand before `{}`; `forward` has another order."
SHORT, SWAPPED = "an early layer is overlooked", "frozen and learning are swapped"
COUNTED, UNUSED = "the cut is counted", "a layer that never runs is frozen"
HINT = "Write down the layers in the order in which `forward` calls them. Which of them come twice?"


def make(rng: random.Random) -> Draft:
    """Six layers; one may run twice, one may never run."""
    names = list(rng.choice(NAMES))
    registered = rng.sample(names, 6)
    running = rng.sample(names, 6)
    unused = running.pop(rng.randrange(6)) if rng.random() < 0.5 else ""
    if rng.random() < 0.75:
        running.insert(rng.randint(3, len(running)), rng.choice(running[:2]))
    cut = rng.choice([name for name in running[2:] if running.count(name) == 1])
    width = rng.randint(3, 9)
    code = _class(rng, registered, running, width)
    heard = _heard(code, width)
    assert heard == running

    at = heard.index(cut)
    earlier, later = heard[:at], heard[at:]
    right = [name for name in registered if name in earlier and name not in later]
    both = [name for name in dict.fromkeys(earlier) if name in later]
    less = f", and {quoted(both)} again later" if both else ""
    guesses = [
        (registered[: registered.index(cut)], REGISTERED.format(cut), "B8", ""),
        (_in(registered, earlier), f"Here {quoted(both)} comes again later.", "B14", ""),
        (_in(registered, [*right, cut]), f"`{cut}` itself keeps learning.", "", COUNTED),
        (_in(registered, [*right, unused]), f"`{unused}` never runs.", "", UNUSED),
        (_in(registered, [n for n in names if n not in right]), "These learn.", "", SWAPPED),
        (right[1:], f"`{right[0]}` runs before `{cut}`, too." if right else "", "", SHORT),
        (_in(registered, earlier[-1:]), "More runs before it than the last layer.", "", SHORT),
        (_in(registered, later), f"These run from `{cut}` on.", "", "the wrong side is frozen"),
    ]
    return Draft(
        with_code(TASK.format(cut), code),
        Choice(
            quoted(right),
            f"`forward` calls {quoted(earlier)} before `{cut}`{less}.",
        ),
        [
            Choice(quoted(frozen), said, mistake, belief)
            for frozen, said, mistake, belief in guesses
            if set(frozen) != set(right)
        ],
        HINT,
    )


def _class(rng: random.Random, registered: list[str], running: list[str], width: int) -> str:
    """The class, one line for each layer and one for each call, or several calls in a line."""
    assigned = "\n".join(
        f"        self.{name} = nn.Linear({width}, {width})" for name in registered
    )
    lines, left = [], list(running)
    while left:
        inner = "x"
        for _ in range(min(rng.randint(1, 2), len(left))):
            inner = f"self.{left.pop(0)}({inner})"
        lines.append(f"        x = {inner}")
    return (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"{assigned}\n\n    def forward(self, x):\n" + "\n".join(lines) + "\n        return x"
    )


def _heard(code: str, width: int) -> list[str]:
    """The layers in the order in which a run calls them."""
    calls: list[str] = []
    names = names_after(f"{code}\nmodel = Net()\nbatch = torch.zeros(1, {width})")
    for name, layer in names["model"].named_children():
        layer.register_forward_pre_hook(lambda *_, name=name: calls.append(name))
    names["model"](names["batch"])
    return calls


def _in(registered: list[str], chosen: list[str]) -> list[str]:
    """The chosen layers, each once, in the order of `__init__`."""
    return [name for name in registered if name in chosen]


TEMPLATE = Template("run_before_the_cut", HARD, ("03",), ("03.3",), make)
