"""MISTAKES F, the rest: what the model object itself carries along."""

from collections.abc import Iterator

import torch

from autograder.diagnosis.copies import kept_results
from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import Facts


def kept_graphs(facts: Facts) -> Iterator[Diagnosis]:
    """F23: attributes that keep a graph, so that deepcopy refuses the model."""
    names = [name for name, _ in kept_results(facts.case.model) if not _is_computed(facts, name)]
    if names:
        yield problem(
            "F23",
            f"{quoted(names)} is the result of a computation and keeps its graph: deepcopy refuses "
            f"this model ({len(names)} tensors).",
            "which attribute keeps a graph, and does it need more than the numbers?",
            names,
        )


def _is_computed(facts: Facts, name: str) -> bool:
    """Whether torch itself keeps it there: the weight of weight_norm and its relatives."""
    return any(f"{name}{end}" in facts.parameters for end in ("_g", "_v", "_orig"))


def for_deployment(facts: Facts) -> Iterator[Diagnosis]:
    """F28: a model of torch.jit.freeze, whose parameters have become constants."""
    if isinstance(facts.case.model, torch.jit.ScriptModule) and not facts.parameters:
        yield problem(
            "F28",
            "The model is a script module without parameters: they were turned into constants, so "
            "nothing can learn any more.",
            "is this freeze for training or for deployment?",
        )


RULES = (kept_graphs, for_deployment)
