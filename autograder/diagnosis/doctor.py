"""`doctor`: what state can show about a set-up that freezes layers, found on copies of it."""

from collections.abc import Callable, Iterable
from typing import Any

from torch import nn

from autograder.diagnosis import (
    rules_attributes,
    rules_buffers,
    rules_graph,
    rules_heads,
    rules_intent,
    rules_leftovers,
    rules_missing,
    rules_modes,
    rules_optimizer,
    rules_reach,
    rules_selection,
    rules_state,
    rules_trained,
)
from autograder.diagnosis.case import Case
from autograder.diagnosis.diagnosis import PROBLEM, Diagnosis
from autograder.diagnosis.facts import Facts
from autograder.diagnosis.refusals import CannotExamine, case_of
from autograder.diagnosis.report import Report
from autograder.diagnosis.running import run_of
from autograder.diagnosis.switching import switching_of
from autograder.diagnosis.untouched import quiet, untouched

RULES: tuple[Callable[[Facts], Iterable[Diagnosis]], ...] = (
    *rules_heads.RULES,
    *rules_attributes.RULES,
    *rules_intent.RULES,
    *rules_trained.RULES,
    *rules_selection.RULES,
    *rules_reach.RULES,
    *rules_graph.RULES,
    *rules_missing.RULES,
    *rules_optimizer.RULES,
    *rules_leftovers.RULES,
    *rules_buffers.RULES,
    *rules_modes.RULES,
    *rules_state.RULES,
)


def doctor(
    model: nn.Module,
    optimizer: Any,
    loss_fn: Callable,
    batch: Any,
    *,
    frozen: Iterable[str] | None = None,
    trained: Iterable[str] = (),
    scheduler: Any = None,
    before_epoch: Callable[[nn.Module], Any] | None = None,
) -> Report:
    """What is amiss in a set-up for training, as far as its state and three steps can show it.

    `optimizer` is one, a list of several, or None. `batch` is (inputs, targets); inputs that are a
    tuple are passed as positional arguments, a dict as keyword arguments. `loss_fn(output,
    targets)` gives one number. All runs happen on deep copies: the model, its gradients, the
    optimizer, the batch and the random state stay as they are; hooks of the model do run.

    State does not tell what was meant. `frozen` and `trained` name layers or parameters that are
    meant to stay or to learn ("layer1" is not "layer10"; `frozen=()` means that nothing is), and
    more can be found. `scheduler` takes one step as a copy. `before_epoch` is what the training
    loop calls on the model at the start of an epoch, such as `lambda model: model.train()`;
    without it the modes are taken as they stand.

    Returns a Report: a table in a notebook, text elsewhere. Raises CannotExamine, a ValueError
    with one sentence, for a name that matches nothing, a model without parameters, with lazy ones
    or on an absent device, and for a set-up that cannot be copied or cannot run the batch.
    """
    case = case_of(model, optimizer, loss_fn, batch, frozen, trained, scheduler, before_epoch)
    facts = examined(case)
    found = list(dict.fromkeys(seen for rule in RULES for seen in rule(facts)))
    found.sort(key=lambda seen: seen.severity != PROBLEM)
    knows_intent = case.frozen is not None or bool(case.trained)
    return Report(tuple(found), looked_at(facts), tuple(facts.run.unexamined), knows_intent)


def examined(case: Case) -> Facts:
    """The facts about a case, gathered without changing it."""
    facts = Facts(case)
    if facts.parameters:
        with quiet(case) as warned, untouched(case):
            facts.switching = switching_of(case)
            try:
                facts.run = run_of(case)
            except CannotExamine:
                # A broken train() may be what stopped it, and that is told as a finding.
                if not facts.switching.faults:
                    raise
        facts.warned = [str(warning.message) for warning in warned]
    return facts


def looked_at(facts: Facts) -> str:
    """What was examined, in one sentence."""
    kinds = ", ".join(type(one).__name__ for one in facts.case.optimizers) or "no optimizer"
    steps = f"{len(facts.run.sizes)} steps of a copy" if facts.run.ran else "no step of a copy"
    return (
        f"Looked at {len(facts.parameters)} parameter tensors ({len(facts.off)} frozen), "
        f"{len(facts.buffers)} buffers, {kinds}, and {steps} on this batch."
    )
