"""Two wrappers in one process, which treat a model as those for many processes do.

`Together` notes at the start whose gradients it will average, as DistributedDataParallel does;
`InPieces` puts new parameters in place of the old ones, as `fully_shard` does. Neither talks to
anybody: `course.two_workers` shows the real ones.
"""

import torch
from torch import nn

from autograder.trials.nets import Probe


class NothingLearns(RuntimeError):
    """A model in which no parameter asks for a gradient was wrapped."""


class NeverArrived(RuntimeError):
    """A gradient that the wrapper waits for did not come."""


class Together(nn.Module):
    """A model whose gradients are averaged with those of its twins in other workers.

    `listens` are the parameters that asked for a gradient when it was made. Raises NothingLearns
    when there are none.
    """

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module
        self.listens = [name for name, p in module.named_parameters() if p.requires_grad]
        if not self.listens:
            raise NothingLearns("there is nothing to average: no parameter asks for a gradient")

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.module(inputs)


class InPieces(nn.Module):
    """A model whose parameters are replaced by new ones, with the same values and flags."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module
        for part in module.modules():
            for name, old in list(part.named_parameters(recurse=False)):
                setattr(part, name, nn.Parameter(old.detach().clone(), old.requires_grad))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.module(inputs)


def trained_together(
    workers: list[Together], optimizers: list[torch.optim.Optimizer], batches: list[Probe]
) -> None:
    """Train wrapped models for as many steps as there are pairs of batches, gradients averaged.

    Each worker sees every second batch. Raises NeverArrived where a gradient that is waited for
    does not come: at once, where the real wrapper says so in the next iteration.
    """
    count = len(workers)
    for first in range(0, len(batches), count):
        rows = batches[first : first + count]
        for worker, optimizer, batch in zip(workers, optimizers, rows, strict=True):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(worker(batch.inputs), batch.targets)
            if loss.requires_grad:
                loss.backward()
        _averaged(workers)
        for optimizer in optimizers:
            optimizer.step()


def _averaged(workers: list[Together]) -> None:
    """Replace the gradients that the wrappers listen to by their mean over the workers."""
    known = [dict(worker.module.named_parameters()) for worker in workers]
    for name in workers[0].listens:
        gradients = [parameters[name].grad for parameters in known]
        if any(gradient is None for gradient in gradients):
            raise NeverArrived(f"the gradient of {name!r} did not come")
        mean = torch.stack(gradients).mean(0)
        for gradient in gradients:
            gradient.copy_(mean)
