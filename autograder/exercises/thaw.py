"""Exercise 4.3 · thaw: a layer learns again, through an optimizer that goes on as it was.

The optimizer has taken steps before, and a StepLR was made for it, so that whoever builds a new
optimizer, or writes to rates that are not asked for, shows it.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials import thaw_trial, trial
from autograder.trials.optimizer_trial import close, listed, owners, stopped
from autograder.trials.thaw_trial import CASES, EPOCHS, GAMMA, Case, rates, tried
from autograder.verdict import Finding, Part, Verdict, incorrect, tally
from autograder.words import shown

# Marks for a second call that changes nothing.
AGAIN = 4
FORM = [thaw_trial.FORM]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case, what two calls did to a net and its optimizer, and what training did then."""
    return [tried(answers["thaw"], case, seed) for case in CASES]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks by case, and for a second call that changes nothing."""
    if len(observed) != len(CASES) or any(len(entry["held"]) != 3 for entry in observed):
        return incorrect(
            "the evidence shows other cases than were asked for.",
            hint="restart the kernel and run all cells from the top.",
        )
    pairs = list(zip(CASES, observed, strict=True))
    findings = [_finding(case, entry, seed) for case, entry in pairs]
    # Doing nothing is worth something only beside work that was done.
    findings[-1] = findings[-1] or findings[0]
    twice = findings[0] or next((f for case, entry in pairs if (f := _again(case, entry))), None)
    parts = [Part(case.weight, finding) for case, finding in zip(CASES, findings, strict=True)]
    return tally(
        [*parts, Part(AGAIN, twice)],
        said="thawed: the layer learns at its own rate, and the rest of the optimizer went on",
    )


def _finding(case: Case, entry: dict, seed: int) -> Finding | None:
    """What is wrong after the first call, from the commonest mistake to the catch-all."""
    net = case.build(seed).net
    start = model_snapshot(net)
    if digests(entry["start"]) != digests(start):
        return trial.damage("thaw", entry | {"before": entry["start"]}, start)
    if entry["raised"]:
        return _stopped("thaw", entry["raised"])
    damaged = trial.damage("thaw", entry, entry["before"])
    if damaged or flags(entry["before"]).keys() != flags(start).keys():
        return damaged or Finding("the evidence shows another net.", "run the check once more.")
    inside = trial.names_inside(net, case.path)
    return (
        _flag_finding(entry, inside)
        or _kept_finding(entry)
        or _new_finding(entry, inside, *rates(seed))
        or _training_finding(entry)
    )


def _stopped(who: str, raised: dict) -> Finding:
    """What to say of an exception; of groups that overlap there is only one reason here."""
    finding = stopped(who, raised)
    if "more than one parameter group" in raised["message"]:
        return Finding(finding.seen, "which parameters does it hold already?", "D7", is_stop=True)
    return finding


def _flag_finding(entry: dict, inside: list[str]) -> Finding | None:
    """Flags that are off inside, or that changed outside."""
    before, after = flags(entry["before"]), flags(entry["after"])
    asleep = [name for name in inside if not after.get(name)]
    if asleep and entry["invented"]:
        return Finding(
            f"the module got an attribute 'requires_grad', and no flag went on: {listed(asleep)}.",
            "modules hold no such flag: who does?",
            "A5",
        )
    if asleep:
        return Finding(
            f"after thaw, the flag is still off: {listed(asleep)}.",
            "an optimizer moves what has a gradient: who makes one?",
        )
    outside = [name for name in after if name not in inside and after[name] != before.get(name)]
    if outside:
        return Finding(
            f"thaw also changed the flag of {listed(outside)}, outside the module.",
            "work on the module that is handed over, not on all that the optimizer holds.",
        )
    return None


def _kept_finding(entry: dict) -> Finding | None:
    """What the optimizer held before and lost, forgot or changed."""
    was, now = entry["held"][0], entry["held"][1]
    forgotten = [n for n, kept in was["memory"].items() if now["memory"].get(n) != kept]
    if forgotten:
        return Finding(
            f"what the optimizer remembered of {listed(forgotten)} is gone.",
            "what does a new optimizer know of the steps before it?",
            "D15",
        )
    for number, group in enumerate(was["groups"], start=1):
        still = now["groups"][number - 1] if number <= len(now["groups"]) else None
        if still is None or set(group["parameters"]) - set(still["parameters"]):
            return Finding(
                f"group {number} no longer holds all that it held.",
                "what went on learning before must go on: is anything taken out?",
            )
        if still["lr"] != group["lr"]:
            return Finding(
                f"group {number} had the rate {shown(decoded(group['lr']))}, "
                f"and now has {shown(decoded(still['lr']))}.",
                "a scheduler was made for these groups before: whose rate was to be set?",
                "D13",
            )
        if set(still["parameters"]) - set(group["parameters"]):
            return Finding(
                f"group {number} took in {listed(_more(group, still))}, at its own rate.",
                "which rate was asked for, and where does a rate live?",
            )
    return None


def _more(was: dict, now: dict) -> list[str]:
    """The names that a group holds now and did not hold before."""
    return [name for name in now["parameters"] if name not in was["parameters"]]


def _new_finding(
    entry: dict, inside: list[str], rate: float, of_groups: list[float]
) -> Finding | None:
    """What is wrong with the groups that came."""
    was, now = entry["held"][0], entry["held"][1]
    told, new = owners(now), now["groups"][len(was["groups"]) :]
    if any(group["unknown"] for group in new):
        return Finding(
            "the new group holds tensors that are not the net's.",
            "whose tensors are they: the net's, or a copy's?",
            "F22",
        )
    doubled = [name for name, places in told.items() if len(places) > 1]
    if doubled:
        return Finding(
            f"the optimizer holds {listed(doubled)} more than once.",
            "how often does your walk through the module come by?",
            "D8",
        )
    missing = [name for name in inside if name not in told]
    if missing and any(not group["parameters"] for group in new):
        return Finding(
            f"a new group came and is empty; it lacks {listed(missing)}.",
            "how often can a generator be read?",
            "D9",
        )
    if missing:
        return Finding(
            f"the optimizer does not hold {listed(missing)}, though the flag is on.",
            "who moves weights: autograd, or the optimizer?",
            "D6",
        )
    stray = [name for group in new for name in group["parameters"] if name not in inside]
    if stray:
        return Finding(
            f"the new group holds {listed(stray)}, outside the module.",
            "work on the module that is handed over.",
        )
    wanted = any(name not in owners(was) for name in inside)
    if len(new) != wanted:
        tensors = sum(len(group["parameters"]) for group in new)
        return Finding(
            f"new groups: {len(new)}, with so many tensors in them: {tensors}.",
            "what is missing goes into one group together; what if nothing is missing?",
        )
    if new and not close(new[0]["lr"], rate):
        return _rate_finding(new[0])
    return None


def _rate_finding(group: dict) -> Finding:
    """What is wrong with the rate of the new group."""
    seen = f"the new group learns at {shown(decoded(group['lr']))}, which was not asked for"
    if group["lr"] == 0:
        return Finding(f"{seen}.", "can anything move at this rate?", "D12")
    if group["extra"]:
        return Finding(
            f"{seen}; it has a key {group['extra'][0]!r} besides.",
            "print the group: which of its keys does the optimizer read?",
            "D22",
        )
    return Finding(f"{seen}.", "a group without a rate of its own takes which one?")


def _training_finding(entry: dict) -> Finding | None:
    """Whether training through this optimizer moves what it should, at rates that halve."""
    awake = {name for name, asks in flags(entry["after"]).items() if asks}
    names, moved = flags(entry["after"]).keys(), set(entry["trained"]["moved"])
    odd = sorted(awake & set(owners(entry["held"][1])) ^ (moved & names))
    if odd:
        return Finding(
            f"flags and groups are right, but training did not agree about {odd[0]!r}.",
            "change flags and groups only; hooks and wrappers are not needed.",
        )
    if len(entry["trained"]["rates"]) != EPOCHS:
        return Finding("the evidence shows other epochs.", "run the check once more.")
    firsts = [decoded(group["lr"]) for group in entry["held"][1]["groups"]]
    for epoch, seen in enumerate(entry["trained"]["rates"]):
        wanted = [first * GAMMA**epoch for first in firsts if type(first) in (int, float)]
        # A second call that brings groups, behind these, is told by itself.
        known = seen[: len(firsts)]
        if len(known) != len(wanted) or not all(map(close, known, wanted)):
            return Finding(
                f"in epoch {epoch + 1}, a rate was not what the scheduler makes of it.",
                "a scheduler was made before: does anything else write to the rates?",
                "D13",
            )
    return None


def _again(case: Case, entry: dict) -> Finding | None:
    """What a second call changed."""
    if entry["raised_again"]:
        return _stopped("called a second time, thaw", entry["raised_again"])
    first, second = entry["held"][1], entry["held"][2]
    if len(second["groups"]) != len(first["groups"]):
        return Finding(
            f"called a second time, thaw changed the number of groups from "
            f"{len(first['groups'])} to {len(second['groups'])}.",
            "what is missing the second time, and what does a group without members do?",
        )
    if first != second or entry["again"] != entry["after"]:
        return Finding(
            "called a second time, thaw changed the optimizer or the net.",
            "what is left to do when all is done?",
        )
    return None


EXERCISE = Exercise("thaw", ("thaw",), FORM, collect, judge)
