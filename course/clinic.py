"""The clinic of lesson 2: code that was meant to freeze a layer, and what running it does.

Outcomes are not written down here. `examine` runs a snippet on a real network and looks at what
training moved afterwards, so that text and truth cannot drift apart.
"""

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from course.clinic_snippets import Snippet
from course.models import two_linear

OUTCOMES = ("raises", "nothing", "partly", "freezes", "unfreezes")
FIRST = "0."


@dataclass(frozen=True)
class Examination:
    """What happened: `outcome` is one of OUTCOMES, `moved` names tensors (of four) that training
    changed, `raised` is the type of an exception or "", `losses` has one value per step."""

    snippet: Snippet
    outcome: str
    moved: tuple[str, ...]
    raised: str
    losses: tuple[float, ...]


def run(snippet: Snippet, model: nn.Module, inputs: torch.Tensor | None = None) -> None:
    """Run the code of `snippet` on `model`, in names of its own; what it raises passes on."""
    names = {"torch": torch, "nn": nn, "inputs": inputs}
    exec("def snippet(model):\n" + textwrap.indent(snippet.code, "    "), names)
    names["snippet"](model)


def examine(snippet: Snippet, *, steps: int = 30) -> Examination:
    """What `snippet` does to a fresh `two_linear` network that AdamW then trains for `steps` steps.

    Every tensor is handed to AdamW, with decay. Equal on every run: one thread, values and data
    from a seed, gradients on. Random state, mode and threads are left as they were.
    """
    with _same_every_time():
        model = two_linear(seed=0)
        inputs = torch.randn(32, 10, generator=torch.Generator().manual_seed(0))
        targets = (inputs[:, 0] + inputs[:, 1] > 0).long()
        model[0].requires_grad_(not snippet.starts_frozen)
        before = {name: p.detach().clone() for name, p in model.named_parameters()}
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.005, weight_decay=0.1)
        losses = []
        try:
            if not snippet.every_step:
                run(snippet, model, inputs)
            for _ in range(steps):
                optimizer.zero_grad()
                loss = F.cross_entropy(model(inputs), targets)
                loss.backward()
                if snippet.every_step:
                    run(snippet, model, inputs)
                optimizer.step()
                losses.append(loss.item())
        except Exception as problem:
            return Examination(snippet, "raises", (), type(problem).__name__, tuple(losses))
        moved = tuple(n for n, p in model.named_parameters() if not torch.equal(p, before[n]))
    return Examination(snippet, _outcome(snippet, moved), moved, "", tuple(losses))


def _outcome(snippet: Snippet, moved: tuple[str, ...]) -> str:
    """The word for what happened to the two tensors of the first layer."""
    count = sum(name.startswith(FIRST) for name in moved)
    if snippet.starts_frozen:
        return "unfreezes" if count else "nothing"
    return ("freezes", "partly", "nothing")[count]


@contextmanager
def _same_every_time() -> Iterator[None]:
    """One thread and gradients on, for a while."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.enable_grad():
            yield
    finally:
        torch.set_num_threads(threads)


def as_text(snippets: Iterable[Snippet]) -> str:
    """Name, title and code of each snippet, for reading."""
    blocks = []
    for snippet in snippets:
        setting = f" ({snippet.setting})" if snippet.setting else ""
        head = f"{snippet.name} · {snippet.title}{setting}"
        blocks.append(f"{head}\n{textwrap.indent(snippet.code, '    ')}")
    return "\n\n".join(blocks)


def as_table(examined: Iterable[Examination]) -> str:
    """One line per examination: name, title, outcome, tensors moved, exception."""
    rows = [("", "title", "outcome", "moved", "exception")]
    for seen in examined:
        moved = "-" if seen.raised else f"{len(seen.moved)} of 4"
        rows.append((seen.snippet.name, seen.snippet.title, seen.outcome, moved, seen.raised))
    return "\n".join("{:<3} {:<18} {:<10} {:<7} {}".format(*row).rstrip() for row in rows)
