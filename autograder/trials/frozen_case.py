"""The evidence on one frozen part beside the judge's own net of the same seed."""

from collections.abc import Callable

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials.frozen_part import body_output
from autograder.trials.nets import Probe

COUNTER = "num_batches_tracked"
# Far below what batch statistics or dropout change, far above what another processor rounds.
MARGIN = 2e-3


class Case:
    """What was seen of one net, and what is right about it.

    `seen` is evidence of the form `frozen_part.FORM`. Names are those of the net afterwards: a
    wrapper around the body makes them longer.
    """

    def __init__(self, seen: dict, build: Callable[[int], Probe], seed: int) -> None:
        self.seen = seen
        probe = build(seed)
        self.start = model_snapshot(probe.net)
        probe.net.body.eval()
        self.right = body_output(probe.net, probe.inputs)
        self._norm_paths = [
            path
            for path, part in probe.net.body.named_modules()
            if isinstance(part, _BatchNorm | nn.LayerNorm)
        ]
        now, then = flags(seen["after"]), flags(self.start)
        self.outside = [name for name in then if name.startswith(("stem.", "head."))]
        self.body = [name for name in now if name.startswith("body.")]
        self.awake = [name for name in self.body if now[name]]
        self.learned = [name for name in seen["moved"] if name in self.body]
        buffers = {entry["name"] for entry in seen["after"]["buffers"]}
        self.drifted = [
            name for name in seen["moved"] if name in buffers and name.startswith("body.")
        ]
        self.momenta = [norm["momentum"] for norm in seen["norms"]]

    def like_eval(self, life: str) -> bool:
        """Whether both passes of the life "fresh" or "told" gave what eval mode gives."""
        passes = self.seen[life]["passes"]
        return len(passes) == 2 and all(close(values, self.right) for values in passes)

    def asleep_at_first(self) -> bool:
        """Whether right after the call every BatchNorm and LayerNorm was in eval mode."""
        modes = self.seen["after"]["training"]
        return not any(mode for path, mode in modes.items() if self._ends_in_norm(path))

    def stays_asleep(self) -> bool:
        """Whether no BatchNorm was in train mode after `train()`."""
        return not any(norm["training"] for norm in self.seen["norms"])

    def of_norms(self, names: list[str]) -> bool:
        """Whether all of these parameters belong to BatchNorm or LayerNorm."""
        return all(self._ends_in_norm(name.rpartition(".")[0]) for name in names)

    def is_another_net(self) -> bool:
        """Whether what stands around the body is not what this case has there."""
        now, then = self.seen["after"], digests(self.start)
        names = [entry["name"] for entry in now["parameters"] + now["buffers"]]
        ours = {name for name in then if not name.startswith(("body.", "last."))}
        theirs = {name for name in names if not name.startswith(("body.", "last."))}
        return (
            len(set(names)) < len(names)
            or theirs != ours
            or any(digests(now)[name] != then[name] for name in ours)
        )

    def overwritten(self) -> list[str]:
        """Tensors of the body whose values are gone, by their old names, and unknown ones.

        A count of batches may go: a layer that never counts again needs none.
        """
        now, then = digests(self.seen["after"]), digests(self.start)
        gone = [
            name
            for name, value in then.items()
            if value not in now.values() and not name.endswith(COUNTER)
        ]
        return gone + [name for name, value in now.items() if value not in then.values()]

    def holds_tensors(self) -> bool:
        """Whether what stands in the model owns any tensor at all."""
        return any(name.startswith("body.") for name in digests(self.seen["after"]))

    def _ends_in_norm(self, path: str) -> bool:
        return any(path.endswith(f".{norm}") for norm in self._norm_paths)


def close(values: list[float | None], right: list[float | None], *, margin: float = MARGIN) -> bool:
    """Whether two outputs agree up to rounding; one without numbers agrees with none.

    `margin` is absolute below 1 and relative above.
    """
    if len(values) != len(right) or not right or None in values:
        return False
    # In double precision: a number that float32 cannot hold raises.
    a, b = (torch.tensor(told, dtype=torch.float64) for told in (values, right))
    return bool(((a - b).abs() <= margin * b.abs().clamp(min=1)).all())
