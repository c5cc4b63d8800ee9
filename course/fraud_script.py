"""What the fraud desk's training script works on: a body of named blocks under a head."""

from collections.abc import Mapping

import torch
from torch import nn

from course.fraud_models import BODY, delivered
from course.fraud_task import FraudTask


class DeskModel(nn.Module):
    """A body, which is an `nn.Sequential` of named blocks, and a head for what comes out of it.

    The parameters of a block "block1" are called "body.block1." and so on.
    """

    def __init__(self, blocks: Mapping[str, nn.Module], head: nn.Linear) -> None:
        super().__init__()
        self.body = nn.Sequential()
        for name, block in blocks.items():
            self.body.add_module(name, block)
        self.head = head

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(images))


def desk_model(case: str) -> DeskModel:
    """The delivered body of a case under its old head, with ten outputs, in train mode."""
    net, old_head = delivered(case)
    return DeskModel({name: net.get_submodule(name) for name in BODY}, old_head)


def desk_data(task: FraudTask) -> dict:
    """The data of a task as the script takes them: "train" whole, "validation" in batches of 50.

    Each is images and labels; the validation frauds come last, so most batches have none.
    """
    batches = zip(task.validation.images.split(50), task.validation.labels.split(50), strict=True)
    return {"train": tuple(task.train), "validation": list(batches)}
