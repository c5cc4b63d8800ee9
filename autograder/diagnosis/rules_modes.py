"""MISTAKES E, second half: eval mode taken for a freeze, dropout in frozen features, train()."""

from collections.abc import Iterator

from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.dropout import _DropoutNd

from autograder.diagnosis.diagnosis import Diagnosis, note, problem, quoted
from autograder.diagnosis.facts import Facts
from autograder.diagnosis.watching import FORWARD


def eval_everywhere(facts: Facts) -> Iterator[Diagnosis]:
    """E1: the whole model is in eval mode, nothing is frozen, and everything moves."""
    if facts.frozen is not None or facts.off or any(facts.run.modes.values()):
        return
    moved = [name for name in facts.on if facts.run.moved(name)]
    if moved and len(moved) == len(facts.on) and _mode_matters(facts):
        yield note(
            "E1",
            f"The whole model is in eval mode, and all {len(moved)} tensors moved in training all "
            "the same.",
            "was eval mode meant to hold the weights? It changes how layers behave, not what "
            "learns; to train, call train() first.",
        )


def _mode_matters(facts: Facts) -> bool:
    """Whether any layer behaves differently in the two modes."""
    return any(isinstance(m, (_NormBase, _DropoutNd)) for m in facts.modules.values())


def random_features(facts: Facts) -> Iterator[Diagnosis]:
    """E10: dropout is active in the part that is frozen from the input on."""
    paths, began = [], False
    for call in facts.run.calls:
        if call.phase != FORWARD:
            continue
        module = facts.modules[call.path]
        began = began or bool(facts.owned(call.path))
        if (
            isinstance(module, _DropoutNd)
            and module.p > 0
            and call.training
            and began
            and not call.takes
            and facts.is_frozen(call.path)
            and call.path not in paths
        ):
            paths.append(call.path)
    if paths and facts.on:
        yield note(
            "E10",
            f"{quoted(paths)} drops values inside the frozen part: equal inputs give unequal "
            "features.",
            "is that noise wanted there? Which mode is the frozen part in?",
            paths,
        )


def batch_of_one(facts: Facts) -> Iterator[Diagnosis]:
    """E11: the batch of one example stops a BatchNorm that is in train mode."""
    if facts.run.stopped != "E11":
        return
    paths = [
        path
        for path, _ in facts.of_kind(_NormBase)
        if facts.run.modes.get(path) and facts.is_frozen(path)
    ]
    whose = f"{quoted(paths)} is frozen and" if paths else "A BatchNorm layer is"
    yield problem(
        "E11",
        f"{whose} in train mode, and this batch gives it one value per channel, so the forward "
        "pass stops.",
        "which mean and spread can one value have? In which mode is a frozen layer to be?",
        paths,
    )


def broken_train(facts: Facts) -> Iterator[Diagnosis]:
    """E15: a train() of one's own that does not take a mode or does not return the module."""
    for path, fault in facts.switching.faults.items():
        yield problem(
            "E15",
            f"The train() of {quoted([path])} is its own, and {fault}.",
            "what does eval() call, with which argument, and what is it to return?",
            [path],
        )


def born_in_train(facts: Facts) -> Iterator[Diagnosis]:
    """E16: one layer is in train mode, the model around it is not, and not because of a freeze."""
    modes = facts.run.modes
    if not modes or modes[""] or not any(modes.values()):
        return
    leaves = [path for path, m in facts.modules.items() if path and not list(m.children())]
    awake = [path for path in leaves if modes[path] and facts.inside(path)]
    asleep = [path for path in leaves if not modes[path] and facts.inside(path)]
    learning = [path for path in asleep if not facts.is_frozen(path)]
    if awake and learning:
        yield note(
            "E16",
            f"The model is in eval mode, and {quoted(awake)} is in train mode "
            f"({len(asleep)} layers with parameters are in eval).",
            "in which mode is a new module born, and who switches it with the others?",
            awake,
        )


RULES = (eval_everywhere, random_features, batch_of_one, broken_train, born_in_train)
