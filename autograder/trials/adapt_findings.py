"""Where low-rank layers stand in a net, and what learns there: from the commonest mistake on."""

from torch import nn

from autograder.snapshot import digests, flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import trial
from autograder.trials.adapt_trial import Request
from autograder.verdict import Finding


def places_finding(request: Request, seen: dict, ours: nn.Module, rank: int) -> Finding | None:
    """Whether low-rank layers stand at the names only, and nothing but they and the head learns.

    `ours` is as the learner's net was before.
    """
    if seen["raised"]:
        return stop_finding("adapt", seen["raised"])
    start, now = digests(model_snapshot(ours)), digests(seen["after"])
    if digests(seen["before"]) != start:
        return Finding(
            "the evidence shows another net than this check hands out.",
            "restart the kernel and run all cells from the top.",
        )
    if not seen["is_same"] and now == start and seen["returned"] == type(ours).__name__:
        return Finding(
            f"{request.told}, the net that was handed in is as it was, and another one came back.",
            "which object did you change?",
            "A23",
        )
    for name in request.names:
        if finding := _place_finding(request, seen, ours, name, rank):
            return finding
    inside = tuple(f"{name}." for name in request.names)
    gone = [n for n in start if n not in now and not n.startswith(inside)]
    if gone:
        return Finding(
            f"{request.told}, {gone[0]!r} is gone: its layer was replaced, too "
            f"({len(gone)} tensors are gone).",
            "where does a name end, and which names begin or end alike?",
            "B1",
        )
    if new := [n for n in now if n not in start and not n.startswith(inside)]:
        return Finding(
            f"{request.told}, {new[0]!r} is new in the net.",
            "does `forward` call what you added there?",
            "C5",
        )
    if changed := [n for n in start if n in now and now[n] != start[n]]:
        return Finding(
            f"{request.told}, {changed[0]!r} has other numbers than before.",
            "adapting keeps what the net has learned: which line writes numbers?",
            "E18",
        )
    return _flags_finding(request, seen, ours, inside)


def _place_finding(
    request: Request, seen: dict, ours: nn.Module, name: str, rank: int
) -> Finding | None:
    """What is wrong at one of the names."""
    start, now = digests(model_snapshot(ours)), digests(seen["after"])
    kind = seen["kinds"].get(name, "NoneType")
    below = [e for e in seen["after"]["parameters"] if e["name"].startswith(f"{name}.")]
    if kind == "NoneType":
        return Finding(
            f"{request.told}, nothing stands at {name!r} any more.",
            "which of your lines puts a module there, and which one?",
        )
    if kind == "nn.Linear":
        if now.keys() != start.keys():
            return Finding(
                f"{request.told}, there are new tensors, and the layer at {name!r} is still the "
                "old one.",
                "a dot in an attribute's name leads nowhere: which module owns that layer?",
                "C5",
            )
        return Finding(
            f"{request.told}, the layer at {name!r} is still the old one.",
            "which module owns it, and under which name?",
        )
    layer = ours.get_submodule(name)
    wanted = sorted([[rank, layer.in_features], [layer.out_features, rank]])
    learning = sorted(e["shape"] or [] for e in below if e["requires_grad"])
    kept = {start[f"{name}.{own}"] for own, _ in layer.named_parameters()}
    if not kept <= {e["digest"] for e in below}:
        return Finding(
            f"{request.told}, the numbers of the old layer at {name!r} are gone.",
            "what does `make` take, and what did you hand to it?",
        )
    if learning == wanted and len(below) == len(kept) + 2:
        return None
    if learning == wanted:
        return Finding(
            f"{request.told}, there are {len(below)} tensors below {name!r}, for a layer of "
            f"{len(kept)} and two factors.",
            "how often was `make` called for this name?",
        )
    if not learning:
        return Finding(
            f"{request.told}, nothing below {name!r} asks for a gradient.",
            "in which order do you freeze and add?",
            "C1",
        )
    return Finding(
        f"{request.told}, the tensors that learn below {name!r} have the shapes "
        f"{', '.join(map(str, learning[:3]))}.",
        f"two factors of rank {rank} come out of `make`: how often was it called for this name?",
    )


def _flags_finding(
    request: Request, seen: dict, ours: nn.Module, inside: tuple[str, ...]
) -> Finding | None:
    """Whether the head learns and all the rest, apart from the factors, is frozen."""
    now = flags(seen["after"])
    head = trial.names_inside(ours, request.head)
    if asleep := [name for name in head if not now.get(name)]:
        return Finding(
            f"{request.told}, {asleep[0]!r} is frozen.",
            "which layer knows another task, or starts from random numbers?",
            "B17",
        )
    rest = [name for name in now if name not in head and not name.startswith(inside)]
    awake = [name for name in rest if now[name]]
    if awake and "." not in awake[0]:
        return Finding(
            f"{request.told}, {awake[0]!r} asks for a gradient.",
            "can a parameter belong to the model itself?",
            "B12",
        )
    if awake:
        return Finding(
            f"{request.told}, {awake[0]!r} asks for a gradient ({len(awake)} of {len(rest)} of the "
            "rest do).",
            "who freezes the layers that are not named?",
        )
    return None
