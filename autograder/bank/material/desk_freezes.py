"""Freezes of a body under a head, right and wrong, as code with the names left open.

`net` has a part `{body}`, a Linear layer with BatchNorm behind it, and a Linear part `{head}`, from
width `{b}` to `{c}`.
"""

from typing import NamedTuple


class Freeze(NamedTuple):
    """Lines before and after the optimizer, what it is given, and whether the body sleeps.

    `fault` is the id of what is wrong, "" for a freeze that holds; STORIES tells of each.
    """

    fault: str
    before: str
    given: str
    after: str = ""
    asleep: bool = True


OFF = "net.{body}.requires_grad_(False)"
LEARNING = "[p for p in net.parameters() if p.requires_grad]"
SOUND = Freeze("", OFF, LEARNING)
FAULTY = (
    Freeze("E2", OFF, LEARNING, asleep=False),
    Freeze("E2", OFF, "net.{head}.parameters()", asleep=False),
    Freeze("A5", "net.{body}.requires_grad = False", LEARNING),
    Freeze("A5", "net.{body}.requires_grad = False", "net.parameters()"),
    Freeze("E1", "net.{body}.eval()", "net.parameters()"),
    Freeze("A25", "net.{body}[0].weight.requires_grad = False", LEARNING),
    Freeze("D5", "", "net.{head}.parameters()"),
    Freeze(
        "D12",
        "",
        '[{{"params": net.{body}.parameters(), "lr": 0.0}},\n     '
        '{{"params": net.{head}.parameters()}}]',
    ),
    Freeze("C7", OFF, LEARNING, "net.{head} = nn.Linear({b}, {c})"),
)
STORIES = {
    "E2": "flags do not stop BatchNorm, which counts in train mode.",
    "A5": "the line makes an attribute of the module, and all flags are on.",
    "E1": "eval mode stops no learning, and all flags are on.",
    "A25": "the other tensors of the body still learn.",
    "D5": "the flags of the body are on, and gradients pile up in it.",
    "D12": "nothing moves at a rate of zero, but flags are on and gradients are computed.",
    "C7": "the optimizer holds the head that was replaced.",
}
