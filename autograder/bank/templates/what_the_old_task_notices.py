"""A fraud branch with shared blocks and copies: what has changed for the old task afterwards."""

import random

from autograder.bank.material.fraud_branch import branch_code, changes
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

WORDS = ("block", "stage", "part", "unit", "level")
HINT = "For each block: does the old task use this object, does it learn, and in which mode?"
NOTHING = "nothing"


def make(rng: random.Random) -> Draft:
    """Three blocks with BatchNorm, some shared and some copied, trained for three steps."""
    word, widths = rng.choice(WORDS), [rng.randint(3, 9) for _ in range(4)]
    names = [f"{word}{at}" for at in range(1, 4)]
    shared = rng.choice(([0], [0, 1], [0, 1], [0, 1, 2], [0, 2]))
    thawed = rng.sample(range(3), rng.choice((1, 2)))
    asleep = rng.sample(range(3), rng.choice((0, 1, 1, 2)))
    kind = rng.choice(("SGD", "Adam"))
    code = branch_code(names, widths, shared, thawed, asleep, kind, rng.randint(6, 20))
    before, after = names_after(code[0]), names_after("\n".join(code))
    changed = {
        name: changes(getattr(before["body"], name), getattr(after["body"], name)) for name in names
    }
    copied = [name for at, name in enumerate(names) if at not in shared]
    awake = [name for at, name in enumerate(names) if at not in asleep]
    weights = {name: [w for w in kinds if w == "weights"] for name, kinds in changed.items()}
    learning = {name: ["weights"] for at, name in enumerate(names) if at in thawed}
    statistics = {name: ["statistics"] for name in awake}
    both = {n: [*learning.get(n, []), *statistics.get(n, [])] for n in names}
    found = [
        (weights, "Statistics move in train mode, whatever the flags say.", "E2", ""),
        (
            both,
            "A deep copy has tensors of its own, which the old task does not use.",
            "",
            "a deep copy shares its memory",
        ),
        (
            learning,
            "Statistics move in train mode, and only shared tensors count.",
            "",
            ONLY,
        ),
        ({n: both[n] for n in copied}, "Copies are what the old task does not use.", "", COPIES),
        ({}, "Some of the tensors that both tasks use did change.", "", "sharing leaves no trace"),
        (
            {n: ["weights", "statistics"] for n in names if n not in copied},
            "Not all that is shared moves: look at flags and modes.",
            "",
            "all that is shared moves",
        ),
        (
            {n: kinds for n, kinds in changed.items() if "weights" not in kinds},
            "A shared block that learns changes, too.",
            "",
            "only statistics are shared",
        ),
        (
            {n: [k for k in kinds if k == "statistics"] for n, kinds in changed.items()},
            "A shared block that learns changes its weights, too.",
            "",
            "only statistics are shared",
        ),
        ({n: ["statistics"] for n in names}, MODES, "", "every statistic moves in training"),
        ({n: ["statistics"] for n in names if n not in awake}, MODES, "E1", ""),
    ]
    question = """`old` is in service with the first task. These lines train a fraud branch beside
    it. What of the tensors that `old` uses has changed in the end? (*Weights* are here the
    parameters, *statistics* the buffers of BatchNorm.)"""
    right = _text(changed)
    wrong = [Choice(_text(what), *said) for what, *said in found if _text(what) != right]
    if right == NOTHING:
        says = "Nothing shared learns, and nothing shared with statistics runs in train mode."
    else:
        says = "Of what is shared, weights move where flags are on, statistics in train mode."
    return Draft(with_code(question, "\n".join(code)), Choice(right, says), wrong, HINT)


ONLY, COPIES = "what learns is all that moves", "copies are taken for shared blocks"
MODES = "Statistics of a shared block move in train mode, and only there."


def _text(changed: dict[str, list[str]]) -> str:
    """Blocks and what of them, as an option."""
    said = [f"`{name}`: {' and '.join(kinds)}" for name, kinds in sorted(changed.items()) if kinds]
    return "; ".join(said) or NOTHING


TEMPLATE = Template("what_the_old_task_notices", HARD, ("12",), ("12.3",), make)
