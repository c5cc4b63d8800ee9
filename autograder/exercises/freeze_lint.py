"""Exercise 2.3 · freeze_lint: attributes that somebody invented, found on modules and parameters.

Nets with planted attributes ask whether all are found; clean nets ask whether anything else is.
"""

from collections.abc import Callable, Iterator, Mapping

import torch
from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.verdict import Finding, Part, Verdict, incorrect, tally, without_marks
from autograder.words import kind_of

# Mistake, net, who gets the attributes, and which; each goes to an owner of its own.
PLANTS = (
    ("A5", nets.two_linear, "root", ("requires_grad",)),
    ("A6", nets.head_first, "nested", ("requires_grad",)),
    ("A8", nets.three_linear, "parameter", ("require_grad",)),
    ("A9", nets.head_first, "parameter", ("requires_grad_",)),
    ("A10", nets.with_batchnorm, "module", ("requires_grad_",)),
    ("A15", nets.head_first, "nested", ("trainable", "frozen")),
)
MISSED = {
    "A5": "does your walk begin with the model itself?",
    "A6": "does your walk reach modules inside modules?",
    "A8": "modules are not the only objects that take new attributes: who else does?",
    "A9": "parameters have a `__dict__` of their own: what stands in it, and what in a fresh one?",
    "A10": "compare your list of names with the one in the text, underscores too.",
    "A15": "how many attributes can one net hold, and when does your function return?",
}


def _planted(seed: int) -> Iterator[tuple[nn.Module, list[str]]]:
    """Nets with attributes at drawn places, and the paths of those attributes."""
    draw = torch.Generator().manual_seed(seed)
    for _, build, kind, attributes in PLANTS:
        net = build(seed).net
        owners = _owners(net, kind)
        order = torch.randperm(len(owners), generator=draw).tolist()
        paths = []
        for index, attribute in zip(order, attributes, strict=False):
            path, owner = owners[index]
            setattr(owner, attribute, False)
            paths.append(f"{path}.{attribute}" if path else attribute)
        yield net, paths


def _owners(net: nn.Module, kind: str) -> list[tuple[str, object]]:
    """The objects of one kind that can take an attribute, with their paths."""
    if kind == "parameter":
        return list(net.named_parameters())
    modules = list(net.named_modules())
    if kind == "nested":
        return [(path, module) for path, module in modules if "." in path]
    return modules[:1] if kind == "root" else modules[1:]


def _clean(seed: int) -> Iterator[nn.Module]:
    """Nets in which nothing was invented; the last is rightly frozen and labelled."""
    for build in nets.EVERY:
        yield build(seed).net
    net = nets.three_linear(seed).net
    net[0].requires_grad_(False)
    net[2].note = net[2].weight.note = "not one of the five names"
    yield net


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each planted net, then of each clean one."""
    nets_in_order = [*(net for net, _ in _planted(seed)), *_clean(seed)]
    return [said_by(answers["freeze_lint"], net) for net in nets_in_order]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A sixth for each planted net, and nothing at all after a false alarm."""
    plants = [paths for _, paths in _planted(seed)]
    # The clean nets answer for themselves: whatever is said of them is a false alarm.
    if len(observed) != len(plants) + len(list(_clean(seed))):
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    for entry in observed:
        finding = _form_finding(entry)
        if finding:
            return without_marks(finding)
    told = [decoded(entry["returned"]) for entry in observed]
    for alarms in told[len(plants) :]:
        if alarms:
            return incorrect(
                f"in a net without invented attributes, freeze_lint named {alarms[0]!r}.",
                hint="look only at what was put on an object by hand, and only at the five names.",
            )
    return tally(
        [
            Part(1, _finding(mistake, said, paths))
            for (mistake, *_), said, paths in zip(PLANTS, told, plants, strict=False)
        ],
        said="linted: every invented attribute was named, and nothing else was",
    )


def _form_finding(entry: dict) -> Finding | None:
    """What keeps an answer from being a list of paths."""
    if entry["raised"]:
        return stop_finding("freeze_lint", entry["raised"])
    told = decoded(entry["returned"])
    if type(told) is not list:
        return Finding(
            f"freeze_lint returned {kind_of(told)}, not a list.",
            "return a list of strings on every path through the function; any order will do.",
        )
    if any(type(path) is not str for path in told):
        return Finding(
            "an entry of the list is no string.", "put paths in it, such as in the text."
        )
    return None


def _finding(mistake: str, told: list[str], paths: list[str]) -> Finding | None:
    """How the paths that were named differ from those that were planted in one net."""
    extra = [path for path in told if path not in paths]
    missed = [path for path in paths if path not in told]
    if extra:
        return Finding(
            f"{extra[0]!r} is on the list, and the net has no invented attribute there.",
            "join names by dots, the attribute last; at the model itself there is no dot to join.",
        )
    if missed:
        attribute = missed[0].rpartition(".")[2]
        return Finding(
            f"a net holds an invented {attribute!r} that is not on the list.",
            MISSED[mistake],
            mistake,
        )
    if len(told) != len(paths):
        return Finding(
            f"{told[0]!r} is on the list more than once.", "is a module visited on two ways?"
        )
    return None


EXERCISE = Exercise("freeze_lint", ("freeze_lint",), [SAID_FORM], collect, judge)
