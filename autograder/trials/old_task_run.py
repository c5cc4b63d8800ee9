"""The evidence on one measurement of the old task beside the judge's own run of the case."""

import copy
from collections.abc import Callable

import torch

from autograder.snapshot import model_snapshot
from autograder.trials import two_tasks

# How far another processor may lead a training of the same steps.
MARGIN = 0.1


class Run:
    """The evidence on one case beside the judge's own run of it."""

    def __init__(self, seen: dict, build: Callable[[int], two_tasks.Case], seed: int) -> None:
        self.seen, self.case = seen, build.__name__
        ours = build(seed)
        self.start = model_snapshot(ours.model)
        self.labels = ours.labels
        before = _readings(ours.model, ours)
        ours.train(ours.model)
        after = _readings(ours.model, ours)
        self.drop = before["old head"] - after["old head"]
        self.others = {
            "the drop in train mode": before["train mode"] - after["train mode"],
            "the drop of the new head": before["new head"] - after["new head"],
            "the accuracy afterwards": after["old head"],
            "the accuracy before": before["old head"],
        }

    def measured(self) -> float | None:
        """The drop in what the checker saw; None where it is not that of the judge's own run."""
        before, after = (self._accuracy(self.seen[f"told_{when}"]) for when in ("before", "after"))
        if before is None or after is None or abs(before - after - self.drop) > MARGIN:
            return None
        return before - after

    def _accuracy(self, told: list[int]) -> float | None:
        """The share of right labels; None where there is not one for each image."""
        if len(told) != len(self.labels):
            return None
        right = sum(a == b for a, b in zip(told, self.labels.tolist(), strict=True))
        return right / len(told)


@torch.no_grad()
def _readings(model: two_tasks.TwoParts, case: two_tasks.Case) -> dict[str, float]:
    """Accuracies on the old images: the right one, and those of two common slips."""
    rulers = {"old head": copy.deepcopy(model), "new head": copy.deepcopy(model)}
    rulers["train mode"] = copy.deepcopy(model)
    for name in ("old head", "train mode"):
        rulers[name].head = case.old_head
    for name, ruler in rulers.items():
        ruler.train(name == "train mode")
    return {
        name: (ruler(case.images).argmax(dim=1) == case.labels).double().mean().item()
        for name, ruler in rulers.items()
    }
