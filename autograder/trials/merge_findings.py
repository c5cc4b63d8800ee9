"""What may be wrong with a merged layer, and with one that the update was taken out of again."""

from autograder.stops import stop_finding
from autograder.trials.frozen_case import close
from autograder.trials.merge_case import Case
from autograder.verdict import Finding
from autograder.words import with_article

# Evidence has five decimals.
MARGIN = 1e-4
FITS = {
    "nothing": ("the layer without its update", "what does the update add to the weight?", ""),
    "product": ("an update without its scale", "which three things make up the update?", ""),
    "twice scaled": ("an update that is scaled twice", "in how many places is `scale` used?", ""),
    "twice": (
        "an update that is counted twice",
        "where does the update live now, and where did it live before?",
        "F27",
    ),
    "minus": ("an update with the other sign", "which of the two functions takes it out?", ""),
    "alone": ("the update alone", "what does a merged layer hold beside the update?", ""),
    "transposed": (
        "an update that is transposed",
        "of which shape is each factor? Try it on a layer that is not square.",
        "",
    ),
}


def merged_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the merged layer is a Linear that computes what layer and update did together."""
    layer, scale = case.summed.layer, case.summed.scale
    update = scale * (case.summed.up @ case.summed.down).detach()
    if changed := _doubled(case, seen):
        return changed
    if broken := _broken("merge", case, seen["merged"]):
        return broken
    values = seen["merged"]["values"]
    if close(values, case.gives(layer, update), margin=MARGIN):
        return None
    told = f"{case.told}, the merged layer computes something else than before"
    for name, share in case.mistaken().items():
        if close(values, case.gives(layer, share), margin=MARGIN):
            fits, hint, mistake = FITS[name]
            return Finding(f"{told}; it fits {fits}.", hint, mistake)
    if layer.bias is not None and not seen["merged"]["has_bias"]:
        return Finding(f"{told}; it has no bias.", "what does a Linear hold beside its weight?")
    return Finding(f"{told}.", "write the output as one matrix times x: which matrix is it?")


def _doubled(case: Case, seen: dict) -> Finding | None:
    """The finding where the update was added in place, and stays in the forward pass as well."""
    moved = [name for name in seen["merged"]["changed"] if name == "layer.weight"]
    if not moved:
        return None
    return Finding(
        f"{case.told}, 'layer.weight' of what was handed in has changed, and its factors are still "
        "in its forward.",
        "where does the update live now, and how often does that forward count it?",
        "F27",
    )


def argument_finding(case: Case, seen: dict) -> Finding | None:
    """Whether what was handed to `merge` is as it was."""
    if changed := _doubled(case, seen):
        return changed
    if changed := seen["merged"]["changed"]:
        return Finding(
            f"{case.told}, {changed[0]!r} of what was handed to merge has changed.",
            "one customer is merged, and the others need the same layer: read it, write elsewhere.",
            "E18",
        )
    return None


def again_finding(case: Case, seen: dict) -> Finding | None:
    """Whether a second merge gives the same layer, or is refused."""
    again = seen["again"]
    if again["raised"] or close(again["values"], seen["merged"]["values"], margin=MARGIN):
        return None
    return Finding(
        f"{case.told}, a second merge of the same module gives other outputs than the first.",
        "what did the first call leave behind?",
        "F27",
    )


def own_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the merged layer has tensors of its own."""
    if not (shared := seen["shared"]):
        return None
    return Finding(
        f"{case.told}, when the merged layer trains on, {shared[0]!r} of the other one changes.",
        "did you copy that tensor, or do two modules hold one?",
        "A32",
    )


def unmerged_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the update was taken out of a layer that another base was merged into."""
    if broken := _broken("unmerge", case, seen["unmerged"]):
        return broken
    values = seen["unmerged"]["values"]
    if not close(values, case.gives(case.origin, 0.0), margin=MARGIN):
        told = f"{case.told}, the unmerged layer is not the one that was there before"
        if close(values, case.gives(case.summed.layer, 0.0), margin=MARGIN):
            return Finding(
                f"{told}; it is the layer of `adapted`.",
                "the merged layer may have had another base: which one comes out of it?",
            )
        if close(values, case.gives(case.other, 0.0), margin=MARGIN):
            return Finding(f"{told}; it still holds the update.", "what has to be taken out again?")
        return Finding(f"{told}.", "what did merging add, to the last factor?")
    if changed := seen["unmerged"]["changed"]:
        return Finding(
            f"{case.told}, {changed[0]!r} of what was handed to unmerge has changed.",
            "return a layer of its own, and leave both arguments as they are.",
            "E18",
        )
    return None


def _broken(name: str, case: Case, seen: dict) -> Finding | None:
    """What kept a returned layer from being run."""
    if raised := seen["raised"]:
        stop = stop_finding(name, raised)
        if "size of tensor" in raised["message"] or "shapes cannot be" in raised["message"]:
            hint = "of which shape is each factor, and of which shape is the weight?"
            return Finding(stop.seen, hint, is_stop=True)
        return stop
    if seen["returned"] != "Linear":
        kind = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
        return Finding(f"{name} returned {kind}.", "return an `nn.Linear`, one layer and no more.")
    if failed := seen["failed"]:
        return Finding(
            f"{case.told}, the layer from {name} raised {failed['type']}: "
            f"{failed['message'].rstrip('.')}.",
            "compare the shape of its weight with that of the layer.",
        )
    return None
