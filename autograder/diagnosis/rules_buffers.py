"""MISTAKES E, first half: statistics that move, or are used, in layers that are frozen."""

from collections.abc import Iterator

from torch.nn.modules.batchnorm import _NormBase

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import Facts, owner
from autograder.diagnosis.switching import has_own_train
from autograder.diagnosis.watching import BACKWARD

TRACKED = ("running_mean", "running_var", "num_batches_tracked")


def statistics(facts: Facts) -> Iterator[Diagnosis]:
    """E2, E3, E4, E5, E7, E9, E14: frozen layers with running statistics, in train mode."""
    if not facts.run.ran:
        return
    seen: dict[str, list[str]] = {}
    for path, layer in facts.of_kind(_NormBase):
        if facts.run.modes.get(path) and path in facts.run.called and facts.is_frozen(path):
            mistake = _mistake(facts, path, layer)
            if mistake:
                seen.setdefault(mistake, []).append(path)
    for mistake, paths in seen.items():
        said, hint = SAID[mistake]
        yield problem(mistake, f"{quoted(paths)} is frozen and {said}", hint, paths)


SAID = {
    "E2": (
        "in train mode: its running statistics changed in training.",
        "which tensors are not parameters, and what holds them still?",
    ),
    "E3": (
        "was in eval mode, and the start of an epoch put it back: its statistics changed.",
        "who runs last: your eval() or the train() of the loop?",
    ),
    "E4": (
        "has momentum 0: its statistics rest, but train mode still normalises by the batch.",
        "which statistics does train mode divide by?",
    ),
    "E5": (
        "has momentum None, a cumulative average: its running statistics changed in training.",
        "what does None mean for this argument?",
    ),
    "E7": (
        "no longer tracks statistics, but train mode still normalises by the batch.",
        "which statistics does it use now, in train mode and in eval mode?",
    ),
    "E14": (
        "in train mode: the model's own train() would have put it in eval, and was not called.",
        "whose train() did you call: the model's or a part's?",
    ),
}


def _mistake(facts: Facts, path: str, layer: _NormBase) -> str:
    """Which mistake a frozen layer in train mode shows, or none."""
    if not layer.track_running_stats:
        return "E7" if layer.running_mean is not None else ""
    if layer.momentum == 0:
        return "E4"
    if not any(facts.run.moved(f"{path}.{name}".lstrip(".")) for name in TRACKED):
        return ""
    if layer.momentum is None:
        return "E5"
    if not layer.training:
        return "E3"
    if any(has_own_train(m) for m in facts.modules.values()) and (
        facts.switching.trained.get(path) is False
    ):
        return "E14"
    if _only_without_graph(facts, path):
        return ""
    return "E2"


def without_graph(facts: Facts) -> Iterator[Diagnosis]:
    """E9: statistics move in a part that runs under no_grad."""
    paths = [
        path
        for path, _ in facts.of_kind(_NormBase)
        if _only_without_graph(facts, path)
        and facts.is_frozen(path)
        and facts.run.modes.get(path)
        and any(facts.run.moved(f"{path}.{name}".lstrip(".")) for name in TRACKED)
    ]
    if paths:
        yield problem(
            "E9",
            f"{quoted(paths)} runs under no_grad and in train mode: its running statistics changed "
            "in training.",
            "is the update of these buffers a gradient step?",
            paths,
        )


def _only_without_graph(facts: Facts, path: str) -> bool:
    """Whether a module was called, and never with a graph being recorded."""
    calls = facts.calls(path)
    return bool(calls) and not any(call.records for call in calls)


def spectral(facts: Facts) -> Iterator[Diagnosis]:
    """E12: a frozen layer with spectral_norm changes its effective weight in train mode."""
    moved = []
    for name in facts.buffers:
        path, leaf = owner(name), name.rpartition(".")[2]
        if not facts.run.moved(name):
            continue
        if leaf in ("_u", "_v") and ".parametrizations." in f".{path}":
            layer = f".{path}".partition(".parametrizations.")[0].lstrip(".")
        elif leaf in ("weight_u", "weight_v"):
            layer = path
        else:
            continue
        if facts.is_frozen(layer) or not any(
            facts.parameters[n].requires_grad for n in facts.inside(layer)
        ):
            moved.append(layer)
    if moved:
        layers = list(dict.fromkeys(moved))
        yield problem(
            "E12",
            f"{quoted(layers)} is frozen and in train mode: the power iteration of spectral_norm "
            "changed its buffers, and with them the weight that is used.",
            "is this weight stored or computed, and when is it computed anew?",
            layers,
        )


def counted_twice(facts: Facts) -> Iterator[Diagnosis]:
    """F8: BatchNorm inside a checkpointed block is updated again in the backward pass."""
    again = {c.path for c in facts.run.calls if c.phase == BACKWARD and c.training}
    paths = [
        path
        for path, layer in facts.of_kind(_NormBase)
        if path in again and layer.track_running_stats and layer.momentum != 0
    ]
    if paths:
        yield problem(
            "F8",
            f"{quoted(paths)} lies in a checkpointed block: its statistics are updated twice a "
            "step, forward and again in backward.",
            "how often does the forward pass of that block run?",
            paths,
        )


RULES = (statistics, without_graph, spectral, counted_twice)
