"""What may be wrong with a new head and a frozen body, from the commonest mistake to the catch-all.

Every function takes the name of the head, what `head_trial` recorded, and a net of the judge's own
that is as the learner's was before.
"""

from torch import nn

from autograder.snapshot import digests, flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.verdict import Finding
from autograder.words import with_article


def head_finding(who: str, name: str, seen: dict, classes: int, ours: nn.Module) -> Finding | None:
    """What is wrong with the layer that stands at `name` after the answer called `who` ran."""
    if seen["raised"]:
        return stop_finding(who, seen["raised"])
    start, now = digests(model_snapshot(ours)), digests(seen["after"])
    if digests(seen["before"]) != start:
        return Finding(
            f"for {name!r}, the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    weight = f"{name}.weight"
    if now.get(weight) in (None, start[weight]) or seen["kind"] != "Linear":
        return _not_replaced(name, seen, classes)
    shape = next(e["shape"] for e in seen["after"]["parameters"] if e["name"] == weight)
    if seen["label"] != classes and (shape or [])[:1] == [classes]:
        return Finding(
            f"{weight!r} is new, and the layer around it is the old one.",
            "what else belongs to a layer: which tensors, which labels, which flags?",
            "C8",
        )
    if len(flags(seen["after"])) < len(seen["after"]["parameters"]):
        return Finding(
            f"two parameters are called {weight!r} now, and forward uses the old one.",
            "which module owns the last layer? A dot in an attribute's name leads nowhere.",
            "C5",
        )
    if seen["broke"]:
        return _broke(name, seen)
    if seen["shape"] != [nets.BATCH, classes]:
        wide = seen["shape"][-1] if seen["shape"] else 0
        return Finding(
            f"for {classes} classes, the output is {wide} wide.",
            "which argument of `nn.Linear` is which?",
        )
    if any(now.get(n) != start[n] for n in start if not n.startswith(f"{name}.")):
        return Finding(
            f"for {name!r}, values of the body changed before any training.",
            "only the head is new: leave the numbers of all other layers alone.",
            "E18",
        )
    return None


def _not_replaced(name: str, seen: dict, classes: int) -> Finding:
    """The finding where no new Linear stands at `name`."""
    if seen["kind"] not in ("Linear", "NoneType"):
        told = f"{with_article(seen['kind'])} stands at {name!r}."
        return Finding(told, "put an `nn.Linear` there.")
    added = sorted(flags(seen["after"]).keys() - flags(seen["before"]).keys())
    if added:
        return Finding(
            f"{added[0]!r} is new in the net, and the layer at {name!r} is not.",
            "does `forward` call the layer that you added?",
            "C5",
        )
    if seen["label"] == classes:
        return Finding(
            f"the layer at {name!r} says out_features={classes}, and its weight is the old one.",
            "did you change the weight, or its label?",
            "C4",
        )
    told = f"the layer at {name!r} is still the old one"
    if not any(flags(seen["after"]).values()):
        hint = "does any leaf ask for a gradient? Which one ought to?"
        return Finding(f"{told}, and nothing asks for a gradient.", hint, "C2")
    return Finding(f"{told}.", "which attribute of which module holds it? Print that module.")


def flags_finding(who: str, name: str, seen: dict, ours: nn.Module) -> Finding | None:
    """Whether exactly the two tensors of a new head learn."""
    if seen["raised"]:
        return stop_finding(who, seen["raised"])
    now, head = flags(seen["after"]), [f"{name}.weight", f"{name}.bias"]
    learning = [path for path, asks in now.items() if asks]
    awake = [path for path in learning if path not in head]
    asleep = [path for path in head if path not in learning]
    is_old = digests(seen["after"]).get(head[0]) == digests(seen["before"]).get(head[0])
    if not learning and is_old:
        return Finding(
            f"no parameter asks for a gradient (0 of {len(now)} do): `backward()` would raise.",
            "does any leaf ask for a gradient? Which one ought to?",
            "C2",
        )
    if not learning:
        return Finding(
            f"the layer at {name!r} is new, and it is frozen with all the rest.",
            "in which order did your two lines run?",
            "C1",
        )
    if asleep == head[:1] and awake and all(path.endswith("bias") for path in awake):
        return Finding(
            f"{head[0]!r} is frozen, and {awake[0]!r} learns.",
            "is the whole new head among what you train?",
            "B16",
        )
    if awake:
        return _awake(name, awake, len(now) - len(head), ours)
    if asleep:
        return Finding(
            f"{asleep[0]!r} is frozen, although it belongs to the head.",
            "which flag does a new tensor start with, and which has an old one?",
            "C8",
        )
    if is_old:
        return Finding(
            f"what learns at {name!r} is the old layer.",
            "which module does `forward` find at that name?",
        )
    if seen["broke"]:
        return _broke(name, seen)
    wrong = sorted((set(seen["moved"]) & now.keys()) ^ set(head))
    if wrong or not set(head) <= set(seen["reached"]):
        return Finding(
            f"flags are right, but training did not agree about {(wrong or head)[0]!r}.",
            "does the output depend on the new layer, and on nothing else that learns?",
        )
    return None


def _broke(name: str, seen: dict) -> Finding:
    """The finding where the net cannot be run or trained any more."""
    return Finding(
        f"with the new layer at {name!r}, the net raised {seen['broke']['type']}: "
        f"{seen['broke']['message'].rstrip('.')}.",
        "how many features arrive at this place? The old layer knows.",
    )


def _awake(name: str, awake: list[str], body: int, ours: nn.Module) -> Finding:
    """The finding where something beside the head still learns, of `body` tensors there."""
    told = f"{awake[0]!r} still asks for a gradient ({len(awake)} of {body} do)."
    parent = name.rpartition(".")[0]
    norms = [path for path, part in ours.named_modules() if "Norm" in type(part).__name__]
    if parent and all(path.startswith(f"{parent}.") for path in awake):
        return Finding(told, f"what else lies inside {parent!r}, beside the head?")
    if all(path.rpartition(".")[0] in norms for path in awake):
        return Finding(told, "which tensors sit between two convolutions?", "B11")
    return Finding(told, "everything but the head is to be frozen: which call does that?")
