"""A fraud branch beside an old task: blocks that both use and copies, as code that is run."""

import torch
from torch import nn

STEPS = 3


def branch_code(
    names: list[str],
    widths: list[int],
    shared: list[int],
    thawed: list[int],
    asleep: list[int],
    kind: str,
    rows: int,
) -> tuple[str, str]:
    """The two networks, and the training of the branch."""
    a, *rest = widths
    lines = [
        "import copy",
        "from collections import OrderedDict",
        "",
        "body = nn.Sequential(OrderedDict([",
    ]
    for name, (before, after) in zip(names, zip(widths, rest, strict=False), strict=True):
        layers = f"nn.Linear({before}, {after}), nn.BatchNorm1d({after}), nn.ReLU()"
        lines.append(f'    ("{name}", nn.Sequential({layers})),')
    parts = [
        f"body.{name}" if at in shared else f"copy.deepcopy(body.{name})"
        for at, name in enumerate(names)
    ]
    lines += [
        "]))",
        f"old = nn.Sequential(body, nn.Linear({rest[-1]}, 5)).eval()",
        "body.requires_grad_(False)",
    ]
    train = [
        "fraud = nn.Sequential(",
        *(f"    {part}," for part in parts),
        f"    nn.Linear({rest[-1]}, 2),",
        ")",
        *(f"fraud[{at}].requires_grad_(True)" for at in sorted(thawed)),
        "learning = [p for p in fraud.parameters() if p.requires_grad]",
        f"optimizer = torch.optim.{kind}(learning, lr=0.1)",
        "fraud.train()",
        *(f"fraud[{at}].eval()" for at in sorted(asleep)),
        f"x, y = torch.randn({rows}, {a}), torch.arange({rows}) % 2",
        f"for _ in range({STEPS}):",
        "    optimizer.zero_grad()",
        "    F.cross_entropy(fraud(x), y).backward()",
        "    optimizer.step()",
    ]
    return "\n".join(lines), "\n".join(train)


def changes(before: nn.Module, after: nn.Module) -> list[str]:
    """Which kinds of tensors of a block differ between two runs of the same beginning."""
    kinds = {"weights": "parameters", "statistics": "buffers"}
    return [
        kind
        for kind, which in kinds.items()
        if not all(map(torch.equal, getattr(before, which)(), getattr(after, which)()))
    ]
