"""What is wrong with groups whose rates fall from block to block: words for one trial."""

import math

from autograder.plain import decoded
from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials.block_groups import Blocks
from autograder.trials.group_trial import misshapen, refused
from autograder.trials.optimizer_trial import close, listed, owners, stopped
from autograder.verdict import Finding
from autograder.words import shown, with_article

WHO = "geometric_groups"


def groups_finding(entry: dict, blocks: Blocks) -> Finding | None:
    """What is wrong with the groups of one case."""
    start = model_snapshot(blocks.probe.net)
    if digests(entry["before"]) != digests(start):
        return Finding(
            "the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    if entry["raised"]:
        return stopped(WHO, entry["raised"])
    if entry["type"] not in ("list", "tuple"):
        return Finding(
            f"{WHO} returned {with_article(entry['type'])}, not a list of groups.",
            "a group is a dict; return one list that holds the groups.",
        )
    return (
        misshapen(entry)
        or _changed(entry, start)
        or _none_at_all(entry)
        or _refused(entry)
        or _membership(entry, blocks)
        or _rates(entry, blocks)
        or _training(entry, blocks)
    )


def _changed(entry: dict, start: dict) -> Finding | None:
    """Values or flags of the blocks that are others than before."""
    if digests(entry["after"]) != digests(start):
        return Finding(f"{WHO} changed values of the blocks.", "groups only list what there is.")
    was, now = flags(start), flags(entry["after"])
    switched = [name for name in was if now.get(name) != was[name]]
    if switched:
        return Finding(
            f"{WHO} changed the flag of {listed(switched)}.",
            "what is frozen was frozen on purpose: read the flags, and leave them.",
        )
    return None


def _none_at_all(entry: dict) -> Finding | None:
    """An empty list."""
    if entry["groups"]:
        return None
    return Finding(f"{WHO} returned a list without groups.", "how often did your loop turn?")


def _refused(entry: dict) -> Finding | None:
    """Groups that AdamW did not take."""
    if entry["refused"] or not entry["held"] or not entry["trained"]:
        return refused(entry["refused"])
    return None


def _membership(entry: dict, blocks: Blocks) -> Finding | None:
    """Tensors that are missing, held twice, frozen, or not of these blocks."""
    held = entry["held"]
    strangers = sum(group["unknown"] for group in held["groups"])
    if strangers:
        return Finding(
            f"the groups hold tensors that are not of the blocks ({strangers}).",
            "whose tensors will this optimizer move?",
            "F22",
        )
    found = owners(held)
    twice = [name for name, places in found.items() if len(places) > 1]
    if twice:
        return Finding(
            f"a group holds {listed(twice)} more than once.",
            "how often does your loop meet the same tensor?",
            "D8",
        )
    asleep = [name for name in found if name not in blocks.rates]
    if asleep:
        return Finding(
            f"a group holds {listed(asleep)}, which the flags leave out.",
            "which tensors of a block are to learn?",
        )
    missing = [name for name in blocks.rates if name not in found]
    if missing:
        return Finding(
            f"no group holds {listed(missing)}, flag on.",
            "does every block have a group, the first and the last one, too?",
        )
    return None


def _rates(entry: dict, blocks: Blocks) -> Finding | None:
    """A rate in force that is not the one of its block."""
    groups, found = entry["held"]["groups"], owners(entry["held"])
    wrong = [
        name for name, rate in blocks.rates.items() if not close(groups[found[name][0]]["lr"], rate)
    ]
    if not wrong:
        return None
    name = wrong[-1]
    group = groups[found[name][0]]
    keys = next((g["keys"] for g in entry["groups"] if "lr" not in g["keys"]), None)
    if keys is not None:
        other = next((key for key in group["extra"]), None)
        seen = f"the group of {name!r} has no key 'lr'{f' but {other!r}' if other else ''}"
        return Finding(
            f"{seen}, so it fell back on the optimizer's rate.",
            "print the group of an optimizer: under which key does it keep its rate?",
            "D22" if other else "",
        )
    rate = decoded(group["lr"])
    seen = (
        f"with the rate {blocks.lr:g} and the factor {blocks.factor:g}, the group of {name!r} "
        f"has {_short(rate)} "
        f"({len(wrong)} of {len(blocks.rates)} tensors have another rate than asked)."
    )
    return Finding(seen, _why(rate, name, blocks))


def _short(rate: object) -> str:
    """A rate in a few digits."""
    return f"{rate:.4g}" if type(rate) in (int, float) else shown(rate)


def _why(rate: object, name: str, blocks: Blocks) -> str:
    """A question about a rate that is not the one of its block."""
    names = [child for child, _ in blocks.probe.net.named_children()]
    depth = len(names) - 1 - names.index(name.split(".")[0])

    def is_rate(power: int) -> bool:
        return isinstance(rate, float) and math.isclose(rate, blocks.lr * blocks.factor**power)

    if depth and is_rate(depth):
        return "which blocks should move least: those at the input, or those at the head?"
    if is_rate(depth - len(names) + 1):
        return "from which end do you count: which block gets the full rate?"
    if is_rate(-depth - 1) or is_rate(1 - depth):
        return "by how much does the last block's rate differ from the one handed over?"
    if any(is_rate(-power) for power in range(depth)):
        return "does a block count that has nothing to learn?"
    return "write down the rates of three blocks by hand, from the last one to the first."


def _training(entry: dict, blocks: Blocks) -> Finding | None:
    """Groups that are right, and a training run that does not agree."""
    wrong = sorted(set(entry["trained"]["moved"]) ^ blocks.rates.keys())
    if not wrong:
        return None
    return Finding(
        f"the groups are right, but training did not agree about {wrong[0]!r}.",
        "list parameters only; hooks and wrappers are not needed.",
    )
