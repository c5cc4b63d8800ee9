"""Exercise 4.2 · param_groups: what learns in a net, as groups with two rates.

The judge looks at what an optimizer made of the groups: what it holds, at which rate, and what
its steps move. Names say what belongs to the head; a tensor with two names belongs to both.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import torch
from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials import group_trial, nets, optimizer_trial, trial
from autograder.trials.optimizer_trial import close, listed, owners, stopped
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of, shown

# Marks, the net, the path of the head, and how the names begin that are frozen.
CASES = (
    (4, nets.two_linear, "2", ()),
    (4, nets.three_linear, "4", ("0.",)),
    (2, nets.head_first, "head", ("body.0.", "head.bias")),
    (2, optimizer_trial.twins, "fc", ()),
    (1, nets.tied, "out", ()),
)
NO_SUCH_HEAD = "haed"
FORM = {"nets": [group_trial.FORM], "all_frozen": SAID_FORM, "no_such_head": SAID_FORM}


def _rates(seed: int) -> tuple[float, float]:
    """The rates of head and body: two different multiples of 1/64, at most 1/8."""
    order = torch.randperm(8, generator=torch.Generator().manual_seed(seed))
    return (1 + order[0].item()) / 64, (1 + order[1].item()) / 64


def _planted(build: Callable[[int], nets.Probe], frozen: tuple[str, ...], seed: int) -> nets.Probe:
    """The net of a case, with its flags."""
    probe = build(seed)
    for name, parameter in probe.net.named_parameters():
        parameter.requires_grad = not name.startswith(frozen or "-")
    return probe


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What an optimizer does with the groups of each net, and two calls that cannot be served."""
    answer, (head, body) = answers["param_groups"], _rates(seed)
    cases = [(_planted(build, frozen, seed), path) for _, build, path, frozen in CASES]
    sleeping, plain = nets.three_linear(seed).net.requires_grad_(False), nets.three_linear(seed).net
    return {
        "nets": [group_trial.tried(answer, probe, path, head, body) for probe, path in cases],
        "all_frozen": said_by(answer, sleeping, "4", head, body),
        "no_such_head": said_by(answer, plain, NO_SUCH_HEAD, head, body),
    }


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks by net; what cannot be served counts only beside groups that are right."""
    if len(observed["nets"]) != len(CASES):
        other = Finding("the evidence shows other nets than were asked for.", "run it once more.")
        return tally([Part(1, other)], said="")
    findings = [
        _finding(entry, _planted(build, frozen, seed), path, seed)
        for entry, (_, build, path, frozen) in zip(observed["nets"], CASES, strict=True)
    ]
    # One tensor in one group, and a refusal, are worth something only beside groups that are right.
    plain, *others, tied = findings
    findings = [plain, *others, plain or tied]
    parts = [Part(case[0], finding) for case, finding in zip(CASES, findings, strict=True)]
    parts += [
        Part(1, plain or _frozen_finding(observed["all_frozen"])),
        Part(1, plain or _head_finding(observed["no_such_head"])),
    ]
    return tally(
        parts,
        said="grouped: what learns is in one group once, at the rate of its place, and moves",
    )


def _finding(entry: dict, ours: nets.Probe, path: str, seed: int) -> Finding | None:
    """What is wrong with the groups of one net, which goes by the name of its head."""
    finding = _of_a_net(entry, ours, path, seed)
    return finding and replace(finding, seen=f"for the head {path!r}, {finding.seen}")


def _of_a_net(entry: dict, ours: nets.Probe, path: str, seed: int) -> Finding | None:
    """What is wrong, from the commonest mistake to the catch-all."""
    if entry["raised"]:
        return stopped("param_groups", entry["raised"])
    start = model_snapshot(ours.net)
    if digests(entry["before"]) != digests(start):
        return trial.damage("param_groups", entry, start)
    unusable = group_trial.misshapen(entry)
    if unusable:
        return unusable
    if not (entry["held"] and entry["trained"]):
        return group_trial.refused(entry["refused"])
    asks, told = flags(start), owners(entry["held"])
    strange = _strange(entry, told, asks, path)
    if strange:
        return strange
    if flags(entry["after"]) != asks:
        return Finding(
            "param_groups changed flags of the net.",
            "somebody else froze it and meant it: sort what you find, and change nothing.",
        )
    return (
        trial.damage("param_groups", entry, start)
        or _membership(entry, told, asks, path)
        or _rate_finding(entry, told, ours.net, path, seed)
        or _movement(entry, ours)
    )


def _strange(entry: dict, told: dict, asks: dict, path: str) -> Finding | None:
    """Tensors in the groups that the net does not have (any more)."""
    if told.keys() - asks.keys() or len(entry["groups"]) != len(entry["held"]["groups"]):
        return Finding("the evidence belongs to other groups.", "run the check once more.")
    count = sum(group["unknown"] for group in entry["held"]["groups"])
    if not count:
        return None
    missing = [name for name, asking in asks.items() if asking and name not in told]
    seen = f"the groups hold tensors that are not the net's ({count})"
    seen += f", and lack {listed(missing)}." if missing else "."
    if missing and all(name.startswith(f"{path}.") for name in missing):
        return Finding(seen, "does an optimizer hold names, or objects?", "C7")
    return Finding(seen, "whose tensors are in your groups: the net's, or a copy's?", "F22")


def _membership(entry: dict, told: dict, asks: dict, path: str) -> Finding | None:
    """What learns and is in no group, what is frozen and in one, and what is in there twice."""
    frozen = [name for name in told if not asks[name]]
    if frozen:
        groups = entry["held"]["groups"]
        idle = all(groups[place]["lr"] == 0 for name in frozen for place in told[name])
        seen = f"a group{' with the rate 0' if idle else ''} holds {listed(frozen)}, flag off."
        if idle:
            return Finding(seen, "who else may write to the rate of a group?", "D12")
        return Finding(seen, "which attribute says that a tensor is to learn?")
    doubled = [name for name, places in told.items() if len(places) > 1]
    if doubled:
        return Finding(
            f"a group holds {listed(doubled)} more than once.",
            "how often does your walk through the net come by?",
            "D8",
        )
    missing = [name for name, asking in asks.items() if asking and name not in told]
    if not missing:
        return None
    seen = f"no group holds {listed(missing)}, flag on."
    learning = [name for name, asking in asks.items() if asking]
    head = [name for name in learning if name.startswith(f"{path}.")]
    if missing == [name for name in learning if name not in head]:
        return Finding(
            seen, "fixed is not frozen: backward still pays for it. Which rate is its own?", "D5"
        )
    if missing == head:
        return Finding(seen, "which group holds the layer that is new?", "C7")
    return Finding(seen, "compare the names in your groups with those whose flag is on.")


def _rate_finding(entry: dict, told: dict, net: nn.Module, path: str, seed: int) -> Finding | None:
    """Tensors at another rate than that of their place."""
    aliases, groups = _aliases(net), entry["held"]["groups"]
    in_head = [n for n in told if any(alias.startswith(f"{path}.") for alias in aliases[n])]
    head_rate, body_rate = _rates(seed)
    wrong = [
        name
        for name, places in told.items()
        if not close(groups[places[0]]["lr"], head_rate if name in in_head else body_rate)
    ]
    if not wrong:
        return None
    place = told[wrong[0]][0]
    keys, rate = entry["groups"][place]["keys"], decoded(groups[place]["lr"])
    if "lr" not in keys:
        extra = [key for key in keys if key != "params"]
        return Finding(
            f"the group of {listed(wrong)} has no key 'lr'"
            f"{f' but {listed(extra)}' if extra else ''}, "
            "so it fell back on the rate of the whole optimizer.",
            "print a group of the finished optimizer: which rate is in force?",
            "D22" if extra else "",
        )
    seen = f"{listed(wrong)} got the rate {shown(rate)}, which is not the one for that place."
    if len(aliases[wrong[0]]) > 1:
        return Finding(
            f"{' and '.join(map(repr, aliases[wrong[0]]))} are one tensor, "
            "and it did not get the rate of the head.",
            "whose tensor is it: does its first name say so, or the object itself?",
            "B13",
        )
    if len(wrong) == len(told):
        return Finding(seen, "which of the two rates is for the head?")
    values = digests(model_snapshot(net))
    if all(any(values[n] == values[o] for o in told if o != n) for n in wrong):
        return Finding(seen, "equal numbers are not one object: how do you tell?", "D21")
    if all(name.startswith(path) and name not in in_head for name in wrong):
        return Finding(seen, "which other names begin like the head's?", "B1")
    return Finding(seen, "which module does each of these tensors belong to?")


def _aliases(net: nn.Module) -> dict[str, list[str]]:
    """All names of each parameter, under its first."""
    found: dict[int, list[str]] = {}
    for name, parameter in net.named_parameters(remove_duplicate=False):
        found.setdefault(id(parameter), []).append(name)
    return {names[0]: names for names in found.values()}


def _movement(entry: dict, ours: nets.Probe) -> Finding | None:
    """Whether an optimizer with these groups moves what it moves in our own run."""
    learning = [parameter for parameter in ours.net.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=1 / 64, weight_decay=0.1)
    expected = optimizer_trial.trained(optimizer, ours, steps=group_trial.STEPS)["moved"]
    odd = sorted(set(expected) ^ set(entry["trained"]["moved"]))
    if not odd:
        return None
    return Finding(
        f"the groups are right, but training did not agree about {odd[0]!r}.",
        "return groups and leave the net alone; hooks and wrappers are not needed.",
    )


def _frozen_finding(said: dict) -> Finding | None:
    """Whether a net in which nothing learns is refused with a sentence."""
    if said["raised"] and said["raised"]["type"] == "ValueError" and said["raised"]["message"]:
        return None
    if said["raised"]:
        return stopped("for a net that is all frozen, param_groups", said["raised"])
    came = kind_of(decoded(said["returned"]))
    return Finding(
        f"for a net that is all frozen, param_groups returned {came}.",
        "what should whoever calls it hear, and when: now, or when `backward()` fails?",
        "C3",
    )


def _head_finding(said: dict) -> Finding | None:
    """Whether a head that does not exist is refused, by name."""
    raised = said["raised"]
    if raised and NO_SUCH_HEAD in raised["message"]:
        return None
    if raised:
        return Finding(
            f"for the head {NO_SUCH_HEAD!r}, which does not exist, param_groups raised "
            f"{raised['type']}, whose message does not name it.",
            "which word would you look for in the message after a slip of the pen?",
        )
    return Finding(
        f"for the head {NO_SUCH_HEAD!r}, which does not exist, param_groups returned "
        f"{kind_of(decoded(said['returned']))}.",
        "did you check that anything matched?",
        "B4",
    )


EXERCISE = Exercise("param_groups", ("param_groups",), FORM, collect, judge)
