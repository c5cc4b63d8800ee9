"""What may be wrong with a function that freezes by name, from the commonest to the catch-all.

Every function takes a request of `autograder.trials.prefix_requests` and what was seen of it.
"""

import ast
import textwrap

from autograder.plain import decoded
from autograder.snapshot import flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import trial
from autograder.trials.prefix_requests import Request
from autograder.verdict import Finding
from autograder.words import kind_of


def flags_finding(request: Request, seen: dict, seed: int, source: str) -> Finding | None:
    """What is wrong with the flags where every prefix fits."""
    if seen["raised"]:
        return _raised(request, seen)
    start, now = model_snapshot(request.probe(seed).net), flags(seen["after"])
    names = list(flags(start))
    inside = request.inside(names)
    slept = [name for name, asks in flags(start).items() if not asks]
    frozen = [name for name in names if not now.get(name, True)]
    awake = [name for name in inside if name not in frozen]
    extra = [name for name in frozen if name not in [*inside, *slept]]
    share = f"({len(frozen)} of {len(names)} are)"
    if extra and not inside:
        told = f"{request.told}, {extra[0]!r} is frozen {share}."
        return Finding(told, "what should happen when nothing is to be frozen?", "B15")
    if len(frozen) == len(names):
        told = f"{request.told}, every parameter is frozen ({len(names)} of {len(names)})."
        if _always_true(source):
            return Finding(told, "read your condition in two halves: is one true alone?", "B3")
        return Finding(told, "for which name would your condition be false?")
    if extra and len(awake) == len(inside):
        told = f"{request.told}, {extra[0]!r} is frozen and {awake[0]!r} is not."
        return Finding(told, "do the prefixes name what is to hold still, or what is to learn?")
    if extra:
        told = f"{request.told}, {extra[0]!r} is frozen too {share}."
        mistake = request.mistake if request.mistake in ("B1", "B2") else ""
        return Finding(told, "where does a part of a name begin, and where does it end?", mistake)
    if awake:
        return _missing(request, awake, inside, seen)
    if woken := [name for name in slept if name not in frozen]:
        return Finding(
            f"{request.told}, {woken[0]!r}, which was frozen before, asks for a gradient again.",
            "does your function write flags that nobody asked it to change?",
        )
    who = f"freeze_by_prefix, {request.told}"
    return trial.damage(who, seen, start) or trial.disagreement(who, seen, frozen)


def _raised(request: Request, seen: dict) -> Finding:
    """What to say of an exception where every prefix fits."""
    stop = stop_finding("freeze_by_prefix", seen["raised"])
    if seen["raised"]["type"] == "ValueError" and not request.prefixes:
        return Finding(
            f"{request.told}, freeze_by_prefix raised ValueError.",
            "is an empty request a mistake, or a request for nothing?",
        )
    if seen["raised"]["type"] == "ValueError":
        return Finding(
            f"{request.told}, freeze_by_prefix raised ValueError, and each of them does fit.",
            "print the names of all parameters: which of them does your test find?",
        )
    if request.mistake == "B12" and seen["raised"]["type"] in ("AttributeError", "KeyError"):
        return Finding(stop.seen, "can a parameter belong to the model itself?", "B12", True)
    return stop


def _missing(request: Request, awake: list[str], inside: list[str], seen: dict) -> Finding:
    """The finding where a parameter that was named still learns."""
    share = f"({len(awake)} of {len(inside)} do)"
    told = f"{request.told}, {awake[0]!r} still asks for a gradient {share}."
    if request.mistake == "B12" and "pos" in awake:
        return Finding(told, "can a parameter belong to the model itself?", "B12")
    if request.mistake != "B12" and all(name.endswith("bias") for name in awake):
        return Finding(told, "how many tensors does a layer own?", "A25")
    if len(awake) < len(inside):
        return Finding(told, "how often does your loop run: once per prefix, once per name?")
    if names_came_back(seen):
        return Finding(told, "the names are right: which object did you give a flag to?")
    return Finding(told, "print what your test finds in this net, before you freeze anything.")


def refusal_finding(request: Request, seen: dict, seed: int) -> Finding | None:
    """What is wrong with the answer to a prefix that fits no parameter."""
    start, now = model_snapshot(request.probe(seed).net), flags(seen["after"])
    bad = request.prefixes[-1]
    changed = [name for name, asks in flags(start).items() if now.get(name) != asks]
    where = f"in a net that begins with {next(iter(flags(start)))!r}"
    if not seen["raised"]:
        hints = {
            "B1": "which names does a part of a word stand for?",
            "B4": "did you check, for each prefix, that anything matched?",
            "B7": "does every child of a net have parameters?",
            "B9": "how does a module learn that it owns a layer? What does it list?",
        }
        told = f"{where}, no parameter fits {bad!r}, and freeze_by_prefix raised nothing"
        rest = f"; {changed[0]!r} is frozen now." if changed else "."
        return Finding(told + rest, hints[request.mistake], request.mistake)
    if seen["raised"]["type"] != "ValueError":
        kind = seen["raised"]["type"]
        return Finding(
            f"{where}, freeze_by_prefix raised {kind} for {bad!r}, not ValueError.",
            "raise it yourself, before the line that stumbles over the name.",
        )
    if bad not in seen["raised"]["message"]:
        return Finding(
            f"the message of ValueError does not say {bad!r}.",
            "whoever reads it wants to know which of the prefixes it was.",
        )
    if changed:
        return Finding(
            f"{request.told}, ValueError came after {changed[0]!r} had been frozen.",
            "a refused request changes nothing: what has to come first, looking or freezing?",
        )
    return trial.damage(f"freeze_by_prefix, {request.told}", seen, start)


def return_finding(request: Request, seen: dict, seed: int) -> Finding | None:
    """Whether the names that came back are those that the prefixes name."""
    told = decoded(seen["returned"])
    if type(told) is not list:
        return Finding(
            f"{request.told}, freeze_by_prefix returned {kind_of(told)}, not a list.",
            "return a list of names, also when it is empty.",
        )
    if any(type(name) is not str for name in told):
        return Finding(
            "an entry of the list that came back is no string.", "put the full names in it."
        )
    right = request.inside(flags(model_snapshot(request.probe(seed).net)))
    wrong = sorted(set(right) ^ set(told))
    if wrong:
        listed = "is on" if wrong[0] in told else "is not on"
        return Finding(
            f"{request.told}, {wrong[0]!r} {listed} the list that came back.",
            "the list holds the full names of what the prefixes name, and nothing else.",
        )
    if len(told) != len(right):
        return Finding("a name is on the list more than once.", "list each name once.")
    return None


def _always_true(source: str) -> bool:
    """Whether some `or` begins with a text or a bare name, and so with something true."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return False
    return any(
        isinstance(node, ast.BoolOp)
        and isinstance(node.op, ast.Or)
        and isinstance(node.values[0], ast.Constant | ast.Name | ast.JoinedStr)
        for node in ast.walk(tree)
    )


def names_came_back(seen: dict) -> bool:
    """Whether any name came back."""
    told = decoded(seen["returned"])
    return type(told) is list and bool(told)
