"""Rules by which flags follow epochs: some set a flag both ways, some only one way."""

import operator
from typing import NamedTuple


class Rule(NamedTuple):
    """What a call does to a part: where `epoch sign start` holds, its flag becomes `on`."""

    sign: str
    on: bool
    # Does the flag become the opposite where it does not hold?
    both: bool


RULES = (
    Rule(">=", True, False),
    Rule("==", True, False),
    Rule(">=", True, True),
    Rule(">=", False, False),
    Rule(">=", False, True),
)
HOLDS = {">=": operator.ge, "==": operator.eq}


def code_of_calls(starts: dict[str, int], asked: list[int], rule: Rule, *, again: bool) -> str:
    """The code of a question; with `again` every call begins by resetting all flags."""
    begin = f"model.requires_grad_({not rule.on})\n"
    listed = ", ".join(f'"{name}": {start}' for name, start in starts.items())
    sign = rule.sign if rule.on or not rule.both else "<"
    test = f"epoch {sign} starts[name]"
    body = (
        f"        part.requires_grad_({test})"
        if rule.both
        else f"        if {test}:\n            part.requires_grad_({rule.on})"
    )
    return (
        f"starts = {{{listed}}}\n"
        f"model = nn.ModuleDict({{name: nn.Linear(2, 2) for name in starts}})\n{begin}\n"
        f"def set_flags(epoch):\n{f'    {begin}' if again else ''}"
        f"    for name, part in model.items():\n{body}\n\n"
        f"for epoch in {asked}:\n    set_flags(epoch)"
    )


def that_would_learn(
    starts: dict[str, int], asked: list[int], rule: Rule, *, again: bool
) -> list[str]:
    """The parts that would learn after these epochs under this rule."""
    flags = {name: not rule.on for name in starts}
    for epoch in asked:
        for name, start in starts.items():
            if again:
                flags[name] = not rule.on
            if HOLDS[rule.sign](epoch, start):
                flags[name] = rule.on
            elif rule.both:
                flags[name] = not rule.on
    return [name for name, on in flags.items() if on]
