"""Which snippet builds the network that one line of a depth curve asks for."""

import random

from autograder.bank.material.depth_snippets import shape_after, snippets_for
from autograder.bank.question import MEDIUM, Choice, Draft, Template

GIVEN = "base, start = (nn.Sequential(*(nn.Linear(3, 3) for _ in range({count}))) for _ in '12')"
WANTED = {
    "control": "the control, *random, frozen*",
    "frozen": "the line *pretrained, frozen*",
    "tuned": "the line *pretrained, tuned*",
}
SHAPES = {
    "control": ("start", True, "start", False, True),
    "frozen": ("base", True, "start", False, True),
    "tuned": ("base", False, "start", False, True),
}
ENOUGH = 7
HINT = "For each half: whose values does it hold, and does it learn?"


def make(rng: random.Random) -> Draft:
    """A depth, one of three lines, and snippets that set up other networks."""
    count = rng.randint(4, 6)
    n, kind = rng.randint(2, count - 1), rng.choice(list(WANTED))
    snippets, shapes = snippets_for(rng, n), {}
    rng.shuffle(snippets)
    # Each run takes a millisecond: stop once there is a right one among several.
    while len(shapes) < ENOUGH or SHAPES[kind] not in shapes.values():
        code = snippets.pop()
        shapes[code] = shape_after(GIVEN.format(count=count), code, n)
    right = next(code for code, shape in shapes.items() if shape == SHAPES[kind])
    wrong = [
        Choice(code, _told(shape, n), **_why(shape, kind))
        for code, shape in shapes.items()
        if shape != SHAPES[kind]
    ]
    return Draft(
        f"`base` has learned MNIST, `start` is random. Both are `nn.Sequential` of {count} blocks, "
        "each an `nn.Linear(3, 3)`, and all flags are on. For a depth curve at "
        f"n = {n} you need the network of {WANTED[kind]}. All later blocks come from `start` "
        "and learn. `base` and `start` must stay as they are. `copy` is imported. Which snippet "
        "makes this network `net`?",
        Choice(right, _told(shapes[right], n)),
        wrong,
        HINT,
    )


def _told(shape: tuple, n: int) -> str:
    """A sentence about the network that came out."""
    first, still, rest, rest_still, fresh = shape
    moves = {True: "frozen", False: "learning"}
    own = "" if fresh else ", in tensors that `base` or `start` hold, too"
    return (
        f"Here the first {n} are those of `{first}`, {moves[still]}, and the rest those of "
        f"`{rest}`, {moves[rest_still]}{own}."
    )


def _why(shape: tuple, kind: str) -> dict[str, str]:
    """What leads to this network instead of the one that was wanted."""
    wanted = SHAPES[kind]
    if not shape[4]:
        return {"mistake": "E19"}
    if shape[2] != "start":
        return {"belief": "the later blocks are copied, too"}
    if shape[3]:
        return {"belief": "freezing more is thought to be safe"}
    if shape[0] != wanted[0]:
        return {"belief": "learned and random first blocks are confused"}
    return {"belief": "the flags of the first blocks are overlooked"}


TEMPLATE = Template("control_network", MEDIUM, ("09",), ("09.2",), make)
