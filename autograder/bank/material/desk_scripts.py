"""A short script of the fraud desk: its lines, and what each is for.

The names in braces are drawn: `net` the model, `x` and `y` the rows, `thaw` the block's name.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line of the script; `says` is true of it, `belief` or `mistake` makes it look faulty."""

    code: str
    says: str
    mistake: str = ""
    belief: str = ""


HEAD = "def trained({net}, {x}, {y}, batches, {thaw}, steps):"
LINES = (
    Line(
        "{net}.requires_grad_(False)",
        "It freezes every parameter; what shall learn comes later.",
        belief="everything stays frozen for ever",
    ),
    Line(
        "{net}.head = nn.Linear({net}.head.in_features, 2)",
        "A new layer asks for gradients from the start.",
        mistake="C1",
    ),
    Line(
        "{net}.eval()",
        "It puts BatchNorm to sleep, and hinders no learning.",
        mistake="E1",
    ),
    Line(
        "for name, p in {net}.body.named_parameters():",
        "Names inside the body begin with the name of the block.",
        belief="names begin with the word body",
    ),
    Line(
        '    if name.startswith({thaw} + "."):',
        "The dot keeps out blocks whose names only begin alike.",
        mistake="B1",
    ),
    Line(
        "        p.requires_grad = True",
        "It switches the flag of one parameter on.",
        mistake="A8",
    ),
    Line(
        "learning = [p for p in {net}.parameters() if p.requires_grad]",
        "It takes whatever asks for a gradient, after all flags are set.",
        mistake="D6",
    ),
    Line(
        "optimizer = torch.optim.{kind}(learning, lr={lr})",
        "It is made after all flags are set, from the list that it is given.",
        mistake="C7",
    ),
    Line("for _ in range(steps):", "It runs as often as asked.", belief="loops need an index"),
    Line(
        "    optimizer.zero_grad()",
        "It clears the gradients of all that is handed to the optimizer.",
        mistake="D4",
    ),
    Line(
        "    F.cross_entropy({net}({x}), {y}).backward()",
        "Each step computes the features anew, as a thawed block needs.",
        mistake="F11",
    ),
    Line(
        "    optimizer.step()",
        "It moves what it holds and what has a gradient.",
        mistake="D16",
    ),
    Line("hits = frauds = 0", "Both counts begin at zero.", belief="counts restart per batch"),
    Line(
        "for images, labels in batches:",
        "All batches are counted together.",
        belief="each batch has its own recall",
    ),
    Line(
        "    called = {net}(images).argmax(dim=1)",
        "It gives one class per row, of the shape of the labels.",
        mistake="H3",
    ),
    Line(
        "    hits += int(((called == 1) & (labels == 1)).sum())",
        "It asks for both: called fraud, and being fraud.",
        mistake="H5",
    ),
    Line(
        "    frauds += int((labels == 1).sum())",
        "Recall is a share of all frauds.",
        mistake="H2",
    ),
    Line(
        "return hits / frauds",
        "Counts of all batches are divided once, at the end.",
        mistake="H6",
    ),
)


def script(lines: Sequence[str], names: dict[str, str]) -> list[str]:
    """The function with the drawn names, line by line."""
    body = [f"    {line.format(**names)}" for line in lines]
    return [HEAD.format(**names), *body]
