"""What is wrong with the three networks of a depth curve: words for one trial."""

from autograder.snapshot import digests, flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials.block_nets import Pair
from autograder.trials.depth_trial import KINDS
from autograder.trials.optimizer_trial import listed
from autograder.verdict import Finding
from autograder.words import with_article

WHO = "depth_nets"


def answer_finding(entry: dict) -> Finding | None:
    """What keeps the answer from being a dict with three networks."""
    if entry["raised"]:
        return stop_finding(WHO, entry["raised"])
    if entry["type"] not in ("dict", "OrderedDict", "defaultdict"):
        came = with_article(entry["type"])
        return Finding(f"{WHO} returned {came}, not a dict.", "three names, three networks.")
    for kind in KINDS:
        if kind not in entry["nets"]:
            return Finding(
                f"the dict has no key {kind!r}.", f"the keys are {', '.join(map(repr, KINDS))}."
            )
        if entry["nets"][kind]["net"] is None:
            came = with_article(entry["nets"][kind]["type"])
            return Finding(f"{kind!r} is {came}, not a network.", "return the module itself.")
    return None


def net_finding(kind: str, entry: dict, pair: Pair) -> Finding | None:
    """How one of the three networks differs from what was asked for."""
    told = entry["nets"][kind]
    return (
        _shared(kind, told)
        or _values(kind, told["net"], pair)
        or _flags(kind, told["net"], pair)
        or _training(kind, told, pair)
    )


def left_finding(entry: dict) -> Finding | None:
    """Whether a network that was handed in is another one now."""
    if not entry["changed"]:
        return None
    return Finding(
        f"after {WHO}, {entry['changed'][0]!r} has other values or flags than before.",
        "who else uses the network that was handed in? Work on what is yours.",
        "E19",
    )


def _shared(kind: str, told: dict) -> Finding | None:
    """Tensors that another network holds, too."""
    if not told["shared"]:
        return None
    name, other = next(iter(told["shared"].items()))
    return Finding(
        f"{name!r} of {kind!r} is the very tensor of {other!r} ({len(told['shared'])} are shared).",
        "when one of the two trains, what happens to the other? Was it copied?",
        "E19",
    )


def _values(kind: str, net: dict, pair: Pair) -> Finding | None:
    """Tensors that begin with other values than they should."""
    ours = {n: digests(model_snapshot(getattr(pair, n))) for n in ("base", "start")}
    now, wanted = digests(net), _wanted(kind, ours, pair)
    if now.keys() != wanted.keys():
        odd = sorted(now.keys() ^ wanted.keys())[0]
        return Finding(
            f"{kind!r} and the networks handed in differ by {odd!r}.",
            "all three have the build of 'base': which line adds or removes a tensor?",
        )
    wrong = [name for name in wanted if now[name] != wanted[name]]
    if not wrong:
        return None
    if kind != "random" and (found := _other_blocks(kind, net, now, ours, pair)):
        return found
    name = wrong[0]
    inside = name.split(".")[0] in pair.first()
    for source in ("base", "start"):
        if now[name] == ours[source][name]:
            seen = f"{name!r} of {kind!r} holds what {source!r} has ({len(wrong)} such tensors)."
            return Finding(seen, *_why(kind, source, name, net, inside=inside))
    return Finding(
        f"{name!r} of {kind!r} holds neither what 'base' has nor what 'start' has.",
        "a curve compares three networks: may anything else differ between them?",
    )


def _wanted(kind: str, ours: dict, pair: Pair) -> dict[str, str]:
    """The digest that each tensor should have."""
    copied = pair.first() if kind != "random" else []
    return {
        name: ours["base" if name.split(".")[0] in copied else "start"][name]
        for name in ours["start"]
    }


def _other_blocks(kind: str, net: dict, now: dict, ours: dict, pair: Pair) -> Finding | None:
    """Whole blocks that were copied, as many as asked for, and not the first ones."""
    names = [n for n, _ in pair.base.named_children()]
    copied = {
        child
        for child in names
        if all(now[n] == ours["base"][n] for n in now if n.split(".")[0] == child)
    }
    if copied == set(pair.first()) or not copied or len(copied) > pair.depth + 2:
        return None
    seen = f"with n = {pair.depth}, {kind!r} holds {', '.join(sorted(copied))} of 'base'."
    if copied <= set(names[: pair.depth]):
        return Finding(seen, "in which order are children listed, and which one runs first?", "B8")
    if any(child.startswith("block1") and child != "block1" for child in copied):
        return Finding(seen, "which other names begin with, or sort after, 'block1'?", "B1")
    return Finding(seen, "which blocks are the first n, counted from the input?")


def _why(kind: str, source: str, name: str, net: dict, *, inside: bool) -> tuple[str, str]:
    """A question about a tensor that comes from the wrong one of two networks."""
    if kind == "random":
        return "the control answers what depth alone does: may it hold anything learned?", ""
    if source == "base":
        return "only the first n blocks are kept: where does the rest begin?", ""
    if any(name == buffer["name"] for buffer in net["buffers"]):
        return "a running mean is no parameter: which method hands over both kinds?", ""
    if inside:
        return "which of the two networks has learned something?", ""
    return "compare this network with the two handed in, name by name.", ""


def _flags(kind: str, net: dict, pair: Pair) -> Finding | None:
    """Flags that are not as they should be."""
    now = flags(net)
    still = pair.first() if kind != "tuned" else []
    awake = [name for name in now if now[name] and name.split(".")[0] in still]
    asleep = [name for name in now if not now[name] and name.split(".")[0] not in still]
    if awake:
        return Finding(
            f"in {kind!r}, {listed(awake)} of the first blocks asks for a gradient.",
            "which of the three lines of the figure hold their first blocks still?",
        )
    if asleep and kind == "tuned" and any(n.split(".")[0] in pair.first() for n in asleep):
        return Finding(
            f"in {kind!r}, the flag of {listed(asleep)} is off.",
            "what tells 'tuned' from 'frozen'?",
        )
    if asleep:
        return Finding(
            f"in {kind!r}, the flag of {listed(asleep)} is off.",
            "in which state was the network that you copied, and what shall learn?",
        )
    return None


def _training(kind: str, told: dict, pair: Pair) -> Finding | None:
    """A network that does not train as its flags say."""
    if told["stuck"]:
        return stop_finding(f"training {kind!r}", told["stuck"])
    should = [name for name, asks in flags(told["net"]).items() if asks]
    moved = set(told["moved"] or ()) & flags(told["net"]).keys()
    wrong = sorted(moved ^ set(should))
    if not wrong:
        return None
    return Finding(
        f"{kind!r}: flags are right, but training did not agree about {wrong[0]!r}.",
        "change the flags of parameters only; hooks and wrappers are not needed.",
    )
