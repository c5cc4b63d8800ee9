"""What to say of a BatchNorm that was rebuilt without parameters."""

from autograder.stops import stop_finding
from autograder.trials.frozen_batchnorm_case import Case
from autograder.verdict import Finding
from autograder.words import with_article

# What a formula left out, and a question that leads to it.
LEFT_OUT = {
    "eps": "the output fits another eps: where does this layer keep its own?",
    "both": "the output fits a layer without scale and shift: which two tensors come last?",
    "batch": "the output fits the statistics of the batch: which ones belong to the layer?",
    "scale": "the output fits a layer without its scale: which tensor multiplies at the end?",
    "shift": "the output fits a layer without its shift: which tensor is added at the end?",
    "root": "the output fits a division by the variance: what is the unit of a variance?",
    "mean": "the output fits a layer that subtracts no mean: which tensor holds it?",
}


def state_finding(case: Case) -> Finding | None:
    """Whether the module has no parameters, and buffers that hold all there is to know."""
    if stopped := _broken(case):
        return stopped
    seen, kind = case.seen, case.kind
    if seen["parameters"]:
        name, count = seen["parameters"][0], len(seen["parameters"])
        return Finding(
            f"for a {kind}, {name!r} is a parameter ({count} are).",
            "where does a module keep tensors that no optimizer is ever shown?",
        )
    if not case.is_right(seen["reloaded"]):
        return Finding(
            f"for a {kind}, a second module that loads this one's state_dict computes otherwise.",
            f"its buffers are {_listed(seen['buffers'])}: which number is kept elsewhere?",
        )
    return None


def output_finding(case: Case, relative: Case | None = None) -> Finding | None:
    """Whether the module computes what the layer does in eval mode, in both modes.

    `relative` is a case of another dimension: one that is right tells what was forgotten here.
    """
    stopped = _broken(case)
    outputs = case.seen["outputs"]
    right = {mode: case.is_right(values) for mode, values in outputs.items()}
    if not stopped and all(right.values()):
        return None
    forgotten = relative is not None and output_finding(relative) is None
    if not stopped and case.seen["shape"] != case.shape:
        gives = case.seen["shape"] or "no tensor"
        return Finding(
            f"for a {case.kind}, an input of shape {case.shape} gives {gives}.",
            "one number per channel: how do the buffers line up with the input?",
            "B10" if forgotten else "",
        )
    if forgotten:
        return Finding(
            f"a {relative.kind} comes out right, and a {case.kind} on {len(case.shape)} "
            "dimensions does not.",
            "which base class have all of them in common, and which sizes can the input have?",
            "B10",
        )
    if stopped:
        return stopped
    if right["eval"]:
        return _mode_finding(case)
    seen = f"for a {case.kind}, the output is not the one of its eval mode."
    if name := case.left_out(outputs["eval"]):
        return Finding(seen, LEFT_OUT[name])
    return Finding(seen, "write down the formula of BatchNorm: which five things enter it?")


def _mode_finding(case: Case) -> Finding:
    """The finding where eval mode is right and train mode is not."""
    seen = f"for a {case.kind}, train() changes the output."
    for norm in case.seen["norms"]:
        if not norm["tracks"]:
            hint = "tracking is off now: which statistics does train mode divide by?"
            return Finding(seen, hint, "E7")
        if norm["momentum"] == 0:
            hint = "momentum 0 stops the update; which statistics does train mode divide by?"
            return Finding(seen, hint, "E4")
        if norm["training"]:
            hint = "flags are about parameters: who writes the statistics, and in which mode?"
            return Finding(seen, hint, "E2")
        return Finding(seen, "the layer was put into eval mode once: who runs after you?", "E3")
    return Finding(seen, "what in your forward depends on the mode?")


def held_finding(case: Case) -> Finding | None:
    """Whether nothing moves, gradients pass, and the original layer has no say any more."""
    seen, kind = case.seen, case.kind
    if seen["drifted"]:
        return Finding(
            f"for a {kind}, {seen['moved'][0]!r} moved in a forward pass.",
            "who writes that buffer, and in which mode?",
            "E2",
        )
    if seen["bn_changed"]:
        return Finding(
            f"{seen['bn_changed'][0]!r} of the {kind} that was handed in has changed.",
            "read the layer, and leave its numbers as they are.",
            "E18",
        )
    if not case.is_right(seen["without_bn"]):
        return Finding(
            f"when the original {kind} goes on training, the frozen one changes with it.",
            "did you copy its tensors, or do two modules share them?",
            "E19",
        )
    if not seen["passes_gradient"]:
        return Finding(
            f"for a {kind}, the output has lost the way back to the input.",
            "layers below may still learn: what cuts the graph in your forward?",
            "F3",
        )
    return None


def _broken(case: Case) -> Finding | None:
    """What kept the module from being looked at."""
    seen = case.seen
    if raised := seen["raised"]:
        told = stop_finding("frozen_batchnorm", raised)
        if "affine" in case.kind and "NoneType" in raised["message"]:
            hint = "this layer has no scale and no shift: which values would change nothing?"
            return Finding(told.seen, hint, is_stop=True)
        return told
    if seen["returned"] != "a module":
        kind = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
        return Finding(
            f"frozen_batchnorm returned {kind}.", "return the module that takes the layer's place."
        )
    if failed := seen["failed"]:
        return Finding(
            f"for a {case.kind}, the frozen module raised {failed['type']}: "
            f"{failed['message'].rstrip('.')}.",
            "run it on a small batch of this shape yourself.",
        )
    return None


def _listed(names: list[str]) -> str:
    """At most three names, then a count."""
    if not names:
        return "none"
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(map(repr, names[:3])) + more
