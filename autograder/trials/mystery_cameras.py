"""The three changes of the world that `choose_block` is asked about, and what each block makes of
them.

One change is drawn from each family of `course.shifts.HIDDEN`: no block is good for two of the
families, so that whoever always names the same one is right once. What a block is worth was
measured beforehand, over five draws of labels with a rate of its own.
"""

from dataclasses import dataclass

import torch

from autograder.snapshot import digest
from course.shifts import HIDDEN, Camera, shipped_results, through

MARGIN = 0.05


@dataclass(frozen=True)
class Mystery:
    """A hidden change, what its camera delivers, and the mean accuracy that each block reaches."""

    name: str
    camera: Camera
    reached: dict[str, float]

    @property
    def best(self) -> float:
        """What the best single block reaches."""
        return max(self.reached.values())

    def is_good(self, block: str) -> bool:
        """Whether a block comes close enough to the best one."""
        return self.best - self.reached[block] <= MARGIN

    def digests(self) -> list[str]:
        """What the learner's function is handed, tensor by tensor."""
        return [
            digest(tensor)
            for part in (self.camera.labelled, self.camera.validation)
            for tensor in part
        ]


def mysteries(seed: int) -> list[Mystery]:
    """One change of each family, in a drawn order, with labels of the seed's draw."""
    draw = torch.Generator().manual_seed(seed)
    measured, found = shipped_results()["hidden"], []
    for family in HIDDEN.values():
        name = list(family)[int(torch.randint(len(family), (), generator=draw))]
        camera = through(family[name], draw=int(torch.randint(5, (), generator=draw)))
        reached = {block: result["mean"] for block, result in measured[name].items()}
        found.append(Mystery(name, camera, reached))
    return [found[place] for place in torch.randperm(len(found), generator=draw)]
