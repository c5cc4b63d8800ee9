"""What to say of a frozen part: its flags, its buffers, its output.

Each function looks at one net and goes from the commonest mistake to the catch-all. Modes and the
answer's source choose words only; what moved and what came out decides.
"""

import re

from autograder.clues import clues
from autograder.snapshot import flags
from autograder.stops import stop_finding
from autograder.trials.frozen_case import COUNTER, Case, close
from autograder.verdict import Finding


def broken(case: Case) -> Finding | None:
    """What kept the net from being looked at."""
    seen = case.seen
    if raised := seen["raised"]:
        told = stop_finding("freeze_fully", raised)
        if "LayerNorm" in raised["message"]:
            hint = "which buffers does a LayerNorm list? Ask it before you use them."
            return Finding(told.seen, hint, "E20", is_stop=True)
        return told
    if seen["classes"]:
        return Finding(
            f"the class {seen['classes'][0]} itself was changed: every network here has that now.",
            "change the objects inside the module that you are given, not their class.",
        )
    if failed := seen["fresh"]["failed"] or seen["told"]["failed"]:
        return Finding(
            f"the frozen part raised {failed['type']} in a forward pass: "
            f"{failed['message'].rstrip('.')}.",
            "what stands in the model afterwards takes the inputs that the module took.",
        )
    if failed := seen["training_failed"]:
        return Finding(
            f"with the frozen part in it, the net could not be trained: {failed['type']}: "
            f"{failed['message'].rstrip('.')}.",
            "what stands in the model afterwards gives what the module gave.",
        )
    if case.is_another_net():
        return Finding(
            "what stands below and above the part is not what this net has there.",
            "change the module that you are given, and no other.",
        )
    return None


def flags_finding(case: Case, source: str) -> Finding | None:
    """Whether every parameter of the body is frozen, by its flag and by what training did."""
    if stopped := broken(case):
        return stopped
    awake, body = case.awake, case.body
    if not awake and case.learned:
        return Finding(
            f"every flag in the part is off, and training moved {case.learned[0]!r}.",
            "does something switch the flags on again when train() is called?",
        )
    if not awake:
        return _parameters_finding(case)
    seen = f"{awake[0]!r} still asks for a gradient ({len(awake)} of {len(body)} do)."
    if all(name.endswith("bias") for name in awake):
        return Finding(seen, "how many tensors does each layer own?", "A25")
    if case.stays_asleep() or case.of_norms(awake):
        return Finding(seen, "modes and flags: does one of these switches turn the other one?",
                       "E8")  # fmt: skip
    if case.asleep_at_first():
        return Finding(seen, "does eval mode change what learns, or how a layer behaves?", "E1")
    if "A23" in clues(source):
        return Finding(seen, "which object stands in the model: the copy, or the module?", "A23")
    return Finding(seen, "which parameters of the part did you visit, and which not?")


def buffers_finding(case: Case, source: str) -> Finding | None:
    """Whether every buffer of the body held still after `train()`."""
    if stopped := broken(case) or stopped_by_switch(case):
        return stopped
    if not case.drifted:
        return _parameters_finding(case) or (None if case.seen["moved"] else _others_finding(case))
    name, moved = case.drifted[0], len(case.drifted)
    seen = f"after train(), training moved the buffer {name!r} ({moved} in the part moved)."
    if all(name.endswith(COUNTER) for name in case.drifted) and 0.0 in case.momenta:
        return Finding(
            f"after train(), {name!r} goes on counting: BatchNorm is in train mode.",
            "momentum 0 stops the update; which statistics does the output use all the same?",
            "E4",
        )
    if None in case.momenta:
        return Finding(seen, "what does a momentum of None stand for? Look it up.", "E5")
    if case.asleep_at_first():
        return Finding(seen, "the part was in eval mode once: who ran after you?", "E3")
    if re.search(r"running_\w+\.requires_grad", source):
        return Finding(seen, "are buffers learned by gradients?", "E6")
    if "no_grad" in source:
        return Finding(seen, "is that update a gradient step? What would no_grad stop?", "E9")
    hint = "which tensors of a BatchNorm are no parameters, and who writes them?"
    return Finding(seen, hint, "E2")


def output_finding(case: Case) -> Finding | None:
    """Whether the part computes what it did in eval mode, and lets gradients pass."""
    if stopped := broken(case) or stopped_by_switch(case):
        return stopped
    if gone := case.overwritten():
        return _parameters_finding(case) or _overwritten_finding(gone[0])
    fresh, told = case.like_eval("fresh"), case.like_eval("told")
    if fresh and told:
        return _others_finding(case)
    if told:
        return Finding(
            "before anybody calls train(), the part does not behave as in eval mode.",
            "in which mode is a module born, and who has told this one?",
            "E16",
        )
    passes = case.seen["told"]["passes"]
    if not all(close(values, passes[0]) for values in passes):
        return Finding(
            "after train(), two passes of one batch through the part differ.",
            "which layer draws at random in train mode?",
            "E10",
        )
    seen = "after train(), the part's output is not the one of eval mode."
    if any(not norm["tracks"] for norm in case.seen["norms"]):
        return Finding(
            seen, "no statistics are tracked now: which ones does train mode divide by?", "E7"
        )
    if 0.0 in case.momenta:
        return Finding(seen, "which statistics does train mode divide by?", "E4")
    return Finding(seen, "compare it with the output of the same module after eval().")


def stopped_by_switch(case: Case) -> Finding | None:
    """The finding where calling `train` or `eval` raised."""
    failed = case.seen["switch_failed"]
    if failed is None:
        return None
    return Finding(
        f"with the part in a model, train() or eval() raised {failed['type']}: "
        f"{failed['message'].rstrip('.')}.",
        "which argument does a parent hand to train(), and what does eval() call?",
        "E15",
    )


def _others_finding(case: Case) -> Finding | None:
    """Whether what stands below and above the part goes on learning."""
    asking = flags(case.seen["after"])
    still = [n for n in case.outside if n not in case.seen["moved"] or not asking[n]]
    if not still:
        return None
    seen = f"{still[0]!r}, outside the part, does not learn any more."
    if still[0].startswith("stem."):
        hint = "the gradient of a layer below must pass through the part: what stops it?"
        return Finding(seen, hint, "F2")
    return Finding(seen, "freeze what is inside the module, and nothing else.")


def _parameters_finding(case: Case) -> Finding | None:
    """The finding on parameters that are gone, or are not what they were."""
    if not case.holds_tensors():
        seen = "what stands in the model owns no tensor of the part."
        if case.like_eval("told") or case.like_eval("fresh"):
            return Finding(seen, "how does a module learn that it owns another one?", "B9")
        return Finding(seen, "return the module itself, or an object that holds it.")
    ours = flags(case.start)
    gone = [name for name in case.overwritten() if name in ours]
    return _overwritten_finding(gone[0]) if gone else None


def _overwritten_finding(name: str) -> Finding:
    """The finding on values that were written over."""
    seen = f"after the call, {name!r} did not have the values from before."
    if "running_" in name or name.endswith(COUNTER):
        hint = "the statistics are what the layer has learned: who wrote them anew?"
        return Finding(seen, hint, "E13")
    return Finding(seen, "freezing keeps what a layer has learned: leave its numbers.", "E18")
