"""The one wrong line in a script that measures what the old task loses."""

import random

from autograder.bank.material.old_task_script import LINES, SOUND, drop_said_by, script_of
from autograder.bank.question import MEDIUM, Choice, Draft, Template

HINT = (
    "For both measurements ask: which head, which images, which mode, and which of the two first?"
)


def make(rng: random.Random) -> Draft:
    """A sound script with one line exchanged, such that `drop` comes out wrong when it runs."""
    names = {
        "net": rng.choice(["model", "net", "network"]),
        "x": rng.choice(["X", "images", "inputs"]),
        "y": rng.choice(["y", "labels", "digits"]),
        "width": rng.randint(8, 16),
        "old": rng.randint(3, 5),
        "new": rng.randint(3, 6),
    }
    sound = {slot: line.format(**names) for slot, (line, _) in LINES.items()}
    ill = rng.choice([slot for slot, (_, faults) in LINES.items() if faults])
    ((fault, harm),) = LINES[ill][1].items()
    shown = sound | {ill: fault.format(**names)}
    code = script_of(shown, names)
    if drop_said_by(code, names) == drop_said_by(script_of(sound, names), names):
        return make(rng)
    stem = (
        f"`{names['net']}` has a `body` with BatchNorm and the `head` of the old task. `train` "
        "sets the modes\nit needs, trains the head, and leaves the network in train mode. `drop` "
        "is to say how much of its\naccuracy the old task loses. One line makes it wrong: which?"
    )
    numbers = {slot: at for at, slot in enumerate(LINES, start=1)}
    options = {slot: f"line {numbers[slot]}: `{line}`" for slot, line in shown.items()}
    wrong = [
        Choice(options[slot], SOUND[slot], belief="a sound line is suspected")
        for slot in LINES
        if slot != ill
    ]
    return Draft(f"{stem}\n\n```python\n{code}\n```", Choice(options[ill], harm), wrong, HINT)


TEMPLATE = Template("old_task_by_the_book", MEDIUM, ("05",), ("05.4",), make)
