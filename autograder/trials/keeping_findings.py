"""What is wrong with a state that was to be the best so far."""

import re

from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials.optimizer_trial import listed
from autograder.verdict import Finding
from autograder.words import with_article

WHO = "best_so_far"


def alias_finding(entry: dict, kind: str) -> Finding | None:
    """Whether there is a keeper, and what it returns stays as it is while the model trains."""
    if entry["raised"]:
        return stop_finding(f"for {kind}, {WHO}", entry["raised"])
    if not entry["is_function"]:
        return Finding(
            f"for {kind}, {WHO} returned {with_article(entry['returned'])}, which cannot be "
            "called.",
            "return a function that takes a score and returns a state.",
        )
    for place, call in enumerate(entry["calls"]):
        if call["raised"]:
            # Torch's message goes on with advice; its first part says what happened.
            brief = re.split(r" at the moment|\. ", call["raised"]["message"])[0]
            who = f"for {kind}, call {place + 1} of the keeper"
            return stop_finding(who, call["raised"] | {"message": brief})
        state = call["state"]
        if not state["tensors"]:
            return Finding(
                f"for {kind}, call {place + 1} of the keeper returned "
                f"{with_article(state['type'])} without tensors by name.",
                "return a dict that `load_state_dict` takes, also when nothing became better.",
            )
        if not state["tensors"].keys() & call["then"].keys():
            return Finding(
                f"for {kind}, the state that came back has none of the model's names: it begins "
                f"with {next(iter(state['tensors']))!r}.",
                "whose state is it, and would `load_state_dict` take it?",
            )
        if state["shared"]:
            return _shared(state, kind)
    last, before = entry["last"]["tensors"], entry["calls"][-1]["state"]["tensors"]
    moved = [name for name in before if last.get(name) != before[name]]
    if moved:
        return Finding(
            f"for {kind}, {listed(moved)} of the kept state changed in a later step.",
            "whose memory is it?",
            "F24",
        )
    return None


def _shared(state: dict, kind: str) -> Finding:
    """The finding where the kept tensors are the model's own memory."""
    count = f"{len(state['shared'])} of {len(state['tensors'])}"
    seen = f"for {kind}, {state['shared'][0]!r} of the kept state is the model's own memory"
    if state["type"] == "OrderedDict":
        return Finding(
            f"{seen} ({count} are), in an OrderedDict as `state_dict()` gives it.",
            "is a `state_dict` a copy or a window? What does it show after the next step?",
            "F24",
        )
    return Finding(
        f"{seen} ({count} are).",
        "which ways to take a tensor out of a model leave it where it is in memory?",
        "F25",
    )


def untrained_finding(observed: list[dict]) -> Finding | None:
    """Whether all kept states are those of copies which nobody trains."""
    if not all(_is_first_state(call, entry) for entry in observed for call in entry["calls"]):
        return None
    return Finding(
        "for both models, every state that came back is the one before training.",
        "which model does the optimizer train, and which one do you look at?",
        "F22",
    )


def _is_first_state(call: dict, entry: dict) -> bool:
    """Whether a call returned what the model was at the first one."""
    return _same(call["state"], entry["calls"][0]["then"])


def choice_finding(entry: dict, kind: str) -> Finding | None:
    """Whether each call returned the state of the best score so far; alias_finding comes first."""
    best = None
    for place, call in enumerate(entry["calls"]):
        score = decoded(call["score"])
        # NaN compares as false, so it replaces nothing.
        if best is None or score > decoded(entry["calls"][best]["score"]):
            best = place
        if _same(call["state"], entry["calls"][best]["then"]):
            continue
        so_far = enumerate(entry["calls"][: place + 1])
        then = [number for number, c in so_far if _same(call["state"], c["then"])]
        came = f"that of call {then[0] + 1}" if then else "none that the model ever had"
        said = ", ".join(str(decoded(c["score"])) for c in entry["calls"][: place + 1])
        return Finding(
            f"for {kind} and the scores {said}, the state that came back is {came}.",
            _why(entry, place, best, then),
        )
    return None


def _why(entry: dict, place: int, best: int, then: list[int]) -> str:
    """A question that fits the first wrong choice."""
    scores = [decoded(call["score"]) for call in entry["calls"]]
    if not then:
        return "are all its tensors from the same moment, and from this model?"
    if scores[then[0]] != scores[then[0]]:
        return "one score is no number: is it higher than anything?"
    if scores[then[0]] == scores[best]:
        return "the two scores are equal: is one of them better?"
    if then[0] == place:
        return "the newest is not always the best: with what is its score compared?"
    return "follow the highest score through the calls: what is it at the beginning?"


def whole_finding(entry: dict, kind: str) -> Finding | None:
    """Whether the state has every tensor that the model has, and nothing else."""
    then, state = entry["calls"][-1]["then"], entry["calls"][-1]["state"]
    missing = [name for name in then if name not in state["tensors"]]
    if missing:
        parameters = {e["name"]: e["requires_grad"] for e in entry["before"]["parameters"]}
        if all(name not in parameters for name in missing):
            hint, mistake = "a state is more than parameters: what else does the model keep?", "E2"
        elif any(not parameters.get(name, True) for name in missing):
            hint, mistake = "will whoever loads this have those numbers, too?", ""
        else:
            hint, mistake = "compare its names with those of `model.state_dict()`.", ""
        return Finding(f"for {kind}, the kept state lacks {listed(missing)}.", hint, mistake)
    extra = [name for name in state["tensors"] if name not in then] + state["others"]
    if extra:
        return Finding(
            f"for {kind}, the kept state holds {listed(extra)}, which the model has not.",
            "would `load_state_dict` take it?",
        )
    return None


def _same(state: dict, then: dict) -> bool:
    """Whether what was kept are tensors of the model as it was at that moment."""
    return all(then.get(name) == told for name, told in state["tensors"].items() if name in then)
