"""Exercise 3.5 · repair_filters: an allow-list that forgets a layer, a freeze that runs too late.

Both functions are delivered ill. They are judged by what nets are afterwards, never by their looks.
"""

from collections.abc import Callable, Iterable, Mapping

from autograder.exercise import Exercise
from autograder.snapshot import flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import named_nets, trial
from autograder.trials.head_findings import flags_finding, head_finding
from autograder.trials.repair_trial import (
    ASKED,
    FORM,
    HEADED,
    STAGES,
    as_delivered,
    asked,
    behaviour,
    classes_asked,
    held,
    tried,
)
from autograder.verdict import Finding, Part, Verdict, incorrect, not_attempted, tally
from autograder.words import with_article


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A function earns nothing for what it did before the repair."""
    if [len(observed["train_last"]), len(observed["ready_to_train"])] != [len(ASKED), len(HEADED)]:
        return incorrect(
            "the evidence answers other requests than were made.",
            hint="restart the kernel and run all cells from the top.",
        )
    if behaviour(observed) == behaviour(as_delivered(seed)):
        return not_attempted(
            "both functions are as they were delivered.",
            hint="repair one of them, run the cell, then run this one again.",
        )
    chosen = _first(
        _filter_finding(stages, frozen, seen, seed, sources["train_last"])
        for (stages, frozen), seen in zip(ASKED, observed["train_last"], strict=True)
    )
    ready = list(zip(HEADED, classes_asked(seed), observed["ready_to_train"], strict=True))
    learns = _first(
        head_finding("ready_to_train", "fc", seen, classes, build(seed).net)
        or _type_finding(build, flags_finding("ready_to_train", "fc", seen, build(seed).net))
        for build, classes, seen in ready
    )
    moves = learns or _first(_optimizer_finding(seen) for _, _, seen in ready)
    return tally(
        [Part(7, chosen), Part(5, learns), Part(3, moves)],
        said="repaired: every request trains what it names, and the new head learns",
    )


def _filter_finding(
    stages: int, frozen: bool, seen: dict, seed: int, source: str
) -> Finding | None:
    """What is wrong with what learns when so many stages are asked for."""
    if seen["raised"]:
        return stop_finding("train_last", seen["raised"])
    start, now = model_snapshot(asked(frozen, seed).net), flags(seen["after"])
    wanted = set().union(*STAGES[: stages + 1])
    top = {name: name.partition(".")[0] for name in flags(start)}
    asleep = [name for name in top if top[name] in wanted and not now.get(name)]
    awake = [name for name in top if top[name] not in wanted and now.get(name)]
    request = f"with stages={stages}" + (" and a net that comes frozen" if frozen else "")
    if (asleep or awake) and (counted := _counted(request, asleep or awake, source)):
        return counted
    if asleep:
        share = f"({len(asleep)} of {len(top)} are like that)"
        told = f"{request}, {asleep[0]!r} is frozen and ought to learn {share}."
        return _asleep(told, {top[name] for name in asleep}, wanted)
    if awake:
        told = f"{request}, {awake[0]!r} learns"
        if {top[name] for name in awake} == {"bn1"}:
            hint = "which tensors come right after the convolution, and belong to its stage?"
            return Finding(f"{told}, and 'conv1.weight' does not.", hint, "B11")
        return Finding(f"{told}.", "read the request again: which stages does it leave out?")
    still = [name for name in top if top[name] not in wanted]
    who = f"train_last {request}"
    return trial.damage(who, seen, start) or trial.disagreement(who, seen, still)


def _counted(request: str, wrong: list[str], source: str) -> Finding | None:
    """The finding where layers or tensors were counted off, if the source looks like it."""
    told = f"{request}, the flag of {wrong[0]!r} is not as asked ({len(wrong)} like it)."
    if "children()" in source:
        return Finding(told, "are children the same thing as layers? Print them.", "B5")
    if "parameters())[" in source:
        return Finding(told, "what do the tensors at that place belong to?", "B6")
    return None


def _asleep(told: str, tops: set[str], wanted: set[str]) -> Finding:
    """The finding where children called `tops` are frozen, of those that ought to learn."""
    if tops == wanted:
        return Finding(told, "which line gives a flag back that was off before?")
    if "fc" in tops:
        return Finding(told, "which layer is new, and so random? Is it on every list?", "B17")
    if len(tops & STAGES[3]) == 1:
        return Finding(told, "when everything is to learn, what should stay frozen?", "B15")
    return Finding(told, "read the request again: which stages does it name?")


def _type_finding(build: Callable, finding: Finding | None) -> Finding | None:
    """A norm or convolution that learns in signals only, after the image nets went well."""
    on_signals = build is named_nets.signal_and_norm
    if finding is None or not on_signals or finding.mistake not in ("", "B11"):
        return finding
    return Finding(
        f"for a net with Conv1d and BatchNorm1d, {finding.seen}",
        "does your test know all relatives of a type? Does it need to know any?",
        "B10",
    )


def _optimizer_finding(seen: dict) -> Finding | None:
    """Whether the optimizer that came back moves the new head."""
    if seen["optimizer"] is None:
        kind = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
        return Finding(
            f"ready_to_train returned {kind}, and no optimizer.", "return the optimizer, as before."
        )
    missing = [name for name in ("fc.weight", "fc.bias") if name not in held(seen)]
    if missing:
        return Finding(
            f"{missing[0]!r} learns, and the optimizer does not hold it.",
            "does an optimizer hold names or objects? Which `fc` was there when it was made?",
            "C7",
        )
    if seen["halted"]:
        kind = seen["halted"]["type"]
        return Finding(
            f"a step with the optimizer raised {kind}: {seen['halted']['message'].rstrip('.')}.",
            "take one training step yourself, in a new cell below.",
        )
    still = sorted({"fc.weight", "fc.bias"} - set(seen["stepped"]))
    if still:
        return Finding(
            f"{still[0]!r} did not move in three steps of the optimizer that came back.",
            "what does the optimizer need beside the parameters?",
        )
    return None


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("repair_filters", ("train_last", "ready_to_train"), FORM, tried, judge)
