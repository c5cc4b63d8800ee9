"""Exercise 3.4 · shared_groups: which names are one tensor, by identity and not by looks."""

from collections.abc import Callable, Mapping

from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import nets, ordered_nets
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of

WHO = "shared_groups"
FORM = [SAID_FORM | {"before": MODEL_FORM, "after": MODEL_FORM}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each net, and the net before and after it was asked."""
    observed = []
    for net in _nets(seed):
        before = model_snapshot(net)
        said = said_by(answers[WHO], net)
        observed.append(said | {"before": before, "after": model_snapshot(net)})
    return observed


def _nets(seed: int) -> list[nn.Module]:
    """A pair, two groups of three, look-alikes, and a net in which nothing is shared."""
    return [
        ordered_nets.one_pair(seed),
        ordered_nets.in_threes(seed),
        ordered_nets.look_alikes(seed),
        nets.two_linear(seed).net,
    ]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A tied pair, a layer in three places, and tensors that only look the same."""
    found = [_finding(seen, net) for seen, net in zip(observed, _nets(seed), strict=True)]
    pair, threes, alike, nothing = found
    # An empty list is right about nets that share nothing: it counts beside a group that was found.
    if pair and threes:
        alike = alike or pair
    return tally(
        [Part(4, pair), Part(3, threes), Part(3, alike or nothing)],
        said="found: names of one tensor together, look-alikes apart",
    )


def _finding(seen: dict, net: nn.Module) -> Finding | None:
    """What is wrong about one net: an exception, the form, the groups, or traces left behind."""
    if seen["raised"]:
        return stop_finding(WHO, seen["raised"])
    start = model_snapshot(net)
    told = decoded(seen["returned"])
    malformed = _malformed(told, net)
    if malformed:
        return malformed
    if set(told) != (right := {frozenset(group) for group in start["shared"]}):
        return _difference(set(told), right, net)
    if len(told) > len(right):
        again = next(group for group in told if told.count(group) > 1)
        return Finding(
            f"the group of {_shown(again)} is listed {told.count(again)} times.",
            "one group for each tensor: how many turns does your loop take for this one?",
        )
    if seen["before"] != start or seen["after"] != start:
        return Finding(
            "the model is not as it was before the question.",
            "looking needs no change: which line writes to the model?",
        )
    return None


def _malformed(told: object, net: nn.Module) -> Finding | None:
    """Whether this is a list of sets of parameter names."""
    if type(told) is not list:
        return Finding(f"{WHO} returned {kind_of(told)}, not a list.", "return a list of sets.")
    if odd := [group for group in told if type(group) is not frozenset]:
        return Finding(
            f"the list holds {kind_of(odd[0])}, where a set of names belongs.",
            "return one set of names for each tensor.",
        )
    if odd := [item for group in told for item in group if type(item) is not str]:
        return Finding(
            f"a set holds {kind_of(odd[0])}, which is no name.",
            "put the names in, as `named_parameters()` spells them.",
        )
    known = {name for name, _ in net.named_parameters(remove_duplicate=False)}
    if odd := sorted({name for group in told for name in group} - known):
        return Finding(
            f"{odd[0]!r} is in a set and is no parameter of the model.",
            "compare with the names that `named_parameters()` gives for the whole model.",
        )
    return None


def _difference(told: set, right: set, net: nn.Module) -> Finding:
    """How the groups differ from those of the net, from the likeliest mistake on."""
    extra = sorted(told - right, key=sorted)
    missing = sorted(right - told, key=sorted)
    if alone := [group for group in extra if len(group) < 2]:
        return Finding(
            f"sets with fewer than two names: {len(alone)} of {len(told)}.",
            "how many names does a shared tensor have at least?",
        )
    if missing and not extra:
        return Finding(
            f"{_shown(missing[0])} are one tensor and stand in no set.",
            "how often does `named_parameters()` list a tensor that has several names?",
            "B13",
        )
    for group in extra:
        wider = [whole for whole in right if group < whole]
        if wider:
            return Finding(
                f"the set of {_shown(group)} lacks a name of that tensor "
                f"({len(group)} of {len(wider[0])} are there).",
                "how many layers were made, and in how many places does each stand?",
                "B14",
            )
    # Whoever compares values finds both kinds of look-alikes, whoever compares memory only one.
    return next(filter(None, (_equal(group, net) for group in extra)), None) or _one_memory(
        extra[0], net
    )


def _equal(group: frozenset, net: nn.Module) -> Finding | None:
    """Whether these are tensors of equal numbers, each with its own memory."""
    tensors = _tensors(group, net)
    if len(_memory(tensors)) == 1 or any(p.tolist() != tensors[0].tolist() for p in tensors):
        return None
    return Finding(
        f"{_shown(group)} are equal today and are {len(group)} parameters.",
        "will they still be equal after one of them has learned?",
        "D21",
    )


def _one_memory(group: frozenset, net: nn.Module) -> Finding:
    """What is said of tensors that share memory, or nothing at all."""
    if len(_memory(_tensors(group, net))) == 1:
        return Finding(
            f"{_shown(group)} use the same memory and are {len(group)} parameters.",
            "is freezing about memory, or about gradients?",
            "A32",
        )
    return Finding(
        f"the set of {_shown(group)} holds more than one tensor.",
        "which property do two names of one tensor share, and no two tensors?",
    )


def _tensors(group: frozenset, net: nn.Module) -> list[nn.Parameter]:
    """The parameters of these names."""
    return [net.get_parameter(name) for name in sorted(group)]


def _memory(tensors: list[nn.Parameter]) -> set[int]:
    """Where in memory these tensors begin."""
    return {tensor.data_ptr() for tensor in tensors}


def _shown(group: frozenset) -> str:
    """Up to three names, then a count."""
    names = sorted(group)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(map(repr, names[:3])) + more


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
