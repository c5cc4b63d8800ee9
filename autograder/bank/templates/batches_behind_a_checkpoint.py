"""How many batches a BatchNorm layer has counted after plain, checkpointed and unlearned passes."""

import random
from itertools import pairwise, product

from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "For each loop: how often does the block run in one turn, and in which mode?"


def make(rng: random.Random) -> Draft:
    """Two or three loops over a stem, a block with BatchNorm and a head."""
    a, b, c = (rng.randint(2, 9) for _ in range(3))
    reentrant, learns = rng.random() < 0.5, rng.random() < 0.5
    plain, kept, seen = (rng.randint(2, 8) for _ in range(3))
    asleep = rng.random() < 0.5
    flags = "" if learns else "stem.requires_grad_(False)\n"
    setup = "\n".join(
        [
            "from torch.utils.checkpoint import checkpoint",
            "",
            f"stem, head = nn.Linear({a}, {b}), nn.Linear({b}, {c})",
            f"block = nn.Sequential(nn.Linear({b}, {b}), nn.BatchNorm1d({b}), nn.ReLU())",
            f"{flags}x, y = torch.randn(8, {a}), torch.arange(8) % {c}",
        ]
    )
    loops = [
        [
            f"for _ in range({plain}):",
            "    F.cross_entropy(head(block(stem(x))), y).backward()",
        ],
        [
            f"for _ in range({kept}):",
            f"    h = checkpoint(block, stem(x), use_reentrant={reentrant})",
            "    F.cross_entropy(head(h), y).backward()",
        ],
        [
            *(["block.eval()"] if asleep else []),
            "with torch.no_grad():",
            f"    for _ in range({seen}):",
            "        head(block(stem(x)))",
        ],
    ]
    parts = [setup, *("\n".join(loop) for loop in loops)]
    note = "counts.append(block[1].num_batches_tracked.item())"
    counts = names_after(f"\n{note}\n".join(["counts = []\n" + setup, *parts[1:], ""]))["counts"]
    right = counts[-1]
    each = _per_turn(counts, (plain, kept, seen))
    shown = "\n\n".join([*parts, "print(block[1].num_batches_tracked.item())"])
    stem = f"In PyTorch 2.13, what does the last line print?\n\n```python\n{shown}\n```"
    says = f"The three loops count {' + '.join(map(str, _gains(counts)))} batches."
    wrong = []
    for ways in product((1, 0), (1, 2, 0), (0, 1)):
        total = sum(n * way for n, way in zip((plain, kept, seen), ways, strict=True))
        if ways != each:
            wrong.append(_wrong(total, ways, each))
    return Draft(stem, Choice(str(right), says), wrong, HINT)


def _gains(counts: list[int]) -> list[int]:
    """What each loop added."""
    return [now - before for before, now in pairwise(counts)]


def _per_turn(counts: list[int], turns: tuple[int, ...]) -> tuple[int, ...]:
    """How often the block counted in one turn of each loop."""
    return tuple(gain // n for gain, n in zip(_gains(counts), turns, strict=True))


def _wrong(total: int, ways: tuple[int, ...], each: tuple[int, ...]) -> Choice:
    """The total that another way of counting gives, with what happens in the loop it misjudges."""
    if ways[1] != each[1]:
        times = {1: "once", 2: "twice"}[each[1]]
        because = "backward runs it anew" if each[1] == 2 else "backward never reaches the block"
        says = f"In the second loop the block counts each batch {times}: {because}."
        mistake, belief = (
            ("F8", "") if each[1] == 2 else ("", "every checkpointed block runs twice")
        )
        return Choice(str(total), says, mistake, belief)
    if ways[2] != each[2]:
        if each[2]:
            says = "In train mode BatchNorm counts without gradients, too."
            return Choice(str(total), says, "E9")
        says = "In eval mode BatchNorm counts nothing."
        return Choice(str(total), says, belief="every forward pass is counted")
    says = "In the first loop the block runs once for each batch."
    return Choice(str(total), says, belief="only recomputed passes are counted")


TEMPLATE = Template("batches_behind_a_checkpoint", MEDIUM, ("11",), ("11.3",), make)
