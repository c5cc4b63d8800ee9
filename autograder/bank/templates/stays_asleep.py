"""Which lines freeze a part so that it stays as it is when training calls `train()`."""

import copy
import random

import torch
from torch import nn
from torch.nn import functional as F

from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Two questions to each: who answers `train()` for this part, and what do its flags say?"
KEPT = "class Kept(nn.Sequential):\n    def train(self, mode=True):\n        "
# Lines that keep the part, and lines that do not, with the mistake or wrong way of thinking.
SOUND = (
    (KEPT + "return super().train(False)\n\n{at} = Kept(*{at}).requires_grad_(False).train()", ""),
    (KEPT + "return super().train(False)\n\n{at} = Kept(*{at})\n{at}.requires_grad_(False)", ""),
    ("{at}.requires_grad_(False).eval()\n{at}.train = lambda mode=True: {at}", ""),
    ("{at}.requires_grad_(False).eval()\n{at}.train = lambda *_: {at}", ""),
    ("for part in {at}.modules():\n    part.requires_grad_(False).eval()\n"
     "    part.train = lambda mode=True, part=part: part", ""),
    ("for p in {at}.parameters():\n    p.requires_grad = False\n"
     "{at}.eval()\n{at}.train = lambda mode=True: {at}", ""),
)  # fmt: skip
ILL = (
    ("{at}.requires_grad_(False)", "E2"),
    ("{at}.requires_grad_(False).eval()", "E3"),
    ("for p in {at}.parameters():\n    p.requires_grad = False\n{at}.eval()", "E3"),
    ("{at}.eval()", "E1"),
    (KEPT + "return super().train(False)\n\n{at} = Kept(*{at})", "E8"),
    ("{at}.eval()\n{at}.train = lambda mode=True: {at}", "E8"),
    ("{at}.requires_grad_(False)\n{at}[1].momentum = 0.0", "E4"),
    ("{at}.requires_grad_(False)\n{at}[1].momentum = None", "E5"),
    ("{at}.requires_grad_(False)\n{at}[1].track_running_stats = False", "E7"),
    ("{at}.requires_grad_(False)\nfor b in {at}.buffers():\n    b.requires_grad_(False)", "E6"),
    ("{at}.requires_grad_(False)\n{at}.train = lambda mode=True: {at}",
     "train answered before it sleeps"),
    (KEPT + "return super().train(mode)\n\n{at} = Kept(*{at}).requires_grad_(False).eval()",
     "an override that passes on"),
    ("class Kept(nn.Sequential):\n    def train(self):\n        return self\n\n"
     "{at}.requires_grad_(False).eval()\n{at} = Kept(*{at})", "E15"),
    (KEPT + "return self.eval()\n\n{at} = Kept(*{at}).requires_grad_(False)", "E15"),
)  # fmt: skip


def make(rng: random.Random) -> Draft:
    """A part with BatchNorm and Dropout under a head; several ways to freeze it, most of them ill.

    Each is tried on a copy, with `train()` and a step of AdamW.
    """
    name = rng.choice(["body", "backbone", "trunk", "features", "encoder"])
    model = rng.choice(["model", "net"])
    a, b, c = rng.randint(3, 9), rng.randint(4, 9), rng.randint(2, 6)
    drop = rng.choice([0.2, 0.3, 0.5])
    code = (
        f"{model} = nn.Sequential()\n"
        f"{model}.{name} = nn.Sequential(\n"
        f"    nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.ReLU(), nn.Dropout({drop}),\n"
        f")\n{model}.head = nn.Linear({b}, {c})"
    )
    stem = (
        f"The lines come next. Then every epoch begins with `{model}.train()`, and AdamW trains "
        "all\nparameters that ask for it. With which lines does the part named "
        f"`{name}` stay as it is,\ntensor by tensor, and give each row the same features as in "
        "eval mode?"
    )
    seen = {}
    for lines, slip in rng.sample(SOUND, 1) + rng.sample(ILL, 6):
        text = lines.format(at=f"{model}.{name}")
        seen[text] = (_outcome(f"{code}\n{text}", model, name), slip)
    right = Choice(next(iter(seen)), "Flags are off, and `train()` no longer wakes the part.")
    wrong = [
        Choice(text, harm, **({"mistake": slip} if len(slip) < 4 else {"belief": slip}))
        for text, (harm, slip) in seen.items()
        if harm
    ]
    return Draft(f"{stem}\n\n```python\n{code}\n```", right, wrong, HINT)


def _outcome(code: str, model: str, name: str) -> str:
    """What goes wrong with the part in a step of training, as a sentence; "" for nothing."""
    try:
        net = names_after(code)[model]
        return _moved(net, net.get_submodule(name))
    except (TypeError, RecursionError) as problem:
        return f"As soon as `train` or `eval` is called, there is a {type(problem).__name__}."


def _moved(net: nn.Module, part: nn.Sequential) -> str:
    """As `_outcome`, for a part that stands in `net`."""
    before = copy.deepcopy(part.state_dict())
    asked = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(asked, lr=0.1)
    rows = torch.arange(6.0 * part[0].in_features).sin().view(6, -1)
    F.cross_entropy(net.train()(rows), torch.tensor([0, 1, 0, 1, 1, 0])).backward()
    optimizer.step()
    moved = [name for name, value in part.state_dict().items() if not value.equal(before[name])]
    awake = [f"`[{at}]`" for at, layer in enumerate(part) if layer.training and at in (1, 3)]
    learned = [name for name in moved if name in dict(part.named_parameters())]
    if learned:
        return f"It moves in training: {len(learned)} of its parameter tensors learn."
    if moved:
        kinds = ", ".join(f"`{name.partition('.')[2]}`" for name in moved)
        return f"In training its BatchNorm changes {kinds}."
    return f"It stays in train mode: {' and '.join(awake)}." if awake else ""


TEMPLATE = Template("stays_asleep", HARD, ("05",), ("05.2", "05.3"), make)
