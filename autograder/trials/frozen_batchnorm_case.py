"""The evidence on one rebuilt BatchNorm beside the layer itself and its common miscalculations."""

import torch
from torch.nn.modules.batchnorm import _BatchNorm

from autograder.trials.frozen_case import close

# Evidence has five decimals, and float32 hardly more.
MARGIN = 1e-4


class Case:
    """The evidence on one BatchNorm, the layer itself, and what it gives in eval mode."""

    def __init__(self, seen: dict, bn: _BatchNorm, other: _BatchNorm, batch: torch.Tensor) -> None:
        self.seen, self.shape = seen, list(batch.shape)
        self.kind = type(bn).__name__ + ("" if bn.affine else " with affine=False")
        self.right = bn.eval()(batch).detach().flatten().tolist()
        places = [1, -1] + [1] * (batch.ndim - 2)
        mean, var = bn.running_mean.view(places), bn.running_var.view(places)
        scale, shift = torch.ones(()), torch.zeros(())
        if bn.affine:
            scale, shift = bn.weight.detach().view(places), bn.bias.detach().view(places)
        root = (var + bn.eps).sqrt()
        self.variants = {
            "eps": [((batch - mean) / (var + eps).sqrt() * scale + shift) for eps in (1e-5, 0.0)]
            + [(batch - mean) / (var.sqrt() + bn.eps) * scale + shift],
            "both": [(batch - mean) / root],
            "scale": [(batch - mean) / root + shift],
            "shift": [(batch - mean) / root * scale],
            "root": [(batch - mean) / (var + bn.eps) * scale + shift],
            "mean": [batch / root * scale + shift],
            # The last one: it moves the statistics that the others are made of.
            "batch": [bn.train()(batch).detach()],
        }

    def is_right(self, values: list) -> bool:
        """Whether these are the numbers that the layer gives in eval mode."""
        return close(values, self.right, margin=MARGIN)

    def left_out(self, values: list) -> str:
        """What a formula with this output forgot; nothing where it fits none."""
        fits = (
            name
            for name, outputs in self.variants.items()
            for output in outputs
            if close(values, output.flatten().tolist(), margin=MARGIN)
        )
        return next(fits, "")
