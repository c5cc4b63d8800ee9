"""Which lines make features that give the same head as a pass through the body in every epoch."""

import random

import torch
from torch import nn

from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after
from course.models import seeded

HINT = "Four questions to each: which mode, is a graph kept, in which order, of which weights?"
EPOCHS = 3
# Lines that make the features, and the mistake in them where there may be one: first sound ones.
SOUND = 5
LINES = (
    ("{body}.eval()\nwith torch.no_grad():\n    {f} = {body}({x})", ""),
    ("{f} = {body}.eval()({x}).detach()", ""),
    ("{f} = {body}.requires_grad_(False).eval()({x})", ""),
    ("{body}.requires_grad_(False)\n{body}.eval()\n{f} = {body}({x})", ""),
    ("with torch.no_grad():\n    {f} = {body}.train(False)({x})", ""),
    ("{body}.eval()\n{f} = {body}({x})", "F9"),
    ("{f} = {body}.eval()({x}).clone()", "F9"),
    ("with torch.no_grad():\n    {f} = {body}({x})", "F10"),
    ("{f} = {body}({x}).detach()", "F10"),
    ("{body}.requires_grad_(False)\n{f} = {body}({x})", "F10"),
    (
        "for p in {body}.parameters():\n    p.requires_grad = False\n{f} = {body}({x}).detach()",
        "F10",
    ),
    ("{body}.eval()\nrows = torch.randperm(len({x}))\n{f} = {body}({x}[rows]).detach()", "F10"),
    ("with torch.no_grad():\n    {f} = {body}.eval()({x}.flip(0))", "F10"),
    ("{f} = {body}.eval()({x}).detach()\n{body}.load_state_dict(pretrained)", "F11"),
)
TRUE = {
    "F9": "The second epoch raises a RuntimeError: the graph behind the features is gone.",
    "mode": "In train mode these features are not those of eval mode.",
    "order": "The rows of the features no longer fit the labels.",
    "F11": "Training uses features of the weights from before the loading.",
}


def make(rng: random.Random) -> Draft:
    """A body with Dropout or BatchNorm, frozen or not, that still has to load its weights."""
    body = rng.choice(["body", "backbone", "trunk", "encoder"])
    x, f = rng.choice(["X", "images", "rows_in"]), rng.choice(["features", "hidden", "kept"])
    a, b, c, rows = (rng.randint(3, 9) for _ in range(4))
    rows += 4
    layer = rng.choice([f"nn.BatchNorm1d({b})", "nn.Dropout(0.5)", "nn.Dropout(0.3)"])
    frozen = rng.random() < 0.5
    flags = f"\n{body}.requires_grad_(False)" if frozen else ""
    code = (
        f"{body} = nn.Sequential(nn.Linear({a}, {b}), nn.ReLU(), {layer})\n"
        f"head = nn.Linear({b}, {c}){flags}\n"
        f"{x}, y = torch.randn({rows}, {a}), torch.arange({rows}) % {c}"
    )
    loop = (
        "optimizer = torch.optim.SGD(head.parameters(), lr=0.1)\n"
        f"for epoch in range({EPOCHS}):\n"
        "    optimizer.zero_grad()\n"
        f"    F.cross_entropy(head({f}), y).backward()\n"
        "    optimizer.step()"
    )
    load = f"{body}.load_state_dict(pretrained)\n"
    with seeded(4):
        other = [torch.randn(b, a), torch.randn(b)]
    given = {"pretrained": _state(other, layer)}
    honest = loop.replace(f"head({f})", f"head({body}.eval()({x}))")
    wanted = names_after(f"{code}\n{load}{honest}", **given)["head"].weight
    right, wrong = [], []
    for lines, slip in rng.sample(LINES[:SOUND], 1) + rng.sample(LINES[SOUND:], 6):
        text = lines.format(body=body, x=x, f=f)
        text = text if slip == "F11" else load + text
        same = _same(f"{code}\n{text}\n{loop}", given, wanted)
        (right if same else wrong).append((text, slip))
    stem = (
        f"The head is to become the one that comes of calling `{body}({x})` anew in every epoch,\n"
        "in eval mode and with the weights of `pretrained`, a `state_dict`. Which lines belong\n"
        "where the dots are?\n\n"
        f"```python\n{code}\n...\n{loop}\n```"
    )
    reason = "Eval mode, right order, right weights, and no graph that a second epoch would miss."
    chosen = Choice(rng.choice(right)[0], reason)
    return Draft(stem, chosen, [Choice(t, _truth(t, s), mistake=s) for t, s in wrong if s], HINT)


def _state(linear: list[torch.Tensor], layer: str) -> dict[str, torch.Tensor]:
    """Weights for the body, as a `state_dict`; its statistics are not those of the rows."""
    state = {"0.weight": linear[0], "0.bias": linear[1]}
    norm = nn.BatchNorm1d(len(linear[1])) if "Norm" in layer else None
    return state | ({f"2.{key}": value for key, value in norm.state_dict().items()} if norm else {})


def _same(code: str, given: dict, wanted: torch.Tensor) -> bool:
    """Whether the code runs and ends with the wanted head."""
    try:
        head = names_after(code, **given)["head"]
    except RuntimeError:
        return False
    return torch.allclose(head.weight, wanted, atol=1e-6)


def _truth(text: str, slip: str) -> str:
    """What the lines do."""
    if slip == "F10":
        return TRUE["order" if "flip" in text or "randperm" in text else "mode"]
    return TRUE[slip]


TEMPLATE = Template("features_computed_once", MEDIUM, ("06",), ("06.4",), make)
